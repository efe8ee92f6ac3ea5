// One CI run and its request, and what the integrations share to find the range. Each CI system has
// one function of the type `Recognise` in its own directory; hosts/recognise.cpp calls them in
// turn.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/request.h"

namespace moongate::ci {

// The environment, given so that tests can give another. Unset and empty are both nullopt: CI
// systems use either for "does not apply".
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

// What may be asked about the repository while the range is worked out.
struct History {
  std::function<bool(const std::string& revision)> exists;  // as a commit, here
  // The ids of a commit's parents in its object, also where a shallow clone was cut below it.
  std::function<std::vector<std::string>(const std::string& revision)> parents;
  std::function<bool(const std::string& ancestor, const std::string& of)> is_ancestor;
  // What a symbolic reference names; empty where there is none.
  std::function<std::string(const std::string& reference)> target;
  std::string init_default_branch;  // Git's init.defaultBranch; may be empty
  // Of a shallow clone: that a commit is not here does not mean that it is gone.
  bool shallow = false;
};

// Of a directory without a repository: nothing is there.
History no_history();

struct Run {
  std::string host;  // "GitHub Actions"
  Request request;
  // Why it is not known what this run is about. Only MOONGATE_BASE can help then.
  std::optional<Problem> unknown;
  // Not even MOONGATE_BASE can help then.
  bool unknown_for_good = false;
  // How the range came about, for --explain; request.why is the last word in one line.
  std::vector<std::string> steps;
  std::string config_from;  // where not the change itself but its base decides by what it is judged
  std::string format = "text";  // for stdout, unless the user says otherwise
  std::string summary_file;     // Markdown is appended here
  std::string output_file;      // name=value lines for later steps are appended here
  std::string fetch_hint;       // how this CI fetches more history
  // Flags that the host's own configuration gives (a container action's inputs), as --name value.
  std::vector<std::string> flags;
};

using Recognise = std::function<std::optional<Run>(const Environment&, const History&)>;

// The remote's branch as a clone usually knows it: "origin/main" where that exists, else "main".
std::string branch_revision(const History& history, const std::string& branch);

// The repository's default branch where the CI system does not tell it: MOONGATE_DEFAULT_BRANCH
// (in whose place the command line's or the configuration's name comes), what the clone remembers,
// init.defaultBranch, else the only one of main and master. Empty: not known.
std::string default_branch_of(const Environment& environment, const History& history);

// From one commit to a later one of a branch. Commits of the default branch that the branch merged
// meanwhile are not news: they had a run of their own.
void since_commit(Run& run, const History& history, const std::string& base,
                  const std::string& head, const std::string& default_branch,
                  const std::string& branch);

// Whether the commit before a push was rewritten away. In a shallow clone nobody can tell: then it
// is taken for the range's base all the same, and whoever resolves that says what is missing.
bool is_gone(const History& history, const std::string& before);

// A branch's first build, or one whose predecessor is gone: what it adds to the default branch, or
// everything where it is the default branch. An empty name is one that is not known.
void since_default_branch(Run& run, const History& history, const std::string& default_branch,
                          const std::string& branch, const std::string& head);

bool is_zero_id(std::string_view id);

// Whether a push's `before` says anything: systems give zeros, nothing, or the head itself where a
// run is by hand, a restart or a branch's first.
bool tells_what_was_before(std::string_view before, std::string_view head);

}  // namespace moongate::ci
