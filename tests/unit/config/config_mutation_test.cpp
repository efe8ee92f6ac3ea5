// Configuration is an untrusted contributor's text: whatever stands in it is accepted or refused,
// never a crash.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "config/config.h"
#include "core/error.h"
#include "findings/baseline.h"
#include "findings/suppress.h"
#include "pages/explain.h"
#include "random_rounds.h"

using namespace moongate;

namespace {

std::vector<Declaration> some_checks() {
  Declaration check;
  check.name = "lint/x";
  check.rules = {{"r", "", "", "", {}}};
  const std::pair<OptionType, Value> options[] = {
      {OptionType::boolean, true}, {OptionType::integer, 1},      {OptionType::number, 1.5},
      {OptionType::string, "a"},   {OptionType::size, 1024},      {OptionType::duration, 5.0},
      {OptionType::glob, "**"},    {OptionType::list, List{"a"}}, {OptionType::map, Map{}}};
  for (const auto& [type, fallback] : options) {
    Option option;
    option.name = "o" + std::string(name_of(type));
    option.type = type;
    option.fallback = fallback;
    check.options.push_back(option);
  }
  return {check};
}

// What may stand in every file, what only at the root, and what only in a policy.
const std::string nested_seed =
    R"(paths = { include = ["src/**", "{a,b}/[a-z]*"], exclude = ['x\\y', "*.md"] }
[checks."lint/x"]
rules = { r = "off" }
oboolean = true
ointeger = 0x10
onumber = 1e3
ostring = """
a\
  b"""
osize = "1 KiB"
oduration = "2w1d"
oglob = "**/\\*"
olist = ["a", 'b', # comment
]
omap = { k = "v", "k 2" = 3 }
[[ignore]]
check = "lint/x/r"
paths = ["tests/**"]
reason = 'why'
)";
const std::string root_seed = R"(requires = ">=0.1, <9"
fail_on = "warning"
budget = "1h30m"
limits.check_time = "1.5s"
limits.check_memory = "64MiB"
limits.findings = 1_000
)" + nested_seed + R"(commits = ["abcdef0"]
branches = ["old/*"]
[checks.lint]
level = "error"
stages = ["staged", "range"]
scope = "commits"
)";
const std::string policy_seed =
    "locked = [\"fail_on\"]\npolicy = { allow_skip = false }\n" + root_seed + "locked = true\n";

const std::string baseline_seed =
    "{\n\"1:0a\": {\"path\": \"a.c\", \"check\": \"lint/x\", \"rule\": \"r\", \"count\": 2},\n"
    "\"1:0b\": {\"path\": \"\\u00e4\", \"check\": \"x\", \"count\": 1},\n"
    "\"schema\": \"moongate.baseline/1\"\n}\n";

class Mutator {
 public:
  explicit Mutator(std::mt19937 random) : random_(random) {}

  std::string operator()(std::string text) {
    for (std::size_t edits = 1 + below(4); edits > 0; --edits) {
      const std::size_t at = below(text.size() + 1);
      switch (below(5)) {
        case 0:
          text.erase(at, below(20));
          break;
        case 1:
          text.insert(at, 1, static_cast<char>(below(256)));
          break;
        case 2:
          text.insert(at, text.substr(below(text.size() + 1), below(60)));
          break;
        case 3: {
          static const std::string tokens[] = {"\"", "'",   "[",          "]", "{",      "}",
                                               "=",  "\n",  ".",          "#", "\"\"\"", "\\",
                                               "[[", "nan", "1979-05-27", "-", "0"};
          text.insert(at, tokens[below(std::size(tokens))]);
          break;
        }
        default: {  // swap two lines' worth of text
          const std::size_t length = below(40);
          const std::string cut = text.substr(at, length);
          text.erase(at, length);
          text.insert(below(text.size() + 1), cut);
        }
      }
    }
    return text;
  }
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

 private:
  std::mt19937 random_;
};

// What is refused must say where and what to do.
void require_told(const Problem& problem, const std::string& text) {
  INFO(text);
  const bool whole = problem.kind == ProblemKind::config && !problem.message.empty();
  REQUIRE(whole);
  REQUIRE_FALSE(problem.help.empty());
  REQUIRE(problem.path == "file");
  REQUIRE(problem.line <=
          static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1);
  for (const char c : problem.message) REQUIRE(static_cast<unsigned char>(c) >= 0x20);
}

}  // namespace

TEST_CASE("a mutated configuration is accepted, or refused with place and help") {
  Mutator mutate(moongate::testing::printed_generator(
      "a mutated configuration is accepted, or refused with place and help", 20240601));
  const std::vector<Declaration> checks = some_checks();
  const auto load = [&](const std::string& layer, const std::string& text) {
    return load_config({{layer, "file", layer == "nested" ? "sub" : "", text}}, {}, checks);
  };
  const std::pair<std::string, std::string> seeds[] = {
      {"policy", policy_seed}, {"repository", root_seed}, {"nested", nested_seed}};
  for (const auto& [layer, seed] : seeds) CHECK_NOTHROW(load(layer, seed));
  int accepted = 0;
  for (int i = 0; i < 3000; ++i) {
    const auto& [layer, seed] = seeds[i % 3];
    const std::string text = mutate(seed);
    try {
      const Config config = load(layer, text);
      ++accepted;
      (void)config.wants("lint/x", "sub/a.md");
      (void)config_page(checks, config, {});
    } catch (const Error& error) {
      require_told(error.problem(), text);
    }
  }
  CHECK(accepted > 30);  // the mutations are not all so coarse that only the parser is tested
}

TEST_CASE("a mutated baseline is accepted, or refused with place and help") {
  Mutator mutate(moongate::testing::printed_generator(
      "a mutated baseline is accepted, or refused with place and help", 7));
  for (int i = 0; i < 5000; ++i) {
    const std::string text = mutate(baseline_seed);
    try {
      const Baseline baseline = parse_baseline(text, "file");
      REQUIRE(parse_baseline(baseline_text(baseline), "file") == baseline);
    } catch (const Error& error) {
      require_told(error.problem(), text);
    }
  }
}

TEST_CASE("mutated comments suppress nothing outside of the file") {
  Mutator mutate(moongate::testing::printed_generator(
      "mutated comments suppress nothing outside of the file", 11));
  const std::string seed =
      "x = 1 // moongate:ignore lint/x, secrets why\n# moongate:ignore a\n\n"
      "/* moongate:ignore b */\ny\n";
  for (int i = 0; i < 5000; ++i) {
    const std::string text = mutate(seed);
    const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    for (const Suppression& one : find_suppressions(text)) {
      REQUIRE(one.first <= one.last);
      REQUIRE(one.line == one.first);
      REQUIRE(one.line <= lines);
      REQUIRE(one.last <= lines + 1);
      REQUIRE_FALSE(one.names.empty());
    }
  }
}
