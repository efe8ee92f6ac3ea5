#include "git/trees/tree_diff.h"

#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <string>

#include "core/error.h"
#include "git_fixture.h"

namespace moongate {
namespace {

// Trees in memory, made of "path=content" words.
class Trees {
 public:
  Oid add(const std::map<std::string, std::string>& files) {
    std::string bytes;
    std::map<std::string, std::map<std::string, std::string>> directories;
    std::map<std::string, std::string> entries;  // by Git's order: a directory ends in '/'
    for (const auto& [path, content] : files) {
      const std::size_t slash = path.find('/');
      if (slash == std::string::npos) {
        entries[path] = "100644 " + path + '\0' + raw(test::object_id("blob", content));
      } else {
        directories[path.substr(0, slash)][path.substr(slash + 1)] = content;
      }
    }
    for (const auto& [name, inside] : directories) {
      entries[name + "/"] = "40000 " + name + '\0' + raw(add(inside));
    }
    for (const auto& [name, entry] : entries) bytes += entry;
    const Oid id = test::object_id("tree", bytes);
    stored_[id.hex()] = std::make_shared<const std::string>(bytes);
    return id;
  }
  ReadTree reader() {
    return [this](const Oid& id) {
      ++reads;
      return stored_.at(id.hex());
    };
  }

  int reads = 0;

 private:
  static std::string raw(const Oid& id) {
    return {reinterpret_cast<const char*>(id.raw.data()), id.size};
  }
  std::map<std::string, Bytes> stored_;
};

std::string summary(const std::vector<FileChange>& files) {
  std::string text;
  for (const FileChange& file : files) {
    text += (text.empty() ? "" : " ") + std::string(name_of(file.status)) + ":" + file.path();
  }
  return text;
}

}  // namespace

TEST_CASE("what differs between two trees is listed by path, and equal directories are not read") {
  Trees trees;
  const Oid before =
      trees.add({{"a", "1"}, {"b/c", "1"}, {"b/d", "1"}, {"e/f/g", "1"}, {"z", "1"}});
  const Oid after = trees.add({{"a", "1"}, {"b/c", "2"}, {"b/n", "1"}, {"e/f/g", "1"}});
  CHECK(summary(diff_trees(before, after, 20, trees.reader())) ==
        "modified:b/c deleted:b/d added:b/n deleted:z");
  CHECK(trees.reads == 4);
  CHECK(summary(diff_trees(std::nullopt, after, 20, trees.reader())) ==
        "added:a added:b/c added:b/n added:e/f/g");
  CHECK(diff_trees(before, before, 20, trees.reader()).empty());
}

TEST_CASE("a file that becomes a directory is one deleted and others added") {
  Trees trees;
  const Oid before = trees.add({{"a", "1"}, {"a.b", "1"}}),
            after = trees.add({{"a/x", "1"}, {"a.b", "1"}});
  CHECK(summary(diff_trees(before, after, 20, trees.reader())) == "deleted:a added:a/x");
}

TEST_CASE("large directories that are mostly alike") {
  std::map<std::string, std::string> files;
  for (int i = 0; i < 500; ++i) files["file" + std::to_string(i)] = std::to_string(i);
  Trees trees;
  const Oid before = trees.add(files);
  files["file250"] = "other";
  files.erase("file499");
  files["new"] = "new";
  CHECK(summary(diff_trees(before, trees.add(files), 20, trees.reader())) ==
        "modified:file250 deleted:file499 added:new");
}

TEST_CASE("a merge differs from every parent only where it brings something of its own") {
  Trees trees;
  const Oid ours = trees.add({{"a", "ours"}, {"b/c", "1"}, {"d", "1"}});
  const Oid theirs = trees.add({{"a", "1"}, {"b/c", "theirs"}, {"d", "1"}});
  const auto differs = [&](const std::map<std::string, std::string>& merged) {
    return !differing_from_every({ours, theirs}, trees.add(merged), 20, trees.reader()).empty();
  };
  CHECK_FALSE(differs({{"a", "ours"}, {"b/c", "theirs"}, {"d", "1"}}));
  CHECK_FALSE(differs({{"a", "ours"}, {"b/c", "1"}, {"d", "1"}}));
  CHECK(differs({{"a", "both"}, {"b/c", "theirs"}, {"d", "1"}}));
  CHECK(differs({{"a", "ours"}, {"b/c", "both"}, {"d", "1"}}));
  CHECK(differs({{"a", "ours"}, {"b/c", "theirs"}}));  // d is gone
  CHECK(differs({{"a", "ours"}, {"d", "1"}}));         // a directory is gone
  CHECK(differs({{"a", "ours"}, {"b/c", "theirs"}, {"b/new", "1"}, {"d", "1"}}));  // a file is new
  CHECK(differs({{"a", "ours"}, {"b/c", "theirs"}, {"d/x", "1"}}));                // another kind
}

TEST_CASE("a merge's own files come with what each parent has there") {
  Trees trees;
  const Oid ours = trees.add({{"a/x", "1"}, {"both", "1"}, {"gone", "1"}, {"z", "ours"}});
  const Oid theirs = trees.add({{"a/x", "2"}, {"both", "2"}, {"gone", "2"}, {"new", "2"}});
  const Oid merged = trees.add({{"a/x", "3"}, {"both", "2"}, {"new", "3"}, {"z", "ours"}});
  const auto files = differing_from_every({ours, theirs}, merged, 20, trees.reader());
  REQUIRE(files.size() == 3);
  CHECK(files[0].path() == "a/x");
  CHECK(files[0].after);
  CHECK((files[0].before[0] && files[0].before[1]));
  CHECK(files[0].before[0]->id != files[0].before[1]->id);
  CHECK(files[1].path() == "gone");
  CHECK_FALSE(files[1].after);
  CHECK(files[2].path() == "new");
  CHECK_FALSE(files[2].before[0]);
  CHECK(files[2].before[1]->path == "new");
}

TEST_CASE("a malformed tree is an error") {
  for (const std::string& bytes :
       {std::string("100644"), std::string("x a\0", 4), std::string("100644 a\0short", 14),
        std::string("100644 \0", 8) + std::string(20, 'i'),
        std::string("100644 a/b\0", 11) + std::string(20, 'i')}) {
    const ReadTree read = [&bytes](const Oid&) {
      return std::make_shared<const std::string>(bytes);
    };
    const Oid id = test::object_id("tree", bytes);
    CHECK_THROWS_AS(diff_trees(std::nullopt, id, 20, read), Error);
    CHECK_THROWS_AS(list_tree(id, "", 20, read), Error);
  }
}

}  // namespace moongate
