#include "run/run.h"

#include <chrono>
#include <exception>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/units.h"
#include "findings/finalize_findings.h"
#include "git/change/open_change.h"
#include "git/repository/location.h"
#include "run/compare_rulesets.h"
#include "run/configured_default_branch.h"
#include "run/expiry.h"
#include "run/fix_findings.h"
#include "run/load_checks.h"
#include "run/load_settings.h"
#include "run/named_paths.h"
#include "run/newer_ruleset.h"
#include "run/open_within_limits.h"
#include "run/push_parts.h"
#include "run/ruleset.h"
#include "run/skip_markers.h"
#include "run/trace.h"
#include "run/trust.h"

namespace moongate {

namespace {

// Limits that a program set hold where no configuration says otherwise.
void apply_limits(const Limits& limits, Config& config) {
  const auto configured = [&](const char* setting) {
    const auto origin = config.origins.find(setting);
    return origin != config.origins.end() && origin->second.layer != "default";
  };
  if (!configured("limits.check_time")) config.limits.check_seconds = limits.check_seconds;
  if (!configured("limits.check_memory")) config.limits.check_memory = limits.check_memory;
}

EngineOptions engine_options(const RunOptions& options, const Config& config,
                             const CheckLoad& load) {
  EngineOptions engine = options.engine;
  engine.named = options.overrides.only;
  for (const CheckOutcome& failed : load.failed) engine.unreadable.push_back(failed.name);
  if (options.without_built_in)
    for (const CheckSource& source : built_in_sources()) engine.unreadable.push_back(source.name);
  for (const std::string& name : options.overrides.skip) engine.skip.push_back({name, "--skip"});
  for (const std::string& name : config.environment_skip)
    engine.skip.push_back({name, "MOONGATE_SKIP"});
  return engine;
}

std::optional<ResultCache> open_cache(const RunOptions& options, const Change& change,
                                      const Request& request) {
  std::optional<ResultCache> cache;
  if (options.use_cache && !change.root.empty() && change.kind != ChangeKind::message)
    cache.emplace(options.cache_directory.empty()
                      ? find_repository(request.directory).common_dir + "/moongate"
                      : options.cache_directory);
  return cache;
}

// What a run leaves behind when it ends with an Error, too.
struct Ran {
  Report so_far;
  std::shared_ptr<const Masks> masks;  // null where no check ran
};

Report run_or_throw(const Change& change, const Request& request, const RunOptions& options,
                    Ran& ran) {
  Report& so_far = ran.so_far;
  trace_opened(options, change);
  trace(options, told_rules(options, change));
  so_far.change.kind = change.kind;
  so_far.change.base = change.base;
  so_far.change.bases = change.bases;
  so_far.change.head = change.head;
  so_far.change.why = change.why;
  so_far.change.now = change.now;
  so_far.change.left_out = change.left_out;
  so_far.change.updates = change.updates;

  require_fixable(change, options.fix);
  const Rules rules = rules_for(request, options, change);
  CheckLoad load = load_checks(team_check_files(rules.source), options);
  so_far.problems = load.problems;
  require_known(options.overrides.only, "--check", load);
  require_known(options.overrides.skip, "--skip", load);

  const std::vector<ConfigText> layers = all_layers(options, rules.source, change);
  const std::vector<Declaration> declarations = declarations_of(load);
  Config config = config_of(load, declarations, layers, options.overrides);
  if (change.known_elsewhere && config.push_this_remote) {
    // Only now it is known that what another remote has is to count, too.
    Request all = request;
    all.this_remote_only = true;
    trace(options, "push.known is this-remote: what other remotes have counts");
    return run_or_throw(open_change(all), all, options, ran);
  }
  apply_limits(options.limits, config);
  config.policy.trusts_change = options.config_from.empty();
  decide_trust(change, options, rules, layers, config, load);
  trace_rules(options, load, layers);

  if (options.for_baseline) {
    require_allowed(config.policy, std::string(baseline_path));
    config.limits.findings = std::numeric_limits<std::uint32_t>::max();
  }
  const Baseline baseline = options.ignore_baseline || options.for_baseline
                                ? Baseline{}
                                : read_baseline(rules.source, config);
  std::vector<BaselineEntry> over;
  const Baseline accepting = without_expired(baseline, change.now, &over);
  if (!baseline.entries.empty())
    trace(options,
          "read the baseline: it accepts " + count_of(size_of(accepting), "finding", "findings"));
  EngineOptions engine = engine_options(options, config, load);
  AskedPaths asked = asked_paths(change, config, options.engine.paths);
  engine.paths = std::move(asked.paths);
  engine.baseline = &accepting;
  // Elsewhere its lines are not those of this repository.
  engine.unused_ignores = options.config_file.empty() && options.config_from.empty();
  std::vector<std::string> planned;
  if (options.trace) engine.trace = &planned;
  std::vector<std::string> said = config.skip_notes;
  skip_by_marker(change, config, load, options.in_ci, engine, said);

  for (const std::string& text : said) trace(options, text);

  std::optional<ResultCache> cache = open_cache(options, change, request);
  if (cache) engine.cache = &*cache;
  Unmasked unmasked;
  engine.unmasked = &unmasked;
  const auto add_own = [&](Report& report) {  // what went wrong before any check ran
    report.problems.insert(report.problems.begin(), load.problems.begin(), load.problems.end());
    append_failed(report, load, engine);
  };
  if (const auto expired = engine.watchdog.expired)
    engine.watchdog.expired = [&, expired](Report&& report) {
      report.skip_markers = said;
      add_own(report);
      if (!engine.show_secrets) mask_said(report, Masks());
      decide_exit(report, config.fail_on);
      expired(std::move(report));
    };
  Report report = run_checks(change, load.checks, config, engine);
  ran.masks = unmasked.masks;
  for (const std::string& line : planned) trace(options, line);
  for (const std::string& line : std::exchange(report.trace, {})) trace(options, line);
  trace_outcomes(options, report);
  if (options.fix != FixMode::off)
    fix(change, request, options, load.checks, config, engine, std::move(unmasked), report);
  report.quiet = config.quiet;
  report.skip_markers = std::move(said);
  report.expired = list_expired(config, over, change.now);
  if (options.config_from.empty() && options.config_file.empty() && !options.ignore_repository)
    report.newer_rules = newer_rules(change);
  if (engine.shard == 0)
    tell_relaxed({config, declarations, baseline}, change, options, layers, report);
  try {
    require_nothing_relaxed(config.policy, report.relaxed);
  } catch (const Error& error) {
    report.problems.push_back(error.problem());
  }
  add_own(report);
  note_differences(options, change, report);
  for (std::string& note : asked.notes) report.notes.push_back(std::move(note));
  for (const auto& [path, why] : change.not_checked)
    report.notes.push_back(path + " is not checked: " + why);
  decide_exit(report, config.fail_on);
  return report;
}

template <class Work>
Report guarded(const Request& request, const RunOptions& options, const Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  Ran ran;
  Report& report = ran.so_far;
  report.change.kind = request.kind;
  report.change.why = request.why;
  report.shard = options.engine.shard;
  report.shards = options.engine.shards;
  try {
    Report whole = work(ran);
    report = std::move(whole);
  } catch (const Error& error) {
    report.problems.push_back(error.problem());
  } catch (const CheckAborted& aborted) {
    report.problems.push_back({ProblemKind::repository,
                               aborted.reason,
                               {},
                               0,
                               "raise [limits] check_time or check_memory, or fix the check"});
  } catch (const std::exception& error) {
    // Nothing else is thrown on purpose: what comes here is memory, or a fault of Moongate's own.
    report.problems.push_back({ProblemKind::repository,
                               error.what(),
                               {},
                               0,
                               "this is a bug: please report it with the command"});
  }
  // The engine masked what it made; the settings, their relaxation and the fixes speak too.
  const Masks known;
  if (!options.engine.show_secrets) mask_said(report, ran.masks ? *ran.masks : known);
  sort_relaxed(report.relaxed);
  if (report.summary.exit == 0 && !report.problems.empty())
    decide_exit(report, options.overrides.fail_on.value_or(Level::error));
  report.milliseconds =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  return std::move(report);
}

Report run_whole(const Change& change, const Request& request, const RunOptions& asked, Ran& ran) {
  RunOptions options = asked;
  if (options.config_from.empty() && has_target(request) && rules_from_target(options))
    options.config_from = request.base;
  const bool own_rules = options.config_from.empty() && !options.ignore_repository;
  const std::vector<Request> parts =
      own_rules ? parts_of_push(request, change) : std::vector<Request>();
  if (parts.empty()) return run_or_throw(change, request, options, ran);
  trace(options, "the rules of what is pushed differ: " +
                     count_of(parts.size(), "part is", "parts are") + " judged, each by its own");
  std::vector<Report> reports;
  for (const Request& part : parts) reports.push_back(run(part, options));
  return join_parts(change, std::move(reports));
}

}  // namespace

Report run(const Request& asked, const RunOptions& options) {
  return guarded(asked, options, [&](Ran& ran) {
    Request request = asked;
    if (request.kind == ChangeKind::refs && request.default_branch.empty()) {
      request.default_branch = configured_default_branch(request, options);
      if (request.default_branch.empty()) request.default_branch = options.default_branch;
    }
    return run_whole(open_within_limits(request, options), request, options, ran);
  });
}

Report run(const Change& change, const Request& request, const RunOptions& options) {
  return guarded(request, options,
                 [&](Ran& ran) { return run_whole(change, request, options, ran); });
}

}  // namespace moongate
