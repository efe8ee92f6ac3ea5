// What a change is compared with, next to what Git calls the boundary of a range.
#include "git/change/bases.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "environment.h"
#include "git/history/history_walk.h"
#include "git/repository/revision.h"
#include "git_fixture.h"

using namespace moongate;
using test::Scratch;

namespace {

using Names = std::vector<std::string>;

class History {
 public:
  explicit History(const std::string& script)
      : ran_(scratch_.run("git init -q -b main .\n" + helpers + script)),
        repository_(scratch_.path()) {}

  Oid id(const std::string& name) const { return resolve_commit(repository_, name); }
  const Scratch& scratch() const { return scratch_; }
  const Repository& repository() const { return repository_; }

  // The bases of what `head` has and `known` have not, by the names that they were asked by.
  Names bases(const std::string& head, const Names& known, const std::string& before = {}) const {
    std::vector<Oid> ends;
    for (const std::string& name : known) ends.push_back(id(name));
    const std::vector<WalkedCommit> fresh = commits_between(repository_, {id(head)}, ends);
    std::vector<Oid> found = bases_of(repository_, id(head), by_id(fresh));
    put_main_base_first(repository_, before.empty() ? std::nullopt : std::optional(id(before)),
                        id(head), found);
    return named(found);
  }
  Names named(const std::vector<Oid>& ids) const {
    Names names;
    for (const Oid& id : ids)
      names.push_back(test::lines(scratch_.run("git log -1 --format=%s " + id.hex())).front());
    return names;
  }

 private:
  // `add NAME PARENT…`: a commit with that subject, and a branch of that name.
  inline static const std::string helpers = R"sh(
add() { local name=$1; shift; local tree; tree=$(git mktree </dev/null); local parents=
  for parent; do parents="$parents -p $parent"; done
  git branch -f "$name" "$(git commit-tree "$tree" $parents -m "$name")"; }
)sh";
  Scratch scratch_;
  std::string ran_;
  Repository repository_;
};

}  // namespace

TEST_CASE("bases: the parents of new commits that are not new") {
  const History history("add a; add b a; add c b; add d c");
  CHECK(history.bases("d", {"b"}) == Names{"b"});
  CHECK(history.bases("d", {"d"}) == Names{"d"});  // nothing is new
  CHECK(history.bases("d", {}).empty());           // nothing in common
}

TEST_CASE("bases: a branch that merged its target has two, and the target's is the main one") {
  const History history("add a; add m1 a; add t1 a; add m2 m1; add t2 t1 m2; add t3 t2; add m3 m2");
  CHECK(history.bases("t3", {"m3"}, "m3") == Names{"m2", "a"});
  // A push of it: where the branch was is what it is compared with first.
  CHECK(history.bases("t3", {"t1", "m3"}, "t1") == Names{"t1", "m2"});
  CHECK(history.bases("t3", {"t1", "m3"}) == Names{"t1", "m2"});  // by first parents
}

TEST_CASE("bases: a criss-cross history has all of its merge bases") {
  const History history(
      "add o; add a1 o; add b1 o; add a2 a1 b1; add b2 b1 a1; add a3 a2; add b3 b2");
  Names bases = history.bases("b3", {"a3"}, "a3");
  REQUIRE(bases.size() == 2);
  std::sort(bases.begin(), bases.end());
  CHECK(bases == Names{"a1", "b1"});
}

TEST_CASE("bases: a rewritten branch begins at what it has in common with its old value") {
  const History history("add a; add old a; add side; add n1 a; add n2 n1 side; add n3 side n1");
  CHECK(history.bases("n2", {"old", "side"}, "old") == Names{"a", "side"});
  CHECK(history.bases("n3", {"old", "side"}, "old") == Names{"a", "side"});
  // Unless it has merged what followed on that.
  const History merged("add a; add old a; add m1 a; add m2 m1; add n1 a; add n2 n1 m2");
  CHECK(merged.bases("n2", {"old", "m2"}, "old") == Names{"m2", "a"});
}

TEST_CASE("bases: each root of what is new adds none") {
  const History history("add a; add b a; add root; add both b root");
  CHECK(history.bases("both", {"a"}) == Names{"a"});
  CHECK(history.bases("both", {"b"}) == Names{"b"});
}

TEST_CASE("bases: what a shallow clone was cut at is a base where it is here by another way") {
  const Scratch scratch;
  scratch.run(R"(git init -q -b main o && cd o && git commit -q --allow-empty -m a
    git commit -q --allow-empty -m b && git checkout -qb topic HEAD^ && git commit -q --allow-empty -m t
    cd .. && git init -q c && cd c && git remote add origin "file://$PWD/../o"
    git fetch -q --depth=1 origin topic:topic && git fetch -q origin main:main)");
  const Repository repository(scratch.path() + "/c");
  const Oid topic = resolve_commit(repository, "topic"), main = resolve_commit(repository, "main");
  const std::vector<WalkedCommit> fresh = commits_between(repository, {topic}, {main});
  const std::vector<Oid> bases = bases_of(repository, topic, by_id(fresh));
  REQUIRE(bases.size() == 1);
  CHECK(bases.front().hex() + "\n" == scratch.run("cd o && git rev-parse main^"));
}

TEST_CASE("the parents of a commit in the making: HEAD, then what is merged") {
  const History history("add a; add x a; add y a; add z a; git update-ref refs/heads/main a");
  CHECK(history.named(coming_parents(history.repository())) == Names{"a"});
  const std::string x = history.id("x").hex(), y = history.id("y").hex();
  {
    // `git merge` in its hook: by variables alone.
    test::Environment merged;
    merged.set("GITHEAD_" + x, "x");
    CHECK(history.named(coming_parents(history.repository())) == Names{"a", "x"});
    // One that outlives its merge.
    history.scratch().run("git update-ref refs/heads/main x");
    CHECK(history.named(coming_parents(history.repository())) == Names{"x"});
  }
  test::Environment nonsense;
  nonsense.set("GITHEAD_no-id", "x");
  Scratch::write(history.scratch().path() + "/.git/MERGE_HEAD", y + "\n" + x + "\n" + y + "\n");
  CHECK(history.named(coming_parents(history.repository())) == Names{"x", "y"});
}

TEST_CASE("the parents of a first commit: none") {
  const History history("true");
  CHECK(coming_parents(history.repository()).empty());
}
