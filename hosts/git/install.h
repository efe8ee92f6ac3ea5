// Hooks of a repository: put there, and taken away again with everything as it was.
#pragma once

#include <string>
#include <vector>

#include "git/repository/location.h"

namespace moongate::git_host {

struct HookChange {
  std::string hook;
  std::string
      done;  // "installed", "updated", "removed" …, with what became of a hook that was there
};

struct InstallResult {
  std::string directory;  // of the hooks
  std::vector<HookChange> hooks;
  std::vector<std::string> notes;
};

struct InstallOptions {
  std::string program;            // absolute: what the hooks run
  std::vector<std::string> only;  // names of hooks; empty: those this kind of repository needs
  std::string policy;             // absolute: a file that the hooks hand over; empty: none
};

// An existing hook is kept next to ours, runs first and can still refuse. On a server that runs
// each file of a directory (Gitea's hooks/NAME.d, GitLab's custom_hooks/NAME.d) ours is one of
// them. Throws Error(usage or repository) before anything is written when a hook means nothing
// here, or when the hooks' directory cannot be used: disabled, outside of the repository, or
// another manager's.
InstallResult install_hooks(const std::string& directory, const InstallOptions& options);

// Removes our hooks and puts the kept ones back, byte for byte.
InstallResult uninstall_hooks(const std::string& directory);

// Where Git looks for this repository's hooks (core.hooksPath is obeyed).
std::string hooks_directory(const std::string& directory);

// The file that is ours, or would be, if this hook is installed.
std::string hook_path(const std::string& directory, const std::string& hook);

// Those that can be installed: a bare repository receives pushes and nobody commits in it.
const std::vector<std::string>& possible_hooks(const Location& location);

// The program and the policy that a hook of ours records; empty where it names none.
std::string recorded_program(const std::string& script);
std::string recorded_policy(const std::string& script);

// Whether the file is a hook that Moongate wrote.
bool is_ours(const std::string& path);

// The hook's text.
std::string hook_script(const std::string& hook, const std::string& program,
                        const std::string& policy = {});

}  // namespace moongate::git_host
