#include "engine/engine.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/assemble_report.h"
#include "engine/by_subject.h"
#include "engine/cached_results.h"
#include "engine/check_outcomes.h"
#include "engine/gather_facts.h"
#include "engine/generated_files.h"
#include "engine/ignore_comments.h"
#include "engine/introductions.h"
#include "engine/kept_bytes.h"
#include "engine/plan.h"
#include "engine/resolve_finding.h"
#include "engine/unit_result.h"
#include "engine/visit.h"
#include "engine/watchdog.h"
#include "engine/workers.h"

namespace moongate {

namespace {

using Clock = std::chrono::steady_clock;

// Where a worker is that compiles the checks' patterns, before any unit.
constexpr std::size_t no_unit = std::numeric_limits<std::size_t>::max();

std::size_t place_in(const std::vector<Commit>& commits, const Commit* commit) {
  return static_cast<std::size_t>(commit - commits.data());
}

double milliseconds_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

// `lint` is about text that people write; two of its checks are about what is dangerous or broken
// wherever it stands.
bool is_about_written_text(const Declaration& declaration) {
  return declaration.name.starts_with("lint/") && declaration.name != "lint/invisible-unicode" &&
         declaration.name != "lint/merge-conflict" && !declaration.binary;
}

class Run {
 public:
  Run(const Change& change, const std::vector<LoadedCheck>& checks, const Config& config,
      const EngineOptions& options)
      : change_(change),
        checks_(checks),
        config_(config),
        options_(options),
        attributes_(change.after, change.read),
        attributes_before_(change.before, change.read),
        names_(checks, options.unreadable),
        planned_(plan_checks(change, checks, config, options)),
        endings_(planned_.size()),
        jobs_(options.jobs ? options.jobs : std::max(1u, std::thread::hardware_concurrency())),
        pulses_(jobs_) {}

  Report report() {
    const Clock::time_point begin = Clock::now();
    apply_change_limits();
    list_commit_files();
    const bool whole = options_.shards > 1 && options_.shard == 0 && any_finishes();
    const bool totals =
        std::any_of(planned_.begin(), planned_.end(), [](const PlannedCheck& check) {
          return check.by_commit && !check.skipped && check.check->declaration.has(Visitor::change);
        });
    introductions_.emplace(change_, by_commit_);
    std::vector<Unit> units =
        plan_units(change_, by_commit_, *introductions_, totals, config_, options_, whole);
    counts_ = summary_of(units);
    visitors_.resize(jobs_);
    results_.resize(units.size());
    finished_ = std::vector<std::atomic<bool>>(units.size());
    std::optional<Watch> watch;
    if (options_.watchdog.expired)
      watch.emplace(
          pulses_, [&](const Pulse::Place& place) { return patience(place); },
          [&](const Pulse::Place& place) { give_up(place, units, begin); },
          std::min(1.0, options_.watchdog.seconds / 4));
    share_patterns();
    known_clean_.emplace(
        options_.cache, planned_, config_, options_,
        static_cast<std::size_t>(std::count_if(units.begin(), units.end(), [](const Unit& unit) {
          return unit.kind == Unit::Kind::file;
        })));

    // The whole-change visitor comes last: it is told the counts, which the files give. Behind it
    // is only `finish`, which is told the facts of all.
    const bool with_change = !units.empty() && units.back().kind == Unit::Kind::finish;
    const std::size_t first = units.size() - (with_change ? 2 : 0);
    std::atomic<std::uint64_t> done{0};
    const auto files =
        static_cast<std::uint64_t>(std::count_if(units.begin(), units.end(), [](const Unit& unit) {
          return unit.kind == Unit::Kind::file;
        }));
    for_each_item(jobs_, first, options_.cancel, [&](unsigned worker, std::size_t item) {
      visit(worker, units[item], item);
      if (options_.progress && units[item].kind == Unit::Kind::file)
        options_.progress(++done, files);
    });
    for (const UnitResult& result : results_) {
      counts_.added_lines += result.added;
      counts_.removed_lines += result.removed;
    }
    if (with_change && !cancelled()) {
      if (options_.shards > 1) count_whole();
      visit(0, units[first], first);
      finish(units);
    }
    watch.reset();
    keep_clean_results();

    Report report = assemble(judged(&visitors_), units, std::move(results_), counts_);
    report.milliseconds = milliseconds_since(begin);
    return report;
  }

 private:
  Judged judged(const std::vector<std::unique_ptr<Visitors>>* visitors) const {
    return {change_, checks_, config_, options_, planned_, endings_, visitors};
  }

  bool any_finishes() const {
    return std::any_of(planned_.begin(), planned_.end(), [](const PlannedCheck& planned) {
      return !planned.skipped && planned.check->declaration.has(Visitor::finish);
    });
  }

  bool cancelled() const { return options_.cancel && options_.cancel->load(); }

  void keep_clean_results() {
    if (!known_clean_->on()) return;
    for (const UnitResult& result : results_)
      known_clean_->keep(result.key, result.known, result.clean_result);
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
    std::string where = ", while its patterns were compiled";
    if (place.unit != no_unit) {
      const Unit& unit = units[place.unit];
      where = unit.file ? unit.file->path() : unit.branch ? unit.branch->name : "";
      if (!where.empty()) where = ", at " + where;
    }
    endings_.given_up(
        place.check, place.unit == no_unit ? 0 : place.unit,
        "did not end within " + std::to_string(static_cast<std::uint64_t>(place.seconds)) +
            " s although its limits should have ended it" + where + ": the run was given up there",
        false);
    Report report = assemble(judged(nullptr), units, std::move(results), counts);
    report.milliseconds = milliseconds_since(begin);
    options_.watchdog.expired(std::move(report));
  }

  // The change was opened before its configuration was known.
  void apply_change_limits() {
    const Limits& limits = config_.limits;
    if (change_.budget) {
      change_.budget->most_files = limits.files;
      change_.budget->most_read = limits.read;
    }
    if (change_.files.size() > limits.files) throw TooManyFiles(limits.files, false);
  }

  // Each commit may be within the limit and all of them together far beyond it.
  void list_commit_files() {
    const bool wanted =
        std::any_of(planned_.begin(), planned_.end(),
                    [](const PlannedCheck& check) { return check.by_commit && !check.skipped; });
    if (!wanted) return;
    const bool known = std::any_of(planned_.begin(), planned_.end(), [](const PlannedCheck& check) {
      return check.known_too && !check.skipped;
    });
    const std::size_t news = change_.commits.size();
    by_commit_.resize(news + (known ? change_.known.size() : 0));
    std::atomic<std::uint64_t> files{0};
    for_each_item(jobs_, by_commit_.size(), options_.cancel, [&](unsigned, std::size_t i) {
      by_commit_[i] = change_.files_of(i < news ? change_.commits[i] : change_.known[i - news]);
      if ((files += by_commit_[i].size()) > config_.limits.files)
        throw TooManyFiles(config_.limits.files, false);
    });
  }

  ChangeSummary summary_of(const std::vector<Unit>& units) const {
    ChangeSummary counts;
    counts.kind = change_.kind;
    counts.base = change_.base;
    counts.bases = change_.bases;
    counts.head = change_.head;
    counts.why = change_.why;
    counts.now = change_.now;
    counts.updates = change_.updates;
    counts.left_out = change_.left_out;
    for (const Unit& unit : units) {
      if (unit.elsewhere) continue;
      if (unit.kind == Unit::Kind::commit && !unit.known && !unit.commit->is_note) ++counts.commits;
      if (unit.kind == Unit::Kind::file && !unit.commit) ++counts.files;
    }
    return counts;
  }

  // The visitor of the whole change is told of the whole, also of files that other shards check.
  // One that cannot be read is a problem of its own shard.
  void count_whole() {
    if (std::none_of(planned_.begin(), planned_.end(), [](const PlannedCheck& planned) {
          return !planned.skipped && (planned.check->declaration.has(Visitor::change) ||
                                      planned.check->declaration.has(Visitor::finish));
        }))
      return;
    EngineOptions unsharded = options_;
    unsharded.shard = 0;
    unsharded.shards = 1;
    const std::vector<Unit> units =
        plan_units(change_, {}, Introductions(change_, {}), false, config_, unsharded);
    std::vector<UnitResult> lines(units.size());
    for_each_item(jobs_, units.size(), options_.cancel, [&](unsigned, std::size_t item) {
      if (units[item].kind != Unit::Kind::file) return;
      FileContext file(change_, *units[item].file, nullptr);
      if (options_.include_existing) file.count_all_as_added();
      count_lines(file, lines[item]);
    });
    whole_ = summary_of(units);
    for (const UnitResult& result : lines) {
      whole_->added_lines += result.added;
      whole_->removed_lines += result.removed;
    }
  }

  // A check that fails here is left out, and the others go on.
  void share_patterns() {
    const auto index_of = [&](const PlannedCheck& check) {
      return static_cast<std::size_t>(&check - planned_.data());
    };
    patterns_ = std::make_unique<SharedPatterns>(
        planned_, config_.limits,
        [&](const PlannedCheck& check) { pulses_[0].begin(index_of(check), no_unit); },
        [&](const PlannedCheck& check, const Error* error) {
          const std::size_t index = index_of(check);
          planned_[index].skipped = true;
          if (error)
            endings_.failed(index, error->problem());
          else
            endings_.aborted(index, 0,
                             "compiling its patterns used more CPU time than `limits.check_time`");
        });
    pulses_[0].end();
  }

  void visit(unsigned worker, const Unit& unit, std::size_t index) {
    if (!visitors_[worker])
      visitors_[worker] =
          std::make_unique<Visitors>(change_, config_, options_, *patterns_, attributes_, worker);
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
      if (aborted.of_all)
        endings_.given_up(check, 0, aborted.reason, true);
      else
        endings_.aborted(check, index, aborted.reason);
    } catch (const Error& error) {
      if (error.problem().kind == ProblemKind::repository) {
        add_problem(results_[index].problems, error.problem());
        return;
      }
      endings_.failed(check, error.problem());
    } catch (const std::bad_alloc&) {
      endings_.aborted(check, index, "the machine's memory ran out");
    } catch (const std::exception& exception) {
      // A bug of ours that one check or one file brings out must not silence all others.
      Problem problem;
      problem.kind = ProblemKind::check;
      problem.message = "internal error while running check '" +
                        planned_[check].check->declaration.name + "': " + exception.what();
      problem.path = planned_[check].check->declaration.source_path;
      problem.help = "please report it, with the check";
      endings_.failed(check, std::move(problem));
    }
  }

  bool takes_part(std::size_t check, const Unit& unit, std::size_t index) const {
    return !planned_[check].skipped && takes_unit(planned_[check], unit, options_) &&
           !endings_.over(check, index) && !cancelled();
  }

  void visit_file(Visitors& visitors, const Unit& unit, std::size_t index) {
    UnitResult& result = results_[index];
    VisitedFile visited(change_, *unit.file, unit.commit);
    if (options_.include_existing) visited.context.count_all_as_added();
    const bool cached = known_clean_->on() && !unit.elsewhere;
    const bool generated = unit.file->after && is_generated_now(unit, index);
    const bool generated_before = !generated || was_generated(*unit.file);
    if (cached) {
      result.key = known_clean_->key_of(unit, generated);
      result.known = known_clean_->find(result.key);
    }
    CleanResult clean_result = result.known.value_or(CleanResult{});
    std::vector<std::pair<std::size_t, std::vector<RawFinding>>> raw;
    std::vector<std::size_t> ran;  // checks, to their end over this file
    bool hidden = false;           // findings, because attributes call the file binary
    for (std::size_t check = 0; check < planned_.size(); ++check) {
      const PlannedCheck& planned = planned_[check];
      const bool finishes = planned.check->declaration.has(Visitor::finish);
      if ((unit.commit && !planned.by_commit) || !takes_part(check, unit, index)) continue;
      guarded(visitors, check, index, [&] {
        if (!visitors.wants_path(planned, visited.context)) return;
        const Declaration& declaration = planned.check->declaration;
        if (generated && is_about_written_text(declaration)) {
          if (!unit.commit && !unit.elsewhere) result.generated = true;
          // What the change itself calls generated is looked at, to say what that hides.
          if (generated_before) return;
        }
        const CheckSettings& settings = config_.settings(declaration.name, unit.file->path());
        const bool cacheable = cached && !visitors.looked_elsewhere(planned, *unit.file);
        const std::uint64_t key = cacheable ? known_clean_->key_of(check, settings) : 0;
        if (key && result.known && found_clean(*result.known, key)) {
          if (options_.trace) result.skipped.push_back(check);
          return;
        }
        std::vector<RawFinding> found;
        if (visitors.wants_language(planned, visited.context)) {
          std::vector<Fact> facts;
          found = visitors.visit_file(planned, visited, finishes ? &facts : nullptr);
          if (!facts.empty()) result.facts.emplace_back(check, std::move(facts));
          ran.push_back(check);
        }
        // Asked only of what was found: most files never need their attributes.
        if (!found.empty() && is_about_written_text(declaration) &&
            (generated || is_called_binary(attributes_, unit.file->path()))) {
          ran.pop_back();
          hidden = true;
          return;
        }
        if (!found.empty())
          raw.emplace_back(check, std::move(found));
        else if (key)
          clean_result.checks.push_back(key);
      });
    }
    // A file is known only if it has no comment that accepts anything.
    Accepted accepted =
        result.known ? nothing_accepted() : accepted_in(visited.context, config_, result);
    if (result.known) {
      result.added = clean_result.added;
      result.removed = clean_result.removed;
    } else if (!unit.commit && !unit.elsewhere) {
      count_lines(visited.context, result);
      clean_result.added = static_cast<std::uint32_t>(result.added);
      clean_result.removed = static_cast<std::uint32_t>(result.removed);
    }
    if (cached && result.problems.empty() && accepted.comments.empty())
      result.clean_result = std::move(clean_result);

    const std::vector<ByteRange> secrets = secrets_in(visitors, unit, index, visited, &raw);
    for (const auto& said : raw)
      guarded(visitors, said.first, index, [&] {
        std::vector<std::string> marked;
        result.findings.emplace_back(
            said.first, resolve_file(change_, config_, options_, attributes_, unit, visited,
                                     planned_[said.first], said.second, secrets, accepted, marked));
        for (std::string& text : marked) result.secrets.push_back({said.first, std::move(text)});
      });
    result.suppressed = accepted.suppressed;
    result.suppressed_by_commit = std::move(accepted.suppressed_by_commit);
    if (options_.trace) result.ran = ran;
    if (hidden) note_hidden(*unit.file, !generated_before, result);
    if (unit.commit || unit.elsewhere) return;
    // What a comment accepts of `finish` is not known yet.
    std::erase_if(ran, [&](std::size_t check) {
      return planned_[check].check->declaration.has(Visitor::finish);
    });
    judge_comments(visited.context, accepted, ran,
                   {config_, planned_, names_, change_.kind, options_.include_existing}, result);
  }

  bool has_before() const {
    return change_.kind != ChangeKind::tree && change_.kind != ChangeKind::history;
  }

  bool is_generated_now(const Unit& unit, std::size_t index) {
    try {
      return is_generated(attributes_, unit.file->path());
    } catch (const Error& error) {
      add_problem(results_[index].problems, error.problem());
      return false;
    }
  }

  bool was_generated(const FileChange& file) const {
    try {
      return !has_before() || is_generated(attributes_before_, file.path());
    } catch (const Error&) {
      return false;  // an old side that cannot be read excuses nothing
    }
  }

  // A change that calls a file binary or generated takes it out of `lint`: that relaxes the rules.
  void note_hidden(const FileChange& file, bool newly_generated, UnitResult& result) const {
    const auto note = [&](const char* what) {
      result.relaxed.push_back(
          {std::string("lint findings left out: .gitattributes now calls it ") + what, file.path(),
           0});
    };
    if (newly_generated)
      note("generated or vendored");
    else if (has_before() && !is_called_binary(attributes_before_, file.path()))
      note("binary");
  }

  // Where this file's secrets stand, in order: a fingerprint must not tell one. `raw` is what
  // checks said of this file; null: they were not asked yet. Only where there is a fingerprint to
  // make.
  using RawByCheck = std::vector<std::pair<std::size_t, std::vector<RawFinding>>>;
  std::vector<ByteRange> secrets_in(Visitors& visitors, const Unit& unit, std::size_t index,
                                    VisitedFile& visited, const RawByCheck* raw) {
    std::vector<ByteRange> secrets;
    const auto add = [&](const std::vector<RawFinding>& found) {
      for (const RawFinding& finding : found)
        if (finding.secret) secrets.push_back(*finding.secret);
    };
    if (raw)
      for (const auto& [check, found] : *raw) add(found);
    for (std::size_t check = 0; !raw && check < planned_.size(); ++check) {
      const PlannedCheck& planned = planned_[check];
      const std::vector<Pattern>& patterns = planned.check->declaration.patterns;
      const bool knows_secrets =
          std::any_of(patterns.begin(), patterns.end(), [](const Pattern& p) { return p.secret; });
      if ((unit.commit && !planned.by_commit) || !knows_secrets || !takes_part(check, unit, index))
        continue;
      guarded(visitors, check, index, [&] {
        if (visitors.wants_path(planned, visited.context) &&
            visitors.wants_language(planned, visited.context))
          add(visitors.visit_file(planned, visited, nullptr));
      });
    }
    std::sort(secrets.begin(), secrets.end(),
              [](const ByteRange& a, const ByteRange& b) { return a.begin < b.begin; });
    return secrets;
  }

  static bool found_clean(const CleanResult& clean_result, std::uint64_t check) {
    return std::find(clean_result.checks.begin(), clean_result.checks.end(), check) !=
           clean_result.checks.end();
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
      add_problem(result.problems, error.problem());
    }
  }

  // The files and lines of one commit, counted when a check asks.
  Counts counts_of_commit(const Unit& unit, std::size_t index) {
    return [this, &unit, index,
            counts = std::optional<ChangeSummary>()]() mutable -> const ChangeSummary& {
      if (counts) return *counts;
      counts.emplace();
      counts->kind = change_.kind;
      counts->commits = 1;
      UnitResult lines;
      for (const FileChange& file : *unit.files) {
        if (!in_run(file.path(), config_, options_)) continue;
        ++counts->files;
        FileContext context(change_, file, unit.commit);
        if (options_.include_existing) context.count_all_as_added();
        count_lines(context, lines);
      }
      for (const Problem& problem : lines.problems) add_problem(results_[index].problems, problem);
      counts->added_lines = lines.added;
      counts->removed_lines = lines.removed;
      return *counts;
    };
  }

  void visit_other(Visitors& visitors, const Unit& unit, std::size_t index) {
    const Counts counts =
        unit.files
            ? counts_of_commit(unit, index)
            : Counts([this]() -> const ChangeSummary& { return whole_ ? *whole_ : counts_; });
    for (std::size_t check = 0; check < planned_.size(); ++check) {
      if (!takes_part(check, unit, index)) continue;
      std::vector<RawFinding> raw;
      guarded(visitors, check, index, [&] {
        std::vector<Fact> facts;
        raw = visitors.visit(planned_[check], unit, counts, &facts);
        if (!facts.empty()) results_[index].facts.emplace_back(check, std::move(facts));
      });
      for (const SubjectFindings& part : by_subject(change_, unit, std::move(raw)))
        guarded(visitors, check, index, [&] {
          results_[index].findings.emplace_back(
              check,
              part.unit.kind == Unit::Kind::file
                  ? resolve_in_file(visitors, check, index, part.unit, part.raw)
                  : resolve(change_, config_, options_, part.unit, planned_[check], part.raw));
        });
    }
  }

  // Each check with `finish` is called with all of its facts; with none if it failed anywhere,
  // since they would not be all.
  void finish(const std::vector<Unit>& units) {
    const std::size_t index = units.size() - 1;
    Visitors& visitors = *visitors_[0];
    const Clock::time_point begin = Clock::now();
    for (std::size_t check = 0; check < planned_.size(); ++check) {
      const PlannedCheck& planned = planned_[check];
      if (!planned.check->declaration.has(Visitor::finish) || endings_.of(check).happened() ||
          !takes_part(check, units[index], index))
        continue;
      guarded(visitors, check, index, [&] {
        const std::vector<FactGroup> groups =
            gather_facts(change_, *introductions_, planned, check, units, results_);
        std::vector<std::vector<Finding>> by_group;
        for (const FactGroup& group : groups)
          by_group.push_back(finish_group(visitors, check, index, group));
        results_[index].findings.emplace_back(check, once(groups, std::move(by_group)));
      });
    }
    results_[index].milliseconds = milliseconds_since(begin);
    finished_[index].store(true, std::memory_order_release);
  }

  std::vector<Finding> finish_group(Visitors& visitors, std::size_t check, std::size_t index,
                                    const FactGroup& group) {
    std::map<std::string_view, const FileChange*> by_path;
    const bool known = group.commit && is_known(change_, *group.commit);
    const auto files = [&]() -> const std::vector<FileChange>& {
      if (!group.commit) return change_.files;
      return known ? by_commit_[change_.commits.size() + place_in(change_.known, group.commit)]
                   : by_commit_[place_in(change_.commits, group.commit)];
    };
    Finish finish;
    finish.counts = whole_ ? &*whole_ : &counts_;
    finish.commit = group.commit;
    finish.facts = group.facts;
    finish.file_at = [&](const std::string& path) -> const FileChange* {
      if (by_path.empty())
        for (const FileChange& file : files())
          if (in_run(file.path(), config_, options_)) by_path.emplace(file.path(), &file);
      const auto found = by_path.find(path);
      return found == by_path.end() ? nullptr : found->second;
    };
    std::vector<Finding> findings;
    std::vector<std::pair<const FileChange*, std::vector<RawFinding>>> by_file;
    for (RawFinding& said : visitors.finish(planned_[check], finish)) {
      const FileChange* const file = said.subject.file.get();
      auto place = std::find_if(by_file.begin(), by_file.end(),
                                [&](const auto& entry) { return entry.first == file; });
      if (place == by_file.end())
        place = by_file.insert(by_file.end(), {file, std::vector<RawFinding>()});
      place->second.push_back(std::move(said));
    }
    for (auto& [file, said] : by_file) {
      if (!file) {
        for (const RawFinding& one : said) {
          Unit unit{.kind = Unit::Kind::change};
          if (one.subject.commit)
            unit = {.kind = Unit::Kind::commit, .commit = one.subject.commit, .known = known};
          for (Finding& finding : resolve(change_, config_, options_, unit, planned_[check], {one}))
            findings.push_back(std::move(finding));
        }
        continue;
      }
      const Unit unit{
          .kind = Unit::Kind::file, .file = file, .commit = group.commit, .known = known};
      for (Finding& finding : resolve_in_file(visitors, check, index, unit, said))
        findings.push_back(std::move(finding));
    }
    return findings;
  }

  // What was reported on a file by a visitor of something else, or by `finish`, comes to the same
  // as if the file had been visited.
  std::vector<Finding> resolve_in_file(Visitors& visitors, std::size_t check, std::size_t index,
                                       Unit unit, const std::vector<RawFinding>& said) {
    UnitResult& result = results_[index];
    if (unit.commit)
      unit.net = introductions_->net_of(*unit.file, *unit.commit);
    else if (planned_[check].by_commit)
      unit.introduced_by = introductions_->answering(*unit.file);
    VisitedFile visited(change_, *unit.file, unit.commit);
    if (options_.include_existing) visited.context.count_all_as_added();
    Accepted accepted = accepted_in(visited.context, config_, result);
    const bool has_lines =
        std::any_of(said.begin(), said.end(), [](const RawFinding& one) { return one.line > 0; });
    const std::vector<ByteRange> secrets =
        has_lines ? secrets_in(visitors, unit, index, visited, nullptr) : std::vector<ByteRange>();
    std::vector<std::string> marked;
    std::vector<Finding> findings =
        resolve_file(change_, config_, options_, attributes_, unit, visited, planned_[check], said,
                     secrets, accepted, marked);
    for (std::string& text : marked) result.secrets.push_back({check, std::move(text)});
    result.suppressed += accepted.suppressed;
    std::move(accepted.suppressed_by_commit.begin(), accepted.suppressed_by_commit.end(),
              std::back_inserter(result.suppressed_by_commit));
    return findings;
  }

  const Change& change_;
  const std::vector<LoadedCheck>& checks_;
  const Config& config_;
  const EngineOptions& options_;
  Attributes attributes_, attributes_before_;  // of the new side, and of the old one
  KnownNames names_;
  std::vector<PlannedCheck> planned_;
  Endings endings_;
  unsigned jobs_;
  // Parallel to change_.commits, and where some check wants them, change_.known after them.
  std::vector<std::vector<FileChange>> by_commit_;
  std::optional<Introductions> introductions_;  // of them
  ChangeSummary counts_;                        // of this shard
  std::optional<ChangeSummary> whole_;          // where that is only a part
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
