#include "ci/others.h"

#include <array>

#include "core/quote.h"
#include "git/repository/refs_store.h"

namespace moongate::ci {

namespace {

struct System {
  const char* name = nullptr;
  const char* detect = nullptr;        // set where this system runs
  const char* detect_value = nullptr;  // null: any value
  // Set (and not "false") where the run is about one; null: not told.
  const char* pull_request = nullptr;
  const char* target_branch = nullptr;  // of a pull request; null: not told
  const char* target_commit = nullptr;  // where its branch is not here; null: not told
  // Of a pull request that is built merged into its target; null: not told.
  const char* own_head = nullptr;
  const char* branch = nullptr;
  const char* tag = nullptr;     // null: only the branch's name tells, by refs/tags/
  const char* before = nullptr;  // the commit before a push; null: not told
  const char* head = nullptr;
};

// Variables as these systems document them. On a pull request some give the target's name as the
// branch's, too: only their own variable for pull requests tells.
constexpr std::array<System, 7> systems{{
    {.name = "Bitbucket Pipelines",
     .detect = "BITBUCKET_COMMIT",
     .pull_request = "BITBUCKET_PR_DESTINATION_BRANCH",
     .target_branch = "BITBUCKET_PR_DESTINATION_BRANCH",
     .target_commit = "BITBUCKET_PR_DESTINATION_COMMIT",
     .branch = "BITBUCKET_BRANCH",
     .tag = "BITBUCKET_TAG",
     .head = "BITBUCKET_COMMIT"},
    {.name = "Azure Pipelines",
     .detect = "TF_BUILD",
     .pull_request = "SYSTEM_PULLREQUEST_TARGETBRANCH",
     .target_branch = "SYSTEM_PULLREQUEST_TARGETBRANCH",
     .own_head = "SYSTEM_PULLREQUEST_SOURCECOMMITID",
     .branch = "BUILD_SOURCEBRANCH",
     .head = "BUILD_SOURCEVERSION"},
    {.name = "Buildkite",
     .detect = "BUILDKITE",
     .pull_request = "BUILDKITE_PULL_REQUEST",
     .target_branch = "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
     .branch = "BUILDKITE_BRANCH",
     .tag = "BUILDKITE_TAG",
     .head = "BUILDKITE_COMMIT"},
    {.name = "CircleCI",
     .detect = "CIRCLECI",
     .branch = "CIRCLE_BRANCH",
     .tag = "CIRCLE_TAG",
     .head = "CIRCLE_SHA1"},
    {.name = "Drone",
     .detect = "DRONE",
     .pull_request = "DRONE_PULL_REQUEST",
     .target_branch = "DRONE_TARGET_BRANCH",
     .branch = "DRONE_BRANCH",
     .tag = "DRONE_TAG",
     .before = "DRONE_COMMIT_BEFORE",
     .head = "DRONE_COMMIT_SHA"},
    {.name = "Woodpecker",
     .detect = "CI",
     .detect_value = "woodpecker",
     .pull_request = "CI_COMMIT_PULL_REQUEST",
     .target_branch = "CI_COMMIT_TARGET_BRANCH",
     .branch = "CI_COMMIT_BRANCH",
     .tag = "CI_COMMIT_TAG",
     .before = "CI_PREV_COMMIT_SHA",
     .head = "CI_COMMIT_SHA"},
    {.name = "Travis CI",
     .detect = "TRAVIS",
     .pull_request = "TRAVIS_PULL_REQUEST",
     .target_branch = "TRAVIS_BRANCH",
     .own_head = "TRAVIS_PULL_REQUEST_SHA",
     .branch = "TRAVIS_BRANCH",
     .tag = "TRAVIS_TAG",
     .head = "TRAVIS_COMMIT"},
}};

std::string plain_branch(std::string branch) {
  if (branch.starts_with("refs/heads/")) branch = branch.substr(11);
  return branch;
}

void from_pull_request(Run& run, const System& system, const Environment& environment,
                       const History& history, const std::string& target) {
  if (target.empty()) {
    run.unknown =
        Problem{ProblemKind::usage,
                std::string(system.name) + " does not name the target of this pull request: " +
                    system.target_branch + " is not set",
                "", 0, "set MOONGATE_BASE to the branch or commit that it left"};
    return;
  }
  run.request.kind = ChangeKind::range;
  run.request.base = branch_revision(history, target);
  const std::optional<std::string> commit =
      system.target_commit ? environment(system.target_commit) : std::nullopt;
  if (commit && !history.exists(run.request.base)) run.request.base = *commit;
  // The merge of the two that is built is nobody's commit.
  const std::optional<std::string> own =
      system.own_head ? environment(system.own_head) : std::nullopt;
  if (own && history.exists(*own)) run.request.head = *own;
  run.request.why = "pull request into " + target;
  run.steps.push_back("from where the pull request left " + target);
}

bool is_object_id(const std::string& text) {
  return (text.size() == 40 || text.size() == 64) &&
         text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

// What no system sets would lead to some other change than the one that the run is about, and that
// might pass. Systems that give a pull request's target instead of its number are told by that.
std::optional<Problem> unreadable(const System& system, const Environment& environment) {
  const auto problem = [&](const char* variable, const std::string& is, const char* wanted) {
    return Problem{ProblemKind::usage,
                   std::string(system.name) + ": " + variable + " is " + in_quotes(is) +
                       ", which is no " + wanted,
                   "", 0, "see who sets it, or set MOONGATE_BASE and MOONGATE_HEAD"};
  };
  for (const char* const variable :
       {system.head, system.before, system.own_head, system.target_commit}) {
    if (!variable) continue;
    const std::optional<std::string> id = environment(variable);
    // Bitbucket shortens some of its ids; Buildkite says HEAD where a person started the build.
    const bool good = !id || *id == "HEAD" || is_object_id(*id) || is_zero_id(*id) ||
                      (id->size() >= 7 && id->size() < 40 &&
                       id->find_first_not_of("0123456789abcdefABCDEF") == std::string::npos);
    if (!good) return problem(variable, *id, "commit id");
  }
  for (const char* const variable : {system.branch, system.target_branch, system.tag}) {
    if (!variable) continue;
    const std::optional<std::string> name = environment(variable);
    if (name && !is_safe_reference_name("refs/heads/" + *name))
      return problem(variable, *name, "name of a branch or tag");
  }
  if (system.pull_request && system.pull_request != system.target_branch) {
    const std::optional<std::string> number = environment(system.pull_request);
    if (number && *number != "false" && !is_number(*number))
      return problem(system.pull_request, *number, "number of a pull request");
  }
  return std::nullopt;
}

void decide(Run& run, const System& system, const Environment& environment,
            const History& history) {
  const auto told = [&](const char* variable) {
    return variable ? environment(variable).value_or("") : std::string();
  };
  const std::string head = environment(system.head).value_or("HEAD");
  const std::string branch = plain_branch(told(system.branch));
  const std::string before = told(system.before);
  const std::string pull_request = told(system.pull_request);
  const std::string tag = branch.starts_with("refs/tags/") ? branch.substr(10) : told(system.tag);
  run.request.head = head;
  if (!pull_request.empty() && pull_request != "false") {
    from_pull_request(run, system, environment, history, plain_branch(told(system.target_branch)));
    return;
  }
  if (!tag.empty()) {
    run.request.kind = ChangeKind::tree;
    run.request.why = "everything in " + tag;
    run.steps.push_back("a tag is built: its whole tree is checked");
    return;
  }
  const std::string default_branch = default_branch_of(environment, history);
  if (tells_what_was_before(before, head) && !is_gone(history, before)) {
    since_commit(run, history, before, head, default_branch, branch);
    run.request.why = "push to " + branch;
    run.steps.push_back("from the commit before the push");
    return;
  }
  run.steps.push_back(before == head ? "the commit before the push is said to be the one after it"
                                     : "this system does not say which commits a push has");
  since_default_branch(run, history, default_branch, branch, head);
}

const System* system_of(const Environment& environment) {
  for (const System& system : systems) {
    const std::optional<std::string> found = environment(system.detect);
    if (found && (!system.detect_value || *found == system.detect_value)) return &system;
  }
  return nullptr;
}

}  // namespace

bool is_other(const Environment& environment) {
  return system_of(environment) != nullptr;
}

std::optional<Run> recognise_other(const Environment& environment, const History& history) {
  const System* system = system_of(environment);
  if (!system) return std::nullopt;
  Run run;
  run.host = system->name;
  run.fetch_hint = "let the clone step fetch all history";
  run.steps.push_back(system->name);
  run.unknown = unreadable(*system, environment);
  if (!run.unknown) decide(run, *system, environment, history);
  return run;
}

}  // namespace moongate::ci
