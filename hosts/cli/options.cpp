#include "cli/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>

#include "cli/emit.h"
#include "cli/surroundings.h"
#include "core/day.h"
#include "core/suggest.h"
#include "report/render.h"

namespace moongate::cli {

namespace {

std::vector<std::string> split_list(const char* text) {
  std::vector<std::string> names;
  std::string name;
  for (const char* c = text; c && *c; ++c) {
    if (*c != ',' && *c != ' ') {
      name += *c;
      continue;
    }
    if (!name.empty()) names.push_back(std::move(name));
    name.clear();
  }
  if (!name.empty()) names.push_back(std::move(name));
  return names;
}

void read_shard(const std::string& text, EngineOptions& engine) {
  if (text.empty()) return;
  const std::size_t slash = text.find('/');
  unsigned index = 0, count = 0;
  const char* const end = text.data() + text.size();
  const bool good =
      slash != std::string::npos &&
      std::from_chars(text.data(), text.data() + slash, index).ptr == text.data() + slash &&
      std::from_chars(text.data() + slash + 1, end, count).ptr == end && index >= 1 && count >= 1 &&
      index <= count && count <= 10000;
  if (!good)
    throw Error(ProblemKind::usage, "--shard: '" + text + "' is not I/N",
                "write for example --shard 1/4, with I from 1 to N");
  engine.shard = index - 1;
  engine.shards = count;
}

}  // namespace

void add_global_options(CLI::App& app, GlobalOptions& options) {
  app.add_option("-C", options.directory, "Run as if started in DIR")->type_name("DIR");
  const auto read_color = [&options](const std::string& when) {
    static const std::map<std::string, ColorWhen> known{
        {"auto", ColorWhen::automatic}, {"always", ColorWhen::always}, {"never", ColorWhen::never}};
    const auto found = known.find(when);
    if (found == known.end())
      throw CLI::ValidationError("--color", "'" + when + "' is not auto, always or never");
    options.color = found->second;
  };
  app.add_option_function<std::string>("--color", read_color,
                                       "Colour: auto (default), always or never")
      ->type_name("WHEN");
}

void take_one_each(CLI::Option* option) {
  option->expected(1)->take_all()->allow_extra_args(false);
}

void add_check_options(CLI::App& command, CheckOptions& options) {
  const auto list = [&](const char* flag, std::vector<std::string>& value, const char* type,
                        const char* text) {
    take_one_each(command.add_option(flag, value, text)->type_name(type));
  };
  list("--check", options.checks, "NAME", "Only this check, group or NAME/RULE (repeatable)");
  list("--skip", options.skips, "NAME",
       "All checks except this one, group or NAME/RULE (repeatable)");
  list("--format", options.formats, "NAME[=FILE]", "Report format, to stdout or FILE (repeatable)");
  command
      .add_option("--fail-on", options.fail_on, "Fail at this level: error, warning, note, never")
      ->type_name("LEVEL");
  command
      .add_option("--config", options.config, "Use FILE instead of the repository's moongate.toml")
      ->type_name("FILE");
  command
      .add_option("--config-from", options.config_from,
                  "Take configuration and checks from a trusted commit")
      ->type_name("REV");
  command
      .add_option("--policy", options.policy, "An organisation's settings, below the repository's")
      ->type_name("FILE");
  command
      .add_flag("--fix{apply}", options.fix, "Apply fixes to the change, or print them as a patch")
      ->type_name("[=apply|patch[=FILE]]");
  command.add_flag("--fetch", options.fetch, "Allow fetching what the clone lacks");
  command.add_flag("--include-existing", options.include_existing, "Report existing findings, too");
  command
      .add_option("--now", options.now,
                  "The time to check at: 2027-01-31, 2027-01-31T12:00:00Z or seconds since 1970")
      ->type_name("TIME");
  command
      .add_option("--default-branch", options.default_branch,
                  "The branch that others are merged into (default: detected)")
      ->type_name("NAME");
  command.add_option("--jobs", options.jobs, "Threads to use (default: one for each core)")
      ->type_name("N")
      ->check(CLI::Range(1u, 1024u));
  command
      .add_option("--shard", options.shard, "Check part I of N; `moongate merge` joins the parts")
      ->type_name("I/N");
  command.add_flag("--profile", options.profile, "Show time and memory of each check and file");
  command.add_flag("--trace", options.trace, "Print each step to stderr");
  command.add_flag("--no-cache", options.no_cache, "Do not use the result cache");
  command.add_flag("--show-secrets", options.show_secrets, "Do not mask secrets");
  command.add_flag("--no-limit", options.no_limit,
                   "Show all findings as text, not only the first 20 of a check");
  command.add_flag("-q,--quiet", options.quiet, "Print nothing when there are no findings");
}

namespace {

// With the time since the options were read, which is all but a millisecond of the run.
std::function<void(const std::string&)> trace_to_stderr() {
  return [begin = std::chrono::steady_clock::now()](const std::string& step) {
    const std::chrono::duration<double, std::milli> since =
        std::chrono::steady_clock::now() - begin;
    char time[32];
    std::snprintf(time, sizeof time, "%.1f ms", since.count());
    std::cerr << "moongate: trace: " << time << ": " << inert(step) << '\n';
  };
}

}  // namespace

RunOptions run_options(const CheckOptions& options) {
  RunOptions run;
  run.overrides.only = options.checks;
  run.overrides.skip = options.skips;
  run.overrides.environment_skip = split_list(std::getenv("MOONGATE_SKIP"));
  if (!options.fail_on.empty()) {
    run.overrides.fail_on =
        options.fail_on == "never" ? Level::off : level_from(options.fail_on).value_or(Level::off);
    if (options.fail_on == "off" || (options.fail_on != "never" && !level_from(options.fail_on)))
      throw Error(ProblemKind::usage, "--fail-on: unknown level '" + options.fail_on + "'",
                  did_you_mean(options.fail_on, {"error", "warning", "note", "never"}));
  }
  run.config_file = options.config;
  run.config_from = options.config_from;
  run.policy_file = options.policy;
  if (run.policy_file.empty())
    if (const char* policy = std::getenv("MOONGATE_POLICY")) run.policy_file = policy;
  run.in_ci = in_ci();
  run.default_branch = variable("MOONGATE_DEFAULT_BRANCH").value_or("");
  run.use_cache = !options.no_cache;
  if (const char* directory = std::getenv("MOONGATE_CACHE")) run.cache_directory = directory;
  if (options.fix == "apply")
    run.fix = FixMode::apply;
  else if (patch_file(options))
    run.fix = FixMode::patch;
  else if (!options.fix.empty())
    throw Error(ProblemKind::usage, "--fix: unknown way '" + options.fix + "'",
                "write --fix (or --fix=apply), --fix=patch, or --fix=patch=FILE");
  run.engine.jobs = options.jobs;
  run.engine.include_existing = options.include_existing;
  run.engine.show_secrets = options.show_secrets;
  run.engine.profile = options.profile;
  if (options.trace) run.trace = trace_to_stderr();
  run.engine.paths = options.paths;
  read_shard(options.shard, run.engine);
  return run;
}

void apply_to_request(const CheckOptions& options, Request& request) {
  request.fetch = options.fetch;
  if (!options.default_branch.empty()) request.default_branch = options.default_branch;
  if (options.now.empty()) return;
  request.now = parse_moment(options.now);
  if (!request.now)
    throw Error(ProblemKind::usage, "--now: '" + options.now + "' is not a time",
                "write for example --now 2027-01-31, --now 2027-01-31T12:00:00Z or seconds since "
                "1970");
}

std::optional<std::string> patch_file(const CheckOptions& options) {
  constexpr std::string_view patch = "patch";
  if (!options.fix.starts_with(patch)) return std::nullopt;
  std::string rest = options.fix.substr(patch.size());
  if (rest.empty() || rest == "=-") return std::string();
  if (!rest.starts_with('=') || rest.size() == 1) return std::nullopt;
  return rest.substr(1);
}

namespace {

Output output_of(const std::string& text) {
  const std::size_t equals = text.find('=');
  Output output{text.substr(0, equals),
                equals == std::string::npos ? std::string() : text.substr(equals + 1), false};
  const std::vector<std::string>& known = format_names();
  if (std::find(known.begin(), known.end(), output.format) == known.end())
    throw Error(ProblemKind::usage, "--format: unknown format '" + output.format + "'",
                did_you_mean(output.format, known));
  if (equals != std::string::npos && output.file.empty())
    throw Error(ProblemKind::usage, "--format: '" + text + "' names no file",
                "write --format " + output.format + "=FILE, or leave the '=' out for stdout");
  if (output.file == "-") output.file.clear();
  return output;
}

bool goes_where_another_goes(const Output& output, const std::vector<Output>& others) {
  return std::any_of(others.begin(), others.end(),
                     [&](const Output& other) { return other.file == output.file; });
}

}  // namespace

std::vector<Output> usable_outputs(const std::vector<std::string>& formats) {
  std::vector<Output> usable;
  for (const std::string& text : formats) {
    try {
      Output output = output_of(text);
      if (!goes_where_another_goes(output, usable)) usable.push_back(std::move(output));
    } catch (const Error&) {
      continue;  // the command is refused for something already, and says one thing at a time
    }
  }
  return usable;
}

std::vector<std::string> formats_among(const std::vector<std::string>& words) {
  constexpr std::string_view flag = "--format";
  std::vector<std::string> formats;
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    if (words[i] == flag && i + 1 < words.size())
      formats.push_back(words[++i]);
    else if (words[i].starts_with(std::string(flag) + "="))
      formats.push_back(words[i].substr(flag.size() + 1));
  }
  return formats;
}

std::vector<Output> outputs(const CheckOptions& options) {
  std::vector<Output> all;
  for (const std::string& text : options.formats) {
    Output output = output_of(text);
    if (!output.file.empty() &&
        (goes_where_another_goes(output, all) || patch_file(options) == output.file))
      throw Error(ProblemKind::usage, "--format: two outputs would go to " + output.file,
                  "give each a file of its own");
    all.push_back(std::move(output));
  }
  const auto to_stdout = std::count_if(all.begin(), all.end(),
                                       [](const Output& output) { return output.file.empty(); });
  if (to_stdout > 1)
    throw Error(ProblemKind::usage, "--format: two formats would go to stdout",
                "give all but one a file: --format json=report.json");
  // Files alone leave stdout to the person who watches.
  const bool patch = patch_file(options) == "";
  if (patch && to_stdout > 0)
    throw Error(ProblemKind::usage, "--fix=patch: the patch and a report would go to stdout",
                "give one of them a file: --format json=report.json, or --fix=patch=fix.patch");
  if (to_stdout == 0) all.push_back({"text", "", patch});
  return all;
}

}  // namespace moongate::cli
