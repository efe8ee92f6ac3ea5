#include "script/check.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <limits>

#include "core/error.h"
#include "script_support.h"

using namespace script_test;

namespace {

const char* const todo = R"(
return {
  api = 1,
  summary = "A TODO names its issue",
  options = {
    reference = { default = "#%d+", doc = "Lua pattern of an issue reference" },
  },
  added_line = function(line, opt)
    local column = line.text:find("TODO", 1, true)
    if column and not line.text:find(opt.reference, column) then
      line:report("TODO without an issue number", { column = column, length = 4 })
    end
  end,
}
)";

Problem problem_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.problem();
  } catch (const CheckAborted& aborted) {
    FAIL("aborted: " + aborted.reason);
  }
  FAIL("no error");
  return {};
}

std::string aborted_by(const std::function<void()>& call) {
  try {
    call();
  } catch (const CheckAborted& aborted) {
    return aborted.reason;
  } catch (const Error& error) {
    FAIL("error: " + error.problem().message);
  }
  FAIL("it ended well");
  return {};
}

}  // namespace

TEST_CASE("the check of the documentation reports the added line alone") {
  Check check(todo);
  const auto found =
      check.added_lines("// TODO: old\n", "// TODO: old\n// TODO: new\n// TODO #1\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].message == "TODO without an issue number");
  CHECK(found[0].line == 2);
  CHECK(found[0].column == 4);
  CHECK(found[0].end_line == 2);
  CHECK(found[0].end_column == 8);
}

TEST_CASE("a runtime error names the script's line and what was visited") {
  Check check(with_visitor("added_line", "line", "    local t = nil\n    return t.x"));
  const Problem problem = problem_of([&] { check.added_lines("", "a\nb\n"); });
  CHECK(problem.kind == ProblemKind::check);
  CHECK(problem.path == "check.lua");
  CHECK(problem.line == 6);
  CHECK(problem.message == "attempt to index a nil value (local 't'), in added_line of a.c:1");
}

TEST_CASE("a check is frozen once it is loaded") {
  Check check("local count = 0\n" + with_visitor("added_line", "line", "    count = count + 1"));
  const Problem problem = problem_of([&] { check.added_lines("", "a\nb\n"); });
  CHECK(problem.message ==
        "cannot set the upvalue 'count': a check is frozen once it is loaded, in added_line of "
        "a.c:1");
  CHECK(problem.path == "check.lua");
  CHECK(problem.line == 6);
  CHECK(problem.help.find("subject:fact") != std::string::npos);
}

TEST_CASE("a global that nobody declared is an error") {
  Check check(with_visitor("added_line", "line", "    return tosting(line)"));
  const Problem problem = problem_of([&] { check.added_lines("", "a\nb\n"); });
  CHECK(problem.message ==
        "the global 'tosting' is not declared: did you mean 'tostring'?, in added_line of a.c:1");
  CHECK(problem.line == 5);
  CHECK(problem.help.find("local") != std::string::npos);
}

TEST_CASE("a global that is declared while the check is loaded can be read") {
  Check check("function helper(line) line:report('x') end\n" +
              with_visitor("added_line", "line", "    helper(line)"));
  CHECK(check.added_lines("", "a\nb\n").size() == 2);
}

TEST_CASE("identities do not tell what was visited before") {
  Check check(with_visitor("added_line", "line", "    line:report(tostring({}))"));
  const std::string first = check.added_lines("", "a\n").at(0).message;
  CHECK(check.added_lines("", "a\n").at(0).message == first);
}

TEST_CASE("an endless loop ends the check, wherever it hides") {
  Limits limits;
  limits.check_seconds = 0.05;
  for (const char* const body : {
           "while true do end",
           "for i = 1, math.maxinteger do end",
           "while true do pcall(function() while true do end end) end",
           "local function f() return f() end f()",
           "xpcall(function() while true do end end, function() while true do end end)",
           "local co = coroutine.wrap(function() while true do end end) while true do pcall(co) "
           "end",
           "local s = ('a'):rep(200) s:find('.-.-.-.-b')",
           "local a <close> = setmetatable({}, {__close = function() while true do end end})",
           "goto again ::again:: goto again",
       }) {
    INFO(body);
    // The least of several turns: what a busy machine adds to the time is not the check's.
    auto least = std::numeric_limits<std::int64_t>::max();
    for (int turn = 0; turn < 20 && least >= 75'000'000; ++turn) {
      Check check(with_visitor("added_line", "line", body), limits);
      const std::string reason = aborted_by([&] { check.added_lines("", "a\n"); });
      CHECK(reason == "used more than 50ms of CPU time, in added_line of a.c:1 (check.lua:5)");
      least = std::min<std::int64_t>(least, check.meter.nanoseconds);
      // And it stays dead.
      aborted_by([&] { check.added_lines("", "a\n"); });
    }
    CHECK(least < 75'000'000);
  }
}

TEST_CASE("memory is limited, and pcall does not catch that") {
  Limits limits;
  limits.check_memory = 4 << 20;
  Check check(
      with_visitor("added_line", "line", "while true do pcall(string.rep, 'x', 1 << 30) end"),
      limits);
  const std::string reason = aborted_by([&] { check.added_lines("", "a\n"); });
  CHECK(reason.find("used more than 4MiB of memory") == 0);
}

TEST_CASE("files, lines and commits show what the documentation says") {
  Check check(with_visitor("changed_file", "file", R"(
    local said = { file.path, file.old_path or "-", file.status, file.mode, file.size, file.old_size,
      tostring(file.is_binary), file.line_count, file.added_line_count, file.text, file.old_text or "-" }
    file:report(table.concat(said, "|"))
    for line in file:lines() do file:report(line.number .. line.text .. #line.ending) end
    for line in file:added_lines() do line:report("+" .. line.number) end
  )"));
  const auto found = check.changed_file("a\n", "a\r\nb", "x.py");
  REQUIRE(found.size() == 5);
  CHECK(found[0].message == "x.py|x.py|modified|100644|4|2|false|2|2|a\r\nb|a\n");
  CHECK(found[1].message == "1a2");
  CHECK(found[2].message == "2b0");
  CHECK(found[3].line == 1);
  CHECK(found[4].line == 2);
}

TEST_CASE("commits show their parts") {
  Check check(with_visitor("commit", "commit", R"(
    local said = { commit.subject, commit.body, tostring(commit.id), tostring(commit.is_merge) }
    for _, t in ipairs(commit.trailers) do said[#said + 1] = t.key .. "=" .. t.value end
    commit:report(table.concat(said, "|"), { line = 1, column = 1, length = 3 })
  )"));
  const auto found = check.commit("feat: x\n\nbody\n\nRefs: 1\nSigned-off-by: A <a@b>\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].message ==
        "feat: x|body\n\nRefs: 1\nSigned-off-by: A <a@b>|nil|false|Refs=1|Signed-off-by=A <a@b>");
  CHECK(found[0].end_column == 4);
}

TEST_CASE("a place outside of the text is refused") {
  for (const char* const options :
       {"{ line = 3 }", "{ line = 0 }", "{ line = -1 }", "{ line = 0/0 }", "{ line = 1e300 }",
        "{ line = 1, column = 9 }", "{ line = 1, column = 1, length = 100 }", "{ column = 1 }",
        "{ line = 2, end_line = 1 }", "{ line = 1, end_line = 7 }", "{ line = '1' }", "{ lin = 1 }",
        "{ level = 'off' }", "{ rule = 'x' }", "{ value = 0/0 }", "{ fix = 'x' }",
        "{ line = 1, column = 1, fix = 'x' }", "{ fix = 1, line = 1 }", "{ 1 }"}) {
    INFO(options);
    Check check(
        with_visitor("changed_file", "file", std::string("    file:report('m', ") + options + ")"));
    const Problem problem = problem_of([&] { check.changed_file("", "ab\ncd\n"); });
    CHECK(problem.line == 5);
  }
  Check check(with_visitor("changed_file", "file", "file:report('m', { line = 3 })"));
  CHECK(problem_of([&] { check.changed_file("", "ab\ncd\n"); }).message ==
        "`line` is 3, but a.c has 2 lines, in changed_file of a.c");
}

TEST_CASE("a fix replaces the reported range") {
  Check check(with_visitor("changed_file", "file", R"(
    file:report("whole", { line = 1, fix = "x" })
    file:report("insert", { line = 2, column = 3, length = 0, fix = "\n" })
    file:report("ending", { line = 1, column = 3, length = 1, fix = "" })
    file:report("lines", { line = 1, column = 2, end_line = 2, fix = "" })
  )"));
  const auto found = check.changed_file("", "ab\ncd");
  REQUIRE(found.size() == 4);
  CHECK(found[0].column == 1);
  CHECK(found[0].end_column == 3);
  CHECK(found[1].line == 2);
  CHECK(found[1].column == 3);
  CHECK(found[1].end_column == 3);
  CHECK(found[2].end_line == 1);
  CHECK(found[2].end_column == 4);
  CHECK(found[3].end_line == 2);
  CHECK(found[3].end_column == 3);
}
