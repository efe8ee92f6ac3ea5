#include "cli/command_tree.h"

#include <CLI/CLI.hpp>

namespace moongate::cli {

namespace {

Command read_command(const CLI::App& app) {
  Command command{app.get_name(), app.get_description(), {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    // A type's own condition (":INT in [1 - 4]") is of use in help alone.
    std::string type = option->get_type_name();
    type.resize(std::min(type.find(':'), type.size()));
    const bool repeatable = option->get_expected_max() > 1 ||
                            option->get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
    if (option->get_positional()) {
      command.arguments.push_back({option->get_name(true), option->get_description(),
                                   option->get_required(), option->get_expected_max() > 1});
      continue;
    }
    Flag flag;
    for (const std::string& name : option->get_snames()) flag.names.push_back("-" + name);
    for (const std::string& name : option->get_lnames()) flag.names.push_back("--" + name);
    flag.attached_value = type.starts_with("[=");
    const bool takes = flag.attached_value || option->get_items_expected_max() > 0;
    if (takes) flag.value = type.empty() ? "VALUE" : type;
    flag.repeatable = takes && repeatable;
    flag.text = option->get_description();
    command.flags.push_back(std::move(flag));
  }
  return command;
}

}  // namespace

std::vector<Command> read_commands(const CLI::App& app) {
  std::vector<Command> commands{read_command(app)};
  for (const CLI::App* command : app.get_subcommands({}))
    commands.push_back(read_command(*command));
  return commands;
}

}  // namespace moongate::cli
