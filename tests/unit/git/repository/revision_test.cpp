// What names a commit, next to `git rev-parse`.
#include "git/repository/revision.h"

#include <catch2/catch.hpp>
#include <string>

#include "core/error.h"
#include "git_fixture.h"

using namespace moongate;
using test::Scratch;

namespace {

// A merge, tags of a commit, a tag, a tree and a file.
constexpr const char* history = R"(
git init -q -b main .
for number in 1 2 3; do echo $number > file && git add file && git commit -qm $number; done
git checkout -q -b side HEAD~1 && echo side > other && git add other && git commit -qm side
git checkout -q main && git merge -q --no-edit side
git tag light && git tag -a -m one annotated HEAD~1 && git tag -a -m two twice annotated
git tag of-tree HEAD^{tree} && git tag of-file HEAD:file
git update-ref refs/remotes/origin/far HEAD~2
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/far
)";

Problem problem_of(const Repository& repository, const std::string& text) {
  try {
    resolve_commit(repository, text);
  } catch (const Error& error) {
    return error.problem();
  }
  FAIL("no error for " << text);
  return {};
}

}  // namespace

TEST_CASE("revisions are what git rev-parse says they are") {
  const Scratch scratch;
  scratch.run(history);
  const Repository repository(scratch.path());
  for (const std::string text : {"HEAD",
                                 "@",
                                 "main",
                                 "heads/main",
                                 "refs/heads/side",
                                 "light",
                                 "annotated",
                                 "twice",
                                 "twice^{}",
                                 "annotated^{commit}",
                                 "HEAD^{tree}",
                                 "annotated^{object}",
                                 "HEAD^",
                                 "HEAD^2",
                                 "HEAD^2~1",
                                 "HEAD~",
                                 "HEAD~3",
                                 "HEAD^0",
                                 "main~1^1",
                                 "origin",
                                 "origin/far",
                                 "of-tree",
                                 "of-file",
                                 "of-tree^{tree}",
                                 "HEAD:file",
                                 "HEAD^{/side}",
                                 "side@{0}",
                                 "@{0}"}) {
    INFO(text);
    const std::string expected = scratch.run("git rev-parse --verify '" + text + "'");
    CHECK(resolve_revision(repository, text).hex() + "\n" == expected);
  }
  const std::string id = scratch.run("git rev-parse HEAD").substr(0, 40);
  CHECK(resolve_revision(repository, id).hex() == id);
  CHECK(resolve_revision(repository, id.substr(0, 12)).hex() == id);
  CHECK(resolve_revision(repository, "v1.2-14-g" + id.substr(0, 10)).hex() == id);
  std::string upper = id.substr(0, 12);
  for (char& c : upper)
    if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
  CHECK(resolve_revision(repository, upper).hex() == id);
  CHECK(resolve_commit(repository, "twice").hex() + "\n" == scratch.run("git rev-parse HEAD~1"));
}

TEST_CASE("what names nothing is an error that helps") {
  const Scratch scratch;
  scratch.run(history);
  const Repository repository(scratch.path());
  CHECK(problem_of(repository, "mian").help == "did you mean \"main\"?");
  CHECK(problem_of(repository, "far").help == "did you mean \"origin/far\"?");
  CHECK(problem_of(repository, "HEAD~9").message.find("no parent") != std::string::npos);
  CHECK(problem_of(repository, "HEAD^3").message.find("2 parent(s)") != std::string::npos);
  CHECK(problem_of(repository, "of-file").message.find("no commit but a blob") !=
        std::string::npos);
  CHECK(problem_of(repository, "of-tree~1").message.find("no commit but a tree") !=
        std::string::npos);
  CHECK(problem_of(repository, std::string(40, '0')).message.find("all-zero") != std::string::npos);
  CHECK(problem_of(repository, std::string(40, 'a')).message.find("not in this repository") !=
        std::string::npos);
  CHECK(problem_of(repository, "HEAD~99999999999").message.find("unknown") != std::string::npos);
  CHECK(problem_of(repository, "HEAD^{tree").message.find("unknown") != std::string::npos);
  CHECK(problem_of(repository, "").message == "an empty revision");
  CHECK(problem_of(repository, "--all").kind == ProblemKind::repository);
}

TEST_CASE("a name of two things is refused, where Git takes one and warns") {
  const Scratch scratch;
  scratch.run(history + std::string("git tag side HEAD~2\n"));
  const Problem problem = problem_of(Repository(scratch.path()), "side");
  CHECK(problem.message == "ambiguous revision \"side\": it is refs/tags/side and refs/heads/side");
}
