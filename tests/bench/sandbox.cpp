// What the sandbox's host side costs:
//
//   sandbox load          reads and loads every built-in check, as a run does that needs them all
//   sandbox lines OURS    hands 100,000 added lines to one visitor, through a check (1) or by the
//   bare C
//                         API of the same Lua (0)
//
// Each prints what it did and the least CPU time of several rounds, in nanoseconds. `measured_load`
// and `measured_lines` are what callgrind is told to look at.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "../unit/script_support.h"
#include "core/thread_clock.h"
#include "lauxlib.h"
#include "lua.h"
#include "lualib.h"
#include "script/check_sources.h"

using namespace moongate;

namespace {

constexpr int line_count = 100000;
const char* const body = "if line.text:byte(1) == 47 then line:report('x') end";

std::string many_lines() {
  std::string text;
  for (int i = 0; i < line_count; ++i)
    text += "    value_" + std::to_string(i) + " = compute(" + std::to_string(i) + ", \"abc\")\n";
  return text;
}

void demand(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::exit(1);
}

struct Loaded {
  explicit Loaded(const CheckSource& source) : declaration(declare_check(source, {})) {
    Map options;
    for (const Option& option : declaration.options) options.emplace(option.name, option.fallback);
    instance.emplace(source, declaration, options, Limits{}, meter);
  }
  Declaration declaration;
  Meter meter;
  std::optional<CheckInstance> instance;
};

// A table with the text and the number for each line, and one protected call for all of them, as a
// check has.
struct Bare {
  Bare() : lua(luaL_newstate()) {
    luaL_requiref(lua, "_G", luaopen_base, 1);
    luaL_requiref(lua, "string", luaopen_string, 1);
    demand(luaL_loadstring(lua, (std::string("local line = ... ") + body).c_str()) == LUA_OK,
           "the visitor can be loaded");
  }
  ~Bare() { lua_close(lua); }
  Bare(const Bare&) = delete;
  Bare& operator=(const Bare&) = delete;

  static int all(lua_State* lua) {
    const std::string& text = *static_cast<const std::string*>(lua_touserdata(lua, 2));
    for (std::size_t at = 0, number = 1; at < text.size(); ++number) {
      const std::size_t end = text.find('\n', at);
      lua_pushvalue(lua, 1);
      lua_createtable(lua, 0, 2);
      lua_pushlstring(lua, text.data() + at, end - at);
      lua_setfield(lua, -2, "text");
      lua_pushinteger(lua, static_cast<lua_Integer>(number));
      lua_setfield(lua, -2, "number");
      lua_call(lua, 1, 0);
      at = end + 1;
    }
    return 0;
  }

  lua_State* lua;
};

}  // namespace

extern "C" __attribute__((noinline)) void measured_load(std::deque<Loaded>& loaded) {
  for (const CheckSource& source : built_in_sources()) loaded.emplace_back(source);
}

extern "C" __attribute__((noinline)) void measured_lines(script_test::Check& check,
                                                         FileContext& file) {
  check.instance->added_lines(file, check.found);
}

extern "C" __attribute__((noinline)) void measured_bare(Bare& bare, std::string& text) {
  lua_pushcfunction(bare.lua, Bare::all);
  lua_pushvalue(bare.lua, -2);
  lua_pushlightuserdata(bare.lua, &text);
  demand(lua_pcall(bare.lua, 2, 0, 0) == LUA_OK, "no visit fails");
}

int main(int count, char** arguments) {
  const std::string what = count > 1 ? arguments[1] : "";
  const int rounds =
      std::getenv("MOONGATE_BENCH_ROUNDS") ? std::atoi(std::getenv("MOONGATE_BENCH_ROUNDS")) : 9;
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  const auto timed = [&](auto&& work) {
    const std::int64_t begin = thread_cpu_nanoseconds();
    work();
    least = std::min(least, thread_cpu_nanoseconds() - begin);
  };
  std::size_t done = 0;
  if (what == "load") {
    built_in_sources();  // the list itself is made once in a process
    for (int round = 0; round < rounds; ++round) {
      std::deque<Loaded> loaded;
      timed([&] { measured_load(loaded); });
      done = loaded.size();
    }
    demand(done > 0, "there are built-in checks");
  } else if (what == "lines" && count > 2) {
    std::string text = many_lines();
    done = line_count;
    for (int round = 0; round < rounds; ++round) {
      if (std::strcmp(arguments[2], "0") == 0) {
        Bare bare;
        timed([&] { measured_bare(bare, text); });
        continue;
      }
      script_test::Check check(script_test::with_visitor("added_line", "line", body));
      check.on_file(std::nullopt, text, "a.c", [&](FileContext& file) {
        file.added();  // comparing is Git's work, not the sandbox's
        file.lines();
        timed([&] { measured_lines(check, file); });
      });
      demand(check.found.empty(), "no line is reported");
    }
  } else {
    std::fprintf(stderr, "usage: sandbox load | sandbox lines 0|1\n");
    return 2;
  }
  std::printf("%zu %lld\n", done, static_cast<long long>(least));
}
