#include "quote.h"

#include <catch2/catch.hpp>

using namespace moongate;

TEST_CASE("a quoted word cannot colour, move or flood") {
  CHECK(quoted("max_file") == "'max_file'");
  CHECK(quoted("\x1b[31m") == "'\\x1b[31m'");
  CHECK(quoted("a\nb") == "'a\\x0ab'");
  CHECK(quoted("größe €😀") == "'größe €😀'");
  CHECK(quoted("\xff\xc0\x80\xed\xa0\x80") == "'\\xff\\xc0\\x80\\xed\\xa0\\x80'");
  CHECK(quoted("\xc2\x9b") == "'\\xc2\\x9b'");
  CHECK(quoted("\xe2\x82") == "'\\xe2\\x82'");
  CHECK(quoted(std::string(100000, 'x')).size() < 100);
  CHECK(harmless("a\tb") == "a\\x09b");
}
