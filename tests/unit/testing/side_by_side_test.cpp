#include "testing/side_by_side.h"

#include <catch2/catch.hpp>

using namespace moongate::testing;

TEST_CASE("lines are shown as common, missing or surplus") {
  CHECK(line_diff({"a", "b", "c"}, {"a", "x", "c", "d"}, "  ") ==
        "    a\n  - b\n  + x\n    c\n  + d\n");
  CHECK(line_diff({}, {"a"}, "") == "+ a\n");
  CHECK(line_diff({"a"}, {}, "") == "- a\n");
  CHECK(line_diff({}, {}, "").empty());
}

TEST_CASE("long lists do not take quadratic memory") {
  const std::vector<std::string> many(5000, "a");
  CHECK(line_diff(many, many, "").size() == 2 * 5000 * 4);
}

TEST_CASE("what a terminal would hide or obey is written out") {
  CHECK(visible("plain") == "plain");
  CHECK(visible("a \t b  ") == "a \\t b\\x20\\x20");
  CHECK(visible("\x1b[31m") == "\\x1B[31m");
  CHECK(visible("a\r\n") == "a\\r\\n");
  CHECK(visible("h\xC3\xA9") == "h\xC3\xA9");
  CHECK(visible("\xFF\xC3") == "\\xFF\\xC3");
  CHECK(visible("\xC2\x9B") == "\\xC2\\x9B");
  CHECK(visible("\xE2\x80\xAE") == "\\xE2\\x80\\xAE");
  CHECK(visible("\xE2\x80\xA6") == "\xE2\x80\xA6");
  CHECK(visible("\xE2\x80\x8B") == "\\xE2\\x80\\x8B");
  CHECK(visible("\xEF\xBB\xBF") == "\\xEF\\xBB\\xBF");
  CHECK(visible("\xF0\x9F\x98\x80") == "\xF0\x9F\x98\x80");
  CHECK(visible("\xED\xA0\x80") == "\\xED\\xA0\\x80");
  CHECK(visible("\xC0\x80") == "\\xC0\\x80");
}

TEST_CASE("a text's last line may have no ending") {
  CHECK(text_lines("a\nb") == std::vector<std::string>{"a", "b  (no newline at the end)"});
  CHECK(text_lines("a\r\n\n") == std::vector<std::string>{"a\\r", ""});
  CHECK(text_lines("").empty());
}
