#include "config/config_schema.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>

#include "core/units.h"

using namespace moongate;
using nlohmann::json;

namespace {

Option option(std::string name, OptionType type, Value fallback) {
  Option made;
  made.name = std::move(name);
  made.type = type;
  made.fallback = std::move(fallback);
  made.doc = "what " + made.name + " does";
  return made;
}

std::vector<Declaration> some_checks() {
  Declaration size;
  size.name = "size-limit";
  size.summary = "Nothing is too large";
  size.level = Level::warning;
  size.options = {option("max_file", OptionType::size, 1 << 20),
                  option("names", OptionType::list, List{"a"}),
                  option("wait", OptionType::duration, 90.0)};
  size.options[0].max = Value(1 << 30);
  size.options[1].one_of = {"a", "b"};
  Declaration space;
  space.name = "lint/space";
  space.options = {option("tabs", OptionType::boolean, true)};
  Declaration end;
  end.name = "lint/end";
  end.options = {option("tabs", OptionType::integer, 4), option("word", OptionType::string, "x")};
  end.options[0].min = Value(1);
  end.options[1].pattern = "[a-z]+";
  end.rules = {{"strict", "Exactly one", "", "", {}}};
  return {end, space, size};
}

json made(SchemaFor file = SchemaFor::repository) {
  return json::parse(config_schema(some_checks(), file));
}

}  // namespace

TEST_CASE("each check and group has its settings and no others") {
  const json checks = made()["properties"]["checks"];
  CHECK(checks["additionalProperties"] == false);
  CHECK(checks["properties"].size() == 4);
  const json size = checks["properties"]["size-limit"];
  CHECK(size["additionalProperties"] == false);
  CHECK(size["description"] == "Nothing is too large");
  CHECK(size["properties"]["level"]["default"] == "warning");
  CHECK(size["properties"]["max_file"]["default"] == "1MiB");
  CHECK(size["properties"]["max_file"]["description"] == "what max_file does; at most \"1GiB\"");
  CHECK(size["properties"]["wait"]["default"] == "1m30s");
  CHECK(size["properties"]["names"]["items"]["enum"] == json({"a", "b"}));
  CHECK(size["properties"]["rules"]["properties"].empty());
  const json end = checks["properties"]["lint/end"]["properties"];
  CHECK(end["tabs"]["minimum"] == 1);
  CHECK(end["word"]["pattern"] == "^(?:[a-z]+)$");
  CHECK(end["rules"]["properties"].contains("strict"));
  CHECK(checks["properties"]["lint"]["properties"]["tabs"]["anyOf"].size() == 2);
  CHECK(checks["properties"]["lint"]["properties"].contains("word"));
}

TEST_CASE("only a policy's schema knows what only a policy may say") {
  CHECK_FALSE(made()["properties"].contains("policy"));
  CHECK(config_schema(some_checks()).find("locked") == std::string::npos);
  const json policy = made(SchemaFor::policy);
  CHECK(policy["properties"]["policy"]["properties"].size() == 5);
  CHECK(policy["properties"].contains("locked"));
  CHECK(
      policy["properties"]["checks"]["properties"]["size-limit"]["properties"].contains("locked"));
}

TEST_CASE("the patterns of sizes and durations take what the parsers take") {
  const json definitions = made()["definitions"];
  const std::regex size(definitions["size"]["anyOf"][1]["pattern"].get<std::string>());
  const std::regex duration(definitions["duration"]["pattern"].get<std::string>());
  const auto parses = [](auto parse, const char* text) {
    try {
      parse(text);
      return true;
    } catch (const Error&) {
      return false;
    }
  };
  for (const char* text : {"1", "512KiB", "1 MB", "1.5mib", " 3TB ", "0B", "", "x", "1XB", "-1",
                           "1 2", "1.", "KiB", "10K", "1 M", "2Gi"}) {
    INFO(text);
    CHECK(std::regex_search(text, size) == parses(parse_size, text));
  }
  for (const char* text :
       {"5s", "1h30m", "500ms", "1.5h", "90d", "2W", "", "5", "5x", "s", "-1s"}) {
    INFO(text);
    CHECK(std::regex_search(text, duration) == parses(parse_duration, text));
  }
}

TEST_CASE("a pattern that an editor would read differently is left out") {
  std::vector<Declaration> checks = some_checks();
  checks[0].options[1].pattern = "(?i)[a-z]+";
  const json schema = json::parse(config_schema(checks));
  CHECK_FALSE(
      schema["properties"]["checks"]["properties"]["lint/end"]["properties"]["word"].contains(
          "pattern"));
}
