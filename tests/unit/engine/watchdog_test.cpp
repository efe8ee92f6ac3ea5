// A check that nothing ends, and runs that are called off.
#include <catch2/catch.hpp>
#include <chrono>
#include <future>
#include <thread>

#include "change_builder.h"

using namespace moongate;

namespace {

const char* const two_files = R"(return { api = 1, summary = "x", file = function(file)
  file:report("seen " .. file.text)
end })";

RunOptions with(const char* lua) {
  RunOptions options;
  options.without_built_in = true;
  options.own_checks = check_sources({{"tested.lua", lua}}, "", false);
  options.ignore_repository = true;
  options.engine.jobs = 1;
  return options;
}

}  // namespace

TEST_CASE("a check that does not come back is given up with the report so far") {
  Change change = testing::files({}, {{"a.c", "first\n"}, {"b.c", "second\n"}});
  // A disk that does not answer: nothing of the sandbox's can end that.
  std::promise<void> gave_up;
  const std::shared_future<void> released = gave_up.get_future().share();
  const auto read = change.read;
  const Oid stuck = change.files[1].after->id;
  change.read = [=](const Oid& id) {
    if (id == stuck) released.wait_for(std::chrono::seconds(60));
    return read(id);
  };
  RunOptions options = with(two_files);
  options.limits.check_seconds = 0.01;
  options.engine.watchdog.seconds = 0.2;
  Report so_far;
  int times = 0;
  options.engine.watchdog.expired = [&](Report&& report) {
    so_far = std::move(report);
    ++times;
    gave_up.set_value();
  };
  run(change, {}, options);
  REQUIRE(times == 1);
  REQUIRE(so_far.checks.size() == 1);
  CHECK(so_far.checks[0].status == CheckStatus::aborted);
  CHECK(so_far.checks[0].reason.find("at b.c: the run was given up there") != std::string::npos);
  REQUIRE(so_far.findings.size() == 1);
  CHECK(so_far.findings[0].path == "a.c");
  CHECK(so_far.summary.exit == 3);
  CHECK(so_far.change.files == 2);
}

TEST_CASE("nobody is given up who ends in time") {
  RunOptions options = with(two_files);
  options.engine.watchdog.seconds = 60;
  int times = 0;
  options.engine.watchdog.expired = [&](Report&&) { ++times; };
  const Report report = run(testing::files({}, {{"a.c", "first\n"}}), {}, options);
  CHECK(times == 0);
  CHECK(report.findings.size() == 1);
}

TEST_CASE("a cancelled run ends a script that runs") {
  const char* const slow[] = {
      R"(return { api = 1, summary = "x", file = function() while true do end end })",
      R"(return { api = 1, summary = "x", file = function() while true do pcall(error) end end })",
      R"(local regex = require "moongate.regex"
         return { api = 1, summary = "x", file = function(file)
           local re, text = regex.new("(a|b)*c{1,50}d"), ("ab"):rep(1 << 16)
           while true do re:test(text) end
         end })"};
  for (const char* const lua : slow) {
    INFO(lua);
    std::atomic<bool> cancel{false};
    RunOptions options = with(lua);
    options.limits.check_seconds = 1000;
    options.engine.cancel = &cancel;
    std::thread canceller([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      cancel = true;
    });
    const Report report = run(testing::files({}, {{"a.c", "x\n"}}), {}, options);
    canceller.join();
    REQUIRE(report.checks.size() == 1);
    CHECK(report.checks[0].status == CheckStatus::aborted);
    CHECK(report.checks[0].reason.find("the run was cancelled") != std::string::npos);
    CHECK(report.summary.exit == 3);
  }
}

TEST_CASE("a flood is cut over the whole run, and that is said") {
  std::map<std::string, std::string> files;
  for (int i = 0; i < 30; ++i) files["f" + std::to_string(100 + i) + ".c"] = "x\n";
  const char* const lua = R"(return { api = 1, summary = "x", file = function(file)
    for i = 1, 500 do file:report(("message %03d"):format(i)) end
  end })";
  for (const unsigned jobs : {1u, 4u}) {
    RunOptions options = with(lua);
    options.engine.jobs = jobs;
    const Report report = run(testing::files({}, files), {}, options);
    REQUIRE(report.findings.size() == 10000);
    CHECK(report.findings.back().path == "f119.c");
    CHECK(report.findings.back().message == "message 500");
    REQUIRE(report.checks.size() == 1);
    CHECK(report.checks[0].status == CheckStatus::findings);
    CHECK(report.checks[0].reason.find("only its first 10000 findings") != std::string::npos);
    CHECK(report.summary.errors == 15000);
  }
}

TEST_CASE("what is cut of a flood still counts and fails") {
  const char* const lua = R"(return { api = 1, summary = "x", changed_file = function(file)
    for i = 1, 10050 do file:report("n", { level = "note" }) end
    if file.path == "b.c" then file:report("the one that matters", { line = 1 }) end
  end })";
  RunOptions options = with(lua);
  Report report = run(testing::files({}, {{"a.c", "x\n"}, {"b.c", "x\n"}}), {}, options);
  CHECK(report.summary.exit == 1);
  CHECK(report.summary.errors == 1);
  CHECK(report.summary.notes == 20100);
  REQUIRE(report.findings.size() == 10000);
  CHECK(report.findings.back().message == "the one that matters");

  options.overrides.fail_on = Level::note;
  report = run(testing::files({}, {{"a.c", "x\n"}}), {}, options);
  CHECK(report.summary.exit == 1);
  CHECK(report.summary.notes == 10050);
}

TEST_CASE("what nobody minds cannot hide what stands behind it") {
  const char* const lua = R"(return { api = 1, summary = "x",
    rules = { w = { summary = "w", level = "off" }, e = { summary = "e" } },
    changed_file = function(file)
      for i = 1, 10001 do file:report("w", { rule = "w" }) end
      file:report("e", { rule = "e" })
    end })";
  const Report report = run(testing::files({}, {{"a.c", "x\n"}}), {}, with(lua));
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].rule == "e");
  CHECK(report.summary.exit == 1);
}

TEST_CASE("new only: a flood of old findings cannot hide a new one") {
  std::string old;
  for (int i = 0; i < 10050; ++i) old += "bad\n";
  const char* const lua = R"(return { api = 1, summary = "x", file = function(file)
    for line in file:lines() do
      if line.text ~= "" then line:report(line.text) end
    end
  end })";
  const Report report =
      run(testing::files({{"a.c", old}}, {{"a.c", old + "worse\n"}}), {}, with(lua));
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].message == "worse");
}

TEST_CASE("one visit's flood is cut, too") {
  const char* const lua = R"(return { api = 1, summary = "x", changed_file = function(file)
    for i = 1, 20000 do file:report("m") end
  end })";
  const Report report = run(testing::files({}, {{"a.c", "x\n"}}), {}, with(lua));
  CHECK(report.findings.size() == 10000);
  CHECK(report.summary.errors == 20000);
  CHECK(!report.checks.at(0).reason.empty());
}

TEST_CASE("lists name only the files that a check asked for") {
  const Change change = testing::files({}, {{"a.c", "x\n"},
                                            {"b.py", "y\n"},
                                            {"c.c", std::string("\0z", 2)},
                                            {"no/d.c", "x\n"},
                                            {"out/e.c", "x\n"}});
  const auto seen = [&](const std::string& fields, const std::string& configuration) {
    const Report report = testing::run_check(
        change,
        "return { api = 1, summary = 'x', " + fields +
            " change = function(change) local t = {} for _, f in ipairs(change.files) do "
            "t[#t + 1] = f.path end assert(#change.files == #t) "
            "change:report(table.concat(t, ' ')) end }",
        configuration);
    REQUIRE(report.findings.size() == 1);
    return report.findings[0].message;
  };
  CHECK(seen("", "") == "a.c b.py no/d.c out/e.c");
  CHECK(seen("binary = true,", "") == "a.c b.py c.c no/d.c out/e.c");
  CHECK(seen("languages = { 'python' },", "") == "b.py");
  CHECK(seen("paths = { exclude = { 'no/**' } },", "") == "a.c b.py out/e.c");
  CHECK(seen("", "paths = { exclude = ['out/**'] }") == "a.c b.py no/d.c");
  CHECK(seen("", "[checks.tested]\npaths = { include = ['*.py'] }") == "b.py");
}
