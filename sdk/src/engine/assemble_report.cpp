#include "engine/assemble_report.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "engine/join_findings.h"
#include "engine/on_changed_lines.h"
#include "engine/shown_secrets.h"
#include "engine/unused_ignores.h"
#include "findings/finalize_findings.h"
#include "findings/suppress.h"

namespace moongate {

namespace {

// Which part of the change a unit is, for a person.
std::string unit_name(const Unit& unit) {
  const auto commit = [&] { return unit.commit->id.hex().substr(0, 12); };
  switch (unit.kind) {
    case Unit::Kind::file:
      return "file " + unit.file->path() + (unit.commit ? " in commit " + commit() : "");
    case Unit::Kind::commit:
      return unit.commit->id.empty() ? "message" : "commit " + commit();
    case Unit::Kind::branch:
      return "branch " + unit.branch->remote + (unit.branch->remote.empty() ? "" : "/") +
             unit.branch->name;
    case Unit::Kind::tag:
      return "tag " + unit.tag->name;
    case Unit::Kind::pull_request:
      return "pull request";
    case Unit::Kind::change:
      return unit.commit ? "change of commit " + commit() : "change";
    case Unit::Kind::finish:
      return "facts";
  }
  return {};
}

// What hooks check: someone waits for it. A whole tree or a pull request may take its time.
bool is_waited_for(ChangeKind kind) {
  return kind == ChangeKind::staged || kind == ChangeKind::working || kind == ChangeKind::message ||
         kind == ChangeKind::push || kind == ChangeKind::buffer;
}

// What was done with each part of the change, in its order.
std::vector<std::string> trace_of(const std::vector<Unit>& units,
                                  const std::vector<UnitResult>& results,
                                  const std::vector<PlannedCheck>& planned) {
  const auto names = [&](std::string_view what, const std::vector<std::size_t>& checks) {
    std::string text;
    for (const std::size_t check : checks)
      text += (text.empty() ? "; " + std::string(what) + " " : ", ") +
              planned[check].check->declaration.name;
    return text;
  };
  std::vector<std::string> trace;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const UnitResult& result = results[i];
    if (units[i].kind == Unit::Kind::finish && result.findings.empty()) continue;
    std::array<char, 32> took{};
    std::snprintf(took.data(), took.size(), "%.2f ms", result.milliseconds);
    std::string line = unit_name(units[i]) + ": " + took.data();
    if (units[i].kind == Unit::Kind::file && result.ran.empty() && result.skipped.empty())
      line += "; wanted by no check";
    trace.push_back(line + names("checked by", result.ran) +
                    names("known to be clean for", result.skipped));
  }
  return trace;
}

void keep_slowest(std::vector<FileCost>& files) {
  std::stable_sort(files.begin(), files.end(), [](const FileCost& a, const FileCost& b) {
    return a.milliseconds > b.milliseconds;
  });
  if (files.size() > 10) files.resize(10);
}

void describe_rules(Report& report, const Declaration& declaration) {
  report.rules.push_back({declaration.name, "", declaration.summary, declaration.doc,
                          declaration.url, declaration.level});
  for (const Rule& rule : declaration.rules)
    report.rules.push_back({declaration.name, rule.id, rule.summary, rule.help,
                            rule.url.empty() ? declaration.url : rule.url,
                            rule.level.value_or(declaration.level)});
}

void describe_checks(const Judged& run, const std::vector<bool>& spoke,
                     const std::set<std::string>& cut, Report& report) {
  for (std::size_t i = 0; i < run.planned.size(); ++i) {
    const PlannedCheck& planned = run.planned[i];
    const Declaration& declaration = planned.check->declaration;
    const Endings::Failure failure = run.endings.of(i);
    CheckOutcome outcome;
    outcome.name = declaration.name;
    if (failure.happened()) {
      outcome.status = failure.aborted ? CheckStatus::aborted : CheckStatus::error;
      outcome.reason = failure.reason;
      if (failure.problem) report.problems.push_back(*failure.problem);
    } else if (planned.skipped) {
      outcome.status = CheckStatus::skipped;
      outcome.reason = planned.skip_reason;
    } else if (spoke[i]) {
      outcome.status = CheckStatus::findings;
      if (cut.contains(outcome.name)) outcome.reason = flood_reason(run.config.limits.findings);
    }
    outcome.milliseconds = static_cast<double>(planned.meter->nanoseconds.load()) / 1e6;
    if (run.visitors)
      for (const auto& visitors : *run.visitors)
        if (visitors)
          outcome.peak_memory = std::max(outcome.peak_memory, visitors->peak_memory(planned));
    report.checks.push_back(std::move(outcome));
    describe_rules(report, declaration);
  }
}

}  // namespace

Report assemble(const Judged& run, const std::vector<Unit>& units, std::vector<UnitResult> results,
                const ChangeSummary& counts) {
  const EngineOptions& options = run.options;
  const Config& config = run.config;
  // Of a run that is given up another thread may still fill it.
  Unmasked* const unmasked = run.visitors ? options.unmasked : nullptr;
  Report report;
  report.change = counts;
  report.shard = options.shard;
  report.shards = options.shards;
  if (report.shards > 1) report.findings_limit = config.limits.findings;
  Masks masks;
  for (const LoadedCheck& check : run.checks)
    for (const Pattern& pattern : check.declaration.patterns) {
      if (!pattern.secret || check.source.built_in) continue;
      if (check.trusted)
        masks.everywhere.know(pattern);
      else
        masks.know_own(check.declaration, pattern);
    }
  std::vector<std::vector<Finding>> by_unit(results.size());
  std::vector<std::vector<std::string>> suppressed;
  if (options.trace && run.visitors) report.trace = trace_of(units, results, run.planned);
  std::vector<bool> spoke(run.planned.size(), false);
  std::vector<Endings::Failure> ends;
  for (std::size_t check = 0; check < run.planned.size(); ++check)
    ends.push_back(run.endings.of(check));
  for (std::size_t unit = 0; unit < results.size(); ++unit) {
    UnitResult& result = results[unit];
    for (auto& [check, findings] : result.findings) {
      if (!ends[check].counts(unit)) continue;
      if (!findings.empty()) spoke[check] = true;
      std::move(findings.begin(), findings.end(), std::back_inserter(by_unit[unit]));
    }
    std::move(result.notes.begin(), result.notes.end(), std::back_inserter(by_unit[unit]));
    std::move(result.relaxed.begin(), result.relaxed.end(), std::back_inserter(report.relaxed));
    report.summary.suppressed += result.suppressed;
    suppressed.push_back(std::move(result.suppressed_by_commit));
    if (result.generated) ++report.summary.generated;
    for (MarkedSecret& secret : result.secrets) {
      if (unmasked) unmasked->secrets.push_back(secret.text);
      const LoadedCheck& check = *run.planned[secret.check].check;
      if (check.trusted)
        masks.everywhere.add(std::move(secret.text));
      else
        masks.add_own(check.declaration, units[unit].file->path(), std::move(secret.text));
    }
    for (const Problem& problem : result.problems) add_problem(report.problems, problem);
    if (options.profile && units[unit].kind == Unit::Kind::file && !units[unit].elsewhere)
      report.slowest_files.push_back(
          {units[unit].file->path(), result.milliseconds, result.memory});
  }
  if (options.cancel && options.cancel->load())
    report.problems.push_back(
        {ProblemKind::repository, "the run was cancelled", {}, 0, "run it again to the end"});
  std::set<std::string> by_commit;
  for (const PlannedCheck& planned : run.planned)
    if (planned.by_commit) by_commit.insert(planned.check->declaration.name);
  report.findings = join_findings(run.change, std::move(by_unit), units, by_commit);
  report.summary.suppressed += count_suppressed(suppressed);
  sort_findings(report.findings);
  const Ignores ignores(config, run.change.now);
  report.summary.suppressed += std::erase_if(
      report.findings, [&](const Finding& finding) { return ignores.match(finding) != nullptr; });
  const bool whole = report.problems.empty();  // what was not read may hold what is looked for
  std::vector<Finding> unused = whole ? unused_ignores(run, ignores) : std::vector<Finding>();
  if (options.baseline) report.summary.baseline = drop_accepted(report.findings, *options.baseline);
  if (report.shards > 1) {
    report.unused_ignores = std::move(unused);
  } else if (!unused.empty()) {
    std::move(unused.begin(), unused.end(), std::back_inserter(report.findings));
    sort_findings(report.findings);
  }
  report.summary.relaxed = report.relaxed.size();
  count_findings(report);
  const std::set<std::string> cut = cut_floods(report.findings, config.limits.findings);
  // While workers are still at it, reading might not come back either.
  if (run.visitors)
    for (std::vector<Finding>* findings : {&report.findings, &report.unused_ignores})
      mark_in_change(run.change,
                     options.include_existing ? ChangedLines::unwanted : ChangedLines::wanted,
                     *findings);
  describe_checks(run, spoke, cut, report);
  keep_slowest(report.slowest_files);
  if (is_waited_for(run.change.kind)) report.budget_milliseconds = config.budget_seconds * 1000;
  if (unmasked) {
    unmasked->fixes.clear();
    for (const Finding& finding : report.findings)
      unmasked->fixes.push_back(finding.commit.empty() ? finding.fix : std::vector<Fix>());
  }
  if (!options.show_secrets) {
    for (std::string& secret : shown_secrets(shown_texts(report, run.checks), run.checks, config))
      masks.everywhere.add(std::move(secret));
    mask_report(report, masks);
  }
  if (unmasked) unmasked->masks = std::make_shared<const Masks>(std::move(masks));
  decide_exit(report, config.fail_on);
  return report;
}

}  // namespace moongate
