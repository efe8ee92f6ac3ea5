#include "script/declaration_codec.h"

#include <catch2/catch.hpp>
#include <stdexcept>

#include "core/embedded.h"
#include "script/check.h"
#include "script/check_sources.h"
#include "script/compiled_checks.h"

using namespace moongate;

TEST_CASE("a declaration comes back from its bytes") {
  CheckSource source;
  source.name = "all";
  source.path = "all.lua";
  source.text = R"(return {
    api = 1, summary = "all", doc = "more\nlines", url = "https://example.com", level = "note",
    stages = { "staged", "push" }, scope = "commits",
    options = {
      flag = { default = true }, whole = { default = -3, min = -5, max = 5 }, part = { default = 0.5 },
      word = { default = "a", one_of = { "a", "b" }, doc = "w" }, words = { default = { "x", "y" } },
      map = { default = { k = "v", n = 1 } }, large = { default = "1KiB", type = "size" },
      long = { default = "90d", type = "duration" },
      tables = { default = {}, type = "map", fields = {
        globs = { type = "list", items = "glob" }, size = { default = "1KiB", type = "size", max = "1MiB" } } },
      none = { default = {}, items = "regex" }, some = { default = "ab", pattern = "a.*" },
    },
    rules = { one = { summary = "s", level = "warning", help = "h", url = "u" }, two = {} },
    paths = { include = { "*.c" }, exclude = { "x/**" } }, languages = { "c", "lua" }, binary = true, style = true,
    queries = { c = "(identifier) @x" },
    patterns = { p = { regex = "a+", keywords = { "A" }, entropy = 2.5, checksum = "crc32-base62", secret = true } },
    match = function() end, changed_node = function() end,
  })";
  const Declaration read = declare_check(source, {});
  const std::string bytes = pack_declaration(read);
  const Declaration back = unpack_declaration(bytes);
  CHECK(pack_declaration(back) == bytes);
  CHECK(back.stages == read.stages);
  CHECK(back.scope == Scope::commits);
  REQUIRE(back.options.size() == read.options.size());
  for (std::size_t i = 0; i < read.options.size(); ++i) {
    CHECK(back.options[i].name == read.options[i].name);
    CHECK(back.options[i].fallback == read.options[i].fallback);
    CHECK(back.options[i].items == read.options[i].items);
    CHECK(back.options[i].min == read.options[i].min);
    CHECK(back.options[i].one_of == read.options[i].one_of);
  }
  REQUIRE(back.rule("one"));
  CHECK(back.rule("one")->level == Level::warning);
  CHECK(!back.rule("two")->level);
  CHECK(back.paths == read.paths);
  CHECK(back.patterns.at(0).keywords == read.patterns.at(0).keywords);
  CHECK(back.patterns.at(0).entropy == 2.5);
  CHECK(back.visitors == read.visitors);

  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_THROWS_AS(unpack_declaration(std::string_view(bytes).substr(0, size)),
                    std::runtime_error);
  CHECK_THROWS_AS(unpack_declaration(bytes + "x"), std::runtime_error);
}

TEST_CASE("what the build computed of the built-in checks is what their source says") {
  REQUIRE(built_in_sources().size() >= 8);
  for (const CheckSource& source : built_in_sources()) {
    INFO(source.name);
    CHECK(!source.bytecode.empty());
    REQUIRE(!source.declaration.empty());
    CheckSource plain = source;
    plain.bytecode = plain.declaration = {};
    CHECK(pack_declaration(declare_check(plain, {})) == std::string(source.declaration));
  }
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with("lua/moongate/") || file.path.ends_with("_test.lua")) continue;
    INFO(file.path);
    const std::string name =
        "moongate." + std::string(file.path.substr(13, file.path.size() - 13 - 4));
    const std::optional<ModuleText> module = library_module(name);
    REQUIRE(module);
    CHECK(!module->bytecode.empty());
  }
}

TEST_CASE("a file that only has a built-in check's path is no built-in check") {
  const std::vector<CheckSource> sources = check_sources(
      {{"size-limit.lua", "return { api = 1, summary = \"mine\", added_line = function() end }"}},
      "checks/", false);
  REQUIRE(sources.size() == 1);
  CHECK(sources[0].bytecode.empty());
  CHECK(sources[0].declaration.empty());
  CHECK(declare_check(sources[0], {}).summary == "mine");
}
