// Visitors of the totals of one commit: what they report outlives the change that they were shown.
#include "engine/visit.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "change_builder.h"

using namespace moongate;
using namespace moongate::testing;

namespace {

std::vector<std::string> said(const Change& change, const std::string& fields) {
  EngineOptions engine;
  engine.jobs = 1;  // visits follow each other in one thread: what they leave behind is overwritten
  const Report report = run_check(
      change, "return { api = 1, summary = 'x', scope = 'commits', " + fields + " }", {}, engine);
  for (const Problem& problem : report.problems) UNSCOPED_INFO(problem.message);
  REQUIRE(report.problems.empty());
  std::vector<std::string> all;
  for (const Finding& finding : report.findings) {
    std::string name = "net";
    for (const Commit& commit : change.commits)
      if (commit.id.hex() == finding.commit) name = commit.message;
    if (!finding.path.empty()) name += " " + finding.path + ":" + std::to_string(finding.line);
    all.push_back(name + " " + finding.message);
  }
  std::sort(all.begin(), all.end());
  return all;
}
using Said = std::vector<std::string>;

Change three_commits() {
  return commits({{"one", {{"a", "1\n"}, {"z", "z\n"}}},
                  {"two", {{"a", "1\n2\n"}, {"b", "1\n"}, {"z", "z\n"}}},
                  {"three", {{"a", "1\n2\n"}, {"b", "1\n2\n3\n"}}}});
}

}  // namespace

TEST_CASE("a commit's totals: what they say of themselves is said once, of the first commit") {
  CHECK(said(three_commits(), R"(change = function(change)
      change:report(#change.files .. " files of " .. #change.commits)
    end)") == Said{"one 2 files of 1"});
}

TEST_CASE("a commit's totals: findings of its files, by the change and by the commit") {
  const Said expected = {"net b:0 added", "one a:0 added", "one z:0 added", "two b:0 added"};
  Said by_change = said(three_commits(), R"(change = function(change)
      for _, file in ipairs(change.files) do
        if file.status == "added" then file:report("added") end
      end
    end)");
  // Commits answer for what the net change says of the same file.
  CHECK(by_change == Said{"one a:0 added", "one z:0 added", "two b:0 added"});
  CHECK(said(three_commits(), R"(change = function(change)
      for _, commit in ipairs(change.commits) do
        for _, file in ipairs(commit.files) do
          if file.status == "added" then file:report("added") end
        end
      end
    end)") == Said{"one a:0 added", "one z:0 added", "two b:0 added"});
  CHECK(said(three_commits(), R"(change = function(change)
      for _, file in ipairs(change.files) do
        if file.status == "added" then change:report("added", { path = file.path }) end
      end
    end)") == by_change);
}

TEST_CASE("a commit's totals: places in its files are the net change's, where the line still is") {
  CHECK(said(three_commits(), R"(change = function(change)
      for _, file in ipairs(change.files) do
        for line in file:added_lines() do
          if #change.commits == 1 then file:report("line " .. line.text, { line = line.number }) end
        end
      end
    end)") == Said{"one a:1 line 1", "one z:1 line z", "three b:2 line 2", "three b:3 line 3",
                   "two a:2 line 2", "two b:1 line 1"});
  CHECK(said(commits({{"one", {{"a", "x\n"}}}, {"two", {{"a", "y\nx\n"}}}}), R"(
      change = function(change)
        for _, file in ipairs(change.files) do
          for line in file:added_lines() do
            if line.text == "x" then file:report("x", { line = line.number }) end
          end
        end
      end)") == Said{"one a:2 x"});
}

TEST_CASE("a commit's totals: findings of its message") {
  CHECK(said(three_commits(), R"(change = function(change)
      for _, commit in ipairs(change.commits) do commit:report(commit.subject) end
    end)") == Said{"one one", "three three", "two two"});
}

TEST_CASE("a commit's totals: facts, of the change, of files and of the commit") {
  CHECK(said(three_commits(), R"(change = function(change)
      change:fact("change", #change.files)
      for _, file in ipairs(change.files) do file:fact("file") end
      for _, commit in ipairs(change.commits) do
        commit:fact("commit")
        for _, file in ipairs(commit.files) do file:fact("of commit") end
      end
    end,
    finish = function(change, facts)
      if #change.commits > 1 then return end
      local text = {}
      for _, fact in ipairs(facts) do
        local own = not fact.commit or fact.commit == change.commits[1].id
        text[#text + 1] = fact.name .. (fact.path and " " .. fact.path or "") .. (own and "" or "?")
      end
      change:report(table.concat(text, ", "))
    end)") == Said{"one change, commit, file a, of commit a, file z, of commit z",
                   "three change, commit, file b, of commit b, file z, of commit z",
                   "two change, commit, file a, of commit a, file b, of commit b"});
}
