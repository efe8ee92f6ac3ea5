#include "run/trust.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "run/load_settings.h"
#include "run/required_modules.h"
#include "run/ruleset_source.h"
#include "script/check_sources.h"

namespace moongate {

namespace {

bool marks_secrets(const LoadedCheck& check) {
  const std::vector<Pattern>& patterns = check.declaration.patterns;
  return std::any_of(patterns.begin(), patterns.end(), [](const Pattern& p) { return p.secret; });
}

// Null: everything is trusted.
const TreeView* trusted_side(const Change& change, const RunOptions& options) {
  if (!options.config_from.empty() || options.ignore_repository) return nullptr;
  const bool from_disk = options.rules_from == RulesFrom::work_tree && !change.root.empty();
  switch (change.kind) {
    case ChangeKind::tree:
    case ChangeKind::history:
    case ChangeKind::refs:
      return from_disk ? &change.after : nullptr;
    case ChangeKind::buffer:
      return from_disk ? nullptr : &change.before;
    case ChangeKind::staged:
    case ChangeKind::working:
    case ChangeKind::message:
    case ChangeKind::range:
    case ChangeKind::commit:
    case ChangeKind::push:
      break;
  }
  return &change.before;
}

std::string without_returns(std::string text) {
  std::erase(text, '\r');
  return text;
}

// Both sides of the checks' files.
class Sides {
 public:
  Sides(const RuleSource& now, const RuleSource& trusted) : now_(now), trusted_(trusted) {}

  bool same(const std::string& path) const {
    std::optional<std::string> now = now_.read(path), trusted = trusted_.read(path);
    if (now == trusted) return true;
    // Git may check files out with other line endings, which mean the same here.
    return now && trusted &&
           without_returns(std::move(*now)) == without_returns(std::move(*trusted));
  }

  // The check's file, and what it and its modules may require: their neighbours of that name.
  bool same_with_modules(const std::string& path) const {
    const std::string directory = path.substr(0, path.rfind('/') + 1);
    std::set<std::string> seen{path};
    std::vector<std::string> open{path};
    while (!open.empty()) {
      const std::string file = std::move(open.back());
      open.pop_back();
      if (!same(file)) return false;
      const std::optional<std::string> text = now_.read(file);
      if (!text) continue;  // on neither side
      const std::optional<std::set<std::string>> names = required_names(*text);
      if (!names) return same_directory(directory);
      for (const std::string& name : *names)
        if (seen.insert(directory + name + ".lua").second)
          open.push_back(directory + name + ".lua");
    }
    return true;
  }

 private:
  bool same_directory(const std::string& directory) const {
    std::set<std::string> paths;
    for (const RuleSource* side : {&now_, &trusted_})
      for (std::string& path : side->list(std::string(team_checks_directory)))
        if (path.starts_with(directory) && path.ends_with(".lua") &&
            path.find('/', directory.size()) == std::string::npos)
          paths.insert(std::move(path));
    return std::all_of(paths.begin(), paths.end(),
                       [&](const std::string& path) { return same(path); });
  }

  const RuleSource& now_;
  const RuleSource& trusted_;
};

// Null where the trusted side has no settings that can be read.
std::optional<Config> trusted_config(const RuleSource& source, const Change& change,
                                     const RunOptions& options,
                                     const std::vector<ConfigText>& layers) {
  try {
    return side_rules(source, change, options, layers).config;
  } catch (const Error&) {
    return std::nullopt;
  }
}

bool same_options(const Config& a, const Config& b, const std::string& check) {
  std::set<std::string> directories{""};
  for (const Config* config : {&a, &b})
    if (config->nested)
      for (const auto& [directory, settings] : config->nested->directories)
        directories.insert(directory + "/");
  return std::all_of(directories.begin(), directories.end(), [&](const std::string& directory) {
    return a.settings(check, directory).options == b.settings(check, directory).options;
  });
}

}  // namespace

void decide_trust(const Change& change, const RunOptions& options, const Rules& rules,
                  const std::vector<ConfigText>& layers, const Config& config, CheckLoad& load) {
  const TreeView* side = trusted_side(change, options);
  if (!side) return;
  std::set<std::string> brought_along;  // by the program that embeds Moongate
  for (const CheckSource& source : options.own_checks) brought_along.insert(source.name);
  const RuleSource trusted = rules_of_tree(*side, change.read);
  const Sides sides(rules.source, trusted);
  bool asked = false;
  std::optional<Config> settings;  // of the trusted side, read when a check has options
  for (LoadedCheck& check : load.checks) {
    if (check.source.built_in || brought_along.contains(check.source.name)) continue;
    if (!marks_secrets(check)) continue;
    try {
      check.trusted = side->find && sides.same_with_modules(check.source.path);
      if (!check.trusted || check.declaration.options.empty()) continue;
      if (!std::exchange(asked, true)) settings = trusted_config(trusted, change, options, layers);
      check.trusted = settings && same_options(config, *settings, check.declaration.name);
    } catch (const Error&) {
      check.trusted = false;  // rules of the base that cannot be read vouch for nothing
    }
  }
}

}  // namespace moongate
