// The C interface from outside, through moongate.h and moongate.hpp only.
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <limits>
#include <moongate/moongate.hpp>
#include <string>
#include <thread>
#include <vector>

#include "git_fixture.h"

namespace {

using moongate::str;
using moongate::view;

const char* const no_foo = R"(return {
  api = 1,
  summary = "no foo",
  options = { word = { default = "foo", doc = "what is not wanted" } },
  added_line = function(line, opt)
    local first, last = line.text:find(opt.word, 1, true)
    if first then
      line:report("a " .. opt.word, { column = first, length = last - first + 1, fix = "bar",
                                      help = "write bar" })
    end
  end,
})";

const char* const endless = R"(return {
  api = 1,
  summary = "never ends",
  changed_file = function() while true do end end,
})";

struct Failure {
  moongate_code code = MOONGATE_CODE_NONE;
  std::string message, path, help;
  std::uint32_t line = 0;
};

// Takes the error over.
Failure failure(moongate_error* error) {
  Failure all{moongate_error_code(error), std::string(view(moongate_error_message(error))),
              std::string(view(moongate_error_path(error))),
              std::string(view(moongate_error_help(error))), moongate_error_line(error)};
  moongate_error_delete(error);
  return all;
}

// An engine with `no-foo` alone.
moongate::engine foo_engine() {
  moongate_options options{};
  options.without_built_in = 1;
  moongate::engine engine(options);
  engine.load("no-foo", no_foo);
  return engine;
}

moongate::change buffer(const std::string& text) {
  return moongate::change::from_buffers({{"a.c", {}, text}});
}

std::vector<std::string> names(const moongate::report& report) {
  std::vector<std::string> all;
  for (const moongate::finding& finding : report.findings())
    all.push_back(finding.path + ":" + std::to_string(finding.line) + " " + finding.check);
  return all;
}
using Names = std::vector<std::string>;

template <class Work>
moongate_code code_of(const Work& work) {
  try {
    work();
  } catch (const moongate::error& error) {
    CHECK(std::string(error.what()) != "");
    return error.code();
  }
  return MOONGATE_CODE_NONE;
}

}  // namespace

TEST_CASE("NULL is an answer, never a crash") {
  CHECK(std::string(moongate_version()).find('.') != std::string::npos);
  CHECK(moongate_error_code(nullptr) == MOONGATE_CODE_NONE);
  CHECK(moongate_error_message(nullptr).size == 0);
  CHECK(moongate_error_path(nullptr).size == 0);
  CHECK(moongate_error_help(nullptr).size == 0);
  CHECK(moongate_error_line(nullptr) == 0);
  moongate_error_delete(nullptr);
  moongate_engine_delete(nullptr);
  moongate_change_delete(nullptr);
  moongate_cancel_delete(nullptr);
  moongate_cancel_request(nullptr);
  moongate_report_delete(nullptr);
  CHECK(moongate_engine_schema(nullptr).size == 0);
  CHECK(moongate_report_exit(nullptr) == 2);
  CHECK(moongate_report_count(nullptr) == 0);
  CHECK(moongate_report_problem_count(nullptr) == 0);
  CHECK(moongate_report_problem(nullptr, 0) == nullptr);
  CHECK(moongate_report_patch(nullptr).size == 0);
  moongate_finding finding{};
  moongate_fix fix{};
  CHECK(moongate_report_finding(nullptr, 0, &finding) == 0);
  CHECK(moongate_report_fix(nullptr, 0, 0, &fix) == 0);

  const moongate::engine engine = foo_engine();
  const moongate::change change = buffer("foo\n");
  moongate_engine* const no_engine = nullptr;
  moongate_report* report = nullptr;
  moongate_str text{};
  moongate_change_options open{};
  open.size = sizeof open;
  moongate_change* opened = nullptr;
  const std::vector<moongate_error*> all{moongate_engine_new(nullptr, nullptr),
                                         moongate_engine_load(no_engine, str("a"), str(no_foo)),
                                         moongate_engine_configure(no_engine, str("{}")),
                                         moongate_change_open(nullptr, &opened),
                                         moongate_change_open(&open, nullptr),
                                         moongate_change_from_buffers(nullptr, 1, nullptr, &opened),
                                         moongate_change_from_buffers(nullptr, 0, nullptr, nullptr),
                                         moongate_cancel_new(nullptr),
                                         moongate_run(nullptr, change.get(), nullptr, &report),
                                         moongate_report_render(nullptr, str("json"), &text),
                                         moongate_report_merge(nullptr, 1, &report),
                                         moongate_report_merge(nullptr, 0, nullptr)};
  for (moongate_error* error : all) {
    const Failure failed = failure(error);
    CHECK(failed.code == MOONGATE_CODE_USAGE);
    CHECK(failed.message.find("NULL") != std::string::npos);
    CHECK(failed.help != "");
  }
  CHECK(report == nullptr);
  CHECK(opened == nullptr);
}

TEST_CASE("structs say their size, and a shorter one of an older release is understood") {
  moongate_engine* made = nullptr;
  for (const std::size_t wrong :
       {std::size_t{0}, std::size_t{4}, sizeof(std::size_t) + 1, sizeof(moongate_options) + 8,
        std::numeric_limits<std::size_t>::max()}) {
    moongate_options options{};
    options.size = wrong;
    const Failure failed = failure(moongate_engine_new(&options, &made));
    CHECK(failed.code == MOONGATE_CODE_USAGE);
    CHECK(failed.message.find("size") != std::string::npos);
    CHECK(made == nullptr);
  }
  moongate_options options{};
  options.size = offsetof(moongate_options, without_built_in);
  options.without_built_in = 1;  // beyond the size that was given: not read
  REQUIRE(moongate_engine_new(&options, &made) == nullptr);
  CHECK(view(moongate_engine_schema(made)).find("size-limit") != std::string::npos);
  moongate_engine_delete(made);

  moongate::report report = foo_engine().run(buffer("foo\n"));
  moongate_report* raw = nullptr;
  const moongate::engine engine = foo_engine();
  const moongate::change change = buffer("foo\n");
  moongate_run_options wrong{};
  wrong.size = sizeof wrong + 8;
  CHECK(failure(moongate_run(engine.get(), change.get(), &wrong, &raw)).code ==
        MOONGATE_CODE_USAGE);
  REQUIRE(moongate_run(engine.get(), change.get(), nullptr, &raw) == nullptr);
  moongate_finding finding;
  std::memset(&finding, 0x5a, sizeof finding);
  finding.size = sizeof finding + 8;
  CHECK(moongate_report_finding(raw, 0, &finding) == 0);
  finding.size = 0;
  CHECK(moongate_report_finding(raw, 0, &finding) == 0);
  finding.size = offsetof(moongate_finding, rule);
  REQUIRE(moongate_report_finding(raw, 0, &finding) == 1);
  CHECK(view(finding.check) == "no-foo");
  CHECK(finding.line == 0x5a5a5a5a);  // not written
  CHECK(finding.size == offsetof(moongate_finding, rule));
  moongate_report_delete(raw);
}

TEST_CASE("a failed function leaves its out-parameter") {
  auto* const untouched = reinterpret_cast<moongate_change*>(&std::terminate);
  moongate_change* change = untouched;
  moongate_buffer buffer{};
  buffer.size = sizeof buffer;
  buffer.path = str("/absolute");
  buffer.new_text = str("x");
  CHECK(failure(moongate_change_from_buffers(&buffer, 1, nullptr, &change)).code ==
        MOONGATE_CODE_USAGE);
  CHECK(change == untouched);
}

TEST_CASE("findings have places, fixes and borrowed text") {
  moongate::report report = foo_engine().run(
      moongate::change::from_buffers({{"src/b.c", "foo\n", "foo\n  foo x\n"}, {"a.c", {}, "foo"}}));
  CHECK(report.exit() == 1);
  CHECK(names(report) == Names{"a.c:1 no-foo", "src/b.c:2 no-foo"});
  const moongate::finding second = report.findings().at(1);
  CHECK(second.column == 3);
  CHECK(second.end_line == 2);
  CHECK(second.end_column == 6);
  CHECK(second.level == MOONGATE_LEVEL_ERROR);
  CHECK(second.message == "a foo");
  CHECK(second.snippet == "  foo x");
  CHECK(second.help == "write bar");
  CHECK(second.rule == "");
  CHECK(second.commit == "");
  CHECK(second.branch == "");
  CHECK(second.fingerprint.substr(0, 2) == "1:");
  REQUIRE(second.fixes.size() == 1);
  CHECK(second.fixes[0].path == "src/b.c");
  CHECK(second.fixes[0].start == 6);
  CHECK(second.fixes[0].end == 9);
  CHECK(second.fixes[0].text == "bar");
  CHECK(report.problems().empty());
}

TEST_CASE("a report is rendered in every format, and an unknown one is refused with their names") {
  moongate::report report = foo_engine().run(buffer("foo\n"));
  for (const char* format :
       {"text", "json", "sarif", "junit", "checkstyle", "github", "gitlab", "markdown"}) {
    CAPTURE(format);
    CHECK(report.render(format).find("foo") != std::string::npos);
  }
  CHECK(report.render("text").find('\x1b') == std::string::npos);
  try {
    report.render("yaml");
    FAIL("not refused");
  } catch (const moongate::error& error) {
    CHECK(error.code() == MOONGATE_CODE_USAGE);
    CHECK((error.what() + error.help()).find("sarif") != std::string::npos);
  }
}

TEST_CASE("checks are loaded by name, refused with their line, and never taken twice") {
  moongate::engine engine;
  CHECK(code_of([&] { engine.load("size-limit", no_foo); }) == MOONGATE_CODE_CHECK);
  engine.load("team/no-foo", no_foo);
  CHECK(code_of([&] { engine.load("team/no-foo", no_foo); }) == MOONGATE_CODE_CHECK);
  CHECK(names(engine.run(buffer("foo\n"))) == Names{"a.c:1 team/no-foo"});

  try {
    engine.load("broken", "return {\n  api = 1,\n  summary = ,\n}");
    FAIL("not refused");
  } catch (const moongate::error& error) {
    CHECK(error.code() == MOONGATE_CODE_CHECK);
    CHECK(error.path() == "broken.lua");
    CHECK(error.line() == 3);
  }
  for (const std::string& name :
       {std::string(), std::string("a.lua/"), std::string("/a"), std::string("../a"),
        std::string("a//b"), std::string("_private/a"), std::string("a_test"),
        std::string("a\0b", 3), std::string("init")}) {
    CAPTURE(name);
    CHECK(code_of([&] { engine.load(name, no_foo); }) == MOONGATE_CODE_USAGE);
  }
  CHECK(code_of([&] { engine.load("loops", "while true do end"); }) == MOONGATE_CODE_CHECK);
  CHECK(code_of([&] { engine.load("bytecode", "\x1bLua"); }) == MOONGATE_CODE_CHECK);
  // What was refused is not there, and what was there still is.
  CHECK(names(engine.run(buffer("foo\n"))) == Names{"a.c:1 team/no-foo"});
}

TEST_CASE("a module is loaded before the checks that require it") {
  moongate_options options{};
  options.without_built_in = 1;
  moongate::engine engine(options);
  const std::string check = R"(local words = require("_words")
    return { api = 1, summary = "s", added_line = function(line)
      if line.text == words.bad then line:report("bad") end end })";
  CHECK(code_of([&] { engine.load("uses", check); }) == MOONGATE_CODE_CHECK);
  engine.load("_words", "return { bad = 'foo' }");
  engine.load("uses", check);
  CHECK(code_of([&] { engine.load("_words", "return {}"); }) == MOONGATE_CODE_CHECK);
  CHECK(names(engine.run(buffer("foo\n"))) == Names{"a.c:1 uses"});
}

TEST_CASE("configuration is JSON, whole or not at all") {
  moongate::engine engine = foo_engine();
  engine.configure(R"({"fail_on": "never", "checks": {"no-foo": {"word": "zap"}}})");
  moongate::report report = engine.run(buffer("foo zap\n"));
  CHECK(report.exit() == 0);
  REQUIRE(report.size() == 1);
  CHECK(report.findings()[0].column == 5);

  for (const char* wrong :
       {"", "{", "[]", "null", R"({"fail_on": "sometimes"})", R"({"no_such": 1})",
        R"({"checks": {"no-foo": {"wrod": "x"}}})", R"({"checks": {"no-foo": {"word": null}}})",
        "{\"fail_on\": \"\xff\"}"}) {
    CAPTURE(wrong);
    CHECK(code_of([&] { engine.configure(wrong); }) == MOONGATE_CODE_CONFIG);
  }
  CHECK(engine.run(buffer("foo zap\n")).findings().at(0).column == 5);
  engine.configure("{}");
  CHECK(engine.run(buffer("foo zap\n")).findings().at(0).column == 1);
}

TEST_CASE("a buffer's own moongate.toml lies over the program's configuration, unless ignored") {
  moongate::engine engine = foo_engine();
  engine.configure(R"({"checks": {"no-foo": {"level": "note"}}})");
  const auto change = moongate::change::from_buffers(
      {{"moongate.toml", {}, "[checks.no-foo]\nlevel = 'warning'\n"}, {"a.c", {}, "foo\n"}});
  CHECK(engine.run(change).findings().at(0).level == MOONGATE_LEVEL_WARNING);
  moongate::run_options options;
  options.ignore_repository = true;
  CHECK(engine.run(change, options).findings().at(0).level == MOONGATE_LEVEL_NOTE);

  const auto bad = moongate::change::from_buffers({{"moongate.toml", {}, "fail_on = 1\n"}});
  const moongate::report report = engine.run(bad);
  CHECK(report.exit() == 2);
  REQUIRE(report.problems().size() == 1);
  CHECK(report.problems()[0].code() == MOONGATE_CODE_CONFIG);
  CHECK(report.problems()[0].path() == "moongate.toml");
  CHECK(report.problems()[0].line() == 1);
}

TEST_CASE("the schema has the options of loaded checks and is asked by several threads") {
  const moongate::engine bare;
  CHECK(bare.schema().find("no-foo") == std::string::npos);
  moongate::engine engine;
  engine.load("no-foo", no_foo);
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back(
        [&] { good += engine.schema().find("what is not wanted") != std::string::npos; });
  for (std::thread& thread : threads) thread.join();
  CHECK(good == 4);
  engine.load("other", no_foo);
  CHECK(engine.schema().find("\"other\"") != std::string::npos);
}

TEST_CASE("a run takes what the program's flags say") {
  moongate_options bare{};
  bare.without_built_in = 1;
  moongate::engine engine(bare);
  engine.load("one", no_foo);
  engine.load("two", no_foo);
  const auto change =
      moongate::change::from_buffers({{"a.c", "foo\n", "foo\nfoo\n"}, {"b.c", {}, "foo\n"}});

  moongate::run_options options;
  options.checks = {"two"};
  CHECK(names(engine.run(change, options)) == Names{"a.c:2 two", "b.c:1 two"});
  options = {};
  options.skips = {"two"};
  options.paths = {};
  CHECK(names(engine.run(change, options)) == Names{"a.c:2 one", "b.c:1 one"});
  options = {};
  options.checks = {"one"};
  options.include_existing = true;
  CHECK(names(engine.run(change, options)) == Names{"a.c:1 one", "a.c:2 one", "b.c:1 one"});
  options = {};
  options.fail_on = MOONGATE_LEVEL_NEVER;
  CHECK(engine.run(change, options).exit() == 0);
  options.fail_on = MOONGATE_LEVEL_ERROR;
  options.jobs = 3;
  CHECK(engine.run(change, options).exit() == 1);

  options = {};
  options.checks = {"no-such"};
  CHECK(engine.run(change, options).exit() == 2);
  options = {};
  options.fail_on = 77;
  CHECK(code_of([&] { engine.run(change, options); }) == MOONGATE_CODE_USAGE);
  options = {};
  options.shard = 3;
  options.shards = 2;
  CHECK(code_of([&] { engine.run(change, options); }) == MOONGATE_CODE_USAGE);
  options = {};
  options.policy_file = "/no/such/file";
  CHECK(engine.run(change, options).exit() == 2);
}

TEST_CASE("shards are merged, and half of them are refused") {
  const moongate::engine engine = foo_engine();
  const auto change = moongate::change::from_buffers(
      {{"a.c", {}, "foo\n"}, {"b.c", {}, "foo\n"}, {"c.c", {}, "foo\n"}});
  std::vector<std::string> parts;
  for (unsigned i = 1; i <= 3; ++i) {
    moongate::run_options options;
    options.shard = i;
    options.shards = 3;
    parts.push_back(engine.run(change, options).render("json"));
  }
  CHECK(names(moongate::report::merge(parts)) == names(engine.run(change)));
  CHECK(moongate::report::merge(parts).exit() == 1);
  parts.pop_back();
  CHECK(code_of([&] { moongate::report::merge(parts); }) == MOONGATE_CODE_USAGE);
  CHECK(code_of([] { moongate::report::merge({}); }) == MOONGATE_CODE_USAGE);
  CHECK(code_of([] { moongate::report::merge({"{}"}); }) == MOONGATE_CODE_USAGE);
}

TEST_CASE("hostile strings are data or errors") {
  const moongate::engine engine = foo_engine();
  moongate_change* change = nullptr;
  moongate_buffer buffer{};
  buffer.size = sizeof buffer;
  buffer.path = str("a.c");
  buffer.new_text = {nullptr, 5};
  CHECK(failure(moongate_change_from_buffers(&buffer, 1, nullptr, &change)).code ==
        MOONGATE_CODE_USAGE);
  for (const std::string& path : {std::string(), std::string("/etc/passwd"), std::string("../up"),
                                  std::string("a/../../b"), std::string("a\0b", 3)}) {
    CAPTURE(path);
    CHECK(code_of([&] {
            moongate::change::from_buffers({{path, {}, "x"}});
          }) == MOONGATE_CODE_USAGE);
  }
  CHECK(code_of([] {
          moongate::change::from_buffers({{"a", {}, "x"}, {"a", {}, "y"}});
        }) == MOONGATE_CODE_USAGE);

  const std::string bytes("foo \x1b[31m \xff\xfe \0 ]]> ::error:: \n\0foo\n", 35);
  moongate::report report =
      engine.run(moongate::change::from_buffers({{"x\n::error::\x1b[2J\xff.c", {}, bytes}}));
  for (const char* format :
       {"text", "json", "sarif", "junit", "checkstyle", "github", "markdown"}) {
    CAPTURE(format);
    const std::string rendered = report.render(format);
    CHECK(rendered.find('\x1b') == std::string::npos);
    CHECK(rendered.find("\n::error::\\x1b") == std::string::npos);
  }
  // An empty text is a file; no text on either side is nothing.
  CHECK(engine.run(moongate::change::from_buffers({{"a.c", {}, ""}, {"b.c", {}, {}}})).exit() == 0);
  CHECK(engine.run(moongate::change::from_buffers({})).exit() == 0);
  moongate_str text{};
  moongate_report* none = nullptr;
  CHECK(failure(moongate_report_merge(&text, 1, &none)).code == MOONGATE_CODE_USAGE);
}

TEST_CASE("arrays of buffers step by the size that their elements say") {
  moongate_change* change = nullptr;
  std::vector<moongate_buffer> buffers(2);
  for (moongate_buffer& buffer : buffers) {
    buffer.size = sizeof buffer;
    buffer.new_text = str("foo\n");
  }
  buffers[0].path = str("a.c");
  buffers[1].path = str("b.c");
  buffers[1].size = sizeof(std::size_t);
  CHECK(failure(moongate_change_from_buffers(buffers.data(), 2, nullptr, &change)).code ==
        MOONGATE_CODE_USAGE);
  buffers[1].size = 0;
  CHECK(failure(moongate_change_from_buffers(buffers.data(), 2, nullptr, &change)).code ==
        MOONGATE_CODE_USAGE);
}

TEST_CASE("the host's time is the change's") {
  moongate_options bare{};
  bare.without_built_in = 1;
  moongate::engine engine(bare);
  engine.load("when", R"(return { api = 1, summary = "s", change = function(change)
    change:report("it is " .. change.now) end })");
  moongate_buffer_options options{};
  options.now = 1234567890;
  options.why = str("saved");
  moongate::report report =
      engine.run(moongate::change::from_buffers({{"a.c", {}, "x\n"}}, options));
  CHECK(report.findings().at(0).message == "it is 1234567890");
  CHECK(report.render("json").find("\"saved\"") != std::string::npos);
}

TEST_CASE("limits of the engine end a check, and the report says so") {
  moongate_options options{};
  options.without_built_in = 1;
  options.check_milliseconds = 30;
  moongate::engine engine(options);
  engine.load("endless", endless);
  engine.load("no-foo", no_foo);
  moongate::report report = engine.run(buffer("foo\n"));
  CHECK(report.exit() == 3);
  CHECK(names(report) == Names{"a.c:1 no-foo"});
  REQUIRE(report.problems().size() == 1);
  CHECK(report.problems()[0].code() == MOONGATE_CODE_CHECK);
  CHECK(std::string(report.problems()[0].what()).find("endless") != std::string::npos);
  CHECK(report.problems()[0].help() != "");
}

TEST_CASE("another thread cancels a run in the middle of a check") {
  moongate_options options{};
  options.without_built_in = 1;
  options.check_milliseconds = 600000;
  moongate::engine engine(options);
  engine.load("endless", endless);
  const moongate::cancel cancel;
  moongate::run_options run;
  run.cancel = &cancel;
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    cancel.request();
  });
  const moongate::report report = engine.run(buffer("foo\n"), run);
  other.join();
  CHECK(report.exit() == 3);
  bool said = false;
  for (const moongate::error& problem : report.problems())
    said = said || std::string(problem.what()).find("cancelled") != std::string::npos;
  CHECK(said);
  // A flag cannot be taken back: the next run ends at once.
  CHECK(engine.run(buffer("foo\n"), run).exit() == 3);
}

TEST_CASE("progress grows to the end, one call at a time, and what it throws leaves the run") {
  const moongate::engine engine = foo_engine();
  std::vector<moongate::change::buffer> buffers;
  for (int i = 0; i < 200; ++i) buffers.push_back({"f" + std::to_string(i), {}, "foo\n"});
  const auto change = moongate::change::from_buffers(buffers);
  moongate::run_options options;
  options.jobs = 4;
  std::uint64_t last = 0, all = 0;
  std::atomic<int> inside{0};
  bool alone = true, grows = true;
  options.progress = [&](std::uint64_t done, std::uint64_t total) {
    alone = alone && ++inside == 1;
    grows = grows && done >= last && done <= total;
    last = done;
    all = total;
    --inside;
  };
  CHECK(engine.run(change, options).size() == 200);
  CHECK(alone);
  CHECK(grows);
  CHECK(last >= 200);
  CHECK(all >= last);

  options.progress = [](std::uint64_t, std::uint64_t) { throw std::runtime_error("stop"); };
  CHECK_THROWS_WITH(engine.run(change, options), "stop");
}

TEST_CASE("one engine and one change serve several threads") {
  const moongate::engine engine = foo_engine();
  const moongate::change change = buffer("foo\nfoo\n");
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int j = 0; j < 5; ++j) good += engine.run(change).size() == 2;
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(good == 20);
}

TEST_CASE("a repository's changes are opened by kind") {
  const moongate::test::Scratch scratch;
  scratch.run(R"(git init -q -b main r && cd r
    echo one > a.c && git add . && git commit -qm 'feat: one'
    echo foo >> a.c && git commit -qam 'feat: two'
    echo foo > b.c && git add b.c && echo 'a message' > message)");
  const std::string directory = scratch.path() + "/r", message = directory + "/message";
  const moongate::engine engine = foo_engine();

  CHECK(names(engine.run(moongate::change::staged(directory))) == Names{"b.c:1 no-foo"});
  CHECK(names(engine.run(moongate::change::range(directory, "HEAD~1", "HEAD"))) ==
        Names{"a.c:2 no-foo"});
  scratch.run(
      "cd r && echo foo > untracked.c && echo foo > b.c.ignored && echo '*.ignored' > .gitignore");
  CHECK(names(engine.run(moongate::change::working(directory))) ==
        Names{"b.c:1 no-foo", "untracked.c:1 no-foo"});
  moongate_change_options options{};
  options.repository = str(directory);
  options.kind = MOONGATE_KIND_COMMIT;
  CHECK(names(engine.run(moongate::change::open(options))) == Names{"a.c:2 no-foo"});
  options.kind = MOONGATE_KIND_TREE;
  options.head = str("HEAD~1");
  CHECK(names(engine.run(moongate::change::open(options))).empty());
  options.head = {};
  options.kind = MOONGATE_KIND_REFS;
  CHECK(engine.run(moongate::change::open(options)).exit() == 0);
  options.kind = MOONGATE_KIND_MESSAGE;
  options.message_file = str(message);
  CHECK(engine.run(moongate::change::open(options)).exit() == 0);

  const auto line = [](std::string text) {
    text.resize(text.find('\n'));
    return text;
  };
  const std::string before = line(scratch.run("cd r && git rev-parse HEAD~1")),
                    after = line(scratch.run("cd r && git rev-parse HEAD"));
  moongate_ref_update update{str("refs/heads/main"), str(before), str(after)};
  options = {};
  options.repository = str(directory);
  options.kind = MOONGATE_KIND_PUSH;
  options.updates = &update;
  options.update_count = 1;
  CHECK(names(engine.run(moongate::change::open(options))) == Names{"a.c:2 no-foo"});
  update.before = str("short");
  CHECK(code_of([&] { moongate::change::open(options); }) == MOONGATE_CODE_USAGE);
  options.updates = nullptr;
  CHECK(code_of([&] { moongate::change::open(options); }) == MOONGATE_CODE_USAGE);

  for (const int kind : {int{MOONGATE_KIND_BUFFER}, 6, 99, -1}) {
    options = {};
    options.repository = str(directory);
    options.kind = kind;
    CHECK(code_of([&] { moongate::change::open(options); }) == MOONGATE_CODE_USAGE);
  }
  CHECK(code_of([&] { moongate::change::range(directory, "nowhere", "HEAD"); }) ==
        MOONGATE_CODE_REPOSITORY);
  CHECK(code_of([] { moongate::change::staged("/"); }) == MOONGATE_CODE_REPOSITORY);
}

TEST_CASE("a change names all of its bases, the main one first") {
  const moongate::test::Scratch scratch;
  scratch.run(R"(git init -q -b main r && cd r
    echo one > a.c && git add . && git commit -qm 'feat: one'
    git checkout -qb topic && echo t > t.c && git add . && git commit -qm 'feat: t'
    git checkout -q main && echo m > m.c && git add . && git commit -qm 'feat: m'
    git checkout -q topic && git merge -q --no-edit main && git checkout -q --detach
    git reset -q --soft HEAD^)");
  const std::string directory = scratch.path() + "/r";
  const Names parents = moongate::test::lines(scratch.run("cd r && git rev-parse topic^1 topic^2"));
  moongate_change_options options{};
  options.repository = str(directory);
  options.kind = MOONGATE_KIND_COMMIT;
  options.head = str("topic");
  const moongate::change merge = moongate::change::open(options);
  CHECK(merge.bases() == parents);
  CHECK(moongate_change_base(merge.get(), 2).size == 0);
  CHECK(moongate::change::staged(directory).bases() == Names{parents[0]});
  CHECK(buffer("foo\n").bases().empty());
  CHECK(moongate_change_base_count(nullptr) == 0);
}

TEST_CASE("fixes come as a patch, or into the index and the working tree") {
  const moongate::test::Scratch scratch;
  scratch.run(R"(git init -q -b main r && cd r
    echo one > a.c && git add . && git commit -qm 'feat: one'
    echo foo >> a.c && git add a.c)");
  const std::string directory = scratch.path() + "/r";
  const moongate::engine engine = foo_engine();
  moongate::run_options options;
  CHECK(engine.run(moongate::change::staged(directory), options).patch() == "");
  options.fix = MOONGATE_FIX_PATCH;
  const moongate::report patched = engine.run(moongate::change::staged(directory), options);
  CHECK(patched.patch().find("-foo\n+bar\n") != std::string::npos);
  CHECK(patched.exit() == 1);
  options.fix = MOONGATE_FIX_APPLY;
  CHECK(engine.run(moongate::change::staged(directory), options).exit() == 0);
  CHECK(scratch.run("cd r && cat a.c && git show :a.c") == "one\nbar\none\nbar\n");
  options.fix = 9;
  CHECK(code_of([&] { engine.run(buffer("foo\n"), options); }) == MOONGATE_CODE_USAGE);
}

TEST_CASE("a pull request reaches the checks that look at it") {
  const moongate::test::Scratch scratch;
  scratch.run(R"(git init -q -b main r && cd r
    echo one > a.c && git add . && git commit -qm 'feat: one'
    echo two >> a.c && git commit -qam 'feat: two')");
  const std::string directory = scratch.path() + "/r";
  moongate_options bare{};
  bare.without_built_in = 1;
  moongate::engine engine(bare);
  engine.load("titles", R"(return { api = 1, summary = "s", pull_request = function(request)
    request:report(request.title .. " by " .. request.author .. " " .. #request.labels) end })");
  const std::vector<moongate_str> labels{str("bug"), str("urgent")};
  moongate_pull_request request{};
  request.size = sizeof request;
  request.number = 7;
  request.title = str("Fix it");
  request.author = str("ann");
  request.labels = labels.data();
  request.label_count = labels.size();
  moongate_change_options options{};
  options.kind = MOONGATE_KIND_RANGE;
  options.repository = str(directory);
  options.base = str("HEAD~1");
  options.pull_request = &request;
  CHECK(engine.run(moongate::change::open(options)).findings().at(0).message == "Fix it by ann 2");
  request.size = 1;
  CHECK(code_of([&] { moongate::change::open(options); }) == MOONGATE_CODE_USAGE);
}
