#include "engine/utf16_columns.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace moongate;
using namespace std::string_literals;

namespace {

std::uint32_t column_of(const std::string& text, std::uint32_t line, std::uint32_t column) {
  const LineIndex lines(text);
  return Utf16Columns(text, lines).of(line, column);
}

// ASCII with this many bytes a unit.
std::string wide(const std::string& text, std::size_t size, bool little) {
  std::string out;
  for (const char c : text) {
    const std::string zeros(size - 1, '\0');
    out += little ? c + zeros : zeros + c;
  }
  return out;
}

}  // namespace

TEST_CASE("columns in UTF-16 units of text in UTF-8", "[utf16_columns]") {
  CHECK(column_of("abc", 1, 3) == 3);
  // Two bytes and one unit, then four bytes and two.
  const std::string text = "x\n\xc3\xa9\xf0\x9f\x98\x80z";
  CHECK(column_of(text, 2, 1) == 1);
  CHECK(column_of(text, 2, 3) == 2);
  CHECK(column_of(text, 2, 7) == 4);
  CHECK(column_of(text, 2, 8) == 5);                // behind the last one
  CHECK(column_of(text, 2, 5) == 2);                // inside of a character: where it begins
  CHECK(column_of("a\xff\xfe"s + "b", 1, 4) == 4);  // each byte that is not UTF-8 is one
}

TEST_CASE("a byte order mark is no character", "[utf16_columns]") {
  CHECK(column_of("\xef\xbb\xbfxyz", 1, 5) == 2);
  CHECK(column_of("\xef\xbb\xbfxyz", 1, 1) == 1);
  CHECK(column_of("\xef\xbb\xbfxyz\nabc", 2, 2) == 2);
  CHECK(column_of("\xff\xfe"s + wide("xyz", 2, true), 1, 5) == 2);
}

TEST_CASE("columns of files in UTF-16 and UTF-32", "[utf16_columns]") {
  const std::string plain = "key = value\nnext = other\n";
  for (const std::size_t size : {std::size_t{2}, std::size_t{4}})
    for (const bool little : {true, false}) {
      const std::string mark = size == 2 ? (little ? "\xff\xfe"s : "\xfe\xff"s)
                                         : (little ? "\xff\xfe\0\0"s : "\0\0\xfe\xff"s);
      const std::string text = mark + wide(plain, size, little);
      INFO(size << (little ? " little" : " big"));
      const LineIndex lines(text);
      Utf16Columns columns(text, lines);
      for (const char* word : {"value", "next", "other"}) {
        const std::size_t at = text.find(wide(word, size, little));
        REQUIRE(at != std::string::npos);
        const std::uint32_t line = lines.line_of(at);
        const auto column = static_cast<std::uint32_t>(at - lines.start(line)) + 1;
        const std::size_t there = plain.find(word);
        const std::size_t begin = plain.rfind('\n', there) + 1;  // npos + 1 is 0
        CHECK(columns.of(line, column) == there - begin + 1);
      }
    }
  // Beyond U+FFFF, a character of UTF-32 is a pair of units.
  const std::string face = "\xff\xfe\0\0"s + "\0\xf6\x01\0"s + wide("x", 4, true);
  CHECK(column_of(face, 1, 9) == 3);
}

TEST_CASE("in a long line the way to a column is the same", "[utf16_columns]") {
  std::mt19937 random(7);
  std::string line;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> known;  // byte column, unit column
  std::uint32_t units = 0;
  while (line.size() < 20'000) {
    known.emplace_back(line.size() + 1, units + 1);
    const char* const pieces[] = {"a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"};
    const std::size_t which = random() % 4;
    line += pieces[which];
    units += which == 3 ? 2 : 1;
  }
  const LineIndex lines(line);
  Utf16Columns columns(line, lines);
  std::shuffle(known.begin(), known.end(), random);
  for (const auto& [bytes, expected] : known) REQUIRE(columns.of(1, bytes) == expected);
}

TEST_CASE("a finding has them only where they differ", "[utf16_columns]") {
  const std::string text = "\xc3\xa9 = 1\nplain";
  const LineIndex lines(text);
  Utf16Columns columns(text, lines);
  Finding finding;
  finding.line = finding.end_line = 1;
  finding.column = 1;
  finding.end_column = 3;
  columns.set(finding);
  CHECK(finding.utf16_column == 0);
  CHECK(finding.utf16_end_column == 2);
  finding.end_line = 2;  // of the last line
  columns.set(finding);
  CHECK(finding.utf16_end_column == 0);
}
