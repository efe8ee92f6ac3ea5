#include <filesystem>
#include <iostream>

#include "cli/commands.h"
#include "cli/emit.h"
#include "cli/self_path.h"
#include "error.h"
#include "git/install.h"

namespace moongate::cli {

namespace {

void show(const git_host::InstallResult& result) {
  for (const git_host::HookChange& change : result.hooks)
    std::cout << inert(change.hook + ": " + change.done) << '\n';
  for (const std::string& note : result.notes)
    std::cerr << "moongate: note: " << inert(note) << '\n';
}

}  // namespace

int uninstall_command() {
  const git_host::InstallResult result = git_host::uninstall_hooks(".");
  show(result);
  if (result.hooks.empty())
    std::cout << "no hooks of moongate are installed in " << inert(result.folder) << '\n';
  return 0;
}

int install_command(const std::vector<std::string>& hooks, const std::string& policy) {
  const std::string program = self_path();
  if (program.empty())
    throw Error(ProblemKind::usage, "cannot find out where this program lies",
                "/proc must be mounted while hooks are installed");
  std::string policy_file;
  if (!policy.empty()) {
    // A hook runs in another folder than this command.
    std::error_code error;
    const std::filesystem::path file = std::filesystem::absolute(policy, error);
    if (error || !std::filesystem::is_regular_file(file, error))
      throw Error(Problem{ProblemKind::usage, "--policy: there is no such file", policy, 0,
                          "the hooks hand it over, and refuse everything while it is not there"});
    policy_file = file.lexically_normal().string();
  }
  const git_host::InstallResult result =
      git_host::install_hooks(".", {program, hooks, policy_file});
  show(result);
  std::cout << "in " << inert(result.folder) << "; they run " << inert(program) << '\n';
  return 0;
}

}  // namespace moongate::cli
