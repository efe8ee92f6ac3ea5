#include "report/merge_reports.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "core/error.h"
#include "findings/finalize_findings.h"

namespace moongate {

namespace {

[[noreturn]] void refuse(std::string message, const std::string& file, std::string help) {
  throw Error(Problem{ProblemKind::usage, std::move(message), file, 0, std::move(help)});
}

void require_whole(const std::vector<ReadReport>& reports) {
  const unsigned count = reports.front().report.shards;
  std::vector<const ReadReport*> seen(count, nullptr);
  for (const ReadReport& read : reports) {
    if (read.foreign) continue;
    if (read.report.shards != count)
      refuse("a report of " + std::to_string(read.report.shards) + " shards among those of " +
                 std::to_string(count),
             read.name, "give the reports of one run");
    const ReadReport*& place = seen[read.report.shard];
    if (place)
      refuse("shard " + std::to_string(read.report.shard + 1) + " is already in " + place->name,
             read.name, "give the report of each shard once");
    place = &read;
  }
  std::string missing;
  for (unsigned shard = 0; shard < count; ++shard)
    if (!seen[shard]) missing += (missing.empty() ? "" : ", ") + std::to_string(shard + 1);
  if (!missing.empty())
    refuse("of " + std::to_string(count) + " shards the report is missing: " + missing, "",
           "a part of the change was not checked: see why that shard wrote no report");
}

// Shards know the change's ends, but a shard that could not even open it has none.
bool same_change(const ChangeSummary& a, const ChangeSummary& b) {
  if (a.kind != b.kind) return false;
  const auto agree = [](const std::string& x, const std::string& y) {
    return x.empty() || y.empty() || x == y;
  };
  const bool same_bases = a.bases.empty() || b.bases.empty() || a.bases == b.bases;
  return agree(a.base, b.base) && agree(a.head, b.head) && same_bases;
}

void require_same(const std::vector<ReadReport>& reports) {
  const ReadReport& first = reports.front();
  for (const ReadReport& read : reports) {
    if (read.foreign) continue;
    if (read.version != first.version)
      refuse("written by version " + read.version + ", but " + first.name + " by " + first.version,
             read.name, "run the same version everywhere: others may judge otherwise");
    if (!same_change(read.report.change, first.report.change))
      refuse("a report of another change than " + first.name, read.name,
             "give reports of one change: the same base and head");
  }
}

void merge_change(ChangeSummary& into, const ChangeSummary& from, bool shards) {
  const auto count = [&](std::uint64_t& total, std::uint64_t more) {
    total = shards ? total + more : std::max(total, more);
  };
  count(into.files, from.files);
  count(into.commits, from.commits);
  count(into.added_lines, from.added_lines);
  count(into.removed_lines, from.removed_lines);
  if (into.base.empty()) into.base = from.base;
  if (into.bases.empty()) into.bases = from.bases;
  if (into.head.empty()) into.head = from.head;
  if (into.why.empty()) into.why = from.why;
  if (into.updates.empty()) into.updates = from.updates;
  // Shards that were not given one --now differ by seconds; the order of the files must not count.
  if (into.now == 0 || (from.now != 0 && from.now < into.now)) into.now = from.now;
  // Each shard knows of all commits.
  for (const LeftOut& left_out : from.left_out) {
    const auto same = std::find_if(into.left_out.begin(), into.left_out.end(),
                                   [&](const LeftOut& had) { return had.why == left_out.why; });
    if (same == into.left_out.end())
      into.left_out.push_back(left_out);
    else
      same->commits = std::max(same->commits, left_out.commits);
  }
}

// The worse outcome of two: what failed anywhere has failed, what ran anywhere has run.
int severity(CheckStatus status) {
  switch (status) {
    case CheckStatus::skipped:
      return 0;
    case CheckStatus::ok:
      return 1;
    case CheckStatus::findings:
      return 2;
    case CheckStatus::aborted:
      return 3;
    case CheckStatus::error:
      return 4;
  }
  return 4;
}

// Of the errors of one script a run tells the first: see Endings. The problem says which it is.
const Problem* script_error(const Report& report, const CheckOutcome& check) {
  if (check.status != CheckStatus::error) return nullptr;
  for (const Problem& problem : report.problems)
    if (problem.kind == ProblemKind::check && problem.message == check.reason) return &problem;
  return nullptr;
}

// Drops from reports of shards all errors of one check but the first.
void keep_first_errors(std::vector<ReadReport>& reports) {
  std::map<std::string, Problem> first;
  for (const ReadReport& read : reports)
    for (const CheckOutcome& check : read.report.checks)
      if (const Problem* problem = script_error(read.report, check)) {
        const auto [place, inserted] = first.emplace(check.name, *problem);
        if (!inserted && comes_first(*problem, place->second)) place->second = *problem;
      }
  std::vector<const Problem*> kept;
  for (const auto& [name, problem] : first) kept.push_back(&problem);
  for (ReadReport& read : reports)
    for (CheckOutcome& check : read.report.checks) {
      const Problem* const problem = script_error(read.report, check);
      if (!problem || *problem == first.at(check.name)) continue;
      const bool needed = std::any_of(kept.begin(), kept.end(),
                                      [&](const Problem* one) { return *one == *problem; });
      if (!needed) std::erase(read.report.problems, Problem(*problem));
      check.reason = first.at(check.name).message;
    }
}

void merge_check(std::map<std::string, CheckOutcome>& checks, const CheckOutcome& from) {
  const auto [place, inserted] = checks.emplace(from.name, from);
  if (inserted) return;
  CheckOutcome& into = place->second;
  if (severity(from.status) > severity(into.status)) {
    into.status = from.status;
    into.reason = from.reason;
  }
  into.milliseconds += from.milliseconds;
  into.peak_memory = std::max(into.peak_memory, from.peak_memory);
}

template <class Item, class Equal>
void add_new(std::vector<Item>& into, const std::vector<Item>& from, const Equal& equal) {
  for (const Item& item : from)
    if (std::none_of(into.begin(), into.end(), [&](const Item& had) { return equal(had, item); }))
      into.push_back(item);
}

// 2 wins over 3, 3 over 1, 1 over 0.
int worse_exit(int a, int b) {
  const auto rank = [](int exit) { return exit == 2 ? 4 : exit; };
  return rank(a) >= rank(b) ? a : b;
}

void merge_summary(Summary& into, const Summary& from) {
  into.errors += from.errors;
  into.warnings += from.warnings;
  into.notes += from.notes;
  into.known_warnings += from.known_warnings;
  into.known_notes += from.known_notes;
  into.suppressed += from.suppressed;
  into.generated += from.generated;
  into.baseline += from.baseline;
  into.fixed += from.fixed;
  into.exit = worse_exit(into.exit, from.exit);
}

// Equal findings stand side by side after sorting by everything that tells them apart.
void drop_repeated(Report& report) {
  std::vector<Finding> once;
  for (Finding& finding : report.findings) {
    if (once.empty() || once.back() != finding)
      once.push_back(std::move(finding));
    else
      for (std::uint64_t* count :
           {counter_of(report.summary, finding.level),
            finding.known ? known_counter_of(report.summary, finding.level) : nullptr})
        if (count && *count > 0) --*count;
  }
  report.findings = std::move(once);
}

// An [[ignore]] is of use if it accepted something in any part.
void keep_common(std::vector<Finding>& notes, const std::vector<Finding>& others) {
  std::erase_if(notes, [&](const Finding& note) {
    return std::find(others.begin(), others.end(), note) == others.end();
  });
}

}  // namespace

Report merge_reports(std::vector<ReadReport> reports) {
  if (reports.empty())
    refuse("no report to merge", "", "name the files that `--format json=FILE` wrote");
  // The change is told by our own reports; others only add findings.
  std::stable_partition(reports.begin(), reports.end(),
                        [](const ReadReport& read) { return !read.foreign; });
  const bool shards = std::any_of(reports.begin(), reports.end(),
                                  [](const ReadReport& read) { return read.report.shards > 1; });
  if (shards) require_whole(reports);
  require_same(reports);
  // The order in which files are named means nothing.
  if (shards)
    std::stable_sort(reports.begin(), reports.end(), [](const ReadReport& a, const ReadReport& b) {
      return std::pair(a.foreign, a.report.shard) < std::pair(b.foreign, b.report.shard);
    });

  if (shards) keep_first_errors(reports);
  Report merged = std::move(reports.front().report);
  std::uint32_t limit = 0;
  for (const ReadReport& read : reports) limit = std::max(limit, read.report.findings_limit);
  limit = std::max(limit, merged.findings_limit);
  merged.shard = 0;
  merged.shards = 1;
  merged.findings_limit = 0;
  std::map<std::string, CheckOutcome> checks;
  for (const CheckOutcome& check : merged.checks) merge_check(checks, check);
  for (std::size_t i = 1; i < reports.size(); ++i) {
    Report& from = reports[i].report;
    if (!reports[i].foreign) merge_change(merged.change, from.change, shards);
    for (const CheckOutcome& check : from.checks) merge_check(checks, check);
    std::move(from.findings.begin(), from.findings.end(), std::back_inserter(merged.findings));
    if (!reports[i].foreign) keep_common(merged.unused_ignores, from.unused_ignores);
    add_new(merged.problems, from.problems, std::equal_to<>());
    add_new(merged.relaxed, from.relaxed, [](const Relaxation& a, const Relaxation& b) {
      return std::tie(a.what, a.path, a.line) == std::tie(b.what, b.path, b.line);
    });
    add_new(merged.expired, from.expired, std::equal_to<>());
    add_new(merged.newer_rules, from.newer_rules, std::equal_to<>());
    add_new(merged.skip_markers, from.skip_markers, std::equal_to<>());
    add_new(merged.rules, from.rules, [](const RuleInfo& a, const RuleInfo& b) {
      return a.check == b.check && a.rule == b.rule;
    });
    merge_summary(merged.summary, from.summary);
    merged.milliseconds = std::max(merged.milliseconds, from.milliseconds);
    merged.budget_milliseconds = std::max(merged.budget_milliseconds, from.budget_milliseconds);
    std::move(from.slowest_files.begin(), from.slowest_files.end(),
              std::back_inserter(merged.slowest_files));
  }
  // Several reports may tell the same, and each only a part of it: what is listed counts.
  sort_relaxed(merged.relaxed);
  merged.summary.relaxed = merged.relaxed.size();
  merged.checks.clear();
  for (auto& [name, check] : checks) merged.checks.push_back(std::move(check));
  merged.summary.notes += merged.unused_ignores.size();
  for (Finding& note : std::exchange(merged.unused_ignores, {}))
    merged.findings.push_back(std::move(note));
  sort_findings(merged.findings);
  if (!shards) drop_repeated(merged);
  // Each shard lists as many as a whole run does, and has counted all that it found.
  const std::set<std::string> cut =
      limit > 0 ? cut_floods(merged.findings, limit) : std::set<std::string>();
  for (CheckOutcome& check : merged.checks)
    if (check.status == CheckStatus::findings && cut.contains(check.name))
      check.reason = flood_reason(limit);
  std::stable_sort(
      merged.slowest_files.begin(), merged.slowest_files.end(),
      [](const FileCost& a, const FileCost& b) { return a.milliseconds > b.milliseconds; });
  if (merged.slowest_files.size() > 10) merged.slowest_files.resize(10);
  return merged;
}

}  // namespace moongate
