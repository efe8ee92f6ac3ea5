#include "run/effective_settings.h"

#include <algorithm>
#include <utility>

#include "core/request.h"
#include "git/change/open_change.h"
#include "git/repository/git_program.h"
#include "git/repository/location.h"
#include "run/load_settings.h"
#include "run/ruleset.h"

namespace moongate {

namespace {

Request request_for(const std::string& directory) {
  Request request;
  request.kind = ChangeKind::staged;
  request.directory = directory;
  return request;
}

Change opened_or_empty(const Request& request) {
  try {
    return open_change(request);
  } catch (const Error&) {
    return {};  // No repository, or one that cannot be read: what is built in applies everywhere.
  }
}

}  // namespace

std::vector<std::string> nested_config_files(const Change& change, const std::string& directory) {
  std::vector<std::string> paths;
  if (change.after.list)
    for (FileVersion& file : change.after.list(""))
      if (file.path.ends_with("/moongate.toml")) paths.push_back(std::move(file.path));
  if (change.root.empty()) return paths;
  const GitAnswer answer =
      ask_git(find_repository(directory),
              {"--work-tree=" + change.root, "ls-files", "-z", "--full-name", "--others",
               "--exclude-standard", "--", ":(top,glob)**/moongate.toml"},
              GitAccess::read);
  for (std::size_t begin = 0; answer.status == 0 && begin < answer.out.size();) {
    const std::size_t end = std::min(answer.out.find('\0', begin), answer.out.size());
    const std::string path = answer.out.substr(begin, end - begin);
    if (path.ends_with("/moongate.toml")) paths.push_back(path);
    begin = end + 1;
  }
  return paths;
}

CheckLoad checks_at(const std::string& directory) {
  const Request request = request_for(directory);
  const Change change = opened_or_empty(request);
  RunOptions options;
  options.rules_from = RulesFrom::work_tree;
  const Rules rules = rules_for(request, options, change);
  return load_checks(team_check_files(rules.source), options);
}

EffectiveRules effective_rules(const std::string& directory, const RunOptions& options) {
  const Request request = request_for(directory);
  const Change change = opened_or_empty(request);
  RunOptions with = options;
  with.rules_from = RulesFrom::work_tree;
  const Rules rules = rules_for(request, with, change);
  EffectiveRules effective;
  effective.load = load_checks(team_check_files(rules.source), with);
  compile_queries(effective.load);
  effective.declarations = declarations_of(effective.load);

  std::vector<ConfigText> layers = layers_below(with);
  Change everywhere;
  for (const std::string& path : nested_config_files(change, directory)) {
    FileChange file;
    file.after = FileVersion{path, 0100644, {}};
    everywhere.files.push_back(std::move(file));
  }
  for (ConfigText& layer : repository_layers(rules.source, everywhere))
    layers.push_back(std::move(layer));
  effective.config = config_of(effective.load, effective.declarations, layers, with.overrides);
  return effective;
}

}  // namespace moongate
