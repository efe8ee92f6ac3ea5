// Which of its neighbours a check's Lua text may require, without running it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace moongate {

// The names in `require "name"` and `require("name")`; nullopt where `require` is used in another
// way, so that the text may ask for any name.
std::optional<std::set<std::string>> required_names(std::string_view lua);

}  // namespace moongate
