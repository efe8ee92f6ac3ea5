#include "engine/verdict.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>

namespace moongate {

std::vector<Finding> join(std::vector<std::vector<Finding>> by_unit) {
  std::vector<Finding> joined;
  std::unordered_map<std::string, std::size_t> first_unit;
  for (std::size_t unit = 0; unit < by_unit.size(); ++unit)
    for (Finding& finding : by_unit[unit]) {
      const bool of_content = !finding.commit.empty() && !finding.path.empty();
      if (of_content) {
        const auto [seen, inserted] = first_unit.emplace(finding.fingerprint, unit);
        if (!inserted && seen->second != unit) continue;
      }
      joined.push_back(std::move(finding));
    }
  return joined;
}

std::set<std::string> cut_floods(std::vector<Finding>& findings, std::uint32_t most) {
  std::map<std::string, std::uint32_t> listed;
  std::set<std::string> cut;
  std::erase_if(findings, [&](const Finding& finding) {
    if (++listed[finding.check] <= most) return false;
    cut.insert(finding.check);
    return true;
  });
  return cut;
}

std::string flood_reason(std::uint32_t most) {
  return "found more than is listed: only its first " + std::to_string(most) + " findings are";
}

void sort_findings(std::vector<Finding>& findings) {
  const auto key = [](const Finding& finding) {
    return std::tie(finding.path, finding.line, finding.column, finding.check, finding.rule,
                    finding.commit, finding.branch, finding.end_line, finding.end_column,
                    finding.message, finding.fingerprint);
  };
  std::sort(findings.begin(), findings.end(),
            [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
}

namespace {

void mask_text(std::string& text, const Masker& masker) {
  if (!text.empty()) text = masker.mask(text);
}

}  // namespace

void mask_problem(Problem& problem, const Masker& masker) {
  mask_text(problem.message, masker);
  mask_text(problem.path, masker);
  mask_text(problem.cure, masker);
}

void mask_said(Report& report, const Masker& masker) {
  for (Problem& problem : report.problems) mask_problem(problem, masker);
  for (Loosening& loosening : report.loosened) {
    mask_text(loosening.what, masker);
    mask_text(loosening.path, masker);
  }
  for (std::string& marker : report.skip_markers) mask_text(marker, masker);
  for (std::string& note : report.notes) mask_text(note, masker);
  mask_text(report.change.why, masker);
  for (RefUpdate& update : report.change.updates) mask_text(update.name, masker);
}

void mask_report(Report& report, const Masker& masker) {
  const auto mask = [&](std::string& text) { mask_text(text, masker); };
  for (Finding& note : report.unused_ignores) {
    mask(note.message);
    mask(note.path);
  }
  for (Finding& finding : report.findings) {
    mask(finding.message);
    mask(finding.path);
    mask(finding.excerpt);
    mask(finding.suggestion);
    mask(finding.branch);
    for (Fix& fix : finding.fix) {
      mask(fix.path);
      mask(fix.text);
    }
  }
  for (CheckOutcome& outcome : report.checks) mask(outcome.reason);
  for (std::string& line : report.trace) mask(line);
  for (FileCost& cost : report.slowest_files) mask(cost.path);
  mask_said(report, masker);
}

void count(Report& report, Level fail_on) {
  report.summary.errors = report.summary.warnings = report.summary.notes = 0;
  for (const Finding& finding : report.findings) {
    if (finding.level == Level::error) ++report.summary.errors;
    if (finding.level == Level::warning) ++report.summary.warnings;
    if (finding.level == Level::note) ++report.summary.notes;
  }
  report.summary.exit = exit_code(report, fail_on);
}

int exit_code(const Report& report, Level fail_on) {
  bool wrong = false, unchecked = false, failed = false;
  for (const Problem& problem : report.problems)
    (problem.kind == ProblemKind::repository ? unchecked : wrong) = true;
  for (const CheckOutcome& outcome : report.checks) {
    if (outcome.status == CheckStatus::aborted) unchecked = true;
    if (outcome.status == CheckStatus::error) wrong = true;
  }
  if (fail_on != Level::off)
    failed = std::any_of(report.findings.begin(), report.findings.end(),
                         [&](const Finding& finding) { return finding.level >= fail_on; });
  return wrong ? 2 : unchecked ? 3 : failed ? 1 : 0;
}

}  // namespace moongate
