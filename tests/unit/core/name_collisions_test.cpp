#include "core/name_collisions.h"

#include <catch2/catch.hpp>

#include "change_builder.h"

using namespace moongate;

namespace {

std::vector<std::string> found_in(const Change& change,
                                  const std::function<bool(const FileChange&)>& shown) {
  std::vector<std::string> found;
  std::uint64_t work = 0;
  for (const NameCollision& one : name_collisions(change, shown, work))
    found.push_back(one.file->path() + " [" + one.directory + "] " + one.name + " " + one.other +
                    (one.case_only ? "" : " (not case alone)"));
  return found;
}

bool all(const FileChange&) {
  return true;
}

using Found = std::vector<std::string>;

}  // namespace

TEST_CASE("each name that collides is found once, at its first file") {
  const Change change = testing::files({{"src/a", ""}}, {{"src/a", ""},
                                                         {"SRC/b/c", ""},
                                                         {"SRC/b/d", ""},
                                                         {"SRC/B/e", ""},
                                                         {"SRC-2/b", ""},
                                                         {"src/\u00C9", ""},
                                                         {"src/e\u0301", ""}});
  CHECK(found_in(change, all) == Found{"SRC/B/e [] SRC src", "SRC/b/c [SRC] b B",
                                       "src/\u00C9 [src] \u00C9 e\u0301 (not case alone)"});
}

TEST_CASE("of three names one old one is what the new ones collide with") {
  const Change change =
      testing::files({{"name", "1"}}, {{"name", "1"}, {"NAME", "2"}, {"Name", "3"}});
  CHECK(found_in(change, all) == Found{"NAME [] NAME name", "Name [] Name name"});
}

TEST_CASE("a collision of a file that may not be shown is found at the next one") {
  const Change change = testing::files({{"a/x", ""}}, {{"a/x", ""}, {"A/1", ""}, {"A/2", ""}});
  CHECK(found_in(change, [](const FileChange& file) { return file.path() != "A/1"; }) ==
        Found{"A/2 [] A a"});
  CHECK(found_in(change, [](const FileChange&) { return false; }).empty());
}

TEST_CASE("what is only changed or deleted brings no name") {
  CHECK(found_in(testing::files({{"a", "1"}, {"A", "1"}, {"b", ""}}, {{"a", "2"}, {"A", "3"}}), all)
            .empty());
}
