#include "report/headline.h"

#include <algorithm>

#include "core/unicode.h"
#include "core/units.h"

namespace moongate {

namespace {

std::string span(const Finding& finding) {
  if (finding.line == 0) return {};
  std::string text = std::to_string(finding.line);
  if (finding.column > 0) text += ":" + std::to_string(finding.column);
  return text;
}

// Behind the name of a commit or tag. A lone number would read like a part of the name.
std::string span_of_message(const Finding& finding) {
  if (finding.line == 0) return {};
  return (finding.column > 0 ? " " : ", line ") + span(finding);
}

}  // namespace

std::string short_id(const std::string& id) {
  return visible(id.substr(0, 7));
}

std::string finding_place(const Finding& finding) {
  return finding_place(finding, finding.commit.empty() ? "" : short_id(finding.commit));
}

std::string finding_place(const Finding& finding, const std::string& commit_name) {
  const std::string where = span(finding);
  const std::string behind = span_of_message(finding);
  std::string place;
  if (!finding.path.empty()) {
    place = visible(finding.path) + (where.empty() ? "" : ":" + where);
  } else if (!finding.tag.empty()) {
    place = "tag " + visible(finding.tag) + behind;
  } else if (!finding.branch.empty()) {
    place = "branch " + visible(finding.branch);
  } else if (finding.commit.empty() && where.empty()) {
    place = "change";
  } else {
    place = "commit" + (commit_name.empty() ? "" : " " + commit_name) + behind;
  }
  return without_commands(place);
}

std::string finding_subject(const Finding& finding) {
  if (!finding.path.empty()) return finding.path;
  if (finding.commit.empty() && finding.branch.empty() && finding.tag.empty() && finding.line > 0)
    return "commit";
  Finding place = finding;
  place.line = 0;
  return finding_place(place);
}

std::string finding_headline(const Finding& finding) {
  return without_commands(finding_place(finding) + ": " + visible(finding.message));
}

std::string finding_headline(const Finding& finding, const std::string& commit_name) {
  return without_commands(finding_place(finding, commit_name) + ": " + visible(finding.message));
}

std::string rule_name(const std::string& check, const std::string& rule) {
  return visible(rule.empty() ? check : check + "/" + rule);
}

std::string rule_name(const Finding& finding) {
  return rule_name(finding.check, finding.rule);
}

std::string problem_headline(const Problem& problem) {
  std::string text;
  if (!problem.path.empty()) {
    text = visible(problem.path);
    if (problem.line > 0) text += ":" + std::to_string(problem.line);
    text += ": ";
  }
  return without_commands(text + visible(problem.message));
}

std::vector<Problem> unfinished_checks(const Report& report) {
  std::vector<Problem> unfinished;
  for (const CheckOutcome& check : report.checks) {
    const bool aborted = check.status == CheckStatus::aborted;
    if (!aborted && check.status != CheckStatus::error) continue;
    const bool told =
        std::any_of(report.problems.begin(), report.problems.end(),
                    [&](const Problem& problem) { return problem.message == check.reason; });
    if (!aborted && told) continue;
    Problem problem;
    problem.kind = ProblemKind::check;
    problem.message = "check " + check.name + (aborted ? " was aborted" : " failed") +
                      (check.reason.empty() ? "" : ": ") + check.reason;
    problem.help = !aborted ? "fix the check"
                   : check.reason.starts_with("used more than")
                       ? "raise [limits] check_time or check_memory, or fix the check"
                       : "run it again; if it is aborted again, fix the check";
    unfinished.push_back(std::move(problem));
  }
  return unfinished;
}

std::string fix_title(const Finding& finding) {
  return finding.help.empty() ? "fix: " + finding.message : finding.help;
}

std::string advice(const Finding& finding) {
  std::string text = finding.help;
  for (const std::string& command : finding.commands) text += (text.empty() ? "" : "\n") + command;
  return text;
}

std::vector<std::string> left_out_commits(const Report& report) {
  std::vector<std::string> lines;
  for (const LeftOut& left_out : report.change.left_out)
    lines.push_back("left out: " + count_of(left_out.commits, "commit", "commits") + " " +
                    visible(left_out.why));
  return lines;
}

std::vector<std::string> left_out_remarks(const Report& report) {
  std::vector<std::string> remarks;
  for (const Relaxation& relaxation : report.relaxed) {
    std::string where = visible(relaxation.path);
    if (!where.empty() && relaxation.line > 0) where += ":" + std::to_string(relaxation.line);
    remarks.push_back("this change relaxes: " + visible(relaxation.what) +
                      (where.empty() ? "" : " (" + where + ")"));
  }
  for (const Expired& expired : report.expired) {
    std::string where = visible(expired.path);
    if (!where.empty() && expired.line > 0) where += ":" + std::to_string(expired.line);
    remarks.push_back("expired: " + visible(expired.what) +
                      (where.empty() ? "" : " (" + where + ")"));
  }
  if (!report.newer_rules.empty()) {
    constexpr std::size_t most = 5;
    std::string paths;
    for (std::size_t i = 0; i < std::min(most, report.newer_rules.size()); ++i)
      paths += (i ? ", " : "") + visible(report.newer_rules[i]);
    if (report.newer_rules.size() > most)
      paths += " and " + std::to_string(report.newer_rules.size() - most) + " more";
    remarks.push_back("older rules: this change began before its target got its present " + paths +
                      ", and is checked without: merge or rebase, or let a policy say rules_from "
                      "= \"target\"");
  }
  for (const std::string& marker : report.skip_markers)
    remarks.push_back("skipped by: " + visible(marker));
  return remarks;
}

}  // namespace moongate
