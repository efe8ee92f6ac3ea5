// One function a command; main.cpp declares the flags and calls them. Each returns the exit code
// and throws Error for what main.cpp prints.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/what.h"

namespace moongate::cli {

int check_command(const What& what, const CheckOptions& options, const GlobalOptions& global);
int hook_command(const std::string& name, const std::vector<std::string>& arguments,
                 const CheckOptions& options, const GlobalOptions& global);
// `hooks` empty: those that this kind of repository needs. `policy`: what they hand over, or empty.
int install_command(const std::vector<std::string>& hooks, const std::string& policy);
int uninstall_command();
// `names`: only those, one a line, for scripts and completion.
int list_command(bool names, const std::string& policy, const GlobalOptions& global);
// `name` empty: all settings and where they come from.
int explain_command(const std::string& name, const std::string& policy,
                    const GlobalOptions& global);

}  // namespace moongate::cli
