// Facts of checks with scope `commits`, and the findings that come of them, by a whole run.
#include "engine/gather_facts.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "change_builder.h"

using namespace moongate;
using namespace moongate::testing;

namespace {

// What `finish` reports is NAME of the commit's message, or "net", before the message.
std::vector<std::string> said(const Change& change, const std::string& lua, unsigned shards = 1) {
  std::vector<std::string> all;
  for (unsigned shard = 0; shard < shards; ++shard) {
    EngineOptions engine;
    engine.shard = shard;
    engine.shards = shards;
    const Report report = run_check(change, lua, {}, engine);
    for (const Problem& problem : report.problems) UNSCOPED_INFO(problem.message);
    REQUIRE(report.problems.empty());
    for (const Finding& finding : report.findings) {
      std::string name = "net";
      for (const std::vector<Commit>* commits : {&change.commits, &change.known})
        for (const Commit& commit : *commits)
          if (commit.id.hex() == finding.commit) name = commit.message;
      std::string place;
      if (!finding.path.empty()) place = finding.path + ":" + std::to_string(finding.line) + " ";
      all.push_back(name + " " + place + finding.message + (finding.known ? " (known)" : ""));
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}
using Said = std::vector<std::string>;

// The commits of `change` before the last `news` ones are known.
Change with_known(Change change, std::size_t news, bool elsewhere) {
  const auto end = change.commits.end() - static_cast<std::ptrdiff_t>(news);
  change.known.assign(change.commits.begin(), end);
  change.commits.erase(change.commits.begin(), end);
  change.known_elsewhere = elsewhere;
  change.kind = ChangeKind::push;
  return change;
}

const std::string bad_lines = R"(return { api = 1, summary = "x", scope = "commits",
  added_line = function(line) if line.text:find("bad") then line:fact("bad") end end,
  finish = function(change, facts) for _, fact in ipairs(facts) do fact:report("bad") end end })";

const std::string count_lines = R"(return { api = 1, summary = "x", scope = "commits",
  added_line = function(line) line:fact("line") end,
  finish = function(change, facts) if #facts > 2 then
    change:report(#facts .. " facts, " .. #change.files .. " files")
  end end })";

const std::string secrets = R"(return { api = 1, summary = "x", scope = "commits",
  patterns = { bad = { regex = "bad[0-9]", secret = true } },
  match = function(match) match:fact("bad") end,
  commit = function(commit) if commit.message:find("bad") then commit:fact("message") end end,
  finish = function(change, facts) for _, fact in ipairs(facts) do fact:report(fact.name) end end })";

}  // namespace

TEST_CASE("facts: a file of the net change answers for the commit that introduces exactly it") {
  CHECK(said(commits({{"one", {{"a", "bad\n"}}}, {"two", {{"a", "bad\n"}, {"b", "bad\n"}}}}),
             bad_lines) == Said{"one a:1 bad", "two b:1 bad"});
}

TEST_CASE("facts: what two commits make together is the net change's") {
  // Each of them adds two lines of a, and both together one line more than they had.
  const Change change = commits({{"one", {{"a", "1\n2\n"}}}, {"two", {{"a", "1\n2\n3\n4\n"}}}});
  CHECK(said(change, count_lines) == Said{"net 4 facts, 1 files"});
  CHECK(said(change, count_lines, 3) == said(change, count_lines));
}

TEST_CASE("facts: one visit of a file counts for every commit that introduces the same") {
  const Change change = commits({{"one", {{"a", "1\n2\n"}}},
                                 {"two", {}},
                                 {"three", {{"a", "1\n2\n"}, {"b", "1\n"}}},
                                 {"four", {{"b", "1\n"}}}});
  CHECK(said(change, count_lines) == Said{"three 3 facts, 2 files"});
  const std::string who = R"(return { api = 1, summary = "x", scope = "commits",
    added_line = function(line) line:fact("line") end,
    finish = function(change, facts) local id = #change.commits == 1 and change.commits[1].id
      for _, fact in ipairs(facts) do
        if id and fact.commit ~= id then change:report("not of this commit") end
      end end })";
  CHECK(said(change, who).empty());
}

TEST_CASE("facts: what finish reports moves with the line and the name that it got later") {
  const Change change = commits({{"one", {{"a", "bad\n"}}}, {"two", {{"a", "x\nbad\n"}}}});
  CHECK(said(change, bad_lines) == Said{"one a:2 bad"});
  const Change gone = commits({{"one", {{"a", "bad\n"}}}, {"two", {{"a", "x\n"}}}});
  CHECK(said(gone, bad_lines) == Said{"one a:1 bad"});
  // A comment that accepts it may come later, too.
  const Change accepted = commits(
      {{"one", {{"a.c", "bad\n"}}}, {"two", {{"a.c", "bad  // moongate:ignore tested it is\n"}}}});
  CHECK(said(accepted, bad_lines).empty() == false);  // the line is another one
  const Change above = commits(
      {{"one", {{"a.c", "bad\n"}}}, {"two", {{"a.c", "// moongate:ignore tested it is\nbad\n"}}}});
  CHECK(said(above, bad_lines) == Said{});
}

TEST_CASE("facts: an ignore comment that comes and goes hides nothing") {
  const Change change = commits(
      {{"one", {{"a.c", "// moongate:ignore tested x\nbad\n"}}}, {"two", {{"a.c", "bad\n"}}}});
  CHECK(said(change, bad_lines) == Said{"net a.c:1 bad"});
}

TEST_CASE("facts of known commits: on another remote they warn, and answer for nothing new") {
  const Change all =
      commits({{"old bad0", {{"a", "bad1\n"}}}, {"new", {{"a", "bad1\n"}, {"b", "bad2\n"}}}});
  Change change = with_known(all, 1, true);
  std::erase_if(change.files, [](const FileChange& file) { return file.path() == "a"; });
  CHECK(said(change, secrets) ==
        Said{"new b:1 bad", "old bad0 a:1 bad (known)", "old bad0 message (known)"});
  // The net change has it as well: it blocks.
  CHECK(said(with_known(all, 1, true), secrets) ==
        Said{"net a:1 bad", "new b:1 bad", "old bad0 message (known)"});
}

TEST_CASE("facts of a first push to an empty remote: the commits introduce, and block") {
  const Change change = with_known(commits({{"old bad0", {{"a", "bad1\n"}, {"gone", "bad3\n"}}},
                                            {"new", {{"a", "bad1\n"}, {"b", "bad2\n"}}}}),
                                   0, false);
  CHECK(said(change, secrets) ==
        Said{"new b:1 bad", "old bad0 a:1 bad", "old bad0 gone:1 bad", "old bad0 message"});
  // Others see the tree alone.
  CHECK(said(change, bad_lines) == Said{"net a:1 bad", "net b:1 bad"});
}

TEST_CASE("facts: shards say what one run says") {
  std::vector<std::pair<std::string, std::map<std::string, std::string>>> steps;
  std::map<std::string, std::string> tree;
  for (int i = 0; i < 12; ++i) {
    tree["f" + std::to_string(i % 7)] += "bad " + std::to_string(i) + "\n";
    steps.emplace_back("commit " + std::to_string(i), tree);
  }
  const Change change = commits(steps);
  CHECK(said(change, bad_lines).size() == 12);
  CHECK(said(change, bad_lines, 5) == said(change, bad_lines));
  CHECK(said(change, count_lines, 5) == said(change, count_lines));
}
