// What a tree has that none of several others has.
#include "git/change/merged_changes.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "git/repository/revision.h"
#include "git_fixture.h"

using namespace moongate;
using test::Scratch;

namespace {

// `tree NAME [PATH TEXT]…` writes a tree and a tag of that name.
const std::string helpers = R"sh(git init -q .
tree() { local name=$1; shift; rm -f .git/index
  while [ $# -gt 0 ]; do
    git update-index --add --cacheinfo "100644,$(printf "$2" | git hash-object -w --stdin),$1"; shift 2
  done
  git tag -f "$name" "$(git write-tree)" >/dev/null; }
)sh";

class Trees {
 public:
  explicit Trees(const std::string& script)
      : ran_(scratch_.run(helpers + script)), repository_(scratch_.path()) {}

  Oid id(const std::string& name) const {
    return *Oid::from_hex(test::lines(scratch_.run("git rev-parse " + name)).front());
  }
  // "path<old_path|other base" of every file.
  std::string against(const std::string& tree, const std::vector<std::string>& bases,
                      bool by_lists = false) const {
    std::vector<Oid> ids;
    for (const std::string& base : bases) ids.push_back(id(base));
    NewSide side = side_of_tree(repository_, id(tree));
    if (by_lists) side.against_every = nullptr;
    std::string text;
    for (const FileChange& file : changes_against(repository_, ids, side)) {
      text += std::string(name_of(file.status)) + " " + file.path();
      if (file.before) text += "<" + file.before->path + "=" + content(file.before->id);
      for (const FileVersion& other : file.other_bases)
        text += "|" + other.path + "=" + content(other.id);
      text += "\n";
    }
    return text;
  }
  const Scratch& scratch() const { return scratch_; }
  const Repository& repository() const { return repository_; }

 private:
  // The first line is enough to tell versions apart.
  std::string content(const Oid& id) const {
    const std::string text = *repository_.read_blob(id);
    return text.substr(0, text.find('\n'));
  }
  Scratch scratch_;
  std::string ran_;
  Repository repository_;
};

}  // namespace

TEST_CASE("merged: only what differs from every base, with the old sides of all") {
  const Trees trees(R"(
    tree one  a 'a1\n' b 'b1\n' c 'c1\n' gone 'g\n'
    tree two  a 'a2\n' b 'b2\n' c 'c1\n' d 'd2\n' gone 'g\n'
    tree side a 'a3\n' b 'b1\n' c 'c3\n' d 'd3\n' e 'e3\n')");
  const std::string expected =
      "modified a<a=a1|a=a2\nmodified c<c=c1\nmodified d<d=d2\nadded e\ndeleted gone<gone=g\n";
  CHECK(trees.against("side", {"one", "two"}) == expected);
  CHECK(trees.against("side", {"one", "two"}, true) == expected);  // as the index is compared
  // The main base gives the old side.
  CHECK(trees.against("side", {"two", "one"}).starts_with("modified a<a=a2|a=a1\n"));
  // What one base has not, nobody deletes.
  CHECK(trees.against("one", {"two", "side"}) == "modified a<a=a2|a=a3\ndeleted d<d=d2|d=d3\n");
}

TEST_CASE("merged: the same tree twice is one base, and one base is an ordinary change") {
  const Trees trees("tree one a 'a1\n'; tree side a 'a2\n' b 'b\n'");
  CHECK(trees.against("side", {"one", "one"}) == trees.against("side", {"one"}));
  CHECK(trees.against("side", {"one"}) == "modified a<a=a1\nadded b\n");
  CHECK(trees.against("side", {}) == "added a\nadded b\n");
  CHECK(trees.against("side", {"side", "one"}).empty());
}

TEST_CASE("merged: a file that one base has under another name is no new one") {
  const std::string text = "1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n";
  const Trees trees("tree one old '" + text + "'; tree two old '" + text +
                    "' x 'x\n'; tree side new '" + text + "9\n' x 'y\n'; tree third new 'other\n'");
  CHECK(trees.against("side", {"one", "two"}) == "renamed new<old=1\nmodified x<x=x\n");
  // The main base does not have it at all; the other one has it under another name.
  CHECK(trees.against("side", {"third", "one"}) == "modified new<new=other|old=1\nadded x\n");
}

TEST_CASE("merged: a mode that no base has") {
  const Trees trees(
      "tree one a 'a\n'; tree two a 'b\n'; tree side a 'a\n'; git update-index --cacheinfo "
      "100755,$(git rev-parse :a),a; "
      "git tag -f side $(git write-tree)");
  CHECK(trees.against("side", {"one", "two"}) == "modified a<a=a|a=b\n");
}

TEST_CASE("merged: a clean merge of trees whose blobs are missing reads none of them") {
  const Trees trees(R"(
    tree one  a 'a1\n' same 's\n' ours 'o1\n'
    tree two  a 'a2\n' same 's\n' ours 'o\n' new 'n\n'
    tree side a 'a2\n' same 's\n' ours 'o1\n' new 'n\n'
    for blob in $(git cat-file --batch-all-objects --batch-check='%(objecttype) %(objectname)' |
        sed -n 's/^blob //p'); do rm -f .git/objects/${blob:0:2}/${blob:2}; done)");
  CHECK(trees.against("side", {"one", "two"}).empty());
}
