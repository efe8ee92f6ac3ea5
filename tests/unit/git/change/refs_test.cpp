// Branches measured against the default branch, next to what Git counts.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <sstream>
#include <utility>

#include "git/change/open_change.h"
#include "git/history/commit_graph.h"
#include "git_fixture.h"

using namespace moongate;

namespace {

// 120 commits, most with two parents among the few before them, a branch at each; main is the last
// but thirty, so that some branches are below it, some above, some next to.
constexpr const char* tangled_history = R"(
git init -q .
awk '
function pick(n) { state = state * 16807 % 2147483647; return int(state / 1000) % n }
BEGIN {
  state = 7
  for (i = 1; i <= 120; i++) {
    printf "commit refs/heads/b%03d\nmark :%d\ncommitter A <a@example.com> %d +0000\ndata 1\nc\n",
      i, i, 1600000000 + pick(50)
    first = i - 1 - pick(12); second = i - 1 - pick(24)
    if (first > 0) printf "from :%d\n", first
    if (second > 0 && first > 0 && second != first) printf "merge :%d\n", second
    printf "M 100644 inline f%d\ndata 1\nx\n", i
  }
  print "reset refs/heads/main\nfrom :90\n"
}' | git fast-import --quiet
git symbolic-ref HEAD refs/heads/main
)";

}  // namespace

TEST_CASE("branches are ahead and behind as Git counts it") {
  const test::Scratch scratch;
  scratch.run(tangled_history);
  std::istringstream counted(
      scratch.run("for name in $(git for-each-ref --format='%(refname:short)' refs/heads); do "
                  "echo $name $(git rev-list --left-right --count main...$name); done"));
  std::map<std::string, std::pair<std::uint32_t, std::uint32_t>> expected;  // behind, ahead
  std::string name;
  for (std::uint32_t behind = 0, ahead = 0; counted >> name >> behind >> ahead;)
    expected[name] = {behind, ahead};
  REQUIRE(expected.size() == 121);

  Request request;
  request.kind = ChangeKind::refs;
  request.directory = scratch.path();
  const Change change = open_change(request);
  REQUIRE(change.branches.size() == expected.size());
  for (const Branch& branch : change.branches) {
    INFO(branch.name);
    CHECK(branch.behind == expected[branch.name].first);
    CHECK(branch.ahead == expected[branch.name].second);
    CHECK((branch.merged_how == "merge") == (branch.ahead == 0 && !branch.is_default));
  }
}

TEST_CASE("the merge base is one that Git names, for every branch of a tangled history") {
  const test::Scratch scratch;
  scratch.run(tangled_history);
  const Repository repository(scratch.path());
  CommitGraph graph(repository);
  MainLine main(graph, graph.number(*repository.refs().resolve("refs/heads/main")));
  CHECK(main.commits().size() == std::stoul(scratch.run("git rev-list --count main")));
  std::vector<std::vector<std::uint32_t>> sets;
  std::istringstream bases(
      scratch.run("for i in $(seq 91 120); do "
                  "echo $(git merge-base --all main b$(printf %03d $i)); done"));
  for (int i = 91; i <= 120; ++i) {
    const std::string ref = "refs/heads/b" + std::string(i < 100 ? "0" : "") + std::to_string(i);
    std::vector<std::uint32_t>& forks = sets.emplace_back();
    graph.reachable({graph.number(*repository.refs().resolve(ref))}, [&](std::uint32_t commit) {
      if (main.has(commit)) forks.push_back(commit);
      return !main.has(commit);
    });
  }
  std::size_t several = 0;  // branches that have more than one best base
  const std::vector<MainLine::Below> below = main.mark_below(sets);
  for (const MainLine::Below& found : below) {
    std::string line;
    REQUIRE(std::getline(bases, line));
    CAPTURE(line);
    if (line.empty()) {
      CHECK(found.count == 0);
      continue;
    }
    if (line.find(' ') != std::string::npos) ++several;
    std::vector<std::uint32_t> named;
    std::istringstream words(line);
    for (std::string id; words >> id;) named.push_back(graph.number(*Oid::from_hex(id)));
    CHECK(std::find(named.begin(), named.end(), found.base) != named.end());
    for (const std::uint32_t other : named) CHECK(graph.time(other) <= graph.time(found.base));
  }
  CHECK(several > 0);
}
