// `moongate completion SHELL`: a script that completes commands, flags and their values.
#pragma once

#include <string>
#include <vector>

#include "cli/command_tree.h"

namespace moongate::cli {

// "bash", "zsh" or "fish"; throws Error(usage) for another.
std::string completion_script(const std::vector<Command>& commands, const std::string& shell);

int completion_command(const std::vector<Command>& commands, const std::string& shell);

}  // namespace moongate::cli
