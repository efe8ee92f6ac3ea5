#include "git/hook_help.h"

#include <catch2/catch.hpp>
#include <string>

using namespace moongate;

namespace {

const std::string object = "0123456789abcdef0123456789abcdef01234567";

std::string help(const std::string& hook, const std::string& message,
                 const std::string& help = "run again with --fetch",
                 ProblemKind kind = ProblemKind::repository) {
  Report report;
  report.problems.push_back({kind, message, {}, 0, help});
  git_host::fit_help_to_hook(hook, report);
  return report.problems.front().help;
}

}  // namespace

TEST_CASE("help of a hook names no option of ours that Git would have to be given") {
  for (const char* hook : {"pre-commit", "pre-merge-commit", "commit-msg", "post-commit",
                           "pre-push", "pre-receive", "update"})
    for (const std::string& message :
         {"object " + object + " is missing", std::string("no base")}) {
      const std::string said = help(hook, message);
      INFO(hook << ": " << said);
      CHECK(said != "run again with --fetch");
      // --fetch is only ever an option of a command that is named with it.
      const std::size_t fetch = said.find("--fetch");
      if (fetch != said.npos) CHECK(said.substr(0, fetch).find("moongate check") != said.npos);
    }
}

TEST_CASE("help of a hook says how to go on") {
  const std::string missing = "object " + object + " is missing";
  CHECK(help("pre-commit", missing) ==
        "run `moongate check --staged --fetch` once, which fetches it, then commit again");
  CHECK(help("pre-merge-commit", missing).ends_with("then finish the merge with `git commit`"));
  CHECK(help("pre-push", missing).ends_with("then push again"));
  CHECK(help("pre-push", missing).find("`git cat-file -e " + object + "`") != std::string::npos);
  CHECK(help("pre-receive", missing).ends_with("then let the client push again"));
  // Where no object is named, history is what is missing.
  CHECK(help("pre-push", "abcdef is no object id") ==
        "run `git fetch --unshallow` (or `git fetch --deepen=100`), then push again");
  CHECK(help("pre-commit", "object " + object + object.substr(0, 24) + " is missing")
            .find("--staged --fetch") != std::string::npos);  // SHA-256
}

TEST_CASE("help that needs no option stays as it is") {
  CHECK(help("pre-commit", "object " + object + " is missing", "repair it: git fsck") ==
        "repair it: git fsck");
  CHECK(help("pre-commit", "x", "use --fetch", ProblemKind::config) == "use --fetch");
}
