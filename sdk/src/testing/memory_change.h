// A change that stands only in memory, made from a case's trees and commits.
#pragma once

#include "core/change.h"
#include "testing/test_case.h"

namespace moongate::testing {

// Ids depend on content alone; those of commits begin with their place in the case. A file that was
// deleted and added with equal content is renamed, as Git would see it; nearly equal ones are not.
Change memory_change(const TestCase& test);

// The place of a commit in the case, from 1, by its id in hexadecimal; 0: none of them.
std::size_t commit_number(const std::string& hex);

}  // namespace moongate::testing
