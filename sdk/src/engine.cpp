#include "engine.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "config/check_names.h"
#include "config/loosened.h"
#include "engine/known_clean.h"
#include "engine/plan.h"
#include "engine/resolve.h"
#include "engine/verdict.h"
#include "engine/visit.h"
#include "engine/watch.h"
#include "engine/workers.h"
#include "fingerprint.h"
#include "suppress.h"

namespace moongate {

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

// How a check ended, decided by the first unit (in the order of units, not of time) at which it
// failed, so that the report does not depend on which thread was faster.
class Endings {
 public:
  explicit Endings(std::size_t checks) : failures_(checks) {}

  bool over(std::size_t check, std::size_t unit) const {
    const std::lock_guard lock(mutex_);
    return unit > failures_[check].unit;
  }

  void failed(std::size_t check, std::size_t unit, bool aborted, std::string reason,
              std::optional<Problem> problem) {
    const std::lock_guard lock(mutex_);
    Failure& failure = failures_[check];
    if (unit >= failure.unit) return;
    failure = {unit, aborted, std::move(reason), std::move(problem)};
  }

  struct Failure {
    std::size_t unit = std::numeric_limits<std::size_t>::max();
    bool aborted = false;
    std::string reason;
    std::optional<Problem> problem;
    bool happened() const { return unit != std::numeric_limits<std::size_t>::max(); }
  };
  Failure of(std::size_t check) const {
    const std::lock_guard lock(mutex_);
    return failures_[check];
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Failure> failures_;
};

struct UnitResult {
  std::vector<std::pair<std::size_t, std::vector<Finding>>> findings;  // by check
  std::vector<std::string> secrets;
  std::vector<Problem> problems;
  std::vector<Loosening> loosened;
  std::vector<Finding> notes;  // about comments that accept what nobody found
  std::uint64_t added = 0, removed = 0, suppressed = 0;
  double milliseconds = 0;
  VerdictKey key;                              // of a file, where the cache is on
  std::optional<CleanVerdict> known, verdict;  // what the cache had, and what it shall have
  std::uint64_t memory = 0;               // with --profile: the most that one check's state held
  std::vector<std::size_t> ran, skipped;  // with --trace: checks; those whose verdict was known
};

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
      return "change";
  }
  return {};
}

// What hooks check: somebody waits for it. A whole tree or a pull request may take its time.
bool is_waited_for(ChangeKind kind) {
  return kind == ChangeKind::staged || kind == ChangeKind::message || kind == ChangeKind::push ||
         kind == ChangeKind::buffer;
}

// The names that a comment may accept findings of; made when the first comment is met.
class KnownNames {
 public:
  KnownNames(const std::vector<LoadedCheck>& checks, const EngineOptions& options)
      : checks_(checks), options_(options) {}

  // Empty for a name that is known.
  std::string cure(const std::string& name) const {
    std::call_once(once_, [&] {
      for (const LoadedCheck& check : checks_) declarations_.push_back(check.declaration);
      names_.emplace(declarations_, options_.unreadable);
    });
    return names_->knows(name) ? std::string() : names_->cure(name);
  }

 private:
  const std::vector<LoadedCheck>& checks_;
  const EngineOptions& options_;
  mutable std::once_flag once_;
  mutable std::vector<Declaration> declarations_;
  mutable std::optional<CheckNames> names_;
};

class Run {
 public:
  Run(const Change& change, const std::vector<LoadedCheck>& checks, const Config& config,
      const EngineOptions& options)
      : change_(change),
        checks_(checks),
        config_(config),
        options_(options),
        ignores_(config),
        names_(checks, options),
        planned_(plan_checks(change, checks, config, options)),
        endings_(planned_.size()),
        jobs_(options.jobs ? options.jobs : std::max(1u, std::thread::hardware_concurrency())),
        pulses_(jobs_) {}

  Report report() {
    const Clock::time_point begin = Clock::now();
    list_commit_files();
    std::vector<Unit> units = plan_units(change_, by_commit_, config_, options_);
    counts_ = summary_of(units);
    share_patterns();
    visitors_.resize(jobs_);
    results_.resize(units.size());
    known_clean_.emplace(
        options_.cache, planned_, config_, options_,
        static_cast<std::size_t>(std::count_if(units.begin(), units.end(), [](const Unit& unit) {
          return unit.kind == Unit::Kind::file;
        })));
    finished_ = std::vector<std::atomic<bool>>(units.size());
    std::optional<Watch> watch;
    if (options_.watchdog.expired)
      watch.emplace(
          pulses_, [&](const Pulse::Place& place) { return patience(place); },
          [&](const Pulse::Place& place) { give_up(place, units, begin); },
          std::min(1.0, options_.watchdog.seconds / 4));

    // The whole-change visitor comes last: it is told the counts, which the files give.
    const bool with_change = !units.empty() && units.back().kind == Unit::Kind::change;
    const std::size_t first = units.size() - (with_change ? 1 : 0);
    std::atomic<std::uint64_t> done{0};
    for_each_item(jobs_, first, options_.cancel, [&](unsigned worker, std::size_t item) {
      visit(worker, units[item], item);
      if (options_.progress) options_.progress(++done, units.size());
    });
    for (const UnitResult& result : results_) {
      counts_.added_lines += result.added;
      counts_.removed_lines += result.removed;
    }
    if (with_change && !cancelled()) {
      if (options_.shards > 1) count_whole();
      visit(0, units.back(), first);
    }
    watch.reset();
    keep_verdicts();

    Report report = assemble(units, std::move(results_), counts_, true);
    report.milliseconds = milliseconds_since(begin);
    return report;
  }

 private:
  bool cancelled() const { return options_.cancel && options_.cancel->load(); }

  void keep_verdicts() {
    if (!known_clean_->on()) return;
    for (const UnitResult& result : results_)
      known_clean_->keep(result.key, result.known, result.verdict);
    known_clean_->save();
  }

  // Machines are slow and busy, so only what is far beyond its limits is stuck.
  double patience(const Pulse::Place& place) const {
    const Meter& meter = *planned_[place.check].meter;
    return options_.watchdog.seconds + 20 * meter.allowed_seconds(config_.limits);
  }

  // On the watchdog's thread, while workers go on: reads only what they have finished.
  void give_up(const Pulse::Place& place, const std::vector<Unit>& units, Clock::time_point begin) {
    std::vector<UnitResult> results(results_.size());
    ChangeSummary counts = counts_;
    counts.added_lines = counts.removed_lines = 0;
    for (std::size_t unit = 0; unit < results.size(); ++unit) {
      if (!finished_[unit].load(std::memory_order_acquire)) continue;
      results[unit] = results_[unit];
      counts.added_lines += results[unit].added;
      counts.removed_lines += results[unit].removed;
    }
    const Unit& unit = units[place.unit];
    std::string where = unit.file ? unit.file->path() : unit.branch ? unit.branch->name : "";
    if (!where.empty()) where = ", at " + where;
    endings_.failed(
        place.check, place.unit, true,
        "did not end within " + std::to_string(static_cast<std::uint64_t>(place.seconds)) +
            " s although its limits should have ended it" + where + ": the run was given up there",
        std::nullopt);
    Report report = assemble(units, std::move(results), counts, false);
    report.milliseconds = milliseconds_since(begin);
    options_.watchdog.expired(std::move(report));
  }

  void list_commit_files() {
    const bool wanted =
        std::any_of(planned_.begin(), planned_.end(),
                    [](const PlannedCheck& check) { return check.by_commit && !check.skipped; });
    if (!wanted) return;
    by_commit_.resize(change_.commits.size());
    for_each_item(jobs_, by_commit_.size(), options_.cancel, [&](unsigned, std::size_t i) {
      by_commit_[i] = change_.files_of(change_.commits[i]);
    });
  }

  ChangeSummary summary_of(const std::vector<Unit>& units) const {
    ChangeSummary counts;
    counts.kind = change_.kind;
    counts.base = change_.base;
    counts.head = change_.head;
    counts.why = change_.why;
    counts.updates = change_.updates;
    for (const Unit& unit : units) {
      if (unit.kind == Unit::Kind::commit) ++counts.commits;
      if (unit.kind == Unit::Kind::file && !unit.commit) ++counts.files;
    }
    return counts;
  }

  // The visitor of the whole change is told of the whole, also of files that other shards check.
  // One that cannot be read is a problem of its own shard.
  void count_whole() {
    if (std::none_of(planned_.begin(), planned_.end(), [](const PlannedCheck& planned) {
          return !planned.skipped && planned.check->declaration.has(Visitor::change);
        }))
      return;
    EngineOptions unsharded = options_;
    unsharded.shard = 0;
    unsharded.shards = 1;
    const std::vector<Unit> units = plan_units(change_, {}, config_, unsharded);
    std::vector<UnitResult> lines(units.size());
    for_each_item(jobs_, units.size(), options_.cancel, [&](unsigned, std::size_t item) {
      if (units[item].kind != Unit::Kind::file) return;
      FileContext file(change_, *units[item].file, nullptr);
      if (options_.include_old) file.count_all_as_added();
      count_lines(file, lines[item]);
    });
    whole_ = summary_of(units);
    for (const UnitResult& result : lines) {
      whole_->added_lines += result.added;
      whole_->removed_lines += result.removed;
    }
  }

  void share_patterns() {
    // Each check's patterns are compiled alone first only when the whole fails: then the check
    // whose pattern it was is in error, and the others go on.
    try {
      patterns_ = std::make_unique<SharedPatterns>(planned_);
      return;
    } catch (const Error&) {
    }
    for (std::size_t i = 0; i < planned_.size(); ++i) {
      std::vector<PlannedCheck> alone;
      PlannedCheck copy;
      copy.check = planned_[i].check;
      alone.push_back(std::move(copy));
      try {
        const SharedPatterns tried(alone);
      } catch (const Error& error) {
        endings_.failed(i, 0, false, error.problem().message, error.problem());
        planned_[i].skipped = true;
      }
    }
    patterns_ = std::make_unique<SharedPatterns>(planned_);
  }

  void visit(unsigned worker, const Unit& unit, std::size_t index) {
    if (!visitors_[worker])
      visitors_[worker] =
          std::make_unique<Visitors>(change_, config_, options_, *patterns_, worker);
    const Clock::time_point begin = Clock::now();
    if (unit.kind == Unit::Kind::file)
      visit_file(*visitors_[worker], unit, index);
    else
      visit_other(*visitors_[worker], unit, index);
    results_[index].milliseconds = milliseconds_since(begin);
    if (options_.profile) results_[index].memory = visitors_[worker]->lap_memory();
    finished_[index].store(true, std::memory_order_release);
  }

  // Calls `work` for one check and keeps what goes wrong where it belongs: with the check, or with
  // the repository.
  template <class Work>
  void guarded(Visitors& visitors, std::size_t check, std::size_t index, const Work& work) {
    struct Beat {
      Pulse& pulse;
      ~Beat() { pulse.end(); }
    } beat{pulses_[visitors.worker()]};
    beat.pulse.begin(check, index);
    try {
      work();
    } catch (const CheckAborted& aborted) {
      endings_.failed(check, index, true, aborted.reason, std::nullopt);
    } catch (const Error& error) {
      if (error.problem().kind == ProblemKind::repository) {
        add_problem(results_[index], error.problem());
        return;
      }
      endings_.failed(check, index, false, error.problem().message, error.problem());
    } catch (const std::bad_alloc&) {
      endings_.failed(check, index, true, "the machine's memory ran out", std::nullopt);
    }
  }

  static void add_problem(UnitResult& result, const Problem& problem) {
    if (std::find(result.problems.begin(), result.problems.end(), problem) == result.problems.end())
      result.problems.push_back(problem);
  }

  bool takes_part(std::size_t check, std::size_t index) const {
    return !planned_[check].skipped && !endings_.over(check, index) && !cancelled();
  }

  void visit_file(Visitors& visitors, const Unit& unit, std::size_t index) {
    UnitResult& result = results_[index];
    VisitedFile visited{FileContext(change_, *unit.file, unit.commit), std::nullopt, {}};
    if (options_.include_old) visited.context.count_all_as_added();
    const bool cached = known_clean_->on();
    if (cached) {
      result.key = known_clean_->key_of(unit);
      result.known = known_clean_->find(result.key);
    }
    CleanVerdict verdict = result.known.value_or(CleanVerdict{});
    std::vector<std::pair<std::size_t, std::vector<RawFinding>>> raw;
    std::vector<std::size_t> ran;  // checks, to their end over this file
    for (std::size_t check = 0; check < planned_.size(); ++check) {
      const PlannedCheck& planned = planned_[check];
      if (planned.by_commit != (unit.commit != nullptr) || !takes_part(check, index)) continue;
      guarded(visitors, check, index, [&] {
        if (!visitors.wants_path(planned, visited.context)) return;
        const Declaration& declaration = planned.check->declaration;
        const CheckSettings& settings = config_.settings(declaration.name, unit.file->path());
        const std::uint64_t key = cached ? known_clean_->key_of(check, settings) : 0;
        if (key && result.known && found_clean(*result.known, key)) {
          if (options_.trace) result.skipped.push_back(check);
          return;
        }
        std::vector<RawFinding> found;
        if (visitors.wants_language(planned, visited.context)) {
          found = visitors.visit_file(planned, visited);
          ran.push_back(check);
        }
        if (!found.empty())
          raw.emplace_back(check, std::move(found));
        else if (key)
          verdict.checks.push_back(key);
      });
    }
    // A file is known only if it has no comment that accepts anything.
    Accepted accepted = result.known ? nothing_accepted() : accepted_in(visited.context, result);
    if (result.known) {
      result.added = verdict.added;
      result.removed = verdict.removed;
    } else if (!unit.commit) {
      count_lines(visited.context, result);
      verdict.added = static_cast<std::uint32_t>(result.added);
      verdict.removed = static_cast<std::uint32_t>(result.removed);
    }
    if (cached && result.problems.empty() && accepted.comments.empty())
      result.verdict = std::move(verdict);

    const std::vector<ByteRange> secrets = secrets_in(visitors, unit, index, visited, raw);
    for (const auto& said : raw)
      guarded(visitors, said.first, index, [&] {
        result.findings.emplace_back(
            said.first,
            resolve_file(change_, config_, options_, unit, visited, planned_[said.first],
                         said.second, secrets, accepted, result.secrets));
      });
    result.suppressed = accepted.suppressed;
    if (options_.trace) result.ran = ran;
    if (!unit.commit) judge_comments(visited.context, accepted, ran, result);
  }

  // Where this file's secrets stand, in order. A check that looks at commits reports them there;
  // here it is asked for the places alone, so that a fingerprint neither tells a secret nor depends
  // on how the change came to be seen. Only where there is a fingerprint to make.
  std::vector<ByteRange> secrets_in(
      Visitors& visitors, const Unit& unit, std::size_t index, VisitedFile& visited,
      const std::vector<std::pair<std::size_t, std::vector<RawFinding>>>& raw) {
    std::vector<ByteRange> secrets;
    const auto add = [&](const std::vector<RawFinding>& found) {
      for (const RawFinding& finding : found)
        if (finding.secret) secrets.push_back(*finding.secret);
    };
    for (const auto& [check, found] : raw) add(found);
    for (std::size_t check = 0; !unit.commit && !raw.empty() && check < planned_.size(); ++check) {
      const PlannedCheck& planned = planned_[check];
      const std::vector<Pattern>& patterns = planned.check->declaration.patterns;
      const bool knows_secrets =
          std::any_of(patterns.begin(), patterns.end(), [](const Pattern& p) { return p.secret; });
      if (!planned.by_commit || !knows_secrets || !takes_part(check, index)) continue;
      guarded(visitors, check, index, [&] {
        if (visitors.wants_path(planned, visited.context) &&
            visitors.wants_language(planned, visited.context))
          add(visitors.visit_file(planned, visited));
      });
    }
    std::sort(secrets.begin(), secrets.end(),
              [](const ByteRange& a, const ByteRange& b) { return a.begin < b.begin; });
    return secrets;
  }

  static bool found_clean(const CleanVerdict& verdict, std::uint64_t check) {
    return std::find(verdict.checks.begin(), verdict.checks.end(), check) != verdict.checks.end();
  }

  static Accepted nothing_accepted() { return {FileSuppressions(""), false, 0}; }

  // The `moongate:ignore` comments of the new version; most files have none.
  Accepted accepted_in(FileContext& file, UnitResult& result) {
    try {
      const bool has_text = file.file().after && file.file().after->is_regular();
      if (has_text && file.text().find("moongate:ignore") != std::string::npos)
        return {FileSuppressions(file.text()), config_.policy.allow_ignore, 0};
    } catch (const Error& error) {
      add_problem(result, error.problem());
    }
    return nothing_accepted();
  }

  // What the change accepts by comments is told, and so is a comment that accepts nothing.
  void judge_comments(FileContext& file, Accepted& accepted, const std::vector<std::size_t>& ran,
                      UnitResult& result) {
    if (accepted.comments.empty()) return;
    std::vector<std::string> said;  // what those checks can report
    for (const std::size_t check : ran) {
      const Declaration& declaration = planned_[check].check->declaration;
      for (std::string& name :
           what_can_report(declaration, config_.settings(declaration.name, file.file().path())))
        said.push_back(std::move(name));
    }
    if (change_.kind != ChangeKind::tree)
      result.loosened = added_suppressions(file.file().path(), file.old_text(), file.text());
    const bool all = options_.include_old || change_.kind == ChangeKind::tree;
    const auto looked_at = [&](std::uint32_t line) { return all || file.is_added(line); };
    const auto say = [&](const char* rule, const FileSuppressions::Unused& unused) {
      Finding note;
      note.check = "moongate";
      note.rule = rule;
      note.level = Level::note;
      note.message = unused.message;
      note.suggestion = unused.suggestion;
      if (!config_.policy.allow_ignore) {
        note.message =
            "moongate:ignore " + unused.name + " does not count: the policy forbids such comments";
        note.suggestion = "mend what it is about, and remove the comment";
      }
      note.path = file.file().path();
      note.line = note.end_line = unused.line;
      note.column = unused.column;
      note.excerpt = file.lines().line(unused.line);
      note.fingerprint =
          fingerprint(note.check, note.rule, note.path, unused.name + note.excerpt, 0);
      result.notes.push_back(std::move(note));
    };
    for (const FileSuppressions::Unused& unused : accepted.comments.unused(said, looked_at))
      say("unused-ignore", unused);
    for (const FileSuppressions::Unused& unknown :
         accepted.comments.unknown([&](const auto& name) { return names_.cure(name); }, looked_at))
      say("unknown-ignore", unknown);
  }

  void count_lines(FileContext& file, UnitResult& result) {
    try {
      if (file.is_binary() || file.old_is_binary())
        return;  // it has no lines, as in `git diff --stat`
      for (const Hunk& hunk : file.hunks()) {
        result.added += hunk.new_count;
        result.removed += hunk.old_count;
      }
    } catch (const Error& error) {
      add_problem(result, error.problem());
    }
  }

  void visit_other(Visitors& visitors, const Unit& unit, std::size_t index) {
    for (std::size_t check = 0; check < planned_.size(); ++check) {
      if (!takes_part(check, index)) continue;
      guarded(visitors, check, index, [&] {
        const std::vector<RawFinding> raw =
            visitors.visit(planned_[check], unit, whole_ ? *whole_ : counts_);
        if (raw.empty()) return;
        results_[index].findings.emplace_back(
            check, resolve(config_, options_, unit, planned_[check], raw));
      });
    }
  }

  // With workers still at it (not `all_done`) nothing of theirs is touched.
  Report assemble(const std::vector<Unit>& units, std::vector<UnitResult> results,
                  const ChangeSummary& counts, bool all_done) {
    Report report;
    report.change = counts;
    report.shard = options_.shard;
    report.shards = options_.shards;
    if (report.shards > 1) report.findings_limit = config_.limits.findings;
    Masker masker;
    for (const LoadedCheck& check : checks_)
      for (const Pattern& pattern : check.declaration.patterns)
        if (pattern.secret && !check.source.built_in) masker.know(pattern);
    std::vector<std::vector<Finding>> by_unit(results.size());
    if (options_.trace && all_done) report.trace = trace_of(units, results);
    std::vector<bool> spoke(planned_.size(), false);
    std::vector<std::size_t>
        ends;  // the unit at which a check failed, and after which it says nothing
    for (std::size_t check = 0; check < planned_.size(); ++check)
      ends.push_back(endings_.of(check).unit);
    for (std::size_t unit = 0; unit < results.size(); ++unit) {
      UnitResult& result = results[unit];
      for (auto& [check, findings] : result.findings) {
        if (unit > ends[check]) continue;
        if (!findings.empty()) spoke[check] = true;
        std::move(findings.begin(), findings.end(), std::back_inserter(by_unit[unit]));
      }
      std::move(result.notes.begin(), result.notes.end(), std::back_inserter(by_unit[unit]));
      std::move(result.loosened.begin(), result.loosened.end(),
                std::back_inserter(report.loosened));
      report.summary.suppressed += result.suppressed;
      for (std::string& secret : result.secrets) masker.add(std::move(secret));
      for (Problem& problem : result.problems)
        if (std::find(report.problems.begin(), report.problems.end(), problem) ==
            report.problems.end())
          report.problems.push_back(std::move(problem));
      if (options_.profile && units[unit].kind == Unit::Kind::file)
        report.slowest_files.push_back(
            {units[unit].file->path(), result.milliseconds, result.memory});
    }
    if (cancelled())
      report.problems.push_back(
          {ProblemKind::repository, "the run was cancelled", {}, 0, "run it again to the end"});
    report.findings = join(std::move(by_unit));
    sort_findings(report.findings);
    report.summary.suppressed += std::erase_if(report.findings, [&](const Finding& finding) {
      return ignores_.match(finding) != nullptr;
    });
    if (options_.baseline)
      report.summary.baseline = drop_accepted(report.findings, *options_.baseline);
    report.summary.loosened = report.loosened.size();
    const std::set<std::string> cut = cut_floods(report.findings, config_.limits.findings);
    describe_checks(report, spoke, cut, all_done);
    keep_slowest(report.slowest_files);
    if (is_waited_for(change_.kind)) report.budget_milliseconds = config_.budget_seconds * 1000;
    if (options_.unmasked) {
      options_.unmasked->fixes.clear();
      for (const Finding& finding : report.findings)
        options_.unmasked->fixes.push_back(finding.commit.empty() ? finding.fix
                                                                  : std::vector<Fix>());
    }
    if (!options_.show_secrets) mask_report(report, masker);
    if (options_.unmasked)
      options_.unmasked->masker = std::make_shared<const Masker>(std::move(masker));
    count(report, config_.fail_on);
    return report;
  }

  // What was done with each part of the change, in its order.
  std::vector<std::string> trace_of(const std::vector<Unit>& units,
                                    const std::vector<UnitResult>& results) const {
    const auto names = [&](std::string_view what, const std::vector<std::size_t>& checks) {
      std::string text;
      for (const std::size_t check : checks)
        text += (text.empty() ? "; " + std::string(what) + " " : ", ") +
                planned_[check].check->declaration.name;
      return text;
    };
    std::vector<std::string> trace;
    for (std::size_t i = 0; i < units.size(); ++i) {
      const UnitResult& result = results[i];
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

  static void keep_slowest(std::vector<FileCost>& files) {
    std::stable_sort(files.begin(), files.end(), [](const FileCost& a, const FileCost& b) {
      return a.milliseconds > b.milliseconds;
    });
    if (files.size() > 10) files.resize(10);
  }

  void describe_checks(Report& report, const std::vector<bool>& spoke,
                       const std::set<std::string>& cut, bool all_done) {
    for (std::size_t i = 0; i < planned_.size(); ++i) {
      const PlannedCheck& planned = planned_[i];
      const Declaration& declaration = planned.check->declaration;
      const Endings::Failure failure = endings_.of(i);
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
        if (cut.contains(outcome.name)) outcome.reason = flood_reason(config_.limits.findings);
      }
      outcome.milliseconds = static_cast<double>(planned.meter->nanoseconds.load()) / 1e6;
      for (const auto& visitors : visitors_)
        if (all_done && visitors)
          outcome.peak_memory = std::max(outcome.peak_memory, visitors->peak_memory(planned));
      report.checks.push_back(std::move(outcome));
      describe_rules(report, declaration);
    }
  }

  static void describe_rules(Report& report, const Declaration& declaration) {
    report.rules.push_back({declaration.name, "", declaration.summary, declaration.doc,
                            declaration.url, declaration.level});
    for (const Rule& rule : declaration.rules)
      report.rules.push_back({declaration.name, rule.id, rule.summary, rule.help,
                              rule.url.empty() ? declaration.url : rule.url,
                              rule.level.value_or(declaration.level)});
  }

  const Change& change_;
  const std::vector<LoadedCheck>& checks_;
  const Config& config_;
  const EngineOptions& options_;
  Ignores ignores_;
  KnownNames names_;
  std::vector<PlannedCheck> planned_;
  Endings endings_;
  unsigned jobs_;
  std::vector<std::vector<FileChange>> by_commit_;  // parallel to change_.commits
  ChangeSummary counts_;                            // of this shard
  std::optional<ChangeSummary> whole_;              // where that is only a part
  std::unique_ptr<SharedPatterns> patterns_;
  std::optional<KnownClean> known_clean_;
  std::vector<std::unique_ptr<Visitors>> visitors_;  // by worker
  std::vector<Pulse> pulses_;                        // by worker
  std::vector<UnitResult> results_;                  // by unit
  std::vector<std::atomic<bool>> finished_;          // by unit: its result is complete
};

}  // namespace

Report run_checks(const Change& change, const std::vector<LoadedCheck>& checks,
                  const Config& config, const EngineOptions& options) {
  return Run(change, checks, config, options).report();
}

}  // namespace moongate
