#include "match/secret_search.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <random>

#include "core/thread_clock.h"
#include "random_rounds.h"

using moongate::ByteRange;
using moongate::SecretSearch;
using moongate::thread_cpu_nanoseconds;

namespace {

// Which bytes of the text are covered.
using Covered = std::vector<bool>;

Covered covered(const std::vector<std::string>& secrets, std::string_view text) {
  const SecretSearch search({secrets.begin(), secrets.end()});
  Covered bytes(text.size(), false);
  std::vector<ByteRange> found;
  search.find(text, found);
  for (const ByteRange& range : found)
    std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(range.begin),
              bytes.begin() + static_cast<std::ptrdiff_t>(range.end), true);
  return bytes;
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// The same, in the words of the specification.
Covered covered_plainly(const std::vector<std::string>& secrets, std::string_view text) {
  Covered bytes(text.size(), false);
  for (const std::string& secret : secrets) {
    if (secret.empty()) continue;
    for (std::size_t at = text.find(secret); at != std::string_view::npos;
         at = text.find(secret, at + 1)) {
      const std::size_t end = at + secret.size();
      const bool alone =
          (at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end]));
      if (secret.size() < SecretSearch::shortest_inside && !alone) continue;
      for (std::size_t i = at; i < end; ++i) bytes[i] = true;
    }
  }
  return bytes;
}

double seconds_of(const auto& work) {
  const std::int64_t begin = thread_cpu_nanoseconds();
  work();
  return static_cast<double>(thread_cpu_nanoseconds() - begin) / 1e9;
}

std::string numbered(std::size_t number) {
  std::string digits = std::to_string(number);
  return std::string(8 - digits.size(), '0') + digits;
}

}  // namespace

TEST_CASE("no secrets are found nowhere", "[secret_search]") {
  CHECK(SecretSearch().empty());
  CHECK(SecretSearch({""}).empty());
  CHECK(covered({}, "text") == Covered(4, false));
  CHECK(covered({"secret"}, "").empty());
  CHECK_FALSE(SecretSearch({"x"}).empty());
  CHECK_FALSE(SecretSearch({"secret"}).empty());
}

TEST_CASE("a long secret is found inside of words, a short one alone", "[secret_search]") {
  CHECK(covered({"cretse"}, "xcretsex") ==
        Covered{false, true, true, true, true, true, true, false});
  CHECK(covered({"crets"}, "xcretsx") == Covered(7, false));
  CHECK(covered({"crets"}, "-crets.") == Covered{false, true, true, true, true, true, false});
  CHECK(covered({"-", "a-b"}, "a-b a-bc") ==
        Covered{true, true, true, false, false, false, false, false});
}

TEST_CASE("secrets within, before and over each other are all covered", "[secret_search]") {
  CHECK(covered({"abcdef", "cdefghij", "defghi"}, "abcdefghij") == Covered(10, true));
  CHECK(covered({"abcdefX", "bcdefg"}, "abcdefg") ==
        Covered{false, true, true, true, true, true, true});
  CHECK(covered({"aaaaaa", "aaaaaaaaaa"}, "aaaaaaaaa") == Covered(9, true));
  CHECK(covered({std::string("\0\0\0\0\0\0\xff", 7)}, std::string_view("\0\0\0\0\0\0\0\xff", 8)) ==
        Covered{false, true, true, true, true, true, true, true});
}

TEST_CASE("random secrets cover what a plain search covers", "[secret_search]") {
  std::mt19937 random = moongate::testing::printed_generator(
      "random secrets cover what a plain search covers", 20261130);
  // Few letters and lengths around the limit, so that secrets overlap, nest and share beginnings.
  const auto text_of = [&](std::size_t most, std::string_view letters) {
    std::string text;
    for (auto n = random() % most; n; --n) text += letters[random() % letters.size()];
    return text;
  };
  for (int round = 0; round < 20000; ++round) {
    const std::string_view letters = std::string_view("ab.\0\xff_c", 7).substr(0, 1 + random() % 7);
    std::vector<std::string> secrets;
    for (auto n = random() % 9; n; --n) secrets.push_back(text_of(14, letters));
    std::string text = text_of(120, letters);
    for (auto n = random() % 3; n && !secrets.empty(); --n)
      text.insert(random() % (text.size() + 1), secrets[random() % secrets.size()]);
    INFO("round " << round);
    REQUIRE(covered(secrets, text) == covered_plainly(secrets, text));
  }
}

// What would be quadratic takes minutes of CPU time here; the bound leaves room for any machine.
TEST_CASE("no set of secrets makes the search slow", "[secret_search]") {
  constexpr double bound = 20;
  const std::string run(1u << 20, 'a');
  SECTION("a hundred thousand secrets with one beginning") {
    std::vector<std::string> secrets;
    std::string text;
    for (std::size_t i = 0; i < 100000; ++i)
      text += secrets.emplace_back("samebyte-samebyte-" + numbered(i)).substr(0, 25);
    Covered bytes;
    CHECK(seconds_of([&] { bytes = covered(secrets, text + secrets.back()); }) < bound);
    CHECK(std::count(bytes.begin(), bytes.end(), true) == 26);
  }
  SECTION("one byte, in a thousand lengths") {
    std::vector<std::string> secrets;
    for (std::size_t i = 1; i < 1000; ++i) secrets.push_back(run.substr(0, i) + "b");
    secrets.push_back(run.substr(0, 1000));
    Covered bytes;
    CHECK(seconds_of([&] { bytes = covered(secrets, run); }) < bound);
    CHECK(std::count(bytes.begin(), bytes.end(), true) == 1 << 20);
    secrets.pop_back();
    CHECK(seconds_of([&] { bytes = covered(secrets, run); }) < bound);
    CHECK(std::count(bytes.begin(), bytes.end(), true) == 0);
  }
  SECTION("each within the next") {
    std::vector<std::string> secrets;
    std::string word;
    for (std::size_t i = 0; i < 1500; ++i)
      secrets.push_back(word += static_cast<char>('a' + i % 26));
    std::string text;
    while (text.size() < 1u << 20) text += word.substr(0, 1499) + word.substr(700);
    CHECK(seconds_of([&] { covered(secrets, text); }) < bound);
  }
}
