#include "git/trees/tree_size.h"

#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "git/trees/tree_diff.h"
#include "git_fixture.h"

namespace moongate {
namespace {

struct Stored {
  // Entries as "MODE NAME" with an id, in the order in which the tree has them.
  Oid tree(const std::vector<std::pair<std::string, Oid>>& entries) {
    std::string bytes;
    for (const auto& [name, id] : entries)
      bytes += name + '\0' + std::string(reinterpret_cast<const char*>(id.raw.data()), id.size);
    const Oid id = test::object_id("tree", bytes);
    objects[id.hex()] = std::make_shared<const std::string>(bytes);
    return id;
  }
  // `levels` trees that each hold the one below twice.
  Oid bomb(int levels, const std::string& content) {
    const Oid blob = test::object_id("blob", content);
    Oid last = tree({{"100644 a", blob}, {"100644 b", blob}});
    for (int i = 0; i < levels; ++i) last = tree({{"40000 a", last}, {"40000 b", last}});
    return last;
  }

  std::map<std::string, Bytes> objects;
  int reads = 0;
  ReadTree read = [this](const Oid& id) {
    ++reads;
    return objects.at(id.hex());
  };
};

std::string refused(const ReadTree& read, const Oid& tree) {
  try {
    list_tree(tree, "", 20, read);
  } catch (const Error& error) {
    return error.problem().message;
  }
  return "";
}

}  // namespace

TEST_CASE("each distinct tree is counted once") {
  Stored stored;
  const Oid bomb = stored.bomb(40, "x");
  TreeSizes sizes(20, stored.read);
  CHECK(sizes.of(bomb).files == std::uint64_t{1} << 41);
  CHECK(sizes.of(bomb).directories == (std::uint64_t{1} << 41) - 1);
  CHECK(stored.reads == 41);
  CHECK(sizes.of(stored.bomb(100, "y")).files == std::uint64_t{1} << 62);
}

TEST_CASE("differences of two bombs are counted once for each pair") {
  Stored stored;
  const Oid before = stored.bomb(40, "x"), after = stored.bomb(40, "y");
  TreeSizes sizes(20, stored.read);
  CHECK(sizes.of_difference(before, after).files == std::uint64_t{1} << 41);
  CHECK(stored.reads == 82);
  CHECK(sizes.of_difference(before, before).files == 0);
  CHECK(sizes.of_difference(std::nullopt, after).files == std::uint64_t{1} << 41);
}

TEST_CASE("what is counted is what is listed") {
  Stored stored;
  const Oid one = test::object_id("blob", "1"), two = test::object_id("blob", "2");
  const Oid inner = stored.tree({{"100644 p", one}, {"100644 q", one}});
  const Oid changed = stored.tree({{"100644 p", two}, {"100644 q", one}});
  const Oid before = stored.tree({{"100644 a", one}, {"40000 d", inner}, {"100644 z", one}});
  const Oid after = stored.tree({{"40000 a", inner}, {"40000 d", changed}, {"100644 z", one}});
  TreeSizes sizes(20, stored.read);
  CHECK(sizes.of_difference(before, after).files ==
        diff_trees(before, after, 20, stored.read).size());
  CHECK(sizes.of(after).files == list_tree(after, "", 20, stored.read).size());
}

TEST_CASE("a bomb is refused before it is listed, wherever trees are listed") {
  Stored stored;
  const Oid bomb = stored.bomb(40, "x"), other = stored.bomb(40, "y");
  const Oid small = stored.bomb(0, "x");
  CHECK_THROWS_AS(list_tree(bomb, "", 20, stored.read), TooManyFiles);
  CHECK_THROWS_AS(diff_trees(std::nullopt, bomb, 20, stored.read), TooManyFiles);
  CHECK_THROWS_AS(diff_trees(bomb, small, 20, stored.read), TooManyFiles);
  CHECK_THROWS_AS(diff_trees(bomb, other, 20, stored.read), TooManyFiles);
  CHECK_THROWS_AS(differing_from_every({small, bomb}, other, 20, stored.read), TooManyFiles);
  CHECK(stored.reads < 100'000);

  Oid empty = stored.tree({});
  for (int i = 0; i < 40; ++i) empty = stored.tree({{"40000 a", empty}, {"40000 b", empty}});
  CHECK_THROWS_AS(list_tree(empty, "", 20, stored.read), TooManyFiles);
}

TEST_CASE("a list may have as many files as the limit says") {
  Stored stored;
  const Oid tree = stored.bomb(3, "x");  // 16 files
  CHECK(list_tree(tree, "", 20, stored.read, 16).size() == 16);
  CHECK_THROWS_AS(list_tree(tree, "", 20, stored.read, 15), TooManyFiles);
  CHECK(diff_trees(std::nullopt, tree, 20, stored.read, 16).size() == 16);
  CHECK_THROWS_AS(diff_trees(std::nullopt, tree, 20, stored.read, 15), TooManyFiles);
}

TEST_CASE("modes and names that no entry can have are errors with the tree's id") {
  Stored stored;
  const Oid id = test::object_id("blob", "1");
  const Oid directory = stored.tree({{"100644 x", id}});
  const auto of = [&](const std::vector<std::pair<std::string, Oid>>& entries) {
    const Oid tree = stored.tree(entries);
    const std::string message = refused(stored.read, tree);
    CHECK((message.empty() || message.find(tree.hex()) != std::string::npos));
    return message.substr(message.find(':') + 1);
  };
  for (const char* mode : {"100644", "100755", "100664", "120000", "160000", "0100644"})
    CHECK(of({{std::string(mode) + " a", id}}).empty());
  for (const char* mode : {"0", "644", "010644", "020000", "060000", "150000", "170000", "1100644",
                           "4000000000100644"})
    CHECK(of({{std::string(mode) + " a", id}}).find("mode") != std::string::npos);
  for (const char* name : {".", "..", ".git", ".GIT", "a/b", "git~1"})
    CHECK_FALSE(of({{std::string("100644 ") + name, id}}).empty());
  for (const char* name : {"...", ".gitignore", ".git2", "git", "a b"})
    CHECK(of({{std::string("100644 ") + name, id}}).empty());
  CHECK(of({{"100644 a", id}, {"100644 a", id}}).find("two entries") != std::string::npos);
  CHECK(of({{"100644 a", id}, {"100644 a.b", id}, {"40000 a", directory}}).find("two entries") !=
        std::string::npos);
  CHECK(of({{"100644 b", id}, {"100644 a", id}}).find("not in order") != std::string::npos);
  CHECK(of({{"40000 a", directory}, {"100644 a.b", id}}).find("not in order") != std::string::npos);
  CHECK(of({{"100644 a.b", id}, {"40000 a", directory}, {"100644 a0", id}}).empty());
}

}  // namespace moongate
