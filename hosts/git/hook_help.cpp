#include "git/hook_help.h"

#include <algorithm>
#include <string_view>

#include "git/hook_event.h"

namespace moongate::git_host {

namespace {

// The object that the message is about, in hex; empty where it names none.
std::string object_in(std::string_view message) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (std::size_t begin = 0; begin < message.size();) {
    begin = message.find_first_of(digits, begin);
    if (begin == message.npos) break;
    const std::size_t end = std::min(message.find_first_not_of(digits, begin), message.size());
    if (end - begin == 40 || end - begin == 64)
      return std::string(message.substr(begin, end - begin));
    begin = end;
  }
  return {};
}

std::string then_again(const std::string& hook) {
  if (hook == "pre-merge-commit") return ", then finish the merge with `git commit`";
  if (hook == "pre-push") return ", then push again";
  if (hook == "pre-receive" || hook == "update") return ", then let the client push again";
  return ", then commit again";
}

std::string what_to_run(const std::string& hook, const Problem& problem) {
  const std::string object = object_in(problem.message);
  if (object.empty()) return "run `git fetch --unshallow` (or `git fetch --deepen=100`)";
  const ChangeKind kind = kind_of(hook);
  if (kind == ChangeKind::staged)
    return "run `moongate check --staged --fetch` once, which fetches it";
  if (kind == ChangeKind::commit)
    return "run `moongate check --commit HEAD --fetch`, which fetches it";
  return "fetch it with `git cat-file -e " + object +
         "`, or all content with `git fetch --refetch --no-filter`";
}

}  // namespace

void fit_help_to_hook(const std::string& hook, Report& report) {
  for (Problem& problem : report.problems)
    if (problem.kind == ProblemKind::repository &&
        problem.help.find("--fetch") != std::string::npos)
      problem.help = what_to_run(hook, problem) + then_again(hook);
}

}  // namespace moongate::git_host
