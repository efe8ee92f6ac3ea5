#include "match/pattern_set.h"

#include <catch2/catch.hpp>
#include <cstring>
#include <random>
#include <string>
#include <thread>

#include "core/error.h"
#include "match/required_literal.h"
#include "random_rounds.h"
#include "regex_sample.h"

using namespace moongate;

namespace {

Pattern pattern(std::string id, std::string regex, std::vector<std::string> keywords = {}) {
  Pattern made;
  made.id = std::move(id);
  made.regex = std::move(regex);
  made.keywords = std::move(keywords);
  return made;
}

// Patterns that live as long as their set.
struct Set {
  std::vector<Pattern> patterns;
  std::unique_ptr<PatternSet> set;

  explicit Set(std::vector<Pattern> given) : patterns(std::move(given)) {
    std::vector<PatternSet::Entry> entries;
    for (const Pattern& one : patterns) entries.push_back({&one, "x.lua"});
    set = std::make_unique<PatternSet>(std::move(entries));
  }
  std::string found(std::string_view text) const {
    std::string out;
    for (const PatternMatch& match : set->find(text))
      out += match.pattern->id + "@" + std::to_string(match.begin) + "-" +
             std::to_string(match.end) + " ";
    return out;
  }
};

std::string refusal(const Pattern& bad) {
  try {
    const Set set({bad});
  } catch (const Error& error) {
    CHECK(error.problem().kind == ProblemKind::check);
    CHECK(error.problem().path == "x.lua");
    CHECK_FALSE(error.problem().help.empty());
    return error.problem().message;
  }
  return {};
}

std::vector<Pattern> builtin() {
  std::vector<Pattern> all;
  for (const BuiltinPattern& known : builtin_patterns().patterns) {
    Pattern made = pattern(std::string(known.id), std::string(known.regex));
    made.keywords.assign(known.keywords.begin(), known.keywords.end());
    made.entropy = known.entropy;
    made.secret = known.secret;
    all.push_back(std::move(made));
  }
  return all;
}

std::vector<PatternSet::Entry> entries_of(const std::vector<Pattern>& patterns) {
  std::vector<PatternSet::Entry> entries;
  for (const Pattern& one : patterns) entries.push_back({&one, "built-in"});
  return entries;
}

bool same(const std::vector<PatternMatch>& a, const std::vector<PatternMatch>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const PatternMatch& x, const PatternMatch& y) {
                      return x.pattern->id == y.pattern->id && x.begin == y.begin &&
                             x.end == y.end && x.captures.size() == y.captures.size();
                    });
}

}  // namespace

TEST_CASE("the patterns of one check are bounded together, and checks apart") {
  std::vector<Pattern> patterns;
  for (int i = 0; i < 200; ++i)
    patterns.push_back(pattern("p" + std::to_string(i), "[a-z]{900}" + std::to_string(i), {"ab"}));
  for (std::size_t i = 0; i < patterns.size(); ++i)
    patterns[i].line = static_cast<std::uint32_t>(i + 1);
  std::vector<PatternSet::Entry> entries, of_two;
  for (const Pattern& one : patterns) {
    entries.push_back({&one, "x.lua"});
    of_two.push_back({&one, &one < &patterns[100] ? "x.lua" : "y.lua"});
  }
  try {
    const PatternSet set(entries);
    FAIL("it was taken");
  } catch (const Error& error) {
    CHECK(error.problem().path == "x.lua");
    CHECK(error.problem().line > 100);
    CHECK(error.problem().message.find("too large together") != std::string::npos);
  }
  CHECK_NOTHROW(PatternSet(of_two));
  std::size_t refused = 0, asked = 0;
  const PatternSet rest(
      entries,
      [&](const Pattern&, std::size_t) {
        ++asked;
        return true;
      },
      [&](const Pattern&, const Error&) { ++refused; });
  CHECK(asked == 200);
  CHECK(refused > 0);
  CHECK(refused < 100);
  CHECK_THROWS(
      Set({pattern("keywords", "abc", std::vector<std::string>(1000, std::string(128, 'k')))}));
}

TEST_CASE("leftmost matches that do not overlap, sorted", "[pattern_set]") {
  const Set set({pattern("b", "bb+"), pattern("a", "aa|b")});
  CHECK(set.found("aaaabbb") == "a@0-2 a@2-4 b@4-7 a@4-5 a@5-6 a@6-7 ");
  CHECK(set.found("").empty());
  CHECK(set.found("xyz").empty());
  CHECK(Set({}).set->empty());
}

TEST_CASE("captures, and entropy of the first", "[pattern_set]") {
  Pattern one = pattern("k", "key=(\\w+)(;x)?");
  one.entropy = 2;
  const Set set({one});
  CHECK(set.set->find("key=aaaaaaaa").empty());
  const auto found = set.set->find("  key=abcdefgh");
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].captures.size() == 2);
  CHECK(found[0].captures[0]->begin == 6);
  CHECK(found[0].captures[0]->end == 14);
  CHECK_FALSE(found[0].captures[1]);
  CHECK(found[0].entropy == Approx(3));
}

TEST_CASE("anchors see the whole text", "[pattern_set]") {
  CHECK(Set({pattern("s", "^a")}).found("aaa") == "s@0-1 ");
  CHECK(Set({pattern("e", "a$")}).found("aaa") == "e@2-3 ");
  CHECK(Set({pattern("w", "\\ba")}).found("aa a") == "w@0-1 w@3-4 ");
  CHECK(Set({pattern("m", "(?m)^a")}).found("aa\na") == "m@0-1 m@3-4 ");
}

TEST_CASE("bytes are bytes", "[pattern_set]") {
  using namespace std::string_view_literals;
  CHECK(Set({pattern("x", "a.b")})
            .found("a\xff"
                   "b a\0b"sv) == "x@0-3 x@4-7 ");
  CHECK(Set({pattern("x", "\\xff+")}).found("\xff\xff") == "x@0-2 ");
}

TEST_CASE("keywords decide whether a pattern is looked for at all", "[pattern_set]") {
  const Set set({pattern("n", "[0-9]{4}", {"code", "pin"}), pattern("w", "w+")});
  CHECK(set.found("1234").empty());
  CHECK(set.found("PIN 1234") == "n@4-8 ");
  CHECK(set.found("w 1234 cOdE") == "w@0-1 n@2-6 ");
}

TEST_CASE("patterns without keywords are filtered by what they need", "[pattern_set]") {
  const Set set({pattern("a", "(?i)hello[0-9]+"), pattern("b", "[0-9]{3}"),
                 pattern("c", "(foo|bar)x"), pattern("d", ".z")});
  CHECK(set.found("HeLLo42") == "a@0-7 ");
  CHECK(set.found("fox 123 barx yz") == "b@4-7 c@8-12 d@13-15 ");
}

TEST_CASE("a checksum must hold", "[pattern_set]") {
  Pattern one = pattern("t", "\\bghp_[A-Za-z0-9]{36}\\b");
  one.checksum = "crc32-base62";
  const Set set({one});
  // In pieces, so that no scanner takes the test for a leak.
  const std::string body =
      "zQWBuTSOoRi4A9spHc"
      "VY5ncnsDkxkJ";
  CHECK(set.found("ghp_" + body + "0mLq17") == "t@0-40 ");
  CHECK(set.found("ghp_" + body + "0mLq18").empty());
}

TEST_CASE("text in UTF-16 and UTF-32 is searched, offsets are of its bytes", "[pattern_set]") {
  const Set set({pattern("k", "\\bkey-[0-9]+\\b")});
  const std::string plain = "\xC3\xA9 key-123 and key-4";
  for (const bool big : {false, true})
    for (const std::size_t unit : {2u, 4u}) {
      std::string wide;
      const auto put = [&](unsigned value) {
        std::string bytes(unit, '\0');
        bytes[big ? unit - 1 : 0] = static_cast<char>(value & 255);
        bytes[big ? unit - 2 : 1] = static_cast<char>(value >> 8);
        wide += bytes;
      };
      put(0xFEFF);
      put(0xE9);
      for (const char c : plain.substr(2)) put(static_cast<unsigned char>(c));
      const auto at = [&](std::size_t i) { return std::to_string(i * unit); };
      CHECK(set.found(wide) == "k@" + at(3) + "-" + at(10) + " k@" + at(15) + "-" + at(20) + " ");
    }
  // Without a byte order mark.
  std::string wide;
  for (const char c : std::string("some text and key-77")) (wide += c) += '\0';
  CHECK(set.found(wide) == "k@28-40 ");
  // Zero bytes in other places are bytes.
  CHECK(set.found(std::string(40, '\0') + "key-5" + std::string(40, '\0')) == "k@40-45 ");
}

TEST_CASE("a bad pattern is named with its file", "[pattern_set]") {
  CHECK(refusal(pattern("p", "a(b")) == "pattern 'p': missing ): a(b");
  CHECK(refusal(pattern("p", "(?=a)")).find("pattern 'p': invalid") == 0);
  CHECK(refusal(pattern("p", "(a)\\1")).find("invalid escape sequence") != std::string::npos);
  CHECK(refusal(pattern("p", "a*")) == "pattern 'p': it matches the empty text");
  CHECK(refusal(pattern("p", "(((a{100}){100}){100})")).find("pattern 'p':") == 0);
  CHECK(refusal(pattern("p", "(\\w{900})(\\w{900})")).find("too large") != std::string::npos);
  CHECK(refusal(pattern("p", std::string(5000, 'a'))).find("longer than 4096") !=
        std::string::npos);
  CHECK(refusal(pattern("p", std::string(2000, '(') + "a" + std::string(2000, ')')))
            .find("pattern 'p':") == 0);
  std::string groups;
  for (int i = 0; i < 40; ++i) groups += "(a)";
  CHECK(refusal(pattern("p", groups)).find("more than 32 groups") != std::string::npos);
  CHECK(refusal(pattern("p", "a", {""})).find("keyword") != std::string::npos);
  Pattern checksum = pattern("p", "a");
  checksum.checksum = "crc";
  CHECK(refusal(checksum) == "pattern 'p': unknown checksum 'crc'");
}

TEST_CASE("a long search can be ended between its windows", "[pattern_set]") {
  const Set set({pattern("slow", "a[ab]{300}c")});
  std::mt19937 random =
      moongate::testing::printed_generator("a long search can be ended between its windows", 3);
  std::string text(4 << 20, 'a');
  for (char& c : text) c = "ab"[random() & 1];
  int calls = 0;
  const auto found = set.set->find(text, [&](const Pattern& one, std::size_t) {
    CHECK(one.id == "slow");
    return ++calls < 3;
  });
  CHECK(found.empty());
  CHECK(calls == 3);
}

TEST_CASE("many matches with a far lookahead do not cost the square", "[pattern_set]") {
  const Set set({pattern("x", "x(?s:.*)y|x")});
  CHECK(set.set->find(std::string(20000, 'x')).size() == 20000);
}

TEST_CASE("a match across a window's edge is found whole", "[pattern_set]") {
  const Set set({pattern("k", "<[^>]+>")});
  const std::string long_match = "<" + std::string(5000, 'k') + ">";
  for (std::size_t before = (1u << 20) - 64000; before < (1u << 20) + 6000; before += 2503) {
    const std::string text = std::string(before, ' ') + long_match + "  <b>";
    CHECK(set.found(text) == "k@" + std::to_string(before) + "-" + std::to_string(before + 5002) +
                                 " k@" + std::to_string(before + 5004) + "-" +
                                 std::to_string(before + 5007) + " ");
  }
}

TEST_CASE("the database is there and usable", "[pattern_set]") {
  // Where this fails, scanning still works, at a tenth of the speed.
  CHECK(builtin_patterns().patterns.size() > 50);
  CHECK(BuiltinScanner::shared() != nullptr);
}

TEST_CASE("each built-in pattern has a literal, or keywords in its place", "[pattern_set]") {
  // One expression without costs a scan as much as all others together.
  for (const BuiltinPattern& one : builtin_patterns().patterns) {
    INFO(one.id);
    CHECK(one.in_database);
    if (has_required_literal(one.regex, 2)) continue;
    CHECK_FALSE(one.keywords.empty());
    for (const std::string_view keyword : one.keywords) CHECK(keyword.size() >= 4);
  }
}

TEST_CASE("each built-in pattern finds what it describes", "[pattern_set]") {
  for (const Pattern& one : builtin()) {
    INFO("seed 11");
    std::mt19937 random(11);  // for each pattern: what the others are changes nothing
    Pattern alone = one;
    alone.entropy = 0;
    const std::vector<Pattern> patterns = {alone};
    const PatternSet set(entries_of(patterns));
    int hits = 0;
    for (int i = 0; i < 20; ++i) {
      std::string text = "\n";
      text += RegexSample(one.regex, random).make();
      text += "\n" + (one.keywords.empty() ? "" : one.keywords[0]);
      hits += !set.find(text).empty();
    }
    INFO(one.id);
    // Not all: `\b` next to a random byte, or one alternative's greed, may forbid a sample.
    CHECK(hits >= 5);
  }
}

TEST_CASE("database and literals find the same as RE2 alone", "[pattern_set]") {
  const std::vector<Pattern> patterns = builtin();
  const PatternSet with(entries_of(patterns));
  const PatternSet without(entries_of(patterns), builtin_patterns(), nullptr);
  // RE2 alone: what the patterns find when each is the only one and nothing but its keywords
  // filter.
  std::vector<std::unique_ptr<PatternSet>> alone;
  for (const Pattern& one : patterns)
    alone.push_back(std::make_unique<PatternSet>(std::vector<PatternSet::Entry>{{&one, ""}},
                                                 BuiltinPatterns{}, nullptr));

  std::mt19937 random =
      moongate::testing::printed_generator("database and literals find the same as RE2 alone", 5);
  const auto junk = [&](std::size_t most) {
    std::string text;
    for (auto n = random() % most; n; --n) {
      const unsigned kind = static_cast<unsigned>(random() % 20);
      text += kind == 0  ? static_cast<char>(random() % 256)
              : kind < 4 ? " \n\t\"'=:\v"[random() % 8]
                         : "abcdef0123456789XYZ_-./"[random() % 23];
    }
    return text;
  };
  std::size_t total = 0;
  for (int round = 0; round < 600; ++round) {
    std::string text;
    for (auto n = 1 + random() % 6; n; --n) {
      const Pattern& one = patterns[random() % patterns.size()];
      std::string sample = RegexSample(one.regex, random).make();
      // Cut, joined and damaged samples are where a prefilter could be wrong.
      if (random() % 3 == 0 && !sample.empty())
        sample.erase(random() % sample.size(), 1 + random() % 3);
      if (random() % 4 == 0 && !sample.empty())
        sample[random() % sample.size()] = static_cast<char>(random() % 256);
      text += sample + junk(30);
      if (!one.keywords.empty() && random() % 2)
        text += one.keywords[random() % one.keywords.size()];
    }
    const auto found = with.find(text);
    INFO("round " << round << ": " << text);
    REQUIRE(same(found, without.find(text)));
    std::vector<PatternMatch> expected;
    for (const auto& set : alone)
      for (const PatternMatch& match : set->find(text)) expected.push_back(match);
    std::stable_sort(
        expected.begin(), expected.end(),
        [](const PatternMatch& a, const PatternMatch& b) { return a.begin < b.begin; });
    REQUIRE(same(found, expected));
    total += found.size();
  }
  CHECK(total > 600);
}

TEST_CASE("one set serves many threads", "[pattern_set]") {
  const std::vector<Pattern> patterns = builtin();
  const PatternSet set(entries_of(patterns));
  std::mt19937 random = moongate::testing::printed_generator("one set serves many threads", 9);
  std::vector<std::string> texts;
  std::vector<std::size_t> wanted;
  for (int i = 0; i < 40; ++i) {
    texts.push_back("x " + RegexSample(patterns[random() % patterns.size()].regex, random).make());
    wanted.push_back(PatternSet(entries_of(patterns)).find(texts.back()).size());
  }
  std::vector<std::size_t> wrong(4, 0);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < wrong.size(); ++t)
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < texts.size(); ++i)
        wrong[t] += set.find(texts[i]).size() != wanted[i];
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == std::vector<std::size_t>(4, 0));
}

TEST_CASE("a database of another kind is refused, not used", "[pattern_set]") {
  const std::string_view image = builtin_patterns().database;
  REQUIRE(image.size() > 1000);
  struct Aligned {
    explicit Aligned(std::string_view bytes) : size(bytes.size()), memory(bytes.size() / 64 + 2) {
      std::memcpy(memory.data(), bytes.data(), bytes.size());
    }
    std::string_view view(std::size_t from = 0) const {
      return {reinterpret_cast<const char*>(memory.data()) + from, size};
    }
    struct alignas(64) Line {
      char bytes[64];
    };
    std::size_t size;
    std::vector<Line> memory;
  };
  Aligned copy(image);
  CHECK(BuiltinScanner::make(copy.view()) != nullptr);
  CHECK(BuiltinScanner::make({}) == nullptr);
  CHECK(BuiltinScanner::make(copy.view().substr(0, image.size() / 2)) == nullptr);
  CHECK(BuiltinScanner::make(copy.view().substr(0, 40)) == nullptr);
  CHECK(BuiltinScanner::make(copy.view(8)) == nullptr);
  CHECK(BuiltinScanner::make(Aligned(std::string(4096, 'x')).view()) == nullptr);
  copy.memory[0].bytes[4] = static_cast<char>(copy.memory[0].bytes[4] + 1);  // its version
  CHECK(BuiltinScanner::make(copy.view()) == nullptr);
}

TEST_CASE("entropy", "[pattern_set]") {
  CHECK(entropy_of("") == 0);
  CHECK(entropy_of("aaaa") == 0);
  CHECK(entropy_of("abab") == Approx(1));
  CHECK(entropy_of("abcdefgh") == Approx(3));
}
