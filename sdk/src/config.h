// What applies to this run: defaults, policy, repository file, nested files, environment and flags,
// each layer validated against what the checks declare.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "change.h"
#include "finding.h"
#include "check_limits.h"
#include "match/glob.h"
#include "script/declaration.h"
#include "value.h"

namespace moongate {

// Where a setting came from: "default", a file, "environment" (with the variable's name in `path`),
// "flag" (with the flag in `path`).
struct Origin {
  std::string layer;  // "default" | "policy" | "repository" | "nested" | "environment" | "flag"
  std::string path;
  std::uint32_t line = 0;
  bool operator==(const Origin&) const = default;
};

// One configuration text and where it came from; `folder` is "" or the nested file's folder.
struct ConfigText {
  std::string layer, path, folder, text;
};

struct CheckSettings {
  Level level = Level::error;
  std::map<std::string, Level> rule_levels;  // rule id -> level, where configured
  Map options;                               // a value for every declared option
  PathFilter paths;                          // declared and configured
  std::optional<std::vector<ChangeKind>> stages;
  Scope scope = Scope::net;
  std::map<std::string, Origin> origins;  // "level", option names, "paths", "rules.ID" …
};

struct Ignore {  // [[ignore]]
  std::string check;  // NAME or NAME/RULE
  std::vector<std::string> paths, commits, branches;  // globs, id prefixes, globs
  std::string reason;
  Origin origin;
};

// Settings made outside any file.
struct Overrides {
  std::vector<std::string> only, skip;      // --check, --skip; names, families or NAME/RULE
  std::vector<std::string> environment_skip;  // MOONGATE_SKIP
  std::optional<Level> fail_on;             // --fail-on (never is Level::off)
};

class Config {
 public:
  Level fail_on = Level::error;  // off: never
  double budget_seconds = 1;
  PathFilter paths;
  Limits limits;
  std::vector<Ignore> ignores;
  std::map<std::string, CheckSettings> checks;  // by name, at the repository's root
  std::map<std::string, Origin> origins;        // "fail_on", "budget", "limits.check_time" …

  // The settings of a check for a file: nested files refine those of the root.
  const CheckSettings& settings(std::string_view check, std::string_view path) const;
  bool excluded(std::string_view path) const;  // by `paths` of any layer

  struct Nested;                         // owned by config.cpp
  std::shared_ptr<const Nested> nested;  // null where there are no nested files
};

// Throws Error(config) for the first thing that is wrong, naming file:line and, for an unknown key,
// the nearest known one. Layers must be in order: policy, repository, nested (outer first).
Config load_config(const std::vector<ConfigText>& layers, const Overrides& overrides,
                   const std::vector<Declaration>& checks);

}  // namespace moongate
