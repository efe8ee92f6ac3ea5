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

#include "config/area.h"
#include "core/change.h"
#include "core/check_limits.h"
#include "core/declaration.h"
#include "core/error.h"
#include "core/finding.h"
#include "core/value.h"

namespace moongate {

// Where a setting came from: "default", a file, "environment" (with the variable's name in `path`),
// "flag" (with the flag in `path`).
struct Origin {
  std::string layer;  // "default" | "policy" | "repository" | "nested" | "environment" | "flag"
  std::string path;
  std::uint32_t line = 0;
  bool operator==(const Origin&) const = default;
};

// One configuration text and where it came from; `directory` is "" or the nested file's directory.
struct ConfigText {
  std::string layer, path, directory, text;
};

struct CheckSettings {
  Level level = Level::error;
  std::map<std::string, Level> rule_levels;  // rule id -> level, where configured
  Map options;                               // a value for every declared option
  PathFilter paths;                          // declared and configured, from the repository's root
  std::optional<std::vector<ChangeKind>> stages;
  Scope scope = Scope::net;
  // Where a setting was made: "level", an option's name, "stages", "scope", "rules.ID",
  // "paths.include", "paths.exclude.GLOB". Absent for what is declared.
  std::map<std::string, Origin> origins;
};

struct Ignore {                                       // [[ignore]]
  std::string check;                                  // a check, a group or NAME/RULE
  std::vector<std::string> paths, commits, branches;  // globs, id prefixes, globs; all stated hold
  std::string reason;
  std::string expires;  // a day, YYYY-MM-DD; empty: never
  Origin origin;
};

// What a policy allows a repository ([policy], only in a policy file).
struct PolicyRules {
  bool allow_skip = true;          // MOONGATE_SKIP, "[skip moongate]" and "[ci skip]"
  bool allow_relaxing = true;      // that a change relaxes the rules it is judged by
  bool allow_ignore = true;        // [[ignore]] and `moongate:ignore` comments
  bool allow_baseline = true;      // .moongate/baseline.json
  bool rules_from_target = false;  // a range is checked by the rules of its target, not its own
  // Set by a run whose rules are another commit's: its author has no say in them. What the change
  // skips, or accepts by a comment that it adds, counts only where the policy states that it may.
  bool trusts_change = true;
  bool allows_marker() const {
    return allow_skip && (trusts_change || origins.contains("allow_skip"));
  }
  bool allows_added_ignore() const {
    return allow_ignore && (trusts_change || origins.contains("allow_ignore"));
  }
  std::map<std::string, Origin> origins;  // of those that are stated
};

// Settings made outside any file.
struct Overrides {
  std::vector<std::string> only, skip;        // --check, --skip; names, groups or NAME/RULE
  std::vector<std::string> environment_skip;  // MOONGATE_SKIP
  std::optional<Level> fail_on;               // --fail-on (never is Level::off)
  // Checks that are there but whose script cannot be read: their settings are not judged, so that
  // the script's own problem is told and not an "unknown check".
  std::vector<std::string> unreadable_checks;
};

// "NAME", a group of it, or "NAME/RULE": whether `name` means this check or this rule of it.
bool covers(std::string_view name, std::string_view check, std::string_view rule);

// Keys of [checks.NAME] that are not options; a check may not name an option so.
const std::vector<std::string>& reserved_option_names();

// The ids of all rules that a check can report: declared ones and those of its patterns; sorted.
std::vector<std::string> rule_ids(const Declaration& check);

class Config {
 public:
  Level fail_on = Level::error;  // off: never
  double budget_seconds = 1;     // 0: none
  bool quiet = false;            // a hook that passes without findings prints nothing
  PathFilter paths;
  Limits limits;
  bool push_this_remote = false;      // [push] known = "this-remote"
  std::string default_branch;         // empty: find out
  std::map<std::string, Area> areas;  // [areas.NAME], by name
  std::vector<Ignore> ignores;
  std::map<std::string, CheckSettings, std::less<>> checks;  // by name, at the repository's root
  // Where a setting was made: "fail_on", "budget", "limits.check_time", "paths.include",
  // "paths.exclude.GLOB", "requires". Absent for defaults.
  std::map<std::string, Origin> origins;

  PolicyRules policy;
  // What the policy locked, and where: "fail_on", "paths.exclude", "checks.secrets.level" …
  std::map<std::string, Origin> locks;
  // `paths` as the policy left them: all that binds a check whose paths the policy locked.
  PathFilter policy_paths;

  // The names of MOONGATE_SKIP that count, and what to say about it in Report::skip_markers.
  std::vector<std::string> environment_skip;
  std::vector<std::string> skip_notes;

  // The settings of a check for a file: nested files refine those of the root.
  const CheckSettings& settings(std::string_view check, std::string_view path) const;
  // Whether the check is to see the file: `[paths]` and the check's own, of every layer. The one
  // question to ask before a check runs over a file.
  bool wants(std::string_view check, std::string_view path) const;
  // Whether no check at all is to see the file: a quick answer before anything is read.
  bool excluded(std::string_view path) const;
  // Whether the check is on anywhere.
  bool enabled(std::string_view check) const;

  // What a nested file's directory changes; complete in itself, so that the deepest directory that
  // says something about a check is all there is to ask.
  struct Directory {
    std::string directory;
    std::string file;  // its moongate.toml
    PathFilter paths;
    std::map<std::string, Origin> origins;                     // of `paths`
    std::map<std::string, CheckSettings, std::less<>> checks;  // only those it says something about
  };
  struct Nested {
    std::map<std::string, Directory, std::less<>> directories;  // by directory
  };
  std::shared_ptr<const Nested> nested;  // null where there are no nested files
};

// Files below which nobody needs more; beyond, reading an untrusted contributor's configuration
// costs too much.
inline constexpr std::size_t max_nested_files = 256;
inline constexpr std::size_t max_globs = 5000;
inline constexpr std::size_t max_ignores = 5000;

// Throws Error(config) for what is wrong, naming file:line and, for an unknown key, the nearest
// known one: the first by position of the first layer that has a problem. Layers must be in order:
// policy, repository, nested (outer first). With `all`, every problem of that layer is appended
// there before it throws (at most 100).
Config load_config(const std::vector<ConfigText>& layers, const Overrides& overrides,
                   const std::vector<Declaration>& checks, std::vector<Problem>* all = nullptr);

}  // namespace moongate
