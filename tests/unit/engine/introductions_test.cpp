#include "engine/introductions.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "core/hash.h"
#include "git/trees/tree_diff.h"

using namespace moongate;

namespace {

// A version is a path and a letter.
std::optional<FileVersion> version(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return FileVersion{text.substr(0, text.find('=')), 0100644, blob_hash(text)};
}
FileChange file(const std::string& before, const std::string& after) {
  FileChange made = make_change(version(before), version(after));
  if (made.before && made.after && made.before->path != made.after->path)
    made.status = FileStatus::renamed;
  return made;
}

struct Made {
  Change change;
  std::vector<std::vector<FileChange>> by_commit;

  Made(std::vector<FileChange> net, std::vector<std::vector<FileChange>> news,
       std::vector<std::vector<FileChange>> known = {}) {
    change.files = std::move(net);
    for (const auto& [files, commits] :
         {std::pair(&news, &change.commits), std::pair(&known, &change.known)})
      for (const std::vector<FileChange>& of_commit : *files) {
        Commit& commit = commits->emplace_back();
        commit.id = blob_hash(std::to_string(by_commit.size()));
        by_commit.push_back(of_commit);
      }
  }
};

}  // namespace

TEST_CASE("introductions: exactly the same versions, in the order of the commits") {
  const Made made({file("", "a=1"), file("", "b=2")},
                  {{file("", "a=1"), file("", "b=1")}, {file("b=1", "b=2")}, {file("", "a=1")}});
  const Introductions introductions(made.change, made.by_commit);
  const Commit* const first = made.change.commits.data();
  CHECK(introductions.of(file("", "a=1")) == std::vector<const Commit*>{first, first + 2});
  CHECK(introductions.of(file("", "b=2")).empty());
  CHECK(introductions.answering(made.change.files[0]) == first);
  CHECK(introductions.answering(made.change.files[1]) == nullptr);        // by two commits together
  CHECK_FALSE(introductions.is_visited(made.by_commit[0][0], first[0]));  // the net change is
  CHECK_FALSE(introductions.is_visited(made.by_commit[2][0], first[2]));
  CHECK(introductions.is_visited(made.by_commit[0][1], first[0]));
  CHECK(introductions.is_visited(made.by_commit[1][0], first[1]));
}

TEST_CASE("introductions: a deletion that the net change has is not visited twice") {
  const Made made({file("a=1", "")}, {{file("a=1", "")}});
  const Introductions introductions(made.change, made.by_commit);
  CHECK(introductions.answering(made.change.files[0]) == made.change.commits.data());
  CHECK_FALSE(introductions.is_visited(made.by_commit[0][0], made.change.commits[0]));
}

TEST_CASE("introductions: what is known answers only where it blocks") {
  Made made({file("", "a=1")}, {{}}, {{file("", "a=1")}});
  const Commit* const known = made.change.known.data();
  {
    const Introductions first_push(made.change, made.by_commit);
    CHECK(first_push.answering(made.change.files[0]) == known);
    CHECK_FALSE(first_push.is_visited(made.by_commit[1][0], *known));
  }
  made.change.known_elsewhere = true;
  const Introductions elsewhere(made.change, made.by_commit);
  CHECK(elsewhere.answering(made.change.files[0]) == nullptr);
  CHECK(elsewhere.is_visited(made.by_commit[1][0], *known));
}

TEST_CASE("introductions: the name that later commits gave a file") {
  const Made made(
      {file("", "c=1"), file("", "stays=1")},
      {{file("", "a=1"), file("", "stays=1")}, {file("a=1", "b=1")}, {file("b=1", "c=1")}});
  const Introductions introductions(made.change, made.by_commit);
  const std::vector<Commit>& commits = made.change.commits;
  REQUIRE(introductions.net_of(made.by_commit[0][0], commits[0]));
  CHECK(introductions.net_of(made.by_commit[0][0], commits[0])->path() == "c");
  CHECK(introductions.net_of(made.by_commit[1][0], commits[1])->path() == "c");
  CHECK(introductions.net_of(made.by_commit[0][1], commits[0])->path() == "stays");
}

TEST_CASE("introductions: a rename before a file's commit is another file's, and circles end") {
  const Made made({file("", "b=1")}, {{file("a=0", "b=0")}, {file("", "a=1")}});
  const Introductions introductions(made.change, made.by_commit);
  CHECK(introductions.net_of(made.by_commit[1][0], made.change.commits[1]) == nullptr);
  const Made circle(
      {}, {{file("", "a=1")}, {file("a=1", "b=1")}, {file("b=1", "a=1")}, {file("a=1", "b=1")}});
  const Introductions round(circle.change, circle.by_commit);
  CHECK(round.net_of(circle.by_commit[0][0], circle.change.commits[0]) == nullptr);
  // What is known is older than what is new.
  const Made older({file("", "b=1")}, {{file("", "a=1")}}, {{file("a=0", "b=0")}});
  const Introductions known(older.change, older.by_commit);
  CHECK(known.net_of(older.by_commit[0][0], older.change.commits[0]) == nullptr);
}

TEST_CASE("introductions: where nothing is looked at by commits, nobody introduces anything") {
  const Made made({file("", "a=1")}, {});
  const Introductions introductions(made.change, {});
  CHECK(introductions.of(made.change.files[0]).empty());
  CHECK(introductions.answering(made.change.files[0]) == nullptr);
}

TEST_CASE("introductions: a merge's other bases tell it apart, however long their paths are") {
  const std::string path(100, 'p');
  FileChange merged = file(path + "=1", path + "=3"), other = merged;
  merged.other_bases.push_back(*version(path + "=2"));
  other.other_bases.push_back(*version(path + "=4"));
  const Made made({merged}, {{other}, {merged}});
  const Introductions introductions(made.change, made.by_commit);
  const Commit* const commits = made.change.commits.data();
  CHECK(introductions.of(merged) == std::vector<const Commit*>{commits + 1});
  CHECK(introductions.answering(made.change.files[0]) == commits + 1);
  CHECK(introductions.is_visited(made.by_commit[0][0], commits[0]));
  CHECK_FALSE(introductions.is_visited(made.by_commit[1][0], commits[1]));
}
