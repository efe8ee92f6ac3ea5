#include "script/sandbox.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <utility>

#include "core/hash.h"
#include "core/suggest.h"
#include "core/thread_clock.h"
#include "core/units.h"
#include "lauxlib.h"
#include "lua.h"
#include "lualib.h"
#include "script/library.h"
#include "script/lua_values.h"

namespace moongate {

namespace {

// Between two looks at the clock. A tick is about what one turn of a small loop costs (10 ns), a
// look about 300 ns; the dearest that a tick pays for is some 20 us (64 places of a text at which a
// pattern fails late). So the nearer the end, the sooner the next look.
constexpr std::int64_t most_ticks = 10000, fewest_ticks = 20;
constexpr std::int64_t nanoseconds_for_a_tick = 50000;

constexpr std::size_t largest_source = std::size_t{1} << 20;
constexpr std::size_t longest_error = 2000;
constexpr std::size_t most_globals_named = 200;

// Identities of what is made for a module that a visitor loads, or while a memo computes: the same
// whichever visit came first, and none that a visit gives.
constexpr unsigned int apart = 0x80000000u;

const char modules_key = 0;

// What base and the other libraries have and a check may not have.
struct Removed {
  const char* table;
  const char* name;
};
constexpr Removed removed[] = {
    {"_G", "collectgarbage"}, {"_G", "dofile"},   {"_G", "load"},
    {"_G", "loadfile"},       {"_G", "print"},    {"_G", "warn"},
    {"string", "dump"},       {"math", "random"}, {"math", "randomseed"},
};

struct Hint {
  const char* global;
  const char* help;
};
constexpr Hint hints[] = {
    {"print", "a check has no output of its own: say it with :report(message)"},
    {"io", "a check reads no files: the change's content is in the subjects that it visits"},
    {"os", "a check has no clock and no environment: `change.now` is the time of the change"},
    {"load", "a check runs its own source only"},
    {"dofile", "a check runs its own source only: `require` reaches moongate.NAME and siblings"},
    {"debug", "the debug library is not available to checks"},
    {"package", "`require` reaches moongate.NAME and siblings; there is no package library"},
    {"random", "a check gives the same result each time: there is no random number"},
};

// For functions that write to a table without the language's own look at it.
void refuse_frozen(lua_State* lua, int index) {
  if (lua_isfrozen(lua, index))
    luaL_error(lua, "cannot change a table that was made while loading: " LUA_FROZENMSG);
}

// `__gc` would run code whenever memory is freed, `__mode` would show when that was.
int set_metatable(lua_State* lua) {
  const int type = lua_type(lua, 2);
  luaL_checktype(lua, 1, LUA_TTABLE);
  luaL_argexpected(lua, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
  if (luaL_getmetafield(lua, 1, "__metatable") != LUA_TNIL)
    return luaL_error(lua, "cannot change a protected metatable");
  refuse_frozen(lua, 1);
  if (type == LUA_TTABLE)
    for (const char* const name : {"__gc", "__mode"}) {
      lua_pushstring(lua, name);
      if (lua_rawget(lua, 2) != LUA_TNIL)
        return luaL_error(lua, "%s is not available to checks", name);
      lua_pop(lua, 1);
    }
  lua_settop(lua, 2);
  lua_setmetatable(lua, 1);
  return 1;
}

// What may not be written to may not be written to raw either.
int raw_set(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  luaL_checkany(lua, 2);
  luaL_checkany(lua, 3);
  if (is_frozen(lua, 1)) return luaL_error(lua, "options cannot be changed: copy the value first");
  refuse_frozen(lua, 1);
  lua_settop(lua, 3);
  lua_rawset(lua, 1);
  return 1;
}

// Reading a global that nobody set: most often a misspelt name, which would be nil and pass
// silently.
int refuse_undeclared(lua_State* lua) {
  if (lua_type(lua, 2) != LUA_TSTRING) return 0;
  std::size_t size = 0;
  const char* const text = lua_tolstring(lua, 2, &size);
  const std::string wanted(text, std::min<std::size_t>(size, 100));
  std::vector<std::string> known;
  lua_pushnil(lua);
  while (lua_next(lua, 1)) {
    lua_charge(lua, 1);
    lua_pop(lua, 1);
    if (lua_type(lua, -1) == LUA_TSTRING && known.size() < most_globals_named)
      known.emplace_back(lua_tostring(lua, -1));
  }
  const std::string close = nearest(wanted, known);
  const std::string hint = close.empty() ? "" : ": did you mean '" + close + "'?";
  return luaL_error(lua, "the global '%s' is not declared%s", wanted.c_str(), hint.c_str());
}

int require_module(lua_State* lua) {
  if (lua_type(lua, 1) != LUA_TSTRING)
    return luaL_error(lua, "require wants a module's name, not %s", type_phrase(lua, 1).c_str());
  std::size_t size = 0;
  const char* const name = lua_tolstring(lua, 1, &size);
  Sandbox::of(lua).require(lua, std::string(name, size));
  return 1;
}

void open_libraries(lua_State* lua, void*) {
  constexpr luaL_Reg libraries[] = {
      {"_G", luaopen_base},   {"string", luaopen_string}, {"table", luaopen_table},
      {"math", luaopen_math}, {"utf8", luaopen_utf8},     {"coroutine", luaopen_coroutine},
  };
  for (const luaL_Reg& library : libraries) {
    luaL_requiref(lua, library.name, library.func, 1);
    lua_pop(lua, 1);
  }
  for (const Removed& gone : removed) {
    lua_getglobal(lua, gone.table);
    lua_pushnil(lua);
    lua_setfield(lua, -2, gone.name);
    lua_pop(lua, 1);
  }
  lua_pushcfunction(lua, set_metatable);
  lua_setglobal(lua, "setmetatable");
  lua_pushcfunction(lua, raw_set);
  lua_setglobal(lua, "rawset");
  lua_pushcfunction(lua, guarded<require_module>);
  lua_setglobal(lua, "require");

  lua_pushliteral(lua, "");
  lua_getmetatable(lua, -1);
  lua_pushboolean(lua, 0);
  lua_setfield(lua, -2, "__metatable");
  lua_pop(lua, 2);

  lua_newtable(lua);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &modules_key);

  // What lauxlib keeps in the registry for large strings is made with the first of them, which must
  // not be after the registry is frozen.
  luaL_Buffer large;
  luaL_buffinitsize(lua, &large, std::size_t{2} * LUAL_BUFFERSIZE);
  luaL_pushresultsize(&large, 0);
  lua_pop(lua, 1);

  lua_pushglobaltable(lua);
  lua_createtable(lua, 0, 2);
  lua_pushcfunction(lua, guarded<refuse_undeclared>);
  lua_setfield(lua, -2, "__index");
  lua_pushboolean(lua, 0);
  lua_setfield(lua, -2, "__metatable");
  lua_setmetatable(lua, -2);
  lua_pop(lua, 1);
}

// The innermost Lua function that runs: the line of the script that something happened in.
bool script_place(lua_State* lua, lua_Debug& place) {
  for (int level = 0; lua_getstack(lua, level, &place); ++level)
    if (lua_getinfo(lua, "Sl", &place) && place.currentline > 0) return true;
  return false;
}

// Lua's own `short_src` cuts long paths.
std::string path_of(const lua_Debug& place) {
  return place.source && place.source[0] == '@' ? place.source + 1 : place.short_src;
}

// As Lua writes the path into messages.
std::string short_path(const std::string& path) {
  if (path.size() < LUA_IDSIZE) return path;
  return "..." + path.substr(path.size() - (LUA_IDSIZE - 4));
}

constexpr std::string_view library_directory = "lua/moongate/";

// An error inside of the library is that of whoever called it with what it cannot take: the line
// there, and which function that was. False where no script's line is left (a tail call).
bool library_caller(lua_State* lua, lua_Debug& place, std::string& function) {
  for (int level = 0; lua_getstack(lua, level, &place); ++level) {
    if (!lua_getinfo(lua, "Snl", &place) || place.currentline <= 0) continue;
    const std::string path = path_of(place);
    if (!path.starts_with(library_directory)) return true;
    function = path.substr(library_directory.size());
    function.resize(function.size() - std::string_view(".lua").size());
    if (place.name) function += std::string(".") + place.name;
  }
  return false;
}

// The innermost line outside of the library: what an end there is told of, as an error is.
// Allocates nothing.
bool own_place(lua_State* lua, lua_Debug& place) {
  for (int level = 0; lua_getstack(lua, level, &place); ++level)
    if (lua_getinfo(lua, "Sl", &place) && place.currentline > 0 &&
        !(place.source[0] == '@' &&
          std::string_view(place.source + 1).starts_with(library_directory)))
      return true;
  return false;
}

bool is_word(std::string_view name) {
  return !name.empty() && name.size() <= 100 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

std::string one_line(std::string_view text) {
  std::string line(text.substr(0, longest_error));
  for (char& c : line)
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  if (text.size() > longest_error) line += "… (cut)";
  return line;
}

}  // namespace

Sandbox::Sandbox(const CheckSource& source, const Limits& limits, Meter& meter)
    : source_(source), limits_(limits), meter_(meter), heap_(limits.check_memory) {
  lua_ = lua_newstate(&Heap::allocate, &heap_);
  if (!lua_)
    throw CheckAborted{"the limit of memory, " + size_text(limits.check_memory) +
                       ", is too small to start a check"};
  *static_cast<Sandbox**>(lua_getextraspace(lua_)) = this;
  lua_setinterrupt(lua_, &Sandbox::interrupt, this);
  run(&open_libraries, nullptr, [](void*) { return std::string("starting the check"); });
}

// The state is not closed: nothing in it needs to end in order, and the heap goes as a whole.
Sandbox::~Sandbox() = default;

Sandbox& Sandbox::of(lua_State* lua) {
  return **static_cast<Sandbox**>(lua_getextraspace(lua));
}

void Sandbox::settle() {
  const std::int64_t now = thread_cpu_nanoseconds();
  meter_.nanoseconds += now - started_;
  started_ = now;
}

std::int64_t Sandbox::time_left() const {
  const double allowed = meter_.allowed_seconds(limits_) * 1e9;
  const double used = static_cast<double>(meter_.nanoseconds.load());
  return used >= allowed ? 0 : static_cast<std::int64_t>(std::min(allowed - used, 9e18));
}

std::string Sandbox::allowance_text() const {
  std::string text = "used more than " + duration_text(limits_.check_seconds);
  if (meter_.input_bytes.load() >= 1048576 && limits_.seconds_per_mebibyte > 0)
    text += " (and " + duration_text(limits_.seconds_per_mebibyte) + " for each MiB it looked at)";
  return text + " of CPU time";
}

// Called when the ticks have run out. Must not throw nor call Lua.
int Sandbox::interrupt(lua_State* lua, void* self, int what) {
  Sandbox& sandbox = *static_cast<Sandbox*>(self);
  Ending ending = Ending::none;
  if (what == LUA_INTMEMORY) {
    ending = Ending::memory;
  } else {
    sandbox.settle();
    if (sandbox.meter_.aborted || sandbox.meter_.cancelled()) ending = Ending::stopped;
    if (sandbox.time_left() == 0) ending = Ending::time;
  }
  if (ending == Ending::none)
    return static_cast<int>(
        std::clamp(sandbox.time_left() / nanoseconds_for_a_tick, fewest_ticks, most_ticks));
  sandbox.end(lua, ending);
  return 0;
}

void Sandbox::end(lua_State* lua, Ending ending) {
  if (ending_ != Ending::none) return;
  ending_ = ending;
  lua_Debug place{};
  if (!own_place(lua, place) && !script_place(lua, place)) return;
  std::memcpy(ending_path_, place.short_src, sizeof ending_path_);
  ending_line_ = place.currentline;
}

std::string Sandbox::ending_text() const {
  switch (ending_) {
    case Ending::none:
    case Ending::escaped:
      return "was stopped";
    case Ending::time:
      return allowance_text();
    case Ending::search:
      return "a regex over a long text could take longer than the CPU time that it has left "
             "(declare it in `patterns`, or search line by line)";
    case Ending::memory:
      return "used more than " + size_text(limits_.check_memory) + " of memory";
    case Ending::output:
      return "its findings took more than " + size_text(limits_.check_memory) + " of memory";
    case Ending::facts:
      return "its facts took more than " + size_text(limits_.check_memory) + " of memory";
    case Ending::stopped:
      return meter_.cancelled() ? "the run was cancelled" : "was stopped";
  }
  return {};
}

void Sandbox::check_time(lua_State* lua) {
  settle();
  if (meter_.cancelled()) {
    end(lua, Ending::stopped);
    lua_abort(lua);
  }
  if (time_left() > 0) return;
  end(lua, Ending::time);
  lua_abort(lua);
}

void Sandbox::end_before_search(lua_State* lua) {
  end(lua, Ending::search);
  lua_abort(lua);
  std::terminate();  // not reached: lua_abort throws
}

void Sandbox::take_output(lua_State* lua, std::uint64_t bytes) {
  output_bytes_ += bytes;
  if (output_bytes_ <= limits_.check_memory) return;
  end(lua, Ending::output);
  lua_abort(lua);
}

void Sandbox::take_host_memory(lua_State* lua, std::uint64_t bytes) {
  host_bytes_ += bytes;
  if (host_bytes_ <= limits_.check_memory) return;
  end(lua, Ending::memory);
  lua_abort(lua);
}

void Sandbox::take_facts(lua_State* lua, std::uint64_t bytes) {
  if ((meter_.fact_bytes += bytes) <= limits_.check_memory) return;
  end(lua, Ending::facts);
  lua_abort(lua);
}

void Sandbox::escape(lua_State* lua, std::exception_ptr exception) {
  if (!escaped_) escaped_ = std::move(exception);
  exception = nullptr;
  end(lua, Ending::escaped);
  lua_abort(lua);
  std::terminate();  // not reached: lua_abort throws
}

int Sandbox::protected_body(lua_State* lua) {
  const Call& call = *static_cast<const Call*>(lua_touserdata(lua, 1));
  lua_settop(lua, 0);
  call.body(lua, call.context);
  return 0;
}

// The message handler of the outermost call. It runs no code of the script: an error object may be
// a table whose `__tostring` loops.
int Sandbox::on_error(lua_State* lua) {
  Sandbox& sandbox = of(lua);
  sandbox.error_path_.clear();
  sandbox.error_line_ = 0;
  std::string message;
  if (lua_type(lua, 1) == LUA_TSTRING || lua_type(lua, 1) == LUA_TNUMBER) {
    std::size_t size = 0;
    const char* const text = lua_tolstring(lua, 1, &size);
    message.assign(text, std::min(size, longest_error * 2));
  } else {
    message = "the error is " + type_phrase(lua, 1) + ", not a string";
  }
  for (const std::string& path : sandbox.paths_) {
    const std::string written = short_path(path);
    if (message.size() <= written.size() || !message.starts_with(written) ||
        message[written.size()] != ':')
      continue;
    std::size_t at = written.size() + 1;
    std::uint32_t line = 0;
    while (at < message.size() && message[at] >= '0' && message[at] <= '9' && line < 100000000)
      line = line * 10 + static_cast<std::uint32_t>(message[at++] - '0');
    if (message.compare(at, 2, ": ") != 0) continue;
    sandbox.error_path_ = path;
    sandbox.error_line_ = line;
    message.erase(0, at + 2);
    break;
  }
  lua_Debug place{};
  if (sandbox.error_path_.empty() && script_place(lua, place)) {
    sandbox.error_path_ = path_of(place);
    sandbox.error_line_ = static_cast<std::uint32_t>(place.currentline);
  }
  std::string function;
  if (sandbox.error_path_.starts_with(library_directory) && library_caller(lua, place, function)) {
    sandbox.error_path_ = path_of(place);
    sandbox.error_line_ = static_cast<std::uint32_t>(place.currentline);
    if (!message.starts_with(function + ":")) message.insert(0, function + ": ");
  }
  sandbox.error_message_ = one_line(message);
  return 1;
}

void Sandbox::throw_error(const std::string& doing) {
  Problem problem;
  problem.kind = ProblemKind::check;
  problem.message = error_message_;
  if (!doing.empty()) problem.message += ", in " + doing;
  problem.path = error_path_.empty() ? source_.path : error_path_;
  problem.line = error_line_;
  problem.help = "correct the check, or switch it off: level = \"off\" under [checks." +
                 (is_word(source_.name) ? source_.name : "\"" + source_.name + "\"") + "]";
  if (error_message_.find(LUA_FROZENMSG) != std::string::npos)
    problem.help =
        "use a local of the visitor; gather over files with subject:fact(name, value) and "
        "`finish`; "
        "remember a pure function's results with require(\"moongate.memo\")";
  else if (error_message_.starts_with("the global '"))
    problem.help =
        "correct the name, or declare it: `local`, or a global that is set while the check is "
        "loaded";
  for (const Hint& hint : hints)
    if (error_message_.find(std::string("'") + hint.global + "'") != std::string::npos)
      problem.help = hint.help;
  throw Error(std::move(problem));
}

void Sandbox::run(Body body, void* context, Doing doing) {
  if (ending_ == Ending::none) {
    started_ = thread_cpu_nanoseconds();
    Call call{body, context};
    lua_settop(lua_, 0);
    lua_pushcfunction(lua_, guarded<&Sandbox::on_error>);
    lua_pushcfunction(lua_, guarded<&Sandbox::protected_body>);
    lua_pushlightuserdata(lua_, &call);
    const int status = lua_pcall(lua_, 1, 0, 1);
    settle();
    if (status == LUA_OK && time_left() == 0) ending_ = Ending::time;
    if (status != LUA_OK && ending_ == Ending::none) {
      if (status == LUA_ERRABORT) {
        ending_ = Ending::stopped;
      } else {
        if (status == LUA_ERRERR && error_message_.empty())
          error_message_ = "an error while handling an error";
        lua_settop(lua_, 0);
        throw_error(doing(context));
      }
    }
    if (ending_ == Ending::none) return;
  }
  if (escaped_) std::rethrow_exception(std::exchange(escaped_, nullptr));
  if (ending_ != Ending::escaped) meter_.aborted = true;
  std::string reason = ending_text();
  // Which of them was one too many depends on the threads: no place is named.
  if (ending_ == Ending::facts) throw CheckAborted{std::move(reason), true};
  if (const std::string where = doing(context); !where.empty()) reason += ", in " + where;
  if (ending_line_ > 0)
    reason += " (" + std::string(ending_path_) + ":" + std::to_string(ending_line_) + ")";
  throw CheckAborted{std::move(reason)};
}

void Sandbox::load(lua_State* lua, const std::string& path, std::string_view text,
                   std::string_view bytecode) {
  if (text.size() > largest_source) {
    Problem problem;
    problem.kind = ProblemKind::check;
    problem.message =
        "a script of " + size_text(text.size()) + " is larger than " + size_text(largest_source);
    problem.path = path;
    problem.help = "split it into modules";
    throw Error(std::move(problem));
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  paths_.push_back(path);
  const std::string name = "@" + path;
  const bool compiled = !bytecode.empty();
  const std::string_view chunk = compiled ? bytecode : text;
  if (luaL_loadbufferx(lua, chunk.data(), chunk.size(), name.c_str(), compiled ? "b" : "t") !=
      LUA_OK)
    lua_error(lua);
}

void Sandbox::load_check(lua_State* lua) {
  load(lua, source_.path, source_.text, source_.bytecode);
  lua_call(lua, 0, 1);
  if (lua_type(lua, -1) != LUA_TTABLE) {
    Problem problem;
    problem.kind = ProblemKind::check;
    problem.message = std::string("a check returns one table; this one returns ") +
                      (lua_isnil(lua, -1) ? "nothing" : std::string("a ") + luaL_typename(lua, -1));
    problem.path = source_.path;
    problem.help = "end the file with `return { api = 1, summary = \"…\", … }`";
    throw Error(std::move(problem));
  }
}

void Sandbox::freeze(lua_State* lua) {
  lua_freeze(lua, 0);
  loaded_ = lua_identity(lua, 0);
  begin_visit(lua);
}

void Sandbox::begin_visit(lua_State* lua) const {
  lua_identity(lua, loaded_);
}

Apart::Apart(lua_State* lua, std::string_view name) : lua_(lua) {
  const unsigned int base = apart | (static_cast<unsigned int>(stable_hash64(name)) & 0x7fffu)
                                        << 16;
  before_ = lua_identity(lua, base);
  base_ = base;
}

Apart::~Apart() {
  lua_identity(lua_, before_);
}

void Apart::freeze() {
  lua_freeze(lua_, base_);
}

void Sandbox::require(lua_State* lua, const std::string& name) {
  luaL_checkstack(lua, 8, "too many nested modules");
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &modules_key);
  lua_pushlstring(lua, name.data(), name.size());
  if (lua_rawget(lua, -2) != LUA_TNIL) {
    lua_remove(lua, -2);
    return;
  }
  lua_pop(lua, 1);
  if (loading_.contains(name)) luaL_error(lua, "module '%s' requires itself", name.c_str());

  // What one visit loads must look to the others as if it had always been there.
  std::optional<Apart> late;
  if (loaded_ > 0) late.emplace(lua, name);
  const bool library = name.starts_with("moongate.");
  const bool plain = is_word(library ? std::string_view(name).substr(9) : std::string_view(name));
  if (!(plain && library && open_native_module(lua, name))) {
    std::optional<ModuleText> module;
    if (plain && source_.module) module = source_.module(name);
    if (!module)
      luaL_error(lua,
                 "no module '%s': a check reaches the library (moongate.NAME) and modules in its "
                 "own directory (_NAME.lua)",
                 one_line(name.substr(0, 100)).c_str());
    // One that fails is loaded again, and fails again, when it is required again.
    struct Loading {
      std::set<std::string>& names;
      const std::string& name;
      ~Loading() { names.erase(name); }
    } loading{loading_, name};
    loading_.insert(name);
    load(lua, module->path, module->text, module->bytecode);
    lua_call(lua, 0, 1);
    if (lua_isnil(lua, -1)) {
      lua_pop(lua, 1);
      lua_pushboolean(lua, 1);
    }
  }
  if (late) late->freeze();
  lua_pushlstring(lua, name.data(), name.size());
  lua_pushvalue(lua, -2);
  lua_rawset(lua, -4);
  lua_remove(lua, -2);
}

}  // namespace moongate
