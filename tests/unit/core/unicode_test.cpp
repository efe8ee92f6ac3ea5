#include <catch2/catch.hpp>

#include "core/unicode.h"
#include "report/path_text.h"

using namespace moongate;

TEST_CASE("well-formed UTF-8 is told from what only looks like it") {
  CHECK(is_utf8("plain"));
  CHECK(is_utf8("\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80"));
  CHECK_FALSE(is_utf8("\xff"));
  CHECK_FALSE(is_utf8("\xc3"));              // cut
  CHECK_FALSE(is_utf8("\xc0\xaf"));          // overlong '/'
  CHECK_FALSE(is_utf8("\xe0\x80\xaf"));      // overlong
  CHECK_FALSE(is_utf8("\xed\xa0\x80"));      // surrogate
  CHECK_FALSE(is_utf8("\xf4\x90\x80\x80"));  // beyond U+10FFFF
  CHECK(to_utf8("a\xff\xc3z") == "a\xef\xbf\xbd\xef\xbf\xbdz");
}

TEST_CASE("controls, overrides and stray bytes are shown, not sent") {
  CHECK(visible("a\x1b[31m\r\n\tb\x7f") == "a\\x1b[31m\\r\\n\\tb\\x7f");
  CHECK(visible("\xc2\x9b"
                "2J") == "\\x9b2J");  // C1 CSI
  CHECK(visible("\xe2\x80\xae"
                "x") == "\\u202ex");                    // right-to-left override
  CHECK(visible("\xf3\xa0\x81\x81") == "\\U000e0041");  // tag character
  CHECK(visible("\xff") == "\\xff");
  CHECK(visible("gr\xc3\xbc\xc3\x9f e\xcc\x81 \xe6\x97\xa5") ==
        "gr\xc3\xbc\xc3\x9f e\xcc\x81 \xe6\x97\xa5");
  CHECK(visible_lines("a\n\tb\r") == "a\n\tb\\r");
}

TEST_CASE("width counts cells, not bytes") {
  CHECK(width_of("abc") == 3);
  CHECK(width_of("\xc3\xa9") == 1);
  CHECK(width_of("e\xcc\x81") == 1);
  CHECK(width_of("\xe6\x97\xa5\xe6\x9c\xac") == 4);
  CHECK(width_of("\xf0\x9f\x98\x80") == 2);
}

TEST_CASE("log commands are broken wherever a CI system would see them") {
  CHECK(without_commands("::error::x") == "\\x3a:error::x");
  CHECK(without_commands("  ::error::x") == "  \\x3a:error::x");
  CHECK(without_commands("a ::error::x") == "a ::error::x");
  CHECK(without_commands("a ##[error]x") == "a \\x23#[error]x");
  CHECK(without_commands("###vso[x]") == "#\\x23#vso[x]");
  CHECK(without_commands("## heading") == "## heading");
}

TEST_CASE("percent-encoding gives every byte back") {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  CHECK(percent_decode(percent_encode(bytes)) == bytes);
  CHECK(percent_encode("a%\xff/b c") == "a%25%FF/b c");
  CHECK(uri_path("a b/\xc3\xa9#?.c") == "a%20b/%C3%A9%23%3F.c");
  CHECK_FALSE(percent_decode("%4"));
  CHECK_FALSE(percent_decode("%zz"));
}
