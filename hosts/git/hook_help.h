// What to do about a problem, said so that it works where a hook reported it.
#pragma once

#include <string>

#include "core/finding.h"

namespace moongate::git_host {

// Nobody can give `git merge` or `git push` an option of ours (--fetch): the help names commands
// that bring what is missing, and the Git command is then run again.
void fit_help_to_hook(const std::string& hook, Report& report);

}  // namespace moongate::git_host
