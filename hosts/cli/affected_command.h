// `moongate affected`: which areas of a monorepo a change concerns.
#pragma once

#include <string>

#include "cli/options.h"
#include "cli/what.h"

namespace CLI {
class App;
}

namespace moongate::cli {

struct AffectedOptions {
  What what;
  std::string format = "text";
  CheckOptions settings;  // where the settings come from: --config, --policy …
};

void add_affected_options(CLI::App& command, AffectedOptions& options);

// Without WHAT it is the change of this CI run, outside of CI what is staged. stdout carries the
// answer alone, for it goes into files that CI systems read; where there is none it stays empty.
int affected_command(const AffectedOptions& options);

}  // namespace moongate::cli
