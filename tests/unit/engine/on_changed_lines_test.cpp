#include "engine/on_changed_lines.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/buffer_change.h"

using namespace moongate;

namespace {

std::string lines(int count) {
  std::string text;
  for (int i = 1; i <= count; ++i) text += std::to_string(i) + "\n";
  return text;
}

// The line that a finding of lines [first, last] is shown at, in a file of 20 lines of which these
// are added; 0: where it stands.
std::uint32_t shown_at(std::uint32_t first, std::uint32_t last, const std::vector<int>& added,
                       ChangedLines wanted = ChangedLines::wanted) {
  std::string before, after;
  for (int i = 1; i <= 20; ++i) {
    const bool is_added = std::find(added.begin(), added.end(), i) != added.end();
    if (!is_added) before += std::to_string(i) + "\n";
    after += std::to_string(i) + "\n";
  }
  const Change change = buffer_change({{"a", before, after}});
  Finding finding;
  finding.path = "a";
  finding.line = first;
  finding.end_line = last;
  std::vector<Finding> findings{finding};
  mark_in_change(change, wanted, findings);
  return findings[0].changed_line;
}

}  // namespace

TEST_CASE("a finding on added lines is shown where it stands", "[in_change]") {
  CHECK(shown_at(5, 5, {5}) == 0);
  CHECK(shown_at(5, 7, {4, 5, 6, 7, 8}) == 0);
}

TEST_CASE("a finding of which only a part is added is shown at its first added line",
          "[in_change]") {
  CHECK(shown_at(4, 9, {7, 8}) == 7);
  CHECK(shown_at(4, 9, {2, 3, 4, 5}) == 4);
  CHECK(shown_at(4, 9, {9, 10}) == 9);
}

TEST_CASE("a finding on old lines is shown at the nearest added one", "[in_change]") {
  CHECK(shown_at(10, 10, {2, 14}) == 14);
  CHECK(shown_at(10, 10, {7, 14}) == 7);
  CHECK(shown_at(10, 10, {8, 12}) == 8);  // as near: the one before
  CHECK(shown_at(1, 1, {20}) == 20);
  CHECK(shown_at(20, 20, {1, 2, 3}) == 3);
  CHECK(shown_at(10, 10, {}) == 0);
  CHECK(shown_at(10, 10, {2}, ChangedLines::unwanted) == 0);
}

TEST_CASE("a finding of a whole file is shown at its first added line", "[in_change]") {
  CHECK(shown_at(0, 0, {6, 7}) == 6);
  CHECK(shown_at(0, 0, {1, 7}) == 0);  // where it would be shown anyway
  const Change added = buffer_change({{"a", std::nullopt, lines(3)}});
  Finding finding;
  finding.path = "a";
  std::vector<Finding> findings{finding};
  mark_in_change(added, ChangedLines::wanted, findings);
  CHECK(findings[0].changed_line == 0);
  CHECK(findings[0].in_change);
}
