#include "git/trees/renames.h"

#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <string>

#include "git/trees/tree_diff.h"
#include "git_fixture.h"

namespace moongate {
namespace {

std::string text(int lines, const std::string& word) {
  std::string result;
  for (int i = 0; i < lines; ++i) result += word + " in line " + std::to_string(i) + "\n";
  return result;
}

class Files {
 public:
  void removed(const std::string& path, const std::string& content) {
    files_.push_back(make_change(version(path, content), std::nullopt));
  }
  void added(const std::string& path, const std::string& content) {
    files_.push_back(make_change(std::nullopt, version(path, content)));
  }
  // "old>new:similarity" for renames, "-path" and "+path" for the others.
  std::string found(const RenameRules& rules = {}) {
    find_renames(files_,
                 {[this](const Oid& id) {
                    ++reads;
                    return contents_.at(id.hex());
                  },
                  [this](const Oid& id) { return contents_.at(id.hex())->size(); }},
                 rules);
    std::string result;
    for (const FileChange& file : files_) {
      if (!result.empty()) result += ' ';
      if (file.status == FileStatus::renamed) {
        result += file.before->path + ">" + file.path() + ":" + std::to_string(file.similarity);
      } else {
        result += (file.after ? "+" : "-") + file.path();
      }
    }
    return result;
  }
  int reads = 0;

 private:
  FileVersion version(const std::string& path, const std::string& content) {
    const Oid id = test::object_id("blob", content);
    contents_[id.hex()] = std::make_shared<const std::string>(content);
    return {path, 0100644, id};
  }
  std::vector<FileChange> files_;
  std::map<std::string, Bytes> contents_;
};

}  // namespace

TEST_CASE("equal content is a rename, and nothing is read for it") {
  Files files;
  files.removed("a", text(9, "x"));
  files.added("b", text(9, "x"));
  CHECK(files.found() == "a>b:100");
  CHECK(files.reads == 0);
}

TEST_CASE("similar content is a rename from one half on") {
  Files files;
  files.removed("a", text(10, "x"));
  files.added("b", text(10, "x") + text(2, "more"));
  files.removed("c", text(10, "y"));
  files.added("d", text(2, "y") + text(20, "quite another thing"));
  const std::string found = files.found();
  CHECK(found.starts_with("a>b:"));
  CHECK(found.ends_with("-c +d"));
}

TEST_CASE("among equal files the one of the same name is taken") {
  Files files;
  files.removed("old/one", text(9, "x"));
  files.removed("old/two", text(9, "x"));
  files.added("new/two", text(9, "x"));
  CHECK(files.found() == "-old/one old/two>new/two:100");
}

TEST_CASE("beyond the limit only equal content and equal names are paired") {
  Files files;
  files.removed("a", text(10, "x"));
  files.removed("b", text(10, "y"));
  files.added("c", text(10, "x") + "more\n");
  files.added("d", text(10, "y") + "more\n");
  RenameRules rules;
  rules.limit = 1;
  CHECK(files.found(rules) == "-a -b +c +d");
  CHECK(files.found() == "a>c:96 b>d:96");
}

TEST_CASE("similarity is a share of the larger text") {
  const std::string whole = text(20, "x");
  CHECK(similarity_score(whole, whole, false) == 60000);
  CHECK(similarity_score(whole, text(20, "y"), false) == 0);
  CHECK(similarity_score("", whole, false) == 0);
  const int half = similarity_score(whole, whole + text(20, "y"), false);
  CHECK(half > 25000);
  CHECK(half < 31000);
  // Two last lines without newline: material from Git 2.44 on.
  CHECK(similarity_score("one line", "one line", false) == 0);
  CHECK(similarity_score("one line", "one line", true) == 60000);
}

}  // namespace moongate
