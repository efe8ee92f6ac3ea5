#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <random>

#include "findings/finalize_findings.h"
#include "random_rounds.h"
#include "report/merge_reports.h"
#include "report/render.h"
#include "sample_report.h"

using namespace moongate;
using Json = nlohmann::ordered_json;

namespace {

std::string json(const Report& report) {
  return render(report, "json", {});
}

std::string without_timing(const Report& report) {
  Json document = Json::parse(json(report));
  document.erase("timing");
  return document.dump();
}

// What the engine does with --shard: findings by path, whole-change ones in the first.
std::vector<ReadReport> split(const Report& whole, unsigned count) {
  std::vector<ReadReport> shards;
  for (unsigned i = 0; i < count; ++i) {
    Report part = whole;
    part.shard = i;
    part.shards = count;
    part.findings.clear();
    part.summary.errors = part.summary.warnings = part.summary.notes = 0;
    part.summary.suppressed = i == 0 ? whole.summary.suppressed : 0;
    part.summary.exit = 0;
    part.change.files = whole.change.files / count + (i < whole.change.files % count ? 1 : 0);
    part.change.commits = i == 0 ? whole.change.commits : 0;
    part.change.added_lines = i == count - 1 ? whole.change.added_lines : 0;
    part.change.removed_lines = i == 0 ? whole.change.removed_lines : 0;
    for (CheckOutcome& check : part.checks) check.status = CheckStatus::ok;
    for (const Finding& finding : whole.findings) {
      const std::size_t owner = finding.path.empty() ? 0 : std::hash<std::string>()(finding.path);
      if (owner % count != i) continue;
      part.findings.push_back(finding);
      for (CheckOutcome& check : part.checks)
        if (check.name == finding.check) check.status = CheckStatus::findings;
    }
    for (const Finding& finding : part.findings) {
      if (finding.level == Level::error) ++part.summary.errors, part.summary.exit = 1;
      if (finding.level == Level::warning) ++part.summary.warnings;
      if (finding.level == Level::note) ++part.summary.notes;
    }
    shards.push_back(read_report(json(part), "shard-" + std::to_string(i + 1) + ".json"));
  }
  return shards;
}

Problem refused(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.problem();
  }
  FAIL("not refused");
  return {};
}

}  // namespace

TEST_CASE("what is written is read back, in every format the same") {
  for (Report report : {sample::ordinary(), sample::clean(), Report{}, sample::large(50)}) {
    const Report read = read_report(json(report), "r.json").report;
    for (const std::string& format : format_names()) {
      INFO(format);
      CHECK(render(read, format, {}) == render(report, format, {}));
    }
  }
  // Bytes that are not UTF-8 survive in paths and fixes; elsewhere they were replaced once.
  for (const Report& report : {sample::hostile(), sample::broken(), sample::rare()}) {
    const Report read = read_report(json(report), "r.json").report;
    CHECK(json(read) == json(report));
    for (std::size_t i = 0; i < report.findings.size(); ++i) {
      CHECK(read.findings[i].path == report.findings[i].path);
      CHECK(read.findings[i].fix == report.findings[i].fix);
    }
  }
}

TEST_CASE("shards merged equal one run except for timing, in any order") {
  Report whole = sample::ordinary();
  Report more = sample::large(300);
  whole.findings.insert(whole.findings.end(), more.findings.begin(), more.findings.end());
  sort_findings(whole.findings);
  std::erase_if(whole.rules, [](const RuleInfo& rule) { return rule.check == "todo-issue"; });
  whole.relaxed = {{"check size-limit switched off", "moongate.toml", 7}};
  whole.skip_markers = {"[skip moongate]"};
  whole.summary.relaxed = 1;
  count_findings(whole);
  decide_exit(whole, Level::error);
  std::mt19937 random = moongate::testing::printed_generator(
      "shards merged equal one run except for timing, in any order", 7);
  for (unsigned n = 2; n <= 16; ++n) {
    INFO(n);
    std::vector<ReadReport> shards = split(whole, n);
    std::shuffle(shards.begin(), shards.end(), random);
    const Report merged = merge_reports(shards);
    CHECK(without_timing(merged) == without_timing(whole));
    for (const char* format : {"sarif", "gitlab", "checkstyle", "markdown"})
      CHECK(render(merged, format, {}) == render(whole, format, {}));
  }
}

TEST_CASE("what the parts say is relaxed is counted as it is listed") {
  std::vector<ReadReport> shards = split(sample::ordinary(), 3);
  for (ReadReport& shard : shards) shard.report.relaxed.clear();
  shards[0].report.relaxed = {{"check lint switched off", "moongate.toml", 2}};
  shards[1].report.relaxed = {{"moongate:ignore lint added", "a.c", 3},
                              {"moongate:ignore lint added", "b.c", 4}};
  shards[0].report.summary.relaxed = 1;
  shards[1].report.summary.relaxed = 2;
  shards[2].report.summary.relaxed = 0;
  const Report merged = merge_reports(shards);
  CHECK(merged.relaxed.size() == 3);
  CHECK(merged.summary.relaxed == 3);
}

TEST_CASE("half a run is refused, not shown as a whole") {
  const Report whole = sample::ordinary();
  SECTION("a shard is missing") {
    std::vector<ReadReport> shards = split(whole, 4);
    shards.erase(shards.begin() + 2);
    CHECK(refused([&] { merge_reports(shards); }).message ==
          "of 4 shards the report is missing: 3");
  }
  SECTION("a shard is given twice") {
    std::vector<ReadReport> shards = split(whole, 2);
    shards[1] = shards[0];
    shards[1].name = "again.json";
    const Problem problem = refused([&] { merge_reports(shards); });
    CHECK(problem.message == "shard 1 is already in shard-1.json");
    CHECK(problem.path == "again.json");
  }
  SECTION("shards of different runs") {
    std::vector<ReadReport> shards = split(whole, 2);
    shards[1].report.shards = 3;
    CHECK(refused([&] { merge_reports(shards); }).path == "shard-2.json");
    shards = split(whole, 2);
    shards[1].report.change.head = std::string(40, '0');
    CHECK(refused([&] { merge_reports(shards); }).message ==
          "a report of another change than shard-1.json");
  }
  SECTION("different versions") {
    std::vector<ReadReport> shards = split(whole, 2);
    shards[1].version = "9.9.9";
    CHECK(refused([&] { merge_reports(shards); }).message.find("9.9.9") != std::string::npos);
  }
  SECTION("nothing") {
    CHECK(refused([&] { merge_reports({}); }).message == "no report to merge");
  }
}

TEST_CASE("a shard that failed makes the whole fail") {
  std::vector<ReadReport> shards = split(sample::clean(), 3);
  shards[1].report.checks[0].status = CheckStatus::aborted;
  shards[1].report.checks[0].reason = "used more than 5 s of CPU time";
  shards[1].report.summary.exit = 3;
  shards[2].report.summary.exit = 1;
  Report merged = merge_reports(shards);
  CHECK(merged.checks[0].status == CheckStatus::aborted);
  CHECK(merged.checks[0].reason == "used more than 5 s of CPU time");
  CHECK(merged.summary.exit == 3);
  shards[2].report.problems =
      shards[0].report.problems = {{ProblemKind::config, "bad", "moongate.toml", 1, ""}};
  shards[2].report.summary.exit = 2;
  merged = merge_reports(shards);
  CHECK(merged.summary.exit == 2);
  CHECK(merged.problems.size() == 1);  // every shard met the same
}

TEST_CASE("reports of different checks on one change become one; what both found stays once") {
  ReadReport first = read_report(json(sample::ordinary()), "a.json"), second = first;
  second.name = "b.json";
  std::erase_if(second.report.checks, [](const CheckOutcome& c) { return c.name == "secrets"; });
  second.report.findings.erase(second.report.findings.begin());
  second.report.findings.push_back(sample::finding("z", "", Level::error, "only here"));
  count_findings(second.report);
  const Report merged = merge_reports({first, second});
  CHECK(merged.findings.size() == 5);
  CHECK(merged.checks.size() == 4);
  CHECK(merged.change.files == 3);
  CHECK(merged.summary.errors == 3);
}

TEST_CASE("what is no report is refused with its place") {
  const std::string good = json(sample::ordinary());
  CHECK(refused([] { read_report("", "e.json"); }).message == "the file is empty, no report");
  Problem problem = refused([&] { read_report(good.substr(0, good.size() / 2), "cut.json"); });
  CHECK(problem.message == "not valid JSON");
  CHECK(problem.path == "cut.json");
  CHECK(problem.line > 20);
  CHECK(refused([] { read_report("[]", "l.json"); }).message ==
        "not a report of moongate: the document is not an object");
  const auto changed = [&](const std::function<void(Json&)>& edit) {
    Json document = Json::parse(good);
    edit(document);
    return refused([&] { read_report(document.dump(), "x.json"); }).message;
  };
  CHECK(changed([](Json& d) { d["schema"] = "moongate.report/2"; }) ==
        "not a report of moongate: schema is 'moongate.report/2'; this version reads "
        "moongate.report/1");
  CHECK(changed([](Json& d) { d["findings"][1]["line"] = "12"; }) ==
        "not a report of moongate: findings[1].line is not a whole number");
  CHECK(changed([](Json& d) { d["findings"][1]["line"] = -1; }) ==
        "not a report of moongate: findings[1].line is not a whole number");
  CHECK(changed([](Json& d) { d["findings"][1]["line"] = 1ull << 40; }) ==
        "not a report of moongate: findings[1].line is too large");
  CHECK(changed([](Json& d) { d["findings"][0]["level"] = "fatal"; }) ==
        "not a report of moongate: findings[0].level is 'fatal', which this version does not know");
  CHECK(changed([](Json& d) { d["findings"][0].erase("check"); }) ==
        "not a report of moongate: findings[0] has no 'check'");
  CHECK(changed([](Json& d) { d["findings"][1]["path_encoding"] = "base64"; }) ==
        "not a report of moongate: findings[1].path_encoding is not 'percent', the only encoding");
  CHECK(changed([](Json& d) { d["summary"]["exit"] = 7; }) ==
        "not a report of moongate: summary.exit is no exit code of moongate");
  CHECK(changed([](Json& d) {
          d["shard"] = {{"index", 3}, {"count", 2}};
        }) == "not a report of moongate: shard is not between 1 and its count");
}

TEST_CASE("no input makes the reader fall over") {
  const std::string good = json(sample::ordinary());
  std::mt19937 random =
      moongate::testing::printed_generator("no input makes the reader fall over", 11);
  for (int round = 0; round < 2000; ++round) {
    std::string bad = good;
    const int edits = 1 + static_cast<int>(random() % 4);
    for (int i = 0; i < edits && !bad.empty(); ++i) {
      const std::size_t at = random() % bad.size();
      switch (random() % 4) {
        case 0:
          bad[at] = static_cast<char>(random());
          break;
        case 1:
          bad.erase(at, random() % 20);
          break;
        case 2:
          bad.insert(at, "[{\"1\":null}]");
          break;
        default:
          bad.resize(at + 1);
      }
    }
    try {
      json(read_report(bad, "fuzz.json").report);
    } catch (const Error& error) {
      CHECK(error.problem().kind == ProblemKind::usage);
    }
  }
}

TEST_CASE("SARIF of another tool is read as a check of its name") {
  const std::string sarif = R"({"version": "2.1.0", "runs": [{
    "tool": {"driver": {"name": "Some Linter", "rules": [
      {"id": "no-x", "shortDescription": {"text": "No x"}, "helpUri": "https://lint.example/no-x",
       "defaultConfiguration": {"level": "error"},
       "messageStrings": {"here": {"text": "x in {0}"}}}]}},
    "results": [
      {"ruleId": "no-x", "message": {"id": "here", "arguments": ["a loop"]},
       "locations": [{"physicalLocation": {
         "artifactLocation": {"uri": "./src/a%20b.c"},
         "region": {"startLine": 3, "startColumn": 3, "endColumn": 4},
         "contextRegion": {"startLine": 3, "snippet": {"text": "\u00e9 x\n"}}}}]},
      {"ruleId": "other", "level": "note", "message": {"text": "m"}},
      {"ruleId": "other", "message": {"text": "m"}, "suppressions": [{"kind": "inSource"}]},
      {"ruleId": "other", "kind": "pass", "message": {"text": "fine"}}]}]})";
  const ReadReport read = read_any_report("\xEF\xBB\xBF" + sarif, "lint.sarif");
  CHECK(read.foreign);
  REQUIRE(read.report.findings.size() == 2);
  const Finding& found = read.report.findings[1];
  CHECK(found.check == "some-linter");
  CHECK(found.rule == "no-x");
  CHECK(found.level == Level::error);
  CHECK(found.message == "x in a loop");
  CHECK(found.path == "src/a b.c");
  CHECK(found.line == 3);
  CHECK(found.column == 4);  // bytes: the letter before has two
  CHECK(found.end_column == 5);
  CHECK(found.snippet == "\xc3\xa9 x");
  CHECK(found.fingerprint.starts_with("1:"));
  CHECK(read.report.summary.suppressed == 1);
  REQUIRE(read.suppressed.size() == 1);
  CHECK(read.suppressed[0].rule == "other");
  CHECK(found.utf16_column == 3);
  CHECK(found.utf16_end_column == 4);
  CHECK(read.report.summary.exit == 1);

  std::vector<ReadReport> all = split(sample::ordinary(), 3);
  all.insert(all.begin(), read);
  const Report merged = merge_reports(all);
  CHECK(merged.findings.size() == 6);
  CHECK(merged.change.why == "pull request #7 into main");
  CHECK(merged.summary.errors == 3);
  CHECK(merge_reports({read}).findings.size() == 2);

  // Ours, too, is read back: what it says about places survives.
  const ReadReport own = read_any_report(render(sample::ordinary(), "sarif", {}), "moongate.sarif");
  REQUIRE(own.report.findings.size() == 4);
  const auto token = std::find_if(own.report.findings.begin(), own.report.findings.end(),
                                  [](const Finding& f) { return f.rule == "github-token"; });
  REQUIRE(token != own.report.findings.end());
  CHECK(token->check == "secrets");
  CHECK(token->fingerprint == "1:" + std::string(32, '3'));
  CHECK(token->path == "src/a.py");
  CHECK(token->line == 3);
  CHECK(token->column == 10);
}

TEST_CASE("a tool that failed is a check that was aborted; what is no SARIF is refused") {
  const ReadReport read = read_sarif(
      R"({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t"}}, "results": [],
          "invocations": [{"executionSuccessful": false}]}]})",
      "t.sarif");
  CHECK(read.report.checks[0].status == CheckStatus::aborted);
  CHECK(read.report.summary.exit == 3);
  CHECK(refused([] { read_sarif("{}", "x"); }).message == "SARIF of version ''; 2.1.0 is read");
  CHECK(refused([] { read_sarif("{", "x"); }).message == "not valid JSON");
  CHECK(refused([] { read_sarif(R"({"version":"2.1.0","runs":7})", "x"); }).message ==
        "SARIF without 'runs'");
  const std::string good = render(sample::hostile(), "sarif", {});
  std::mt19937 random = moongate::testing::printed_generator(
      "a tool that failed is a check that was aborted; what is no SARIF is refused", 5);
  for (int round = 0; round < 500; ++round) {
    std::string bad = good;
    for (int i = 0; i < 3; ++i) bad[random() % bad.size()] = "\"0{}[],:x"[random() % 9];
    try {
      json(read_any_report(bad, "fuzz").report);
    } catch (const Error& error) {
      CHECK(error.problem().kind == ProblemKind::usage);
    }
  }
}

TEST_CASE("shards of different times have the earliest, in whatever order they come") {
  Report whole = sample::ordinary();
  whole.change.now = 0;
  std::vector<ReadReport> shards = split(whole, 3);
  shards[1].report.change.now = 1700000007;
  shards[2].report.change.now = 1700000005;
  CHECK(merge_reports(shards).change.now == 1700000005);
  std::swap(shards[1], shards[2]);
  CHECK(merge_reports(shards).change.now == 1700000005);
}

TEST_CASE("a suppression counts unless it is under review or was rejected") {
  const auto read = [](const std::string& more) {
    return read_sarif(R"({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t"}},
      "results": [{"ruleId": "r", "message": {"text": "m"}, )" +
                          more + "}]}]}",
                      "t.sarif");
  };
  for (const char* accepted : {R"("suppressions": [{"kind": "inSource"}])",
                               R"("suppressions": [{"kind": "external", "status": "accepted"}])"}) {
    CHECK(read(accepted).suppressed.size() == 1);
    CHECK(read(accepted).report.findings.empty());
  }
  for (const char* open :
       {R"("suppressions": [])",
        R"("suppressions": [{"kind": "external", "status": "underReview"}])",
        R"("suppressions": [{"kind": "inSource"}, {"kind": "external", "status": "rejected"}])"})
    CHECK(read(open).report.findings.size() == 1);
  // Of an earlier run, and gone.
  CHECK(read(R"("baselineState": "absent")").report.findings.empty());
  CHECK(read(R"("baselineState": "unchanged")").report.findings.size() == 1);
}
