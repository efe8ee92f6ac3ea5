// [[ignore]].
#include <algorithm>

#include "config/loader.h"
#include "core/quote.h"

namespace moongate {

namespace {

const Names ignore_keys = {"branches", "check", "commits", "expires", "paths", "reason"};

// A check whose findings `name` (a check, a group or NAME/RULE) would accept although the policy
// locked its level, or that rule's: an [[ignore]] of everything is a level of off.
const Origin* lock_on(const Config& config, const std::string& name, std::string& check) {
  for (const auto& [one, settings] : config.checks) {
    const bool rule = name.starts_with(one + "/");
    if (!rule && !covers(name, one, "")) continue;
    const auto lock = config.locks.find(lock_key(one, rule ? "rules" : "level"));
    if (lock == config.locks.end()) continue;
    check = one;
    return &lock->second;
  }
  return nullptr;
}

}  // namespace

void ConfigLoader::read_ignores(const ConfigMember& member) {
  if (!member.node.is(ConfigNode::Type::list)) {
    reader().problem(
        member.node.line,
        "ignore must be a list of tables, but is " + std::string(with_article(member.node.type)),
        "write [[ignore]], with two brackets, before each");
    return;
  }
  for (const ConfigNode& node : member.node.items) {
    const auto forbidden = config_.policy.origins.find("allow_ignore");
    if (!config_.policy.allow_ignore && forbidden != config_.policy.origins.end()) {
      reader().problem(node.line,
                       "[[ignore]] is forbidden by the policy " + place(forbidden->second),
                       "remove it, or ask those who keep " + forbidden->second.path);
      continue;
    }
    if (config_.ignores.size() >= max_ignores) {
      reader().problem(node.line, "more than " + std::to_string(max_ignores) + " [[ignore]]",
                       "use globs, or a baseline (`moongate baseline`)");
      return;
    }
    if (node.is(ConfigNode::Type::table))
      read_ignore(node);
    else
      reader().problem(node.line, "an item of ignore must be a table",
                       "write [[ignore]], with two brackets, before each");
  }
}

void ConfigLoader::read_ignore(const ConfigNode& node) {
  Ignore ignore;
  ignore.origin = origin(node.line);
  bool good = true, scoped = false;
  for (const ConfigMember& key : node.members) {
    const std::string name = "ignore." + key.name;
    const auto take = [&](auto value, auto& to) {
      if (value)
        to = std::move(*value);
      else
        good = false;
    };
    if (!contains(ignore_keys, key.name)) {
      unknown_key(key, "[ignore]", ignore_keys);
      good = false;
    } else if (key.name == "check") {
      take(reader().string(key.node, name), ignore.check);
      if (!ignore.check.empty() && !names_.knows(ignore.check)) {
        reader().problem(key.node.line,
                         "there is no check or rule named " + in_quotes(ignore.check),
                         names_.help(ignore.check));
        good = false;
      }
    } else if (key.name == "reason") {
      take(reader().string(key.node, name), ignore.reason);
    } else if (key.name == "expires") {
      take(reader().day(key.node, name), ignore.expires);
    } else if (key.name == "paths") {
      take(reader().globs(key.node, name, is_nested() ? file_->text.directory : ""), ignore.paths);
    } else if (is_nested()) {
      reader().problem(key.line, name + " may not stand in a nested moongate.toml",
                       "move this [[ignore]] to the moongate.toml at the repository's root");
      good = false;
    } else if (key.name == "branches") {
      take(reader().globs(key.node, name, ""), ignore.branches);
    } else {
      take(reader().strings(key.node, name, "\"12ab34c\""), ignore.commits);
      for (std::string& id : ignore.commits) {
        const std::string written = id;
        std::transform(id.begin(), id.end(), id.begin(), [](char c) {
          return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        if (id.size() < 7 || id.size() > 64 ||
            id.find_first_not_of("0123456789abcdef") != std::string::npos) {
          reader().problem(key.node.line,
                           name + ": " + in_quotes(written) + " is not a commit's id",
                           "write at least 7 of its hexadecimal digits");
          good = false;
        }
      }
    }
    if (key.name == "paths" || key.name == "commits" || key.name == "branches") {
      scoped = true;
      if (key.node.is(ConfigNode::Type::list) && key.node.items.empty()) {
        reader().problem(key.node.line, name + " is empty, so this [[ignore]] matches nothing",
                         "name what it is about, or remove it");
        good = false;
      }
    }
  }
  if (good && ignore.check.empty()) {
    reader().problem(node.line, "[[ignore]] names no check",
                     "add check = \"NAME\" or \"NAME/RULE\"");
    good = false;
  }
  if (good && !scoped && is_nested()) {
    ignore.paths.push_back(rooted_glob(file_->text.directory, "/**"));
    scoped = true;
  }
  if (good && !scoped) {
    reader().problem(node.line, "[[ignore]] says neither paths nor commits nor branches",
                     "add one of them; level = \"off\" switches a check off everywhere");
    good = false;
  }
  std::string check;
  const Origin* lock = good && !is_policy() ? lock_on(config_, ignore.check, check) : nullptr;
  if (lock != nullptr) {
    reader().problem(node.line,
                     "[[ignore]] of " + harmless(ignore.check) + " relaxes " + harmless(check) +
                         ", which the policy " + place(*lock) + " locks",
                     "remove it, or ask those who keep " + lock->path);
    good = false;
  }
  if (good) config_.ignores.push_back(std::move(ignore));
}
}  // namespace moongate
