#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "fix/choose_fixes.h"
#include "fix/patch.h"

namespace moongate {

namespace {

std::vector<bool> chosen(const std::vector<std::vector<Fix>>& wanted, std::uint64_t size = 10) {
  return choose_fixes(wanted,
                      [&](const std::string& path) -> std::optional<std::uint64_t> {
                        if (path == "none") return std::nullopt;
                        return size;
                      })
      .chosen;
}

std::string applied(const std::string& text, const std::vector<std::vector<Fix>>& wanted) {
  const ChosenFixes fixes =
      choose_fixes(wanted, [&](const std::string&) { return std::optional(text.size()); });
  return apply_fixes(text, fixes.by_path.at("f"));
}

}  // namespace

TEST_CASE("fixes are applied in the order of their places") {
  CHECK(applied("abcdef", {{{"f", 4, 5, "E"}}, {{"f", 0, 1, ""}}, {{"f", 6, 6, "!"}}}) == "bcdEf!");
  CHECK(applied("abc", {{{"f", 1, 1, "-"}}, {{"f", 1, 2, "B"}}}) == "a-Bc");
  CHECK(applied("", {{{"f", 0, 0, "x"}}}) == "x");
}

TEST_CASE("of two fixes that collide the first is taken") {
  CHECK(chosen({{{"f", 0, 4, ""}}, {{"f", 3, 5, ""}}}) == std::vector<bool>{true, false});
  CHECK(chosen({{{"f", 3, 5, ""}}, {{"f", 0, 4, ""}}}) == std::vector<bool>{true, false});
  CHECK(chosen({{{"f", 0, 9, ""}}, {{"f", 4, 4, "x"}}}) == std::vector<bool>{true, false});
  CHECK(chosen({{{"f", 4, 4, "x"}}, {{"f", 0, 9, ""}}}) == std::vector<bool>{true, false});
  CHECK(chosen({{{"f", 4, 4, "x"}}, {{"f", 4, 4, "y"}}}) == std::vector<bool>{true, false});
  CHECK(chosen({{{"f", 0, 4, ""}}, {{"f", 4, 5, ""}}}) == std::vector<bool>{true, true});
  CHECK(chosen({{{"f", 0, 4, ""}}, {{"g", 3, 5, ""}}}) == std::vector<bool>{true, true});
}

TEST_CASE("equal fixes of two checks are one edit") {
  CHECK(chosen({{{"f", 4, 4, "x"}}, {{"f", 4, 4, "x"}}}) == std::vector<bool>{true, true});
  CHECK(applied("abcdef", {{{"f", 4, 4, "x"}}, {{"f", 4, 4, "x"}}}) == "abcdxef");
}

TEST_CASE("a finding's fixes are taken all or not at all") {
  const std::vector<std::vector<Fix>> wanted{
      {{"f", 0, 2, ""}}, {{"g", 0, 2, "x"}, {"f", 1, 3, ""}}, {{"g", 1, 3, ""}}};
  CHECK(chosen(wanted) == std::vector<bool>{true, false, true});
}

TEST_CASE("what lies outside of a file, or in none, is not taken") {
  CHECK(chosen({{{"f", 8, 11, ""}}}) == std::vector<bool>{false});
  CHECK(chosen({{{"f", 5, 4, ""}}}) == std::vector<bool>{false});
  CHECK(chosen({{{"none", 0, 1, ""}}}) == std::vector<bool>{false});
  CHECK(chosen({{}}) == std::vector<bool>{false});
}

TEST_CASE("a patch has Git's form") {
  CHECK(patch_of("f", 0100644, "1\n2\n3\n4\n5\n", "1\n2\n3\n4\nV\n") ==
        "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -2,4 +2,4 @@\n 2\n 3\n 4\n-5\n+V\n");
  CHECK(patch_of("f", 0100644, "a", "a\n") ==
        "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of "
        "file\n+a\n");
  CHECK(patch_of("a b", 0100755, "x\n", "", "1", "2") ==
        "diff --git a/a b b/a b\nindex 1..2 100755\n--- a/a b\t\n+++ b/a b\t\n@@ -1 +0,0 @@\n-x\n");
  CHECK(patch_of("f", 0100644, "same", "same").empty());
  CHECK(git_quoted("a\"b\\c\n\xC3\xA4") == "\"a\\\"b\\\\c\\n\xC3\xA4\"");
  CHECK(git_quoted("\x1b[2J\x7f") == "\"\\033[2J\\177\"");
  CHECK(git_quoted("\xC2\x9B"
                   "a\xE2\x80\xAE\xFF") == "\"\\302\\233a\\342\\200\\256\\377\"");
}

TEST_CASE("hunks that share context are one") {
  const std::string before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n", after = "A\n2\n3\n4\n5\n6\n7\nH\n9\n";
  const std::string patch = patch_of("f", 0100644, before, after);
  CHECK(patch.find("@@ -1,9 +1,9 @@") != std::string::npos);
  const std::string far =
      patch_of("f", 0100644, "0\n" + before, "X\n" + before.substr(0, 16) + "I\n");
  CHECK(far.find("@@ -1,4 +1,4 @@") != std::string::npos);
  CHECK(far.find("@@ -7,4 +7,4 @@") != std::string::npos);
}

}  // namespace moongate
