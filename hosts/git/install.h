// Hooks of a repository: put there, and taken away again with everything as it was.
#pragma once

#include <string>
#include <vector>

namespace moongate::git_host {

struct HookChange {
  std::string hook;
  std::string
      done;  // "installed", "updated", "removed" …, with what became of a hook that was there
};

struct InstallResult {
  std::string folder;  // of the hooks
  std::vector<HookChange> hooks;
  std::vector<std::string> notes;
};

// `program` is the absolute path that the hooks record. An existing hook is kept beside ours, runs
// first and can still refuse. Throws Error(usage or repository) before anything is written when the
// hooks' folder cannot be used: disabled, outside of the repository, or another manager's. `only`
// names the hooks; empty: those that this kind of repository needs. Error(usage) for one that means
// nothing here.
InstallResult install_hooks(const std::string& directory, const std::string& program,
                            const std::vector<std::string>& only = {});

// Removes our hooks and puts the kept ones back, byte for byte.
InstallResult uninstall_hooks(const std::string& directory);

// Where Git looks for this repository's hooks (core.hooksPath is obeyed).
std::string hooks_folder(const std::string& directory);

// Whether the file is a hook that Moongate wrote.
bool is_ours(const std::string& path);

// The hook's text.
std::string hook_script(const std::string& hook, const std::string& program);

}  // namespace moongate::git_host
