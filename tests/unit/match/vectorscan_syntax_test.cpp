#include "match/vectorscan_syntax.h"

#include <catch2/catch.hpp>

using moongate::vectorscan_syntax;

TEST_CASE("what both read alike stays", "[vectorscan]") {
  CHECK(vectorscan_syntax("\\bab[c-e]{2,}(?:x|y)?\\.$") == "\\bab[c-e]{2,}(?:x|y)?\\.$");
  CHECK(vectorscan_syntax("[[:alpha:]_]") == "[[:alpha:]_]");
}

TEST_CASE("blanks are those of RE2", "[vectorscan]") {
  CHECK(vectorscan_syntax("\\s+") == "[\\t\\n\\f\\r ]+");
  CHECK(vectorscan_syntax("[^\\s:]") == "[^\\t\\n\\f\\r :]");
  CHECK(vectorscan_syntax("\\S") == "[^\\t\\n\\f\\r ]");
  CHECK(vectorscan_syntax("\\v") == "\\x0b");
  CHECK(vectorscan_syntax("[]\\s]") == "[\\]\\t\\n\\f\\r ]");
  CHECK(vectorscan_syntax("\\\\s") == "\\\\s");
}

TEST_CASE("what is not known to be safe is left to the literals", "[vectorscan]") {
  CHECK_FALSE(vectorscan_syntax("[\\S]"));
  CHECK_FALSE(vectorscan_syntax("\\pL"));
  CHECK_FALSE(vectorscan_syntax("\\C"));
  CHECK_FALSE(vectorscan_syntax("\\Qa.b\\E"));
  CHECK_FALSE(vectorscan_syntax("(?U)a+"));
  CHECK_FALSE(vectorscan_syntax("\xC3\xA9"));
  CHECK_FALSE(vectorscan_syntax("a\\"));
}
