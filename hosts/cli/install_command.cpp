#include <iostream>

#include "cli/commands.h"
#include "cli/self_path.h"
#include "error.h"
#include "git/install.h"

namespace moongate::cli {

int install_command(bool uninstall, const GlobalOptions&) {
  const std::string program = self_path();
  if (!uninstall && program.empty())
    throw Error(ProblemKind::usage, "cannot find out where this program lies",
                "/proc must be mounted while hooks are installed");
  const git_host::InstallResult result =
      uninstall ? git_host::uninstall_hooks(".") : git_host::install_hooks(".", program);
  for (const git_host::HookChange& change : result.hooks)
    std::cout << change.hook << ": " << change.done << '\n';
  for (const std::string& note : result.notes) std::cerr << "moongate: note: " << note << '\n';
  if (result.hooks.empty())
    std::cout << "no hooks of moongate are installed in " << result.folder << '\n';
  else if (!uninstall)
    std::cout << "in " << result.folder << "; they run " << program << '\n';
  return 0;
}

}  // namespace moongate::cli
