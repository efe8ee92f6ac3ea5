#include "script/library.h"

#include <re2/re2.h>

#include <algorithm>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "lauxlib.h"
#include "lua.h"
#include "match/glob.h"
#include "script/lua_values.h"
#include "script/memo.h"
#include "script/sandbox.h"

namespace moongate {

namespace {

// What one state may keep compiled. A regex that was dropped is compiled again when it is used, so
// that no number of patterns takes more than this.
constexpr std::size_t most_regexes = 32;
constexpr std::size_t most_globs = 256;
constexpr std::int64_t regex_memory = 1 << 20;
constexpr std::size_t longest_regex = 8192;
constexpr int most_captures = 32;

// Where RE2 must fall back on its slowest machine, each byte of text may visit every instruction.
constexpr double nanoseconds_per_step = 3;

// Lists of globs that are kept compiled, and how many globs they may have together.
constexpr std::size_t most_glob_lists = 16;
constexpr std::size_t most_listed_globs = 512;

struct Library {
  struct GlobList {
    std::vector<Glob> globs;
    std::size_t bytes = 0;  // of their patterns
  };
  // By the address of a table that never changes, which the registry keeps, so that it is no
  // other's.
  std::map<const void*, GlobList> glob_lists;
  std::size_t listed_globs = 0;
  struct Entry {
    std::string pattern;
    std::unique_ptr<RE2> regex;
  };
  std::list<Entry> regexes;  // last used first
  std::map<std::string, std::list<Entry>::iterator, std::less<>> by_pattern;
  std::map<std::string, Glob, std::less<>> globs;
};

Library& library_of(lua_State* lua) {
  Sandbox& sandbox = Sandbox::of(lua);
  if (!sandbox.native) sandbox.native = std::make_shared<Library>();
  return *static_cast<Library*>(sandbox.native.get());
}

std::string_view text_argument(lua_State* lua, int index, const char* what) {
  if (lua_type(lua, index) != LUA_TSTRING)
    luaL_error(lua, "%s must be a string, not %s", what, type_phrase(lua, index).c_str());
  std::size_t size = 0;
  const char* const text = lua_tolstring(lua, index, &size);
  return {text, size};
}

// ---- moongate.glob

const Glob& glob_for(lua_State* lua, std::string_view pattern) {
  Library& library = library_of(lua);
  auto found = library.globs.find(pattern);
  if (found == library.globs.end()) {
    std::optional<Glob> glob;
    std::string wrong;
    try {
      glob.emplace(pattern);
    } catch (const Error& error) {
      wrong = error.problem().message;
    }
    if (!glob) luaL_error(lua, "%s", wrong.c_str());
    if (library.globs.size() >= most_globs) library.globs.clear();
    lua_charge(lua, 100 + pattern.size());
    found = library.globs.emplace(std::string(pattern), std::move(*glob)).first;
  }
  return found->second;
}

bool glob_match(lua_State* lua, std::string_view pattern, std::string_view path) {
  const Glob& glob = glob_for(lua, pattern);
  lua_charge(lua, 1 + pattern.size() * path.size() / 64);
  return glob.matches(path);
}

int glob_matches(lua_State* lua) {
  const std::string_view pattern = text_argument(lua, 1, "the glob");
  lua_pushboolean(lua, glob_match(lua, pattern, text_argument(lua, 2, "the path")));
  return 1;
}

// The list at 1 compiled, where it can never change (an option's value): asked about every file of
// a change, its globs are otherwise looked up one by one. Null where it has to be read each time.
const Library::GlobList* compiled_list(lua_State* lua) {
  Library& library = library_of(lua);
  const auto found = library.glob_lists.find(lua_topointer(lua, 1));
  if (found != library.glob_lists.end()) return &found->second;
  if (library.glob_lists.size() >= most_glob_lists || !push_frozen_content(lua, 1)) return nullptr;
  const std::size_t count = lua_rawlen(lua, -1);
  if (library.listed_globs + count > most_listed_globs) {
    lua_pop(lua, 1);
    return nullptr;
  }
  Library::GlobList list;
  for (std::size_t i = 1; i <= count; ++i) {
    lua_rawgeti(lua, -1, static_cast<lua_Integer>(i));
    const std::string_view pattern = text_argument(lua, -1, "each glob");
    list.globs.push_back(glob_for(lua, pattern));
    list.bytes += pattern.size();
    lua_pop(lua, 1);
  }
  lua_pop(lua, 1);
  lua_pushvalue(lua, 1);
  luaL_ref(lua, LUA_REGISTRYINDEX);
  library.listed_globs += count;
  return &library.glob_lists.emplace(lua_topointer(lua, 1), std::move(list)).first->second;
}

int glob_any(lua_State* lua) {
  if (!lua_istable(lua, 1))
    return luaL_error(lua, "glob.any wants a list of globs, not %s", type_phrase(lua, 1).c_str());
  const std::string_view path = text_argument(lua, 2, "the path");
  if (const Library::GlobList* const list = compiled_list(lua)) {
    lua_charge(lua, 1 + list->globs.size() + list->bytes * path.size() / 64);
    lua_pushboolean(lua, std::any_of(list->globs.begin(), list->globs.end(),
                                     [&](const Glob& glob) { return glob.matches(path); })
                             ? 1
                             : 0);
    return 1;
  }
  const lua_Integer count = luaL_len(lua, 1);
  for (lua_Integer i = 1; i <= count; ++i) {
    lua_charge(lua, 1);
    lua_geti(lua, 1, i);
    if (glob_match(lua, text_argument(lua, -1, "each glob"), path)) {
      lua_pushboolean(lua, 1);
      return 1;
    }
    lua_pop(lua, 1);
  }
  lua_pushboolean(lua, 0);
  return 1;
}

// ---- moongate.regex

const char* const regex_name = "regex";

RE2& regex_for(lua_State* lua, std::string_view pattern) {
  Library& library = library_of(lua);
  const auto found = library.by_pattern.find(pattern);
  if (found != library.by_pattern.end()) {
    library.regexes.splice(library.regexes.begin(), library.regexes, found->second);
    return *found->second->regex;
  }
  if (pattern.size() > longest_regex)
    luaL_error(lua, "a regex of %d bytes is longer than %d", static_cast<int>(pattern.size()),
               static_cast<int>(longest_regex));
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(regex_memory);
  options.set_encoding(RE2::Options::EncodingUTF8);
  auto regex = std::make_unique<RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
  Sandbox::of(lua).check_time(lua);
  if (!regex->ok()) luaL_error(lua, "regex: %s", regex->error().c_str());
  if (regex->NumberOfCapturingGroups() > most_captures)
    luaL_error(lua, "a regex has at most %d captures", most_captures);
  if (library.regexes.size() >= most_regexes) {
    library.by_pattern.erase(library.regexes.back().pattern);
    library.regexes.pop_back();
  }
  library.regexes.push_front({std::string(pattern), std::move(regex)});
  library.by_pattern.emplace(std::string(pattern), library.regexes.begin());
  return *library.regexes.front().regex;
}

std::string_view pattern_of(lua_State* lua, int index) {
  luaL_checkudata(lua, index, regex_name);
  lua_getiuservalue(lua, index, 1);
  std::size_t size = 0;
  const char* const text = lua_tolstring(lua, -1, &size);
  lua_pop(lua, 1);  // the userdata keeps it
  return {text, size};
}

struct Hit {
  std::vector<re2::StringPiece> groups;  // the whole match first
};

// Searches text from the byte `from`. Linear, but one call cannot be interrupted: what could take
// longer than the check has left ends the check before it begins.
bool search(lua_State* lua, std::string_view pattern, std::string_view text, std::size_t from,
            Hit& hit) {
  RE2& regex = regex_for(lua, pattern);
  Sandbox& sandbox = Sandbox::of(lua);
  const double size = static_cast<double>(text.size() - from);
  const double steps = size * (regex.ProgramSize() + 1);
  if (steps * nanoseconds_per_step > 1e6) {
    sandbox.check_time(lua);
    if (steps * nanoseconds_per_step > static_cast<double>(sandbox.time_left()))
      sandbox.end_before_search(lua);
  }
  const int groups = regex.NumberOfCapturingGroups() + 1;
  hit.groups.assign(static_cast<std::size_t>(groups), re2::StringPiece());
  const bool found = regex.Match(re2::StringPiece(text.data(), text.size()), from, text.size(),
                                 RE2::UNANCHORED, hit.groups.data(), groups);
  lua_charge(lua, 8 + static_cast<std::size_t>(size) / 16);
  if (steps * nanoseconds_per_step > 1e6) sandbox.check_time(lua);
  return found;
}

std::size_t start_argument(lua_State* lua, int index, std::size_t size) {
  lua_Integer from = luaL_optinteger(lua, index, 1);
  if (from < 0) from = std::max<lua_Integer>(from + static_cast<lua_Integer>(size) + 1, 1);
  if (from == 0) from = 1;
  return static_cast<std::size_t>(from - 1);
}

// The captures; the whole match where the regex has none, as string.match does.
int push_captures(lua_State* lua, const Hit& hit, bool whole_if_none) {
  const std::size_t first = hit.groups.size() == 1 && whole_if_none ? 0 : 1;
  luaL_checkstack(lua, most_captures + 4, "too many captures");
  int pushed = 0;
  for (std::size_t i = first; i < hit.groups.size(); ++i, ++pushed) {
    const re2::StringPiece& group = hit.groups[i];
    if (group.data())
      lua_pushlstring(lua, group.data(), group.size());
    else
      lua_pushnil(lua);
  }
  return pushed;
}

int regex_new(lua_State* lua) {
  const std::string_view pattern = text_argument(lua, 1, "the regex");
  regex_for(lua, pattern);  // says now what is wrong with it
  lua_newuserdatauv(lua, 1, 1);
  lua_pushvalue(lua, 1);
  lua_setiuservalue(lua, -2, 1);
  luaL_setmetatable(lua, regex_name);
  return 1;
}

int regex_find(lua_State* lua) {
  const std::string_view pattern = pattern_of(lua, 1);
  const std::string_view text = text_argument(lua, 2, "the text");
  const std::size_t from = start_argument(lua, 3, text.size());
  Hit hit;
  if (from > text.size() || !search(lua, pattern, text, from, hit)) {
    lua_pushnil(lua);
    return 1;
  }
  const auto begin = static_cast<lua_Integer>(hit.groups[0].data() - text.data());
  lua_pushinteger(lua, begin + 1);
  lua_pushinteger(lua, begin + static_cast<lua_Integer>(hit.groups[0].size()));
  return 2 + push_captures(lua, hit, false);
}

int regex_match(lua_State* lua) {
  const std::string_view pattern = pattern_of(lua, 1);
  const std::string_view text = text_argument(lua, 2, "the text");
  const std::size_t from = start_argument(lua, 3, text.size());
  Hit hit;
  if (from > text.size() || !search(lua, pattern, text, from, hit)) {
    lua_pushnil(lua);
    return 1;
  }
  return push_captures(lua, hit, true);
}

int regex_test(lua_State* lua) {
  const std::string_view pattern = pattern_of(lua, 1);
  Hit hit;
  lua_pushboolean(lua, search(lua, pattern, text_argument(lua, 2, "the text"), 0, hit));
  return 1;
}

// Upvalues: the regex, the text, where to go on.
int gmatch_step(lua_State* lua) {
  lua_settop(lua, 0);
  lua_Debug self{};
  lua_getstack(lua, 0, &self);
  lua_getinfo(lua, "f", &self);
  if (lua_isfrozen(lua, -1))
    return luaL_error(lua, "cannot use an iterator that was made while loading: " LUA_FROZENMSG);
  lua_pop(lua, 1);
  const std::string_view pattern = pattern_of(lua, lua_upvalueindex(1));
  std::size_t size = 0;
  const char* const data = lua_tolstring(lua, lua_upvalueindex(2), &size);
  const std::string_view text(data, size);
  const auto from = static_cast<std::size_t>(lua_tointeger(lua, lua_upvalueindex(3)));
  Hit hit;
  if (from > text.size() || !search(lua, pattern, text, from, hit)) return 0;
  const auto begin = static_cast<std::size_t>(hit.groups[0].data() - text.data());
  const std::size_t end = begin + hit.groups[0].size();
  lua_pushinteger(lua, static_cast<lua_Integer>(end == begin ? end + 1 : end));
  lua_replace(lua, lua_upvalueindex(3));
  return push_captures(lua, hit, true);
}

int regex_gmatch(lua_State* lua) {
  pattern_of(lua, 1);
  text_argument(lua, 2, "the text");
  lua_settop(lua, 2);
  lua_pushinteger(lua, 0);
  lua_pushcclosure(lua, guarded<gmatch_step>, 3);
  return 1;
}

bool stays_as_it_is(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80) != 0;  // a part of a UTF-8 sequence
}

// As RE2::QuoteMeta does it, in memory of the script: at most four bytes for each of the text.
int regex_escape(lua_State* lua) {
  const std::string_view text = text_argument(lua, 1, "the text");
  lua_charge(lua, text.size() / 8);
  std::size_t size = text.size();
  for (const char c : text) size += c == '\0' ? 3u : stays_as_it_is(c) ? 0u : 1u;
  luaL_Buffer buffer;
  char* to = luaL_buffinitsize(lua, &buffer, size);
  for (const char c : text) {
    if (c == '\0') {
      to = std::copy_n("\\x00", 4, to);
      continue;
    }
    if (!stays_as_it_is(c)) *to++ = '\\';
    *to++ = c;
  }
  luaL_pushresultsize(&buffer, size);
  return 1;
}

void add(lua_State* lua, const char* name, lua_CFunction function) {
  lua_pushcfunction(lua, function);
  lua_setfield(lua, -2, name);
}

}  // namespace

bool open_native_module(lua_State* lua, const std::string& name) {
  if (name == "moongate.glob") {
    lua_newtable(lua);
    add(lua, "matches", guarded<glob_matches>);
    add(lua, "match", guarded<glob_matches>);
    add(lua, "any", guarded<glob_any>);
    return true;
  }
  if (name == "moongate.memo") {
    open_memo(lua);
    return true;
  }
  if (name == "moongate.regex") {
    // Raw: the registry may be frozen by now.
    if (luaL_getmetatable(lua, regex_name) == LUA_TNIL) {
      lua_pop(lua, 1);
      lua_newtable(lua);
      lua_pushstring(lua, regex_name);
      lua_pushvalue(lua, -2);
      lua_rawset(lua, LUA_REGISTRYINDEX);
      lua_pushstring(lua, regex_name);
      lua_setfield(lua, -2, "__name");
      lua_newtable(lua);
      add(lua, "find", guarded<regex_find>);
      add(lua, "match", guarded<regex_match>);
      add(lua, "gmatch", guarded<regex_gmatch>);
      add(lua, "test", guarded<regex_test>);
      lua_setfield(lua, -2, "__index");
      lua_pushboolean(lua, 0);
      lua_setfield(lua, -2, "__metatable");
    }
    lua_pop(lua, 1);
    lua_newtable(lua);
    add(lua, "new", guarded<regex_new>);
    add(lua, "escape", guarded<regex_escape>);
    return true;
  }
  return false;
}

}  // namespace moongate
