#include "fix/edits.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "random_rounds.h"

namespace moongate {

namespace {

std::vector<TextEdit> random_edits(std::mt19937& random, std::size_t size) {
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  std::vector<std::size_t> places(2 * below(5));
  for (std::size_t& place : places) place = below(size + 1);
  std::sort(places.begin(), places.end());
  std::vector<TextEdit> edits;
  for (std::size_t i = 0; i + 1 < places.size(); i += 2)
    edits.push_back({places[i], places[i + 1], std::string(below(4), "xyz\n"[below(4)])});
  return edits;
}

}  // namespace

TEST_CASE("edits of an edited text are edits of the text") {
  CHECK(compose_edits({{1, 3, ""}}, {{1, 2, "x"}}) == std::vector<TextEdit>{{1, 4, "x"}});
  CHECK(compose_edits({{1, 3, ""}}, {{5, 6, "x"}}) ==
        std::vector<TextEdit>{{1, 3, ""}, {7, 8, "x"}});
  CHECK(compose_edits({}, {{2, 2, "x"}}) == std::vector<TextEdit>{{2, 2, "x"}});
  CHECK(compose_edits({{2, 2, "abc"}}, {{3, 4, ""}}) == std::vector<TextEdit>{{2, 2, "ac"}});
  CHECK(compose_edits({{2, 2, "abc"}}, {{2, 5, ""}}).empty());
  // Spaces of a blank line, then the blank line at the end.
  CHECK(compose_edits({{4, 6, ""}}, {{3, 4, ""}}) == std::vector<TextEdit>{{3, 6, ""}});
}

TEST_CASE("composed edits do what their steps did (random)") {
  std::mt19937 random = moongate::testing::printed_generator(
      "composed edits do what their steps did (random)", 20260101);
  for (int round = 0; round < 20000; ++round) {
    std::string text(random() % 20, '-');
    for (char& c : text) c = static_cast<char>('a' + random() % 26);
    std::string now = text;
    std::vector<TextEdit> all;
    for (int step = 0; step < 3; ++step) {
      const std::vector<TextEdit> edits = random_edits(random, now.size());
      now = apply_edits(now, edits);
      all = compose_edits(all, edits);
      INFO("round " << round << ", step " << step);
      REQUIRE(apply_edits(text, all) == now);
      REQUIRE(apply_edits(text, smallest_edits(text, all)) == now);
      for (std::size_t i = 1; i < all.size(); ++i) REQUIRE(all[i - 1].end < all[i].begin);
    }
  }
}

TEST_CASE("what an edit keeps at its ends is no part of it") {
  CHECK(smallest_edits("a\nb", {{1, 2, "\r\n"}}) == std::vector<TextEdit>{{1, 1, "\r"}});
  CHECK(smallest_edits("abc", {{0, 3, "abc"}}).empty());
  CHECK(smallest_edits("aaa", {{0, 3, "aa"}}) == std::vector<TextEdit>{{2, 3, ""}});
  CHECK(smallest_edits("abc", {{1, 2, "x"}}) == std::vector<TextEdit>{{1, 2, "x"}});
}

}  // namespace moongate
