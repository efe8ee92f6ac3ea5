#include "run/foreign_findings.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "core/quote.h"
#include "core/units.h"
#include "diff/file_context.h"
#include "engine/equal_lines.h"
#include "engine/new_findings.h"
#include "engine/utf16_columns.h"
#include "findings/finalize_findings.h"
#include "findings/fingerprint.h"
#include "match/decode.h"
#include "match/mask.h"
#include "run/load_settings.h"
#include "run/ruleset.h"

namespace moongate {

namespace {

void count_suppressions(ReadReport& read, const PolicyRules& policy) {
  if (policy.allow_ignore || read.suppressed.empty()) return;
  Report& report = read.report;
  report.notes.push_back(count_of(read.suppressed.size(), "suppression", "suppressions") + " in " +
                         read.name + (read.suppressed.size() == 1 ? " does" : " do") +
                         " not count: the policy forbids them");
  report.summary.suppressed -=
      std::min<std::uint64_t>(report.summary.suppressed, read.suppressed.size());
  std::move(read.suppressed.begin(), read.suppressed.end(), std::back_inserter(report.findings));
  read.suppressed.clear();
}

// The line without what has the form of a secret: see fingerprint.h.
std::string without_secrets(std::string_view line, const Masker& masker) {
  const Masker* const maskers[] = {&masker};
  std::vector<Masker::Replaced> secrets;
  Masker::mask(line, maskers, &secrets);
  std::string text;
  std::size_t at = 0;
  for (const Masker::Replaced& secret : secrets) {
    text += line.substr(at, secret.begin - at);
    text += secret_stand_in(line.substr(secret.begin, secret.end - secret.begin));
    at = secret.end;
  }
  return text + std::string(line.substr(at));
}

// The tool counted UTF-16 units in a line that it may not have quoted.
void set_columns(Finding& finding, const LineIndex& lines, Utf16Columns& utf16) {
  const auto bytes = [&](std::uint32_t line, std::uint32_t units, std::uint32_t column) {
    return byte_column(std::string(lines.line(line)), units > 0 ? units : column, true);
  };
  const std::uint32_t last = std::max(finding.line, finding.end_line);
  finding.column = bytes(finding.line, finding.utf16_column, finding.column);
  finding.end_column = bytes(last, finding.utf16_end_column, finding.end_column);
  utf16.set(finding);
}

void identify(const std::string& path, std::vector<Finding*>& findings, const Change& change,
              const Masker& masker) {
  std::optional<FileVersion> version;
  if (change.after.find) version = change.after.find(path);
  if (!version)
    if (const FileChange* file = net_file(change, path)) version = file->after;
  const Bytes text = version && version->is_regular() ? change.read(version->id)
                                                      : std::make_shared<const std::string>();
  const LineIndex lines(*text);
  const bool is_plain = encoding_of(*text) == Encoding::bytes;
  std::vector<std::string> wanted;
  std::uint32_t last = 0;
  const auto has_line = [&](const Finding& finding) {
    return !text->empty() && finding.line > 0 && finding.line <= lines.count();
  };
  for (const Finding* finding : findings)
    if (has_line(*finding)) {
      wanted.push_back(normalised(lines.line(finding->line)));
      last = std::max(last, finding->line);
    }
  const EqualLines equal(lines, wanted, last);
  Utf16Columns utf16(*text, lines);
  for (Finding* finding : findings) {
    std::string identity = finding->message;  // nothing else tells such findings apart
    std::uint32_t ordinal = 0;
    if (has_line(*finding)) {
      const std::string_view line = lines.line(finding->line);
      identity = without_secrets(line, masker);
      ordinal = equal.ordinal(normalised(line), finding->line);
      if (is_plain) set_columns(*finding, lines, utf16);
    }
    finding->fingerprint = fingerprint(finding->check, finding->rule, path, identity, ordinal);
  }
}

struct Lost {
  std::uint64_t count = 0;
  std::string example;
  void add(const std::string& path) {
    if (++count == 1) example = path;
  }
};

}  // namespace

ForeignRules foreign_rules(const Request& request, const RunOptions& options,
                           const Change& change) {
  const Rules rules = rules_for(request, options, change);
  const CheckLoad load = load_checks(team_check_files(rules.source), options);
  const Config config =
      config_of(load, declarations_of(load), all_layers(options, rules.source, change));
  return {config.policy,
          of_other_tools(without_expired(read_baseline(rules.source, config), change.now), {})};
}

void place_foreign(ReadReport& read, const Change& change, const ForeignPaths& paths,
                   const PolicyRules& policy, UnknownPaths unknown) {
  count_suppressions(read, policy);
  Report& report = read.report;
  std::set<std::string> named;
  for (const Finding& finding : report.findings)
    if (!finding.path.empty()) named.insert(finding.path);
  const std::map<std::string, ForeignPaths::Place> places = paths.map(named);
  Lost untracked, lost;
  std::erase_if(report.findings, [&](Finding& finding) {
    if (finding.path.empty()) return false;
    const ForeignPaths::Place& place = places.at(finding.path);
    if (place.kind == ForeignPaths::Kind::untracked) {
      untracked.add(place.path);
      return true;
    }
    if (place.kind == ForeignPaths::Kind::unknown) {
      if (unknown == UnknownPaths::kept) return false;
      lost.add(place.path);
      return true;
    }
    finding.path = place.path;
    return false;
  });
  std::map<std::string, std::vector<Finding*>> by_path;
  for (Finding& finding : report.findings)
    if (const auto place = places.find(finding.path);
        !finding.path.empty() &&
        (place == places.end() || place->second.kind != ForeignPaths::Kind::unknown))
      by_path[finding.path].push_back(&finding);
  const Masker masker;
  for (auto& [path, findings] : by_path) identify(path, findings, change, masker);
  sort_findings(report.findings);
  if (untracked.count > 0)
    report.notes.push_back(count_of(untracked.count, "finding", "findings") + " of " + read.name +
                           " left out: in files that Git does not track, such as " +
                           in_quotes(untracked.example));
  if (lost.count > 0)
    report.problems.push_back(
        {ProblemKind::repository,
         count_of(lost.count, "finding is", "findings are") +
             " in files that this repository does not have, such as " + in_quotes(lost.example),
         read.name, 0,
         "check out the commit that the tool checked, or name the directory that it ran in with "
         "--source-root"});
}

void recount_foreign(Report& report) {
  for (CheckOutcome& check : report.checks) {
    if (check.status != CheckStatus::ok && check.status != CheckStatus::findings) continue;
    const bool found =
        std::any_of(report.findings.begin(), report.findings.end(),
                    [&](const Finding& finding) { return finding.check == check.name; });
    check.status = found ? CheckStatus::findings : CheckStatus::ok;
  }
  count_findings(report);
  decide_exit(report, Level::error);
}

}  // namespace moongate
