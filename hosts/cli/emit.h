// A report leaves the program: each format to its place, and what went wrong to stderr.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/options.h"
#include "core/finding.h"
#include "run/run.h"

namespace moongate::cli {

// Returns the report's exit code. An output that cannot be written becomes a problem of the report,
// which the other outputs then tell, and the exit code is 2.
int emit(Report& report, std::vector<Output> outputs, const CheckOptions& options,
         const GlobalOptions& global);

// The report of a command that came to no result.
Report report_of(const Problem& problem, ChangeKind kind, const std::string& why = {});

// A check that nothing ends is given up: the report so far is emitted, and the process ends with
// exit code 3. `emitted` is called before that, where there is more to tell. The arguments must
// live as long as the run.
void end_when_stuck(RunOptions& run_with, const std::vector<Output>& outputs,
                    const CheckOptions& options, const GlobalOptions& global,
                    const std::function<void(const Report&)>& emitted = {});

// Text of a script or a repository for stderr: it may hold escape sequences, which would act on a
// terminal, or commands, which a CI system obeys on stderr as on stdout.
std::string inert(const std::string& text);

// "moongate: what is wrong" with its place and help, on stderr.
void print_problem(const Problem& problem, const GlobalOptions& global);

}  // namespace moongate::cli
