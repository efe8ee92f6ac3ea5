#include "gitlab/gitlab_run.h"

#include <charconv>

namespace moongate::ci {

namespace {

void from_merge_request(Run& run, const Environment& environment, const History& history,
                        const std::string& head) {
  const std::string target = environment("CI_MERGE_REQUEST_TARGET_BRANCH_NAME").value_or("");
  run.request.kind = ChangeKind::range;
  run.request.head = environment("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA").value_or(head);
  PullRequest pull;
  const std::string id = environment("CI_MERGE_REQUEST_IID").value_or("");
  std::from_chars(id.data(), id.data() + id.size(), pull.number);
  pull.title = environment("CI_MERGE_REQUEST_TITLE").value_or("");
  pull.body = environment("CI_MERGE_REQUEST_DESCRIPTION").value_or("");
  pull.base = target;
  pull.head = environment("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME").value_or("");
  pull.draft = environment("CI_MERGE_REQUEST_DRAFT").value_or("") == "true";
  std::string label;
  for (const char c : environment("CI_MERGE_REQUEST_LABELS").value_or("") + ",") {
    if (c != ',') {
      label += c;
      continue;
    }
    if (!label.empty()) pull.labels.push_back(label);
    label.clear();
  }
  run.request.pull_request = std::move(pull);
  run.request.why = "merge request !" + id + " into " + target;
  const std::string known = branch_revision(history, target);
  const std::optional<std::string> told = environment("CI_MERGE_REQUEST_DIFF_BASE_SHA");
  // A fork's pipeline runs in the fork: its branch of the target's name is not the target, and may
  // be the very branch that the merge request is made of.
  const std::optional<std::string> project = environment("CI_PROJECT_ID");
  const bool in_fork =
      project && project != environment("CI_MERGE_REQUEST_PROJECT_ID").value_or(*project);
  const bool merged = told && history.is_ancestor(run.request.head, known);
  if (!target.empty() && !in_fork && !merged && (history.exists(known) || !told)) {
    // GitLab's own idea of the base goes stale when a merge request gets another target.
    run.request.base = known;
    run.steps.push_back("from where the merge request left " + target);
  } else if (told) {
    run.request.base = *told;
    run.steps.push_back(std::string(in_fork
                                        ? "this is a fork, which does not have the target branch"
                                    : merged ? "the target branch has the merge request already"
                                             : "the target branch is not here") +
                        ": from CI_MERGE_REQUEST_DIFF_BASE_SHA");
  } else {
    run.unknown = Problem{ProblemKind::usage, "the start of this merge request is unknown", "", 0,
                          "set MOONGATE_BASE to the commit or branch that it left, which the clone "
                          "must have: CI_MERGE_REQUEST_DIFF_BASE_SHA is not set"};
  }
}

// Of a repository elsewhere that GitLab builds. These pipelines come from branches of that
// repository itself, never from forks.
void from_external_pull_request(Run& run, const Environment& environment, const History& history,
                                const std::string& head) {
  const std::string target =
      environment("CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME").value_or("");
  const std::optional<std::string> told = environment("CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA");
  run.request.kind = ChangeKind::range;
  run.request.head = environment("CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA").value_or(head);
  PullRequest pull;
  const std::string id = environment("CI_EXTERNAL_PULL_REQUEST_IID").value_or("");
  std::from_chars(id.data(), id.data() + id.size(), pull.number);
  pull.base = target;
  pull.head = environment("CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME").value_or("");
  run.request.pull_request = std::move(pull);
  run.request.why = "pull request #" + id + " into " + (target.empty() ? "its target" : target);
  const std::string known = branch_revision(history, target);
  const bool merged = told && history.is_ancestor(run.request.head, known);
  if (!target.empty() && !merged && (history.exists(known) || !told)) {
    run.request.base = known;
    run.steps.push_back("from where the pull request left " + target);
  } else if (told) {
    run.request.base = *told;
    run.steps.push_back("from CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA");
  } else {
    run.unknown =
        Problem{ProblemKind::usage, "the target of this pull request is unknown", "", 0,
                "set MOONGATE_BASE to the commit or branch that it left, which the clone must "
                "have: CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME is not set"};
  }
}

}  // namespace

std::optional<Run> recognise_gitlab(const Environment& environment, const History& history) {
  if (!environment("GITLAB_CI")) return std::nullopt;
  Run run;
  run.host = "GitLab CI";
  run.fetch_hint = "set the variable GIT_DEPTH to 0 for this job";
  const std::string source = environment("CI_PIPELINE_SOURCE").value_or("");
  run.steps.push_back("GitLab CI, pipeline source " + source);
  const std::string head = environment("CI_COMMIT_SHA").value_or("HEAD");
  if (environment("CI_MERGE_REQUEST_IID")) {
    from_merge_request(run, environment, history, head);
    return run;
  }
  if (environment("CI_EXTERNAL_PULL_REQUEST_IID")) {
    from_external_pull_request(run, environment, history, head);
    return run;
  }
  if (const std::optional<std::string> tag = environment("CI_COMMIT_TAG")) {
    run.request.kind = ChangeKind::tree;
    run.request.head = head;
    run.request.why = "everything in " + *tag;
    run.steps.push_back("a tag is built: its whole tree is checked");
    return run;
  }
  const std::string branch = environment("CI_COMMIT_BRANCH").value_or("");
  const std::string default_branch =
      environment("CI_DEFAULT_BRANCH").value_or(default_branch_of(environment, history));
  const std::string before = environment("CI_COMMIT_BEFORE_SHA").value_or("");
  if (source == "schedule" && branch == default_branch) {
    since_default_branch(run, history, default_branch, branch, head);
  } else if (!tells_what_was_before(before, head)) {
    run.steps.push_back("there is no commit before the push");
    since_default_branch(run, history, default_branch, branch, head);
  } else if (is_gone(history, before)) {
    run.steps.push_back("the commit before the push is not here: it was rewritten");
    since_default_branch(run, history, default_branch, branch, head);
  } else {
    since_commit(run, history, before, head, default_branch, branch);
    run.request.why = "push to " + branch;
    run.steps.push_back("from the commit before the push");
  }
  return run;
}

}  // namespace moongate::ci
