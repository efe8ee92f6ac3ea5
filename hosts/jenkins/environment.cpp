#include "jenkins/environment.h"

#include <charconv>

namespace moongate::ci {

namespace {

void from_pull_request(Run& run, const Environment& environment, const History& history,
                       const std::string& id, const std::string& head) {
  const std::string target = environment("CHANGE_TARGET").value_or("");
  run.request.kind = ChangeKind::range;
  run.request.head = head;
  PullRequest pull;
  std::from_chars(id.data(), id.data() + id.size(), pull.number);
  pull.title = environment("CHANGE_TITLE").value_or("");
  pull.author = environment("CHANGE_AUTHOR").value_or("");
  pull.base = target;
  pull.head = environment("CHANGE_BRANCH").value_or("");
  run.request.pull_request = std::move(pull);
  run.request.why = "change " + id + " into " + (target.empty() ? "its target" : target);

  const std::string known = branch_revision(history, target);
  if (!target.empty() && history.exists(known)) {
    run.request.base = known;
    run.steps.push_back("the target branch is here: from where the change left " + target);
    return;
  }
  // The merge strategy merges the target *into* the change, the other way round than GitHub: then
  // the second parent is the target, even where its branch was not fetched.
  const std::vector<std::string> parents = history.parents(head);
  if (parents.size() == 2) {
    run.request.base = parents[1];
    run.steps.push_back("HEAD merges the target into the change: its second parent is the target");
    return;
  }
  run.request.base = known;
  run.steps.push_back("the target branch " + target + " is not here, and HEAD is no merge of it");
}

}  // namespace

std::optional<Run> recognise_jenkins(const Environment& environment, const History& history) {
  if (!environment("JENKINS_URL")) return std::nullopt;
  Run run;
  run.host = "Jenkins";
  run.fetch_hint =
      "let the checkout fetch the target branch and all history (no shallow clone, refspec "
      "+refs/heads/*:refs/remotes/origin/*)";
  run.steps.push_back("Jenkins");
  // GIT_COMMIT names what was checked out; scripted pipelines do not export it.
  const std::string head = environment("GIT_COMMIT").value_or("HEAD");
  if (const std::optional<std::string> id = environment("CHANGE_ID")) {
    from_pull_request(run, environment, history, *id, "HEAD");
    return run;
  }
  if (const std::optional<std::string> tag = environment("TAG_NAME")) {
    run.request.kind = ChangeKind::tree;
    run.request.head = head;
    run.request.why = "everything in " + *tag;
    run.steps.push_back("a tag is built: its whole tree is checked");
    return run;
  }
  std::string branch = environment("BRANCH_NAME").value_or(environment("GIT_BRANCH").value_or(""));
  if (branch.starts_with("origin/")) branch = branch.substr(7);
  const bool primary = environment("BRANCH_IS_PRIMARY").value_or("") == "true";
  const std::string default_branch = primary ? branch : default_branch_of(environment, history);
  const std::optional<std::string> previous = environment("GIT_PREVIOUS_SUCCESSFUL_COMMIT");
  if (previous && history.exists(*previous) && history.is_ancestor(*previous, head)) {
    since_commit(run, history, *previous, head, default_branch, branch);
    run.request.why = branch + " since its last successful build";
    run.steps.push_back("from the last successful build's commit");
    return run;
  }
  run.steps.push_back(previous ? "the last successful build's commit is no ancestor of this one"
                               : "the branch has no successful build yet");
  since_default_branch(run, history, default_branch, branch, head);
  return run;
}

}  // namespace moongate::ci
