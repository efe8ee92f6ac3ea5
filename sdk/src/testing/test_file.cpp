#include "testing/test_file.h"

#include <lauxlib.h>
#include <lua.h>
#include <algorithm>
#include <utility>
#include <variant>

#include "core/error.h"
#include "core/units.h"
#include "script/sandbox.h"

namespace moongate::testing {

namespace {

constexpr int deepest = 32;
constexpr const char* file_module = "moongate_test_file";
constexpr const char* host = "moongate_test_host";  // the global that moongate.test takes

struct Collector {
  TestFile file;
  const std::string& filter;
  const std::string& path;
  const std::uint64_t limit;  // bytes that the cases may take
  std::uint64_t taken = 0;

  bool wants(std::string_view title) const { return title.find(filter) != std::string_view::npos; }
};

Collector& collector_of(lua_State* lua) {
  return *static_cast<Collector*>(lua_touserdata(lua, lua_upvalueindex(1)));
}

// The line of the test file that called the function of moongate.test that called us.
std::uint32_t calling_line(lua_State* lua) {
  lua_Debug frame;
  if (!lua_getstack(lua, 2, &frame) || !lua_getinfo(lua, "l", &frame) || frame.currentline < 0)
    return 0;
  return static_cast<std::uint32_t>(frame.currentline);
}

// An error of the script where no string stands. The script calls us through moongate.test, which
// asks for the title's type alone.
std::string text_at(lua_State* lua, int index) {
  luaL_checktype(lua, index, LUA_TSTRING);
  std::size_t size = 0;
  const char* const bytes = lua_tolstring(lua, index, &size);
  return std::string(bytes, size);
}

[[noreturn]] void fail(const Collector& collector, std::uint32_t line, std::string message) {
  throw Error(Problem{ProblemKind::check, std::move(message), collector.path, line,
                      "a case is data: strings, numbers, true, false and tables of them"});
}

// Counts what is copied out of Lua, where one text may stand in many places: the bound on the
// file's own state does not hold for the copies. `looked_at` bytes cost time only.
void take(lua_State* lua, Collector& collector, std::uint32_t line, std::size_t bytes,
          std::size_t looked_at = 0) {
  lua_charge(lua, 1 + (bytes + looked_at) / 64);
  collector.taken += bytes;
  if (collector.taken <= collector.limit) return;
  throw Error(Problem{ProblemKind::check,
                      "the cases of this file take more than " + size_text(collector.limit) +
                          " of memory, which is the limit for one test file",
                      collector.path, line, "split the file, or make its cases smaller"});
}

Value read_value(lua_State* lua, int index, const std::string& where, Collector& collector,
                 std::uint32_t line, int depth);

// A table is a list where it has a first entry, else a map: the empty table is a map.
Value read_table(lua_State* lua, int index, const std::string& where, Collector& collector,
                 std::uint32_t line, int depth) {
  if (depth > deepest) fail(collector, line, where + " nests too deep");
  if (!lua_checkstack(lua, 8)) fail(collector, line, where + " is too large");
  take(lua, collector, line, 0, where.size());
  index = lua_absindex(lua, index);
  const auto size = static_cast<lua_Integer>(lua_rawlen(lua, index));
  if (size > 0) {
    List list;
    for (lua_Integer i = 1; i <= size; ++i) {
      lua_rawgeti(lua, index, i);
      list.push_back(
          read_value(lua, -1, where + "[" + std::to_string(i) + "]", collector, line, depth));
      lua_pop(lua, 1);
    }
    lua_pushnil(lua);
    while (lua_next(lua, index)) {
      lua_pop(lua, 1);
      if (!lua_isinteger(lua, -1))
        fail(collector, line, where + " is both a list and a table with named fields");
    }
    return list;
  }
  Map map;
  lua_pushnil(lua);
  while (lua_next(lua, index)) {
    // lua_tolstring on a number would change the key under the iteration.
    if (lua_type(lua, -2) != LUA_TSTRING)
      fail(collector, line, where + " has a key that is no string");
    std::string key = text_at(lua, -2);
    take(lua, collector, line, sizeof(Map::value_type) + key.size(), where.size());
    map.emplace(
        key, read_value(lua, -1, where.empty() ? key : where + "." + key, collector, line, depth));
    lua_pop(lua, 1);
  }
  return map;
}

Value read_value(lua_State* lua, int index, const std::string& where, Collector& collector,
                 std::uint32_t line, int depth) {
  take(lua, collector, line, sizeof(Value), where.size());
  switch (lua_type(lua, index)) {
    case LUA_TSTRING:
      take(lua, collector, line, lua_rawlen(lua, index));
      return text_at(lua, index);
    case LUA_TBOOLEAN:
      return lua_toboolean(lua, index) != 0;
    case LUA_TNUMBER:
      if (lua_isinteger(lua, index)) return std::int64_t{lua_tointeger(lua, index)};
      return double{lua_tonumber(lua, index)};
    case LUA_TTABLE:
      return read_table(lua, index, where, collector, line, depth + 1);
    default:
      fail(collector, line, where + " is a " + luaL_typename(lua, index));
  }
}

int wanted(lua_State* lua) {
  lua_pushboolean(lua, collector_of(lua).wants(text_at(lua, 1)));
  return 1;
}

int check_case(lua_State* lua) {
  Collector& collector = collector_of(lua);
  CheckCase read;
  read.check = text_at(lua, 1);
  read.title = text_at(lua, 2);
  luaL_checktype(lua, 3, LUA_TTABLE);
  read.line = calling_line(lua);
  if (!collector.wants(read.title)) return 0;
  take(lua, collector, read.line, sizeof read + read.check.size() + read.title.size());
  Value fields = read_table(lua, 3, "", collector, read.line, 0);
  Map* const map = std::get_if<Map>(&fields.is);
  if (!map) fail(collector, read.line, "case \"" + read.title + "\": its table is a list");
  read.fields = std::move(*map);
  collector.file.check_cases.push_back(std::move(read));
  return 0;
}

int module_case(lua_State* lua) {
  Collector& collector = collector_of(lua);
  ModuleCase done;
  done.title = text_at(lua, 1);
  done.line = calling_line(lua);
  take(lua, collector, done.line, sizeof done + done.title.size());
  if (!lua_isnoneornil(lua, 2)) {
    const std::string failure = text_at(lua, 2);
    const auto breaks = static_cast<std::size_t>(std::count(failure.begin(), failure.end(), '\n'));
    take(lua, collector, done.line, failure.size() + 6 * breaks);
    done.failure = "      ";
    for (const char c : failure) {
      done.failure += c;
      if (c == '\n') done.failure += "      ";
    }
    done.failure += '\n';
  }
  collector.file.module_cases.push_back(std::move(done));
  return 0;
}

void add(lua_State* lua, const char* name, lua_CFunction function, Collector* collector) {
  lua_pushlightuserdata(lua, collector);
  lua_pushcclosure(lua, function, 1);
  lua_setfield(lua, -2, name);
}

void run_file(lua_State* lua, void* context) {
  auto* collector = static_cast<Collector*>(context);
  lua_createtable(lua, 0, 3);
  add(lua, "wanted", guarded<wanted>, collector);
  add(lua, "check_case", guarded<check_case>, collector);
  add(lua, "module_case", guarded<module_case>, collector);
  lua_setglobal(lua, host);
  // The module keeps our functions for itself: the file reaches them through it alone.
  Sandbox::of(lua).require(lua, "moongate.test");
  lua_pop(lua, 1);
  lua_pushnil(lua);
  lua_setglobal(lua, host);
  // As a module: unlike a check, the file gives nothing back.
  Sandbox::of(lua).require(lua, file_module);
}

std::string doing(void*) {
  return "the test file";
}

}  // namespace

TestFile load_test_file(const CheckSource& source, const std::string& filter,
                        const Limits& limits) {
  Meter meter;
  Collector collector{{}, filter, source.path, limits.check_memory};
  CheckSource file = source;
  file.module = [&source](std::string_view name) -> std::optional<ModuleText> {
    if (name == file_module) return ModuleText{source.path, source.text};
    return source.module ? source.module(name) : std::nullopt;
  };
  Sandbox sandbox(file, limits, meter);
  try {
    sandbox.run(run_file, &collector, doing);
  } catch (const Error& error) {
    Problem problem = error.problem();
    // A check could be switched off; a test file can only be fixed.
    if (problem.help.find("level = ") != std::string::npos) problem.help = "correct the test";
    throw Error(std::move(problem));
  }
  return std::move(collector.file);
}

}  // namespace moongate::testing
