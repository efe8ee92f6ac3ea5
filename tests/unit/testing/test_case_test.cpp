#include <catch2/catch.hpp>

#include "core/error.h"
#include "testing/memory_change.h"
#include "testing/test_case.h"

using namespace moongate;
using namespace moongate::testing;

namespace {

TestCase read(Map fields) {
  fields.emplace("expect", List{});
  return read_case("title", "x_test.lua", 7, fields);
}

Problem refused(const Map& fields) {
  try {
    read_case("title", "x_test.lua", 7, fields);
  } catch (const Error& error) {
    return error.problem();
  }
  return {};
}

std::string message(Map fields) {
  fields.emplace("expect", List{});
  return refused(fields).message;
}

}  // namespace

TEST_CASE("a case that cannot fail is refused") {
  const Problem problem = refused({{"after", Map{{"a", "x"}}}});
  CHECK(problem.kind == ProblemKind::check);
  CHECK(problem.path == "x_test.lua");
  CHECK(problem.line == 7);
  CHECK(problem.message ==
        "case \"title\": it has neither `expect` nor `fixed`, so that it cannot fail");
}

TEST_CASE("unknown keys are named with the nearest known one") {
  CHECK(refused({{"expct", List{}}}).message == "case \"title\": unknown key `expct`");
  CHECK(refused({{"expct", List{}}}).help == "did you mean 'expect'?");
  CHECK(refused({{"commits", List{Map{{"mesage", "x"}}}}, {"expect", List{}}}).message ==
        "case \"title\": unknown key `commits[1].mesage`");
}

TEST_CASE("values of a wrong type are named") {
  CHECK(message({{"after", "x"}}) == "case \"title\": `after` is not a table with named fields");
  CHECK(message({{"after", Map{{"a", 1}}}}) ==
        "case \"title\": `after[\"a\"]` is neither a text nor a table with `text` or `symlink`");
  CHECK(message({{"after", Map{{"../a", "x"}}}}) ==
        "case \"title\": `after`: '../a' is not a path as Git has them");
  CHECK(message({{"now", "yesterday"}}) ==
        "case \"title\": `now` is neither seconds since 1970 nor a date such as \"2026-03-01\"");
  CHECK(message({{"now", "2026-02-30"}}) == "case \"title\": `now`: there is no such date");
  CHECK(message({{"kind", "rnage"}}) == "case \"title\": there is no kind of change `rnage`");
  CHECK(message({{"commits", List{1}}}) ==
        "case \"title\": `commits[1]` is neither a message nor a table");
  CHECK(message({{"branches", List{Map{{"age_days", 1}}}}}) ==
        "case \"title\": `branches[1].name` is missing");
  CHECK(message({{"commits", List{Map{{"message", "x"}, {"author", "Ann"}}}}}) ==
        "case \"title\": `commits[1].author` is not `Name <email>`");
  CHECK(message({{"after", Map{}}, {"staged", Map{}}}) ==
        "case \"title\": `after` and `staged` both say what the new tree is");
  CHECK(message({{"after", Map{{"a", "x"}, {"a/b", "y"}}}}) ==
        "case \"title\": `after`: 'a' is a file and a directory");
}

TEST_CASE("what the kind of change would leave out is refused") {
  CHECK(message({{"kind", "refs"}, {"after", Map{{"a", "x"}}}}) ==
        "case \"title\": a change of kind `refs` has no `after`");
  CHECK(message({{"kind", "staged"}, {"message", "x"}}) ==
        "case \"title\": a change of kind `staged` has no `message`");
  CHECK(message({{"kind", "range"}, {"branches", List{Map{{"name", "a"}}}}}) ==
        "case \"title\": a change of kind `range` has no `branches`");
  CHECK(message({{"kind", "message"}, {"after", Map{{"a", "x"}}}}) ==
        "case \"title\": a change of kind `message` needs a `message`");
  CHECK(read({{"kind", "push"}, {"tags", List{Map{{"name", "v1"}}}}}).kind == ChangeKind::push);
}

TEST_CASE("the kind follows from what is there") {
  CHECK(read({{"after", Map{{"a", "x"}}}}).kind == ChangeKind::staged);
  CHECK(read({{"commits", List{"x"}}}).kind == ChangeKind::range);
  CHECK(read({{"message", "x"}}).kind == ChangeKind::message);
  CHECK(read({{"branches", Map{}}}).kind == ChangeKind::refs);
  CHECK(read({{"tags", List{Map{{"name", "v1"}}}}}).kind == ChangeKind::refs);
  CHECK(read({{"kind", "tree"}}).kind == ChangeKind::tree);
}

TEST_CASE("times may be dates") {
  CHECK(read({{"now", "1970-01-02"}}).now == 86400);
  const TestCase test =
      read({{"now", 1000000}, {"branches", List{Map{{"name", "a"}, {"age_days", 2}}}}});
  CHECK(test.branches[0].time == 1000000 - 2 * 86400);
}

TEST_CASE("trees become a change") {
  const Change change = memory_change(
      read({{"before", Map{{"gone", "1\n"}, {"kept", "2\n"}, {"moved", "3\n"}, {"new", "4\n"}}},
            {"after", Map{{"added", "5\n"}, {"kept", "2\n"}, {"to", "3\n"}, {"new", "6\n"}}}}));
  REQUIRE(change.files.size() == 4);
  CHECK(change.files[0].path() == "added");
  CHECK(change.files[0].status == FileStatus::added);
  CHECK(change.files[1].path() == "gone");
  CHECK(change.files[1].status == FileStatus::deleted);
  CHECK(change.files[2].path() == "new");
  CHECK(change.files[2].status == FileStatus::modified);
  CHECK(*change.read(change.files[2].before->id) == "4\n");
  CHECK(*change.read(change.files[2].after->id) == "6\n");
  CHECK(change.files[3].path() == "to");
  CHECK(change.files[3].status == FileStatus::renamed);
  CHECK(change.files[3].before->path == "moved");
  CHECK(change.after.find("kept"));
  CHECK_FALSE(change.after.find("gone"));
  CHECK(change.before.list("").size() == 4);
}

TEST_CASE("commits build on each other") {
  const TestCase test =
      read({{"before", Map{{"a", "1\n"}}},
            {"commits", List{Map{{"message", "one"}, {"files", Map{{"b", "2\n"}}}},
                             Map{{"message", "two"}, {"files", Map{{"a", false}, {"b", "3\n"}}}},
                             Map{{"message", "merge"}, {"merge", true}}}}});
  const Change change = memory_change(test);
  REQUIRE(change.commits.size() == 3);
  CHECK(commit_number(change.commits[1].id.hex()) == 2);
  CHECK(change.commits[1].parents == std::vector<Oid>{change.commits[0].id});
  CHECK(change.commits[2].parents.size() == 2);
  const auto first = change.files_of(change.commits[0]);
  REQUIRE(first.size() == 1);
  CHECK(first[0].path() == "b");
  const auto second = change.files_of(change.commits[1]);
  REQUIRE(second.size() == 2);
  CHECK(second[0].status == FileStatus::deleted);
  CHECK(second[1].status == FileStatus::modified);
  REQUIRE(change.files.size() == 2);
  CHECK(*change.read(change.files[1].after->id) == "3\n");
}

TEST_CASE("a message that is being written has no id and no parents") {
  const Change change = memory_change(read({{"message", "feat: x"}}));
  REQUIRE(change.commits.size() == 1);
  CHECK(change.commits[0].id.empty());
  CHECK(change.commits[0].parents.empty());
  CHECK(change.files.empty());
}

TEST_CASE("a whole tree has no before") {
  const Change change = memory_change(
      read({{"kind", "tree"}, {"before", Map{{"a", "1"}}}, {"after", Map{{"a", "1"}}}}));
  REQUIRE(change.files.size() == 1);
  CHECK(change.files[0].status == FileStatus::added);
}
