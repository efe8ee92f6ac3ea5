// How a repository's commit messages are written already, so that `moongate init` turns the check
// of messages on only where they follow Conventional Commits.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "git/repository/location.h"

namespace moongate::cli {

struct CommitHabits {
  std::size_t subjects = 0;      // that people typed: without merges, reverts and fixups
  std::size_t conventional = 0;  // of these, `type(scope)!: description`
  // In lower case, sorted. Types: the usual ones and others that were used more than once. Scopes:
  // only where nearly all subjects have one, of a small set.
  std::vector<std::string> types, scopes;

  // Nine in ten, of at least five, with types that mostly are the usual ones: `mm: …` and
  // `README: …` have the form, too.
  bool fit = false;
};

CommitHabits habits_of(const std::vector<std::string>& subjects);

// The subjects of the last commits that HEAD leads to, newest first; none where there is no commit,
// or no `git`.
std::vector<std::string> last_subjects(const Location& location, std::size_t most);

}  // namespace moongate::cli
