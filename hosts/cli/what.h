// What a person asks to be checked, as flags.
#pragma once

#include <string>

#include "core/request.h"

namespace CLI {
class App;
}

namespace moongate::cli {

struct What {  // at most one may be given
  bool staged = false, working = false, branches = false, all = false;
  std::string range, commit, message_file, stdin_path;
  std::string all_revision = "HEAD";
};

// --staged, --range and --commit: changes of files against an older version of them.
void add_change_options(CLI::App& command, What& what);

bool given(const What& what);

// The first of what is given; what is staged where nothing is.
ChangeKind asked_kind(const What& what);

// What is staged where nothing is given. Throws Error(usage) for more than one.
Request request_for(const What& what);

}  // namespace moongate::cli
