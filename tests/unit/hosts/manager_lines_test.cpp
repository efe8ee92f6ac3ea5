#include "cli/manager_lines.h"

#include <catch2/catch.hpp>
#include <string>

namespace moongate::cli {
namespace {

const std::string entry =
    "# head\nrepos:\n  - repo: local\n    hooks:\n      - id: moongate\n        entry: moongate "
    "hook pre-commit\n";
const std::string hooks =
    "pre-commit:\n  commands:\n    moongate:\n      run: moongate hook pre-commit\n";

}  // namespace

TEST_CASE("pre-commit: an item more, indented like those that are there") {
  const std::string at_edge = "repos:\n- repo: https://example.com/a\n  hooks:\n  - id: a";
  CHECK(
      with_moongate("pre-commit", at_edge, entry) ==
      at_edge +
          "\n- repo: local\n  hooks:\n    - id: moongate\n      entry: moongate hook pre-commit\n");
  const std::string deep = "fail_fast: true\nrepos:\n# comment\n    - repo: x\n\n";
  CHECK(with_moongate("pre-commit", deep, entry) ==
        deep +
            "    - repo: local\n      hooks:\n        - id: moongate\n"
            "          entry: moongate hook pre-commit\n");
}

TEST_CASE("pre-commit: what cannot be added to without understanding it") {
  for (const char* there : {"", "repos: []\n", "repos:\n", "repos:\n- repo: x\nfail_fast: true\n",
                            "---\nrepos:\n- repo: x\n", "{repos: [{repo: x}]}\n", "other:\n- a\n",
                            "repos:\n\t- repo: x\n"}) {
    CAPTURE(there);
    CHECK(with_moongate("pre-commit", there, entry) == std::nullopt);
  }
}

TEST_CASE("lefthook: hooks that the file does not have") {
  CHECK(with_moongate("lefthook", "post-merge:\n  commands: {}", hooks) ==
        "post-merge:\n  commands: {}\n" + hooks);
  CHECK(with_moongate("lefthook", "", hooks) == hooks);
  CHECK(with_moongate("lefthook", "pre-commit:\n  parallel: true\n", hooks) == std::nullopt);
  CHECK(with_moongate("lefthook", "{}\n", hooks) == std::nullopt);
}

TEST_CASE("husky: a command behind the others") {
  CHECK(with_moongate("husky", "npm test", "moongate hook pre-commit\n") ==
        "npm test\nmoongate hook pre-commit\n");
}

TEST_CASE("a file that calls Moongate stays as it is") {
  for (const char* manager : {"pre-commit", "lefthook", "husky"})
    CHECK(with_moongate(manager, "x: moongate hook pre-commit", hooks) ==
          "x: moongate hook pre-commit");
}

TEST_CASE("other managers are a person's work") {
  CHECK(with_moongate("hk", "", hooks) == std::nullopt);
}

}  // namespace moongate::cli
