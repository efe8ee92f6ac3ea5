#include "config/config.h"

#include <algorithm>
#include <utility>

#include "match/path_filter.h"

namespace moongate {

namespace {

// Calls `visit` for the nested directories above `path`, the deepest first, until it returns true.
template <class Visit>
void for_directories_above(const Config::Nested& nested, std::string_view path, Visit visit) {
  while (true) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos) return;
    path = path.substr(0, slash);
    const auto found = nested.directories.find(path);
    if (found != nested.directories.end() && visit(found->second)) return;
  }
}

}  // namespace

bool covers(std::string_view name, std::string_view check, std::string_view rule) {
  if (!check.starts_with(name))
    return name.size() == check.size() + 1 + rule.size() && !rule.empty() &&
           name.starts_with(check) && name[check.size()] == '/' && name.ends_with(rule);
  return name.size() == check.size() || (!name.empty() && check[name.size()] == '/');
}

const std::vector<std::string>& reserved_option_names() {
  static const std::vector<std::string> names = {"level", "locked", "paths",
                                                 "rules", "scope",  "stages"};
  return names;
}

std::vector<std::string> rule_ids(const Declaration& check) {
  std::vector<std::string> ids;
  for (const Rule& rule : check.rules) ids.push_back(rule.id);
  for (const Pattern& pattern : check.patterns) ids.push_back(pattern.id);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

const CheckSettings& Config::settings(std::string_view check, std::string_view path) const {
  const CheckSettings* found = nullptr;
  if (nested)
    for_directories_above(*nested, path, [&](const Directory& directory) {
      const auto own = directory.checks.find(check);
      if (own != directory.checks.end()) found = &own->second;
      return found != nullptr;
    });
  if (found != nullptr) return *found;
  const auto root = checks.find(check);
  if (root != checks.end()) return root->second;
  // Nobody declared it, so it cannot run.
  static const CheckSettings unknown = [] {
    CheckSettings off;
    off.level = Level::off;
    return off;
  }();
  return unknown;
}

namespace {

const PathFilter& paths_at(const Config& config, std::string_view path) {
  const PathFilter* found = &config.paths;
  if (config.nested)
    for_directories_above(*config.nested, path, [&](const Config::Directory& directory) {
      found = &directory.paths;
      return true;
    });
  return *found;
}

bool has_locked_paths(const Config& config, std::string_view check) {
  return !config.locks.empty() && config.locks.contains("checks." + std::string(check) + ".paths");
}

}  // namespace

bool Config::wants(std::string_view check, std::string_view path) const {
  const PathFilter& general = has_locked_paths(*this, check) ? policy_paths : paths_at(*this, path);
  return matches_filter(general, path) && matches_filter(settings(check, path).paths, path);
}

bool Config::excluded(std::string_view path) const {
  if (matches_filter(paths_at(*this, path), path)) return false;
  if (locks.empty() || !matches_filter(policy_paths, path)) return true;
  return std::none_of(checks.begin(), checks.end(),
                      [&](const auto& check) { return has_locked_paths(*this, check.first); });
}

bool Config::enabled(std::string_view check) const {
  if (settings(check, "").level != Level::off) return true;
  if (!nested) return false;
  return std::any_of(
      nested->directories.begin(), nested->directories.end(), [&](const auto& directory) {
        const auto own = directory.second.checks.find(check);
        return own != directory.second.checks.end() && own->second.level != Level::off;
      });
}

}  // namespace moongate
