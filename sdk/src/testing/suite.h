// All tests below some paths: found, run, told.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace moongate::testing {

struct SuiteOptions {
  // Directories, test files or checks; empty: .moongate/checks of the repository around
  // `directory`.
  std::vector<std::string> paths;
  std::string directory = ".";
  std::string filter;   // only cases whose title has this in it
  bool mutate = false;  // also break the checks, and name the breakages that no case notices
};

// Writes one line for each test file, failures in full, and `N passed, N failed` at the end. Files
// are read from the disk, as a person who writes a check has them. Returns 0; 1 where a case failed
// or a mutant survived; 2 where a file or a case is no test, or nothing was found to test.
int run_suite(const SuiteOptions& options, std::ostream& out, std::ostream& errors);

}  // namespace moongate::testing
