#include "git/repository/config_file.h"

#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "environment.h"
#include "git_fixture.h"

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

TEST_CASE("conditional includes are followed where Git follows them") {
  const test::Scratch scratch;
  scratch.run(R"(
mkdir home
export HOME=$PWD/home
git init -q -b topic/one work
cd work
git commit -q --allow-empty -m first
git worktree add -q -b other ../linked
ln -s "$PWD" ../link
git remote add origin https://example.com/team/project.git
for name in a b c d e f g h i j k l; do printf '[met]\n%s = yes\n' $name >../home/$name; done
cat >../home/.gitconfig <<TEXT
[includeIf "onbranch:topic/"]
path = a
[includeIf "onbranch:topic"]
path = b
[includeIf "onbranch:o*"]
path = c
[includeIf "gitdir:work/"]
path = d
[includeIf "gitdir:WORK/"]
path = e
[includeIf "gitdir/i:WORK/"]
path = f
[includeIf "gitdir:./../work/.git"]
path = g
[includeIf "gitdir:**/worktrees/linked"]
path = h
[includeIf "hasconfig:remote.*.url:https://example.com/team/**"]
path = i
[includeIf "hasconfig:remote.*.url:https://example.com/*"]
path = j
[includeIf "gitdir:link/"]
path = k
[includeIf "weather:sunny"]
path = l
TEXT
)");
  test::Environment environment;
  environment.set("HOME", scratch.path() + "/home");
  environment.set("XDG_CONFIG_HOME", scratch.path() + "/none");
  environment.set("GIT_CONFIG_GLOBAL", std::nullopt);
  environment.set("GIT_CONFIG_NOSYSTEM", "1");
  const std::string common = scratch.path() + "/work/.git";
  const std::vector<std::pair<std::string, std::string>> places{
      {"work", common},
      {"linked", common + "/worktrees/linked"},
      {"link", scratch.path() + "/link/.git"}};
  for (const auto& [directory, git_dir] : places) {
    CAPTURE(directory);
    const GitConfig config = load_git_config(common, git_dir, false);
    std::string ours;
    for (const std::string& key : config.keys("met.")) ours += key + "\n";
    CHECK(ours ==
          scratch.run("cd " + directory + " && unset GIT_CONFIG_GLOBAL && HOME=" + scratch.path() +
                      "/home git config --name-only --get-regexp '^met' | sort"));
  }
}

}  // namespace moongate
