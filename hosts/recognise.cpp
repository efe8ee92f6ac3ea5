#include "recognise.h"

#include <algorithm>
#include <array>
#include <utility>

#include "ci/others.h"
#include "core/error.h"
#include "github/github_run.h"
#include "gitlab/gitlab_run.h"
#include "jenkins/jenkins_run.h"

namespace moongate::ci {

namespace {

constexpr const char* name_the_commits =
    "set MOONGATE_BASE (and MOONGATE_HEAD, unless it is HEAD) to the commits that this run is "
    "about, "
    "or use `moongate check --range BASE..HEAD`";

struct System {
  const char* variable;  // that is set in each of its runs
  const char* name;
  // Null for systems that say too little: their runs need MOONGATE_BASE.
  std::optional<Run> (*recognise)(const Environment&, const History&) = nullptr;
};

// In the order in which they are asked; those of ci/others.cpp come after them. Gitea and Forgejo
// set GitHub's variables too; github/ tells them apart.
constexpr std::array<System, 15> systems{{
    {"GITHUB_ACTIONS", "GitHub Actions", recognise_github},
    {"GITEA_ACTIONS", "Gitea Actions", recognise_github},
    {"FORGEJO_ACTIONS", "Forgejo Actions", recognise_github},
    {"GITLAB_CI", "GitLab CI", recognise_gitlab},
    {"JENKINS_URL", "Jenkins", recognise_jenkins},
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
  for (const System& system : systems)
    if (system.recognise == nullptr && environment(system.variable))
      return std::string(system.name) + " (" + system.variable +
             " is set) does not say which commits its run is about";
  if (environment("CI")) return "no supported CI system detected, although CI is set";
  return "no supported CI system detected";
}

// What someone who knows better says wins over what the CI system tells; how that system shows
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

bool is_ci(const Environment& environment) {
  const auto is_set = [&](const char* variable) { return environment(variable).has_value(); };
  return is_set("CI") || is_other(environment) ||
         std::any_of(systems.begin(), systems.end(),
                     [&](const System& system) { return is_set(system.variable); });
}

Run recognise(const Environment& environment, const History& history) {
  std::optional<Run> run;
  for (const System& system : systems)
    if (!run && system.recognise != nullptr) run = system.recognise(environment, history);
  if (!run) run = recognise_other(environment, history);
  if (const std::optional<std::string> base = environment("MOONGATE_BASE")) {
    if (!run) run.emplace().host = "generic variables";
    if (!run->unknown_for_good) take_generic_variables(*run, environment, *base);
  }
  if (!run) throw Error(ProblemKind::usage, no_known_run(environment), name_the_commits);
  return *run;
}

}  // namespace moongate::ci
