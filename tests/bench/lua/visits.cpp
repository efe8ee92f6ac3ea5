// visits DIRECTORY MESSAGES FILE…: loads the checks and modules of a checkout, and makes the visits
// of visits.lua over the files. Linked with our Lua, whose interrupt is then set as a check's is,
// or with the same Lua as it is published. Only what happens in `measured` counts: that is what
// callgrind is told to look at.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/thread_clock.h"
#include "lauxlib.h"
#include "lua.h"
#include "lualib.h"
#include "script/heap.h"

namespace {

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "cannot read %s\n", path.c_str());
    std::exit(2);
  }
  return {std::istreambuf_iterator<char>(file), {}};
}

void push(lua_State* lua, const std::string& text) {
  lua_pushlstring(lua, text.data(), text.size());
}

void run(lua_State* lua, int arguments, int results) {
  if (lua_pcall(lua, arguments, results, 0) == LUA_OK) return;
  std::fprintf(stderr, "%s\n", lua_tostring(lua, -1));
  std::exit(1);
}

void push_texts(lua_State* lua, const std::filesystem::path& root) {
  lua_newtable(lua);
  for (const char* const directory : {"checks", "examples/checks", "lua/moongate"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / directory)) {
      const std::string path = std::filesystem::relative(entry.path(), root).generic_string();
      if (!path.ends_with(".lua") || path.ends_with("_test.lua")) continue;
      push(lua, contents(entry.path()));
      lua_setfield(lua, -2, path.c_str());
    }
}

#ifdef LUA_INTTICKS
// What a check's own does (sdk/src/script/sandbox.cpp): the clock, and as many ticks again.
std::int64_t clock_at_last = 0;
int interrupt(lua_State*, void*, int) {
  clock_at_last = moongate::thread_cpu_nanoseconds();
  return 10000;
}
#endif

}  // namespace

// Not in the namespace and not inlined: callgrind knows it by its name.
extern "C" __attribute__((noinline)) void measured(lua_State* lua) {
  run(lua, 0, 3);
}

int main(int count, char** arguments) {
  if (count < 4) {
    std::fprintf(stderr, "usage: visits DIRECTORY MESSAGES FILE...\n");
    return 2;
  }
  const std::filesystem::path root = arguments[1];
  moongate::Heap heap(std::uint64_t{1} << 30);
  lua_State* const lua = lua_newstate(&moongate::Heap::allocate, &heap);
#ifdef LUA_INTTICKS
  lua_setinterrupt(lua, interrupt, nullptr);
#endif
  luaL_openlibs(lua);
  const std::string visits = contents(root / "tests/bench/lua/visits.lua");
  if (luaL_loadbufferx(lua, visits.data(), visits.size(), "@visits.lua", "t") != LUA_OK) {
    std::fprintf(stderr, "%s\n", lua_tostring(lua, -1));
    return 1;
  }
  push_texts(lua, root);
  lua_newtable(lua);
  for (int i = 3; i < count; ++i) {
    lua_newtable(lua);
    push(lua, arguments[i]);
    lua_setfield(lua, -2, "path");
    push(lua, contents(root / arguments[i]));
    lua_setfield(lua, -2, "text");
    lua_rawseti(lua, -2, i - 2);
  }
  push(lua, contents(arguments[2]));
  run(lua, 3, 1);
  measured(lua);
  std::printf("%lld findings, %lld nodes, %lld matches\n", lua_tointeger(lua, -3),
              lua_tointeger(lua, -2), lua_tointeger(lua, -1));
  // The heap goes as a whole.
}
