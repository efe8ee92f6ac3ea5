#include <cstdlib>
#include <iostream>
#include <iterator>

#include "cli/commands.h"
#include "cli/emit.h"
#include "cli/progress.h"
#include "cli/terminal.h"

namespace moongate::cli {

namespace {

bool set(const char* name) {
  const char* value = std::getenv(name);
  return value && *value && std::string(value) != "false" && std::string(value) != "0";
}

// Started by Git or by a hook manager: what is judged is a commit in the making, by its own rules.
bool in_hook() {
  for (const char* name : {"GIT_INDEX_FILE", "PRE_COMMIT", "LEFTHOOK", "HUSKY"})
    if (set(name)) return true;
  return false;
}

bool in_ci() {
  return set("CI") || set("JENKINS_URL") || set("TF_BUILD");
}

void read_range(const std::string& range, Request& request) {
  std::size_t dots = range.find("..");
  if (dots == std::string::npos || dots == 0)
    throw Error(ProblemKind::usage, "--range: '" + range + "' is not BASE..HEAD",
                "write for example --range origin/main..HEAD");
  request.base = range.substr(0, dots);
  // Two dots and three mean the same here: the net change is taken from the merge base.
  std::string head = range.substr(dots + (range.compare(dots, 3, "...") == 0 ? 3 : 2));
  request.head = head.empty() ? "HEAD" : head;
}

Request request_for(const What& what) {
  const int asked = what.staged + what.branches + what.all + !what.range.empty() +
                    !what.commit.empty() + !what.message_file.empty() + !what.stdin_path.empty();
  if (asked > 1)
    throw Error(ProblemKind::usage, "check: more than one thing to check was given",
                "give one of --staged, --range, --commit, --message-file, --all, --branches, "
                "--stdin-path");
  Request request;
  if (!what.range.empty()) {
    request.kind = ChangeKind::range;
    request.why = "--range " + what.range;
    read_range(what.range, request);
  } else if (!what.commit.empty()) {
    request.kind = ChangeKind::commit;
    request.head = what.commit;
    request.why = "--commit " + what.commit;
  } else if (!what.message_file.empty()) {
    request.kind = ChangeKind::message;
    request.message_file = what.message_file;
    request.why = "--message-file " + what.message_file;
  } else if (what.all) {
    request.kind = ChangeKind::tree;
    request.head = what.all_revision;
    request.why = "--all " + what.all_revision;
  } else if (what.branches) {
    request.kind = ChangeKind::refs;
    request.why = "--branches";
  } else if (!what.stdin_path.empty()) {
    request.kind = ChangeKind::buffer;
    request.buffer_path = what.stdin_path;
    request.buffer_text = std::string(std::istreambuf_iterator<char>(std::cin), {});
    request.why = "--stdin-path " + what.stdin_path;
  } else {
    request.kind = ChangeKind::staged;
    request.why = "what is staged";
  }
  return request;
}

}  // namespace

int check_command(const What& what, const CheckOptions& options, const GlobalOptions& global) {
  const std::vector<Output> to = outputs(options);
  RunOptions run_with = run_options(options);
  Request request = request_for(what);
  request.fetch = options.fetch;
  run_with.rules_from = in_hook() || in_ci() ? RulesFrom::change : RulesFrom::work_tree;

  Progress progress(!options.quiet && is_terminal(Stream::error));
  run_with.engine.progress = [&](std::uint64_t done, std::uint64_t total) {
    progress.update(done, total);
  };
  Report report = run(request, run_with);

  // In CI nothing is ever staged: a green step that looked at nothing is the worst of answers.
  const bool asked = what.staged;
  if (request.kind == ChangeKind::staged && !asked && in_ci() && report.change.files == 0 &&
      report.problems.empty())
    throw Error(ProblemKind::usage, "nothing is staged, and this is a CI run",
                "use `moongate ci`, which finds the change that this run is about, or say what to "
                "check: --range BASE..HEAD");
  return emit(report, to, options, global);
}

}  // namespace moongate::cli
