#include "engine/shown_secrets.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>
#include <utility>

#include "core/buffer_change.h"
#include "match/builtin_patterns.h"

namespace moongate {

namespace {

// The patterns that the masker does not take by themselves; their keywords are few and common, but
// most findings show a line without any.
bool may_hold_guess(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const BuiltinPattern& pattern : builtin_patterns().patterns)
    if (pattern.secret && is_guess(pattern) &&
        std::any_of(pattern.keywords.begin(), pattern.keywords.end(),
                    [&](std::string_view word) { return lower.find(word) != std::string::npos; }))
      return true;
  return false;
}

// In a directory of its own, so that equal names do not meet; the name alone tells the language.
std::string buffer_path(std::size_t number, const std::string& path) {
  std::string name = path.substr(path.rfind('/') + 1);
  if (name.empty() || name == "." || name == "..") name = "message.txt";
  return std::to_string(number) + "/" + name;
}

bool judges_secrets(const LoadedCheck& check) {
  const std::vector<Pattern>& patterns = check.declaration.patterns;
  return check.source.built_in &&
         std::any_of(patterns.begin(), patterns.end(), [](const Pattern& p) { return p.secret; });
}

}  // namespace

std::vector<ShownText> shown_texts(const Report& report, const std::vector<LoadedCheck>& checks) {
  std::set<std::string_view> judges;
  for (const LoadedCheck& check : checks)
    if (judges_secrets(check)) judges.insert(check.declaration.name);
  std::set<ShownText> texts;
  const auto add = [&](std::string_view path, const std::string& text) {
    if (!text.empty()) texts.insert({std::string(path.substr(path.rfind('/') + 1)), text});
  };
  for (const Finding& finding : report.findings) {
    // One line of a file was looked at whole; of several the first may be an old one, and in a
    // message that check sees less than in a file.
    const bool looked_at =
        judges.contains(finding.check) && !finding.path.empty() && finding.end_line <= finding.line;
    if (!looked_at) add(finding.path, finding.snippet);
    add("", finding.message);
    add("", finding.help);
    for (const std::string& command : finding.commands) add("", command);
    for (const Fix& fix : finding.fix) add(finding.path, fix.text);
  }
  for (const Problem& problem : report.problems) add("", problem.message);
  for (const CheckOutcome& outcome : report.checks) add("", outcome.reason);
  return {texts.begin(), texts.end()};
}

std::vector<std::string> shown_secrets(std::vector<ShownText> texts,
                                       const std::vector<LoadedCheck>& checks,
                                       const Config& config) {
  std::erase_if(texts, [](const ShownText& shown) { return !may_hold_guess(shown.text); });
  std::vector<std::string> secrets;
  if (texts.empty()) return secrets;
  for (const LoadedCheck& check : checks) {
    if (!judges_secrets(check)) continue;
    Config own = load_config({}, {}, {check.declaration});
    own.limits = config.limits;
    const std::string& name = check.declaration.name;
    own.checks.find(name)->second.options = config.settings(name, "").options;

    std::vector<BufferFile> files;
    for (std::size_t i = 0; i < texts.size(); ++i)
      files.push_back({buffer_path(i, texts[i].path), {}, texts[i].text});
    Unmasked found;
    EngineOptions options;
    options.jobs = 1;
    options.named = {name};
    options.unmasked = &found;
    options.show_secrets = true;  // nothing of it is shown, and masking would begin again
    const Report report = run_checks(buffer_change(std::move(files)), {check}, own, options);
    std::move(found.secrets.begin(), found.secrets.end(), std::back_inserter(secrets));
    const bool whole =
        report.problems.empty() &&
        std::all_of(report.checks.begin(), report.checks.end(), [](const CheckOutcome& outcome) {
          return outcome.status == CheckStatus::ok || outcome.status == CheckStatus::findings;
        });
    if (!whole)
      for (const ShownText& shown : texts) secrets.push_back(shown.text);
  }
  return secrets;
}

}  // namespace moongate
