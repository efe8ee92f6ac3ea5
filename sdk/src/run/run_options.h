// What one run is asked to do with its change.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "config/config.h"
#include "engine/engine.h"

namespace moongate {

enum class RulesFrom : std::uint8_t {
  change,     // what is judged and by what are one: hooks and CI
  work_tree,  // a person trying things out gets the file as it is on disk
};

enum class FixMode : std::uint8_t {
  off,
  apply,  // what is staged: in the index and in the working tree
  patch,  // nothing is changed: Report::patch says what would be
};

struct RunOptions {
  Overrides overrides;
  EngineOptions engine;
  RulesFrom rules_from = RulesFrom::change;
  std::string config_file;     // --config; instead of the repository's moongate.toml
  std::string config_from;     // --config-from REV; wins over `rules_from`
  std::string policy_file;     // --policy or MOONGATE_POLICY
  bool in_ci = false;          // markers for CI systems count
  std::string default_branch;  // where neither the request nor the configuration names it
  bool use_cache = false;      // results of earlier runs: cache/result_cache.h
  std::string
      cache_directory;  // MOONGATE_CACHE; else `moongate` in the repository's common directory
  FixMode fix = FixMode::off;
  bool ignore_baseline = false;  // report what it accepts, too
  // To write one: nothing is accepted yet, every finding is listed, whatever [limits] says, and a
  // policy that allows none is a problem.
  bool for_baseline = false;
  std::function<void(const std::string& step)> trace;  // --trace: told each step, when it is done

  // What a program that embeds Moongate brings along.
  std::vector<CheckSource> own_checks;
  std::vector<ConfigText> own_layers;  // below the repository's, as policies
  bool without_built_in = false;
  bool ignore_repository = false;  // neither its moongate.toml nor its checks
  Limits limits;                   // unless the configuration says otherwise
};

}  // namespace moongate
