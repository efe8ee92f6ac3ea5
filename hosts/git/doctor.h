// What this repository, its hooks and this machine would make go wrong, before it does.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moongate::git_host {

enum class State : std::uint8_t {
  fine,
  note,        // worth knowing; nothing goes wrong
  trouble,     // something will not be checked, or fail
  wrong,       // configuration or a check: runs end with exit 2
  unreadable,  // the repository: runs end with exit 3
};

struct Diagnosis {
  std::string topic;  // "hooks", "clone" …
  State state = State::fine;
  std::string message;
  std::string path;  // where, if there is such a place
  std::uint32_t line = 0;
  std::string help;  // empty only where all is well or nothing needs doing
};

// Reads only. `policy` as in RunOptions. Never throws for what it is there to find.
std::vector<Diagnosis> diagnose(const std::string& directory, const std::string& policy);

// 0: nothing in the way; 1: trouble; 2 and 3 as for a check: 2 wins over 3, 3 over 1.
int exit_code(const std::vector<Diagnosis>& diagnoses);

std::string_view name_of(State state);

}  // namespace moongate::git_host
