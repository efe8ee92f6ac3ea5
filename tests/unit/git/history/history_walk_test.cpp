// Merge bases and what lies between commits, next to what Git lists.
#include "git/history/history_walk.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "core/error.h"
#include "git/repository/revision.h"
#include "git_fixture.h"

using namespace moongate;
using test::Scratch;

namespace {

// 150 commits b1…b150 with up to three parents among the twenty before them, by clocks that do not
// agree; some have no parent.
constexpr const char* tangled_history = R"(
git init -q .
awk '
function pick(n) { state = state * 16807 % 2147483647; return int(state / 1000) % n }
BEGIN {
  state = 11
  for (i = 1; i <= 150; i++) {
    printf "commit refs/heads/b%d\nmark :%d\ncommitter A <a@example.com> %d +0000\ndata 1\nc\n",
      i, i, 1600000000 + (pick(4) ? i : pick(300))
    first = i - 1 - pick(6); second = i - 1 - pick(20); third = i - 1 - pick(20)
    if (first > 0 && pick(40)) {
      printf "from :%d\n", first
      if (second > 0 && second != first && pick(2)) printf "merge :%d\n", second
      if (third > 0 && third != first && third != second && !pick(5)) printf "merge :%d\n", third
    }
    printf "M 100644 inline f%d\ndata 1\nx\n", i
  }
}' | git fast-import --quiet
)";

std::string hex_lines(const std::vector<Oid>& ids) {
  std::string text;
  for (const Oid& id : ids) text += id.hex() + "\n";
  return text;
}

std::string branch(int number) {
  return "b" + std::to_string(number);
}

}  // namespace

TEST_CASE("merge bases, ancestors and ranges are Git's") {
  const Scratch scratch;
  scratch.run(tangled_history);
  const Repository repository(scratch.path());
  const auto id = [&](int number) { return resolve_commit(repository, branch(number)); };
  // All pairs of a few, in one process each way.
  std::string script =
      "mkdir all; for i in $(seq 150); do git rev-list b$i | sort > all/b$i; done\n";
  std::string ours;
  for (int a = 150; a > 0; a -= 7) {
    for (int b = 149; b > 0; b -= 13) {
      const std::string left = branch(a), right = branch(b);
      script += "echo " + left + " " + right + "; git merge-base --all " + left + " " + right +
                " | sort || true\n";
      script += "git merge-base --is-ancestor " + right + " " + left + " && echo yes || echo no\n";
      // Not `rev-list LEFT ^RIGHT`: where clocks go backwards that lists some that RIGHT has.
      script += "comm -23 all/" + left + " all/" + right + "\n";
      ours += left + " " + right + "\n";
      std::vector<Oid> bases = merge_bases(repository, id(a), id(b));
      std::sort(bases.begin(), bases.end());
      ours += hex_lines(bases);
      ours += is_ancestor(repository, id(b), id(a)) ? "yes\n" : "no\n";
      std::vector<Oid> between;
      for (const WalkedCommit& commit : commits_between(repository, {id(a)}, {id(b)}))
        between.push_back(commit.id);
      std::sort(between.begin(), between.end());
      ours += hex_lines(between);
    }
  }
  const std::vector<std::string> expected = test::lines(scratch.run(script));
  const std::vector<std::string> got = test::lines(ours);
  REQUIRE(got.size() == expected.size());
  std::string pair;
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (expected[i].find(' ') != std::string::npos) pair = expected[i];
    INFO(pair);
    REQUIRE(got[i] == expected[i]);
  }
}

TEST_CASE("commits come after their parents, with several ends and several limits") {
  const Scratch scratch;
  scratch.run(tangled_history);
  const Repository repository(scratch.path());
  const auto id = [&](int number) { return resolve_commit(repository, branch(number)); };
  const auto walked = commits_between(repository, {id(150), id(140), id(131)}, {id(90), id(77)});
  std::string ours;
  std::vector<Oid> seen;
  for (const WalkedCommit& commit : walked) {
    ours += commit.id.hex() + "\n";
    for (const Oid& parent : commit.links.parents) {
      const bool is_walked = std::any_of(walked.begin(), walked.end(),
                                         [&](const auto& other) { return other.id == parent; });
      if (is_walked) CHECK(std::find(seen.begin(), seen.end(), parent) != seen.end());
    }
    seen.push_back(commit.id);
  }
  CHECK(ours == scratch.run("git rev-list --topo-order --reverse b150 b140 b131 ^b90 ^b77"));
}

TEST_CASE("an excluded commit that is not here is passed over, an included one is an error") {
  const Scratch scratch;
  scratch.run("git init -q . && git commit -q --allow-empty -m a");
  const Repository repository(scratch.path());
  const Oid head = resolve_commit(repository, "HEAD");
  const Oid missing = *Oid::from_hex(std::string(40, 'a'));
  CHECK(commits_between(repository, {head}, {missing}).size() == 1);
  CHECK(commits_between(repository, {head}, {head}).empty());
  CHECK_THROWS_AS(commits_between(repository, {missing}, {head}), Error);
}
