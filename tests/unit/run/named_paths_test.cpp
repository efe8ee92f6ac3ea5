#include "run/named_paths.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "change_builder.h"
#include "config/config.h"
#include "core/error.h"
#include "git_fixture.h"

using namespace moongate;

namespace {

// A working tree with a.txt, dir/b.txt, "two words", a link, and an empty directory; the change is
// about `changed`.
class Tree {
 public:
  explicit Tree(const std::vector<std::string>& changed, ChangeKind kind = ChangeKind::staged,
                const std::string& configuration = {})
      : config_(load_config({{"repository", "moongate.toml", "", configuration}}, {}, {})) {
    scratch_.run("mkdir dir empty && touch a.txt dir/b.txt 'two words' 'br[1]' && ln -s dir link");
    std::map<std::string, std::string> after;
    for (const std::string& path : changed) after[path] = "x\n";
    change_ = testing::files({}, after);
    change_.kind = kind;
    change_.root = scratch_.path();
  }

  Change& change() { return change_; }
  AskedPaths ask(const std::string& path) const {
    return asked_paths(change_, config_, {scratch_.path() + "/" + path});
  }
  std::vector<std::string> paths(const std::string& path) const { return ask(path).paths; }
  std::string note(const std::string& path) const {
    std::string all;
    for (const std::string& note : ask(path).notes) all += note;
    const std::size_t at = all.find(scratch_.path());
    return at == all.npos ? all : all.erase(at, scratch_.path().size() + 1);
  }
  // The help of the error; "passed" where there is none.
  std::string help(const std::string& path) const {
    try {
      ask(path);
      return "passed";
    } catch (const Error& error) {
      CHECK(error.problem().kind == ProblemKind::usage);
      return error.problem().help;
    }
  }

 private:
  test::Scratch scratch_;
  Config config_;
  Change change_;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

}  // namespace

TEST_CASE("asked paths: from the repository's root, whatever they are written like") {
  const Tree tree({"a.txt", "dir/b.txt", "link"});
  CHECK(tree.paths("a.txt") == std::vector<std::string>{"a.txt"});
  CHECK(tree.paths("./dir/../dir//b.txt") == std::vector<std::string>{"dir/b.txt"});
  CHECK(tree.paths("dir/") == std::vector<std::string>{"dir"});
  CHECK(tree.paths("link") == std::vector<std::string>{"link"});  // and not what it leads to
  CHECK(tree.paths("*.txt") == std::vector<std::string>{"*.txt"});
  CHECK(tree.note("a.txt").empty());
}

TEST_CASE("asked paths: a named file that is no part of the change is an error with help") {
  CHECK(has(Tree({"a.txt"}).help("dir/b.txt"), "git add --"));
  CHECK(has(Tree({"a.txt"}).help("dir/b.txt"), "--working"));
  CHECK(has(Tree({"a.txt"}).help("two words"), "two words\""));  // can be pasted
  CHECK(has(Tree({"a.txt"}, ChangeKind::working).help("dir/b.txt"), "moongate check --all"));
  CHECK(has(Tree({"a.txt"}, ChangeKind::tree).help("dir/b.txt"), "--working"));
  const std::string range = Tree({"a.txt"}, ChangeKind::range).help("dir/b.txt");
  CHECK(has(range, "--all"));
  CHECK_FALSE(has(range, "git add"));
  CHECK(has(Tree({"a.txt"}).help("nowhere.txt"), "current directory"));
  CHECK(has(Tree({"a.txt"}).help("../else.txt"), "below"));
  CHECK(Tree({"br[1]"}).help("br[1]") == "passed");  // a name, though it looks like a glob
  CHECK(has(Tree({"a.txt"}).help("br[1]"), "git add"));
}

TEST_CASE("asked paths: directories and globs without changes pass with a note") {
  const Tree tree({"a.txt"});
  CHECK(has(tree.note("dir"), "nothing below"));
  CHECK(has(tree.note("empty"), "nothing below"));
  CHECK(has(tree.note("*.py"), "no file of this change matches"));
  CHECK(tree.note("*.txt").empty());
  CHECK(tree.note(".").empty());
}

TEST_CASE("asked paths: what the configuration excludes is told") {
  const Tree tree({"a.txt", "dir/b.txt"}, ChangeKind::staged,
                  "paths = { exclude = [\"dir/**\"] }\n");
  CHECK(has(tree.note("dir/b.txt"), "dir/b.txt is not checked"));
  CHECK(tree.note("a.txt").empty());
}

TEST_CASE("asked paths: a deleted file is part of the change") {
  Tree tree({}, ChangeKind::staged);
  const std::string root = tree.change().root;
  tree.change() = testing::files({{"gone.txt", "x\n"}}, {{"a.txt", "x\n"}});
  tree.change().kind = ChangeKind::staged;
  tree.change().root = root;
  CHECK(tree.paths("gone.txt") == std::vector<std::string>{"gone.txt"});
  CHECK(tree.note("gone.txt").empty());
}

TEST_CASE("asked paths: what one commit added and another removed is no error") {
  Tree tree({"a.txt"}, ChangeKind::range);
  const std::string root = tree.change().root;
  tree.change() = testing::commits(
      {{"feat: one", {{"a.txt", "x\n"}, {"dir/b.txt", "x\n"}}}, {"feat: two", {{"a.txt", "x\n"}}}});
  tree.change().root = root;
  CHECK(tree.help("dir/b.txt") == "passed");
  CHECK(has(tree.help("two words"), "--all"));
}

TEST_CASE("asked paths: a file that could not be looked at was reported already") {
  Tree tree({"a.txt"}, ChangeKind::working);
  tree.change().not_checked.emplace_back("dir/b.txt", "filter=lfs");
  CHECK(tree.help("dir/b.txt") == "passed");
  CHECK(tree.note("dir").empty());
}

TEST_CASE("asked paths: without a repository they are taken as they are") {
  Change change = testing::files({}, {{"a.txt", "x\n"}});
  const Config config = load_config({}, {}, {});
  CHECK(asked_paths(change, config, {"any/where"}).paths == std::vector<std::string>{"any/where"});
}

TEST_CASE("asked paths: messages and branches have no files to miss") {
  CHECK(Tree({}, ChangeKind::message).help("a.txt") == "passed");
  CHECK(Tree({}, ChangeKind::refs).help("dir/b.txt") == "passed");
}
