#include "findings/finalize_findings.h"

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
                    finding.commit, finding.branch, finding.tag, finding.end_line,
                    finding.end_column, finding.message, finding.fingerprint);
  };
  std::sort(findings.begin(), findings.end(),
            [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
}

bool comes_first(const Problem& a, const Problem& b) {
  return std::tie(a.path, a.line, a.message) < std::tie(b.path, b.line, b.message);
}

void sort_relaxed(std::vector<Relaxation>& relaxed) {
  std::stable_sort(relaxed.begin(), relaxed.end(), [](const Relaxation& a, const Relaxation& b) {
    return std::tie(a.path, a.line, a.what) < std::tie(b.path, b.line, b.what);
  });
}

namespace {

// `masked` is called for texts that are not empty: most are, and each call has its price.
void mask_text(std::string& text, const auto& masked) {
  if (!text.empty()) text = masked(text);
}

}  // namespace

void mask_problem(Problem& problem, const Masks& masks) {
  const std::string path = problem.path;
  const auto masked = [&](const std::string& text) { return masks.said_at(path, text); };
  mask_text(problem.message, masked);
  mask_text(problem.path, [&](const std::string& text) { return masks.said(text); });
  mask_text(problem.help, masked);
}

void mask_said(Report& report, const Masks& masks) {
  const auto masked = [&](const std::string& text) { return masks.said(text); };
  for (Problem& problem : report.problems) mask_problem(problem, masks);
  for (Relaxation& relaxation : report.relaxed) {
    mask_text(relaxation.what, masked);
    mask_text(relaxation.path, masked);
  }
  for (std::string& marker : report.skip_markers) mask_text(marker, masked);
  for (Expired& expired : report.expired) {
    mask_text(expired.what, masked);
    mask_text(expired.path, masked);
  }
  for (std::string& path : report.newer_rules) mask_text(path, masked);
  for (LeftOut& left_out : report.change.left_out) mask_text(left_out.why, masked);
  for (std::string& note : report.notes) mask_text(note, masked);
  mask_text(report.change.why, masked);
  for (RefUpdate& update : report.change.updates) mask_text(update.name, masked);
}

namespace {

// The finding's columns stay those of the line: what the snippet shows instead of a part of it is
// kept with it, so that nobody has to guess it from the asterisks.
void mask_snippet(Finding& finding, const Masks& masks, const std::string& path) {
  if (finding.snippet.empty()) return;
  std::vector<Masker::Replaced> replaced;
  finding.snippet = masks.snippet(finding.check, path, finding.snippet, &replaced);
  for (const Masker::Replaced& secret : replaced) {
    const auto column = [&](std::size_t byte) {
      return finding.snippet_offset + static_cast<std::uint32_t>(byte) + 1;
    };
    finding.masked.push_back({column(secret.begin), column(secret.end),
                              static_cast<std::uint32_t>(secret.shown_begin),
                              static_cast<std::uint32_t>(secret.shown_end)});
  }
}

}  // namespace

void mask_report(Report& report, const Masks& masks) {
  const auto masked = [&](const std::string& text) { return masks.said(text); };
  for (Finding& note : report.unused_ignores) {
    mask_text(note.message, masked);
    mask_text(note.path, masked);
  }
  for (Finding& finding : report.findings) {
    const std::string path = finding.path;
    const auto own = [&](const std::string& text) { return masks.said_by(finding.check, text); };
    const auto snippet = [&](const std::string& text) {
      return masks.snippet(finding.check, path, text);
    };
    mask_text(finding.message, own);
    mask_text(finding.path, own);
    mask_snippet(finding, masks, path);
    mask_text(finding.help, own);
    for (std::string& command : finding.commands) mask_text(command, own);
    mask_text(finding.branch, own);
    mask_text(finding.tag, own);
    for (Fix& fix : finding.fix) {
      mask_text(fix.path, own);
      mask_text(fix.text, snippet);
    }
  }
  for (CheckOutcome& outcome : report.checks)
    mask_text(outcome.reason,
              [&](const std::string& text) { return masks.said_by(outcome.name, text); });
  for (std::string& line : report.trace) mask_text(line, masked);
  for (FileCost& cost : report.slowest_files) mask_text(cost.path, masked);
  mask_said(report, masks);
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

std::uint64_t* known_counter_of(Summary& summary, Level level) {
  return level == Level::warning ? &summary.known_warnings
         : level == Level::note  ? &summary.known_notes
                                 : nullptr;
}

void count_findings(Report& report) {
  Summary& summary = report.summary;
  summary.errors = summary.warnings = summary.notes = 0;
  summary.known_warnings = summary.known_notes = 0;
  for (const Finding& finding : report.findings) {
    if (std::uint64_t* count = counter_of(summary, finding.level)) ++*count;
    if (std::uint64_t* count = finding.known ? known_counter_of(summary, finding.level) : nullptr)
      ++*count;
  }
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
    failed = summary.errors > 0 ||
             (fail_on <= Level::warning && summary.warnings > summary.known_warnings) ||
             (fail_on <= Level::note && summary.notes > summary.known_notes);
  return wrong ? 2 : unchecked ? 3 : failed ? 1 : 0;
}

}  // namespace moongate
