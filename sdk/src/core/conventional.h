// A commit message in the form of Conventional Commits, as releases need it: what it changes, and
// how much.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moongate {

struct ConventionalFooter {
  std::string token, value;  // "BREAKING CHANGE", "Release-As" …, as written
};

struct ConventionalCommit {
  std::string type;   // in lower case
  std::string scope;  // empty where there is none
  std::string description;
  bool breaking = false;
  std::vector<ConventionalFooter> footers;

  // The value of the last footer of this name, in any case; nullptr without one.
  const std::string* footer(std::string_view token) const;
};

// Nothing for a message whose first line is not `type(scope)!: description`.
std::optional<ConventionalCommit> parse_conventional(std::string_view message);

}  // namespace moongate
