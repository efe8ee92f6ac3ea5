// Findings bring fixes; this is how fixes become bytes. Pure: `--fix`, its patch, and the tests of
// checks all go this way.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"

namespace moongate {

struct ChosenFixes {
  std::vector<bool> chosen;  // parallel to what was wanted
  // Of those chosen: by path, in order, without overlap. They point into what was wanted.
  std::map<std::string, std::vector<const Fix*>> by_path;
};

// Takes as many of the wanted lists (one list a finding) as can stand together, earlier ones first;
// a list is taken whole or not at all. Two fixes collide where their ranges overlap or both insert
// at one place, unless they are equal: then one edit serves both. `size_of` gives the size of a
// file that may be fixed, nullopt for any other; a range beyond it is not taken.
ChosenFixes choose_fixes(
    const std::vector<std::vector<Fix>>& wanted,
    const std::function<std::optional<std::uint64_t>(const std::string& path)>& size_of);

// `fixes` as choose_fixes gives them for one path.
std::string apply_fixes(std::string_view text, const std::vector<const Fix*>& fixes);

}  // namespace moongate
