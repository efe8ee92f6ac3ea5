#include "cli/test_command.h"

#include <iostream>

#include "testing/suite.h"

namespace moongate::cli {

int run_test_command(const std::vector<std::string>& paths, const std::string& filter,
                     bool mutate) {
  testing::SuiteOptions options;
  options.paths = paths;
  options.filter = filter;
  options.mutate = mutate;
  const int exit = testing::run_suite(options, std::cout, std::cerr);
  std::cout.flush();
  return exit;
}

}  // namespace moongate::cli
