#include "engine/verdict.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

namespace moongate {

std::set<std::string> cut_floods(std::vector<Finding>& findings, std::uint32_t most) {
  std::map<std::string, std::map<Level, std::uint64_t>> room;  // first: how many there are
  for (const Finding& finding : findings) ++room[finding.check][finding.level];
  bool flooded = false;
  for (auto& [check, levels] : room) {
    std::uint64_t left = most;
    for (const Level level : {Level::error, Level::warning, Level::note}) {
      flooded = flooded || levels[level] > left;
      levels[level] = std::min(levels[level], left);
      left -= levels[level];
    }
  }
  std::set<std::string> cut;
  if (!flooded) return cut;
  std::vector<Finding> listed;
  for (Finding& finding : findings) {
    std::uint64_t& left = room[finding.check][finding.level];
    if (left > 0) {
      --left;
      listed.push_back(std::move(finding));
    } else {
      cut.insert(finding.check);
    }
  }
  findings = std::move(listed);
  return cut;
}

std::string flood_reason(std::uint32_t most) {
  return "found more than is listed: only its first " + std::to_string(most) +
         " findings are, errors before warnings before notes";
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

std::uint64_t* counter_of(Summary& summary, Level level) {
  switch (level) {
    case Level::error:
      return &summary.errors;
    case Level::warning:
      return &summary.warnings;
    case Level::note:
      return &summary.notes;
    case Level::off:
      break;
  }
  return nullptr;
}

void count_findings(Report& report) {
  report.summary.errors = report.summary.warnings = report.summary.notes = 0;
  for (const Finding& finding : report.findings)
    if (std::uint64_t* count = counter_of(report.summary, finding.level)) ++*count;
}

void decide_exit(Report& report, Level fail_on) {
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
  const Summary& summary = report.summary;  // what is cut of a flood counts
  if (fail_on != Level::off)
    failed = summary.errors > 0 || (fail_on <= Level::warning && summary.warnings > 0) ||
             (fail_on <= Level::note && summary.notes > 0);
  return wrong ? 2 : unchecked ? 3 : failed ? 1 : 0;
}

}  // namespace moongate
