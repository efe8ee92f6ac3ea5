#include "core/quote.h"

#include <catch2/catch.hpp>

using namespace moongate;

TEST_CASE("a quoted word cannot colour, move or flood") {
  CHECK(in_quotes("max_file") == "'max_file'");
  CHECK(in_quotes("\x1b[31m") == "'\\x1b[31m'");
  CHECK(in_quotes("a\nb") == "'a\\nb'");
  CHECK(in_quotes("größe €😀") == "'größe €😀'");
  CHECK(in_quotes("\xff\xc0\x80\xed\xa0\x80") == "'\\xff\\xc0\\x80\\xed\\xa0\\x80'");
  CHECK(in_quotes("\xc2\x9b") == "'\\x9b'");
  CHECK(in_quotes("\xe2\x82") == "'\\xe2\\x82'");
  CHECK(in_quotes(std::string(100000, 'x')).size() < 100);
  CHECK(harmless("a\tb") == "a\\tb");
}

TEST_CASE("text of several lines keeps them and holds nothing that acts") {
  CHECK(harmless_lines("a\tb\nc\n") == "a\tb\nc\n");
  CHECK(harmless_lines("\x1b[2J\r\n\x7f\xC2\x9B\xE2\x80\xAE") == "\\x1b[2J\\r\n\\x7f\\x9b\\u202e");
  CHECK(harmless_lines("a\n  ::error::x\n##[group]y") == "a\n  \\x3a:error::x\n\\x23#[group]y");
  CHECK(without_line_commands("\x1b[1ma\x1b[0m\n::x") == "\x1b[1ma\x1b[0m\n\\x3a:x");
  CHECK(harmless_lines("") == "");
}
