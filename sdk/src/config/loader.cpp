#include "config/loader.h"

#include <algorithm>
#include <set>

#include "config/version_range.h"
#include "core/quote.h"
#include "core/suggest.h"
#include "core/units.h"
#include "version.h"

namespace moongate {

namespace {

const Names fail_on_names = {"error", "warning", "note", "never"};
const Names root_keys = {"areas",  "budget", "checks", "default_branch", "fail_on", "ignore",
                         "limits", "paths",  "push",   "quiet",          "requires"};
const Names policy_keys = {"locked", "policy"};
const Names nested_keys = {"checks", "ignore", "paths"};
const Names limit_keys = {"check_memory", "check_time", "files", "findings", "read"};
const Names push_keys = {"known"};
const Names known_words = {"any-remote", "this-remote"};
const Names rules_from_words = {"change", "target"};
const Names path_keys = {"exclude", "include"};
const Names allow_keys = {"allow_baseline", "allow_ignore", "allow_relaxing", "allow_skip",
                          "rules_from"};

void append_new(Names& to, const Names& from) {
  std::set<std::string> there(to.begin(), to.end());
  for (const std::string& one : from)
    if (there.insert(one).second) to.push_back(one);
}

}  // namespace

// How much a value of fail_on asks for: "never" nothing, "note" most.
int strictness(Level fail_on) {
  switch (fail_on) {
    case Level::off:
      return 0;
    case Level::error:
      return 1;
    case Level::warning:
      return 2;
    case Level::note:
      return 3;
  }
  return 0;
}

std::string place(const Origin& origin) {
  return origin.line == 0 ? origin.path : origin.path + ":" + std::to_string(origin.line);
}

std::string lock_key(std::string_view check, std::string_view key) {
  return "checks." + std::string(check) + "." + std::string(key);
}

bool ConfigLoader::locked(const std::string& key, std::uint32_t line, const std::string& setting,
                          const std::string& what) {
  const auto lock = config_.locks.find(key);
  if (lock == config_.locks.end()) return false;
  reader().problem(
      line, what + " relaxes " + setting + ", which the policy " + place(lock->second) + " locks",
      "remove it, or ask those who keep " + lock->second.path);
  return true;
}

void ConfigLoader::unknown_key(const ConfigMember& member, std::string_view in,
                               const Names& known) {
  std::string message = "unknown key " + in_quotes(member.name);
  if (!in.empty()) message += " in [" + std::string(in) + "]";
  std::string help = did_you_mean(member.name, known);
  if (in.empty() && nearest(member.name, known).empty() && names_.knows(member.name))
    help = "did you mean [checks." + member.name + "]?";
  reader().problem(member.line, message, help);
}

void ConfigLoader::add(const ConfigText& text) {
  File file{text, ConfigReader(text.path), nullptr, {}};
  file_ = &file;
  const ConfigNode root = parse_toml(text.text, text.path);
  if (text.layer == "nested") {
    if (!nested_) nested_ = std::make_shared<Config::Nested>();
    if (nested_->directories.size() >= max_nested_files)
      throw Error(Problem{ProblemKind::config,
                          "more than " + std::to_string(max_nested_files) +
                              " nested moongate.toml files above the changed files",
                          text.path, 0, "join some of them in the directory above"});
    Config::Directory directory;
    directory.directory = text.directory;
    directory.file = text.path;
    directory.paths = config_.paths;
    for (std::string_view above = text.directory; above.find('/') != std::string_view::npos;) {
      above = above.substr(0, above.rfind('/'));
      const auto outer = nested_->directories.find(above);
      if (outer == nested_->directories.end()) continue;
      directory.paths = outer->second.paths;
      break;
    }
    config_.nested = nested_;  // settings() of the directories above are what this file refines
    file.directory =
        &nested_->directories.insert_or_assign(text.directory, std::move(directory)).first->second;
  }

  // First, because a file written for a newer version may hold what this one cannot know.
  read_requires(root);
  read_root(root);
  if ((globs_ += reader().glob_count()) > max_globs)
    reader().problem(1, "the configuration has more than " + std::to_string(max_globs) + " globs",
                     "use fewer: \"**\" stands for everything below a directory");

  const std::vector<Problem> problems = reader().problems();
  if (!problems.empty()) {
    if (all_ != nullptr) all_->insert(all_->end(), problems.begin(), problems.end());
    throw Error(problems.front());
  }
  for (const auto& [key, line] : file.locks) config_.locks.emplace(key, origin(line));
  if (text.layer == "policy") config_.policy_paths = config_.paths;
  file_ = nullptr;
}

void ConfigLoader::read_requires(const ConfigNode& root) {
  const ConfigMember* member = root.find("requires");
  if (member == nullptr || is_nested()) return;
  const std::optional<std::string> constraint = reader().string(member->node, "requires");
  if (!constraint) return;
  bool fits = false;
  try {
    fits = satisfies(Version::parse(version).value_or(Version{}), *constraint);
  } catch (const Error& error) {
    reader().problem(member->node.line, "requires: " + error.problem().message,
                     error.problem().help);
    return;
  }
  if (!fits)
    throw Error(Problem{ProblemKind::config,
                        "this file requires moongate " + harmless(*constraint) + ", and this is " +
                            std::string(version),
                        file_->text.path, member->node.line,
                        "install a version that fits, or change `requires`"});
  config_.origins.insert_or_assign("requires", origin(member->line));
}

void ConfigLoader::read_root(const ConfigNode& root) {
  Names known = is_nested() ? nested_keys : root_keys;
  if (is_policy()) known = with(known, policy_keys);
  const ConfigMember* lock = nullptr;
  for (const ConfigMember& member : root.members) {
    if (contains(known, member.name)) {
      if (member.name == "locked")
        lock = &member;
      else
        read_root_key(member);
    } else if (contains(policy_keys, member.name)) {
      reader().problem(member.line, "'" + member.name + "' may stand only in a policy file",
                       "move it to the file that --policy or MOONGATE_POLICY names");
    } else if (contains(root_keys, member.name)) {
      reader().problem(member.line, "'" + member.name + "' may not stand in a nested moongate.toml",
                       "move it to the moongate.toml at the repository's root");
    } else {
      unknown_key(member, "", known);
    }
  }
  if (lock != nullptr) read_locked(*lock, {"budget", "default_branch", "fail_on"}, "", "");
}

void ConfigLoader::read_root_key(const ConfigMember& member) {
  if (member.name == "fail_on") read_fail_on(member);
  if (member.name == "budget") read_budget(member);
  if (member.name == "quiet") read_quiet(member);
  if (member.name == "limits") read_limits(member);
  if (member.name == "push") read_push(member);
  if (member.name == "default_branch") read_default_branch(member);
  if (member.name == "paths") read_paths(member);
  if (member.name == "policy") read_policy(member);
  if (member.name == "ignore") read_ignores(member);
  if (member.name == "checks") read_checks(member);
  if (member.name == "areas") read_areas(member);
}

void ConfigLoader::read_fail_on(const ConfigMember& member) {
  const std::optional<std::string> name = reader().word(member.node, "fail_on", fail_on_names);
  if (!name) return;
  const Level level = level_from(*name).value_or(Level::off);
  if (strictness(level) < strictness(config_.fail_on) &&
      locked("fail_on", member.node.line, "fail_on", "\"" + *name + "\""))
    return;
  config_.fail_on = level;
  config_.origins.insert_or_assign("fail_on", origin(member.line));
}

void ConfigLoader::read_budget(const ConfigMember& member) {
  const std::optional<double> seconds = reader().duration(member.node, "budget", 0, 86400);
  if (!seconds) return;
  if (*seconds != config_.budget_seconds &&
      locked("budget", member.node.line, "budget", "\"" + duration_text(*seconds) + "\""))
    return;
  config_.budget_seconds = *seconds;
  config_.origins.insert_or_assign("budget", origin(member.line));
}

// It hides nothing that was found, so no policy has to lock it.
void ConfigLoader::read_quiet(const ConfigMember& member) {
  const std::optional<bool> quiet = reader().boolean(member.node, "quiet");
  if (!quiet) return;
  config_.quiet = *quiet;
  config_.origins.insert_or_assign("quiet", origin(member.line));
}

void ConfigLoader::read_limits(const ConfigMember& member) {
  if (!reader().is_table(member.node, "limits")) return;
  const Names known = is_policy() ? with(limit_keys, {"locked"}) : limit_keys;
  for (const ConfigMember& key : member.node.members) {
    const std::string name = "limits." + key.name;
    Limits limits = config_.limits;
    if (key.name == "check_time") {
      if (const auto value = reader().duration(key.node, name, 0.01, 3600))
        limits.check_seconds = *value;
    } else if (key.name == "check_memory") {
      if (const auto value =
              reader().size(key.node, name, std::uint64_t{1} << 20, std::uint64_t{1} << 34))
        limits.check_memory = *value;
    } else if (key.name == "findings") {
      if (const auto value = reader().integer(key.node, name, 1, 1'000'000))
        limits.findings = static_cast<std::uint32_t>(*value);
    } else if (key.name == "files") {
      if (const auto value = reader().integer(key.node, name, 1, 1'000'000'000'000))
        limits.files = static_cast<std::uint64_t>(*value);
    } else if (key.name == "read") {
      if (const auto value =
              reader().size(key.node, name, std::uint64_t{1} << 20, std::uint64_t{1} << 50))
        limits.read = *value;
    } else if (key.name == "locked" && is_policy()) {
      read_locked(key, limit_keys, "limits.", "limits");
      continue;
    } else {
      unknown_key(key, "limits", known);
      continue;
    }
    const bool same = limits.check_seconds == config_.limits.check_seconds &&
                      limits.check_memory == config_.limits.check_memory &&
                      limits.files == config_.limits.files && limits.read == config_.limits.read &&
                      limits.findings == config_.limits.findings;
    if (!same && locked(name, key.node.line, name, "another value")) continue;
    config_.limits = limits;
    config_.origins.insert_or_assign(name, origin(key.line));
  }
}

void ConfigLoader::read_push(const ConfigMember& member) {
  if (!reader().is_table(member.node, "push")) return;
  const Names known = is_policy() ? with(push_keys, {"locked"}) : push_keys;
  for (const ConfigMember& key : member.node.members) {
    if (key.name == "locked" && is_policy()) {
      read_locked(key, push_keys, "push.", "push");
    } else if (key.name == "known") {
      const auto word = reader().word(key.node, "push.known", known_words);
      if (!word) continue;
      const bool this_remote = *word == "this-remote";
      if (config_.push_this_remote && !this_remote &&
          locked("push.known", key.node.line, "push.known", "\"" + *word + "\""))
        continue;
      config_.push_this_remote = this_remote;
      config_.origins.insert_or_assign("push.known", origin(key.line));
    } else {
      unknown_key(key, "push", known);
    }
  }
}

void ConfigLoader::read_default_branch(const ConfigMember& member) {
  const auto name = reader().string(member.node, "default_branch");
  if (!name) return;
  if (name->empty()) {
    reader().problem(member.node.line, "default_branch is empty",
                     "write the name of a branch, or remove the line");
    return;
  }
  if (*name != config_.default_branch &&
      locked("default_branch", member.node.line, "default_branch", "\"" + harmless(*name) + "\""))
    return;
  config_.default_branch = *name;
  config_.origins.insert_or_assign("default_branch", origin(member.line));
}

void ConfigLoader::merge_paths(const ConfigNode& node, const std::string& name,
                               const std::string& lock, PathFilter& filter,
                               std::map<std::string, Origin>& origins,
                               const std::string& origin_prefix) {
  if (!reader().is_table(node, name)) return;
  for (const ConfigMember& key : node.members) {
    const std::string key_name = name + "." + key.name;
    if (key.name == "locked" && is_policy() && lock.empty()) {
      read_locked(key, path_keys, "paths.", "paths");
      continue;
    }
    if (!contains(path_keys, key.name)) {
      unknown_key(key, name, path_keys);
      continue;
    }
    const auto globs = reader().globs(key.node, key_name, is_nested() ? file_->text.directory : "");
    if (!globs) continue;
    const bool excludes = key.name == "exclude";
    const bool relaxes =
        excludes ? std::any_of(globs->begin(), globs->end(),
                               [&](const auto& glob) { return !contains(filter.exclude, glob); })
                 : !globs->empty() && *globs != filter.include;
    const std::string lock_name = lock.empty() ? "paths." + key.name : lock;
    if (relaxes && locked(lock_name, key.node.line, key_name, "this list")) continue;
    if (excludes) {
      append_new(filter.exclude, *globs);
      for (std::size_t i = 0; i < globs->size(); ++i)
        origins.emplace(origin_prefix + "exclude." + (*globs)[i], origin(key.node.items[i].line));
    } else {
      filter.include = *globs;
      origins.insert_or_assign(origin_prefix + "include", origin(key.line));
    }
  }
}

void ConfigLoader::read_paths(const ConfigMember& member) {
  PathFilter& filter = is_nested() ? file_->directory->paths : config_.paths;
  std::map<std::string, Origin>& origins =
      is_nested() ? file_->directory->origins : config_.origins;
  merge_paths(member.node, "paths", "", filter, origins, "paths.");
}

void ConfigLoader::read_policy(const ConfigMember& member) {
  if (!reader().is_table(member.node, "policy")) return;
  for (const ConfigMember& key : member.node.members) {
    if (!contains(allow_keys, key.name)) {
      unknown_key(key, "policy", allow_keys);
      continue;
    }
    PolicyRules& rules = config_.policy;
    if (key.name == "rules_from") {
      const auto word = reader().word(key.node, "policy.rules_from", rules_from_words);
      if (!word) continue;
      rules.rules_from_target = *word == "target";
      rules.origins.insert_or_assign(key.name, origin(key.line));
      continue;
    }
    const std::optional<bool> value = reader().boolean(key.node, "policy." + key.name);
    if (!value) continue;
    if (key.name == "allow_skip") rules.allow_skip = *value;
    if (key.name == "allow_relaxing") rules.allow_relaxing = *value;
    if (key.name == "allow_ignore") rules.allow_ignore = *value;
    if (key.name == "allow_baseline") rules.allow_baseline = *value;
    rules.origins.insert_or_assign(key.name, origin(key.line));
  }
}

void ConfigLoader::read_locked(const ConfigMember& member, const Names& lockable,
                               std::string_view prefix, std::string_view in) {
  if (const auto* whole = member.node.value.get_if<bool>()) {
    if (*whole)
      for (const std::string& key : lockable)
        file_->locks.emplace_back(std::string(prefix) + key, member.line);
    return;
  }
  if (!member.node.is(ConfigNode::Type::list)) {
    reader().problem(member.node.line,
                     "locked must be true, false or a list of settings, but is " +
                         std::string(with_article(member.node.type)),
                     "write locked = true, or for example locked = [\"" + lockable.front() + "\"]");
    return;
  }
  const auto names = reader().strings(member.node, "locked", "\"" + lockable.front() + "\"");
  if (!names) return;
  for (std::size_t i = 0; i < names->size(); ++i) {
    const std::string& name = (*names)[i];
    if (contains(lockable, name))
      file_->locks.emplace_back(std::string(prefix) + name, member.node.items[i].line);
    else
      reader().problem(member.node.items[i].line,
                       "there is no setting " + in_quotes(name) + " to lock" +
                           (in.empty() ? std::string() : " in [" + std::string(in) + "]"),
                       did_you_mean(name, lockable));
  }
}
}  // namespace moongate
