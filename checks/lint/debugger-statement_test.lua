local check = require("moongate.test").check("lint/debugger-statement")

check:case "JavaScript and TypeScript" {
  after = {
    ["a.js"] = "function f() {\n  debugger;\n  return 1;\n}\n",
    ["b.ts"] = "const f = (): void => { debugger }\n",
    ["c.tsx"] = "const A = () => <p>{(() => { debugger })()}</p>\n",
  },
  expect = {
    "a.js:2:3: `debugger` stops in a debugger",
    "b.ts:1:25: `debugger` stops in a debugger",
    "c.tsx:1:30: `debugger` stops in a debugger",
  },
}

check:case "words in comments, texts and names are no statements" {
  after = {
    ["a.js"] = "// debugger;\nconst s = 'debugger;';\nobject.debugger = 1;\n",
    ["a.py"] = "# breakpoint()\ns = 'breakpoint()'\nbreakpoint = 1\n",
    ["a.c"] = "/* __debugbreak(); */\nconst char *s = \"raise(SIGTRAP)\";\n",
  },
  expect = {},
}

check:case "Python" {
  after = {
    ["a.py"] = "import pdb\n\ndef f():\n    breakpoint()\n    pdb.set_trace()\n    ipdb . set_trace()\n"
      .. "    my.breakpoint()\n    set_trace\n",
  },
  expect = {
    "a.py:4:5: `breakpoint()` stops in a debugger",
    "a.py:5:5: `pdb.set_trace()` stops in a debugger",
    "a.py:6:5: `ipdb.set_trace()` stops in a debugger",
  },
}

check:case "Go" {
  after = {
    ["a.go"] = "package a\n\nimport \"runtime\"\n\nfunc f() {\n\truntime.Breakpoint()\n\truntime.GC()\n}\n",
  },
  expect = { "a.go:6:2: `runtime.Breakpoint()` stops in a debugger" },
}

check:case "C" {
  after = {
    ["a.c"] = "void f(void) {\n  __debugbreak();\n  __builtin_debugtrap();\n  raise(SIGTRAP);\n"
      .. "  raise( SIGTRAP );\n  raise(SIGTERM);\n  __asm__ volatile(\"int3\");\n"
      .. "  __asm__(\"int $3\");\n  __asm__(\"int $0x80\");\n  __asm__(\"print3\");\n}\n",
  },
  expect = {
    "a.c:2:3: `__debugbreak()` stops in a debugger",
    "a.c:3:3: `__builtin_debugtrap()` stops in a debugger",
    "a.c:4:3: `raise(SIGTRAP)` stops in a debugger",
    "a.c:5:3: `raise(SIGTRAP)` stops in a debugger",
    "a.c:7:3: `int3` stops in a debugger",
    "a.c:8:3: `int3` stops in a debugger",
  },
}

check:case "C++" {
  after = {
    ["a.cpp"] = "void f() {\n  std::raise(SIGTRAP);\n  ::DebugBreak();\n  std::breakpoint();\n"
      .. "  std::raise(SIGINT);\n}\n",
  },
  expect = {
    "a.cpp:2:3: `std::raise(SIGTRAP)` stops in a debugger",
    "a.cpp:3:3: `::DebugBreak()` stops in a debugger",
    "a.cpp:4:3: `std::breakpoint()` stops in a debugger",
  },
}

check:case "one language's functions are nothing in another" {
  after = { ["a.go"] = "package a\n\nfunc f() {\n\tbreakpoint()\n}\n", ["b.js"] = "DebugBreak();\n" },
  expect = {},
}

check:case "only what the change touches is reported" {
  before = { ["a.py"] = "def f():\n    breakpoint()\n" },
  after = { ["a.py"] = "def f():\n    breakpoint()\n\ndef g():\n    breakpoint()\n" },
  expect = { "a.py:5:5: `breakpoint()` stops in a debugger" },
}

check:case "a statement that only moved is not new" {
  before = { ["a.js"] = "debugger;\nf();\n" },
  after = { ["a.js"] = "f();\n\n  debugger;\n" },
  expect = {},
}

check:case "more functions can be named" {
  options = { also = { "console.log", "dd" } },
  after = {
    ["a.js"] = "console.log(1);\nconsole.error(2);\nlogger.console.log(3);\ndd(4);\n",
    ["a.py"] = "dd(1)\n",
  },
  expect = {
    "a.js:1:1: call of `console.log`",
    "a.js:4:1: call of `dd`",
    "a.py:1:1: call of `dd`",
  },
}
