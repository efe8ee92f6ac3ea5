#include <filesystem>

#include "cli/commands.h"
#include "cli/emit.h"
#include "cli/progress.h"
#include "cli/surroundings.h"
#include "cli/terminal.h"
#include "git/history/clone_scope.h"
#include "git/repository/location.h"
#include "git/repository/repository.h"

namespace moongate::cli {

namespace {

// A bare repository has no index: to pass because nothing is staged there would be no answer.
void require_index() {
  try {
    const Location location = find_repository(".");
    std::error_code error;
    if (!location.bare() || std::filesystem::exists(location.index_file, error)) return;
  } catch (const Error&) {
    return;  // the run will say it
  }
  throw Error(ProblemKind::usage, "this is a bare repository: nothing can be staged here",
              "say what to check: --all, --range BASE..HEAD, --commit REV or --branches");
}

}  // namespace

int check_command(const What& what, const CheckOptions& options, const GlobalOptions& global) {
  const std::vector<Output> to = outputs(options);
  RunOptions run_with = run_options(options);
  Request request = request_for(what);
  apply_to_request(options, request);
  if (request.kind == ChangeKind::staged) require_index();
  run_with.rules_from = in_hook() || in_ci() ? RulesFrom::change : RulesFrom::work_tree;

  Progress progress(!options.quiet && is_terminal(Stream::error));
  run_with.engine.progress = [&](std::uint64_t done, std::uint64_t total) {
    progress.update(done, total);
  };
  end_when_stuck(run_with, to, options, global);
  Report report = run(request, run_with);
  if (request.kind == ChangeKind::refs)
    for (std::string& note : unfetched_branches(Repository(request.directory)))
      report.notes.push_back(std::move(note));

  note_interrupted_fix(report);
  if (!what.staged) refuse_empty_in_ci(report);
  return emit(report, to, options, global);
}

}  // namespace moongate::cli
