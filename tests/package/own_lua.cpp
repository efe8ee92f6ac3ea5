// A program with a Lua of its own next to libmoongate.a: neither sees the other's functions.
#include <cstring>
#include <iostream>
#include <lua.hpp>
#include <moongate/moongate.hpp>

// A name that Moongate's parts have, too, and that must stay this program's.
extern "C" int git_libgit2_init() {
  return 4711;
}

int main() {
  lua_State* lua = luaL_newstate();
  luaL_openlibs(lua);
  if (luaL_dostring(lua, "return os.getenv('HOME') and io ~= nil and load ~= nil") != LUA_OK ||
      lua_toboolean(lua, -1) == 0) {
    std::cerr << "this program's Lua is not its own\n";
    return 1;
  }
  moongate::engine engine;
  engine.load("reach",
              "return { api = 1, summary = 's', change = function(change)\n"
              "  change:report('os is ' .. type(rawget(_G, 'os')))\nend }");
  const auto report = engine.run(moongate::change::from_buffers({{"a.txt", {}, "a\n"}}));
  for (const auto& finding : report.findings()) std::cout << finding.message << '\n';
  for (const auto& problem : report.problems()) std::cerr << problem.what() << '\n';
  lua_close(lua);
  return git_libgit2_init() == 4711 ? 0 : 1;
}
