// What would apply in a directory, without a run: for pages about checks and settings.
#pragma once

#include <string>
#include <vector>

#include "config/config.h"
#include "core/change.h"
#include "run/load_checks.h"
#include "run/run_options.h"

namespace moongate {

// Outside of a repository these are the defaults. Nested files are those that Git has, and those
// that it would add. Throws Error for what does not load.
struct EffectiveRules {
  CheckLoad load;
  std::vector<Declaration> declarations;
  Config config;
};
EffectiveRules effective_rules(const std::string& directory, const RunOptions& options);
// The nested moongate.toml files that Git has in the index, and those that `git add` would add.
std::vector<std::string> nested_config_files(const Change& change, const std::string& directory);
// The checks of a working tree without its configuration, which may be what is being fixed.
CheckLoad checks_at(const std::string& directory);

}  // namespace moongate
