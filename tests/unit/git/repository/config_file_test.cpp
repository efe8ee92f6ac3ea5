#include "git/repository/config_file.h"

#include <catch2/catch.hpp>
#include <string>

#include "core/error.h"

namespace moongate {
namespace {

GitConfig config_of(const std::string& text) {
  GitConfig config;
  config.add_text(text, "config", "");
  return config;
}

}  // namespace

TEST_CASE("sections, subsections, comments, quotes and continued lines") {
  const GitConfig config = config_of(
      "[core]\n\tBare = false ; not that\n# a comment\n"
      "[remote \"my.Origin \\\"x\\\"\"]\n  url = \"a # b\\n\"  # behind\n fetch=+refs/*:refs/*\n"
      "[a.B]key=one \\\n  two\n");
  CHECK(config.get("core.bare") == "false");
  CHECK(config.get("remote.my.Origin \"x\".url") == "a # b\n");
  CHECK(config.get("remote.my.Origin \"x\".fetch") == "+refs/*:refs/*");
  CHECK(config.get("a.b.key") == "one   two");
  CHECK_FALSE(config.get("core.Bare"));
  CHECK(config.keys("remote.").size() == 2);
}

TEST_CASE("the last value counts, and all are there") {
  const GitConfig config = config_of("[a]\nb = 1\nb = 2\n[A]\nB = 3\n");
  CHECK(config.get("a.b") == "3");
  CHECK(config.get_all("a.b") == std::vector<std::string>{"1", "2", "3"});
}

TEST_CASE("booleans as Git has them") {
  const GitConfig config = config_of(
      "[a]\nalone\nyes = yes\non = ON\none = 1\nno = no\noff = off\nzero = 0\nempty =\nodd = x\n");
  for (const char* key : {"a.alone", "a.yes", "a.on", "a.one", "a.odd"}) {
    CAPTURE(key);
    CHECK(config.get_bool(key) == true);
  }
  for (const char* key : {"a.no", "a.off", "a.zero", "a.empty"}) {
    CAPTURE(key);
    CHECK(config.get_bool(key) == false);
  }
  CHECK_FALSE(config.get_bool("a.absent"));
}

TEST_CASE("wrong syntax is an error that names the line") {
  for (const std::string text : {"[a]\nb = 1\n[c\n", "[a]\n\n= 1\n", "[a]\n\nb = \"open\n",
                                 "[a]\n\nb = \\q\n", "[a \"b]\n\n\n"}) {
    CAPTURE(text);
    try {
      config_of(text);
      FAIL("nothing was said");
    } catch (const Error& error) {
      CHECK(error.problem().kind == ProblemKind::repository);
      CHECK(error.problem().path == "config");
      CHECK(error.problem().line >= 1);
    }
  }
}

}  // namespace moongate
