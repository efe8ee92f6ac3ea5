// One request from beginning to end: what the command line, the hosts and the library call.
#pragma once

#include <string>
#include <vector>

#include "config.h"
#include "engine.h"
#include "request.h"

namespace moongate {

struct RunOptions {
  Overrides overrides;
  EngineOptions engine;
  std::string config_file;     // --config; empty: from the change (hosts) or the work tree (a person)
  std::string config_from;     // --config-from REV
  std::string policy_file;     // --policy or MOONGATE_POLICY
  bool config_from_change = true;  // false: a person trying things out gets the working tree's file
  bool no_cache = false;
};

// Never throws: whatever went wrong is in the report's problems, and its summary.exit says so.
Report run(const Request& request, const RunOptions& options);

// The checks of a repository: built in, and from .moongate/checks of a tree. A check that does not
// load is a problem of its own; the others are still returned.
struct CheckLoad {
  std::vector<LoadedCheck> checks;  // sorted by name
  std::vector<Problem> problems;
};
CheckLoad load_checks(const TreeView& tree, const std::function<Bytes(const Oid&)>& read,
                      const Limits& limits);

}  // namespace moongate
