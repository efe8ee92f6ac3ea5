#include "run/skip_markers.h"

#include <string_view>

namespace moongate {

namespace {

bool has_marker(std::string_view text, std::string& which) {
  for (const std::string_view marker : {"[skip moongate]", "[ci skip]"})
    if (text.find(marker) != std::string_view::npos) {
      which = marker;
      return true;
    }
  return false;
}

// The commits whose message may skip the checks: the newest, or the message being written. A push
// may bring several branches, of which each speaks for itself.
std::vector<const Commit*> newest_commits(const Change& change) {
  if (change.commits.empty() || change.kind == ChangeKind::tree) return {};
  std::vector<const Commit*> newest;
  for (const RefUpdate& update : change.updates)
    for (const Commit& commit : change.commits)
      if (commit.id == update.after) newest.push_back(&commit);
  if (newest.empty()) newest.push_back(&change.commits.back());
  return newest;
}

}  // namespace

void skip_by_marker(const Change& change, const Config& config, const CheckLoad& load,
                    EngineOptions& engine, std::vector<std::string>& said) {
  const auto shown = [](const Commit& commit) {
    return commit.id.empty() ? "the commit message" : "commit " + commit.id.hex().substr(0, 12);
  };
  std::string which, where;
  const Commit* without = nullptr;
  for (const Commit* commit : newest_commits(change)) {
    if (has_marker(commit->message, which))
      where = shown(*commit);
    else
      without = commit;
  }
  if (!where.empty() && without) {
    said.push_back(which + " in " + where + " does not count: " + shown(*without) +
                   ", pushed with it, has none");
    return;
  }
  if (where.empty() && change.pull_request &&
      (has_marker(change.pull_request->title, which) ||
       has_marker(change.pull_request->body, which)))
    where = "the pull request";
  if (where.empty()) return;
  if (!config.policy.allows_marker()) {
    said.push_back(which + " in " + where + " does not count: " +
                   (config.policy.allow_skip
                        ? "this change is judged by the rules of another commit"
                        : "the policy forbids it"));
    return;
  }
  const Origin* lock = nullptr;
  for (const LoadedCheck& check : load.checks) {
    const auto locked = config.locks.find("checks." + check.declaration.name + ".level");
    if (locked == config.locks.end())
      engine.skip.push_back({check.declaration.name, which + " in " + where});
    else if (!lock)
      lock = &locked->second;
  }
  said.push_back(which + " in " + where + " skips all checks" +
                 (lock ? " but those that the policy " + lock->path + ":" +
                             std::to_string(lock->line) + " locks"
                       : ""));
}

}  // namespace moongate
