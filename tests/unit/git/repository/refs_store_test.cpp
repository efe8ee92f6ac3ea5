// References as they are stored: a file each, packed, symbolic, damaged.
#include "git/repository/refs_store.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "core/error.h"
#include "git_fixture.h"

using namespace moongate;
using test::Scratch;

namespace {

const std::string one(40, '1'), two(40, '2'), three(40, '3');

// A .git directory as far as references need one.
class Store {
 public:
  Store() {
    location_.git_dir = location_.common_dir = scratch_.path();
    location_.id_size = 20;
  }

  void write(const std::string& name, const std::string& text) {
    const std::string path = scratch_.path() + "/" + name;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    Scratch::write(path, text);
  }
  Location& location() { return location_; }
  const std::string& path() const { return scratch_.path(); }
  RefsStore open() const { return RefsStore(location_); }

 private:
  Scratch scratch_;
  Location location_;
};

std::string hex(const std::optional<Oid>& id) {
  return id ? id->hex() : "none";
}

std::vector<std::string> names(const std::vector<Reference>& references) {
  std::vector<std::string> result;
  for (const Reference& reference : references) result.push_back(reference.name);
  return result;
}

}  // namespace

TEST_CASE("a reference's own file goes before the packed one") {
  Store store;
  store.write("packed-refs", "# pack-refs with: peeled fully-peeled sorted \n" + one +
                                 " refs/heads/main\n" + two + " refs/tags/v1\n^" + three + "\n");
  store.write("refs/heads/main", three + "\n");
  const RefsStore refs = store.open();
  CHECK(hex(refs.resolve("refs/heads/main")) == three);
  CHECK(hex(refs.resolve("refs/tags/v1")) == two);  // the tag, not what it marks
  CHECK(hex(refs.resolve("refs/heads/mai")) == "none");
  CHECK(hex(refs.resolve("refs/heads/main2")) == "none");
  CHECK(hex(refs.resolve("heads/main")) == "none");
}

TEST_CASE("symbolic references are followed, and may lead nowhere") {
  Store store;
  store.write("HEAD", "ref:\trefs/heads/main\n");
  store.write("refs/remotes/origin/HEAD", "ref: refs/remotes/origin/main");
  store.write("refs/remotes/origin/main", one);
  const RefsStore refs = store.open();
  CHECK(refs.symbolic("HEAD") == "refs/heads/main");
  CHECK(hex(refs.resolve("HEAD")) == "none");  // a branch without commits
  CHECK(hex(refs.resolve("refs/remotes/origin/HEAD")) == one);
  CHECK_FALSE(refs.symbolic("refs/remotes/origin/main"));
}

TEST_CASE("HEAD as a link, the old way") {
  Store store;
  store.write("refs/heads/main", one + "\n");
  std::filesystem::create_symlink("refs/heads/main", store.path() + "/HEAD");
  CHECK(store.open().symbolic("HEAD") == "refs/heads/main");
  CHECK(hex(store.open().resolve("HEAD")) == one);
}

TEST_CASE("damaged references are errors that name the file") {
  Store store;
  store.write("refs/heads/cut", one.substr(0, 39));
  store.write("refs/heads/out", "ref: ../../etc/passwd\n");
  store.write("refs/heads/a", "ref: refs/heads/b\n");
  store.write("refs/heads/b", "ref: refs/heads/a\n");
  store.write("refs/heads/good", two);
  const RefsStore refs = store.open();
  try {
    refs.resolve("refs/heads/cut");
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.problem().path == store.path() + "/refs/heads/cut");
    CHECK(error.problem().kind == ProblemKind::repository);
  }
  CHECK_THROWS_AS(refs.resolve("refs/heads/out"), Error);
  CHECK_THROWS_WITH(refs.resolve("refs/heads/a"), Catch::Contains("circle"));
  CHECK(names(refs.all()) == std::vector<std::string>{"refs/heads/good"});
}

TEST_CASE("all references of a kind, sorted, locks and zero ids left out") {
  Store store;
  store.write("packed-refs", one + " refs/heads/packed\r\n" + two + " refs/tags/v1\n");
  store.write("refs/heads/z", one);
  store.write("refs/heads/a/b", two);
  store.write("refs/heads/a/b.lock", "");
  store.write("refs/heads/gone", std::string(40, '0'));
  const RefsStore refs = store.open();
  CHECK(names(refs.all("refs/heads/")) ==
        std::vector<std::string>{"refs/heads/a/b", "refs/heads/packed", "refs/heads/z"});
  CHECK(names(refs.all()).size() == 4);
  CHECK(hex(refs.resolve("refs/heads/gone")) == "none");
}

TEST_CASE("a linked working tree has its own HEAD and bisect references, and no other branches") {
  Store store;
  store.write("HEAD", "ref: refs/heads/main\n");
  store.write("refs/heads/main", one);
  store.write("worktrees/w/HEAD", two);
  store.write("worktrees/w/refs/bisect/bad", two);
  store.location().git_dir = store.path() + "/worktrees/w";
  const RefsStore refs = store.open();
  CHECK(hex(refs.resolve("HEAD")) == two);
  CHECK(hex(refs.resolve("refs/bisect/bad")) == two);
  CHECK(names(refs.all()) == std::vector<std::string>{"refs/bisect/bad", "refs/heads/main"});
}

TEST_CASE("names that would leave the directory, or that Git refuses") {
  for (const char* name : {"", "/a", "a/", "a//b", "a/../b", "..", "a/.b", ".a", "a.", "a b", "a~1",
                           "a^", "a:b", "a?", "a*", "a[", "a\\b", "a\nb"}) {
    INFO(name);
    CHECK_FALSE(is_safe_reference_name(name));
  }
  for (const char* name : {"HEAD", "refs/heads/a-b_c.d", "refs/heads/\xC3\xA9", "refs/heads/@{x"}) {
    INFO(name);
    CHECK(is_safe_reference_name(name));
  }
}
