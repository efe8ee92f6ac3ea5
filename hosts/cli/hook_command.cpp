#include <algorithm>
#include <iostream>
#include <optional>

#include "cli/commands.h"
#include "cli/emit.h"
#include "cli/progress.h"
#include "cli/read_stdin.h"
#include "cli/surroundings.h"
#include "cli/terminal.h"
#include "git/hook_event.h"
#include "git/hook_help.h"
#include "git/repository/repository.h"
#include "git/repository/revision.h"

namespace moongate::cli {

namespace {

// The pre-commit framework and prek keep what Git writes to a pre-push hook, and hand over the
// first reference in variables. Without this a hook that they run would see that nothing is pushed.
std::string push_by_framework() {
  const std::string local = variable("PRE_COMMIT_LOCAL_BRANCH").value_or("");
  const std::string remote = variable("PRE_COMMIT_REMOTE_BRANCH").value_or("");
  if (local.empty() || remote.empty()) return {};
  const Repository repository(".", false);
  const Oid head = resolve_revision(repository, local);
  const std::string base = variable("PRE_COMMIT_FROM_REF").value_or("");
  std::cerr << "moongate: note: this hook's manager hands over one reference only, " << inert(local)
            << "; with `moongate install pre-push` all that are pushed are checked\n";
  return local + " " + head.hex() + " " + remote + " " +
         (base.empty() ? std::string(head.hex().size(), '0') : base) + "\n";
}

// `pre-commit run --from-ref A --to-ref B`, by hand or in CI: no commit is being made and nothing
// is pushed, so that these two commits are all that is told.
std::optional<Request> range_by_framework(const std::string& hook) {
  const std::optional<std::string> base = variable("PRE_COMMIT_FROM_REF");
  const std::optional<std::string> head = variable("PRE_COMMIT_TO_REF");
  if (!base || !head || variable("GIT_INDEX_FILE")) return std::nullopt;
  Request request;
  request.kind = ChangeKind::range;
  request.base = *base;
  request.head = *head;
  request.why = hook + " hook, run over " + *base + ".." + *head;
  return request;
}

// Git tells a pre-push hook what is pushed through a pipe, also where that is nothing. Who gets no
// pipe was started by someone who kept what Git told.
void refuse_untold_push(const std::vector<std::string>& arguments) {
  if (variable("PRE_COMMIT"))
    throw Error(ProblemKind::usage, "hook pre-push: its manager passes no pushed commits",
                "give `pre-commit run` --from-ref and --to-ref; in CI use `moongate ci`");
  if (!arguments.empty() && stdin_is_device())
    throw Error(ProblemKind::usage,
                "hook pre-push: the list of pushed references is missing: stdin is not a pipe",
                "pass on the input that Git gives the hook (lefthook: use_stdin: true)");
}

}  // namespace

int hook_command(const std::string& name, const std::vector<std::string>& arguments,
                 const CheckOptions& options, const GlobalOptions& global) {
  const std::vector<Output> to = outputs(options);
  RunOptions run_with = run_options(options);
  run_with.rules_from = RulesFrom::change;

  // Git writes ref updates to some hooks' stdin and waits until they are read, or gives them
  // /dev/null; a terminal is a person who tries the hook out.
  std::string input;
  if (git_host::reads_stdin(name)) input = read_stdin("hook " + name);
  std::vector<std::string> given = arguments;
  if (name == "pre-push" && input.empty()) {
    input = push_by_framework();
    if (!input.empty() && given.empty())
      given.push_back(variable("PRE_COMMIT_REMOTE_NAME").value_or(""));
  }
  std::optional<Request> range;
  if (name == "pre-commit" || (name == "pre-push" && input.empty()))
    range = range_by_framework(name);
  if (name == "pre-push" && input.empty() && !range) refuse_untold_push(arguments);
  Request request = range ? *range : git_host::request_for_hook(name, given, input);
  apply_to_request(options, request);
  if (request.receiving) run_with.use_cache = false;  // a cache is trusted like the program
  if (request.kind == ChangeKind::push && request.updates.empty()) {
    Report nothing;  // is pushed; a program that reads the report gets one all the same
    nothing.change.kind = request.kind;
    nothing.change.why = request.why;
    CheckOptions silent = options;
    silent.quiet = true;
    return emit(nothing, to, silent, global);
  }

  // `git merge` has written the tree that it will commit before it runs this hook: what is fixed
  // now would be in the index and not in the merge.
  const bool too_late = name == "pre-merge-commit" && run_with.fix == FixMode::apply;
  if (too_late) run_with.fix = FixMode::off;

  Progress progress(!options.quiet && is_terminal(Stream::error));
  run_with.engine.progress = [&](std::uint64_t done, std::uint64_t total) {
    progress.update(done, total);
  };
  end_when_stuck(run_with, to, options, global);
  Report report = run(request, run_with);
  note_interrupted_fix(report);
  git_host::fit_help_to_hook(name, report);
  // Git hands over its index to the hook: without it no commit is being made.
  if (name == "pre-commit" && !variable("GIT_INDEX_FILE")) refuse_empty_in_ci(report);
  if (too_late && std::any_of(report.findings.begin(), report.findings.end(),
                              [](const Finding& finding) { return !finding.fix.empty(); }))
    report.notes.push_back(
        "--fix fixes nothing here: Git commits a merge as it was before the pre-merge-commit hook; "
        "run `moongate check --fix`, then `git commit`");
  // Git forgets that it has the message, and does not say where.
  if (name == "commit-msg" && report.summary.exit == 1 && given[0].ends_with("COMMIT_EDITMSG"))
    report.notes.push_back(
        "the message is kept: git commit --edit --file=\"$(git rev-parse --git-path "
        "COMMIT_EDITMSG)\"");
  CheckOptions shown = options;
  // `quiet = true` of a file: what the change relaxes or skips, and warnings, are still printed.
  shown.quiet =
      options.quiet || (report.quiet && report.summary.exit == 0 && report.summary.fixed == 0);
  return emit(report, to, shown, global);
}

}  // namespace moongate::cli
