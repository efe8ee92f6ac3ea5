#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "diff/line_diff.h"

#include "random_rounds.h"

namespace moongate {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size() - 1);
    lines.push_back(text.substr(begin, end - begin + 1));
    begin = end + 1;
  }
  return lines;
}

// The new text, made of the old one and the hunks: it comes out right only if every line that is no
// part of a hunk is the same on both sides.
std::string applied(const std::string& before, const std::string& after,
                    const std::vector<Hunk>& hunks) {
  const std::vector<std::string> old_lines = lines_of(before), new_lines = lines_of(after);
  std::string result;
  std::size_t at = 0;  // in the old lines
  for (const Hunk& hunk : hunks) {
    const std::size_t begin = hunk.old_count > 0 ? hunk.old_start - 1 : hunk.old_start;
    while (at < begin) result += old_lines.at(at++);
    at += hunk.old_count;
    const std::size_t first = hunk.new_count > 0 ? hunk.new_start - 1 : hunk.new_start;
    for (std::size_t i = 0; i < hunk.new_count; ++i) result += new_lines.at(first + i);
  }
  while (at < old_lines.size()) result += old_lines[at++];
  return result;
}

}  // namespace

TEST_CASE("hunks name what git diff -U0 names") {
  using Hunks = std::vector<Hunk>;
  CHECK(diff_lines("", "").empty());
  CHECK(diff_lines("a\n", "a\n").empty());
  CHECK(diff_lines("", "a\nb\n") == Hunks{{0, 0, 1, 2}});
  CHECK(diff_lines("a\nb", "") == Hunks{{1, 2, 0, 0}});
  CHECK(diff_lines("a\nb\nc\n", "a\nB\nc\n") == Hunks{{2, 1, 2, 1}});
  CHECK(diff_lines("a\nc\n", "a\nb\nc\n") == Hunks{{1, 0, 2, 1}});
  CHECK(diff_lines("a\nb\nc\n", "a\nc\n") == Hunks{{2, 1, 1, 0}});
  CHECK(diff_lines("x\na\ny\n", "X\na\nY\n") == Hunks{{1, 1, 1, 1}, {3, 1, 3, 1}});
}

TEST_CASE("a newline at the end, or none, makes a line another one") {
  CHECK(diff_lines("a\nb", "a\nb\n") == std::vector<Hunk>{{2, 1, 2, 1}});
  CHECK(diff_lines("a\r\n", "a\n") == std::vector<Hunk>{{1, 1, 1, 1}});
  CHECK(diff_lines(std::string("a\0b\n", 4), std::string("a\0c\n", 4)).size() == 1);
}

// Lines of every length around the eight bytes that are hashed at a time, also as the last ones.
TEST_CASE("equal lines are equal wherever they stand") {
  for (std::size_t size = 0; size <= 40; ++size) {
    const std::string line(size, 'x');
    for (const std::string end : {"", "\n"}) {
      const std::string before = "first\n" + line + end, after = "another\nfirst\n" + line + end;
      CHECK(diff_lines(before, after) == std::vector<Hunk>{{0, 0, 1, 1}});
      CHECK(diff_lines("first\n" + line + "a" + end, "first\n" + line + "b" + end) ==
            std::vector<Hunk>{{2, 1, 2, 1}});
    }
  }
}

TEST_CASE("hunks make the new text of the old one") {
  std::mt19937 random =
      moongate::testing::printed_generator("hunks make the new text of the old one", 7);
  for (int round = 0; round < 300; ++round) {
    const auto text = [&random] {
      std::string result;
      for (int line = 0, count = static_cast<int>(random() % 60); line < count; ++line) {
        result.append(random() % 12, static_cast<char>('a' + random() % 3)).push_back('\n');
      }
      if (!result.empty() && random() % 4 == 0) result.pop_back();
      return result;
    };
    const std::string before = text(), after = text();
    CHECK(applied(before, after, diff_lines(before, after)) == after);
  }
}

}  // namespace moongate
