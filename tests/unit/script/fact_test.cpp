#include "script/fact.h"

#include <catch2/catch.hpp>

#include "change_builder.h"

using namespace moongate;
using namespace moongate::testing;

namespace {

std::string check_with(const std::string& fields) {
  return "return { api = 1, summary = 'x', " + fields + " }";
}

std::string listed(const Report& report) {
  std::string text;
  for (const Finding& finding : report.findings)
    text += finding.path + ":" + std::to_string(finding.line) + " " + finding.message + "\n";
  return text;
}

const std::string tell = R"(finish = function(change, facts)
  local all = {}
  for _, fact in ipairs(facts) do
    all[#all + 1] = fact.name .. " " .. tostring(fact.value) .. " " .. (fact.path or "-") .. ":" .. (fact.line or "-")
  end
  change:report(#all == 0 and "nothing" or table.concat(all, ", "))
end)";

}  // namespace

TEST_CASE("finish gets all facts, by path and line, then as they were made") {
  const Report report = run_check(
      files({}, {{"b", "x\ny\n"}, {"a", "z\n"}}),
      check_with("added_line = function(line) line:fact('two', 2) line:fact('one', line.text) end, "
                 "change = function(change) change:fact('all', true) end, " +
                 tell));
  CHECK(listed(report) ==
        ":0 all true -:-, two 2 a:1, one z a:1, two 2 b:1, one x b:1, two 2 b:2, one y b:2\n");
}

TEST_CASE("finish is called without any fact") {
  CHECK(listed(run_check(files({}, {{"a", "z\n"}}),
                         check_with("added_line = function() end, " + tell))) == ":0 nothing\n");
}

TEST_CASE("a fact reports at its place, and the change at any that it has") {
  const Report report = run_check(
      files({}, {{"a", "one\ntwo\n"}, {"b", "x\n"}}),
      check_with(
          "added_line = function(line) line:fact('x') end, "
          "finish = function(change, facts) "
          "facts[2]:report('fact', { column = 2, length = 1 }) "
          "change:report('change', { path = 'b', line = 1 }) change:report('whole', { path = "
          "'a' }) end"));
  CHECK(listed(report) == "a:0 whole\na:2 fact\nb:1 change\n");
  CHECK(report.findings[1].column == 2);
  CHECK(report.findings[1].snippet == "two");
  CHECK(report.findings[1].fingerprint != report.findings[2].fingerprint);
}

TEST_CASE("what finish reports is accepted by a comment in the file") {
  const Report report = run_check(
      files({}, {{"a.c", "x // moongate:ignore tested yes\ny\n"}}),
      check_with("added_line = function(line) line:fact('x') end, "
                 "finish = function(_, facts) for _, f in ipairs(facts) do f:report('it') "
                 "end end"));
  CHECK(listed(report).find("a.c:2 it") != std::string::npos);
  CHECK(listed(report).find("a.c:1 it") == std::string::npos);
  CHECK(report.summary.suppressed == 1);
}

TEST_CASE("facts of an old version are dropped") {
  const Report report = run_check(
      files({{"a", "old\n"}}, {{"a", "new\n"}}),
      check_with("file = function(file) file:fact('text', file.text) file:report(file.text) end, " +
                 tell));
  CHECK(listed(report).find("old") == std::string::npos);
  CHECK(listed(report).find(":0 text new\n a:-") != std::string::npos);
}

TEST_CASE("with scope commits finish is called for each commit and for the net change") {
  const Change change =
      commits({{"one", {{"a", "x\nx\n"}}}, {"two", {{"a", "x\n"}, {"b", "x\n"}}}});
  const Report report = run_check(
      change,
      check_with(
          "scope = 'commits', added_line = function(line) line:fact('x') end, "
          "finish = function(change, facts) change:report(#facts .. ' of ' .. #change.files "
          ".. ' in ' .. #change.commits) if facts[1] then facts[1]:report('first') end end"));
  std::string text;
  for (const Finding& finding : report.findings)
    text += (finding.commit.empty()                         ? "net"
             : finding.commit == change.commits[0].id.hex() ? "one"
                                                            : "two") +
            std::string(" ") + finding.message + "\n";
  CHECK(text.find("one 2 of 1 in 1\n") != std::string::npos);
  CHECK(text.find("two 1 of 2 in 1\n") != std::string::npos);
  CHECK(text.find("net") == std::string::npos);  // the commits have said it
  CHECK(text.find("one first\n") != std::string::npos);
}

TEST_CASE("finish is not called when a visitor failed") {
  const Report report =
      run_check(files({}, {{"a", "x\n"}, {"b", "bad\n"}}),
                check_with("added_line = function(line) if line.text == 'bad' then error('no') end "
                           "line:fact('x') end, " +
                           tell));
  CHECK(listed(report).empty());
  CHECK(report.summary.exit == 2);
}

TEST_CASE("facts are bounded by the memory of a check, all of them together") {
  const Report report = run_check(
      files({}, {{"a", "x\n"}, {"b", "x\n"}}),
      check_with(
          "added_line = function(line) for i = 1, 6 do line:fact('x', ('x'):rep(8000000)) end "
          "end, " +
          tell));
  REQUIRE(report.checks.size() == 1);
  CHECK(report.checks[0].status == CheckStatus::aborted);
  CHECK(report.checks[0].reason == "its facts took more than 64MiB of memory");
  CHECK(report.findings.empty());
  CHECK(report.summary.exit == 3);
}

TEST_CASE("a path that the change does not have is an error with its place") {
  const Report report =
      run_check(files({}, {{"a", "x\n"}}),
                check_with("added_line = function() end, finish = function(change) "
                           "change:report('x', { path = 'gone' }) end"));
  REQUIRE(report.problems.size() == 1);
  CHECK(report.problems[0].message.find("`path` is 'gone', but this change changes no such file") ==
        0);
}
