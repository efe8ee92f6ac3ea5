#include "run/newer_ruleset.h"

#include <optional>
#include <set>

#include "findings/baseline.h"
#include "run/ruleset_source.h"

namespace moongate {

namespace {

std::optional<FileVersion> version_in(const TreeView& tree, const std::string& path) {
  return tree.find ? tree.find(path) : std::nullopt;
}

}  // namespace

std::vector<std::string> newer_rules(const Change& change) {
  if (!change.target.find || !change.after.find) return {};
  std::set<std::string> paths{"moongate.toml", "moongate.lock"};
  for (const FileVersion& file : change.target.list(".moongate")) paths.insert(file.path);
  for (std::string& path : nested_config_paths(change)) paths.insert(std::move(path));
  paths.erase(std::string(baseline_path));
  std::vector<std::string> newer;
  for (const std::string& path : paths) {
    const std::optional<FileVersion> there = version_in(change.target, path);
    if (there && there != version_in(change.before, path) &&
        there != version_in(change.after, path))
      newer.push_back(path);
  }
  return newer;
}

}  // namespace moongate
