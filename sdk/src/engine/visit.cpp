#include "engine/visit.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "core/thread_clock.h"
#include "core/units.h"
#include "engine/generated_files.h"
#include "engine/new_findings.h"
#include "engine/resolve_finding.h"
#include "syntax/nodes.h"

namespace moongate {

namespace {

std::vector<PatternSet::Entry> entries_of(const std::vector<PlannedCheck>& checks,
                                          std::map<const Pattern*, const PlannedCheck*>& owners) {
  std::vector<PatternSet::Entry> entries;
  for (const PlannedCheck& planned : checks) {
    const Declaration& declaration = planned.check->declaration;
    if (planned.skipped || !declaration.has(Visitor::match)) continue;
    for (const Pattern& pattern : declaration.patterns) {
      entries.push_back({&pattern, declaration.source_path});
      owners.emplace(&pattern, &planned);
    }
  }
  return entries;
}

// The thread's CPU time from one call to the next, or to the end, is that of the check named first.
class Charge {
 public:
  Charge() = default;
  ~Charge() { settle(); }
  Charge(const Charge&) = delete;
  Charge& operator=(const Charge&) = delete;

  void to(const PlannedCheck& check) {
    settle();
    running_ = &check;
  }

 private:
  void settle() {
    const std::int64_t now = thread_cpu_nanoseconds();
    if (running_) running_->meter->nanoseconds += now - since_;
    since_ = now;
  }

  const PlannedCheck* running_ = nullptr;
  std::int64_t since_ = thread_cpu_nanoseconds();
};

bool within(const PlannedCheck& check, const Limits& limits, std::size_t input) {
  const double used = static_cast<double>(check.meter->nanoseconds.load()) / 1e9;
  return used <= check.meter->allowed_seconds(limits, input);
}

// One commit of the change as a change of its own.
Change change_of_commit(const Change& whole, const Unit& unit) {
  Change change;
  change.kind = whole.kind;
  change.why = whole.why;
  change.now = whole.now;
  change.root = whole.root;
  change.head = unit.commit->id.hex();
  for (const Oid& parent : unit.commit->parents) change.bases.push_back(parent.hex());
  if (!change.bases.empty()) change.base = change.bases.front();
  change.files = *unit.files;
  change.commits = {*unit.commit};
  change.before = whole.before;
  change.after = whole.after;
  change.read = whole.read;
  change.size_of = whole.size_of;
  change.files_of = whole.files_of;
  return change;
}

// What was said of such a change speaks of the whole one's commit and files, which outlive it.
void outlive(const Change& of_commit, const Unit& unit, FindingSubject& subject) {
  if (subject.commit == of_commit.commits.data()) subject.commit = unit.commit;
  if (!subject.file) return;
  subject.commit = unit.commit;
  const std::less<> less;
  const FileChange* const first = of_commit.files.data();
  if (less(subject.file.get(), first) || !less(subject.file.get(), first + of_commit.files.size()))
    return;  // of a list of its own, which it keeps
  subject.file = std::shared_ptr<const FileChange>(
      std::shared_ptr<void>(),
      &(*unit.files)[static_cast<std::size_t>(subject.file.get() - first)]);
}

void outlive(const Change& of_commit, const Unit& unit, Fact& fact) {
  if (fact.commit == of_commit.commits.data() || !fact.path.empty()) fact.commit = unit.commit;
}

ByteRange secret_of(const PatternMatch& match) {
  for (const std::optional<ByteRange>& capture : match.captures)
    if (capture && capture->end > capture->begin) return *capture;
  return {match.begin, match.end};
}

}  // namespace

SharedPatterns::SharedPatterns(const std::vector<PlannedCheck>& checks, const Limits& limits,
                               const Begin& begin, const Failed& failed)
    : set_(build(checks, limits, begin, failed)) {}

PatternSet SharedPatterns::build(const std::vector<PlannedCheck>& checks, const Limits& limits,
                                 const Begin& begin, const Failed& failed) {
  std::vector<PatternSet::Entry> entries = entries_of(checks, owners_);
  Charge charge;
  const auto leave_out = [&](const PlannedCheck& check, const Error* error) {
    if (left_out_.insert(&check).second) failed(check, error);
  };
  return PatternSet(
      std::move(entries),
      [&](const Pattern& pattern, std::size_t) {
        const PlannedCheck& check = *owner(&pattern);
        if (left_out_.contains(&check) || check.meter->cancelled()) return false;
        begin(check);
        charge.to(check);
        if (within(check, limits, 0)) return true;
        leave_out(check, nullptr);
        return false;
      },
      [&](const Pattern& pattern, const Error& error) { leave_out(*owner(&pattern), &error); });
}

std::vector<PatternMatch> SharedPatterns::find(std::string_view text, const Limits& limits,
                                               Over& over) const {
  Charge charge;
  std::map<const PlannedCheck*, std::uint64_t> held;
  return set_.find(text, [&](const Pattern& pattern, std::size_t bytes) {
    const PlannedCheck& check = *owner(&pattern);
    charge.to(check);
    if (left_out_.contains(&check) || over.contains(&check) || check.meter->cancelled())
      return false;
    if (!within(check, limits, text.size())) {
      over.emplace(&check, "its patterns used more CPU time than `limits.check_time` in ");
      return false;
    }
    if (bytes > 0 && (held[&check] += bytes) > limits.check_memory) {
      over.emplace(&check, "the matches of its patterns took more than " +
                               size_text(limits.check_memory) + " of memory in ");
      return false;
    }
    return true;
  });
}

Visitors::Visitors(const Change& change, const Config& config, const EngineOptions& options,
                   const SharedPatterns& patterns, const Attributes& attributes, unsigned worker)
    : change_(change),
      config_(config),
      options_(options),
      patterns_(patterns),
      attributes_(attributes),
      worker_(worker) {}

CheckInstance& Visitors::instance(const PlannedCheck& planned, const CheckSettings& settings,
                                  std::vector<Fact>* facts) {
  const auto key = std::make_pair(&planned, &settings);
  auto found = instances_.find(key);
  if (found == instances_.end()) {
    if (const auto failed = unloadable_.find(key); failed != unloadable_.end())
      throw failed->second;
    try {
      found = instances_
                  .emplace(key, CheckInstance(planned.check->source, planned.check->declaration,
                                              settings.options, config_.limits, *planned.meter))
                  .first;
    } catch (const Error& error) {
      unloadable_.emplace(key, error);
      throw;
    }
    found->second.list_only([this, &planned](FileContext& file) { return lists(planned, file); });
    found->second.know_generated(
        [this](std::string_view path) { return is_generated(attributes_, path); });
  }
  found->second.collect(facts);
  return found->second;
}

// What a check does not want it is not shown in lists either.
bool Visitors::lists(const PlannedCheck& planned, FileContext& file) const {
  return in_run(file.file().path(), config_, options_) && wants_path(planned, file) &&
         wants_language(planned, file) && (planned.check->declaration.binary || !file.is_binary());
}

bool Visitors::wants_path(const PlannedCheck& planned, const FileContext& file) const {
  const Declaration& declaration = planned.check->declaration;
  const std::string& path = file.file().path();
  const CheckSettings& settings = config_.settings(declaration.name, path);
  if (settings.level == Level::off && options_.named.empty()) return false;
  return config_.wants(declaration.name, path);
}

bool Visitors::wants_language(const PlannedCheck& planned, FileContext& file) const {
  const std::vector<std::string>& languages = planned.check->declaration.languages;
  return languages.empty() ||
         std::find(languages.begin(), languages.end(), file.language()) != languages.end();
}

const std::vector<PatternMatch>& Visitors::matches(VisitedFile& file) const {
  if (!file.matches) file.matches = patterns_.find(file.context.text(), config_.limits, file.over);
  return *file.matches;
}

bool Visitors::counts(FileContext& file, std::size_t begin, std::size_t end) const {
  return options_.include_existing || file.overlaps_added(begin, end);
}

bool Visitors::looked_below(const PlannedCheck& planned, const std::string& old_path,
                            const std::string& path) const {
  if (old_path == path) return true;
  const Declaration& declaration = planned.check->declaration;
  const CheckSettings& before = config_.settings(declaration.name, old_path);
  const CheckSettings& now = config_.settings(declaration.name, path);
  if (config_.excluded(old_path) || !config_.wants(declaration.name, old_path)) return false;
  if (&before == &now) return true;
  if (before.level == Level::off && options_.named.empty()) return false;
  const auto lower = [&](const std::string& rule) {
    RawFinding any;
    any.rule = rule;
    return level_of(config_, options_, declaration, before, any) <
           level_of(config_, options_, declaration, now, any);
  };
  return !lower("") && std::none_of(declaration.rules.begin(), declaration.rules.end(),
                                    [&](const Rule& rule) { return lower(rule.id); });
}

bool Visitors::looked_elsewhere(const PlannedCheck& planned, const FileChange& file) const {
  if (!file.before || !file.after) return false;
  const std::string& path = file.path();
  return !looked_below(planned, file.before->path, path) ||
         std::any_of(
             file.other_bases.begin(), file.other_bases.end(),
             [&](const FileVersion& base) { return !looked_below(planned, base.path, path); });
}

IgnoredBases Visitors::ignored_bases(const PlannedCheck& planned, VisitedFile& visited) const {
  IgnoredBases ignored(visited.base_count());
  const FileChange& file = visited.context.file();
  if (!file.after || !file.after->is_regular() || options_.include_existing) return ignored;
  const Declaration& declaration = planned.check->declaration;
  for (std::size_t i = 0; i < ignored.size(); ++i) {
    const FileVersion& base = visited.base(i);
    if (!base.is_regular() || !looked_below(planned, base.path, file.path())) {
      ignored[i] = true;  // of a link or submodule a check sees no text
      continue;
    }
    if (!declaration.binary && visited.against(i).old_is_binary()) ignored[i] = true;
    if (!declaration.languages.empty()) {
      FileChange alone;
      alone.before = base;
      FileContext old(change_, alone);
      if (!wants_language(planned, old)) ignored[i] = true;
    }
  }
  return ignored;
}

std::vector<RawFinding> Visitors::visit_file(const PlannedCheck& planned, VisitedFile& visited,
                                             std::vector<Fact>* facts) {
  const Declaration& declaration = planned.check->declaration;
  const CheckSettings& settings = config_.settings(declaration.name, visited.context.file().path());
  const IgnoredBases ignored = ignored_bases(planned, visited);
  FileContext& file = visited.ignoring(ignored);
  std::vector<RawFinding> found;
  // What the check says of every base that it looked at.
  const auto old_findings = [&](const auto& visit) {
    std::vector<OldFindings> bases;
    for (std::size_t i = 0; i < ignored.size() && !options_.include_existing; ++i) {
      if (ignored[i]) continue;
      FileContext& base = visited.against(i);
      OldFindings& old = bases.emplace_back();
      visit(base, old.found);
      old.lines = &base.old_lines();
    }
    return bases;
  };

  if (declaration.has(Visitor::changed_file) && (declaration.binary || !file.is_binary()))
    instance(planned, settings, facts).changed_file(file, found);

  // A symlink's text is a path and a submodule has none: only `changed_file` is told of them.
  const bool has_text = file.file().after && file.file().after->is_regular() &&
                        (declaration.binary || !file.is_binary());
  if (!has_text) return found;

  // The match pass reads natively; Lua is asked only about hits that the change added.
  if (declaration.has(Visitor::match)) {
    const std::vector<PatternMatch>& all = matches(visited);
    if (const auto over = visited.over.find(&planned); over != visited.over.end())
      throw CheckAborted{over->second + file.file().path()};
    for (const PatternMatch& match : all)
      if (patterns_.owner(match.pattern) == &planned && counts(file, match.begin, match.end)) {
        const std::size_t reported = found.size();
        instance(planned, settings, facts).match(file, match, found);
        // Only what the check did report is a secret: masking every candidate would blot out
        // ordinary words all over the report.
        if (match.pattern->secret)
          for (std::size_t i = reported; i < found.size(); ++i) found[i].secret = secret_of(match);
      }
  }

  if (declaration.has(Visitor::added_line) && !file.added().empty())
    instance(planned, settings, facts).added_lines(file, found);

  if (declaration.has(Visitor::file)) {
    std::vector<RawFinding> now;
    instance(planned, settings, facts).file(file, false, now);
    if (!now.empty())
      subtract_old(file, now, old_findings([&](FileContext& base, std::vector<RawFinding>& old) {
                     instance(planned, settings, nullptr).file(base, true, old);
                   }));
    std::move(now.begin(), now.end(), std::back_inserter(found));
  }

  if (declaration.has(Visitor::changed_node)) {
    std::vector<RawFinding> now;
    for (const NodeMatch& match : find_nodes(declaration, file, false, options_.include_existing,
                                             config_.limits, *planned.meter))
      instance(planned, settings, facts).changed_node(file, match, false, now);
    if (!now.empty() && visited.base_count() > 0 && !options_.include_existing) {
      // All of the new version against all of the old one: an old finding that the change does not
      // touch is excused by its own older self and not by one that the change touches.
      std::vector<RawFinding> all;
      for (const NodeMatch& match :
           find_nodes(declaration, file, false, true, config_.limits, *planned.meter))
        instance(planned, settings, nullptr).changed_node(file, match, false, all);
      subtract_old(file, all, old_findings([&](FileContext& base, std::vector<RawFinding>& old) {
                     for (const NodeMatch& match :
                          find_nodes(declaration, base, true, true, config_.limits, *planned.meter))
                       instance(planned, settings, nullptr).changed_node(base, match, true, old);
                   }));
      std::erase_if(now, [&](const RawFinding& touched) {
        return std::none_of(all.begin(), all.end(), [&](const RawFinding& left) {
          return left.line == touched.line && left.column == touched.column &&
                 left.end_line == touched.end_line && left.end_column == touched.end_column &&
                 left.rule == touched.rule && left.message == touched.message;
        });
      });
    }
    std::move(now.begin(), now.end(), std::back_inserter(found));
  }
  return found;
}

std::vector<RawFinding> Visitors::visit(const PlannedCheck& planned, const Unit& unit,
                                        const Counts& counts, std::vector<Fact>* facts) {
  const Declaration& declaration = planned.check->declaration;
  const CheckSettings& settings = config_.settings(declaration.name, "");
  std::vector<RawFinding> found;
  if (settings.level == Level::off && options_.named.empty()) return found;
  switch (unit.kind) {
    case Unit::Kind::file:
    case Unit::Kind::finish:
      break;
    case Unit::Kind::commit:
      if (declaration.has(Visitor::commit))
        instance(planned, settings, facts).commit(change_, *unit.commit, found);
      break;
    case Unit::Kind::branch:
      if (declaration.has(Visitor::branch))
        instance(planned, settings, facts).branch(change_, *unit.branch, found);
      break;
    case Unit::Kind::tag:
      if (declaration.has(Visitor::tag))
        instance(planned, settings, facts).tag(change_, *unit.tag, found);
      break;
    case Unit::Kind::pull_request:
      if (declaration.has(Visitor::pull_request))
        instance(planned, settings, facts).pull_request(change_, found);
      break;
    case Unit::Kind::change:
      if (unit.commit) {
        if (planned.by_commit && declaration.has(Visitor::change)) {
          const Change of_commit = change_of_commit(change_, unit);
          instance(planned, settings, facts).change(of_commit, counts, found);
          for (RawFinding& finding : found) outlive(of_commit, unit, finding.subject);
          if (facts)
            for (Fact& fact : *facts) outlive(of_commit, unit, fact);
        }
        break;
      }
      if (declaration.has(Visitor::change) &&
          (change_.kind != ChangeKind::message || asks_for(declaration, change_.kind)))
        instance(planned, settings, facts).change(change_, counts, found);
      break;
  }
  return found;
}

std::vector<RawFinding> Visitors::finish(const PlannedCheck& planned, const Finish& finish) {
  const CheckSettings& settings = config_.settings(planned.check->declaration.name, "");
  std::vector<RawFinding> found;
  // Where the check is on in a directory alone, that is where its facts come from.
  if (settings.level == Level::off && options_.named.empty() && finish.facts.empty()) return found;
  instance(planned, settings, nullptr).finish(change_, finish, found);
  return found;
}

std::uint64_t Visitors::lap_memory() {
  std::uint64_t most = 0;
  for (auto& [key, instance] : instances_) most = std::max(most, instance.lap_memory());
  return most;
}

std::uint64_t Visitors::peak_memory(const PlannedCheck& planned) const {
  std::uint64_t peak = 0;
  for (const auto& [key, instance] : instances_)
    if (key.first == &planned) peak = std::max(peak, instance.peak_memory());
  return peak;
}

}  // namespace moongate
