#include "cli/manual.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "core/error.h"
#include "core/suggest.h"
#include "version.h"

namespace moongate::cli {

namespace {

// Text between roff's commands: a hyphen that is to be copied, and no line that is a command.
std::string roff(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\')
      escaped += "\\e";
    else if (c == '-')
      escaped += "\\-";
    else
      escaped += c;
  }
  return escaped.starts_with('.') || escaped.starts_with('\'') ? "\\&" + escaped : escaped;
}

std::string described(const std::string& text) {
  return text.ends_with('.') ? roff(text) : roff(text) + ".";
}

std::string flag_item(const Flag& flag) {
  std::string text = ".TP\n";
  for (std::size_t i = 0; i < flag.names.size(); ++i)
    text += (i ? ", " : "") + ("\\fB" + roff(flag.names[i]) + "\\fR");
  if (!flag.value.empty())
    text += (flag.attached_value ? "" : " ") + ("\\fI" + roff(flag.value) + "\\fR");
  return text + "\n" + described(flag.text) + "\n";
}

std::string argument_text(const Argument& argument) {
  std::string text = "\\fI" + roff(argument.name) + "\\fR";
  if (argument.repeatable) text += " ...";
  return argument.required ? text : "[" + text + "]";
}

std::string command_section(const Command& command) {
  std::string text = ".SS moongate " + command.name;
  if (!command.flags.empty()) text += " [options]";
  for (const Argument& argument : command.arguments) text += " " + argument_text(argument);
  text += "\n" + described(command.text) + "\n";
  for (const Argument& argument : command.arguments)
    text += ".TP\n\\fI" + roff(argument.name) + "\\fR\n" + described(argument.text) + "\n";
  for (const Flag& flag : command.flags)
    if (flag.names.back() != "--help") text += flag_item(flag);
  return text;
}

}  // namespace

std::string manual_page(const std::vector<Command>& commands) {
  const Command& program = commands.front();
  std::string text = ".TH MOONGATE 1 \"\" \"moongate " + std::string(version) +
                     "\" \"User Commands\"\n"
                     ".SH NAME\nmoongate \\- checks Git changes\n"
                     ".SH SYNOPSIS\n\\fBmoongate\\fR \\fICOMMAND\\fR [options]\n"
                     ".SH DESCRIPTION\n" +
                     described(program.text) + "\n.SH OPTIONS\nThese hold for every command.\n";
  for (const Flag& flag : program.flags) text += flag_item(flag);
  text += ".SH COMMANDS\n";
  for (std::size_t i = 1; i < commands.size(); ++i) text += command_section(commands[i]);
  text += R"(.SH EXIT STATUS
.TP
0
Checked, nothing at or over \fBfail_on\fR.
.TP
1
Checked, findings at or over \fBfail_on\fR.
.TP
2
Usage, configuration or check\-script error.
.TP
3
Could not check: unresolvable change, unreadable repository, a check aborted.
.SH ENVIRONMENT
.TP
MOONGATE_POLICY
As \fB\-\-policy\fR.
.TP
MOONGATE_SKIP
Names of checks to leave out, with commas between; the report names them.
.TP
NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, TERM
Whether \fB\-\-color auto\fR colours.
.SH FILES
.TP
moongate.toml
Settings, at the repository's root and in directories below it.
.TP
\&.moongate/checks
A team's own checks.
.TP
\&.moongate/baseline.json
Accepted findings.
)";
  return text;
}

int help_command(const CLI::App& app, const std::string& topic, bool manual) {
  if (manual) {
    std::cout << manual_page(read_commands(app));
    return 0;
  }
  if (topic.empty()) {
    // The app's own function would show the help of the command that was typed: this one's.
    std::cout << app.get_formatter()->make_help(&app, app.get_name(), CLI::AppFormatMode::Normal);
    return 0;
  }
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) {
    if (command->get_name() == topic) {
      std::cout << command->help(app.get_name());
      return 0;
    }
    names.push_back(command->get_name());
  }
  throw Error(ProblemKind::usage, "help: there is no command '" + topic + "'",
              did_you_mean(topic, names));
}

}  // namespace moongate::cli
