#include "match/required_literal.h"

#include <catch2/catch.hpp>

using moongate::has_required_literal;

TEST_CASE("an expression that needs a literal", "[required_literal]") {
  CHECK(has_required_literal("abc", 3));
  CHECK(has_required_literal("[0-9]{8}:(?:abc|xyz)[a-z]+", 3));
  CHECK(has_required_literal("(?i)a(?:key|token)", 3));
  CHECK(has_required_literal("\\babc?d{3}", 3));
}

TEST_CASE("an expression that needs none, or one too short", "[required_literal]") {
  CHECK_FALSE(has_required_literal("[a-z]{3}\\.[a-z]{6}\\.[a-z]{27}", 3));
  CHECK_FALSE(has_required_literal("abc", 4));
  CHECK_FALSE(has_required_literal("abcd|[a-z]{20}", 3));
  CHECK_FALSE(has_required_literal("(?:abcd)?[a-z]{20}", 3));
  CHECK_FALSE(has_required_literal("[0-9a-f]{32}", 1));
  CHECK_FALSE(has_required_literal("(", 1));
}
