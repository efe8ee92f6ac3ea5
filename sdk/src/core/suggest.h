// "Did you mean": the known name that a mistyped one was probably meant to be.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moongate {

// How many insertions, deletions, substitutions and swaps of neighbours (optimal string alignment)
// make `a` from `b`. Case of ASCII letters, and '_' against '-', do not count. More than `limit`
// gives `limit + 1`; long strings are not compared further than that needs.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

// The candidate nearest to `name`, the first of equals; empty where none is near enough to be what
// was meant (a third of the name's length, at least one edit and at most four).
std::string nearest(std::string_view name, const std::vector<std::string>& candidates);

// A help: "did you mean 'x'?", or where nothing is near "known ones are: a, b, c" (cut when there
// are many), or empty without candidates.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace moongate
