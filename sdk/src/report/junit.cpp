// JUnit's XML: a suite for each check, in it a test case for each file, commit or branch with
// findings, or a single one that passed. So Jenkins and GitLab name what failed by check and file,
// and the number of passed checks is theirs to draw.
#include <algorithm>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include "core/units.h"
#include "report/cut.h"
#include "report/formats.h"
#include "report/headline.h"
#include "report/xml.h"

namespace moongate {

namespace {

constexpr std::size_t most_in_a_case = 100;

std::string seconds(double milliseconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", milliseconds / 1000);
  return text;
}

// A level fails a test case when it fails the run. The report does not say what `fail_on` was, but
// its exit code does: where the run failed without an error, warnings (or else notes) made it fail.
Level failing_level(const Report& report) {
  const Summary& summary = report.summary;
  if (summary.exit == 1 && summary.errors == 0)
    return summary.warnings > 0 ? Level::warning : Level::note;
  return Level::error;
}

struct Suite {
  std::string name, cases;
  std::uint64_t tests = 0, failures = 0, errors = 0, skipped = 0;
  double milliseconds = 0;
};

std::string open_case(const std::string& check, const std::string& name, double milliseconds) {
  std::string classname = "moongate." + check;
  std::replace(classname.begin(), classname.end(), '/', '.');
  return "    <testcase classname=\"" + xml_attribute(classname) + "\" name=\"" +
         xml_attribute(name) + "\" time=\"" + seconds(milliseconds) + "\"";
}

std::string element(const char* name, const std::string& message, const std::string& type,
                    const std::string& body) {
  return std::string("      <") + name + " message=\"" + xml_attribute(cut(message, 1000)) +
         "\" type=\"" + xml_attribute(type) + "\">" + xml_text(body) + "</" + name + ">\n";
}

std::string body_of(const Report& report, const std::vector<const Finding*>& findings) {
  Report part;
  part.rules = report.rules;
  for (const Finding* finding : findings) {
    if (part.findings.size() == most_in_a_case) break;
    part.findings.push_back(*finding);
  }
  std::string body = findings_text(part);
  if (findings.size() > most_in_a_case)
    body += "… and " + count_of(findings.size() - most_in_a_case, "finding", "findings") +
            " more, " + count_of(findings.size(), "in all", "in all") + "\n";
  return body;
}

void add_case(Suite& suite, const Report& report, const std::string& subject,
              const std::vector<const Finding*>& findings, double milliseconds) {
  ++suite.tests;
  const Level failing = failing_level(report);
  std::vector<const Finding*> bad, mild;
  for (const Finding* finding : findings)
    (finding->level >= failing && report.summary.exit != 0 ? bad : mild).push_back(finding);
  suite.cases += open_case(suite.name, subject, milliseconds) + ">\n";
  if (!bad.empty()) {
    ++suite.failures;
    std::string message = finding_headline(*bad.front());
    if (bad.size() > 1) message += " (and " + std::to_string(bad.size() - 1) + " more)";
    suite.cases += element("failure", message, rule_name(*bad.front()), body_of(report, bad));
  }
  if (!mild.empty())
    suite.cases += "      <system-out>" + xml_text(body_of(report, mild)) + "</system-out>\n";
  suite.cases += "    </testcase>\n";
}

Suite suite_of(const Report& report, const CheckOutcome& check) {
  Suite suite;
  suite.name = check.name;
  suite.milliseconds = check.milliseconds;
  // By subject, in the report's order: a commit's findings need not stand together.
  std::vector<std::pair<std::string, std::vector<const Finding*>>> subjects;
  for (const Finding& finding : report.findings) {
    if (finding.check != check.name) continue;
    const std::string subject = finding_subject(finding);
    if (subjects.empty() || subjects.back().first != subject) subjects.push_back({subject, {}});
    subjects.back().second.push_back(&finding);
  }
  const bool broken = check.status == CheckStatus::aborted || check.status == CheckStatus::error;
  if (broken) {
    ++suite.tests;
    ++suite.errors;
    const std::string message =
        "check " + check.name + (check.status == CheckStatus::aborted ? " was aborted" : " failed");
    suite.cases += open_case(check.name, check.name, 0) + ">\n" +
                   element("error", message, std::string(name_of(check.status)), check.reason) +
                   "    </testcase>\n";
  } else if (check.status == CheckStatus::skipped) {
    ++suite.tests;
    ++suite.skipped;
    suite.cases += open_case(check.name, check.name, 0) + ">\n      <skipped message=\"" +
                   xml_attribute(check.reason) + "\"/>\n    </testcase>\n";
  } else if (subjects.empty()) {
    ++suite.tests;
    suite.cases += open_case(check.name, check.name, check.milliseconds) + "/>\n";
  }
  // The time of a check is known as a whole: it stands at its first case.
  double milliseconds = check.milliseconds;
  for (const auto& [subject, findings] : subjects) {
    add_case(suite, report, subject, findings, milliseconds);
    milliseconds = 0;
  }
  return suite;
}

Suite suite_of_problems(const Report& report) {
  Suite suite;
  suite.name = "problems";
  for (const Problem& problem : report.problems) {
    ++suite.tests;
    ++suite.errors;
    const std::string message = problem_headline(problem);
    suite.cases += open_case(suite.name, cut(message, 200), 0) + ">\n" +
                   element("error", message, std::string(name_of(problem.kind)), problem.help) +
                   "    </testcase>\n";
  }
  return suite;
}

}  // namespace

std::string render_junit(const Report& report) {
  std::vector<Suite> suites;
  if (!report.problems.empty()) suites.push_back(suite_of_problems(report));
  std::set<std::string> told;
  for (const CheckOutcome& check : report.checks) {
    suites.push_back(suite_of(report, check));
    told.insert(check.name);
  }
  // What another tool's report named, when reports were merged.
  for (const Finding& finding : report.findings)
    if (told.insert(finding.check).second) {
      CheckOutcome check;
      check.name = finding.check;
      check.status = CheckStatus::findings;
      suites.push_back(suite_of(report, check));
    }

  Suite all;
  std::string body;
  for (const Suite& suite : suites) {
    all.tests += suite.tests;
    all.failures += suite.failures;
    all.errors += suite.errors;
    body += "  <testsuite name=\"" + xml_attribute("moongate." + suite.name) + "\" tests=\"" +
            std::to_string(suite.tests) + "\" failures=\"" + std::to_string(suite.failures) +
            "\" errors=\"" + std::to_string(suite.errors) + "\" skipped=\"" +
            std::to_string(suite.skipped) + "\" time=\"" + seconds(suite.milliseconds) + "\">\n" +
            suite.cases + "  </testsuite>\n";
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"moongate\" tests=\"" +
         std::to_string(all.tests) + "\" failures=\"" + std::to_string(all.failures) +
         "\" errors=\"" + std::to_string(all.errors) + "\" time=\"" + seconds(report.milliseconds) +
         "\">\n" + body + "</testsuites>\n";
}

}  // namespace moongate
