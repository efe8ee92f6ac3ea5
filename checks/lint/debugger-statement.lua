-- Functions that stop in a debugger, as they are written in a call; blanks do not count.
local stops = {
  python = {
    "breakpoint", "sys.breakpointhook", "pdb.set_trace", "ipdb.set_trace", "pudb.set_trace",
    "wdb.set_trace", "rpdb.set_trace", "bpdb.set_trace", "celery.contrib.rdb.set_trace",
    "debugpy.breakpoint", "code.interact", "IPython.embed",
  },
  go = { "runtime.Breakpoint" },
  c = { "__debugbreak", "__builtin_debugtrap", "DebugBreak" },
  cpp = {
    "__debugbreak", "__builtin_debugtrap", "DebugBreak", "::DebugBreak", "std::breakpoint",
    "::std::breakpoint",
  },
}

-- What raises a signal may do so for good reasons, but not this one.
local raises = { raise = true, ["::raise"] = true, ["std::raise"] = true, ["::std::raise"] = true }

local known = {}
for language, names in pairs(stops) do
  known[language] = {}
  for _, name in ipairs(names) do known[language][name] = true end
end

local function also(names, name)
  for _, other in ipairs(names) do
    if other == name then return true end
  end
  return false
end

local calls = "(call_expression function: (_) @name arguments: (_) @arguments) @call"
local c_group = calls .. " (gnu_asm_expression assembly_code: (string_literal) @code) @asm"
local script = calls .. " (debugger_statement) @statement"

return {
  api = 1,
  summary = "No debugger statement is committed",
  doc = [[
A call that stops the program in a debugger hangs a server and kills a process that has none. Reported
are `debugger` (JavaScript, TypeScript), `breakpoint()` and `pdb.set_trace()` and their kind (Python),
`runtime.Breakpoint()` (Go), `__debugbreak()`, `__builtin_debugtrap()`, `DebugBreak()`,
`raise(SIGTRAP)`, `std::breakpoint()` and an `int3` in assembly (C, C++). The code is parsed: words in
comments and texts do not count, nor does code that the change does not touch.

`also` adds functions, such as `console.log` or `dbg`.]],
  options = {
    also = {
      default = {}, items = "string", doc = "Further functions whose calls are reported, as they are written",
    },
  },
  queries = {
    c = c_group,
    cpp = c_group,
    go = calls,
    javascript = script,
    python = "(call function: (_) @name arguments: (_) @arguments) @call",
    tsx = script,
    typescript = script,
  },
  changed_node = function(node, opt)
    if node.statement then
      node.statement:report("`debugger` stops in a debugger")
      return
    end
    if node.asm then
      local code = node.code.text
      if code:find("%f[%w]int3%f[%W]") or code:find("%f[%w]int%s+%$?0?x?3%f[%W]") then
        node.asm:report("`int3` stops in a debugger")
      end
      return
    end
    local name = node.name.text:gsub("%s", "")
    local language = known[node.call.file.language] or {}
    local signal = raises[name] and node.arguments.text:find("^%(%s*SIGTRAP%s*%)$")
    if language[name] or signal then
      local shown = signal and name .. "(SIGTRAP)" or name .. "()"
      node.call:report("`" .. shown .. "` stops in a debugger")
    elseif also(opt.also, name) then
      node.call:report("call of `" .. name .. "`")
    end
  end,
}
