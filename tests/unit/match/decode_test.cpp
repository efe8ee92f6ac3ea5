#include "match/decode.h"

#include <catch2/catch.hpp>

using namespace moongate;
using namespace std::string_view_literals;

TEST_CASE("encodings are told by mark, or by zero bytes", "[decode]") {
  CHECK(encoding_of("plain text") == Encoding::bytes);
  CHECK(encoding_of("") == Encoding::bytes);
  CHECK(encoding_of("\xFF\xFE"
                    "a\0"sv) == Encoding::utf16_le);
  CHECK(encoding_of("\xFE\xFF\0a"sv) == Encoding::utf16_be);
  CHECK(encoding_of("\xFF\xFE\0\0a\0\0\0"sv) == Encoding::utf32_le);
  CHECK(encoding_of("\0\0\xFE\xFF\0\0\0a"sv) == Encoding::utf32_be);
  CHECK(encoding_of("a\0b\0c\0d\0e\0f\0g\0h\0"sv) == Encoding::utf16_le);
  CHECK(encoding_of("\0a\0b\0c\0d\0e\0f\0g\0h"sv) == Encoding::utf16_be);
  CHECK(encoding_of("a\0b\0"sv) == Encoding::bytes);
  CHECK(encoding_of(std::string(64, '\0')) == Encoding::bytes);
}

TEST_CASE("UTF-16 becomes UTF-8 and offsets lead back", "[decode]") {
  // a, U+00E9, U+1F600 as a pair, a lone low surrogate, b, and half a unit
  const auto text =
      "a\0\xE9\0\x3D\xD8\x00\xDE\x00\xDC"
      "b\0x"sv;
  CHECK(decode(text, Encoding::utf16_le) ==
        "a\xC3\xA9\xF0\x9F\x98\x80\xEF\xBF\xBD"
        "b");
  CHECK(original_offsets(text, Encoding::utf16_le, {0, 1, 2, 3, 7, 10, 11}) ==
        std::vector<std::size_t>{0, 2, 2, 4, 8, 10, 12});
  CHECK(original_offsets(text, Encoding::utf16_le, {}).empty());
  CHECK(decode("x", Encoding::utf16_le).empty());
  CHECK(decode("\0\x11\0\0"sv, Encoding::utf32_be) == "\xEF\xBF\xBD");
  CHECK(decode("\xD8\x00"sv, Encoding::utf16_be) == "\xEF\xBF\xBD");
}
