// One function a command; main.cpp declares the flags and calls them. Each returns the exit code
// and throws Error for what main.cpp prints.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"

namespace moongate::cli {

struct What {  // of `check`; at most one may be given
  bool staged = false, branches = false, all = false;
  std::string range, commit, message_file, stdin_path;
  std::string all_revision = "HEAD";
};

int check_command(const What& what, const CheckOptions& options, const GlobalOptions& global);
int hook_command(const std::string& name, const std::vector<std::string>& arguments,
                 const CheckOptions& options, const GlobalOptions& global);
// `hooks` empty: those that this kind of repository needs. `policy`: what they hand over, or empty.
int install_command(const std::vector<std::string>& hooks, const std::string& policy);
int uninstall_command();
int list_command(const std::string& policy, const GlobalOptions& global);
// `name` empty: all settings and where they come from.
int explain_command(const std::string& name, const std::string& policy,
                    const GlobalOptions& global);

}  // namespace moongate::cli
