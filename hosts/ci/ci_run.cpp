#include "ci/ci_run.h"

#include <algorithm>
#include <utility>

namespace moongate::ci {

History no_history() {
  History history;
  history.exists = [](const std::string&) { return false; };
  history.parents = [](const std::string&) { return std::vector<std::string>(); };
  history.is_ancestor = [](const std::string&, const std::string&) { return false; };
  history.target = [](const std::string&) { return std::string(); };
  return history;
}

bool is_zero_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) { return c == '0'; });
}

bool tells_what_was_before(std::string_view before, std::string_view head) {
  return !before.empty() && !is_zero_id(before) && before != head;
}

std::string branch_revision(const History& history, const std::string& branch) {
  const std::string remote = "refs/remotes/origin/" + branch;
  if (history.exists(remote)) return remote;
  const std::string local = "refs/heads/" + branch;
  return history.exists(local) ? local : remote;
}

std::string default_branch_of(const Environment& environment, const History& history) {
  if (const std::optional<std::string> told = environment("MOONGATE_DEFAULT_BRANCH")) return *told;
  constexpr std::string_view remote = "refs/remotes/origin/";
  const std::string cloned = history.target(std::string(remote) + "HEAD");
  if (cloned.starts_with(remote)) return cloned.substr(remote.size());
  const auto is_here = [&](const std::string& name) {
    return !name.empty() && history.exists(branch_revision(history, name));
  };
  if (is_here(history.init_default_branch)) return history.init_default_branch;
  const bool main = is_here("main"), master = is_here("master");
  if (main == master) return {};
  return main ? "main" : "master";
}

void since_commit(Run& run, const History& history, const std::string& base,
                  const std::string& head, const std::string& default_branch,
                  const std::string& branch) {
  run.request.kind = ChangeKind::range;
  run.request.base = base;
  run.request.head = head;
  if (default_branch.empty() || default_branch == branch) return;
  const std::string main = branch_revision(history, default_branch);
  // Where the branch was merged since, nothing would be left of it.
  if (!history.exists(main) || history.is_ancestor(head, main)) return;
  run.request.apart_from = main;
  run.steps.push_back("commits of " + default_branch + " that " + branch +
                      " merged are not taken for its own");
}

bool is_gone(const History& history, const std::string& before) {
  return !history.shallow && !history.exists(before);
}

void since_default_branch(Run& run, const History& history, const std::string& default_branch,
                          const std::string& branch, const std::string& head) {
  run.request.head = head;
  const std::string main =
      default_branch.empty() ? std::string() : branch_revision(history, default_branch);
  const bool is_default =
      branch.empty() ? main.empty() || history.is_ancestor(head, main) : branch == default_branch;
  if (is_default) {
    run.request.kind = ChangeKind::tree;
    run.request.base.clear();
    run.request.why = "everything in " + (branch.empty() ? head : branch);
    run.steps.push_back("there is nothing to compare with: the whole tree is checked");
    return;
  }
  const std::string name = branch.empty() ? head : branch;
  if (main.empty()) {
    // Its whole tree would show less (a secret that a commit added and another removed) and more.
    run.unknown =
        Problem{ProblemKind::usage, "it is not known which branch " + name + " left", "", 0,
                "set MOONGATE_DEFAULT_BRANCH to the name of the repository's main "
                "branch, which the clone must have, or MOONGATE_BASE to a commit; here: " +
                    run.fetch_hint};
    return;
  }
  run.request.kind = ChangeKind::range;
  run.request.base = main;
  run.request.why = "what " + name + " adds to " + default_branch;
  run.steps.push_back("there is no earlier build to compare with: taken from where " + name +
                      " left " + default_branch);
}

}  // namespace moongate::ci
