#include <catch2/catch.hpp>

#include "core/unicode.h"
#include "report/render.h"
#include "report/snippet.h"
#include "sample_report.h"

using namespace moongate;

namespace {

std::string text(const Report& report, RenderOptions options) {
  return render(report, "text", options);
}

// As in a terminal that is wide enough for the headlines.
std::string text(const Report& report) {
  RenderOptions options;
  options.width = 100;
  return text(report, options);
}

MarkedLine marked(std::string line, std::uint32_t column, std::uint32_t end,
                  std::size_t width = 0) {
  return marked_line(sample::at(Finding{}, "a", 1, column, end, std::move(line)), width);
}

bool has(const std::string& whole, const std::string& part) {
  return whole.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("an ordinary report, whole") {
  CHECK(
      text(sample::ordinary()) ==
      R"(commit ddddddd 1:1: type 'feature' is not one of feat, fix, docs [warning conventional-commits/type]
    1 | feature: a new report
      | ^^^^^^^
    help: write feat: a new report

docs/guide.md:12:10: trailing whitespace [error lint/trailing-whitespace]
   12 | Some text···
      |          ^^^
    fix:  remove 3 bytes

src/a.py:3:10: a GitHub token [error secrets/github-token in commit eeeeeee]
    3 | token = "ghp_****"  # for the tests
      |          ^^^^^^^^
    help: revoke it at once: whoever can read the repository has it; then read it from the
          environment
src/a.py:9:7: TODO without an issue number [note todo-issue]
    9 |     # TODO: tidy this up
      |       ^^^^

failed: 2 errors, 1 warning, 1 note, 1 suppressed (3 files, 2 commits, 4 checks, 7.1 ms)
)");
}

TEST_CASE("a clean report is one line, a quiet one is none") {
  CHECK(text(sample::clean()) == "passed: no findings (3 files, 2 commits, 4 checks, 7.1 ms)\n");
  RenderOptions quiet;
  quiet.quiet = true;
  CHECK(text(sample::clean(), quiet).empty());
}

TEST_CASE("failure is seen first, and last") {
  const std::string broken = text(sample::broken());
  CHECK(broken ==
        R"(moongate: error: the base commit bbbbbbb is not in this clone
  help: fetch the whole history: fetch-depth: 0, or give --fetch
moongate: error: moongate.toml:3: unknown key 'fail-on', did you mean 'fail_on'?
  help: see moongate explain --config
moongate: error: check no-print was aborted: used more than 5 s of CPU time
  help: raise [limits] check_time or check_memory, or fix the check
moongate: error: check old-check failed: attempt to index a nil value
  help: fix the check

this change relaxes: check size-limit switched off (moongate.toml:7)
skipped by: [skip moongate] in commit 12ab34c
skipped secrets: MOONGATE_SKIP
slower than the budget of 1.0 s: no-print 5.0 s
error: 2 problems, 2 checks unfinished, no findings, 1 relaxed (1.2 s)
)");
  RenderOptions elsewhere;
  elsewhere.problems = false;
  CHECK_FALSE(has(text(sample::broken(), elsewhere), "fetch-depth"));
  CHECK(has(text(sample::broken(), elsewhere), "2 problems"));
}

TEST_CASE("the mark stands under the span") {
  SECTION("plain") {
    const MarkedLine line = marked("int value = 1;", 5, 10);
    CHECK(line.before == "int ");
    CHECK(line.span == "value");
    CHECK(line.after == " = 1;");
    CHECK(line.column == 4);
    CHECK(line.cells == 5);
  }
  SECTION("tabs are expanded to stops of four") {
    const MarkedLine line = marked("\ta\tb", 4, 5);
    CHECK(line.before == "    a   ");
    CHECK(line.column == 8);
  }
  SECTION("wide characters take two cells, combining ones none") {
    CHECK(marked("\xe6\x97\xa5\xe6\x9c\xac=1", 7, 8).column == 4);
    CHECK(marked("e\xcc\x81=1", 4, 5).column == 1);
  }
  SECTION("controls are shown and counted") {
    const MarkedLine line = marked(
        "a\x1b"
        "b",
        3, 4);
    CHECK(line.before == "a\\x1b");
    CHECK(line.column == 5);
  }
  SECTION("blanks at the span are shown") {
    CHECK(marked("x \t ", 2, 5).span == "·→ ·");
    CHECK(marked("x  y", 1, 5).span == "x  y");
  }
  SECTION("past the end of the line") {
    const MarkedLine line = marked("abc", 4, 4);
    CHECK(line.column == 3);
    CHECK(line.cells == 1);
    CHECK(marked("abc", 90, 99).column == 3);
  }
  SECTION("no column, no mark") {
    CHECK(marked("abc", 0, 0).cells == 0);
  }
  SECTION("a span over several lines is marked to the end of the first") {
    Finding finding = sample::at(Finding{}, "a", 1, 3, 2, "abcdef");
    finding.end_line = 4;
    CHECK(marked_line(finding, 0).span == "cdef");
  }
  SECTION("a masked secret is shorter than the columns say") {
    Finding finding = sample::at(Finding{}, "a", 1, 6, 46, "k = \"ghp_****\" # x");
    finding.masked = {{6, 46, 5, 13}};
    CHECK(marked_line(finding, 0).span == "ghp_****");
    // A part of it is all of it; what stands behind it keeps its place.
    finding.column = 9;
    finding.end_column = 12;
    CHECK(marked_line(finding, 0).span == "ghp_****");
    finding.column = 48;
    finding.end_column = 49;
    CHECK(marked_line(finding, 0).span == "#");
    finding.column = 40;
    CHECK(marked_line(finding, 0).span == "ghp_****\" #");
    finding.column = 1;
    CHECK(marked_line(finding, 0).span == "k = \"ghp_****\" #");
  }
  SECTION("behind two masked secrets of a line that was cut") {
    Finding finding = sample::at(Finding{}, "a", 1, 141, 144, "ab**** cd****   ");
    finding.snippet_offset = 90;
    finding.masked = {{91, 111, 0, 6}, {112, 141, 7, 13}};
    const MarkedLine line = marked_line(finding, 0);
    CHECK(line.before == "…ab**** cd****");
    CHECK(line.span == "···");
  }
  SECTION("asterisks that a line has itself are no mask") {
    CHECK(marked("a **** b", 1, 9).span == "a **** b");
  }
}

TEST_CASE("a column of text counts characters") {
  const auto column = [](std::string line, std::uint32_t at) {
    return character_column(sample::at(Finding{}, "a", 1, at, at, std::move(line)));
  };
  CHECK(column("abc", 3) == 3);
  CHECK(column("\xc3\xbc\xf0\x9f\x98\x80 x", 7) == 3);
  CHECK(column("\tx", 2) == 2);
  CHECK(column("\xff\xfex", 3) == 3);  // no UTF-8: a byte is a character
  CHECK(column("abc", 0) == 0);
  // The line is not there from its beginning: bytes.
  CHECK(column("\xc3\xbc****", 20) == 20);
  Finding cut = sample::at(Finding{}, "a", 1, 1001, 1005, "\xc3\xbc");
  cut.snippet_offset = 999;
  CHECK(character_column(cut) == 1001);
}

TEST_CASE("what is skipped together is said once") {
  Report report = sample::clean();
  report.checks = {{"lint/a", CheckStatus::skipped, "--skip", 0, 0},
                   {"lint/b", CheckStatus::skipped, "--skip", 0, 0},
                   {"style/a", CheckStatus::skipped, "--skip", 0, 0},
                   {"style/b", CheckStatus::ok, "", 0, 0}};
  CHECK(text(report) ==
        "skipped lint: --skip\nskipped style/a: --skip\n"
        "passed: no findings (3 files, 2 commits, 1 check, 7.1 ms)\n");
}

TEST_CASE("a pass without findings is one line, whatever there is to remark") {
  Report report = sample::clean();
  report.change.left_out = {{2, "that another remote has"}};
  report.budget_milliseconds = 5;
  const std::string said = text(report);
  CHECK(std::count(said.begin(), said.end(), '\n') == 1);
  CHECK(has(said, "left out: 2 commits that another remote has"));
  CHECK(has(said, "slower than the budget of 5.0 ms"));
}

TEST_CASE("long lines are cut around the span, and say so") {
  const std::string left(500, 'a'), right(500, 'b');
  for (const std::size_t width : {20u, 40u, 80u, 200u}) {
    const MarkedLine line = marked(left + "SPOT" + right, 501, 505, width);
    CHECK(line.span == "SPOT");
    CHECK(line.before.starts_with("…"));
    CHECK(line.after.ends_with("…"));
    CHECK(width_of(line.before) + line.cells + width_of(line.after) <= width);
  }
  const MarkedLine end = marked(left + "SPOT", 501, 505, 40);
  CHECK(end.after.empty());
  CHECK(width_of(end.before) + end.cells > 36);
  const MarkedLine long_span = marked(std::string(500, 'x'), 10, 400, 40);
  CHECK(long_span.span.ends_with("…"));
  CHECK(width_of(long_span.before) + long_span.cells <= 40);

  // The engine has cut already: the snippet begins inside the line.
  Finding cut = sample::at(Finding{}, "a", 1, 1001, 1005, std::string(80, 'a') + "SPOT" + "b");
  cut.snippet_offset = 920;
  CHECK(marked_line(cut, 60).span == "SPOT");
  CHECK(marked_line(cut, 0).before == "…" + std::string(80, 'a'));
}

TEST_CASE("every line fits the terminal") {
  Report report = sample::ordinary();
  report.findings[2].snippet = std::string(300, 'x') + report.findings[2].snippet;
  report.findings[2].column += 300;
  report.findings[2].end_column += 300;
  for (const unsigned width : {60u, 80u, 200u}) {
    RenderOptions options;
    options.width = width;
    std::string line;
    std::istringstream lines(text(report, options));
    while (std::getline(lines, line)) CHECK(width_of(line) <= width);
  }
  // Where nothing is a terminal a finding's headline is one line, for grep.
  RenderOptions piped;
  piped.width = 0;
  CHECK(has(text(report, piped),
            "\nsrc/a.py:3:310: a GitHub token [error secrets/github-token in commit eeeeeee]\n"));
}

TEST_CASE("colour and links only when asked for, and never from a check") {
  const Report hostile = sample::hostile();
  const std::string plain = text(hostile);
  CHECK(plain.find('\x1b') == std::string::npos);
  RenderOptions options;
  options.color = options.links = true;
  const std::string colored = text(sample::ordinary(), options);
  CHECK(has(colored, "\x1b[1;31merror\x1b[0m"));
  CHECK(has(colored,
            "\x1b]8;;https://www.conventionalcommits.org/en/v1.0.0/\x1b\\"
            "conventional-commits/type\x1b]8;;\x1b\\"));
  // Taking out what we painted leaves exactly the plain report.
  std::string stripped;
  const std::string painted = [&] {
    RenderOptions only_color;
    only_color.width = 100;
    only_color.color = true;
    return text(hostile, only_color);
  }();
  for (std::size_t at = 0; at < painted.size(); ++at) {
    if (painted[at] == '\x1b')
      at = painted.find('m', at);
    else
      stripped += painted[at];
  }
  CHECK(stripped == plain);
}

TEST_CASE("hostile text stays inside its line") {
  std::istringstream lines(text(sample::hostile()));
  std::string line;
  while (std::getline(lines, line)) {
    INFO(line);
    CHECK(line.substr(std::min(line.find_first_not_of(" \t"), line.size())).substr(0, 2) != "::");
    CHECK_FALSE(has(line, "##["));
    CHECK_FALSE(has(line, "##vso["));
    for (const char c : line) CHECK((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
    CHECK(is_utf8(line));
  }
}

TEST_CASE("the same advice is given once for a file") {
  Report report = sample::ordinary();
  report.findings.push_back(report.findings[2]);
  report.findings.back().line = 20;
  const std::string whole = text(report);
  const std::size_t first = whole.find("revoke it at once");
  REQUIRE(first != std::string::npos);
  CHECK(whole.find("revoke it at once", first + 1) == std::string::npos);
}

TEST_CASE("of a long fix a person is shown the beginning") {
  Report report = sample::ordinary();
  report.findings[0].fix = {{report.findings[0].path, 0, 1, std::string(200'000, 'x')}};
  for (const std::string& whole : {text(report), render(report, "junit", {})}) {
    CHECK(has(whole, "(cut)"));
    CHECK(whole.size() < 50'000);
  }
  CHECK(render(report, "json", {}).size() > 200'000);
}

TEST_CASE("--profile tells time and memory of each check and the slowest files") {
  RenderOptions options;
  options.profile = true;
  const std::string whole = text(sample::broken(), options);
  CHECK(has(whole, "     5.0 s    1.0 MiB  no-print\n"));
  CHECK(has(whole, "    3.2 ms             src/big.c\n"));
  CHECK(has(whole, "odd\\xff.c\n"));
}
