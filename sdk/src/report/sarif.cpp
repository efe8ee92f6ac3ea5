// SARIF 2.1.0, within what GitHub's code scanning takes.
#include <algorithm>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/json_text.h"
#include "core/unicode.h"
#include "core/units.h"
#include "report/cut.h"
#include "report/formats.h"
#include "report/headline.h"
#include "report/path_text.h"
#include "report/reporting_rules.h"
#include "version.h"

namespace moongate {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_results = 25'000;
constexpr const char* base_id = "%SRCROOT%";

const char* level_of(Level level) {
  switch (level) {
    case Level::error:
      return "error";
    case Level::warning:
      return "warning";
    case Level::note:
    case Level::off:
      return "note";
  }
  return "note";
}

const char* problem_severity_of(Level level) {
  switch (level) {
    case Level::error:
      return "error";
    case Level::warning:
      return "warning";
    case Level::note:
    case Level::off:
      return "recommendation";
  }
  return "recommendation";
}

// Plain text, with nothing that a viewer takes for an embedded link "[text](target)".
std::string message_text(const std::string& said) {
  std::string text = visible_lines(said);
  for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at))
    text.insert(at + 1, " ");
  return text.empty() ? "(no message)" : text;
}

Json message(const std::string& said) {
  return {{"text", message_text(said)}};
}

// "lint/trailing-whitespace" as a name: LintTrailingWhitespace.
std::string rule_title(const std::string& id) {
  std::string title;
  bool upper = true;
  for (const char c : id) {
    if (!std::isalnum(static_cast<unsigned char>(c))) {
      upper = true;
      continue;
    }
    title += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = false;
  }
  return title;
}

Json rule_of(const RuleInfo& rule) {
  const std::string id = rule_name(rule.check, rule.rule);
  const std::string summary =
      rule.summary.empty() ? "Reported by the check " + visible(rule.check) : rule.summary;
  std::string sentence = visible(summary);
  if (!sentence.ends_with('.')) sentence += '.';
  Json object{{"id", id}};
  if (const std::string title = rule_title(id); !title.empty() && title != id)
    object["name"] = title;
  object["shortDescription"] = {{"text", visible(cut(summary, 1024))}};
  object["fullDescription"] = {{"text", cut(sentence, 1024)}};
  const std::string help = visible_lines(rule.help.empty() ? sentence : rule.help);
  object["help"] = {{"text", help}, {"markdown", help}};
  if (rule.url.starts_with("https://") || rule.url.starts_with("http://")) {
    std::string url;
    for (const char c : rule.url) {
      const auto byte = static_cast<unsigned char>(c);
      const bool fine = byte > 0x20 && byte < 0x7F &&
                        std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
      url += fine ? std::string(1, c) : percent_encode(std::string_view(&c, 1));
    }
    object["helpUri"] = url;
  }
  object["defaultConfiguration"] = {{"level", level_of(rule.level)}};
  object["properties"] = {{"tags", {visible(rule.check)}},
                          {"problem.severity", problem_severity_of(rule.level)}};
  return object;
}

// Columns are UTF-16 code units, as `columnKind` says.
Json region_of(const Finding& finding) {
  const auto units = [](std::uint32_t utf16, std::uint32_t bytes) { return utf16 ? utf16 : bytes; };
  const std::uint32_t start = units(finding.utf16_column, finding.column);
  const std::uint32_t end = units(finding.utf16_end_column, finding.end_column);
  Json region{{"startLine", finding.line}};
  if (start > 0) region["startColumn"] = start;
  if (finding.end_line > finding.line) {
    region["endLine"] = finding.end_line;
    if (end > 0) region["endColumn"] = end;
  } else if (start > 0 && end >= start) {
    region["endColumn"] = end;
  }
  return region;
}

Json artifact(const std::string& path) {
  return {{"uri", uri_path(path)}, {"uriBaseId", base_id}};
}

// The finding's own lines.
void place(Json& physical, const Finding& finding) {
  physical["region"] = region_of(finding);
  if (!finding.snippet.empty() && finding.snippet_offset == 0)
    physical["contextRegion"] = {{"startLine", finding.line},
                                 {"snippet", {{"text", visible_lines(finding.snippet)}}}};
}

// GitHub refuses a whole file for one result without a physical location, so what stands in no file
// gets one that says what it is, as other tools do.
Json location_of(const Finding& finding) {
  Json location = Json::object();
  Json physical{{"artifactLocation", artifact(finding_subject(finding))}};
  if (finding.path.empty()) {
    physical["region"] = {{"startLine", 1}};
    Json logical{{"fullyQualifiedName", visible(finding_subject(finding))}};
    logical["kind"] = !finding.branch.empty()                       ? "branch"
                      : !finding.tag.empty()                        ? "tag"
                      : finding.line > 0 || !finding.commit.empty() ? "commit"
                                                                    : "change";
    location["physicalLocation"] = std::move(physical);
    location["logicalLocations"] = {std::move(logical)};
    return location;
  }
  if (finding.changed_line > 0) {
    physical["region"] = {{"startLine", finding.changed_line}};
  } else if (finding.line > 0) {
    place(physical, finding);
  } else {
    physical["region"] = {{"startLine", 1}};
  }
  location["physicalLocation"] = std::move(physical);
  return location;
}

// Code scanning hides in a pull request what does not lie on lines that it changed. Where a finding
// is about others (a comment that no longer fits, an import that is not used any more), it is shown
// at the nearest that did, and this is where the cause stands.
Json related_of(const Finding& finding) {
  Json physical{{"artifactLocation", artifact(finding.path)}};
  place(physical, finding);
  return {{{"id", 1},
           {"message", {{"text", "This is about line " + std::to_string(finding.line) + "."}}},
           {"physicalLocation", std::move(physical)}}};
}

Json fixes_of(const Finding& finding) {
  Json changes = Json::array();
  for (const Fix& fix : finding.fix) {
    // A fix replaces the reported range: lines and columns say it to every viewer. Where they do
    // not reach (several lines, another file) the bytes do.
    const bool same = fix.path == finding.path && finding.column > 0 &&
                      finding.end_line == finding.line &&
                      fix.end - fix.start == finding.end_column - finding.column;
    const Json deleted = same
                             ? region_of(finding)
                             : Json{{"byteOffset", fix.start}, {"byteLength", fix.end - fix.start}};
    Json replacement{{"deletedRegion", deleted}};
    if (!fix.text.empty()) replacement["insertedContent"] = {{"text", to_utf8(fix.text)}};
    changes.push_back({{"artifactLocation", artifact(fix.path.empty() ? finding.path : fix.path)},
                       {"replacements", {std::move(replacement)}}});
  }
  return {{{"description", message(fix_title(finding))}, {"artifactChanges", std::move(changes)}}};
}

Json result_of(const Finding& finding, std::size_t rule) {
  std::string text = finding.message;
  if (finding.path.empty()) text = finding_place(finding) + ": " + text;
  if (const std::string help = advice(finding); !help.empty()) text += "\n" + help;
  Json object{{"ruleId", rule_name(finding)},
              {"ruleIndex", rule},
              {"level", level_of(finding.level)},
              {"message", message(text)},
              {"locations", {location_of(finding)}},
              {"partialFingerprints", {{"moongate/v1", visible(finding.fingerprint)}}}};
  if (finding.changed_line > 0 && finding.line > 0)
    object["relatedLocations"] = related_of(finding);
  if (!finding.fix.empty()) object["fixes"] = fixes_of(finding);
  Json properties = Json::object();
  if (!finding.commit.empty()) properties["commit"] = visible(finding.commit);
  if (!finding.branch.empty()) properties["branch"] = visible(finding.branch);
  if (!finding.tag.empty()) properties["tag"] = visible(finding.tag);
  if (!properties.empty()) object["properties"] = std::move(properties);
  return object;
}

Json notification(const char* level, const std::string& said, const std::string& path = {},
                  std::uint32_t line = 0) {
  Json object{{"level", level}, {"message", message(said)}};
  if (path.empty()) return object;
  Json physical{{"artifactLocation", artifact(path)}};
  if (line > 0) physical["region"] = {{"startLine", line}};
  object["locations"] = {{{"physicalLocation", std::move(physical)}}};
  return object;
}

Json invocation_of(const Report& report, std::size_t shown) {
  Json execution = Json::array(), configuration = Json::array();
  for (const Problem& problem : report.problems) {
    const bool configured =
        problem.kind == ProblemKind::config || problem.kind == ProblemKind::usage;
    // An absolute path is no place in the repository.
    const bool inside = !problem.path.starts_with('/');
    const std::string said = (inside ? problem.message : problem_headline(problem)) +
                             (problem.help.empty() ? "" : "\n" + problem.help);
    (configured ? configuration : execution)
        .push_back(notification("error", said, inside ? problem.path : "", problem.line));
  }
  for (const CheckOutcome& check : report.checks)
    if (check.status == CheckStatus::aborted || check.status == CheckStatus::error)
      execution.push_back(
          notification("error", "check " + check.name + " did not finish: " + check.reason));
  if (report.findings.size() > shown)
    execution.push_back(notification(
        "warning",
        std::to_string(shown) + " of " + count_of(report.findings.size(), "finding", "findings") +
            " are in this file, the most important first: " +
            count_levels(report.summary.errors, report.summary.warnings, report.summary.notes) +
            " in all"));
  for (const Relaxation& relaxation : report.relaxed)
    configuration.push_back(notification("warning", "this change relaxes: " + relaxation.what,
                                         relaxation.path, relaxation.line));
  for (const std::string& marker : report.skip_markers)
    configuration.push_back(notification("warning", "skipped by: " + marker));
  Json object{{"executionSuccessful", report.summary.exit == 0 || report.summary.exit == 1},
              {"exitCode", report.summary.exit}};
  if (!execution.empty()) object["toolExecutionNotifications"] = std::move(execution);
  if (!configuration.empty()) object["toolConfigurationNotifications"] = std::move(configuration);
  return object;
}

}  // namespace

std::string render_sarif(const Report& report) {
  Json rules = Json::array();
  std::map<std::pair<std::string, std::string>, std::size_t> index;
  for (const RuleInfo& rule : reporting_rules(report)) {
    index[{rule.check, rule.rule}] = rules.size();
    rules.push_back(rule_of(rule));
  }
  Json results = Json::array();
  const auto add = [&](const Finding& finding) {
    results.push_back(result_of(finding, index.at({finding.check, finding.rule})));
  };
  if (report.findings.size() <= most_results) {
    for (const Finding& finding : report.findings) add(finding);
  } else {
    std::vector<const Finding*> kept = most_important_first(report);
    kept.resize(most_results);
    for (const Finding* finding : kept) add(*finding);
  }
  Json run{{"tool",
            {{"driver",
              {{"name", "Moongate"},
               {"version", version},
               {"semanticVersion", version},
               {"rules", std::move(rules)}}}}},
           {"invocations", {invocation_of(report, results.size())}},
           {"originalUriBaseIds",
            {{base_id, {{"description", {{"text", "The root of the repository."}}}}}}},
           {"columnKind", "utf16CodeUnits"},
           {"results", std::move(results)}};
  return json_text({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                    {"version", "2.1.0"},
                    {"runs", {std::move(run)}}});
}

}  // namespace moongate
