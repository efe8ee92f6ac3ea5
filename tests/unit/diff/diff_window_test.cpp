// Comparing a part of two texts gives what comparing the whole gives.
#include "diff/diff_window.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "diff/line_diff.h"

using namespace moongate;

namespace {

using Text = std::vector<std::string>;

std::string joined(const Text& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

// Texts as programs are: lines that stand once, lines that stand often, blank ones in runs,
// indented ones.
class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed), kinds_(1 + pick(40)) {}

  std::size_t pick(std::size_t below) { return random_() % below; }

  std::string line() {
    switch (pick(6)) {
      case 0:
        return "\n";
      case 1:
        return std::string(pick(4) * 2, ' ') + "}\n";
      case 2:
        return std::string(pick(3) * 2, ' ') + "only here " + std::to_string(random_()) + "\n";
      default:
        return std::string(pick(3) * 2, ' ') + "line " + std::to_string(pick(kinds_)) + "\n";
    }
  }

  Text text(std::size_t lines) {
    Text result;
    while (result.size() < lines) {
      if (result.size() > 20 && pick(30) == 0) {  // a part once more
        const std::size_t begin = pick(result.size() - 10), count = pick(12);
        for (std::size_t i = begin; i < std::min(begin + count, lines); ++i)
          result.push_back(result[i]);
      } else {
        result.push_back(line());
      }
    }
    return result;
  }

  // Some edits within a few lines of each other.
  Text edited(Text text) {
    std::size_t at = pick(text.size());
    for (std::size_t edits = 1 + pick(8); edits > 0; --edits) {
      at = std::min(at, text.size() - 1);
      const auto place = text.begin() + static_cast<std::ptrdiff_t>(at);
      switch (pick(5)) {
        case 0:
          text.erase(place, place + static_cast<std::ptrdiff_t>(
                                        std::min<std::size_t>(1 + pick(6), text.size() - at)));
          break;
        case 1:
          text.insert(place, line());
          break;
        case 2: {
          const Text more = this->text(1 + pick(9));
          text.insert(place, more.begin(), more.end());
          break;
        }
        case 3: {  // what stands elsewhere, moved or copied here
          const std::size_t begin = pick(text.size());
          const std::size_t count = std::min<std::size_t>(1 + pick(6), text.size() - begin);
          const Text copy(text.begin() + static_cast<std::ptrdiff_t>(begin),
                          text.begin() + static_cast<std::ptrdiff_t>(begin + count));
          text.insert(text.begin() + static_cast<std::ptrdiff_t>(at), copy.begin(), copy.end());
          break;
        }
        default:
          *place = line();
          break;
      }
      if (text.empty()) text.push_back(line());
      at += pick(pick(4) == 0 ? 60 : 6);
    }
    return text;
  }

 private:
  std::mt19937 random_;
  std::size_t kinds_;
};

}  // namespace

TEST_CASE("the window gives the hunks that the whole gives") {
  const char* given = std::getenv("MOONGATE_WINDOW_ROUNDS");
  const unsigned rounds = given ? static_cast<unsigned>(std::atoi(given)) : 3000;
  const char* start = std::getenv("MOONGATE_SEED");
  const unsigned first = start ? static_cast<unsigned>(std::atoi(start)) : 1;
  std::size_t windows = 0, with_repeated = 0, wrong = 0;
  for (unsigned seed = first; seed < first + rounds; ++seed) {
    Writer writer(seed);
    const Text lines = writer.text(100 + writer.pick(writer.pick(10) == 0 ? 5000 : 900));
    std::string before = joined(lines), after = joined(writer.edited(lines));
    if (writer.pick(8) == 0) before.pop_back();
    if (writer.pick(8) == 0) after.pop_back();
    if (const auto window = window_of_changes(before, after)) {
      ++windows;
      if (!window->repeated.empty()) ++with_repeated;
    }
    if (diff_lines(before, after) == diff_all_lines(before, after)) continue;
    ++wrong;
    UNSCOPED_INFO("MOONGATE_SEED=" << seed);
  }
  CHECK(wrong == 0);
  // That it is the window that was compared.
  CHECK(windows > rounds / 2);
  CHECK(with_repeated > rounds / 20);
}

TEST_CASE("the window is around what changed, and small texts have none") {
  std::string text;
  for (int line = 0; line < 1000; ++line) text += "line " + std::to_string(line) + "\n";
  std::string changed = text;
  changed.replace(changed.find("line 500\n"), 9, "another\n");
  const auto window = window_of_changes(text, changed);
  REQUIRE(window);
  CHECK(window->repeated.empty());
  CHECK(window->lines_above == 500 - 32);
  CHECK(window->before.starts_with("line 468\n"));
  CHECK(window->before.ends_with("line 532\n"));
  CHECK(window->after.ends_with("line 532\n"));
  CHECK_FALSE(window_of_changes("a\nb\n", "a\nc\n"));
  CHECK_FALSE(window_of_changes(text, std::string(text.rbegin(), text.rend())));
}
