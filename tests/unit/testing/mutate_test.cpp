#include "testing/mutate.h"

#include <algorithm>
#include <catch2/catch.hpp>

using moongate::testing::Mutant;
using moongate::testing::mutants_of;

namespace {

std::vector<std::string> changes(std::string_view source) {
  std::vector<std::string> all;
  for (const Mutant& mutant : mutants_of(source))
    all.push_back(std::to_string(mutant.line) + ": " + mutant.before + " -> " + mutant.after);
  return all;
}

}  // namespace

TEST_CASE("comparisons, logic and numbers are broken one at a time") {
  CHECK(changes("local a = b < 2 and c") ==
        std::vector<std::string>{"1: < -> <=", "1: 2 -> 3", "1: 2 -> 1", "1: and -> or"});
  CHECK(changes("x = a ~= b or a == c") ==
        std::vector<std::string>{"1: ~= -> ==", "1: or -> and", "1: == -> ~="});
  CHECK(changes("\n\nx = not y") == std::vector<std::string>{"3: not y -> y"});
  CHECK(changes("x = true") == std::vector<std::string>{"1: true -> false"});
  CHECK(changes("x = a + b - c") == std::vector<std::string>{"1: + -> -", "1: - -> +"});
  CHECK(changes("x = f(-y)").empty());
  CHECK(changes("x = 0") == std::vector<std::string>{"1: 0 -> 1", "1: 0 -> (-1)"});
}

TEST_CASE("each mutant is the whole source with one change") {
  const auto mutants = mutants_of("return a >= b");
  REQUIRE(mutants.size() == 1);
  CHECK(mutants[0].source == "return a > b");
}

TEST_CASE("conditions are negated") {
  const auto mutants = mutants_of("if a.b(c) then return end");
  REQUIRE(mutants.size() == 1);
  CHECK(mutants[0].source == "if not (a.b(c)) then return end");
}

TEST_CASE("reports are left out, in a way that stays Lua") {
  const auto statement = mutants_of("f()\nline:report(\"x\")");
  REQUIRE(statement.size() == 1);
  CHECK(statement[0].source == "f()\n;(function() end)(\"x\")");
  CHECK(statement[0].line == 2);
  const auto value = mutants_of("return node.name:report(\"x\")");
  REQUIRE(value.size() == 1);
  CHECK(value[0].source == "return (function() end)(\"x\")");
}

TEST_CASE("texts, comments and descriptions are left alone") {
  CHECK(changes("-- a < 1\nx = \"true and 1 < 2\" .. 'not' .. [[1 == 2]] .. [==[ ]] or ]==]")
            .empty());
  CHECK(changes("--[[ 1 < 2\n ]] x = y").empty());
  CHECK(changes("x = { api = 1, min = 2, max = 3, }").empty());
  CHECK(changes("local x <const> = y").empty());
  CHECK(changes("x = 0xFF .. 1e5").empty());
  CHECK(changes("x.report(1)") == std::vector<std::string>{"1: 1 -> 2", "1: 1 -> 0"});
  CHECK(changes("x = \"\\\"1\" .. y").empty());
}

TEST_CASE("idioms whose mutants would say the same are left alone") {
  CHECK(changes("x = s:find(y, 1, true)").empty());
  CHECK(changes("x = s:find(y, 1)") == std::vector<std::string>{"1: 1 -> 2", "1: 1 -> 0"});
  CHECK(changes("x = s:sub(1, n)") == std::vector<std::string>{"1: 1 -> 2"});
}

TEST_CASE("a comment excuses a line") {
  CHECK(changes("x = 1  -- moongate:unmutated only for speed\ny = a < b") ==
        std::vector<std::string>{"2: < -> <="});
}

TEST_CASE("what is no Lua does no harm") {
  mutants_of("");
  mutants_of("\"");
  mutants_of("[==[");
  mutants_of("--[[");
  mutants_of(":report(");
  mutants_of("if");
  mutants_of("not");
  mutants_of("x = 'a\\");
  mutants_of(std::string_view("\0\xFF<", 3));
}
