// SARIF 2.1.0 of other tools, read as a report: a compiler's or a linter's findings next to ours.
// Read is what a finding of ours has; flows, graphs and fixes are left where they are.
#include <algorithm>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "core/error.h"
#include "core/unicode.h"
#include "findings/finalize_findings.h"
#include "findings/fingerprint.h"
#include "report/merge_reports.h"
#include "report/sarif_paths.h"

namespace moongate {

namespace {

using Json = nlohmann::ordered_json;

// What stands at a key, or null: SARIF leaves out much, and every part may be absent.
const Json& at(const Json& object, const char* key) {
  static const Json null;
  if (!object.is_object()) return null;
  const auto found = object.find(key);
  return found == object.end() ? null : *found;
}

const Json& first(const Json& list) {
  static const Json null;
  return list.is_array() && !list.empty() ? list.front() : null;
}

std::string text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::uint32_t place(const Json& value) {
  if (!value.is_number_integer()) return 0;
  const auto number = value.get<std::int64_t>();
  return number > 0 && number <= 0xFFFFFFFFll ? static_cast<std::uint32_t>(number) : 0;
}

// A tool's name as the name of a check: "Microsoft.CodeQL Ext" is microsoft.codeql-ext.
std::string check_name(const std::string& tool) {
  std::string name;
  for (const char c : tool) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || c == '.' || c == '_')
      name += static_cast<char>(std::tolower(byte));
    else if (!name.empty() && name.back() != '-')
      name += '-';
  }
  while (name.ends_with('-')) name.pop_back();
  return name.empty() ? "sarif" : name;
}

// A byte column of a line in UTF-16 units.
std::uint32_t utf16_column(const std::string& line, std::uint32_t column) {
  if (column == 0 || line.empty()) return column;
  std::uint32_t units = 0;
  std::size_t byte = 0;
  while (byte < line.size() && byte + 1 < column) {
    const CodePoint point = code_point_at(line, byte);
    units += point.code > 0xFFFF ? 2 : 1;
    byte += point.length;
  }
  return units + (column - 1 > byte ? column - 1 - static_cast<std::uint32_t>(byte) : 0) + 1;
}

// Suppressed is what has a suppression that nobody is still to decide about, or has turned down.
bool is_suppressed(const Json& result) {
  const Json& suppressions = at(result, "suppressions");
  if (!suppressions.is_array() || suppressions.empty()) return false;
  return std::all_of(suppressions.begin(), suppressions.end(), [](const Json& suppression) {
    const std::string status = text(at(suppression, "status"));
    return status.empty() || status == "accepted";
  });
}

}  // namespace

// Our columns are bytes, SARIF's UTF-16 units or code points; the line's text, where it is given,
// tells one from the other.
std::uint32_t byte_column(const std::string& line, std::uint32_t column, bool utf16) {
  if (column == 0 || line.empty()) return column;
  std::uint32_t units = column - 1;
  std::size_t byte = 0;
  while (units > 0 && byte < line.size()) {
    const CodePoint point = code_point_at(line, byte);
    const std::uint32_t taken = utf16 && point.code > 0xFFFF ? 2 : 1;
    if (taken > units) break;
    units -= taken;
    byte += point.length;
  }
  return static_cast<std::uint32_t>(byte) + units + 1;
}

namespace {

class Run {
 public:
  Run(const Json& run, ReadReport& read) : run_(run), read_(read), report_(read.report) {
    const Json& driver = at(at(run, "tool"), "driver");
    check_ = check_name(text(at(driver, "name")));
    ours_ = check_ == "moongate";
    utf16_ = text(at(run, "columnKind")) != "unicodeCodePoints";
    rules_ = at(driver, "rules");
  }

  void read() {
    CheckOutcome outcome;
    outcome.name = check_;
    const Json& results = at(run_, "results");
    for (const Json& result : results.is_array() ? results : Json::array()) add(result, outcome);
    for (const Json& invocation :
         at(run_, "invocations").is_array() ? at(run_, "invocations") : Json::array())
      if (at(invocation, "executionSuccessful") == Json(false)) {
        outcome.status = CheckStatus::aborted;
        outcome.reason =
            text(at(at(first(at(invocation, "toolExecutionNotifications")), "message"), "text"));
        if (outcome.reason.empty()) outcome.reason = "its report says that it did not succeed";
      }
    for (const std::string& check : ours_ ? spoke_ : std::set<std::string>{})
      report_.checks.push_back({check, CheckStatus::findings, "", 0, 0});
    if (!ours_ || outcome.status == CheckStatus::aborted)
      report_.checks.push_back(std::move(outcome));
  }

 private:
  const Json& rule_of(const Json& result) const {
    static const Json null;
    const Json& index = at(result, "ruleIndex");
    if (index.is_number_unsigned() && rules_.is_array() && index.get<std::size_t>() < rules_.size())
      return rules_[index.get<std::size_t>()];
    const std::string id = text(at(result, "ruleId"));
    if (rules_.is_array() && !id.empty())
      for (const Json& rule : rules_)
        if (text(at(rule, "id")) == id) return rule;
    return null;
  }

  static Level level_of(const Json& result, const Json& rule) {
    std::string name = text(at(result, "level"));
    if (name.empty()) name = text(at(at(rule, "defaultConfiguration"), "level"));
    if (name == "error") return Level::error;
    if (name == "note" || name == "none") return Level::note;
    return Level::warning;  // SARIF's own default
  }

  static std::string message_of(const Json& result, const Json& rule) {
    const Json& message = at(result, "message");
    std::string said = text(at(message, "text"));
    if (said.empty())
      said = text(at(at(at(rule, "messageStrings"), text(at(message, "id")).c_str()), "text"));
    const Json& arguments = at(message, "arguments");
    if (!arguments.is_array()) return said;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      const std::string slot = "{" + std::to_string(i) + "}", value = text(arguments[i]);
      for (std::size_t found = said.find(slot); found != std::string::npos;
           found = said.find(slot, found + value.size()))
        said.replace(found, slot.size(), value);
    }
    return said;
  }

  void add(const Json& result, CheckOutcome& outcome) {
    const std::string kind = text(at(result, "kind"));
    if (!kind.empty() && kind != "fail") return;
    if (text(at(result, "baselineState")) == "absent") return;  // of an earlier run, and gone
    const Json& rule = rule_of(result);
    Finding finding;
    finding.check = check_;
    finding.rule = text(at(result, "ruleId"));
    if (finding.rule.empty()) finding.rule = text(at(rule, "id"));
    if (ours_) name_as_ours(rule, finding);
    finding.level = level_of(result, rule);
    finding.message = message_of(result, rule);
    if (finding.message.empty()) finding.message = "(no message)";

    const Json& physical = at(first(at(result, "locations")), "physicalLocation");
    const Json& region = at(physical, "region");
    const Json& context = at(physical, "contextRegion");
    finding.path = sarif_path(run_, at(physical, "artifactLocation"));
    finding.line = place(at(region, "startLine"));
    if (finding.line > 0) {
      if (place(at(context, "startLine")) == finding.line) {
        const std::string lines = text(at(at(context, "snippet"), "text"));
        finding.snippet = lines.substr(0, lines.find_first_of("\r\n"));
      }
      finding.column = byte_column(finding.snippet, place(at(region, "startColumn")), utf16_);
      finding.end_line = std::max(finding.line, place(at(region, "endLine")));
      if (finding.column > 0 && finding.end_line == finding.line)
        finding.end_column = byte_column(finding.snippet, place(at(region, "endColumn")), utf16_);
      const auto units = [&](std::uint32_t column) {
        const std::uint32_t counted = utf16_column(finding.snippet, column);
        return counted == column ? 0 : counted;
      };
      finding.utf16_column = units(finding.column);
      finding.utf16_end_column = units(finding.end_column);
    }
    finding.fingerprint = fingerprint_of(result, finding);
    spoke_.insert(finding.check);
    if (is_suppressed(result)) {
      ++report_.summary.suppressed;
      read_.suppressed.push_back(std::move(finding));
      return;
    }
    outcome.status = CheckStatus::findings;
    describe(finding, rule);
    report_.findings.push_back(std::move(finding));
  }

  // Ours are made of the line's text. Where the tool gives none, its own fingerprints, or at last
  // its message, must tell one finding from another.
  std::string fingerprint_of(const Json& result, const Finding& finding) {
    const std::string own = text(at(at(result, "partialFingerprints"), "moongate/v1"));
    if (ours_ && own.starts_with("1:")) return own;
    std::string identity = finding.snippet;
    for (const char* key : {"fingerprints", "partialFingerprints"})
      if (identity.empty() && at(result, key).is_object()) identity = at(result, key).dump();
    if (identity.empty()) identity = finding.message;
    const std::uint32_t ordinal = equal_[finding.rule + '\0' + finding.path + '\0' + identity]++;
    return fingerprint(finding.check, finding.rule, finding.path, identity, ordinal);
  }

  // A report that Moongate wrote, maybe of several tools: a rule's tag is its check.
  static void name_as_ours(const Json& rule, Finding& finding) {
    const std::string check = text(first(at(at(rule, "properties"), "tags")));
    if (check.empty() || !finding.rule.starts_with(check)) return;
    finding.check = check;
    finding.rule = finding.rule.size() > check.size() ? finding.rule.substr(check.size() + 1) : "";
  }

  void describe(const Finding& finding, const Json& rule) {
    if (!rule.is_object() || !described_.insert(finding.check + '\0' + finding.rule).second) return;
    std::string summary = text(at(at(rule, "shortDescription"), "text"));
    if (summary.empty()) summary = text(at(at(rule, "fullDescription"), "text"));
    std::string help = text(at(at(rule, "help"), "markdown"));
    if (help.empty()) help = text(at(at(rule, "help"), "text"));
    report_.rules.push_back({finding.check, finding.rule, std::move(summary), std::move(help),
                             text(at(rule, "helpUri")), finding.level});
  }

  const Json& run_;
  ReadReport& read_;
  Report& report_;
  std::string check_;
  Json rules_;
  bool utf16_ = true;
  std::map<std::string, std::uint32_t> equal_;
  std::set<std::string> described_, spoke_;
  bool ours_ = false;  // written by Moongate
};

}  // namespace

ReadReport read_sarif(std::string_view document, const std::string& name) {
  const auto refuse = [&](const std::string& what) {
    throw Error(Problem{ProblemKind::usage, what, name, 0,
                        "give SARIF 2.1.0, or what `--format json` wrote"});
  };
  // Some tools begin with a byte-order mark, which JSON does not have.
  if (document.starts_with("\xEF\xBB\xBF")) document.remove_prefix(3);
  const Json json = Json::parse(document, nullptr, false);
  if (json.is_discarded()) refuse("not valid JSON");
  if (text(at(json, "version")) != "2.1.0")
    refuse("SARIF of version '" + text(at(json, "version")) + "'; 2.1.0 is read");
  if (!at(json, "runs").is_array()) refuse("SARIF without 'runs'");

  ReadReport read{name, "", {}, true, {}};
  for (const Json& run : at(json, "runs")) Run(run, read).read();
  sort_findings(read.report.findings);
  // Several runs of one tool are one check here.
  std::sort(read.report.checks.begin(), read.report.checks.end(),
            [](const CheckOutcome& a, const CheckOutcome& b) { return a.name < b.name; });
  count_findings(read.report);
  decide_exit(read.report, Level::error);
  return read;
}

ReadReport read_any_report(std::string_view document, const std::string& name) {
  std::string_view start = document;
  if (start.starts_with("\xEF\xBB\xBF")) start.remove_prefix(3);
  const Json json = Json::parse(start, nullptr, false);
  if (json.is_object() && json.contains("runs") && !json.contains("schema"))
    return read_sarif(document, name);
  return read_report(document, name);
}

}  // namespace moongate
