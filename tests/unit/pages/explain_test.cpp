#include "pages/explain.h"

#include <catch2/catch.hpp>

#include "config/toml.h"
#include "core/error.h"
#include "core/unicode.h"
#include "pages/page_text.h"

using namespace moongate;

namespace {

Option option(std::string name, OptionType type, Value fallback, std::string doc) {
  Option made;
  made.name = std::move(name);
  made.type = type;
  made.fallback = std::move(fallback);
  made.doc = std::move(doc);
  return made;
}

std::vector<Declaration> some_checks() {
  Declaration space;
  space.name = "lint/trailing-whitespace";
  space.built_in = true;
  space.summary = "No line ends in blanks";
  Declaration size;
  size.name = "size-limit";
  size.built_in = true;
  size.summary = "No file and no commit is larger than a reviewer and a clone can bear";
  size.doc =
      "What Git once has, every clone carries forever: a large file is\ncheapest to refuse "
      "**before** it is committed.\n\n- first, with `code` in it\n- second\n\n```\nas it is\n```\n";
  size.url = "https://example.org/size";
  size.options = {option("max_file", OptionType::size, 1 << 20, "Largest file; `0`: no limit"),
                  option("wait", OptionType::duration, 90.0, "")};
  size.options[0].max = Value(1 << 30);
  size.rules = {{"file", "A file is larger than `max_file`", "Use Git LFS.", "", {}},
                {"lines", "", "", "", Level::warning}};
  Declaration team;
  team.name = "no-print";
  team.source_path = ".moongate/checks/no-print.lua";
  team.summary = "No \x1b[31mprint\x1b[0m is left";
  team.level = Level::warning;
  return {space, team, size};
}

Config config_of(std::string text, std::vector<ConfigText> more = {}) {
  std::vector<ConfigText> layers = std::move(more);
  layers.insert(layers.begin(), {"repository", "moongate.toml", "", std::move(text)});
  return load_config(layers, {}, some_checks());
}

// With the blanks before a comment as one, so that columns may move.
std::string squeezed(const std::string& page) {
  std::string out;
  for (const char c : page)
    if (c != ' ' || out.empty() || out.back() != ' ') out += c;
  return out;
}

std::size_t widest(const std::string& page) {
  std::size_t cells = 0;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t end = page.find('\n', at);
    cells = std::max(cells, width_of(std::string_view(page).substr(at, end - at)));
    at = end + 1;
  }
  return cells;
}

}  // namespace

TEST_CASE("the list has a line a check, built-in ones first") {
  const std::string page =
      list_page(some_checks(), config_of("[checks.lint]\nlevel = \"off\""), {});
  CHECK(page ==
        "  lint/trailing-whitespace  off      No line ends in blanks\n"
        "  size-limit                error    No file and no commit is larger than a\n"
        "                                     reviewer and a clone can bear\n"
        "\n"
        "This repository's own\n"
        "  no-print                  warning  No \\x1b[31mprint\\x1b[0m is left\n");
  CHECK(list_page(some_checks(), config_of(""), {0, false}).find("reviewer and a clone") !=
        std::string::npos);
}

TEST_CASE("a check's page") {
  const std::string page = explain_page(
      "size-limit", some_checks(),
      config_of("[checks.size-limit]\nlevel = \"warning\"\nmax_file = \"2MiB\"\n"
                "paths = { exclude = [\"vendor/**\"] }\nstages = [\"staged\", \"range\"]"),
      {});
  CHECK(page == R"(size-limit  warning  built in
No file and no commit is larger than a reviewer and a clone can bear

  What Git once has, every clone carries forever: a large file is cheapest to
  refuse before it is committed.

  - first, with `code` in it
  - second

    as it is

Runs on     staged, range
Looks at    the whole change, base against head
Not files   `vendor/**`
Level       warning, set in moongate.toml:2

Options
  max_file  size, at most "1GiB"
      Largest file; `0`: no limit
      now "2MiB", set in moongate.toml:3; default "1MiB"
  wait  duration
      default "1m30s"

Rules
  file   warning  A file is larger than `max_file`
  lines  warning

In moongate.toml
  [checks.size-limit]
  level = "warning"   # error, warning, note or off
  max_file = "2MiB"
  wait = "1m30s"

To accept one place
  moongate:ignore size-limit REASON   in a comment, on the line or above it

More  https://example.org/size
)");
}

TEST_CASE("a rule's page, a group's list, and names that do not exist") {
  const Config config = config_of("[checks.size-limit.rules]\nfile = \"note\"");
  const std::string page = explain_page("size-limit/file", some_checks(), config, {});
  CHECK(page == R"(size-limit/file  note  rule of size-limit
A file is larger than `max_file`

  Use Git LFS.

Its level is set in moongate.toml:2.

In moongate.toml
  [checks.size-limit.rules]
  file = "off"   # or error, warning, note

To accept one place
  moongate:ignore size-limit/file REASON   in a comment, on the line or above it

moongate explain size-limit tells about the whole check.

More  https://example.org/size
)");
  CHECK(explain_page("lint", some_checks(), config, {}) ==
        "  lint/trailing-whitespace  error    No line ends in blanks\n");
  try {
    explain_page("size-limt", some_checks(), config, {});
    FAIL("found");
  } catch (const Error& error) {
    CHECK(error.problem().kind == ProblemKind::usage);
    CHECK(error.problem().help == "did you mean 'size-limit'?");
  }
  CHECK_THROWS_AS(explain_page("size-limit/fiel", some_checks(), config, {}), Error);
}

TEST_CASE("pages keep to the width, and only colour what they may") {
  const Config config = config_of("");
  for (const unsigned width : {40u, 60u, 80u, 200u})
    for (const char* name : {"size-limit", "size-limit/file", "lint"}) {
      const std::string page = explain_page(name, some_checks(), config, {width, false});
      CHECK(page.find('\x1b') == std::string::npos);
      if (width >= 80) CHECK(widest(page) <= width);
    }
  CHECK(widest(list_page(some_checks(), config, {40, false})) <= 40);
  const std::string colored = explain_page("no-print", some_checks(), config, {80, true});
  CHECK(colored.find("\x1b[1mno-print\x1b[0m") != std::string::npos);
  CHECK(colored.find("\x1b[31mprint") == std::string::npos);
}

TEST_CASE("the effective configuration is TOML that says the same") {
  const std::string text = R"(fail_on = "warning"
paths = { exclude = ["vendor/**", "a\"b"] }
[limits]
check_time = "10s"
[checks.size-limit]
max_file = "2MiB"
rules = { lines = "off" }
stages = ["staged"]
[checks.lint]
paths = { exclude = ["*.md"] }
[[ignore]]
check = "no-print"
paths = ["tests/**"]
reason = "made up"
)";
  const Config config = config_of(text);
  const std::string page = config_page(some_checks(), config, {});
  INFO(page);
  const Config again = config_of(page);
  CHECK(again.fail_on == config.fail_on);
  CHECK(again.budget_seconds == config.budget_seconds);
  CHECK(again.paths == config.paths);
  CHECK(again.limits.check_seconds == config.limits.check_seconds);
  CHECK(again.limits.check_memory == config.limits.check_memory);
  REQUIRE(again.ignores.size() == 1);
  CHECK(again.ignores[0].paths == config.ignores[0].paths);
  for (const auto& [name, settings] : config.checks) {
    const CheckSettings& other = again.checks.at(name);
    CHECK(other.level == settings.level);
    CHECK(other.options == settings.options);
    CHECK(other.paths == settings.paths);
    CHECK(other.rule_levels == settings.rule_levels);
    CHECK(other.stages == settings.stages);
  }
  CHECK(squeezed(page).find("fail_on = \"warning\" # moongate.toml:1\n") != std::string::npos);
  CHECK(squeezed(page).find("budget = \"1s\" # default\n") != std::string::npos);
  CHECK(squeezed(page).find(" \"vendor/**\", # moongate.toml:2\n") != std::string::npos);
  CHECK(squeezed(page).find("max_file = \"2MiB\" # moongate.toml:6\n") != std::string::npos);
}

TEST_CASE("policy, locks and nested files are shown where they bind") {
  const std::vector<ConfigText> layers = {
      {"policy", "org.toml", "",
       "[policy]\nallow_skip = false\n[checks.size-limit]\nmax_file = \"1KiB\"\nlocked = "
       "[\"max_file\"]"},
      {"nested", "sub/moongate.toml", "sub", "[checks.no-print]\nlevel = \"off\""}};
  const Config config = load_config(layers, {}, some_checks());
  const std::string page = config_page(some_checks(), config, {});
  INFO(page);
  CHECK(squeezed(page).find("max_file = \"1KiB\" # org.toml:4, locked by org.toml:5\n") !=
        std::string::npos);
  CHECK(squeezed(page).find("# allow_skip = false # org.toml:2\n") != std::string::npos);
  CHECK(squeezed(page).find(
            "# Below sub, by sub/moongate.toml:\n\n# [checks.no-print]\n# level = \"off\"") !=
        std::string::npos);
  CHECK_NOTHROW(parse_toml(page, "page"));
}

TEST_CASE("Markdown is wrapped, and what is none stays") {
  const Paint plain;
  CHECK(markdown_text("# Head\ntext that is\nwrapped here\n\n* item one goes on\n  and on\n1. two",
                      16, 2, plain) ==
        "  Head\n  text that is\n  wrapped here\n\n  * item one\n    goes on and\n    on\n  1. "
        "two\n");
  CHECK(markdown_text("", 80, 0, plain).empty());
  CHECK(markdown_text("| a | b |\n|---|---|", 80, 0, plain) == "| a | b |\n|---|---|\n");
  CHECK(markdown_text("see [the docs](https://a.b/c) or [here](#x)", 80, 0, plain) ==
        "see the docs (https://a.b/c) or here\n");
  CHECK(markdown_text("a ` b ** c [d", 80, 0, plain) == "a ` b ** c [d\n");
  CHECK(markdown_text("a\x1b]0;x\x07", 80, 0, plain) == "a\\x1b]0;x\\x07\n");
  CHECK(wrapped("`two words` **bold text**", 0, 0, 0, Paint{true}) ==
        "\x1b[36mtwo\x1b[0m \x1b[36mwords\x1b[0m \x1b[1mbold\x1b[0m \x1b[1mtext\x1b[0m");
}
