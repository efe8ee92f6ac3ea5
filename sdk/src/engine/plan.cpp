#include "engine/plan.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "findings/fingerprint.h"
#include "match/glob.h"

namespace moongate {

namespace {

bool has_files(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::staged:
    case ChangeKind::working:
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

bool is_below(std::string_view path, std::string_view asked) {
  while (asked.starts_with("./")) asked.remove_prefix(2);
  while (asked.ends_with('/')) asked.remove_suffix(1);
  if (asked.empty() || asked == ".") return true;
  // First as it is written: a name may have brackets.
  if (path == asked ||
      (path.size() > asked.size() && path.starts_with(asked) && path[asked.size()] == '/'))
    return true;
  if (asked.find_first_of("*?[{") == asked.npos) return false;
  try {
    return Glob(asked).matches(path);
  } catch (const Error&) {
    return false;  // no glob either
  }
}

bool in_run(std::string_view path, const Config& config, const EngineOptions& options) {
  if (config.excluded(path)) return false;
  if (options.paths.empty()) return true;
  return std::any_of(options.paths.begin(), options.paths.end(),
                     [&](const std::string& asked) { return is_below(path, asked); });
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
    plan.seeks_secrets = seeks_secrets(declaration);
    // What is not news for this remote, or for any, is of interest only for what it gives away.
    plan.known_too = commits && !change.known.empty() && plan.seeks_secrets;
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
  if (unit.known && !planned.known_too) return false;
  // A tool wrote it, so that no rule of messages holds for it; what it gives away, it gives away.
  if (unit.kind == Unit::Kind::commit && unit.commit->is_note && !planned.seeks_secrets)
    return false;
  return planned.check->declaration.has(Visitor::finish) ? options.shard == 0 : !unit.elsewhere;
}

std::vector<Unit> plan_units(const Change& change,
                             const std::vector<std::vector<FileChange>>& by_commit,
                             const Introductions& introductions, bool totals, const Config& config,
                             const EngineOptions& options, bool whole) {
  std::vector<Unit> units;
  const bool first_shard = options.shard == 0;
  const auto add = [&](Unit unit, bool here) {
    unit.elsewhere = !here;
    if (here || whole) units.push_back(unit);
  };
  if (change.pull_request) add({.kind = Unit::Kind::pull_request}, first_shard);
  // Commits of equal messages have equal fingerprints: a baseline that accepts one of them must be
  // counted in one place.
  const auto add_message = [&](const Commit& commit, bool known) {
    add({.kind = Unit::Kind::commit, .commit = &commit, .known = known},
        commit.id.empty() ? first_shard
                          : in_shard(fingerprint("", "", "", commit.message, 0), options));
  };
  for (const Commit& commit : change.commits) add_message(commit, false);
  if (by_commit.size() > change.commits.size())
    for (const Commit& commit : change.known) add_message(commit, true);
  for (const Branch& branch : change.branches)
    add({.kind = Unit::Kind::branch, .branch = &branch},
        in_shard(branch.remote + "/" + branch.name, options));
  for (const Tag& tag : change.tags)
    add({.kind = Unit::Kind::tag, .tag = &tag}, in_shard(tag.name, options));

  // Shards split by path, not by content: what one path says in several commits is one finding, and
  // only the shard that sees them all can tell.
  const auto here = [&](const FileChange& file) { return in_shard(file.path(), options); };
  const auto taken = [&](const FileChange& file) {
    return in_run(file.path(), config, options) && (whole || here(file));
  };
  const std::size_t news = change.commits.size();
  const auto commit_at = [&](std::size_t i) {
    return i < news ? &change.commits[i] : &change.known[i - news];
  };
  for (const FileChange& file : change.files) {
    if (!taken(file)) continue;
    add({.kind = Unit::Kind::file, .file = &file, .introduced_by = introductions.answering(file)},
        here(file));
  }

  for (std::size_t i = 0; i < by_commit.size(); ++i) {
    for (const FileChange& file : by_commit[i]) {
      if (!taken(file) || !introductions.is_visited(file, *commit_at(i))) continue;
      add({.kind = Unit::Kind::file,
           .file = &file,
           .commit = commit_at(i),
           .known = i >= news,
           .net = introductions.net_of(file, *commit_at(i))},
          here(file));
    }
    if (totals && i < news)
      add({.kind = Unit::Kind::change, .commit = commit_at(i), .files = &by_commit[i]},
          first_shard);
  }
  add({.kind = Unit::Kind::change}, first_shard);
  add({.kind = Unit::Kind::finish}, first_shard);
  return units;
}

}  // namespace moongate
