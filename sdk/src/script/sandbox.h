// One bounded Lua state. Everything that a check may not do is not there; what it may do is
// counted.
//
// What holds, and why: sdk/SECURITY.md.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/check_limits.h"
#include "core/error.h"
#include "script/check.h"
#include "script/heap.h"

struct lua_State;

namespace moongate {

class Sandbox {
 public:
  // `source` and `meter` must outlive the sandbox.
  Sandbox(const CheckSource& source, const Limits& limits, Meter& meter);
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  // Runs `body` in protected mode, on the clock. `doing` gives the words after "in" of an error:
  // "added_line of src/a.c:12"; it is asked only when something went wrong. Throws Error(check)
  // when the script erred, CheckAborted when it exceeded its limits, and what `body` itself threw.
  using Body = void (*)(lua_State* lua, void* context);
  using Doing = std::string (*)(void* context);
  void run(Body body, void* context, Doing doing);

  // The sandbox of a state or of one of its coroutines.
  static Sandbox& of(lua_State* lua);

  // Runs the chunk of the check and leaves its one result on the stack. Only inside `run`.
  void load_check(lua_State* lua);
  // `require`: leaves the module on the stack. Only inside `run`.
  void require(lua_State* lua, const std::string& name);

  // Only inside `run`. When the check is loaded: nothing that it made until now can be changed.
  void freeze(lua_State* lua);
  // Makes the next identity the same as at each visit's begin: a script can tell them.
  void begin_visit(lua_State* lua) const;

  // For functions that Lua calls: an exception of ours may not be caught by the script. Keeps it,
  // ends the script, and lets `run` throw it.
  [[noreturn]] void escape(lua_State* lua, std::exception_ptr exception);

  // Counts what the script's findings take of the host's memory.
  void take_output(lua_State* lua, std::uint64_t bytes);
  // Counts what the host keeps for the script until `give_back_host_memory`: no more than the
  // script itself may take.
  void take_host_memory(lua_State* lua, std::uint64_t bytes);
  void give_back_host_memory() { host_bytes_ = 0; }
  // Counts what its facts take, in all its states together.
  void take_facts(lua_State* lua, std::uint64_t bytes);
  // CPU time that is left, in nanoseconds; at least 0.
  std::int64_t time_left() const;
  // The script's own time so far is added to the meter; ends the script when it is too much.
  void check_time(lua_State* lua);
  // Ends the script before a search by a regex that nothing could interrupt and that, at worst,
  // would take longer than the time that is left.
  [[noreturn]] void end_before_search(lua_State* lua);
  // More input: the allowance grows with it.
  void add_input(std::uint64_t bytes) { meter_.input_bytes += bytes; }

  const CheckSource& source() const { return source_; }
  const Limits& limits() const { return limits_; }
  Meter& meter() { return meter_; }
  Heap& heap() { return heap_; }
  // What script/library.cpp keeps for this state: compiled regexes and globs.
  std::shared_ptr<void> native;
  // Whoever made the sandbox may find itself here from inside a call.
  void* owner = nullptr;

 private:
  enum class Ending : std::uint8_t { none, time, search, memory, output, facts, stopped, escaped };

  static int interrupt(lua_State* lua, void* sandbox, int what);
  static int protected_body(lua_State* lua);
  static int on_error(lua_State* lua);
  void load(lua_State* lua, const std::string& path, std::string_view text,
            std::string_view bytecode);
  void settle();
  void end(lua_State* lua, Ending ending);
  std::string ending_text() const;
  std::string allowance_text() const;
  [[noreturn]] void throw_error(const std::string& doing);

  struct Call {
    Body body;
    void* context;
  };

  const CheckSource& source_;
  Limits limits_;
  Meter& meter_;
  Heap heap_;
  lua_State* lua_ = nullptr;
  std::int64_t started_ = 0;  // on the thread's clock: what came after it is not yet in the meter
  std::uint64_t output_bytes_ = 0, host_bytes_ = 0;
  std::vector<std::string> paths_;  // of all chunks that were loaded
  std::set<std::string> loading_;   // modules that are being loaded
  unsigned int loaded_ = 0;         // the last identity of what is frozen; 0: nothing is yet

  // What ended the script for good, and where. No string of its own: it is set where nothing may
  // be allocated.
  Ending ending_ = Ending::none;
  int ending_line_ = 0;
  char ending_path_[256] = {};
  std::exception_ptr escaped_;

  // The last plain error.
  std::string error_message_, error_path_;
  std::uint32_t error_line_ = 0;
};

// While one stands, what is made has identities of its own, which depend on `name` alone; what
// comes after it goes on as if nothing had been made.
class Apart {
 public:
  Apart(lua_State* lua, std::string_view name);
  ~Apart();
  Apart(const Apart&) = delete;
  Apart& operator=(const Apart&) = delete;
  void freeze();  // what was made since

 private:
  lua_State* lua_;
  unsigned int before_ = 0, base_ = 0;
};

// A C function for Lua made of one that may throw: exceptions of ours end the script.
template <int (*function)(lua_State*)>
int guarded(lua_State* lua) {
  std::exception_ptr exception;
  try {
    return function(lua);
  } catch (const std::exception&) {  // Lua's own errors are not derived from it
    exception = std::current_exception();
  }
  Sandbox::of(lua).escape(lua, exception);
}

}  // namespace moongate
