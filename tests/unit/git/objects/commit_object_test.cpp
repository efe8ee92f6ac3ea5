// Commits and tags as bytes, also as broken tools wrote them.
#include "git/objects/commit_object.h"

#include <catch2/catch.hpp>
#include <string>

#include "core/error.h"

using namespace moongate;

namespace {

const Oid id = *Oid::from_hex(std::string(40, 'e'));
const std::string tree(40, '1'), first(40, '2'), second(40, '3');

}  // namespace

TEST_CASE("a commit's headers and message") {
  const ParsedCommit parsed =
      parse_commit(id, "tree " + tree + "\nparent " + first + "\nparent " + second +
                           "\nauthor A U Thor <a@example.com> 1700000000 -0330\n"
                           "committer C <c@example.com> 1700000001 +0545\n"
                           "gpgsig -----BEGIN\n parent " +
                           first + "\n -----END\nencoding latin1\n\nsubject\n\nbody\n");
  CHECK(parsed.tree.hex() == tree);
  REQUIRE(parsed.commit.parents.size() == 2);
  CHECK(parsed.commit.parents[1].hex() == second);
  CHECK(parsed.commit.author.name == "A U Thor");
  CHECK(parsed.commit.author.email == "a@example.com");
  CHECK(parsed.commit.author.time == 1700000000);
  CHECK(parsed.commit.author.offset_minutes == -(3 * 60 + 30));
  CHECK(parsed.commit.committer.offset_minutes == 5 * 60 + 45);
  CHECK(parsed.commit.message == "subject\n\nbody\n");
  const CommitLinks links = parse_commit_links(
      id, "tree " + tree + "\nauthor x\nparent " + first + "\ncommitter C <c> 5 +0000\n\n");
  CHECK(links.parents.empty());  // it stands where Git takes none
  CHECK(links.time == 5);
}

TEST_CASE("signatures as they are found") {
  CHECK(parse_signature("").name.empty());
  CHECK(parse_signature("only a name").name == "only a name");
  CHECK(parse_signature("<a@b> 7 +0100").email == "a@b");
  CHECK(parse_signature("<a@b> 7 +0100").name.empty());
  CHECK(parse_signature("A <a@b> never +0100").time == 0);
  CHECK(parse_signature("A <a@b>").time == 0);
  CHECK(parse_signature("A <a>b> 9 +0000").time == 9);
  CHECK(parse_signature("A <a@b> -5 +0000").time == -5);
  CHECK(parse_signature("A <a@b> 99999999999999999999 +0000").time == 0);
  CHECK(parse_signature("A <a@b> 5 hour").offset_minutes == 0);
}

TEST_CASE("malformed commits and tags are errors that name the object") {
  for (const std::string& text :
       {std::string(), std::string("\n"), std::string("tree short\n"), "parent " + first + "\n",
        "tree " + tree + "\nparent none\n", "tree " + tree + std::string(24, '1') + "\n"}) {
    INFO(text);
    CHECK_THROWS_WITH(parse_commit_links(id, text), Catch::Contains(id.hex()));
  }
  for (const std::string& text : {std::string(), std::string("object x\n"), "object " + tree + "\n",
                                  "object " + tree + "\ntype file\n"}) {
    INFO(text);
    CHECK_THROWS_WITH(parse_tag(id, text), Catch::Contains(id.hex()));
  }
  const ParsedTag tag = parse_tag(id, "object " + tree + "\ntype tree\ntag v1\n\nmessage\n");
  CHECK(tag.target.hex() == tree);
  CHECK(tag.target_type == ObjectType::tree);
}
