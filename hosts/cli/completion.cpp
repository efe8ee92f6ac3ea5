#include "cli/completion.h"

#include <algorithm>
#include <iostream>

#include "cli/new_command.h"
#include "core/error.h"
#include "core/suggest.h"
#include "report/render.h"

namespace moongate::cli {

namespace {

std::string joined(const std::vector<std::string>& words, const char* between = " ") {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

// What may stand where a value or an argument of this name is wanted.
struct Values {
  enum class Kind : unsigned char { none, words, files, directories, revisions, checks };
  Kind kind = Kind::none;
  std::vector<std::string> words;
};

// "apply|patch[=FILE]]" is apply and patch.
std::vector<std::string> alternatives(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('|', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    words.push_back(word.substr(0, word.find_first_of("[]=")));
    begin = end + 1;
  }
  return words;
}

Values values_of(const std::string& name) {
  using Kind = Values::Kind;
  if (name == "FILE" || name == "PATH") return {Kind::files, {}};
  if (name == "DIR") return {Kind::directories, {}};
  if (name == "REV" || name == "[=REV]" || name == "BASE..HEAD") return {Kind::revisions, {}};
  if (name == "NAME") return {Kind::checks, {}};
  if (name == "NAME[=FILE]") return {Kind::words, format_names()};
  if (name == "LEVEL") return {Kind::words, {"error", "warning", "note", "never"}};
  if (name == "WHEN") return {Kind::words, {"auto", "always", "never"}};
  if (name == "KIND") return {Kind::words, check_kinds()};
  if (name.starts_with("[=")) return {Kind::words, alternatives(name.substr(2))};
  if (name == "SHELL") return {Kind::words, {"bash", "zsh", "fish"}};
  return {};
}

Values values_of(const Command& command, const Argument& argument,
                 const std::vector<Command>& commands) {
  if (argument.name == "COMMAND") {
    Values values{Values::Kind::words, {}};
    for (const Command& one : commands) values.words.push_back(one.name);
    values.words.erase(values.words.begin());
    return values;
  }
  // NAME is a hook's or a new check's in other commands.
  if (argument.name == "NAME" && command.name != "explain") return {};
  return values_of(argument.name);
}

std::vector<std::string> names_of(const Command& command) {
  std::vector<std::string> names;
  for (const Flag& flag : command.flags)
    names.insert(names.end(), flag.names.begin(), flag.names.end());
  return names;
}

// ---- bash

const char* bash_words(Values::Kind kind) {
  switch (kind) {
    case Values::Kind::files:
      return "mapfile -t COMPREPLY < <(compgen -f -- \"$current\"); compopt -o filenames "
             "2>/dev/null";
    case Values::Kind::directories:
      return "mapfile -t COMPREPLY < <(compgen -d -- \"$current\"); compopt -o filenames "
             "2>/dev/null";
    case Values::Kind::revisions:
      return "_moongate_words \"$(git for-each-ref --format='%(refname:short)' 2>/dev/null) HEAD\"";
    case Values::Kind::checks:
      return "_moongate_words \"$(moongate list --names 2>/dev/null)\"";
    case Values::Kind::none:
    case Values::Kind::words:
      break;
  }
  return ":";
}

std::string bash_reply(const Values& values) {
  if (values.kind == Values::Kind::words) return "_moongate_words '" + joined(values.words) + "'";
  return bash_words(values.kind);
}

std::string bash(const std::vector<Command>& commands) {
  std::string names;
  for (std::size_t i = 1; i < commands.size(); ++i) names += " " + commands[i].name;
  std::string text =
      R"(# bash completion of moongate; load it with: source <(moongate completion bash)
_moongate_words() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
}

_moongate() {
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' i word
  COMPREPLY=()
  # Readline takes --flag=value apart at the '='.
  if [[ $current == '=' ]]; then
    current='' before+='='
  elif [[ $before == '=' ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}=
  fi
  for ((i = 1; i < COMP_CWORD; ++i)); do
    word=${COMP_WORDS[i]}
    case $word in
      -C | --color) ((++i)) ;;
      -*) ;;
      *)
        command=$word
        break
        ;;
    esac
  done
  case $command:$before in
)";
  for (const Command& command : commands) {
    const bool program = &command == &commands.front();
    for (const Flag& flag : command.flags) {
      if (flag.value.empty()) continue;
      std::string patterns;
      for (const std::string& name : flag.names)
        for (const char* end : {"", "="})
          if (*end || !flag.attached_value)
            patterns +=
                (patterns.empty() ? "" : " | ") + (program ? "*" : command.name) + ":" + name + end;
      text += "    " + patterns + ")\n      " + bash_reply(values_of(flag.value)) +
              "\n      return\n      ;;\n";
    }
  }
  text += "  esac\n  case $command in\n    '')\n      _moongate_words '" +
          joined(names_of(commands.front())) + names + "'\n      ;;\n";
  for (std::size_t i = 1; i < commands.size(); ++i) {
    const Command& command = commands[i];
    text += "    " + command.name + ")\n      if [[ $current == -* ]]; then\n" +
            "        _moongate_words '" + joined(names_of(command)) + " " +
            joined(names_of(commands.front())) + "'\n";
    const Values values = command.arguments.empty()
                              ? Values{}
                              : values_of(command, command.arguments.front(), commands);
    if (values.kind != Values::Kind::none)
      text += "      else\n        " + bash_reply(values) + "\n";
    text += "      fi\n      ;;\n";
  }
  return text + "  esac\n}\n\ncomplete -F _moongate moongate\n";
}

// ---- zsh

// Within '…' of an _arguments specification.
std::string zsh_escaped(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\'')
      escaped += "'\\''";
    else if (c == '[' || c == ']' || c == ':' || c == '\\')
      escaped += std::string("\\") + c;
    else
      escaped += c;
  }
  return escaped;
}

std::string zsh_action(const Values& values) {
  switch (values.kind) {
    case Values::Kind::words:
      return "(" + joined(values.words) + ")";
    case Values::Kind::files:
      return "_files";
    case Values::Kind::directories:
      return "_files -/";
    case Values::Kind::revisions:
      return "_moongate_revisions";
    case Values::Kind::checks:
      return "_moongate_checks";
    case Values::Kind::none:
      break;
  }
  return " ";
}

std::string zsh_flags(const Command& command, const std::string& indent) {
  std::string text;
  for (const Flag& flag : command.flags)
    for (const std::string& name : flag.names) {
      const std::string others = flag.names.size() > 1 ? "(" + joined(flag.names) + ")" : "";
      text += " \\\n" + indent + "'" + (flag.repeatable ? "*" : others) + name +
              (flag.attached_value ? "=-[" : "[") + zsh_escaped(flag.text) + "]";
      if (!flag.value.empty())
        text += std::string(flag.attached_value ? "::" : ":") + zsh_escaped(flag.value) + ":" +
                zsh_action(values_of(flag.value));
      text += "'";
    }
  return text;
}

std::string zsh(const std::vector<Command>& commands) {
  std::string text = R"zsh(#compdef moongate
# zsh completion of moongate; load it with: source <(moongate completion zsh), after compinit
_moongate_checks() {
  local -a names
  names=(${(f)"$(moongate list --names 2>/dev/null)"})
  compadd -a names
}
_moongate_revisions() {
  local -a names
  names=(HEAD ${(f)"$(git for-each-ref --format='%(refname:short)' 2>/dev/null)"})
  compadd -a names
}
_moongate() {
  local -a commands
  local context state state_descr line
  typeset -A opt_args
  commands=(
)zsh";
  for (std::size_t i = 1; i < commands.size(); ++i)
    text += "    '" + commands[i].name + ":" + zsh_escaped(commands[i].text) + "'\n";
  text += "  )\n  _arguments -C" + zsh_flags(commands.front(), "    ") +
          " \\\n    '1:command:->command' '*::argument:->argument'\n"
          "  case $state in\n    command) _describe command commands ;;\n"
          "    argument)\n      case $line[1] in\n";
  for (std::size_t i = 1; i < commands.size(); ++i) {
    const Command& command = commands[i];
    text +=
        "        " + command.name + ")\n          _arguments" + zsh_flags(command, "            ");
    for (const Argument& argument : command.arguments)
      text += " \\\n            '" + std::string(argument.repeatable ? "*:" : ":") +
              zsh_escaped(argument.name) + ":" +
              zsh_action(values_of(command, argument, commands)) + "'";
    text += "\n          ;;\n";
  }
  return text + R"zsh(      esac
      ;;
  esac
}
if [[ $funcstack[1] == _moongate ]]; then _moongate "$@"; else compdef _moongate moongate; fi
)zsh";
}

// ---- fish

std::string fish_quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

std::string fish_values(const Values& values) {
  switch (values.kind) {
    case Values::Kind::words:
      return " -f -a " + fish_quoted(joined(values.words));
    case Values::Kind::files:
      return " -F";
    case Values::Kind::directories:
      return " -f -a '(__fish_complete_directories)'";
    case Values::Kind::revisions:
      return " -f -a '(echo HEAD; git for-each-ref --format=\"%(refname:short)\" 2>/dev/null)'";
    case Values::Kind::checks:
      return " -f -a '(moongate list --names 2>/dev/null)'";
    case Values::Kind::none:
      break;
  }
  return " -f";
}

std::string fish(const std::vector<Command>& commands) {
  std::string text =
      "# fish completion of moongate; load it with: moongate completion fish | source\n"
      "complete -c moongate -f\n";
  for (const Command& command : commands) {
    const bool program = &command == &commands.front();
    const std::string when =
        program ? "" : " -n '__fish_seen_subcommand_from " + command.name + "'";
    if (!program)
      text += "complete -c moongate -n __fish_use_subcommand -a " + command.name + " -d " +
              fish_quoted(command.text) + "\n";
    for (const Flag& flag : command.flags) {
      text += "complete -c moongate" + when;
      for (const std::string& name : flag.names)
        text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      if (!flag.value.empty())
        text += (flag.attached_value ? "" : " -r") + fish_values(values_of(flag.value));
      text += " -d " + fish_quoted(flag.text) + "\n";
    }
    if (!command.arguments.empty()) {
      const Values values = values_of(command, command.arguments.front(), commands);
      if (values.kind != Values::Kind::none)
        text += "complete -c moongate" + when + fish_values(values) + "\n";
    }
  }
  return text;
}

}  // namespace

std::string completion_script(const std::vector<Command>& commands, const std::string& shell) {
  if (shell == "bash") return bash(commands);
  if (shell == "zsh") return zsh(commands);
  if (shell == "fish") return fish(commands);
  throw Error(ProblemKind::usage, "completion: unknown shell '" + shell + "'",
              did_you_mean(shell, {"bash", "zsh", "fish"}));
}

int completion_command(const std::vector<Command>& commands, const std::string& shell) {
  std::cout << completion_script(commands, shell);
  return 0;
}

}  // namespace moongate::cli
