// `moongate test [PATH…] [--filter TEXT] [--mutate]`
#pragma once

#include <string>
#include <vector>

namespace moongate::cli {

// Runs the tests of checks: those of .moongate/checks, or below the paths. Writes to stdout and
// stderr; returns the exit code: 0 all passed, 1 a case failed or a mutant survived, 2 a test is no
// test.
int run_test_command(const std::vector<std::string>& paths, const std::string& filter, bool mutate);

}  // namespace moongate::cli
