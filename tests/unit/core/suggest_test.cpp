#include "core/suggest.h"

#include <catch2/catch.hpp>

using namespace moongate;

TEST_CASE("edit distance counts insertions, deletions, substitutions and swaps") {
  CHECK(edit_distance("level", "level", 3) == 0);
  CHECK(edit_distance("levl", "level", 3) == 1);
  CHECK(edit_distance("levvel", "level", 3) == 1);
  CHECK(edit_distance("lavel", "level", 3) == 1);
  CHECK(edit_distance("elvel", "level", 3) == 1);
  CHECK(edit_distance("", "abc", 3) == 3);
  CHECK(edit_distance("kitten", "sitting", 5) == 3);
  CHECK(edit_distance("Max_File", "max-file", 3) == 0);
}

TEST_CASE("beyond its limit a distance is only limit + 1") {
  CHECK(edit_distance("abcdef", "uvwxyz", 2) == 3);
  CHECK(edit_distance("a", "abcdef", 2) == 3);
  CHECK(edit_distance(std::string(1'000'000, 'a'), std::string(1'000'000, 'b'), 4) == 5);
}

TEST_CASE("the nearest name is found, and nothing where nothing is near") {
  const std::vector<std::string> names = {"max_file", "max_files", "secrets", "size-limit"};
  CHECK(nearest("max_fiel", names) == "max_file");
  CHECK(nearest("mxa_files", names) == "max_files");
  CHECK(nearest("secret", names) == "secrets");
  CHECK(nearest("sizelimit", names) == "size-limit");
  CHECK(nearest("size_limit", names) == "size-limit");
  CHECK(nearest("branches", names).empty());
  CHECK(nearest("", names).empty());
  CHECK(nearest("x", {"y"}).empty());
  CHECK(nearest("x", {}).empty());
}

TEST_CASE("where nothing is near, the only name with that part is found") {
  const std::vector<std::string> names = {"lint/trailing-whitespace", "lint/final-newline",
                                          "lint/merge-conflict", "max_file", "max_files"};
  CHECK(nearest("trailing", names) == "lint/trailing-whitespace");
  CHECK(nearest("trailing_white", names) == "lint/trailing-whitespace");
  CHECK(nearest("Conflict", names) == "lint/merge-conflict");
  CHECK(nearest("lint", names).empty());     // several have it
  CHECK(nearest("new", names).empty());      // too short to mean one
  CHECK(nearest("railing", names).empty());  // no part begins so
}

TEST_CASE("of equally near names the first is taken") {
  CHECK(nearest("cat", {"bat", "rat"}) == "bat");
  CHECK(nearest("rats", {"bats", "rat"}) == "bats");
}

TEST_CASE("a cure names the nearest, or what is known") {
  CHECK(did_you_mean("levle", {"level", "paths"}) == "did you mean 'level'?");
  CHECK(did_you_mean("zzz", {"level", "paths"}) == "known ones are: level, paths");
  CHECK(did_you_mean("zzz", {}).empty());
  CHECK(did_you_mean("zzz", std::vector<std::string>(40, "name-of-it")).size() < 200);
}
