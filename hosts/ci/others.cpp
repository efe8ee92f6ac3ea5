#include "ci/others.h"

#include <array>

namespace moongate::ci {

namespace {

struct System {
  const char* name;
  const char* detect;         // set where this system runs
  const char* detect_value;   // null: any value
  const char* pull_request;   // set (and not "false") where the run is about one; null: not told
  const char* target_branch;  // of a pull request; null: not told
  const char* branch;
  const char* before;  // the commit before a push; null: not told
  const char* head;
};

// Variables as these systems document them. On a pull request some give the target's name as the
// branch's, too: only their own variable for pull requests tells.
constexpr std::array<System, 7> systems{{
    {"Bitbucket Pipelines", "BITBUCKET_COMMIT", nullptr, "BITBUCKET_PR_DESTINATION_BRANCH",
     "BITBUCKET_PR_DESTINATION_BRANCH", "BITBUCKET_BRANCH", nullptr, "BITBUCKET_COMMIT"},
    {"Azure Pipelines", "TF_BUILD", nullptr, "SYSTEM_PULLREQUEST_TARGETBRANCH",
     "SYSTEM_PULLREQUEST_TARGETBRANCH", "BUILD_SOURCEBRANCH", nullptr, "BUILD_SOURCEVERSION"},
    {"Buildkite", "BUILDKITE", nullptr, "BUILDKITE_PULL_REQUEST",
     "BUILDKITE_PULL_REQUEST_BASE_BRANCH", "BUILDKITE_BRANCH", nullptr, "BUILDKITE_COMMIT"},
    {"CircleCI", "CIRCLECI", nullptr, nullptr, nullptr, "CIRCLE_BRANCH", nullptr, "CIRCLE_SHA1"},
    {"Drone", "DRONE", nullptr, "DRONE_PULL_REQUEST", "DRONE_TARGET_BRANCH", "DRONE_BRANCH",
     "DRONE_COMMIT_BEFORE", "DRONE_COMMIT_SHA"},
    {"Woodpecker", "CI", "woodpecker", "CI_COMMIT_PULL_REQUEST", "CI_COMMIT_TARGET_BRANCH",
     "CI_COMMIT_BRANCH", "CI_PREV_COMMIT_SHA", "CI_COMMIT_SHA"},
    {"Travis CI", "TRAVIS", nullptr, "TRAVIS_PULL_REQUEST", "TRAVIS_BRANCH", "TRAVIS_BRANCH",
     nullptr, "TRAVIS_COMMIT"},
}};

std::string plain_branch(std::string branch) {
  if (branch.starts_with("refs/heads/")) branch = branch.substr(11);
  return branch;
}

}  // namespace

std::optional<Run> recognise_other(const Environment& environment, const History& history) {
  for (const System& system : systems) {
    const std::optional<std::string> found = environment(system.detect);
    if (!found || (system.detect_value && *found != system.detect_value)) continue;
    Run run;
    run.host = system.name;
    run.fetch_hint = "let the clone step fetch all history";
    run.steps.push_back(system.name);
    const std::string head = environment(system.head).value_or("HEAD");
    const std::string branch = plain_branch(environment(system.branch).value_or(""));
    const auto told = [&](const char* variable) {
      return variable ? environment(variable).value_or("") : std::string();
    };
    const std::string target = plain_branch(told(system.target_branch));
    const std::string before = told(system.before);
    const std::string pull_request = told(system.pull_request);
    const std::string default_branch = default_branch_of(environment, history);
    if (!pull_request.empty() && pull_request != "false" && !target.empty()) {
      run.request.kind = ChangeKind::range;
      run.request.base = branch_revision(history, target);
      run.request.head = head;
      run.request.why = "pull request into " + target;
      run.steps.push_back("from where the pull request left " + target);
    } else if (!before.empty() && !is_zero_id(before) && history.exists(before)) {
      since_commit(run, history, before, head, default_branch, branch);
      run.request.why = "push to " + branch;
      run.steps.push_back("from the commit before the push");
    } else {
      run.steps.push_back("this system does not tell what a push is about");
      since_default_branch(run, history, default_branch, branch, head);
    }
    return run;
  }
  return std::nullopt;
}

}  // namespace moongate::ci
