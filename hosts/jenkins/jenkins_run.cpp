#include "jenkins/jenkins_run.h"

#include <charconv>

namespace moongate::ci {

namespace {

bool is_same(const History& history, const std::string& one, const std::string& other) {
  return history.is_ancestor(one, other) && history.is_ancestor(other, one);
}

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

  if (target.empty()) {
    run.unknown = Problem{
        ProblemKind::usage,
        "Jenkins does not name the target of change " + id + ": CHANGE_TARGET is not set", "", 0,
        "pass the build's environment to moongate, or set "
        "MOONGATE_BASE to the branch or commit that the change left"};
    return;
  }
  // Where `origin` is a fork, Bitbucket's plugin has the target in a remote of its own.
  const std::string upstream = "refs/remotes/upstream/" + target;
  const bool from_fork = environment("CHANGE_FORK") && history.exists(upstream);
  const std::string known = from_fork ? upstream : branch_revision(history, target);
  if (history.exists(known)) {
    run.request.base = known;
    run.steps.push_back("the target branch is here: from where the change left " + target);
    return;
  }
  // The merge strategy merges the target *into* the change, the other way round than GitHub: then
  // the second parent is the target, even where its branch was not fetched. A change's own head may
  // be a merge, too, of anything: so the change's branch must be the first parent.
  const std::vector<std::string> parents = history.parents(head);
  const std::string own = "refs/remotes/origin/" + environment("BRANCH_NAME").value_or("");
  if (parents.size() == 2 && is_same(history, parents[0], own)) {
    run.request.base = parents[1];
    run.steps.push_back("HEAD merges the target into the change: its second parent is the target");
    return;
  }
  run.request.base = known;
  run.steps.push_back("the target branch " + target + " is not here, and HEAD is no merge of it");
}

void from_tag(Run& run, const std::string& tag, const std::string& head) {
  run.request.kind = ChangeKind::tree;
  run.request.head = head;
  run.request.why = "everything in " + tag;
  run.steps.push_back("a tag is built: its whole tree is checked");
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
    from_tag(run, *tag, head);
    return run;
  }
  std::string branch = environment("BRANCH_NAME").value_or(environment("GIT_BRANCH").value_or(""));
  if (branch.starts_with("refs/tags/")) {
    from_tag(run, branch.substr(10), head);
    return run;
  }
  for (const std::string_view prefix : {"refs/heads/", "refs/remotes/", "origin/"})
    if (branch.starts_with(prefix)) branch.erase(0, prefix.size());
  if (branch == "detached") branch.clear();  // the Git plugin's word for not knowing
  const bool primary = environment("BRANCH_IS_PRIMARY").value_or("") == "true";
  const std::string default_branch = primary ? branch : default_branch_of(environment, history);
  const std::optional<std::string> previous = environment("GIT_PREVIOUS_SUCCESSFUL_COMMIT");
  // What a shallow clone says about ancestors is no answer: there the range itself tells.
  if (previous && (history.shallow || history.is_ancestor(*previous, head))) {
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
