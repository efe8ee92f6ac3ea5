#include "cli/commit_habits.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace moongate::cli;

namespace {

using Words = std::vector<std::string>;

Words times(std::size_t count, const std::string& subject) {
  return Words(count, subject);
}

Words operator+(Words one, const Words& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

bool has(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

TEST_CASE("messages that follow the rules fit") {
  CHECK(habits_of(times(9, "feat: x") + times(1, "no type")).fit);
  CHECK(habits_of(times(5, "Fix(core)!: x")).fit);
}

TEST_CASE("messages that do not, or too few of them, do not fit") {
  CHECK_FALSE(habits_of({}).fit);
  CHECK_FALSE(habits_of(times(4, "feat: x")).fit);
  CHECK_FALSE(habits_of(times(8, "feat: x") + times(2, "no type")).fit);
  CHECK_FALSE(habits_of(times(20, "net/http: fix x")).fit);
  // The form of a type, but no type.
  CHECK_FALSE(habits_of(times(20, "mm: fix x")).fit);
  CHECK_FALSE(habits_of(times(10, "feat:")).fit);
  CHECK_FALSE(habits_of(times(10, "feat(): x")).fit);
}

TEST_CASE("what Git writes is not counted") {
  const CommitHabits habits =
      habits_of(times(5, "feat: x") + Words{"Merge branch 'a'", "Revert \"feat: x\"",
                                            "fixup! feat: x", "Initial commit", ""});
  CHECK(habits.subjects == 5);
  CHECK(habits.fit);
}

TEST_CASE("types are the usual ones, and others that were used more than once") {
  const CommitHabits habits =
      habits_of(times(20, "feat: x") + times(2, "Deps: y") + times(1, "typo: z"));
  CHECK(has(habits.types, "feat"));
  CHECK(has(habits.types, "revert"));
  CHECK(has(habits.types, "deps"));
  CHECK_FALSE(has(habits.types, "typo"));
  CHECK(std::is_sorted(habits.types.begin(), habits.types.end()));
}

TEST_CASE("scopes are learned only where they are a small fixed set") {
  CHECK(habits_of(times(9, "feat(core): x") + times(9, "fix(UI): x")).scopes ==
        Words{"core", "ui"});
  CHECK(habits_of(times(9, "feat(core): x") + times(9, "fix: x")).scopes.empty());
  CHECK(habits_of(times(9, "feat(a/b): x")).scopes.empty());
  Words many;
  for (char c = 'a'; c <= 'z'; ++c) many = many + times(1, std::string("feat(") + c + "): x");
  CHECK(habits_of(many).scopes.empty());
}
