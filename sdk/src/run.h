// One request from beginning to end: what the command line, the hosts and the library call.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "config/config.h"
#include "config/policy_source.h"
#include "engine.h"
#include "request.h"

namespace moongate {

enum class RulesFrom : std::uint8_t {
  change,     // what is judged and by what are one: hooks and CI
  work_tree,  // a person trying things out gets the file as it is on disk
};

enum class FixMode : std::uint8_t {
  off,
  apply,  // what is staged: in the index and in the work tree
  patch,  // nothing is changed: Report::patch says what would be
};

struct RunOptions {
  Overrides overrides;
  EngineOptions engine;
  RulesFrom rules_from = RulesFrom::change;
  std::string config_file;   // --config; instead of the repository's moongate.toml
  std::string config_from;   // --config-from REV; wins over `rules_from`
  std::string policy_file;   // --policy or MOONGATE_POLICY
  bool use_cache = false;    // verdicts of earlier runs: cache/verdicts.h
  std::string cache_folder;  // MOONGATE_CACHE; else `moongate` in the repository's common folder
  FixMode fix = FixMode::off;
  bool ignore_baseline = false;                        // report what it accepts, too
  std::function<void(const std::string& step)> trace;  // --trace: told each step, when it is done

  // What a program that embeds Moongate brings along.
  std::vector<CheckSource> own_checks;
  std::vector<ConfigText> own_layers;  // below the repository's, as policies
  bool without_built_in = false;
  bool ignore_repository = false;  // neither its moongate.toml nor its checks
  Limits limits;                   // unless the configuration says otherwise
};

// Never throws: whatever went wrong is in the report's problems, and summary.exit says so.
Report run(const Request& request, const RunOptions& options);
// The same over a change that is open already; `request` tells what else to open (config_from).
Report run(const Change& change, const Request& request, const RunOptions& options);

// Built-in and team checks with their declarations. A check that does not load is a problem and an
// outcome of its own (status `error`); the others are still returned.
struct CheckLoad {
  std::vector<LoadedCheck> checks;  // sorted by name
  std::vector<Problem> problems;
  std::vector<CheckOutcome> failed;
};
CheckLoad load_checks(std::vector<SourceFile> team_files, const RunOptions& options);

// What would apply in a folder: for pages about checks and settings. Outside of a repository these
// are the defaults. Nested files are those that Git has, and those that it would add. Throws Error
// for what does not load.
struct EffectiveRules {
  CheckLoad load;
  std::vector<Declaration> declarations;
  Config config;
};
EffectiveRules effective_rules(const std::string& directory, const RunOptions& options);
// The checks of a work tree without its configuration, which may be what is being mended.
CheckLoad checks_at(const std::string& directory);

}  // namespace moongate
