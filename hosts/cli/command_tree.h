// The commands and flags as main.cpp declares them, as plain data: completion and the manual page
// are made of it, so that a flag is written down once.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace moongate::cli {

struct Flag {
  std::vector<std::string> names;  // "-q", "--quiet"
  std::string value;               // what it takes, as help names it: "FILE"; empty: nothing
  bool attached_value = false;     // --fix[=HOW], --all[=REV]: optional, and only behind a '='
  bool repeatable = false;
  std::string text;
};

struct Argument {
  std::string name, text;
  bool required = false, repeatable = false;
};

struct Command {
  std::string name, text;
  std::vector<Flag> flags;
  std::vector<Argument> arguments;
};

// The first is the program itself, with the flags that hold for every command.
std::vector<Command> read_commands(const CLI::App& app);

}  // namespace moongate::cli
