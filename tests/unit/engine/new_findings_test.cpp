#include "engine/new_findings.h"

#include <catch2/catch.hpp>

using namespace moongate;

TEST_CASE("blanks are normalised, nothing else") {
  CHECK(normalised("  a\t b \r") == "a b");
  CHECK(normalised("") == "");
  CHECK(normalised("   ") == "");
  CHECK(normalised("A b") != normalised("a b"));
}
