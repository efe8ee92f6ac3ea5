#include "engine/ignore_comments.h"

#include <algorithm>
#include <utility>

#include "core/language.h"
#include "engine/utf16_columns.h"
#include "findings/fingerprint.h"
#include "findings/relaxations.h"
#include "findings/suppress.h"

namespace moongate {

std::string KnownNames::help(const std::string& name) const {
  std::call_once(once_, [&] {
    for (const LoadedCheck& check : checks_) declarations_.push_back(check.declaration);
    names_.emplace(declarations_, unreadable_);
  });
  return names_->knows(name) ? std::string() : names_->help(name);
}

Accepted nothing_accepted() {
  return {FileSuppressions(""), false, 0};
}

namespace {

// What merging brought was added by someone else, before.
std::vector<Relaxation> added_by_change(FileContext& file) {
  const std::string& path = file.file().path();
  std::vector<Relaxation> added = added_suppressions(path, file.old_text(), file.text());
  for (const TreeView& base : file.change().other_before) {
    if (added.empty()) break;
    const std::optional<FileVersion> version = base.find(path);
    if (!version || !version->is_regular()) continue;
    const Bytes old_text = file.change().read(version->id);
    const std::vector<Relaxation> here = added_suppressions(path, *old_text, file.text());
    std::erase_if(added, [&](const Relaxation& one) {
      return std::none_of(here.begin(), here.end(), [&](const Relaxation& other) {
        return other.line == one.line && other.what == one.what;
      });
    });
  }
  return added;
}

}  // namespace

Accepted accepted_in(FileContext& file, const Config& config, UnitResult& result) {
  try {
    const bool has_text = file.file().after && file.file().after->is_regular();
    if (has_text && file.text().find("moongate:ignore") != std::string::npos) {
      const auto old_text = [&]() -> std::string_view { return file.old_text(); };
      return {comments_that_count(file.file().path(), file.text(), old_text, config.policy),
              config.policy.allow_ignore, 0};
    }
  } catch (const Error& error) {
    add_problem(result.problems, error.problem());
  }
  return nothing_accepted();
}

FileSuppressions comments_that_count(const std::string& path, std::string_view text,
                                     const std::function<std::string_view()>& old_text,
                                     const PolicyRules& policy) {
  FileSuppressions comments(text, language_of(path, text));
  if (comments.empty() || policy.allows_added_ignore()) return comments;
  std::vector<std::uint32_t> lines;
  for (const Relaxation& added : added_suppressions(path, old_text(), text))
    lines.push_back(added.line);
  comments.refuse(std::move(lines));
  return comments;
}

void judge_comments(FileContext& file, Accepted& accepted, const std::vector<std::size_t>& ran,
                    const CommentRules& rules, UnitResult& result) {
  if (accepted.comments.empty()) return;
  std::vector<std::string> said;  // what those checks can report
  for (const std::size_t check : ran) {
    const Declaration& declaration = rules.planned[check].check->declaration;
    // What visits commits or the whole change may report on this file from there, perhaps in
    // another shard: nobody here can tell that it found nothing.
    if (declaration.has(Visitor::commit) || declaration.has(Visitor::change)) continue;
    for (std::string& name :
         what_can_report(declaration, rules.config.settings(declaration.name, file.file().path())))
      said.push_back(std::move(name));
  }
  if (rules.kind != ChangeKind::tree)
    for (Relaxation& added : added_by_change(file)) result.relaxed.push_back(std::move(added));
  const bool all = rules.include_existing || rules.kind == ChangeKind::tree;
  const auto looked_at = [&](std::uint32_t line) { return all || file.is_added(line); };
  const auto say = [&](const char* rule, const FileSuppressions::Unused& unused) {
    Finding note;
    note.check = "moongate";
    note.rule = rule;
    note.level = Level::note;
    note.message = unused.message;
    note.help = unused.help;
    if (!rules.config.policy.allow_ignore) {
      note.message =
          "moongate:ignore " + unused.name + " does not count: the policy forbids such comments";
      note.help = "fix what it is about, and remove the comment";
    } else if (accepted.comments.is_refused(unused.line)) {
      note.message = "moongate:ignore " + unused.name +
                     " does not count: this change adds it, and is judged by the rules of another "
                     "commit";
      note.help = "fix what it is about, and remove the comment";
    }
    note.path = file.file().path();
    note.line = note.end_line = unused.line;
    note.column = unused.column;
    note.snippet = file.lines().line(unused.line);
    Utf16Columns(file.text(), file.lines()).set(note);
    note.fingerprint = fingerprint(note.check, note.rule, note.path, unused.name + note.snippet, 0);
    result.notes.push_back(std::move(note));
  };
  for (const FileSuppressions::Unused& unused : accepted.comments.unused(said, looked_at))
    say("unused-ignore", unused);
  for (const FileSuppressions::Unused& unknown : accepted.comments.unknown(
           [&](const auto& name) { return rules.names.help(name); }, looked_at))
    say("unknown-ignore", unknown);
}

}  // namespace moongate
