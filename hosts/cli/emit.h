// A report leaves the program: each format to its place, and what went wrong to stderr.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"
#include "finding.h"
#include "run.h"

namespace moongate::cli {

// Returns the report's exit code. Throws Error(usage) when a file cannot be written.
int emit(const Report& report, const std::vector<Output>& outputs, const CheckOptions& options,
         const GlobalOptions& global);

// A check that nothing ends is given up: the report so far is emitted, and the process ends with
// exit code 3. The arguments must live as long as the run.
void end_when_stuck(RunOptions& run_with, const std::vector<Output>& outputs,
                    const CheckOptions& options, const GlobalOptions& global);

// Text of a script or a repository for stderr: it may hold escape sequences, which would act on a
// terminal, or commands, which a CI system obeys on stderr as on stdout.
std::string inert(const std::string& text);

// "moongate: what is wrong" with its place and cure, on stderr.
void print_problem(const Problem& problem, const GlobalOptions& global);

}  // namespace moongate::cli
