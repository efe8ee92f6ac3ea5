// Memory that fails, and memory that is given back.
#include <catch2/catch.hpp>

#include "core/error.h"
#include "script/heap.h"
#include "script_support.h"

using namespace script_test;

namespace {

// Uses what checks use: options, modules, iterators, patterns, string building, tables, reports.
const char* const rich = R"(
local helper = require "_helper"
local glob = require "moongate.glob"
return {
  api = 1,
  summary = "uses much",
  options = {
    words = { default = { "one", "two" }, doc = "words" },
    most = { default = "1KiB", type = "size" },
  },
  rules = { long = { summary = "a long line" } },
  changed_file = function(file, opt)
    if glob.any({ "*.md", "docs/**" }, file.path) then return end
    local seen = {}
    for line in file:added_lines() do
      for word in line.text:gmatch("%w+") do seen[word] = (seen[word] or 0) + 1 end
      if #line.text > 10 then
        line:report(("%d bytes: %s"):format(#line.text, helper.upper(line.text)), {
          rule = "long", column = 11, length = 1, fix = "", help = table.concat(opt.words, ", "),
        })
      end
    end
    local ok = pcall(error, { "a table" })
    local co = coroutine.wrap(function() for _, w in ipairs(opt.words) do coroutine.yield(w) end end)
    if not ok and co() == "one" and seen.a then file:report("ends in " .. file.text:sub(-3)) end
  end,
}
)";

std::size_t run_rich() {
  Check check(rich, {}, {{"_helper", "return { upper = function(s) return s:upper() end }"}});
  return check
      .changed_file("a\n", "a\nb a c\nthis is a longer line\nand another longer one\nend\n",
                    "src/x.c")
      .size();
}

struct FailAt {
  explicit FailAt(std::uint64_t n) { Heap::fail_new_heaps_at(n); }
  ~FailAt() { Heap::fail_new_heaps_at(0); }
};

}  // namespace

TEST_CASE("memory failing at any request ends the check and nothing else") {
  REQUIRE(run_rich() == 3);
  std::uint64_t failures = 0;
  for (std::uint64_t n = 1;; ++n) {
    INFO("request " << n);
    bool failed = false;
    {
      const FailAt fail(n);
      try {
        const std::size_t findings = run_rich();  // outside of the macro, which would catch
        CHECK(findings == 3);
      } catch (const CheckAborted& aborted) {
        failed = true;
        CHECK(aborted.reason.find("memory") != std::string::npos);
      }
    }
    if (!failed) break;
    ++failures;
  }
  CHECK(failures > 500);
  CHECK(run_rich() == 3);
}

TEST_CASE("a heap counts what is in use and refuses what is over its limit") {
  Heap heap(1000);
  void* const first = Heap::allocate(&heap, nullptr, 4, 600);  // 4 is a kind of object there
  REQUIRE(first);
  CHECK(heap.used() == 600);
  CHECK(Heap::allocate(&heap, nullptr, 0, 401) == nullptr);
  CHECK(heap.refused());
  void* const grown = Heap::allocate(&heap, first, 600, 1000);
  REQUIRE(grown);
  CHECK(Heap::allocate(&heap, grown, 1000, 100) != nullptr);
  CHECK(heap.used() == 100);
  CHECK(heap.peak() == 1000);
}
