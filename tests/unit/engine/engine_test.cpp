#include "engine/engine.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <stdexcept>

#include "change_builder.h"

using namespace moongate;
using namespace moongate::testing;

namespace {

const std::string todo = R"(return {
  api = 1,
  summary = "no TODO",
  added_line = function(line)
    local column = line.text:find("TODO", 1, true)
    if column then line:report("a TODO", { column = column, length = 4 }) end
  end,
})";

const std::string long_lines = R"(return {
  api = 1,
  summary = "no long lines",
  file = function(file)
    local number = 0
    for line in (file.text):gmatch("([^\n]*)\n") do
      number = number + 1
      if #line > 20 then file:report("too long", { line = number, value = #line }) end
    end
  end,
})";

std::vector<std::string> places(const Report& report) {
  std::vector<std::string> all;
  for (const Finding& finding : report.findings)
    all.push_back(finding.path + ":" + std::to_string(finding.line) + ":" +
                  std::to_string(finding.column));
  return all;
}

using Places = std::vector<std::string>;

}  // namespace

TEST_CASE("only lines that the change added are reported") {
  const Report report = run_check(
      files({{"a.c", "TODO old\n"}}, {{"a.c", "TODO old\n  TODO new\n"}, {"b.c", "TODO\n"}}), todo);
  REQUIRE(report.problems.empty());
  CHECK(places(report) == Places{"a.c:2:3", "b.c:1:1"});
  CHECK(report.summary.exit == 1);
  CHECK(report.change.files == 2);
  CHECK(report.change.added_lines == 2);
}

TEST_CASE("a finding knows whether it stands on a line of the net change") {
  EngineOptions all;
  all.include_existing = true;
  const Report old =
      run_check(files({{"a.c", "TODO old\n"}}, {{"a.c", "TODO old\nTODO new\n"}}), todo, "", all);
  REQUIRE(places(old) == Places{"a.c:1:1", "a.c:2:1"});
  CHECK_FALSE(old.findings[0].in_change);
  CHECK(old.findings[1].in_change);

  std::string by_commit = todo;
  by_commit.replace(by_commit.find("added_line"), 0, "scope = \"commits\",\n  ");
  // The first commit's file is gone; of the second one's lines one stands where it stood, one has
  // moved, and one has made room for another.
  const Report report = run_check(
      commits({{"one", {{"gone.c", "TODO gone\n"}}},
               {"two", {{"b.c", "TODO stays\nTODO moves\n"}, {"c.c", "TODO goes\n"}}},
               {"three", {{"b.c", "TODO stays\nint x;\nTODO moves\n"}, {"c.c", "int y;\n"}}}}),
      by_commit);
  REQUIRE(places(report) == Places{"b.c:1:1", "b.c:3:1", "c.c:1:1", "gone.c:1:1"});
  std::vector<bool> marks;
  for (const Finding& finding : report.findings) marks.push_back(finding.in_change);
  CHECK(marks == std::vector<bool>{true, true, false, false});
}

TEST_CASE("a binary file's bytes are not counted as lines") {
  const Report report =
      run_check(files({}, {{"a.bin", std::string("\0a\nb\nc\n", 8)}, {"b.txt", "x\n"}}), todo);
  CHECK(report.change.files == 2);
  CHECK(report.change.added_lines == 1);
}

TEST_CASE("include_existing reports what was there before") {
  EngineOptions engine;
  engine.include_existing = true;
  const Report report =
      run_check(files({{"a.c", "TODO old\n"}}, {{"a.c", "TODO old\nnew\n"}}), todo, {}, engine);
  CHECK(places(report) == Places{"a.c:1:1"});
}

TEST_CASE("a file visitor's old findings are subtracted, wherever their lines moved") {
  const std::string line = "this line is longer than twenty bytes\n";
  CHECK(run_check(files({{"a", line}}, {{"a", "short\n" + line}}), long_lines).findings.empty());
  // Indenting it does not make it a new one; a second one is new.
  CHECK(run_check(files({{"a", line}}, {{"a", line + "x\n" + line}}), long_lines).findings.size() ==
        1);
}

TEST_CASE("an old finding with a worse value is new") {
  const std::string check = R"(return {
    api = 1, summary = "size",
    file = function(file) if #file.text > 3 then file:report("large", { value = #file.text }) end end,
  })";
  CHECK(run_check(files({{"a", "12345"}}, {{"a", "1234"}}), check).findings.empty());
  CHECK(run_check(files({{"a", "1234"}}, {{"a", "12345"}}), check).findings.size() == 1);
}

TEST_CASE("equal lines have fingerprints of their own, and moving them keeps these") {
  const Report first = run_check(files({}, {{"a", "TODO\nx\nTODO\n"}}), todo);
  const Report moved = run_check(files({}, {{"a", "y\n\n  TODO\nTODO\n"}}), todo);
  REQUIRE(first.findings.size() == 2);
  REQUIRE(moved.findings.size() == 2);
  CHECK(first.findings[0].fingerprint != first.findings[1].fingerprint);
  CHECK(first.findings[0].fingerprint == moved.findings[0].fingerprint);
  CHECK(first.findings[1].fingerprint == moved.findings[1].fingerprint);
}

TEST_CASE("what a commit introduced is found though a later one removed it") {
  const std::string check = R"(return {
    api = 1, summary = "x", scope = "commits",
    added_line = function(line) if line.text == "bad" then line:report("bad") end end,
  })";
  const Change change = commits({{"one", {{"a", "bad\n"}}}, {"two", {{"a", "good\n"}}}});
  const Report report = run_check(change, check);
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].commit == change.commits[0].id.hex());
}

TEST_CASE("what several commits say of a path with one fingerprint is said once") {
  const std::string check = R"(return {
    api = 1, summary = "x", scope = "commits",
    added_line = function(line) if line.text == "bad" then line:report("bad") end end,
  })";
  const Change change =
      commits({{"one", {{"a", "bad\n"}}}, {"two", {{"a", "x\n"}}}, {"three", {{"a", "x\nbad\n"}}}});
  const Report report = run_check(change, check);
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].commit == change.commits[0].id.hex());
  // It stands in the new version: the place is where a person can open it.
  CHECK(report.findings[0].line == 2);
}

TEST_CASE("a check that errs in one file keeps what it says of all others") {
  const std::string check = R"(return {
    api = 1, summary = "x",
    added_line = function(line)
      if line.text == "boom" then error("no") end
      line:report("line")
    end,
  })";
  const Report report =
      run_check(files({}, {{"a", "fine\n"}, {"b", "boom\n"}, {"c", "fine\n"}}), check);
  CHECK(places(report) == Places{"a:1:0", "c:1:0"});
  REQUIRE(report.checks.size() == 1);
  CHECK(report.checks[0].status == CheckStatus::error);
  CHECK(report.summary.exit == 2);
}

TEST_CASE("a mistake of ours under one check is that check's error, not the run's end") {
  Change change = commits({{"one", {{"a", "TODO\n"}}}});
  change.files_of = [](const Commit&) -> std::vector<FileChange> {
    throw std::logic_error("a broken promise");
  };
  RunOptions options;
  options.without_built_in = true;
  options.ignore_repository = true;
  options.own_checks = check_sources({{"breaks.lua", R"(return {
    api = 1, summary = "x", change = function(change) return #change.commits[1].files end,
  })"},
                                      {"todo.lua", todo}},
                                     "", false);
  const Report report = run(change, {}, options);
  CHECK(places(report) == Places{"a:1:1"});
  REQUIRE(report.checks.size() == 2);
  for (const CheckOutcome& outcome : report.checks)
    CHECK(outcome.status ==
          (outcome.name == "breaks" ? CheckStatus::error : CheckStatus::findings));
  REQUIRE(report.problems.size() == 1);
  CHECK(report.problems[0].message.find("'breaks'") != std::string::npos);
  CHECK(report.problems[0].message.find("a broken promise") != std::string::npos);
  CHECK(report.summary.exit >= 2);
}

TEST_CASE("a check that takes too long is aborted and named") {
  const Report report = run_check(
      files({}, {{"a", "x\n"}}),
      R"(return { api = 1, summary = "x", added_line = function() while true do end end })",
      "[limits]\ncheck_time = \"50ms\"\n");
  REQUIRE(report.checks.size() == 1);
  CHECK(report.checks[0].status == CheckStatus::aborted);
  CHECK_FALSE(report.checks[0].reason.empty());
  CHECK(report.summary.exit == 3);
}

TEST_CASE("compiling patterns is on the clock of the check that has them") {
  RunOptions options;
  options.without_built_in = true;
  options.ignore_repository = true;
  options.own_checks = check_sources({{"many.lua", R"(local patterns = {}
    for i = 1, 300 do patterns["p" .. i] = { regex = "(?i)[a-z]{200}[0-9]{30}x" .. i } end
    return { api = 1, summary = "x", patterns = patterns, match = function() end })"},
                                      {"todo.lua", todo}},
                                     "", false);
  options.own_layers = {{"repository", "moongate.toml", "", "[limits]\ncheck_time = \"10ms\"\n"}};
  const Report report = run(files({}, {{"a", "x"}}), {}, options);
  REQUIRE(report.checks.size() == 2);
  CHECK(report.checks[0].name == "many");
  CHECK(report.checks[0].status == CheckStatus::aborted);
  CHECK(report.checks[0].reason.find("compiling its patterns") != std::string::npos);
  CHECK(report.summary.exit == 3);
}

TEST_CASE("what the hits of patterns and queries take of memory is bounded") {
  const std::string limits = "[limits]\ncheck_memory = \"1MiB\"\n";
  const auto aborted = [&](const Report& report, const std::string& reason) {
    REQUIRE(report.checks.size() == 1);
    CHECK(report.checks[0].status == CheckStatus::aborted);
    CHECK(report.checks[0].reason == reason);
    CHECK(report.summary.exit == 3);
  };
  aborted(run_check(files({}, {{"a.c", std::string(100'000, 'x')}}), R"(return {
      api = 1, summary = "x", patterns = { p = { regex = "()()()()()()()()()()()()()." } },
      match = function() end,
    })",
                    limits),
          "the matches of its patterns took more than 1MiB of memory in a.c");
  std::string numbers = "[1";
  for (int i = 0; i < 30'000; ++i) numbers += ",1";
  aborted(run_check(files({}, {{"a.json", numbers + "]\n"}}), R"(return {
      api = 1, summary = "x", queries = { json = "(number) @n" }, changed_node = function() end,
    })",
                    limits),
          "the matches of its queries took more than 1MiB of memory in a.json");
}

TEST_CASE("the configuration's level wins, and a rule's over its check's") {
  const std::string check = R"(return {
    api = 1, summary = "x",
    rules = { one = { summary = "1" }, two = { summary = "2" } },
    added_line = function(line) line:report("x", { rule = line.text }) end,
  })";
  const Change change = files({}, {{"a", "one\ntwo\n"}});
  const Report report = run_check(change, check,
                                  "[checks.tested]\nlevel = \"warning\"\n"
                                  "[checks.tested.rules.two]\nlevel = \"note\"\n");
  REQUIRE(report.findings.size() == 2);
  CHECK(report.findings[0].level == Level::warning);
  CHECK(report.findings[1].level == Level::note);
  CHECK(report.summary.exit == 0);
}

TEST_CASE("excluded paths are never visited") {
  const Report report = run_check(files({}, {{"a/x", "TODO\n"}, {"b/x", "TODO\n"}}), todo,
                                  "[checks.tested]\npaths = { exclude = [\"a/**\"] }\n");
  CHECK(places(report) == Places{"b/x:1:1"});
}

TEST_CASE("shards together say what one run says") {
  std::map<std::string, std::string> tree;
  for (int i = 0; i < 40; ++i) tree["f" + std::to_string(i)] = "TODO\n";
  const Change change = files({}, tree);
  Places whole = places(run_check(change, todo));
  std::sort(whole.begin(), whole.end());
  Places parts;
  for (unsigned shard = 0; shard < 5; ++shard) {
    EngineOptions engine;
    engine.shard = shard;
    engine.shards = 5;
    for (const std::string& place : places(run_check(change, todo, {}, engine)))
      parts.push_back(place);
  }
  std::sort(parts.begin(), parts.end());
  CHECK(parts == whole);
}

TEST_CASE("a shard's visitor of the whole change is told of the whole") {
  std::map<std::string, std::string> tree;
  for (int i = 0; i < 40; ++i) tree["f" + std::to_string(i)] = "one\ntwo\n";
  const std::string counts = R"(return {
  api = 1,
  summary = "counts",
  change = function(change)
    local counts = change.counts
    change:report(counts.files .. " files, " .. counts.added_lines .. " lines")
  end,
})";
  EngineOptions engine;
  engine.shards = 4;
  const Report first = run_check(files({}, tree), counts, {}, engine);
  REQUIRE(first.findings.size() == 1);
  CHECK(first.findings[0].message == "40 files, 80 lines");
  // What it says of itself is its own part: merged, the parts are the whole.
  CHECK(first.change.files < 40);
  engine.shard = 1;
  CHECK(run_check(files({}, tree), counts, {}, engine).findings.empty());
}

TEST_CASE("jobs do not change the report") {
  std::map<std::string, std::string> tree;
  for (int i = 0; i < 200; ++i) tree["f" + std::to_string(i)] = "TODO\nx\nTODO\n";
  const Change change = files({}, tree);
  EngineOptions one, four;
  one.jobs = 1;
  four.jobs = 4;
  CHECK(run_check(change, todo, {}, one).findings == run_check(change, todo, {}, four).findings);
}

TEST_CASE("a cancelled run says so and does not pass") {
  const std::atomic<bool> cancel{true};
  EngineOptions engine;
  engine.cancel = &cancel;
  const Report report = run_check(files({}, {{"a", "x\n"}}), todo, {}, engine);
  CHECK(report.summary.exit == 3);
}

TEST_CASE("content that cannot be read is a problem, and no silent pass") {
  Change change = files({}, {{"a", "x\n"}});
  change.read = [](const Oid& id) -> Bytes {
    throw Error(ProblemKind::repository, "object " + id.hex() + " is missing", "fetch it");
  };
  const Report report = run_check(change, todo);
  CHECK(report.summary.exit == 3);
  REQUIRE(report.problems.size() == 1);
  CHECK(report.problems[0].help == "fetch it");
}

TEST_CASE("an old finding excuses one with a value only by a value as large") {
  const std::string lua = R"(return { api = 1, summary = "x", file = function(file)
    for line in file:lines() do
      for value in line.text:gmatch("%S+") do file:report(value, { value = tonumber(value) }) end
    end
  end })";
  const auto said = [&](const std::string& before, const std::string& after) {
    std::string all;
    for (const Finding& finding :
         run_check(files({{"a.c", before}}, {{"a.c", after}}), lua).findings)
      all += finding.message + ";";
    return all;
  };
  CHECK(said("x\n", "100\n") == "100;");  // an old one without a value excuses none with one
  CHECK(said("100\n", "x\n") == "x;");
  CHECK(said("x 5\n", "5 x\n").empty());
  CHECK(said("10 5\n", "5 10\n").empty());  // whichever is met first
  CHECK(said("10 5\n", "10 6\n") == "6;");
}
