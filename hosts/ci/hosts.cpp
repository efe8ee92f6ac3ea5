#include <algorithm>

#include "ci/host.h"
#include "ci/others.h"
#include "error.h"
#include "github/event.h"
#include "gitlab/environment.h"
#include "jenkins/environment.h"

namespace moongate::ci {

namespace {

std::optional<Run> by_generic_variables(const Environment& environment) {
  const std::optional<std::string> base = environment("MOONGATE_BASE");
  if (!base) return std::nullopt;
  Run run;
  run.host = "generic variables";
  run.request.kind = ChangeKind::range;
  run.request.base = *base;
  run.request.head = environment("MOONGATE_HEAD").value_or("HEAD");
  run.request.why = "MOONGATE_BASE and MOONGATE_HEAD";
  run.steps.push_back("MOONGATE_BASE is set: it wins over what the CI system says");
  return run;
}

}  // namespace

bool is_zero_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) { return c == '0'; });
}

std::string branch_revision(const History& history, const std::string& branch) {
  const std::string remote = "refs/remotes/origin/" + branch;
  if (history.exists(remote)) return remote;
  const std::string local = "refs/heads/" + branch;
  return history.exists(local) ? local : remote;
}

void since_default_branch(Run& run, const History& history, const std::string& default_branch,
                          const std::string& branch, const std::string& head) {
  run.request.head = head;
  if (!default_branch.empty() && branch != default_branch) {
    run.request.kind = ChangeKind::range;
    run.request.base = branch_revision(history, default_branch);
    run.request.why = "what " + branch + " adds to " + default_branch;
    run.steps.push_back("there is no earlier build to compare with: taken from where " + branch +
                        " left " + default_branch);
    return;
  }
  run.request.kind = ChangeKind::tree;
  run.request.base.clear();
  run.request.why = "everything in " + (branch.empty() ? head : branch);
  run.steps.push_back("there is nothing to compare with: the whole tree is checked");
}

Run recognise(const Environment& environment, const History& history) {
  std::optional<Run> run = by_generic_variables(environment);
  // Gitea and Forgejo set GitHub's variables too; github/ tells them apart.
  for (const Recognise& host : {Recognise(recognise_github), Recognise(recognise_gitlab),
                                Recognise(recognise_jenkins), Recognise(recognise_other)})
    if (!run) run = host(environment, history);
  if (run) return *run;
  throw Error(ProblemKind::usage, "this is no CI run that moongate knows",
              "set MOONGATE_BASE (and MOONGATE_HEAD, unless it is HEAD) to the commits that this "
              "run is about, or use `moongate check --range BASE..HEAD`");
}

}  // namespace moongate::ci
