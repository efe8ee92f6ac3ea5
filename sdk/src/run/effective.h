// What would apply in a folder, without a run: for pages about checks and settings.
#pragma once

#include <string>
#include <vector>

#include "change.h"
#include "config/config.h"
#include "run/load_checks.h"
#include "run/options.h"

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
// The checks of a work tree without its configuration, which may be what is being mended.
CheckLoad checks_at(const std::string& directory);

}  // namespace moongate
