// What started this process, as far as its environment tells.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/finding.h"

namespace moongate::cli {

// An environment variable; unset and empty are both nullopt.
std::optional<std::string> variable(std::string_view name);

// Started by Git or by a hook manager: what is judged is a commit in the making, by its own rules.
bool in_hook();

// In a run of any CI system that ci/ knows by name, or that sets CI.
bool in_ci();

// In CI nothing is ever staged: a green step that looked at nothing is the worst of answers.
// Throws Error(usage) where that is what `report`, of what is staged, says.
void refuse_empty_in_ci(const Report& report);

// Notes that a --fix was killed here in the middle of its work, and how to finish it.
void note_interrupted_fix(Report& report);

}  // namespace moongate::cli
