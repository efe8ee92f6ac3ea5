// Runs the real engine on one case and compares what it says with what the case expects.
#pragma once

#include <string>

#include "core/check_limits.h"
#include "engine/engine.h"
#include "testing/test_case.h"

namespace moongate::testing {

// What is wrong with the case's outcome, as indented lines for a person; empty: it passed. Throws
// Error(check) for a case whose options or paths the check refuses.
std::string run_case(const LoadedCheck& check, const TestCase& test, const Limits& limits = {});

// A finding as a case's `expect` writes it: as the report does, except for the names of commits.
std::string expected_form(const Finding& finding, const TestCase& test);

}  // namespace moongate::testing
