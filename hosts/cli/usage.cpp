#include "cli/usage.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/quote.h"
#include "core/suggest.h"

namespace moongate::cli {

namespace {

// The parser only says that a command is missing; which word was meant to be one is the first that
// is no option of the program nor the value of one.
std::string unknown_word(const CLI::App& app, int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const CLI::Option* option =
        word.starts_with('-') ? app.get_option_no_throw(word.substr(0, word.find('='))) : nullptr;
    if (option == nullptr) return word;
    if (option->get_expected_min() > 0 && word.find('=') == std::string::npos) ++i;
  }
  return {};
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* at = &app; at != nullptr; at = at->get_parent())
    for (const CLI::Option* option : at->get_options())
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

}  // namespace

Problem usage_problem(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  const CLI::App* command = &app;
  for (const CLI::App* sub : app.get_subcommands()) command = sub;
  const std::string name = command == &app ? "moongate" : "moongate " + command->get_name();
  const std::string help = "`" + name + " --help` shows what there is";
  Problem problem{ProblemKind::usage, error.what(), {}, 0, help};
  while (problem.message.ends_with('\n') || problem.message.ends_with('.'))
    problem.message.pop_back();

  // An option without its value comes before the question which command was meant.
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) return problem;
  const bool no_command = command == &app;
  std::string unknown;
  if (no_command) {
    unknown = unknown_word(app, argc, argv);
    if (unknown.empty()) problem.message = "a command is missing";
  } else if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    unknown = app.remaining(true).front();
  }
  if (unknown.empty()) return problem;

  std::vector<std::string> candidates;
  if (unknown.starts_with('-')) {
    unknown = unknown.substr(0, unknown.find('='));
    // Who read of it elsewhere should not be sent to look for a mistake of typing.
    if (unknown == "--history" || unknown == "--dangling") {
      problem.message = unknown + ": this version cannot check the whole history";
      problem.help = "--all checks a whole tree, --range BASE..HEAD what each commit brought";
      return problem;
    }
    problem.message = name + " has no option " + in_quotes(unknown);
    candidates = option_names(*command);
    if (!no_command &&
        std::find(candidates.begin(), candidates.end(), unknown) != candidates.end()) {
      problem.message = unknown + " stands before the command it belongs to";
      problem.help = "write it behind: " + name + " " + unknown + " …";
      return problem;
    }
  } else if (no_command) {
    problem.message = "there is no command " + in_quotes(unknown);
    for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
      candidates.push_back(sub->get_name());
  } else {
    problem.message = name + " does not take " + in_quotes(unknown);
  }
  const std::string near = nearest(unknown, candidates);
  if (!near.empty()) problem.help = "did you mean '" + near + "'? " + help;
  return problem;
}

void refuse_empty_values(const CLI::App& app) {
  const std::vector<std::string> names = option_names(app);
  for (const CLI::Option* option : app.get_options()) {
    // Without a name it is what Git passes to a hook; with an optional value empty is as good as
    // none.
    if (!option->nonpositional() || option->get_expected_min() == 0) continue;
    for (const std::string& value : option->results()) {
      if (value.empty())
        throw Error(ProblemKind::usage, option->get_name() + ": the value is empty",
                    "is it a variable that is not set? leave the option out to do without");
      if (std::find(names.begin(), names.end(), value) != names.end())
        throw Error(ProblemKind::usage,
                    option->get_name() + ": the value is missing before " + in_quotes(value),
                    "a file of that name is written ./" + value);
    }
  }
  for (const CLI::App* command : app.get_subcommands()) refuse_empty_values(*command);
}

}  // namespace moongate::cli
