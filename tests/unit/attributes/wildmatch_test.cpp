#include "attributes/wildmatch.h"

#include <catch2/catch.hpp>
#include <string>

namespace moongate {

namespace {

bool in_path(const char* pattern, const char* text) {
  return Wildmatch(pattern, true).matches(text);
}

}  // namespace

TEST_CASE("stars stop at slashes, two of them between slashes do not") {
  CHECK(in_path("*.c", "a.c"));
  CHECK_FALSE(in_path("*.c", "d/a.c"));
  CHECK(in_path("d/*", "d/a.c"));
  CHECK_FALSE(in_path("d/*", "d/e/a.c"));
  CHECK(in_path("**/a.c", "a.c"));
  CHECK(in_path("**/a.c", "d/e/a.c"));
  CHECK(in_path("d/**", "d/e/a.c"));
  CHECK(in_path("d/**/a.c", "d/a.c"));
  CHECK(in_path("d/**/a.c", "d/e/f/a.c"));
  CHECK_FALSE(in_path("d/**a.c", "d/e/a.c"));
  CHECK_FALSE(in_path("d?a", "d/a"));
  CHECK(Wildmatch("*a", false).matches("d/a"));
}

TEST_CASE("sets of characters") {
  CHECK(in_path("[a-c]", "b"));
  CHECK_FALSE(in_path("[!a-c]", "b"));
  CHECK(in_path("[]a]", "]"));
  CHECK(in_path("[[:digit:]x]", "7"));
  CHECK(in_path("[\\]]", "]"));
  CHECK_FALSE(in_path("[/]", "/"));
  CHECK_FALSE(in_path("[!a]", "/"));
}

TEST_CASE("what is malformed matches nothing") {
  for (const char* pattern : {"[", "[a", "a\\", "[[:nothing:]]", "[[:alpha:"})
    CHECK_FALSE(in_path(pattern, "a"));
}

TEST_CASE("a pattern made to be slow is not") {
  std::string pattern, text(3000, 'a');
  for (int i = 0; i < 300; ++i) pattern += "*a";
  CHECK_FALSE(Wildmatch(pattern + "b", true).matches(text));
  CHECK(Wildmatch(pattern, true).matches(text));
}

}  // namespace moongate
