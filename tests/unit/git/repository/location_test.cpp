// Where a repository's parts lie, next to what `git rev-parse` says.
#include "git/repository/location.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "core/error.h"
#include "environment.h"
#include "git_fixture.h"

using namespace moongate;
using test::Environment;
using test::Scratch;

namespace {

// Git's variables of whoever runs the tests (a hook, perhaps) are not those of these repositories.
void forget_git(Environment& environment) {
  for (const char* name :
       {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_SHALLOW_FILE", "GIT_CEILING_DIRECTORIES"}) {
    environment.set(name, std::nullopt);
  }
}

std::string real(const std::string& path) {
  return std::filesystem::canonical(path).string();
}

Problem problem_of(const std::string& directory) {
  try {
    find_repository(directory);
  } catch (const Error& error) {
    return error.problem();
  }
  FAIL("no error for " << directory);
  return {};
}

}  // namespace

TEST_CASE("a repository is found from a directory below its top") {
  Environment environment;
  forget_git(environment);
  const Scratch scratch;
  scratch.run("git init -q top && mkdir -p top/a/b");
  const std::string top = real(scratch.path() + "/top");
  const Location location = find_repository(scratch.path() + "/top/a/b");
  CHECK(location.work_tree == top);
  CHECK(location.git_dir == top + "/.git");
  CHECK(location.common_dir == top + "/.git");
  CHECK(location.objects_dir == top + "/.git/objects");
  CHECK(location.index_file == top + "/.git/index");
  CHECK(location.shallow_file == top + "/.git/shallow");
  CHECK(location.id_size == 20);
  CHECK_FALSE(location.bare());
  CHECK(location.root() == top);
  CHECK(location.refs_by_git.empty());
}

TEST_CASE("bare repositories, SHA-256, partial clones") {
  Environment environment;
  forget_git(environment);
  const Scratch scratch;
  scratch.run(
      "git init -q --bare --object-format=sha256 bare.git\n"
      "git init -q partial && cd partial && git config remote.up.url nowhere &&"
      "git config remote.up.promisor true");
  const Location bare = find_repository(scratch.path() + "/bare.git/refs");
  CHECK(bare.bare());
  CHECK(bare.root() == real(scratch.path() + "/bare.git"));
  CHECK(bare.id_size == 32);
  CHECK(bare.partial_clone.empty());
  CHECK(find_repository(scratch.path() + "/partial").partial_clone == "up");
}

TEST_CASE("a linked working tree has an index of its own, and everything else in common") {
  Environment environment;
  forget_git(environment);
  const Scratch scratch;
  scratch.run(
      "git init -q main && cd main && git commit -q --allow-empty -m a &&"
      "git worktree add -q ../linked");
  const Location location = find_repository(scratch.path() + "/linked");
  const std::string main = real(scratch.path() + "/main");
  CHECK(location.work_tree == real(scratch.path() + "/linked"));
  CHECK(location.git_dir == main + "/.git/worktrees/linked");
  CHECK(location.common_dir == main + "/.git");
  CHECK(location.index_file == main + "/.git/worktrees/linked/index");

  // The main repository is moved away, as in a container that mounts the working tree only.
  std::filesystem::rename(scratch.path() + "/main", scratch.path() + "/moved");
  const Problem problem = problem_of(scratch.path() + "/linked");
  CHECK(problem.kind == ProblemKind::repository);
  CHECK(problem.path == real(scratch.path() + "/linked") + "/.git");
  CHECK(problem.help.find("git worktree repair") != std::string::npos);
}

TEST_CASE("paths in the environment count from the top of the working tree") {
  Environment environment;
  forget_git(environment);
  const Scratch scratch;
  scratch.run("git init -q top && mkdir top/sub");
  const std::string top = real(scratch.path() + "/top");
  environment.set("GIT_INDEX_FILE", ".git/next-index-1.lock");
  environment.set("GIT_ALTERNATE_OBJECT_DIRECTORIES",
                  "/one:\"/with\\\"quote:\\303\\251\":relative::\"/last");
  const Location location = find_repository(top + "/sub");
  CHECK(location.index_file == top + "/.git/next-index-1.lock");
  CHECK(location.alternates ==
        std::vector<std::string>{"/one", "/with\"quote:\xC3\xA9", top + "/relative", "/last"});
}

TEST_CASE("GIT_DIR names the repository, and must name one") {
  Environment environment;
  forget_git(environment);
  const Scratch scratch;
  scratch.run("git init -q a && git init -q --bare b.git && mkdir empty");
  environment.set("GIT_DIR", real(scratch.path() + "/b.git"));
  CHECK(find_repository(scratch.path() + "/a").git_dir == real(scratch.path() + "/b.git"));
  environment.set("GIT_WORK_TREE", scratch.path() + "/a");
  environment.set("GIT_DIR", scratch.path() + "/a/.git");
  CHECK(find_repository(scratch.path() + "/empty").work_tree == real(scratch.path() + "/a"));
  environment.set("GIT_DIR", scratch.path() + "/empty");
  CHECK(problem_of(scratch.path() + "/a").message.find("GIT_DIR") != std::string::npos);
}

TEST_CASE("what is no repository, or of an unknown kind, is an error that says so") {
  Environment environment;
  forget_git(environment);
  const Scratch scratch;
  environment.set("GIT_CEILING_DIRECTORIES", real(scratch.path()));
  scratch.run(
      "mkdir nothing\n"
      "git init -q file && rm -r file/.git && echo 'no gitdir' > file/.git\n"
      "git init -q hash && cd hash && git config extensions.objectFormat md5");
  CHECK(problem_of(scratch.path() + "/nothing").message.find("no Git repository") == 0);
  CHECK(problem_of(scratch.path() + "/missing").message.find("no such directory") == 0);
  CHECK(problem_of(scratch.path() + "/file").path == real(scratch.path() + "/file") + "/.git");
  const Problem problem = problem_of(scratch.path() + "/hash");
  CHECK(problem.message == "unknown object format \"md5\"");
  CHECK(problem.path == real(scratch.path() + "/hash") + "/.git/config");
}
