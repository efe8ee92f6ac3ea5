// What handing lines to Lua costs, beside the bare C API in the same process. Hidden from ordinary
// runs, because a ratio on a busy machine proves nothing: moongate_unit_tests "[.bench]".
#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>

#include "lauxlib.h"
#include "lua.h"
#include "lualib.h"
#include "script_support.h"
#include "thread_clock.h"

using namespace script_test;

TEST_CASE("100,000 added lines beside the bare C API", "[.bench]") {
  constexpr int lines = 100000;
  std::string text;
  for (int i = 0; i < lines; ++i)
    text += "    value_" + std::to_string(i) + " = compute(" + std::to_string(i) + ", \"abc\")\n";
  const std::string body = "if line.text:byte(1) == 47 then line:report('x') end";

  double bare = 1e9, ours = 1e9;
  for (int round = 0; round < 5; ++round) {
    // A table with the text and the number for each line, a protected call for each.
    lua_State* const lua = luaL_newstate();
    luaL_requiref(lua, "_G", luaopen_base, 1);
    luaL_requiref(lua, "string", luaopen_string, 1);
    REQUIRE(luaL_loadstring(lua, ("local line = ... " + body).c_str()) == LUA_OK);
    int failed = 0;  // counted, because the macros cost more than a line
    const std::int64_t start = thread_cpu_nanoseconds();
    for (std::size_t at = 0, number = 1; at < text.size(); ++number) {
      const std::size_t end = text.find('\n', at);
      lua_pushvalue(lua, -1);
      lua_createtable(lua, 0, 2);
      lua_pushlstring(lua, text.data() + at, end - at);
      lua_setfield(lua, -2, "text");
      lua_pushinteger(lua, static_cast<lua_Integer>(number));
      lua_setfield(lua, -2, "number");
      if (lua_pcall(lua, 1, 0, 0) != LUA_OK) ++failed;
      at = end + 1;
    }
    bare = std::min(bare, static_cast<double>(thread_cpu_nanoseconds() - start));
    lua_close(lua);
    CHECK(failed == 0);

    Check check(with_visitor("added_line", "line", body));
    const auto found = check.on_file(std::nullopt, text, "a.c", [&](FileContext& file) {
      file.added();
      file.lines();
      const std::int64_t began = thread_cpu_nanoseconds();
      check.instance->added_lines(file, check.found);
      ours = std::min(ours, static_cast<double>(thread_cpu_nanoseconds() - began));
    });
    CHECK(found.empty());
  }
  std::cout << "added lines: " << ours / lines << " ns a line, bare C API " << bare / lines
            << " ns, ratio " << ours / bare << '\n';
  CHECK(ours / bare < 1.5);
}
