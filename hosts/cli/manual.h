// `moongate help`: what --help says, and the manual page made of the same declarations.
#pragma once

#include <string>
#include <vector>

#include "cli/command_tree.h"

namespace moongate::cli {

// In the language of man(7).
std::string manual_page(const std::vector<Command>& commands);

// `topic` empty: the program's help. Throws Error(usage) for an unknown command.
int help_command(const CLI::App& app, const std::string& topic, bool manual);

}  // namespace moongate::cli
