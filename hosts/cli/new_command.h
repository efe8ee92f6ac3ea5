// `moongate new NAME [--kind …]`
#pragma once

#include <string>
#include <vector>

namespace moongate::cli {

// What `--kind` takes, the default first.
const std::vector<std::string>& check_kinds();

// Writes .moongate/checks/NAME.lua and its test, which passes, and says so on stdout. Never
// overwrites: throws Error(usage) where a file is there already, for a name that no check can have,
// and for an unknown kind.
int run_new_command(const std::string& name, const std::string& kind);

}  // namespace moongate::cli
