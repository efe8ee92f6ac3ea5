#include <catch2/catch.hpp>

#include "report/headline.h"
#include "report/render.h"
#include "sample_report.h"

using namespace moongate;

TEST_CASE("a headline says where and what in the form that check tests expect") {
  Finding todo =
      sample::at(sample::finding("todo-issue", "", Level::error, "TODO without an issue number"),
                 "a.c", 2, 4, 8, "// TODO: new");
  CHECK(finding_headline(todo) == "a.c:2:4: TODO without an issue number");
  todo.column = 0;
  CHECK(finding_headline(todo) == "a.c:2: TODO without an issue number");
  todo.line = 0;
  CHECK(finding_headline(todo) == "a.c: TODO without an issue number");
}

TEST_CASE("commits, branches, tags and the whole change have a place too") {
  Finding made = sample::finding("c", "", Level::error, "m");
  CHECK(finding_headline(made) == "change: m");
  made.branch = "feature/x";
  CHECK(finding_headline(made) == "branch feature/x: m");
  made.branch.clear();
  made.tag = "v1";
  CHECK(finding_headline(made) == "tag v1: m");
  made.line = 2;
  made.column = 3;
  CHECK(finding_headline(made) == "tag v1 2:3: m");
  made.column = 0;
  CHECK(finding_headline(made) == "tag v1, line 2: m");
  made.line = made.column = 0;
  made.tag.clear();
  made.commit = "3f2a1bc00000";
  CHECK(finding_headline(made) == "commit 3f2a1bc: m");
  made.line = made.column = 1;
  CHECK(finding_headline(made) == "commit 3f2a1bc 1:1: m");
  CHECK(finding_headline(made, "#2") == "commit #2 1:1: m");
  made.commit.clear();
  CHECK(finding_headline(made) == "commit 1:1: m");
  CHECK(finding_headline(made, "") == "commit 1:1: m");
  // A line alone must not read like an id.
  made.column = 0;
  CHECK(finding_headline(made) == "commit, line 1: m");
  made.commit = "3f2a1bc00000";
  CHECK(finding_headline(made) == "commit 3f2a1bc, line 1: m");
  CHECK(finding_headline(made, "#2") == "commit #2, line 1: m");
}

TEST_CASE("a headline is one line and no command, whatever it is made of") {
  for (const Finding& finding : sample::hostile().findings) {
    const std::string line = finding_headline(finding);
    CHECK(line.find('\n') == std::string::npos);
    CHECK(line.find('\x1b') == std::string::npos);
    CHECK_FALSE(line.starts_with("::"));
    CHECK(line.find("##[") == std::string::npos);
  }
}

TEST_CASE("the text report's lines are the headlines") {
  const Report report = sample::ordinary();
  RenderOptions piped;
  piped.width = 0;
  const std::string text = render(report, "text", piped);
  for (const Finding& finding : report.findings)
    CHECK(("\n" + text).find("\n" + finding_headline(finding) + " [") != std::string::npos);
}

TEST_CASE("a problem names its place") {
  CHECK(problem_headline({ProblemKind::config, "bad", "moongate.toml", 3, ""}) ==
        "moongate.toml:3: bad");
  CHECK(problem_headline({ProblemKind::config, "bad", "moongate.toml", 0, ""}) ==
        "moongate.toml: bad");
  CHECK(problem_headline({ProblemKind::usage, "bad", "", 0, ""}) == "bad");
}
