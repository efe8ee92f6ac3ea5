#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/affected_command.h"
#include "cli/ci_command.h"
#include "cli/command_tree.h"
#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/doctor_command.h"
#include "cli/emit.h"
#include "cli/init_command.h"
#include "cli/manual.h"
#include "cli/new_command.h"
#include "cli/release_commands.h"
#include "cli/report_commands.h"
#include "cli/test_command.h"
#include "cli/usage.h"
#include "findings/finalize_findings.h"
#include "git/hook_event.h"
#include "version.h"

namespace moongate::cli {

namespace {

void enter(const std::string& directory) {
  if (directory.empty()) return;
  std::error_code error;
  std::filesystem::current_path(directory, error);
  if (error)
    throw Error(Problem{ProblemKind::usage, "cannot enter the directory: " + error.message(),
                        directory, 0, "give -C a directory that exists"});
}

// A container action's inputs are flags by another way: lists are joined, and of two values the
// command line's stands.
void read_host_flags(const std::vector<std::string>& flags, CheckOptions& options) {
  if (flags.empty()) return;
  CheckOptions given;
  CLI::App inputs("", "inputs");
  add_check_options(inputs, given);
  std::vector<std::string> reversed(flags.rbegin(), flags.rend());
  try {
    inputs.parse(reversed);
  } catch (const CLI::ParseError& error) {
    throw Error(ProblemKind::usage, std::string("an input of the action: ") + error.what(),
                "the inputs are described in action.yml");
  }
  for (const auto list : {&CheckOptions::checks, &CheckOptions::skips, &CheckOptions::formats})
    (options.*list).insert((options.*list).end(), (given.*list).begin(), (given.*list).end());
  for (const auto value : {&CheckOptions::fail_on, &CheckOptions::config,
                           &CheckOptions::config_from, &CheckOptions::policy, &CheckOptions::shard,
                           &CheckOptions::now, &CheckOptions::default_branch})
    if ((options.*value).empty()) options.*value = given.*value;
  for (const auto flag : {&CheckOptions::fetch, &CheckOptions::include_existing})
    options.*flag = options.*flag || given.*flag;
}

// Making the options of every command took a twelfth of a hook's instructions: those of other
// commands are left out. A command is asked for by its name, and these tell of all.
bool may_concern(std::string_view command, int argc, char** argv) {
  return std::any_of(argv + 1, argv + argc, [&](std::string_view word) {
    return word == command || word == "help" || word == "completion";
  });
}

int main_command(int argc, char** argv) {
  CLI::App app(
      "Checks Git changes with Lua-scripted checks: the same result in a hook, in CI and "
      "in any program.",
      "moongate");
  app.set_version_flag("--version", std::string("moongate ") + std::string(version));
  app.require_subcommand(1);
  app.fallthrough();
  app.get_formatter()->column_width(34);
  GlobalOptions global;
  add_global_options(app, global);

  What what;
  CheckOptions check_options, hook_options;
  std::string hook_name;
  std::vector<std::string> hook_arguments;

  const auto asked = [&](const CLI::App& command) {
    return may_concern(command.get_name(), argc, argv);
  };
  CLI::App& check = *app.add_subcommand("check", "Check a change (default: what is staged)");
  if (asked(check)) add_change_options(check, what);
  check.add_option("--message-file", what.message_file, "A commit message")->type_name("FILE");
  CLI::Option* all =
      check.add_flag("--all{HEAD}", what.all_revision, "A whole tree (default: HEAD)")
          ->type_name("[=REV]");
  check.add_flag("--working", what.working,
                 "The working tree with untracked files, as `git add` would store it");
  check.add_flag("--branches", what.branches, "The repository's branches and tags");
  check.add_option("--stdin-path", what.stdin_path, "Content from stdin, as if it lay at PATH")
      ->type_name("PATH");
  check.add_option("PATH", check_options.paths, "Only these files, directories and globs");
  if (asked(check)) add_check_options(check, check_options);

  CLI::App& hook = *app.add_subcommand("hook", "What an installed Git hook runs");
  hook.add_option("NAME", hook_name, "The hook's name: pre-commit, commit-msg, pre-push …")
      ->required();
  hook.add_option("ARGS", hook_arguments, "What Git passes to the hook");
  if (asked(hook)) add_check_options(hook, hook_options);

  bool explain_ci = false;
  CheckOptions ci_options;
  CLI::App& ci = *app.add_subcommand("ci", "Check the change that this CI run is about");
  ci.add_flag("--explain", explain_ci, "Explain how the change was found, without checking it");
  if (asked(ci)) add_check_options(ci, ci_options);

  AffectedOptions affected_options;
  CLI::App& affected = *app.add_subcommand(
      "affected", "Print the areas of a monorepo ([areas.NAME]) that a change affects");
  CLI::Option* affected_all =
      affected
          .add_option("--all", affected_options.what.all_revision, "A whole tree (default: HEAD)")
          ->type_name("[REV]")
          ->expected(0, 1);
  if (asked(affected)) add_affected_options(affected, affected_options);

  ReleaseOptions release_options;
  CLI::App& next_version = *app.add_subcommand(
      "next-version", "Print the version that the commits since the last one make");
  if (asked(next_version)) add_release_options(next_version, release_options);
  CLI::App& changelog =
      *app.add_subcommand("changelog", "Print the changes since the last version as Markdown");
  if (asked(changelog)) add_changelog_options(changelog, release_options);

  CLI::App& install = *app.add_subcommand("install", "Install this repository's Git hooks");
  std::vector<std::string> hooks_to_install;
  install.add_option("HOOK", hooks_to_install, "Only these (default: all that are needed)");
  std::string hooks_policy;
  install
      .add_option("--policy", hooks_policy,
                  "An organisation's settings, which the hooks apply below the repository's")
      ->type_name("FILE");
  CLI::App& uninstall =
      *app.add_subcommand("uninstall", "Remove the hooks and put back what was there");
  InitOptions init_options;
  CLI::App& init =
      *app.add_subcommand("init", "Set up this repository: settings, CI files; overwrites nothing");
  if (asked(init)) add_init_options(init, init_options);
  std::string page_policy, explained;
  bool explain_config = false;
  bool only_names = false;
  CLI::App& list = *app.add_subcommand("list", "Show the checks and what they do");
  list.add_flag("--names", only_names, "Only their names, one a line");
  CLI::App& explain =
      *app.add_subcommand("explain", "Explain a check, a rule, or the settings that apply here");
  CLI::Option* explained_name =
      explain.add_option("NAME", explained, "A check, a group, or NAME/RULE");
  explain
      .add_flag("--config", explain_config, "Every setting that applies here, and where it was set")
      ->excludes(explained_name);
  for (CLI::App* page : {&list, &explain})
    page->add_option("--policy", page_policy, "An organisation's settings, below the repository's")
        ->type_name("FILE");

  std::vector<std::string> merged, accepted, source_roots;
  CheckOptions merge_options, baseline_options;
  bool prune = false, schema_policy = false, schema_report = false;
  CLI::App& merge = *app.add_subcommand(
      "merge",
      "Join JSON reports: shards, and SARIF of other tools, which a change given "
      "here holds to its lines");
  merge.add_option("FILE", merged, "Reports that --format json=FILE wrote")->required();
  take_one_each(merge
                    .add_option("--format", merge_options.formats,
                                "Report format, to stdout or FILE (repeatable)")
                    ->type_name("NAME[=FILE]"));
  What held_to;
  if (asked(merge)) add_change_options(merge, held_to);
  merge.add_flag("-q,--quiet", merge_options.quiet, "Print nothing when there are no findings");
  CLI::App& baseline = *app.add_subcommand(
      "baseline", "Accept the findings of HEAD; from now on only new ones count");
  baseline.add_option("FILE", accepted,
                      "Reports of other tools (SARIF, or what `merge` made of it) to accept, too");
  for (CLI::App* foreign : {&merge, &baseline})
    take_one_each(foreign
                      ->add_option("--source-root", source_roots,
                                   "Where other tools saw this repository's root (repeatable)")
                      ->type_name("DIR"));
  merge
      .add_option("--policy", merge_options.policy,
                  "An organisation's settings, below the repository's")
      ->type_name("FILE");
  baseline.add_flag("--prune", prune, "Only remove entries that are no longer found");
  baseline.add_flag("-q,--quiet", baseline_options.quiet, "Do not list accepted findings");
  CLI::App& schema = *app.add_subcommand("schema", "JSON Schema of moongate.toml, for editors");
  CLI::Option* policy_flag = schema.add_flag("--policy", schema_policy, "Of a policy file");
  schema.add_flag("--report", schema_report, "Of the JSON report")->excludes(policy_flag);

  std::string doctor_format = "text", doctor_policy;
  CLI::App& doctor =
      *app.add_subcommand("doctor", "Find problems of this repository, its hooks and this machine");
  doctor.add_option("--format", doctor_format, "text (default) or json")->type_name("NAME");
  doctor
      .add_option("--policy", doctor_policy, "An organisation's settings, below the repository's")
      ->type_name("FILE");

  std::vector<std::string> test_paths;
  std::string test_filter, new_name, new_kind = check_kinds().front();
  bool mutate = false;
  CLI::App& test = *app.add_subcommand("test", "Run the tests of checks");
  test.add_option("PATH", test_paths, "Tests and directories of tests (default: .moongate/checks)");
  test.add_option("--filter", test_filter, "Only cases whose title or file has TEXT")
      ->type_name("TEXT");
  test.add_flag("--mutate", mutate, "Run mutation tests and list surviving mutants");
  CLI::App& make = *app.add_subcommand("new", "Write a check of your own and its test");
  make.add_option("NAME", new_name, "The check's name")->required();
  make.add_option("--kind", new_kind, "What it looks at: " + check_kinds_text())
      ->type_name("KIND")
      ->capture_default_str();

  std::string shell, topic;
  bool manual = false;
  CLI::App& completion = *app.add_subcommand("completion", "A script that completes commands");
  completion.add_option("SHELL", shell, "bash, zsh or fish")->required();
  CLI::App& help = *app.add_subcommand("help", "Show the help of a command");
  CLI::Option* help_topic = help.add_option("COMMAND", topic, "A command (default: all of them)");
  help.add_flag("--man", manual, "The manual page, for man(1)")->excludes(help_topic);

  // Whoever reads a report gets a whole one, also where the command came to no result: neither
  // nothing nor the one of an earlier run.
  const auto fail = [&](const Problem& problem) {
    const std::vector<std::string> formats =
        formats_among(std::vector<std::string>(argv + 1, argv + argc));
    if (ci.parsed()) return ci_failed(problem, formats, global);
    // Its formats are no reports, and its output may be appended to a file of the CI system.
    if (affected.parsed() || next_version.parsed() || changelog.parsed()) {
      Problem shown = problem;
      mask_problem(shown, Masks());
      print_problem(shown, global);
      return shown.kind == ProblemKind::repository ? 3 : 2;
    }
    what.all = all->count() > 0;
    Report report =
        report_of(problem, hook.parsed() ? git_host::kind_of(hook_name) : asked_kind(what));
    std::vector<Output> to = usable_outputs(formats);
    // A report that was to be merged may be the only copy of what it tells.
    std::erase_if(to, [&](const Output& output) {
      return std::find(merged.begin(), merged.end(), output.file) != merged.end();
    });
    return emit(report, to, {}, global);
  };
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& shown) {
    return app.exit(shown);
  } catch (const CLI::ParseError& error) {
    Problem problem = usage_problem(app, error, argc, argv);
    mask_problem(problem, Masks());
    try {
      enter(global.directory);  // the reports' files are named as seen from there
    } catch (const Error&) {
      print_problem(problem, global);
      return 2;
    }
    return fail(problem);
  }
  try {
    refuse_empty_values(app);
    enter(global.directory);
    if (completion.parsed()) return completion_command(read_commands(app), shell);
    if (help.parsed()) return help_command(app, topic, manual);
    if (check.parsed()) {
      what.all = all->count() > 0;
      return check_command(what, check_options, global);
    }
    if (hook.parsed()) return hook_command(hook_name, hook_arguments, hook_options, global);
    if (ci.parsed()) return ci_command(explain_ci, ci_options, global, read_host_flags);
    if (affected.parsed()) {
      affected_options.what.all = affected_all->count() > 0;
      if (affected_options.what.all_revision.empty()) affected_options.what.all_revision = "HEAD";
      return affected_command(affected_options);
    }
    if (next_version.parsed()) return next_version_command(release_options);
    if (changelog.parsed()) return changelog_command(release_options);
    if (install.parsed()) return install_command(hooks_to_install, hooks_policy);
    if (uninstall.parsed()) return uninstall_command();
    if (init.parsed()) return init_command(init_options);
    if (merge.parsed()) return merge_command(merged, held_to, source_roots, merge_options, global);
    if (baseline.parsed())
      return baseline_command(accepted, prune, source_roots, baseline_options, global);
    if (schema.parsed()) return schema_command(schema_policy, schema_report);
    if (doctor.parsed()) return doctor_command(doctor_format, doctor_policy, global);
    if (test.parsed()) return run_test_command(test_paths, test_filter, mutate);
    if (make.parsed()) return run_new_command(new_name, new_kind);
    if (list.parsed()) return list_command(only_names, page_policy, global);
    if (explain.parsed()) {
      if (explained.empty() && !explain_config)
        return list_command(only_names, page_policy, global);
      return explain_command(explained, page_policy, global);
    }
  } catch (const Error& error) {
    return fail(error.problem());
  }
  return 2;
}

}  // namespace

}  // namespace moongate::cli

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  try {
    const int code = moongate::cli::main_command(argc, argv);
    // A page that was cut is no success; where something else went wrong, that has been said.
    if (!std::cout.flush() && code < 2) {
      std::cerr << "moongate: error: cannot write to stdout\n  is the disk full, or the reader of "
                   "the pipe gone?\n";
      return 2;
    }
    return code;
  } catch (const std::exception& error) {
    std::cerr << "moongate: error: " << error.what()
              << "\n  this is a bug: please report it with the command\n";
    return 3;
  }
}
