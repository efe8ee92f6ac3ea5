// The flags that check, hook and ci share, each declared once: help, completion and the manual page
// derive from these declarations.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/finding.h"
#include "core/request.h"
#include "run/run.h"

namespace CLI {
class Option;
class App;
}  // namespace CLI

namespace moongate::cli {

enum class ColorWhen : unsigned char { automatic, always, never };

// What holds for every command.
struct GlobalOptions {
  std::string directory;  // -C
  ColorWhen color = ColorWhen::automatic;
};

struct CheckOptions {
  std::vector<std::string> checks, skips, formats;
  std::string fail_on, config, config_from, policy, shard, now, default_branch;
  bool fetch = false, include_existing = false, profile = false, trace = false, no_cache = false;
  bool show_secrets = false, quiet = false, no_limit = false;
  std::string fix;  // "", "apply", "patch" or "patch=FILE"
  unsigned jobs = 0;
  std::vector<std::string> paths;
};

void add_global_options(CLI::App& app, GlobalOptions& options);
// One value for each time the flag is given: a list would swallow the paths after it.
void take_one_each(CLI::Option* option);
void add_check_options(CLI::App& command, CheckOptions& options);

// Validated, with the environment's part (MOONGATE_SKIP, MOONGATE_POLICY). Throws Error(usage).
RunOptions run_options(const CheckOptions& options);

// --now and --default-branch, --fetch. Throws Error(usage).
void apply_to_request(const CheckOptions& options, Request& request);

// Where a report goes: format and file, "" for stdout.
struct Output {
  std::string format, file;
  bool to_stderr = false;  // instead of stdout
};
// Where --fix=patch writes: nullopt without it, "" is stdout.
std::optional<std::string> patch_file(const CheckOptions& options);
// Throws Error(usage) for an unknown format, or two for stdout. Where a patch goes to stdout, what
// would have gone there by default goes to stderr.
std::vector<Output> outputs(const CheckOptions& options);
// For the report of a command line that is wrong: those of --format that can be had, and nothing by
// default.
std::vector<Output> usable_outputs(const std::vector<std::string>& formats);
// What the words give to --format, up to "--", whatever else is wrong with them.
std::vector<std::string> formats_among(const std::vector<std::string>& words);

}  // namespace moongate::cli
