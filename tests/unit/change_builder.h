// In-memory changes for unit tests: files, commits and their content without a repository.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/buffer_change.h"
#include "core/change.h"
#include "core/hash.h"
#include "engine/engine.h"
#include "run/run.h"
#include "script/check_sources.h"

namespace moongate::testing {

// A change of kind `buffer`; a missing key on one side is an added or deleted file.
inline Change files(const std::map<std::string, std::string>& before,
                    const std::map<std::string, std::string>& after) {
  std::map<std::string, BufferFile> all;
  for (const auto& [path, text] : before) {
    all[path].path = path;
    all[path].before = text;
  }
  for (const auto& [path, text] : after) {
    all[path].path = path;
    all[path].after = text;
  }
  std::vector<BufferFile> list;
  for (auto& [path, file] : all) list.push_back(std::move(file));
  return buffer_change(std::move(list));
}

// One version of every commit's tree after another; the net change is from nothing to the last.
inline Change commits(const std::vector<std::pair<std::string, std::map<std::string, std::string>>>&
                          messages_and_trees) {
  const std::map<std::string, std::string>& last = messages_and_trees.back().second;
  Change change = files({}, last);
  change.kind = ChangeKind::range;
  auto contents = std::make_shared<std::map<Oid, Bytes>>();
  auto by_commit = std::make_shared<std::map<Oid, std::vector<FileChange>>>();
  std::map<std::string, std::string> before;
  for (const auto& [message, tree] : messages_and_trees) {
    Commit commit;
    commit.id = blob_hash(message + std::to_string(change.commits.size()));
    commit.message = message;
    commit.parents = {change.commits.empty() ? Oid{} : change.commits.back().id};
    const Change step = files(before, tree);
    for (const FileChange& file : step.files)
      for (const std::optional<FileVersion>* version : {&file.before, &file.after})
        if (*version) (*contents)[(*version)->id] = step.read((*version)->id);
    (*by_commit)[commit.id] = step.files;
    change.commits.push_back(std::move(commit));
    before = tree;
  }
  change.read = [contents, net = change.read](const Oid& id) {
    const auto found = contents->find(id);
    return found != contents->end() ? found->second : net(id);
  };
  change.files_of = [by_commit](const Commit& commit) { return by_commit->at(commit.id); };
  return change;
}

// Runs one check, given as Lua text, with a configuration.
inline Report run_check(const Change& change, const std::string& lua,
                        const std::string& configuration = {}, EngineOptions engine = {}) {
  RunOptions options;
  options.without_built_in = true;
  options.own_checks = check_sources({{"tested.lua", lua}}, "", false);
  options.ignore_repository = true;
  options.engine = std::move(engine);
  if (!configuration.empty())
    options.own_layers = {{"repository", "moongate.toml", "", configuration}};
  return run(change, {}, options);
}

}  // namespace moongate::testing
