// The formats for hosts: what stands in them, that limits are kept and said, and that nothing
// hostile gets through. Validators of other people read them too (tests/reports/).
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "core/unicode.h"
#include "report/cut.h"
#include "report/render.h"
#include "report/xml.h"
#include "sample_report.h"

using namespace moongate;
using Json = nlohmann::ordered_json;

namespace {

std::string rendered(const Report& report, const char* format) {
  return render(report, format, {});
}

bool has(const std::string& whole, const std::string& part) {
  return whole.find(part) != std::string::npos;
}

std::size_t times(const std::string& whole, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = whole.find(part); at != std::string::npos; at = whole.find(part, at + 1))
    ++count;
  return count;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("nothing hostile reaches a terminal or a CI log as it was, in any format") {
  const Report report = sample::hostile();
  for (const std::string& format : format_names()) {
    INFO(format);
    const std::string text = render(report, format, {});
    CHECK(text.ends_with('\n'));
    CHECK(is_utf8(text));
    for (std::size_t at = 0; at < text.size();) {
      const CodePoint point = code_point_at(text, at);
      // The one invisible character that we write ourselves, in Markdown.
      const bool joiner = format == "markdown" && point.code == 0x2060;
      if (point.code != '\n' && !joiner) REQUIRE_FALSE(is_unsafe(point.code));
      at += point.length;
    }
    if (format == "markdown") continue;  // goes to a file, not a log; its own test is below
    for (const std::string& line : lines_of(text)) {
      INFO(line);
      CHECK_FALSE(has(line, "##["));
      CHECK_FALSE(has(line, "##vso["));
      const std::string start = line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
      if (format != "github") {
        CHECK(start.substr(0, 2) != "::");
      } else if (start.starts_with("::")) {
        CHECK((start.starts_with("::error ") || start.starts_with("::warning ") ||
               start.starts_with("::notice ")));
      }
    }
  }
}

TEST_CASE("an empty report is a document in every format") {
  for (const std::string& format : format_names()) CHECK(render(Report{}, format, {}).size() > 2);
}

TEST_CASE("text is cut between characters and says so") {
  CHECK(cut("abc", 3) == "abc");
  CHECK(cut("abcdef", 5) == "ab…");
  CHECK(cut("a\xc3\xa9\xc3\xa9\xc3\xa9", 6) == "a\xc3\xa9…");
  CHECK(count_levels(2, 0, 1) == "2 errors, 1 note");
}

TEST_CASE("XML text has no markup and no characters that XML cannot hold") {
  CHECK(xml_text("<a b=\"c\">&\n") == "&lt;a b=&quot;c&quot;&gt;&amp;\n");
  CHECK(xml_attribute("a\nb\x01\xef\xbf\xbf") == "a\\nb\\x01\\uffff");
  CHECK(xml_text("::error::x") == "&#58;:error::x");
}

TEST_CASE("sarif: results name their rule, place, fingerprint and fix") {
  const Json sarif = Json::parse(rendered(sample::ordinary(), "sarif"));
  CHECK(sarif["version"] == "2.1.0");
  const Json& run = sarif["runs"][0];
  CHECK(run["columnKind"] == "utf16CodeUnits");
  CHECK(run["invocations"][0] == Json{{"executionSuccessful", true}, {"exitCode", 1}});
  const Json& rules = run["tool"]["driver"]["rules"];
  REQUIRE(run["results"].size() == 4);
  for (const Json& result : run["results"]) {
    CHECK(rules[result["ruleIndex"].get<std::size_t>()]["id"] == result["ruleId"]);
    CHECK(result["partialFingerprints"]["moongate/v1"].get<std::string>().starts_with("1:"));
    CHECK(result["locations"][0]["physicalLocation"]["artifactLocation"]["uriBaseId"] ==
          "%SRCROOT%");
  }
  const Json& blanks = run["results"][1];
  CHECK(blanks["locations"][0]["physicalLocation"]["region"] ==
        Json{{"startLine", 12}, {"startColumn", 10}, {"endColumn", 13}});
  CHECK(blanks["fixes"][0]["artifactChanges"][0]["replacements"][0] ==
        Json{{"deletedRegion", {{"startLine", 12}, {"startColumn", 10}, {"endColumn", 13}}}});
  CHECK(run["results"][0]["locations"][0]["logicalLocations"][0] ==
        Json{{"fullyQualifiedName", "commit ddddddd"}, {"kind", "commit"}});
  CHECK(rules[2]["help"]["markdown"] == "Revoke it.\n\nThen remove it.");
}

TEST_CASE("sarif: columns are UTF-16 code units") {
  Report report;
  // é is 2 bytes and 1 unit, the face 4 bytes and 2 units.
  report.findings = {sample::at(sample::finding("c", "", Level::error, "m"), "a", 1, 7, 8,
                                "\xc3\xa9\xf0\x9f\x98\x80xyz")};
  report.findings[0].utf16_column = 4;
  report.findings[0].utf16_end_column = 5;
  const auto region = [&] {
    return Json::parse(rendered(
        report, "sarif"))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
  };
  CHECK(region() == Json{{"startLine", 1}, {"startColumn", 4}, {"endColumn", 5}});
  // Without, they are those in bytes, whatever the snippet shows.
  report.findings = {
      sample::at(sample::finding("c", "", Level::error, "m"), "a", 1, 3, 43, "\xc3\xa9ghp_****")};
  CHECK(region() == Json{{"startLine", 1}, {"startColumn", 3}, {"endColumn", 43}});
  report.findings[0].end_line = 4;
  report.findings[0].utf16_end_column = 40;
  CHECK(region() == Json{{"startLine", 1}, {"startColumn", 3}, {"endLine", 4}, {"endColumn", 40}});
}

TEST_CASE("sarif: what lies on no changed line is shown at one, with its own place related") {
  Report report;
  report.findings = {
      sample::at(sample::finding("c", "", Level::error, "m"), "a", 3, 2, 4, "abcdef")};
  const auto result = [&] {
    return Json::parse(rendered(report, "sarif"))["runs"][0]["results"][0];
  };
  CHECK_FALSE(result().contains("relatedLocations"));
  report.findings[0].changed_line = 9;
  const Json shown = result();
  CHECK(shown["locations"][0]["physicalLocation"]["region"] == Json{{"startLine", 9}});
  const Json& related = shown["relatedLocations"];
  REQUIRE(related.size() == 1);
  CHECK(related[0]["physicalLocation"]["region"] ==
        Json{{"startLine", 3}, {"startColumn", 2}, {"endColumn", 4}});
  CHECK(related[0]["physicalLocation"]["contextRegion"]["snippet"]["text"] == "abcdef");
  CHECK(related[0]["message"]["text"] == "This is about line 3.");
  // Of a whole file there is no line to point back to.
  report.findings[0] = sample::finding("c", "", Level::error, "m");
  report.findings[0].path = "a";
  report.findings[0].changed_line = 9;
  CHECK(result()["locations"][0]["physicalLocation"]["region"] == Json{{"startLine", 9}});
  CHECK_FALSE(result().contains("relatedLocations"));
}

TEST_CASE("sarif: what went wrong is a notification, and the run no success") {
  const Json run = Json::parse(rendered(sample::broken(), "sarif"))["runs"][0];
  const Json& invocation = run["invocations"][0];
  CHECK(invocation["executionSuccessful"] == false);
  CHECK(invocation["exitCode"] == 2);
  CHECK(invocation["toolExecutionNotifications"].size() == 3);      // one problem, two checks
  CHECK(invocation["toolConfigurationNotifications"].size() == 3);  // problem, relaxed, skipped
  CHECK(has(invocation["toolExecutionNotifications"][0]["message"]["text"], "fetch-depth: 0"));
}

TEST_CASE("sarif: at most 25,000 results, the most important, and it says so") {
  const Report report = sample::large(26'000);
  const Json run = Json::parse(rendered(report, "sarif"))["runs"][0];
  REQUIRE(run["results"].size() == 25'000);
  std::size_t errors = 0, warnings = 0;
  for (const Json& result : run["results"]) {
    errors += result["level"] == "error";
    warnings += result["level"] == "warning";
  }
  CHECK(errors == report.summary.errors);
  CHECK(warnings == report.summary.warnings);
  CHECK(run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] ==
        "25000 of 26,000 findings are in this file, the most important first: 8,666 errors, "
        "8,667 warnings, 8,667 notes in all");
}

TEST_CASE("where a limit cuts, what stands on changed lines stays") {
  const auto many = [](std::uint32_t old) {
    Report report;
    report.change.kind = ChangeKind::range;
    for (std::uint32_t line = 1; line <= old; ++line) {
      report.findings.push_back(
          sample::at(sample::finding("c", "", Level::error, "old"), "aaa.txt", line, 1, 2, "old"));
      report.findings.back().in_change = false;
    }
    for (std::uint32_t line = 1; line <= 11; ++line)
      report.findings.push_back(
          sample::at(sample::finding("c", "", Level::error, "new"), "z.txt", line, 1, 2, "new"));
    report.findings.push_back(sample::finding("c", "", Level::error, "of the whole change"));
    return report;
  };
  const std::string annotations = rendered(many(12), "github");
  CHECK(times(annotations, "::error file=z.txt") == 10);
  CHECK_FALSE(has(annotations, "::error file=aaa.txt"));
  const std::string table = rendered(many(12), "markdown");
  CHECK(table.find("z.txt:11") < table.find("of the whole change"));
  CHECK(table.find("of the whole change") < table.find("aaa.txt:1"));
  const Json run = Json::parse(rendered(many(25'000), "sarif"))["runs"][0];
  CHECK(std::count_if(run["results"].begin(), run["results"].end(),
                      [](const Json& result) { return result["message"]["text"] == "new"; }) == 11);
}

TEST_CASE("sarif: messages hold no link") {
  const Json run = Json::parse(rendered(sample::hostile(), "sarif"))["runs"][0];
  for (const Json& result : run["results"]) {
    CHECK_FALSE(has(result["message"]["text"], "]("));
    CHECK(has(result["message"]["text"], "[link] ("));
  }
}

TEST_CASE("junit: a suite a check, a case a file, failures only where the run fails") {
  const std::string text = rendered(sample::ordinary(), "junit");
  CHECK(has(text, "<testsuites name=\"moongate\" tests=\"5\" failures=\"2\" errors=\"0\""));
  CHECK(has(text, "<testsuite name=\"moongate.size-limit\" tests=\"1\" failures=\"0\""));
  CHECK(has(text,
            "<testcase classname=\"moongate.lint.trailing-whitespace\" "
            "name=\"docs/guide.md\""));
  CHECK(times(text, "<failure ") == 2);
  CHECK_FALSE(has(text, " file=\""));  // strict readers reject these attributes
  CHECK_FALSE(has(text, " line=\""));

  Report warnings = sample::ordinary();
  std::erase_if(warnings.findings, [](const Finding& f) { return f.level == Level::error; });
  warnings.summary.errors = 0;
  warnings.summary.exit = 0;
  CHECK(times(rendered(warnings, "junit"), "<failure ") == 0);
  warnings.summary.exit = 1;  // fail_on = "warning"
  CHECK(times(rendered(warnings, "junit"), "<failure ") == 1);
}

TEST_CASE("junit: problems and unfinished checks are errors, skipped checks are skipped") {
  const std::string text = rendered(sample::broken(), "junit");
  CHECK(has(text, "errors=\"4\""));
  CHECK(times(text, "<error ") == 4);
  CHECK(times(text, "<skipped ") == 1);
}

TEST_CASE("junit: many findings of a file are counted, not all listed") {
  Report report = sample::large(0);
  for (std::uint32_t i = 1; i <= 150; ++i)
    report.findings.push_back(
        sample::at(sample::finding("size-limit", "", Level::error, "m"), "a.c", i, 0, 0, ""));
  report.summary.errors = 150;
  const std::string text = rendered(report, "junit");
  CHECK(times(text, "[error size-limit]") == 100);
  CHECK(has(text, "… and 50 findings more, 150 in all"));
  CHECK(has(text, "(and 149 more)"));
}

TEST_CASE("checkstyle: files hold their errors") {
  const std::string text = rendered(sample::ordinary(), "checkstyle");
  CHECK(times(text, "<file ") == 3);
  CHECK(times(text, "<error ") == 4);
  CHECK(has(text,
            "    <error line=\"12\" column=\"10\" severity=\"error\" message=\"trailing "
            "whitespace\" source=\"moongate.lint/trailing-whitespace\"/>"));
  CHECK(times(rendered(sample::broken(), "checkstyle"), "severity=\"error\"") == 4);
}

TEST_CASE("github: commands are escaped as the runner reads them") {
  const std::vector<std::string> lines = lines_of(rendered(sample::ordinary(), "github"));
  CHECK(lines[0] ==
        "::error file=docs/guide.md,line=12,endLine=12,col=10,endColumn=12,"
        "title=lint/trailing-whitespace::trailing whitespace");
  CHECK(lines[2] ==
        "::warning title=conventional-commits/type::commit ddddddd 1:1: type 'feature' is not one "
        "of feat, fix, docs%0Awrite feat: a new report");
  Report report;
  report.findings = {
      sample::at(sample::finding("c", "", Level::note, "100%: a,b"), "a,b:c%.txt", 1, 0, 0, "")};
  CHECK(lines_of(rendered(report, "github"))[0] ==
        "::notice file=a%2Cb%3Ac%25.txt,line=1,endLine=1,title=c::100%25: a,b");
}

TEST_CASE("github: a file outside of the repository is named in the message") {
  Report report;
  report.problems.push_back(
      {ProblemKind::usage, "it cannot be read", "/runner/event.json", 3, "mount it"});
  CHECK(lines_of(rendered(report, "github"))[0] ==
        "::error title=moongate::/runner/event.json: it cannot be read%0Amount it");
  report.problems[0].path = "moongate.toml";
  CHECK(lines_of(rendered(report, "github"))[0] ==
        "::error file=moongate.toml,line=3,endLine=3,title=moongate::it cannot be read%0Amount it");
}

TEST_CASE("github: ten of a kind, errors that block first, the rest counted") {
  Report report = sample::large(100);
  report.problems = {{ProblemKind::repository, "no base", "", 0, "fetch it"}};
  const std::string text = rendered(report, "github");
  const std::vector<std::string> lines = lines_of(text);
  CHECK(lines[0] == "::error title=moongate::no base%0Afetch it");
  const auto starting = [&](const std::string& start) {
    return std::count_if(lines.begin(), lines.end(),
                         [&](const std::string& line) { return line.starts_with(start); });
  };
  CHECK(starting("::error ") == 10);
  CHECK(starting("::warning ") == 10);
  CHECK(starting("::notice ") == 10);
  CHECK(has(text, "moongate: annotated are 10 of 34 errors, 10 of 33 warnings, 10 of 34 notes"));
  CHECK(times(text, "[error lint/trailing-whitespace]") == 20);  // and how many more in the log
}

TEST_CASE("github: a long message is cut below the runner's limit") {
  Report report;
  report.findings = {sample::finding("c", "", Level::error, std::string(10'000, 'x'))};
  const std::string line = lines_of(rendered(report, "github"))[0];
  CHECK(line.size() < 4096);
  CHECK(line.ends_with("…"));
}

TEST_CASE("gitlab: every entry is whole and every fingerprint unique") {
  Report report = sample::ordinary();
  report.findings.push_back(report.findings[1]);
  const Json json = Json::parse(rendered(report, "gitlab"));
  REQUIRE(json.is_array());
  REQUIRE(json.size() == 5);
  std::set<std::string> fingerprints;
  for (const Json& entry : json) {
    fingerprints.insert(entry["fingerprint"].get<std::string>());
    CHECK(entry["location"]["lines"]["begin"].get<int>() >= 1);
    CHECK_FALSE(entry["location"]["path"].get<std::string>().empty());
  }
  CHECK(fingerprints.size() == 5);
  CHECK(json[1]["severity"] == "major");
  CHECK(json[0]["severity"] == "minor");
  CHECK(json[3]["severity"] == "info");
  CHECK(Json::parse(rendered(sample::broken(), "gitlab"))[0]["severity"] == "blocker");
  CHECK(rendered(sample::clean(), "gitlab") == "[]\n");
}

TEST_CASE("gitlab, checkstyle: a file outside of the repository is named in the message") {
  const Json gitlab = Json::parse(rendered(sample::outside(), "gitlab"));
  CHECK(gitlab[0]["location"]["path"] == "moongate.toml");
  CHECK(gitlab[0]["location"]["lines"]["begin"] == 1);
  CHECK(has(gitlab[0]["description"], "/etc/moongate/policy.toml: unknown key"));
  CHECK(gitlab[1]["location"]["path"] == "moongate.toml");
  CHECK(has(gitlab[1]["description"], "../policy.toml: it cannot be read"));
  const std::string checkstyle = rendered(sample::outside(), "checkstyle");
  CHECK(times(checkstyle, "<file name=\"moongate\">") == 1);
  CHECK(has(checkstyle, "message=\"/etc/moongate/policy.toml: unknown key"));
}

TEST_CASE("markdown: a marked comment with a table") {
  const std::string text = rendered(sample::ordinary(), "markdown");
  CHECK(text.starts_with("<!-- moongate:report -->\n## ❌ Moongate: 2 errors, 1 warning, 1 note\n"));
  CHECK(has(text,
            "| ❌ error | `docs/guide.md:12:10` | trailing whitespace | "
            "`lint/trailing-whitespace` |\n"));
  CHECK(has(rendered(sample::clean(), "markdown"), "✅ Moongate: no findings"));
  CHECK(has(rendered(sample::broken(), "markdown"), "**the base commit bbbbbbb is not in this"));
}

TEST_CASE("markdown: no mention, reference, link, markup or cell comes out of what was said") {
  Report report;
  const auto said = [&](const std::string& message) {
    report.findings = {sample::finding("c", "", Level::error, message)};
    const std::string row = lines_of(rendered(report, "markdown")).back();
    const std::string begin = "| ❌ error | change | ";
    REQUIRE(row.starts_with(begin));
    return row.substr(begin.size(), row.size() - begin.size() - std::string(" | `c` |").size());
  };
  const std::string j = "\u2060";
  CHECK(said("@user") == "\\@" + j + "user");
  CHECK(said("#1 !2 $x") == "\\#" + j + "1 \\!" + j + "2 \\$" + j + "x");
  CHECK(said("https://a.b www.a.b") == "https:" + j + "//a.b www" + j + ".a.b");
  CHECK(said("a|b`c`*d*_e_") == "a\\|b\\`c\\`\\*d\\*\\_e\\_");
  CHECK(said("[a](b) <b>&amp;") == "\\[a\\](b) &lt;b&gt;&amp;" + j + "amp;");
  CHECK(said("a\nb") == "a<br>b");
  CHECK(said("GH-1 a-b") == "GH-" + j + "1 a-b");

  const std::string hostile = rendered(sample::hostile(), "markdown");
  for (const char* bad :
       {"<script", "@someone", "k](", "i](", "http://", "https://", " #1", "www.x"})
    CHECK_FALSE(has(hostile, bad));
  // A row is a row: three pipes inside, none of them from a check.
  for (const std::string& line : lines_of(hostile))
    if (line.starts_with("| ❌")) CHECK(times(line, " | ") == 3);
}

TEST_CASE("markdown: code that a span cannot hold is an element") {
  Report report;
  report.findings = {
      sample::at(sample::finding("c", "", Level::error, "m"), "a`b|c\\", 1, 0, 0, "")};
  CHECK(has(rendered(report, "markdown"), "<code>a&#96;b&#124;c&#92;&#58;1</code>"));
}

TEST_CASE("markdown: fits a comment, and counts what does not") {
  const Report report = sample::large(5'000);
  const std::string text = rendered(report, "markdown");
  CHECK(text.size() <= 65'536);
  CHECK(text.size() > 60'000);
  const std::size_t shown = times(text, "\n| ❌ error |") + times(text, "\n| ⚠️ warning |") +
                            times(text, "\n| ℹ️ note |");
  CHECK(times(text, "\n| ℹ️ note |") == 0);  // errors come first
  // What is said to be missing and what is shown are all.
  const std::size_t errors = times(text, "\n| ❌ error |");
  const std::size_t warnings = times(text, "\n| ⚠️ warning |");
  CHECK(has(text, "… and " +
                      count_levels(report.summary.errors - errors,
                                   report.summary.warnings - warnings, report.summary.notes) +
                      " more"));
  CHECK(shown > 400);
  Report many = sample::hostile();
  for (int i = 0; i < 400; ++i) many.problems.push_back(many.problems[0]);
  CHECK(rendered(many, "markdown").size() <= 65'536);
}
