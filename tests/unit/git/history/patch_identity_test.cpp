// Which changes are the same change, next to `git patch-id`.
#include "git/history/patch_identity.h"

#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "git/change/change_parts.h"
#include "git/repository/revision.h"
#include "git_fixture.h"

using namespace moongate;
using test::Scratch;

namespace {

std::vector<FileChange> files_of(const Repository& repository, const std::string& revision) {
  return changes_of(repository,
                    repository.read_commit(resolve_commit(repository, revision)).commit);
}

std::string identity_of(const Repository& repository, const std::string& revision) {
  return patch_identity(repository, files_of(repository, revision));
}

}  // namespace

TEST_CASE("the same change elsewhere has the same identity") {
  const Scratch scratch;
  // On `other` everything is ten lines further down.
  scratch.run(R"(
    git init -q -b main . && git config core.autocrlf false
    change() { git add -A && git commit -qm "$1" && git tag "$1"; }
    seq 1 40 > file && change start
    sed -i 's/^20$/twenty/' file && change edit
    git checkout -q start && sed -i 's/^20$/zwanzig/' file && change another
    git checkout -q start && sed -i 's/^20$/  twenty /' file && change blanks
    git checkout -q -b other start && (seq 101 110; seq 1 40) > file && change down
    sed -i 's/^20$/twenty/' file && change edit-down
    git checkout -q start && cp file copy && git rm -q --cached file && rm file && git add copy &&
      sed -i 's/^20$/twenty/' copy && change edit-elsewhere
    git checkout -q start && chmod +x file && change mode
    git checkout -q start && printf 'a\0b' > binary && change binary
    git checkout -q other && printf 'a\0b' > binary && change binary-again
    git checkout -q other && printf 'a\0c' > binary && change binary-other
  )");
  const Repository repository(scratch.path());
  const std::string edit = identity_of(repository, "edit");
  CHECK_FALSE(edit.empty());
  CHECK(identity_of(repository, "edit-down") == edit);
  for (const char* name : {"blanks", "another", "edit-elsewhere", "mode", "down"}) {
    INFO(name);
    CHECK(identity_of(repository, name) != edit);
  }
  CHECK(identity_of(repository, "binary") == identity_of(repository, "binary-again"));
  CHECK(identity_of(repository, "binary") != identity_of(repository, "binary-other"));
  CHECK(patch_identity(repository, {}).empty());

  // Git's own answer, of the pairs that it can tell apart or join.
  const auto git = [&scratch](const std::string& name) {
    return scratch.run("git diff-tree -p " + name + "~ " + name + " | git patch-id --verbatim")
        .substr(0, 40);
  };
  CHECK(git("edit") == git("edit-down"));
  CHECK(git("edit") != git("blanks"));
  CHECK(git("edit") != git("another"));
}

TEST_CASE("equal identities have equal keys") {
  const Scratch scratch;
  scratch.run(R"(
    git init -q -b main . && echo a > a && git add a && git commit -qm one
    echo b > b && git add b && git commit -qm two && git tag add
    git checkout -q HEAD~1 && echo c > a && git add a && git commit -qm three && git tag modify
    git checkout -q HEAD~1 && echo d > b && git add b && git commit -qm four && git tag add-other
  )");
  const Repository repository(scratch.path());
  const auto key = [&](const std::string& name) { return path_key(files_of(repository, name)); };
  CHECK(key("add") == key("add-other"));
  CHECK(key("add") != key("modify"));
  CHECK(identity_of(repository, "add") != identity_of(repository, "add-other"));
}
