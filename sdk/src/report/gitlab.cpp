// GitLab's Code Quality report: one JSON array. A path is obligatory there: what is in no file says
// in its place what it is about.
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "core/json_text.h"
#include "core/unicode.h"
#include "report/formats.h"
#include "report/headline.h"
#include "report/path_text.h"

namespace moongate {

namespace {

using Json = nlohmann::ordered_json;

const char* severity_of(Level level) {
  switch (level) {
    case Level::error:
      return "major";
    case Level::warning:
      return "minor";
    case Level::note:
    case Level::off:
      return "info";
  }
  return "info";
}

class Entries {
 public:
  void add(const std::string& description, const std::string& check, const std::string& fingerprint,
           const char* severity, const std::string& path, std::uint32_t line) {
    // GitLab drops entries whose fingerprint it has seen: a second one gets its number.
    const unsigned times = ++seen_[fingerprint];
    Json lines{{"begin", line > 0 ? line : 1}};  // obligatory
    entries_.push_back(
        {{"description", visible(description)},
         {"check_name", visible(check)},
         {"fingerprint", fingerprint + (times > 1 ? ":" + std::to_string(times) : "")},
         {"severity", severity},
         {"location", {{"path", visible(path)}, {"lines", std::move(lines)}}}});
  }

  std::string take() const { return json_text(entries_); }

 private:
  Json entries_ = Json::array();
  std::map<std::string, unsigned> seen_;
};

}  // namespace

std::string render_gitlab(const Report& report) {
  Entries entries;
  for (const Problem& problem : report.problems) {
    // GitLab knows the files of the repository only.
    const bool is_outside = leads_outside(problem.path);
    entries.add((is_outside ? problem.path + ": " : "") + problem.message +
                    (problem.help.empty() ? "" : " (" + problem.help + ")"),
                "moongate/" + std::string(name_of(problem.kind)),
                "problem:" + visible(problem.path) + ":" + visible(problem.message), "blocker",
                is_outside || problem.path.empty() ? "moongate.toml" : problem.path,
                is_outside ? 0 : problem.line);
  }
  for (const CheckOutcome& check : report.checks)
    if (check.status == CheckStatus::aborted || check.status == CheckStatus::error)
      entries.add("check " + check.name + " did not finish: " + check.reason, check.name,
                  "unfinished:" + visible(check.name), "blocker", "moongate.toml", 0);
  for (const Finding& finding : report.findings) {
    std::string description = finding.message;
    if (const std::string help = advice(finding); !help.empty()) description += " (" + help + ")";
    entries.add(description, rule_name(finding), visible(finding.fingerprint),
                severity_of(finding.level), finding_subject(finding), finding.line);
  }
  return entries.take();
}

}  // namespace moongate
