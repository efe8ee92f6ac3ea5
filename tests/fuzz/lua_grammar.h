// Lua that an untrusted contributor might write: grammatical, hostile, and aimed at what the
// sandbox guards.
#pragma once

#include <string>
#include <vector>

#include "mutate.h"

namespace moongate::fuzz {

// The source of a whole check. From a grammar whose leaves are what attacks are made of (loops,
// coroutines, metamethods, `__close`, patterns, huge and lying arguments, subjects kept), from one
// of `attacks` with its words exchanged, or from both.
std::string generated_lua(const std::vector<std::string>& attacks, Random& random);

// Files, commits and branches as `fuzz_changes` reads them: text with lines of every kind, damaged
// now and then.
std::string generated_change(const std::vector<std::string>& corpus, Random& random);

}  // namespace moongate::fuzz
