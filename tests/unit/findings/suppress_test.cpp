#include "findings/suppress.h"

#include <catch2/catch.hpp>

using namespace moongate;

namespace {

std::string shown(std::string_view text) {
  std::string out;
  for (const Suppression& one : find_suppressions(text)) {
    out += std::to_string(one.line) + ":" + std::to_string(one.column) + " " +
           std::to_string(one.first) + "-" + std::to_string(one.last);
    for (const std::string& name : one.names) out += " " + name;
    out += " (" + one.reason + ")\n";
  }
  return out;
}

const auto every_line = [](std::uint32_t) { return true; };

}  // namespace

TEST_CASE("a comment behind code covers its line") {
  CHECK(shown("x = 1  # moongate:ignore lint/x made up\n") == "1:10 1-1 lint/x (made up)\n");
  CHECK(shown("a\nf(); /* moongate:ignore secrets/jwt, lint  two reasons */\n") ==
        "2:9 2-2 secrets/jwt lint (two reasons)\n");
  CHECK(shown("#include <x>  // moongate:ignore a why") == "1:18 1-1 a (why)\n");
  CHECK(shown("*p = 1;  // moongate:ignore a") == "1:13 1-1 a ()\n");
  CHECK(shown("x() // moongate:ignore a\r\ny()\r\n") == "1:8 1-1 a ()\n");
}

TEST_CASE("a comment of its own covers the line below") {
  CHECK(shown("// moongate:ignore a,b why\nf();\n") == "1:4 1-2 a b (why)\n");
  CHECK(shown("  <!-- moongate:ignore a why -->\n") == "1:8 1-2 a (why)\n");
  CHECK(shown("<!-- moongate:ignore a-->\n") == "1:6 1-2 a ()\n");
  CHECK(shown("# as agreed: moongate:ignore a.\n") == "1:14 1-2 a (.)\n");
  CHECK(shown("-- moongate:ignore a\n") == "1:4 1-2 a ()\n");
  CHECK(shown("moongate:ignore a") == "1:1 1-2 a ()\n");
}

TEST_CASE("comments in a row cover the line below them") {
  CHECK(shown("# moongate:ignore a\n# moongate:ignore b\nx\n") == "1:3 1-3 a ()\n2:3 2-3 b ()\n");
  CHECK(shown("# moongate:ignore a\nx # moongate:ignore b\n") == "1:3 1-2 a ()\n2:5 2-2 b ()\n");
  CHECK(shown("# moongate:ignore a\n\n# moongate:ignore b\n") == "1:3 1-2 a ()\n3:3 3-4 b ()\n");
}

TEST_CASE("what names no check is no suppression") {
  CHECK(shown("# moongate:ignore\n# moongate:ignore \n# moongate:ignored x\n").empty());
  CHECK(shown("# moongate:ignore-file x\n# moongate:ignore: x\n# moongate:ignore *\n").empty());
  CHECK(shown("# moongate:ignore ,a\n").empty());
  CHECK(shown("# moongate:ignore a, */\n") == "1:3 1-2 a ()\n");
}

TEST_CASE("only the comments of a file's language count") {
  const auto lines = [](std::string_view language, std::string_view text) {
    std::string out;
    for (const Suppression& one : find_suppressions(text, language))
      out += std::to_string(one.line) + ":" + std::to_string(one.column) + " ";
    return out;
  };
  CHECK(lines("cpp",
              "a(\"// moongate:ignore x\");\nb(\"moongate:ignore x\"); // moongate:ignore y\n") ==
        "2:28 ");
  CHECK(lines("shell",
              "write a.py 'print!  # moongate:ignore words\n# moongate:ignore x\n'\n"
              "# moongate:ignore x\n") == "4:3 ");
  CHECK(lines("lua", "a = [[\n-- moongate:ignore x\n]] -- moongate:ignore y\n") == "3:7 ");
  CHECK(lines("text", "moongate:ignore x\n") == "1:1 ");
  CHECK(lines("", "'moongate:ignore x'\n") == "1:2 ");
}

TEST_CASE("a finding is accepted by name, group or rule, on the covered lines only") {
  FileSuppressions file("// moongate:ignore lint, secrets/jwt why\nx\ny\n");
  CHECK(file.covers("lint/space", "", 2));
  CHECK(file.covers("lint/space", "", 1));
  CHECK_FALSE(file.covers("lint/space", "", 3));
  CHECK(file.covers("secrets", "jwt", 2));
  CHECK_FALSE(file.covers("secrets", "key", 2));
  CHECK_FALSE(file.covers("linting", "", 2));
}

TEST_CASE("a name is unused only when its check looked at the line and found nothing") {
  const std::string text = "a\n// moongate:ignore lint/x, secrets/jwt, gone why\nx\n";
  FileSuppressions file(text);
  const std::vector<std::string> ran = {"lint/x", "secrets", "secrets/jwt"};
  REQUIRE(file.unused(ran, every_line).size() == 2);
  CHECK(file.covers("lint/x", "", 3));
  const auto unused = file.unused(ran, every_line);
  REQUIRE(unused.size() == 1);
  CHECK(unused[0].line == 2);
  CHECK(unused[0].column == 4);
  CHECK(unused[0].message == "moongate:ignore secrets/jwt is not needed: nothing was found here");
  CHECK(unused[0].help == "remove secrets/jwt from the comment");

  CHECK(file.unused({"lint/x"}, every_line).empty());
  CHECK(file.unused({}, every_line).empty());
  // The comment is new, the line below is old: what was found there was not reported.
  CHECK(file.unused(ran, [](std::uint32_t line) { return line == 2; }).empty());
  CHECK(file.unused(ran, [](std::uint32_t line) { return line == 3; }).size() == 1);
}

TEST_CASE("a rule that is off is not looked for") {
  Declaration check;
  check.name = "secrets";
  check.rules = {{"key", "", "", "", {}}};
  check.patterns = {{"jwt", "", {}, 0, "", true}};
  CheckSettings settings;
  CHECK(what_can_report(check, settings) ==
        std::vector<std::string>{"secrets", "secrets/jwt", "secrets/key"});
  settings.rule_levels["jwt"] = Level::off;
  CHECK(what_can_report(check, settings) == std::vector<std::string>{"secrets", "secrets/key"});
  settings.level = Level::off;
  CHECK(what_can_report(check, settings).empty());
  settings.rule_levels["jwt"] = Level::note;
  CHECK(what_can_report(check, settings) == std::vector<std::string>{"secrets", "secrets/jwt"});
}

TEST_CASE("[[ignore]] matches when everything that it states does") {
  Config config;
  config.ignores = {{"secrets/jwt", {"tests/**"}, {}, {}, "", "", {}},
                    {"lint", {"*.md"}, {"abcdef0"}, {}, "", "", {}},
                    {"dead-branches", {}, {}, {"old/*"}, "", "", {}}};
  const Ignores ignores(config, 0);
  Finding finding;
  finding.check = "secrets";
  finding.rule = "jwt";
  finding.path = "tests/data/a.json";
  CHECK(ignores.match(finding) == &config.ignores[0]);
  finding.rule = "key";
  CHECK(ignores.match(finding) == nullptr);
  finding.check = "lint/space";
  finding.path = "docs/a.md";
  CHECK(ignores.match(finding) == nullptr);
  finding.commit = "abcdef0123";
  CHECK(ignores.match(finding) == &config.ignores[1]);
  REQUIRE(ignores.unused().size() == 1);
  CHECK(ignores.unused()[0] == &config.ignores[2]);
  Finding branch;
  branch.check = "dead-branches";
  CHECK(ignores.match(branch) == nullptr);
  branch.branch = "old/feature";
  CHECK(ignores.match(branch) == &config.ignores[2]);
}

TEST_CASE("a file full of markers is read in linear time") {
  std::string text;
  for (int i = 0; i < 200000; ++i) text += "# moongate:ignore a\n";
  CHECK(find_suppressions(text).size() == 10000);
  std::string line;
  for (int i = 0; i < 200000; ++i) line += "moongate:ignore a,";
  CHECK(find_suppressions(line).size() == 1);
  CHECK(find_suppressions('"' + line + '"', "cpp").empty());
}

TEST_CASE("an [[ignore]] that has expired accepts nothing, and is not unused either") {
  Config config;
  config.ignores = {{"lint", {"*.md"}, {}, {}, "", "2027-01-31", {}}};
  Finding finding;
  finding.check = "lint/final-newline";
  finding.path = "a.md";
  const std::int64_t day = 1801353600;
  CHECK(Ignores(config, day).match(finding) == &config.ignores[0]);
  CHECK(Ignores(config, day + 86400).match(finding) == nullptr);
  CHECK(Ignores(config, day + 86400).unused().empty());
}
