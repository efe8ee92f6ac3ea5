#include <algorithm>
#include <array>
#include <utility>

#include "ci/host.h"
#include "ci/others.h"
#include "error.h"
#include "github/event.h"
#include "gitlab/environment.h"
#include "jenkins/environment.h"

namespace moongate::ci {

namespace {

constexpr const char* name_the_commits =
    "set MOONGATE_BASE (and MOONGATE_HEAD, unless it is HEAD) to the commits that this run is "
    "about, "
    "or use `moongate check --range BASE..HEAD`";

// Systems that tell too little, by a variable that they set: for the message alone.
constexpr std::array<std::pair<const char*, const char*>, 10> others{{
    {"TEAMCITY_VERSION", "TeamCity"},
    {"APPVEYOR", "AppVeyor"},
    {"CODEBUILD_BUILD_ID", "AWS CodeBuild"},
    {"CIRRUS_CI", "Cirrus CI"},
    {"SEMAPHORE", "Semaphore"},
    {"BUILDER_OUTPUT", "Google Cloud Build"},
    {"CF_BUILD_ID", "Codefresh"},
    {"bamboo_buildKey", "Bamboo"},
    {"GO_PIPELINE_NAME", "GoCD"},
    {"WERCKER", "Wercker"},
}};

std::string no_known_run(const Environment& environment) {
  for (const auto& [variable, name] : others)
    if (environment(variable))
      return std::string("this is a run of ") + name + " (" + variable +
             " is set), and moongate does not know how that tells what it is about";
  if (environment("CI"))
    return "this is a CI run (CI is set), but of no system that moongate knows";
  return "this is no CI run that moongate knows";
}

// What somebody who knows better says wins over what the CI system tells; how that system shows
// things stays.
void take_generic_variables(Run& run, const Environment& environment, const std::string& base) {
  run.request.kind = ChangeKind::range;
  run.request.base = base;
  run.request.head = environment("MOONGATE_HEAD").value_or("HEAD");
  run.request.apart_from.clear();
  run.request.why = "MOONGATE_BASE and MOONGATE_HEAD";
  run.unknown.reset();
  run.steps.push_back("MOONGATE_BASE is set: it wins over what the CI system says");
}

}  // namespace

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

bool is_ci(const Environment& environment) {
  for (const char* name :
       {"CI", "GITHUB_ACTIONS", "GITEA_ACTIONS", "FORGEJO_ACTIONS", "GITLAB_CI", "JENKINS_URL"})
    if (environment(name)) return true;
  return is_other(environment) || std::any_of(others.begin(), others.end(), [&](const auto& other) {
           return environment(other.first).has_value();
         });
}

Run recognise(const Environment& environment, const History& history) {
  std::optional<Run> run;
  // Gitea and Forgejo set GitHub's variables too; github/ tells them apart.
  for (const Recognise& host : {Recognise(recognise_github), Recognise(recognise_gitlab),
                                Recognise(recognise_jenkins), Recognise(recognise_other)})
    if (!run) run = host(environment, history);
  if (const std::optional<std::string> base = environment("MOONGATE_BASE")) {
    if (!run) run.emplace().host = "generic variables";
    if (!run->unknown_for_good) take_generic_variables(*run, environment, *base);
  }
  if (!run) throw Error(ProblemKind::usage, no_known_run(environment), name_the_commits);
  return *run;
}

}  // namespace moongate::ci
