// `moongate init [--yes]`: what templates/project makes of a new project, for one that is there.
#pragma once

#include <string>

#include "cli/template_text.h"

namespace CLI {
class App;
}

namespace moongate::cli {

struct InitOptions {
  bool yes = false;
  bool minimal = false;    // moongate.toml alone
  bool add_hooks = false;  // to the file of a hook manager that is there
  std::string print;       // a file to show instead of writing any
  Answers given;           // by flags
};

// One flag for each question of the template.
void add_init_options(CLI::App& command, InitOptions& options);

// Writes what is not there yet, all or nothing, and installs the hooks where they are to be
// Moongate's own. Asks on a terminal what no flag says. Throws Error(usage or repository).
int init_command(const InitOptions& options);

}  // namespace moongate::cli
