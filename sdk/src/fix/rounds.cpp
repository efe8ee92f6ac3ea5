#include "fix/rounds.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/hash.h"
#include "fix/choose_fixes.h"

namespace moongate {

namespace {

constexpr int most_rounds = 10;

using Texts = std::map<std::string, Bytes>;  // by path: what fixes made of the new version

const FileChange* regular_net_file(const Change& change, const std::string& path) {
  const auto found = std::find_if(change.files.begin(), change.files.end(),
                                  [&](const FileChange& file) { return file.path() == path; });
  return found != change.files.end() && found->after && found->after->is_regular() ? &*found
                                                                                   : nullptr;
}

// The same change with these files' new versions. The id under which a text is known here is a hash
// of its bytes; whether Git would give it the same one does not matter.
Change with_texts(const Change& change, const Texts& texts) {
  Change fixed = change;
  auto by_id = std::make_shared<std::map<Oid, Bytes>>();
  std::erase_if(fixed.files, [&](FileChange& file) {
    const auto text = file.after ? texts.find(file.after->path) : texts.end();
    if (text == texts.end()) return false;
    file.after->id = blob_hash(*text->second);
    (*by_id)[file.after->id] = text->second;
    return file.before && file.status == FileStatus::modified &&
           file.before->mode == file.after->mode && *change.read(file.before->id) == *text->second;
  });
  fixed.read = [by_id, read = change.read](const Oid& id) {
    const auto known = by_id->find(id);
    return known != by_id->end() ? known->second : read(id);
  };
  fixed.size_of = [by_id, size_of = change.size_of](const Oid& id) -> std::uint64_t {
    const auto known = by_id->find(id);
    return known != by_id->end() ? known->second->size() : size_of(id);
  };
  return fixed;
}

bool is_text(const std::string& bytes) {
  return bytes.find('\0') == std::string::npos;
}

}  // namespace

FixRounds fix_in_memory(const Change& change, Report first, std::vector<std::vector<Fix>> fixes,
                        const std::vector<LoadedCheck>& checks, const Config& config,
                        EngineOptions options, const std::set<std::string>& kept) {
  FixRounds result;
  const std::uint64_t found = first.findings.size();
  result.report = std::move(first);
  Texts texts;
  std::map<std::string, std::vector<TextEdit>> edits;  // by path, of what was checked
  Unmasked unmasked;
  options.unmasked = &unmasked;
  options.trace = nullptr;  // the first run has told
  for (int round = 0; round < most_rounds; ++round) {
    std::map<std::string, Bytes> now;  // texts as this round found them
    const auto size_of = [&](const std::string& path) -> std::optional<std::uint64_t> {
      auto known = now.find(path);
      if (known == now.end()) {
        const auto fixed = texts.find(path);
        const FileChange* file = regular_net_file(change, path);
        Bytes text = fixed != texts.end() ? fixed->second
                     : file               ? change.read(file->after->id)
                                          : nullptr;
        if (text && !is_text(*text)) text = nullptr;
        known = now.emplace(path, std::move(text)).first;
      }
      if (!known->second) return std::nullopt;
      return known->second->size();
    };
    for (std::vector<Fix>& of_finding : fixes)
      if (std::any_of(of_finding.begin(), of_finding.end(),
                      [&](const Fix& fix) { return kept.contains(fix.path); }))
        of_finding.clear();
    const ChosenFixes chosen = choose_fixes(fixes, size_of);
    bool changed = false;
    for (const auto& [path, fixes_of_it] : chosen.by_path) {
      std::vector<TextEdit> round_edits;
      for (const Fix* fix : fixes_of_it) round_edits.push_back({fix->start, fix->end, fix->text});
      auto text = std::make_shared<const std::string>(apply_edits(*now.at(path), round_edits));
      changed = changed || *text != *now.at(path);
      texts[path] = std::move(text);
      edits[path] = compose_edits(edits[path], round_edits);
    }
    if (!changed) break;
    result.fixed +=
        static_cast<std::uint64_t>(std::count(chosen.chosen.begin(), chosen.chosen.end(), true));
    result.report = run_checks(with_texts(change, texts), checks, config, options);
    fixes = std::move(unmasked.fixes);
  }
  // What went away with another's fix is fixed, too.
  if (result.fixed > 0 && result.report.findings.size() < found)
    result.fixed = std::max(result.fixed, found - result.report.findings.size());
  for (const auto& [path, text] : texts) {
    const FileChange* file = regular_net_file(change, path);
    const Bytes before = change.read(file->after->id);
    if (*before != *text)
      result.files.push_back({*file->after, before, text, std::move(edits[path])});
  }
  return result;
}

}  // namespace moongate
