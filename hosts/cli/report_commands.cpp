#include "cli/report_commands.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "cli/emit.h"
#include "config/config_schema.h"
#include "core/error.h"
#include "core/quote.h"
#include "files/read_file.h"
#include "findings/baseline.h"
#include "findings/filter_to_change.h"
#include "findings/finalize_findings.h"
#include "git/change/open_change.h"
#include "git/repository/location.h"
#include "report/headline.h"
#include "report/merge_reports.h"
#include "report/report_schema.h"
#include "run/effective_settings.h"
#include "run/foreign_findings.h"
#include "run/run.h"

namespace moongate::cli {

namespace {

std::string read_report(const std::string& file) {
  return read_file(file, {largest_input, ProblemKind::usage,
                          "give the JSON reports that `moongate check --format json=FILE` wrote"});
}

bool any_foreign(const std::vector<ReadReport>& reports) {
  return std::any_of(reports.begin(), reports.end(),
                     [](const ReadReport& read) { return read.foreign; });
}

// Everything in HEAD: to find the files that other tools name.
Request head_request() {
  Request request;
  request.kind = ChangeKind::tree;
  request.head = "HEAD";
  return request;
}

// Null where there is no repository, or no commit: paths stay what they are.
std::optional<Change> open_head(const Request& request) {
  try {
    return open_change(request);
  } catch (const Error&) {
    return std::nullopt;
  }
}

// Brings what other tools found to this repository; returns what a person should read about it.
std::vector<std::string> join_foreign(std::vector<ReadReport>& reports, const What& held_to,
                                      std::vector<std::string> roots, const CheckOptions& options) {
  std::vector<std::string> notes;
  const bool held = given(held_to);
  const Request request = held ? request_for(held_to) : head_request();
  const std::optional<Change> change = held ? open_change(request) : open_head(request);
  if (!change) return notes;
  const ForeignRules rules = foreign_rules(request, run_options(options), *change);
  const ForeignPaths paths(*change, std::move(roots));
  for (ReadReport& read : reports) {
    if (!read.foreign) continue;
    place_foreign(read, *change, paths, rules.policy,
                  held ? UnknownPaths::refused : UnknownPaths::kept);
    if (held) hold_to_change(read.report, *change);
    read.report.summary.baseline += drop_accepted(read.report.findings, rules.baseline);
    recount_foreign(read.report);
    std::move(read.report.notes.begin(), read.report.notes.end(), std::back_inserter(notes));
    read.report.notes.clear();
  }
  return notes;
}

}  // namespace

int merge_command(const std::vector<std::string>& files, const What& held_to,
                  const std::vector<std::string>& source_roots, const CheckOptions& options,
                  const GlobalOptions& global) {
  const std::vector<Output> to = outputs(options);
  std::vector<ReadReport> reports;
  for (const std::string& file : files) reports.push_back(read_any_report(read_report(file), file));
  std::vector<std::string> notes;
  if (given(held_to) || any_foreign(reports))
    notes = join_foreign(reports, held_to, source_roots, options);
  // Ours were masked when they were written; another tool quotes what it sees.
  for (ReadReport& read : reports)
    if (read.foreign) mask_report(read.report, Masks());
  Report merged = merge_reports(std::move(reports));
  std::move(notes.begin(), notes.end(), std::back_inserter(merged.notes));
  return emit(merged, to, options, global);
}

namespace {

// What the reports have of other tools: entries for a baseline, and which tools they are.
struct ForeignBaseline {
  Baseline entries;
  std::set<std::string> tools;
  std::vector<Problem> problems;
};

ForeignBaseline foreign_baseline(const std::vector<std::string>& files, const Report& own,
                                 const std::vector<std::string>& roots,
                                 const CheckOptions& options) {
  ForeignBaseline accepted;
  if (files.empty()) return accepted;
  const Request request = head_request();
  const Change change = open_change(request);
  const ForeignRules rules = foreign_rules(request, run_options(options), change);
  const ForeignPaths paths(change, roots);
  for (const std::string& file : files) {
    ReadReport read = read_any_report(read_report(file), file);
    if (read.foreign) place_foreign(read, change, paths, rules.policy, UnknownPaths::refused);
    // Our own checks were run: what a merged report has of them is of another run.
    const auto is_own = [&](const std::string& name) {
      return name == "moongate" ||
             std::any_of(own.checks.begin(), own.checks.end(),
                         [&](const CheckOutcome& check) { return check.name == name; });
    };
    std::erase_if(read.report.findings, [&](const Finding& one) { return is_own(one.check); });
    for (const CheckOutcome& check : read.report.checks)
      if (!is_own(check.name)) accepted.tools.insert(check.name);
    // Half of what a tool found must not look like all of it.
    for (const CheckOutcome& check : read.report.checks)
      if (check.status == CheckStatus::aborted && !is_own(check.name))
        read.report.problems.push_back({ProblemKind::repository,
                                        check.name + " did not finish: " + check.reason, file, 0,
                                        "run it again"});
    std::move(read.report.problems.begin(), read.report.problems.end(),
              std::back_inserter(accepted.problems));
    accepted.entries = united(accepted.entries, baseline_of(read.report.findings, true));
  }
  return accepted;
}

}  // namespace

int baseline_command(const std::vector<std::string>& files, bool prune,
                     const std::vector<std::string>& source_roots, const CheckOptions& options,
                     const GlobalOptions& global) {
  Request request;
  request.kind = ChangeKind::tree;
  request.head = "HEAD";
  request.why = "everything in HEAD, for the baseline";
  RunOptions run_with = run_options(options);
  run_with.rules_from = RulesFrom::work_tree;
  run_with.for_baseline = true;
  // Today's entries of a check that did not run would look as if they were gone.
  for (const std::string& name : std::exchange(run_with.overrides.environment_skip, {}))
    std::cerr << "moongate: MOONGATE_SKIP=" << harmless(name)
              << " does not count here: a baseline is of all checks\n";
  Report report = run(request, run_with);
  ForeignBaseline foreign = foreign_baseline(files, report, source_roots, options);
  std::move(foreign.problems.begin(), foreign.problems.end(), std::back_inserter(report.problems));
  for (const Problem& problem : report.problems) print_problem(problem, global);
  // What could not be checked cannot be accepted, and a baseline of half a run would hide the rest.
  if (exit_code(report, Level::off) != 0) {
    std::cerr << "moongate: the baseline was not written: not everything could be checked\n";
    return exit_code(report, Level::off);
  }
  const std::string file =
      (std::filesystem::path(find_repository(".").root()) / std::string(baseline_path)).string();
  Baseline before;
  if (std::filesystem::exists(file))
    before = parse_baseline(
        read_file(file, {largest_baseline, ProblemKind::config, "check its permissions"}), file);
  // Moongate's own notes of what is not needed any more are to be fixed, not accepted.
  std::erase_if(report.findings, [](const Finding& finding) {
    return finding.check == "moongate" && finding.rule == "unused-ignore";
  });
  // Other tools' findings are known from their reports alone; without one they stay accepted.
  const Baseline today = united(united(baseline_of(report.findings), foreign.entries),
                                of_other_tools(before, foreign.tools));
  // What has expired and is found again is accepted again; what has not keeps its day.
  const Baseline lasting = without_expired(before, report.change.now);
  Baseline after = common(lasting, today);
  if (!prune) after = with_days_of(united(common(lasting, today), today), lasting);
  if (!options.quiet && !prune)
    for (const Finding& finding : report.findings)
      std::cout << finding_headline(finding) << " [" << rule_name(finding) << "]\n";
  if (after == before && std::filesystem::exists(file)) {
    std::cout << inert(file) << ": nothing to change, " << size_of(after) << " accepted\n";
    return 0;
  }
  write_baseline(file, after);
  std::cout << inert(file) << ": " << size_of(after) << " accepted, "
            << size_of(added(before, after)) << " of them new, " << size_of(added(after, before))
            << " no longer there\n";
  return 0;
}

int schema_command(bool policy, bool report) {
  if (report) {
    std::cout << report_schema();
    return 0;
  }
  // An editor asks while the configuration is being written, so that must not need to be right.
  std::cout << config_schema(declarations_of(checks_at(".")),
                             policy ? SchemaFor::policy : SchemaFor::repository);
  return 0;
}

}  // namespace moongate::cli
