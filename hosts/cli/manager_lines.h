// A hook manager's file that is there already, with the lines that call Moongate.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moongate::cli {

// `there` with what `ours`, the file of a new project, has for Moongate. Nullopt where that cannot
// be done without understanding the file: then a person adds the lines. Unchanged where Moongate is
// called already. The managers are pre-commit, lefthook and husky (one of its files).
std::optional<std::string> with_moongate(const std::string& manager, std::string_view there,
                                         std::string_view ours);

// The part of `ours` that goes into a file that is there: without what such a file has of its own.
std::string lines_to_add(const std::string& manager, std::string_view ours);

}  // namespace moongate::cli
