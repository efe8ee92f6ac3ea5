#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/emit.h"
#include "cli/self_path.h"
#include "config/read_values.h"
#include "core/error.h"
#include "git/install.h"
#include "run/effective_settings.h"

namespace moongate::cli {

namespace {

void show(const git_host::InstallResult& result) {
  for (const git_host::HookChange& change : result.hooks)
    std::cout << inert(change.hook + ": " + change.done) << '\n';
  for (const std::string& note : result.notes)
    std::cerr << "moongate: note: " << inert(note) << '\n';
}

// Whether a hook can come to run it: `dead-branches` looks at branches, and no hook is about those.
bool runs_in_hooks(const Declaration& check, const CheckSettings& settings) {
  const std::vector<ChangeKind>& stages = settings.stages ? *settings.stages : check.stages;
  constexpr ChangeKind kinds[] = {ChangeKind::staged, ChangeKind::message, ChangeKind::push};
  return stages.empty() || std::any_of(std::begin(kinds), std::end(kinds), [&](ChangeKind kind) {
           return std::find(stages.begin(), stages.end(), kind) != stages.end();
         });
}

// "lint (6 checks)" and "secrets" for a sorted list of names.
std::string by_group(const std::vector<std::string>& names) {
  std::map<std::string, std::size_t> groups;
  for (const std::string& name : names) ++groups[name.substr(0, name.find('/'))];
  std::string text;
  for (const auto& [group, count] : groups) {
    text += (text.empty() ? "" : ", ") + inert(group);
    if (count > 1) text += " (" + std::to_string(count) + " checks)";
  }
  return text;
}

// With today's settings; a hook reads them from what is committed.
void say_checks(const std::string& policy_file) {
  RunOptions options;
  options.policy_file = policy_file;
  if (const char* policy = std::getenv("MOONGATE_POLICY"); policy && policy_file.empty())
    options.policy_file = policy;
  std::vector<std::string> on, off;
  try {
    const EffectiveRules rules = effective_rules(".", options);
    for (const Declaration& check : rules.declarations)
      if (runs_in_hooks(check, rules.config.settings(check.name, "")))
        (rules.config.enabled(check.name) ? on : off).push_back(check.name);
  } catch (const Error& error) {
    std::cerr << "moongate: note: the hooks refuse every change until this is fixed: "
              << inert(error.problem().message) << '\n';
    return;
  }
  std::cout << "checks: " << (on.empty() ? "none" : by_group(on)) << '\n';
  if (off.empty()) return;
  std::cout << "off: " << by_group(off) << "; a table such as [checks." << toml_key(off.back())
            << "] in moongate.toml turns one on\n";
}

}  // namespace

int uninstall_command() {
  const git_host::InstallResult result = git_host::uninstall_hooks(".");
  show(result);
  if (result.hooks.empty())
    std::cout << "no hooks of moongate are installed in " << inert(result.directory) << '\n';
  return 0;
}

int install_command(const std::vector<std::string>& hooks, const std::string& policy) {
  const std::string program = self_path();
  if (program.empty())
    throw Error(ProblemKind::usage, "cannot find out where this program lies",
                "/proc must be mounted while hooks are installed");
  std::string policy_file;
  if (!policy.empty()) {
    // A hook runs in another directory than this command.
    std::error_code error;
    const std::filesystem::path file = std::filesystem::absolute(policy, error);
    if (error || !std::filesystem::is_regular_file(file, error))
      throw Error(Problem{ProblemKind::usage, "--policy: there is no such file", policy, 0,
                          "the hooks hand it over, and refuse everything while it is not there"});
    policy_file = file.lexically_normal().string();
  }
  const git_host::InstallResult result =
      git_host::install_hooks(".", {program, hooks, policy_file});
  show(result);
  std::cout << "in " << inert(result.directory) << "; they run " << inert(program) << '\n';
  say_checks(policy_file);
  return 0;
}

}  // namespace moongate::cli
