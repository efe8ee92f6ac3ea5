// `moongate new NAME [--kind …]`
#pragma once

#include <string>
#include <vector>

namespace moongate::cli {

// What `--kind` takes, the default first.
const std::vector<std::string>& check_kinds();
// The same for a sentence: `line, file, …`.
std::string check_kinds_text();

// Writes .moongate/checks/NAME.lua and its test, which passes, and says so on stdout. Never
// overwrites: throws Error(usage) where a file is there already, for a name that no check can have,
// and for an unknown kind (`visitor`: a kind, or the name of the visitor that it begins with).
int run_new_command(const std::string& name, const std::string& visitor);

}  // namespace moongate::cli
