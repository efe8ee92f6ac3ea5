// A test file: Lua in the same sandbox as a check, with `moongate.test` to collect its cases.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/check_limits.h"
#include "core/value.h"
#include "script/check.h"

namespace moongate::testing {

struct CheckCase {  // check:case "title" { … }
  std::string check;
  std::string title;
  std::uint32_t line = 0;
  Map fields;
};

struct ModuleCase {  // test.case "title" (function() … end): it has run
  std::string title;
  std::uint32_t line = 0;
  std::string failure;  // empty: it passed
};

struct TestFile {
  std::vector<CheckCase> check_cases;
  std::vector<ModuleCase> module_cases;
};

// Runs the file. `source.name` does not count; cases whose title does not have `filter` in it are
// left out. Throws Error(check) with file:line for a file that is no Lua or errs outside of a case,
// and CheckAborted for one that takes too long.
TestFile load_test_file(const CheckSource& source, const std::string& filter, const Limits& limits);

}  // namespace moongate::testing
