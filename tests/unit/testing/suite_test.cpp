// label: slow
#include "testing/suite.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace moongate::testing;
namespace fs = std::filesystem;

namespace {

// A directory with checks, removed with the test.
class Directory {
 public:
  Directory() {
    std::string name = (fs::temp_directory_path() / "moongate-suite-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()));
    path_ = name;
  }
  ~Directory() { fs::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  void write(const std::string& path, const std::string& text) {
    fs::create_directories((path_ / path).parent_path());
    std::ofstream(path_ / path, std::ios::binary) << text;
  }

  struct Result {
    int exit;
    std::string out, errors;
  };
  Result run(SuiteOptions options = {}) {
    options.directory = path_.string();
    std::ostringstream out, errors;
    Result result{run_suite(options, out, errors), out.str(), errors.str()};
    for (std::string* text : {&result.out, &result.errors})
      for (std::size_t at = text->find(path_.string()); at != std::string::npos;
           at = text->find(path_.string()))
        text->replace(at, path_.string().size() + 1, "");
    return result;
  }

 private:
  fs::path path_;
};

constexpr const char* todo = R"(return {
  api = 1,
  summary = "No TODO",
  options = { word = { default = "TODO", doc = "The word" } },
  added_line = function(line, opt)
    local column = line.text:find(opt.word, 1, true)
    if column then
      line:report("a " .. opt.word, { column = column, length = #opt.word, fix = "DONE" })
    end
  end,
}
)";

std::string todo_test(const std::string& cases) {
  return "local check = require(\"moongate.test\").check(\"todo\")\n" + cases;
}

}  // namespace

TEST_CASE("passing cases are counted, failing ones shown with their line") {
  Directory directory;
  directory.write(".moongate/checks/todo.lua", todo);
  directory.write(".moongate/checks/todo_test.lua", todo_test(R"(
check:case "found" { after = { a = "x TODO\n" }, expect = { "a:1:3: a TODO" } }
check:case "fixed" { after = { a = "x TODO\n" }, fixed = { a = "x DONE\n" } }
check:case "option" {
  options = { word = "XXX" }, after = { a = "TODO XXX\n" }, expect = { "a:1:6: a XXX" },
}
check:case "wrong" { after = { a = "TODO\nTODO\n" }, expect = { "a:1:1: a TODO", "a:3:1: a TODO" } }
check:case "wrong fix" { after = { a = "TODO\n" }, fixed = { a = "done\n" } }
)"));
  const auto result = directory.run();
  CHECK(result.exit == 1);
  CHECK(result.errors.empty());
  CHECK(result.out ==
        ".moongate/checks/todo_test.lua: 3 passed, 2 failed\n"
        "  FAILED .moongate/checks/todo_test.lua:8: wrong\n"
        "      findings (- expected, + found):\n"
        "          a:1:1: a TODO\n"
        "        - a:3:1: a TODO\n"
        "        + a:2:1: a TODO\n"
        "  FAILED .moongate/checks/todo_test.lua:9: wrong fix\n"
        "      a after the fixes (- expected, + found):\n"
        "        - done\n"
        "        + DONE\n"
        "3 passed, 2 failed\n");
}

TEST_CASE("a filter chooses cases by their titles") {
  Directory directory;
  directory.write("checks/todo.lua", todo);
  directory.write("checks/todo_test.lua", todo_test(R"(
check:case "one" { after = { a = "TODO\n" }, expect = { "a:1:1: a TODO" } }
check:case "two" { after = { a = "TODO\n" }, expect = {} }
)"));
  SuiteOptions options;
  options.paths = {"checks"};
  options.filter = "one";
  CHECK(directory.run(options).out == "checks/todo_test.lua: 1 passed\n1 passed, 0 failed\n");
  options.filter = "nine";
  const auto nothing = directory.run(options);
  CHECK(nothing.exit == 2);
  CHECK(nothing.errors.find("no case's title has \"nine\" in it") != std::string::npos);
}

TEST_CASE("what is no test is an error, and the others still run") {
  Directory directory;
  directory.write("checks/todo.lua", todo);
  directory.write("checks/a_test.lua", "local x = = 1\n");
  directory.write("checks/b_test.lua", todo_test("check:case \"b\" { expct = {} }\n"));
  directory.write("checks/c_test.lua",
                  "require('moongate.test').check('none'):case 'c' { expect = {} }\n");
  directory.write("checks/d_test.lua", "return {}\n");
  directory.write("checks/e_test.lua", todo_test("check:case \"e\" { expect = { f = pairs } }\n"));
  directory.write("checks/f_test.lua",
                  todo_test("check:case \"f\" { options = { wrod = \"x\" }, expect = {} }\n"));
  directory.write("checks/todo_test.lua",
                  todo_test("check:case \"ok\" { after = {}, expect = {} }\n"));
  SuiteOptions options;
  options.paths = {"checks"};
  const auto result = directory.run(options);
  CHECK(result.exit == 2);
  CHECK(result.out.find("checks/todo_test.lua: 1 passed\n") != std::string::npos);
  for (const char* part :
       {"checks/a_test.lua:1: ", "checks/b_test.lua:2: case \"b\": unknown key `expct`",
        "checks/c_test.lua:1: there is no check `none` here", "checks/d_test.lua: it has no case",
        "checks/e_test.lua:2: ", "checks/f_test.lua:2: case \"f\": "}) {
    INFO(result.errors);
    CHECK(result.errors.find(part) != std::string::npos);
  }
}

TEST_CASE("a test file cannot get out of the sandbox, nor run forever") {
  Directory directory;
  directory.write("checks/a_test.lua", "os.execute('true')\n");
  directory.write("checks/b_test.lua", "while true do pcall(error) end\n");
  SuiteOptions options;
  options.paths = {"checks/a_test.lua"};
  CHECK(directory.run(options).exit == 2);
  options.paths = {"checks/b_test.lua"};
  const auto endless = directory.run(options);
  CHECK(endless.exit == 2);
  CHECK(endless.errors.find("checks/b_test.lua") != std::string::npos);
}

TEST_CASE("a test file reaches our own functions through moongate.test alone") {
  Directory directory;
  directory.write(".moongate/checks/todo.lua", todo);
  directory.write(".moongate/checks/todo_test.lua", todo_test(R"(
check:case "the global is gone" { after = {}, expect = { tostring(rawget(_G, "moongate_test_host")) } }
)"));
  CHECK(directory.run().out.find("nil") != std::string::npos);
  // Whoever makes a check's object of his own gets an error for what is in it.
  directory.write(".moongate/checks/todo_test.lua", todo_test(R"(
setmetatable({ name = {} }, getmetatable(check)):case "c" { after = {} }
)"));
  const auto result = directory.run();
  CHECK(result.exit == 2);
  CHECK(result.errors.find(".moongate/checks/todo_test.lua:3: ") != std::string::npos);
  CHECK(result.errors.find("string expected") != std::string::npos);
}

TEST_CASE("what a test file's cases take of memory is bounded") {
  Directory directory;
  directory.write(".moongate/checks/todo.lua", todo);
  const std::string text = "local text = ('x'):rep(1000000)\n";
  const std::vector<std::string> files = {
      // One text in many places.
      text +
          "local after = {}\nfor i = 1, 200 do after['a' .. i] = text end\n"
          "check:case \"c\" { after = after, expect = {} }\n",
      // One table in many places.
      "local expect = { 'x' }\nfor i = 1, 7 do local t = {} for j = 1, 40 do "
      "t[j] = expect end expect = t end\n"
      "check:case \"c\" { after = {}, expect = expect }\n",
      // Many cases, many functions, and what these say.
      "local title = ('x'):rep(1000)\nfor i = 1, 1e7 do check:case(title) { after = {} } end\n",
      "local test, title = require('moongate.test'), ('x'):rep(1000)\n"
      "for i = 1, 1e7 do test.case(title)(function() end) end\n",
      "local test, text = require('moongate.test'), ('\\n'):rep(1000000)\n"
      "for i = 1, 100 do test.case 'c' (function() error(text) end) end\n"};
  for (const std::string& cases : files) {
    directory.write(".moongate/checks/todo_test.lua", todo_test(cases));
    const auto result = directory.run();
    CHECK(result.exit == 2);
    INFO(cases << result.errors.substr(0, 500));
    CHECK(result.errors.find(".moongate/checks/todo_test.lua:") != std::string::npos);
    CHECK(result.errors.find("take more than 64MiB") != std::string::npos);
  }
}

TEST_CASE("checks without a test are said") {
  Directory directory;
  directory.write(".moongate/checks/todo.lua", todo);
  directory.write(".moongate/checks/_module.lua", "return {}\n");
  directory.write(".moongate/checks/other.lua", todo);
  directory.write(".moongate/checks/todo_test.lua",
                  todo_test("check:case \"ok\" { after = {}, expect = {} }\n"));
  const auto result = directory.run();
  CHECK(result.exit == 0);
  CHECK(result.out ==
        ".moongate/checks/todo_test.lua: 1 passed\n"
        ".moongate/checks/other.lua: no test\n"
        "1 passed, 0 failed\n");
}

TEST_CASE("nothing to test is an error with a help") {
  Directory directory;
  const auto none = directory.run();
  CHECK(none.exit == 2);
  CHECK(none.errors.find("there is no .moongate/checks here") != std::string::npos);
  SuiteOptions options;
  options.paths = {"missing"};
  const auto missing = directory.run(options);
  CHECK(missing.exit == 2);
  CHECK(missing.errors.find("missing: there is no such file or directory") != std::string::npos);
}

TEST_CASE("modules are tested by functions") {
  Directory directory;
  directory.write("lua/moongate/twice.lua", "return function(x) return x * 2 end\n");
  directory.write("lua/moongate/twice_test.lua", R"(local test = require("moongate.test")
local twice = require("moongate.twice")
test.case "right" (function() test.equal(twice(2), 4) end)
test.case "wrong" (function() test.equal({ twice(2) }, { 5 }) end)
test.case "fails" (function() test.fails(function() twice({}) end, "arithmetic") end)
)");
  SuiteOptions options;
  options.paths = {"lua"};
  const auto result = directory.run(options);
  CHECK(result.exit == 1);
  CHECK(result.out ==
        "lua/moongate/twice_test.lua: 2 passed, 1 failed\n"
        "  FAILED lua/moongate/twice_test.lua:4: wrong\n"
        "      lua/moongate/twice_test.lua:4: expected { 5 }\n"
        "         found { 4 }\n"
        "2 passed, 1 failed\n");
}

TEST_CASE("mutants that no case notices are named") {
  Directory directory;
  directory.write("checks/todo.lua", R"(return {
  api = 1,
  summary = "Long lines",
  added_line = function(line)
    if #line.text > 3 then line:report("long") end
  end,
}
)");
  directory.write("checks/todo_test.lua", todo_test(R"(
check:case "long" { after = { a = "12345678\n" }, expect = { "a:1: long" } }
)"));
  SuiteOptions options;
  options.paths = {"checks"};
  options.mutate = true;
  const auto weak = directory.run(options);
  CHECK(weak.exit == 1);
  CHECK(weak.out ==
        "checks/todo_test.lua: 1 passed\n"
        "checks/todo.lua: 5 mutants, 3 survived\n"
        "  SURVIVED checks/todo.lua:5: `>` -> `>=`\n"
        "  SURVIVED checks/todo.lua:5: `3` -> `4`\n"
        "  SURVIVED checks/todo.lua:5: `3` -> `2`\n"
        "1 passed, 0 failed; 5 mutants, 3 survived\n");

  directory.write("checks/todo_test.lua", todo_test(R"(
check:case "long" { after = { a = "1234\n123\n" }, expect = { "a:1: long" } }
)"));
  const auto strong = directory.run(options);
  CHECK(strong.exit == 0);
  CHECK(strong.out.find("5 mutants, 0 survived") != std::string::npos);
}
