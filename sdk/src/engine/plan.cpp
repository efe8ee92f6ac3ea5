#include "engine/plan.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "fingerprint.h"

namespace moongate {

namespace {

bool has_files(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::staged:
    case ChangeKind::range:
    case ChangeKind::commit:
    case ChangeKind::push:
    case ChangeKind::tree:
    case ChangeKind::history:
    case ChangeKind::buffer:
      return true;
    case ChangeKind::message:
    case ChangeKind::refs:
      return false;
  }
  return false;
}

bool below(std::string_view path, std::string_view folder) {
  while (folder.starts_with("./")) folder.remove_prefix(2);
  while (folder.ends_with('/')) folder.remove_suffix(1);
  if (folder.empty() || folder == ".") return true;
  return path == folder ||
         (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/');
}

bool runs_at(const PlannedCheck& planned, const CheckSettings& settings, ChangeKind kind) {
  const std::vector<ChangeKind>& stages =
      settings.stages ? *settings.stages : planned.check->declaration.stages;
  return stages.empty() || std::find(stages.begin(), stages.end(), kind) != stages.end();
}

bool seeks_secrets(const Declaration& declaration) {
  return std::any_of(declaration.patterns.begin(), declaration.patterns.end(),
                     [](const Pattern& pattern) { return pattern.secret; });
}

}  // namespace

bool in_run(std::string_view path, const Config& config, const EngineOptions& options) {
  if (config.excluded(path)) return false;
  if (options.paths.empty()) return true;
  return std::any_of(options.paths.begin(), options.paths.end(),
                     [&](const std::string& folder) { return below(path, folder); });
}

bool selects(std::string_view name, std::string_view check) {
  if (name == check) return true;
  const std::string_view longer = name.size() > check.size() ? name : check;
  const std::string_view shorter = name.size() > check.size() ? check : name;
  return longer.starts_with(shorter) && longer[shorter.size()] == '/';
}

bool asks_for(const Declaration& declaration, ChangeKind kind) {
  const std::vector<ChangeKind>& stages = declaration.stages;
  return std::find(stages.begin(), stages.end(), kind) != stages.end();
}

bool sees(const Declaration& declaration, const Change& change) {
  const auto has = [&](Visitor visitor) { return declaration.has(visitor); };
  if (has(Visitor::change) && asks_for(declaration, change.kind)) return true;
  if (has(Visitor::pull_request) && change.pull_request) return true;
  if (change.kind == ChangeKind::refs) return has(Visitor::branch) || has(Visitor::tag);
  if (has(Visitor::tag) && !change.tags.empty()) return true;  // those of a push
  if (has(Visitor::commit) &&
      (change.kind == ChangeKind::message || !change.commits.empty() ||
       change.kind == ChangeKind::range || change.kind == ChangeKind::push ||
       change.kind == ChangeKind::commit))
    return true;
  if (!has_files(change.kind)) return false;
  return has(Visitor::added_line) || has(Visitor::changed_file) || has(Visitor::file) ||
         has(Visitor::match) || has(Visitor::changed_node) || has(Visitor::change);
}

std::vector<PlannedCheck> plan_checks(const Change& change, const std::vector<LoadedCheck>& checks,
                                      const Config& config, const EngineOptions& options) {
  std::vector<PlannedCheck> planned;
  for (const LoadedCheck& check : checks) {
    const Declaration& declaration = check.declaration;
    const CheckSettings& settings = config.settings(declaration.name, "");
    const bool named =
        std::any_of(options.named.begin(), options.named.end(),
                    [&](const std::string& name) { return selects(name, declaration.name); });
    const auto left_out = [&](const std::string& why) {
      if (options.trace) options.trace->push_back("check " + declaration.name + " not run: " + why);
    };
    if (!options.named.empty() && !named) {
      left_out("not asked for");
      continue;
    }

    PlannedCheck plan;
    plan.check = &check;
    plan.meter = std::make_unique<Meter>();
    plan.meter->cancel = options.cancel;
    const bool commits = settings.scope == Scope::commits && has_files(change.kind);
    // What is not news for this remote, or for any, is of interest only for what it gives away.
    plan.known_too = commits && !change.known.empty() && seeks_secrets(declaration);
    plan.by_commit = plan.known_too || (commits && !change.commits.empty());
    const bool skipped =
        std::any_of(options.skip.begin(), options.skip.end(), [&](const SkippedCheck& skip) {
          // NAME/RULE leaves the check running; the rule's findings are dropped later.
          return declaration.name == skip.name || declaration.name.starts_with(skip.name + "/");
        });
    if (skipped) {
      const auto by = std::find_if(options.skip.begin(), options.skip.end(), [&](const auto& skip) {
        return declaration.name == skip.name || declaration.name.starts_with(skip.name + "/");
      });
      if (!sees(declaration, change)) continue;
      plan.skipped = true;
      plan.skip_reason = by->reason;
    } else if (!sees(declaration, change)) {
      const std::string why = "there is nothing that it looks at in a change of kind " +
                              std::string(name_of(change.kind));
      if (!named) {
        left_out(why);
        continue;
      }
      plan.skipped = true;
      plan.skip_reason = why;
    } else if (!named) {
      if (settings.level == Level::off && !config.nested) {
        left_out("its level is off");
        continue;
      }
      if (!runs_at(plan, settings, change.kind)) {
        left_out("its stages are without " + std::string(name_of(change.kind)));
        continue;
      }
    }
    planned.push_back(std::move(plan));
  }
  std::sort(planned.begin(), planned.end(), [](const PlannedCheck& a, const PlannedCheck& b) {
    return a.check->declaration.name < b.check->declaration.name;
  });
  return planned;
}

bool in_shard(std::string_view identity, const EngineOptions& options) {
  if (options.shards <= 1) return true;
  // FNV-1a: a fixed function of the bytes, so that every machine of a CI matrix agrees.
  std::uint64_t hash = 14695981039346656037ull;
  for (const char c : identity) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ull;
  }
  return (hash >> 17) % options.shards == options.shard;
}

bool takes_unit(const PlannedCheck& planned, const Unit& unit, const EngineOptions& options) {
  return planned.check->declaration.has(Visitor::finish) ? options.shard == 0 : !unit.elsewhere;
}

std::vector<Unit> plan_units(const Change& change,
                             const std::vector<std::vector<FileChange>>& by_commit,
                             const Config& config, const EngineOptions& options, bool whole) {
  std::vector<Unit> units;
  const bool first_shard = options.shard == 0;
  const auto add = [&](Unit unit, bool here) {
    unit.elsewhere = !here;
    if (here || whole) units.push_back(unit);
  };
  if (change.pull_request) add({.kind = Unit::Kind::pull_request}, first_shard);
  // Commits of equal messages have equal fingerprints: a baseline that accepts one of them must be
  // counted in one place.
  for (const Commit& commit : change.commits) {
    if (commit.is_note) continue;
    add({.kind = Unit::Kind::commit, .commit = &commit},
        commit.id.empty() ? first_shard
                          : in_shard(fingerprint("", "", "", commit.message, 0), options));
  }
  for (const Branch& branch : change.branches)
    add({.kind = Unit::Kind::branch, .branch = &branch},
        in_shard(branch.remote + "/" + branch.name, options));
  for (const Tag& tag : change.tags)
    add({.kind = Unit::Kind::tag, .tag = &tag}, in_shard(tag.name, options));

  // Shards split by path, not by content: what one path says in several commits is one finding, and
  // only the shard that sees them all can tell.
  for (const FileChange& file : change.files)
    if (in_run(file.path(), config, options))
      add({.kind = Unit::Kind::file, .file = &file}, in_shard(file.path(), options));

  // The same versions of a path are introduced again by cherry-picks and merges of them: the first
  // commit answers for all, and the others would only repeat it.
  std::set<std::pair<std::string_view, std::array<Oid, 2>>> seen;
  for (std::size_t i = 0; i < by_commit.size(); ++i)
    for (const FileChange& file : by_commit[i]) {
      const bool here = in_shard(file.path(), options);
      if (!in_run(file.path(), config, options) || (!here && !whole)) continue;
      const Oid before = file.before ? file.before->id : Oid{};
      const Oid after = file.after ? file.after->id : Oid{};
      if (file.other_parents.empty() && !seen.insert({file.path(), {before, after}}).second)
        continue;
      const bool known = i >= change.commits.size();
      add({.kind = Unit::Kind::file,
           .file = &file,
           .commit = known ? &change.known[i - change.commits.size()] : &change.commits[i],
           .known = known},
          here);
    }
  add({.kind = Unit::Kind::change}, first_shard);
  add({.kind = Unit::Kind::finish}, first_shard);
  return units;
}

}  // namespace moongate
