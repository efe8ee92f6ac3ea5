#include "run/affected.h"

#include <algorithm>
#include <deque>
#include <set>

#include "core/error.h"
#include "git/change/open_change.h"
#include "match/path_filter.h"
#include "run/load_settings.h"
#include "run/ruleset.h"
#include "script/check_sources.h"

namespace moongate {

namespace {

std::set<std::string> paths_of(const std::vector<FileChange>& files) {
  std::set<std::string> paths;
  for (const FileChange& file : files) {
    if (file.after) paths.insert(file.after->path);
    // What was copied from is not changed.
    if (file.before && file.status != FileStatus::copied) paths.insert(file.before->path);
  }
  return paths;
}

// Areas that depend on an affected one, however many steps away; areas may depend on each other.
void add_dependents(const std::map<std::string, Area>& areas,
                    std::map<std::string, AffectedArea>& found) {
  std::map<std::string, std::vector<std::string>> dependents;
  for (const auto& [name, area] : areas)
    for (const std::string& on : area.depends) dependents[on].push_back(name);
  std::deque<std::string> open;
  for (const auto& [name, area] : found) open.push_back(name);
  while (!open.empty()) {
    const std::string name = std::move(open.front());
    open.pop_front();
    for (const std::string& dependent : dependents[name])
      if (found.emplace(dependent, AffectedArea{dependent, 0, "", name}).second)
        open.push_back(dependent);
  }
}

// The settings, without those of nested files: areas stand at the root.
Config configuration(const Request& request, const RunOptions& options, const Change& change) {
  const Rules rules = rules_for(request, options, change);
  const CheckLoad load = load_checks(team_check_files(rules.source), options);
  return config_of(load, declarations_of(load), all_layers(options, rules.source, Change()),
                   options.overrides);
}

}  // namespace

bool Affected::contains(const std::string& name) const {
  return std::any_of(areas.begin(), areas.end(),
                     [&](const AffectedArea& area) { return area.name == name; });
}

Affected affected_areas(const std::map<std::string, Area>& areas,
                        const std::vector<FileChange>& files) {
  Affected affected;
  std::vector<PathFilter> filters;
  for (const auto& [name, area] : areas) {
    affected.all.push_back(name);
    filters.push_back({area.include, area.exclude});
  }
  std::map<std::string, AffectedArea> found;
  for (const std::string& path : paths_of(files)) {
    bool matched = false;
    for (std::size_t i = 0; i < filters.size(); ++i) {
      if (!matches_filter(filters[i], path)) continue;
      matched = true;
      AffectedArea& area = found[affected.all[i]];
      if (area.files++ > 0) continue;
      area.name = affected.all[i];
      area.first_file = path;
    }
    if (!matched) affected.unmatched.push_back(path);
  }
  add_dependents(areas, found);
  for (auto& [name, area] : found) affected.areas.push_back(std::move(area));
  return affected;
}

Affected affected_by(const Request& asked, const RunOptions& options) {
  Request request = asked;
  request.finds_renames = false;  // both paths count, and contents need not be read
  const Change change = open_change(request);
  const Config config = configuration(request, options, change);
  if (config.areas.empty())
    throw Error(ProblemKind::config, "no areas are configured",
                "add some to moongate.toml: [areas.api] and paths = [\"services/api/\"] below");
  Affected affected = affected_areas(config.areas, change.files);
  affected.why = change.why;
  return affected;
}

}  // namespace moongate
