#include "cli/report_commands.h"

#include <filesystem>
#include <iostream>
#include <utility>

#include "baseline.h"
#include "cli/emit.h"
#include "config/schema.h"
#include "engine/verdict.h"
#include "error.h"
#include "git/location.h"
#include "git/open.h"
#include "hold_to_change.h"
#include "quote.h"
#include "read_file.h"
#include "report/headline.h"
#include "report/merge.h"
#include "report/schema.h"
#include "run.h"
#include "run/effective.h"

namespace moongate::cli {

namespace {

std::string read_report(const std::string& file) {
  return read_file(file, {largest_input, ProblemKind::usage,
                          "give the JSON reports that `moongate check --format json=FILE` wrote"});
}

}  // namespace

int merge_command(const std::vector<std::string>& files, const What& held_to,
                  const CheckOptions& options, const GlobalOptions& global) {
  const std::vector<Output> to = outputs(options);
  std::vector<ReadReport> reports;
  for (const std::string& file : files) reports.push_back(read_any_report(read_report(file), file));
  if (given(held_to)) {
    const Change change = open_change(request_for(held_to));
    for (ReadReport& read : reports)
      if (read.foreign) hold_to_change(read.report, change);
  }
  // Ours were masked when they were written; another tool quotes what it sees.
  for (ReadReport& read : reports)
    if (read.foreign) mask_report(read.report, Masks());
  Report merged = merge_reports(std::move(reports));
  return emit(merged, to, options, global);
}

int baseline_command(bool prune, const CheckOptions& options, const GlobalOptions& global) {
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
  // Moongate's own notes of what is not needed any more are to be mended, not accepted.
  std::erase_if(report.findings, [](const Finding& finding) {
    return finding.check == "moongate" && finding.rule == "unused-ignore";
  });
  const Baseline today = baseline_of(report.findings);
  // What has expired and is found again is accepted anew; what has not keeps its day.
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
