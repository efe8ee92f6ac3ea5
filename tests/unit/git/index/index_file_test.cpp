// label: slow
#include <catch2/catch.hpp>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "core/error.h"
#include "git/index/index_file.h"
#include "git/objects/objects.h"
#include "git_fixture.h"
#include "random_rounds.h"

using namespace moongate;
using test::Scratch;

namespace {

// Three hundred files in directories, two commits; index and HEAD are the second.
const char* const some_files = R"(
  {
    printf 'commit refs/heads/main\nmark :1\ncommitter A <a@example.com> 1700000000 +0000\n'
    printf 'data 3\none\n'
    for i in $(seq 1 300); do
      printf 'M 100644 inline d%d/e%d/f%d\ndata <<.\n%d\n.\n' $((i % 7)) $((i % 3)) $i $i
    done
    printf 'M 100644 inline a\ndata 1\na\nM 100644 inline a.b\ndata 1\nb\nM 100644 inline a0\ndata 1\nc\n'
    printf 'M 100755 inline run.sh\ndata 1\nx\nM 120000 inline link\ndata 1\na\n'
    printf 'commit refs/heads/main\ncommitter A <a@example.com> 1700000001 +0000\n'
    printf 'data 3\ntwo\nfrom :1\nM 100644 inline d1/second\ndata 1\n2\n'
  } > stream
  git fast-import --quiet < stream
  git symbolic-ref HEAD refs/heads/main
  git reset -q --hard
)";

struct Repository {
  Scratch at;
  std::size_t id_size = 20;

  void make(const std::string& more = {}) {
    at.run(std::string("git init -q ") + (id_size == 32 ? "--object-format=sha256 " : "") +
           "r && cd r\n" + some_files + more);
  }
  std::string run(const std::string& script) const { return at.run("cd r\n" + script); }
  std::string index_path() const { return at.path() + "/r/.git/index"; }
  IndexFile index() const { return IndexFile::open(index_path(), id_size); }

  std::function<Bytes(const Oid&)> tree_reader() const {
    ObjectStoreOptions options;
    options.directory = at.path() + "/r/.git/objects";
    options.id_size = id_size;
    return [store = ObjectStore(options)](const Oid& id) {
      const auto object = store.read(id);
      if (!object) throw Error(ProblemKind::repository, "missing " + id.hex());
      return object->bytes;
    };
  }
};

std::string octal(std::uint32_t mode) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%06o", mode);
  return text.data();
}

// In the form of `git diff --cached --raw`.
std::string raw(const std::vector<IndexDifference>& changes, std::size_t id_size) {
  const std::string no_id(id_size * 2, '0');
  std::string text;
  for (const IndexDifference& change : changes) {
    const auto& before = change.before;
    const auto& after = change.after;
    REQUIRE((before || after || change.unmerged));
    if (before) CHECK(before->path == change.path);
    if (after) CHECK(after->path == change.path);
    const char* status = change.unmerged ? "U" : !before ? "A" : !after ? "D" : "M";
    if (before && after && (before->mode & 0170000) != (after->mode & 0170000)) status = "T";
    text += ":" + octal(before ? before->mode : 0) + " " + octal(after ? after->mode : 0) + " " +
            (before ? before->id.hex() : no_id) + " " + (after ? after->id.hex() : no_id) + " " +
            status + "\t" + change.path + "\n";
  }
  return text;
}

std::string entries(const IndexFile& index) {
  std::string text;
  index.for_each([&](const IndexEntry& entry) {
    text += octal(entry.mode) + " " + entry.id().hex() + " " + std::to_string(entry.stage) + "\t" +
            std::string(entry.path) + "\n";
    return true;
  });
  return text;
}

// What Git says of its index, in every way that is asked of the reader.
void check_all(const Repository& repository, const std::string& tree = "HEAD") {
  const IndexFile index = repository.index();
  CHECK(entries(index) == repository.run("git -c core.quotePath=false ls-files -s --sparse"));
  std::optional<Oid> root;
  if (!tree.empty()) {
    const std::string hex = repository.run("git rev-parse " + tree + "^{tree}");
    root = Oid::from_hex(hex.substr(0, hex.size() - 1));
  }
  const std::string against = tree.empty() ? "$(git hash-object -t tree /dev/null)" : tree;
  const std::string expected = repository.run(
      "git -c core.quotePath=false diff-index --cached --raw --no-renames --no-abbrev "
      "--ita-invisible-in-index " +
      against);
  CHECK(raw(index.changed_against(root, repository.tree_reader()), repository.id_size) == expected);
  index.for_each([&](const IndexEntry& entry) {
    if (entry.stage == 0 && !entry.intent_to_add && entry.mode != 0040000) {
      const auto found = index.find(entry.path);
      REQUIRE(found);
      CHECK(found->id == entry.id());
    }
    return true;
  });
  CHECK_FALSE(index.find("d1/seconc"));
  CHECK_FALSE(index.find("zz"));
  CHECK_FALSE(index.find(""));
}

const char* const some_changes = R"(
  echo new > d2/e2/new; echo other > d3/e0/f3; rm d4/e1/f4; chmod +x d5/e2/f5
  git add -A
)";

}  // namespace

TEST_CASE("the index is read as Git reads it") {
  Repository repository;
  SECTION("just as HEAD") {
    repository.make();
  }
  SECTION("version 2") {
    repository.make(some_changes);
  }
  SECTION("version 3: intended to be added, skip-worktree, assume-valid") {
    repository.make(std::string(some_changes) +
                    "echo later > d6/later; git add -N d6/later; echo x > only; git add -N only\n"
                    "git update-index --skip-worktree d1/second; "
                    "git update-index --assume-unchanged d0/e0/f21");
    CHECK(repository.index().version() == 3);
  }
  SECTION("an entry that was committed and is now only intended to be added") {
    repository.make("git rm -q --cached d1/second; git add -N d1/second");
  }
  SECTION("version 4") {
    repository.make(std::string("git update-index --index-version 4\n") + some_changes);
    CHECK(repository.index().version() == 4);
  }
  SECTION("SHA-256") {
    repository.id_size = 32;
    repository.make(some_changes);
    check_all(repository);
    repository.run("git update-index --index-version 4");
    CHECK(repository.index().version() == 4);
  }
  SECTION("split") {
    repository.make(std::string("git config splitIndex.maxPercentChange 100\n"
                                "git update-index --split-index\n") +
                    some_changes);
    CHECK(repository.index().is_split());
    check_all(repository);
    repository.run("git rm -qr --cached d6; echo more > d6/e0/more; git add d6/e0/more");
    CHECK(repository.index().is_split());
  }
  SECTION("split, version 4") {
    repository.make(std::string("git config splitIndex.maxPercentChange 100\n"
                                "git update-index --index-version 4\n"
                                "git update-index --split-index\n") +
                    some_changes);
    CHECK(repository.index().is_split());
  }
  SECTION("sparse") {
    repository.make(
        "git sparse-checkout init --cone --sparse-index; git sparse-checkout set d1 d2/e1");
    CHECK(repository.index().is_sparse());
    check_all(repository);
    repository.run("echo new > d1/new; rm d1/second; git add -A");
    check_all(repository);
    check_all(repository, "HEAD~1");
  }
  SECTION("with the extensions that others use") {
    repository.make(
        "git config core.untrackedCache true; git update-index --force-untracked-cache\n"
        "printf '#!/bin/sh\\nprintf \"token\\\\0/\\\\0\"\\n' > .git/hooks/changes\n"
        "chmod +x .git/hooks/changes; git config core.fsmonitor .git/hooks/changes\n"
        "git update-index --fsmonitor\n"
        "git config index.threads 4; git config index.recordEndOfIndexEntries true\n"
        "git config index.recordOffsetTable true\n"
        "git status > /dev/null; git update-index --force-write-index");
    const std::string content = Scratch::contents(repository.index_path());
    CHECK(content.find("UNTR") != std::string::npos);
    CHECK(content.find("FSMN") != std::string::npos);
    CHECK(content.find("EOIE") != std::string::npos);
  }
  SECTION("with conflicts") {
    repository.make(
        "git checkout -q -b other; echo theirs > d1/second; git rm -q d2/e2/f2; git commit -qam "
        "theirs\n"
        "git checkout -q main; echo ours > d1/second; echo ours > d2/e2/f2; git commit -qam ours\n"
        "git merge other > /dev/null || true");
    CHECK(repository.run("git ls-files -u | wc -l") != "0\n");
  }
  SECTION("files that become directories, directories that become files, links and submodules") {
    repository.make(
        "git rm -q --cached a a.b; rm -f a; mkdir a; echo 1 > a/x; git add a\n"
        "git rm -rq d3; echo file > d3; git add d3\n"
        "rm link; echo text > link; git add link\n"
        "git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),sub\n"
        "git update-index --cacheinfo 160000,$(git rev-parse HEAD),a0");
  }
  SECTION("paths that are as long as can be, not UTF-8, or hold anything") {
    repository.make(
        "long=$(printf '%05000d' 0 | sed 's|.\\{100\\}|&/|g')x\n"
        "blob=$(git hash-object -w a)\n"
        "printf '100644 %s\\t%s\\0' $blob \"$long\" | git update-index -z --index-info\n"
        "printf '100644 %s\\t\\377\\376\\0' $blob | git update-index -z --index-info\n");
  }
  SECTION("everything removed") {
    repository.make("git rm -rq --cached .");
  }
  SECTION("a checksum of zeros") {
    repository.make(some_changes);
    std::string content = Scratch::contents(repository.index_path());
    content.replace(content.size() - 20, 20, 20, '\0');
    Scratch::write(repository.index_path(), content);
  }
  check_all(repository);
  check_all(repository, "HEAD~1");
  check_all(repository, "");
}

TEST_CASE("an index that does not exist is empty") {
  Repository repository;
  repository.make("rm .git/index");
  const IndexFile index = repository.index();
  CHECK(index.version() == 0);
  CHECK(index.entry_count() == 0);
  check_all(repository);
  CHECK(index.all_files(repository.tree_reader()).empty());
}

TEST_CASE("all files of the index, sparse directories opened") {
  Repository repository;
  repository.make("git sparse-checkout init --cone --sparse-index; git sparse-checkout set d1");
  std::string text;
  for (const FileVersion& file : repository.index().all_files(repository.tree_reader())) {
    text += octal(file.mode) + " " + file.id.hex() + " 0\t" + file.path + "\n";
  }
  CHECK(text == repository.run("git ls-files -s"));
}

TEST_CASE("random staging gives what Git says") {
  Repository repository;
  repository.make("git update-index --index-version 4");
  const std::uint32_t seed = GENERATE(1u, 2u, 3u);
  std::mt19937 random_number = moongate::testing::printed_generator("random staging", seed);
  const auto below = [&](std::uint32_t limit) { return std::to_string(random_number() % limit); };
  const std::string blob = repository.run("git hash-object -w a").substr(0, 40);
  for (int round = 0; round < 6; ++round) {
    std::string info;
    for (int i = 0; i < 5; ++i) {
      const std::uint32_t kind = random_number() % 4;
      const std::string path =
          "d" + below(9) + "/e" + below(4) + (kind == 3 ? "" : "/f" + below(300));
      info += (kind == 0 ? "0 " + std::string(40, '0') : "100644 " + blob) + "\t" + path + "\n";
    }
    Scratch::write(repository.at.path() + "/info", info);
    repository.run("git update-index --replace --index-info < ../info\n" +
                   std::string(round % 2 == 0 ? "git write-tree > /dev/null" : ""));
    check_all(repository);
  }
}

TEST_CASE("cached trees are used, and not believed when they contradict the entries") {
  Repository repository;
  repository.make("git write-tree > /dev/null");
  const std::string head = repository.run("git rev-parse HEAD^{tree}").substr(0, 40);
  const IndexFile index = repository.index();
  REQUIRE(index.cached_root_tree());
  CHECK(index.cached_root_tree()->hex() == head);
  int trees_read = 0;
  const auto read = repository.tree_reader();
  CHECK(index
            .changed_against(*Oid::from_hex(head),
                             [&](const Oid& id) {
                               ++trees_read;
                               return read(id);
                             })
            .empty());
  CHECK(trees_read == 0);

  repository.run("echo other > d3/e0/f3; git add d3/e0/f3");
  CHECK(repository.index()
            .changed_against(*Oid::from_hex(head),
                             [&](const Oid& id) {
                               ++trees_read;
                               return read(id);
                             })
            .size() == 1);
  CHECK(trees_read == 3);  // the root, d3, d3/e0
  std::string content = Scratch::contents(repository.index_path());
  const std::size_t tree = content.rfind("d2");
  REQUIRE(tree > content.find("TREE"));
  content[tree + 3] = content[tree + 3] == '4' ? '3' : '4';  // of how many entries it is made
  Scratch::write(repository.index_path(), content);
  CHECK(repository.index().changed_against(*Oid::from_hex(head), read).size() == 1);
}

TEST_CASE("a damaged index is an error, wherever it is cut or changed") {
  Repository repository;
  const std::string make = GENERATE("", "git update-index --index-version 4",
                                    "git config splitIndex.maxPercentChange 100; "
                                    "git update-index --split-index; git rm -q --cached a");
  repository.make(make);
  const std::string good = Scratch::contents(repository.index_path());
  const auto read = repository.tree_reader();
  const std::string head = repository.run("git rev-parse HEAD^{tree}").substr(0, 40);
  const auto use = [&] {
    const IndexFile index = repository.index();
    entries(index);
    index.changed_against(*Oid::from_hex(head), read);
  };
  for (std::size_t size = 0; size + 1 < good.size(); size += 1 + size / 8) {
    Scratch::write(repository.index_path(), good.substr(0, size));
    CHECK_THROWS_AS(use(), Error);
  }
  std::mt19937 random_number = moongate::testing::printed_generator("damaged index", 7);
  for (int i = 0; i < 200; ++i) {
    std::string bad = good;
    for (int j = 0; j < 3; ++j) {
      bad[random_number() % bad.size()] = static_cast<char>(random_number());
    }
    Scratch::write(repository.index_path(), bad);
    try {
      use();
    } catch (const Error& error) {
      CHECK(error.problem().kind == ProblemKind::repository);
      CHECK_FALSE(std::string(error.what()).empty());
    }
  }
}

TEST_CASE("a split index without its base names what is missing") {
  Repository repository;
  repository.make("git update-index --split-index; rm .git/sharedindex.*");
  CHECK_THROWS_WITH(repository.index(), Catch::Contains("sharedindex."));
}
