#include <catch2/catch.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "findings/finalize_findings.h"
#include "report/merge_reports.h"
#include "report/render.h"
#include "report/report_schema.h"
#include "sample_report.h"
#include "version.h"

using namespace moongate;
using Json = nlohmann::ordered_json;

namespace {

Json parsed(const Report& report) {
  return Json::parse(render(report, "json", {}));
}

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> names;
  for (const auto& [key, value] : object.items()) names.push_back(key);
  return names;
}

using Keys = std::vector<std::string>;

// Calls visit(key) for each key that the schema declares, as "#/$defs/finding/path".
void declared(const Json& schema, const std::string& at,
              const std::function<void(std::string)>& visit) {
  if (schema.contains("properties"))
    for (const auto& [key, inner] : schema["properties"].items()) {
      visit(at + "/" + key);
      declared(inner, at + "/" + key, visit);
    }
  if (schema.contains("items")) declared(schema["items"], at, visit);
}

// The same for each key that a document uses; what refers to a definition counts for that one.
void used(const Json& root, const Json& schema, const std::string& at, const Json& document,
          const std::function<void(std::string)>& visit) {
  if (schema.contains("$ref")) {
    const std::string reference = schema["$ref"];
    return used(root, root.at(Json::json_pointer(reference.substr(1))), reference, document, visit);
  }
  if (document.is_array() && schema.contains("items"))
    for (const Json& item : document) used(root, schema["items"], at, item, visit);
  if (!document.is_object() || !schema.contains("properties")) return;
  for (const auto& [key, value] : document.items()) {
    visit(at + "/" + key);
    if (schema["properties"].contains(key))
      used(root, schema["properties"][key], at + "/" + key, value, visit);
  }
}

}  // namespace

TEST_CASE("keys come in the documented order, timing last") {
  const Json json = parsed(sample::ordinary());
  CHECK(keys(json) == Keys{"schema", "tool", "change", "checks", "findings", "problems", "rules",
                           "summary", "timing"});
  CHECK(json["schema"] == "moongate.report/1");
  CHECK(json["tool"] == Json{{"name", "moongate"}, {"version", version}});
  CHECK(keys(json["change"]) == Keys{"kind", "base", "bases", "head", "now", "updates", "why",
                                     "files", "commits", "added_lines", "removed_lines"});
  CHECK(keys(json["summary"]) ==
        Keys{"errors", "warnings", "notes", "suppressed", "baseline", "fixed", "relaxed", "exit"});
  CHECK(keys(json["findings"][2]) == Keys{"check", "rule", "level", "message", "path", "line",
                                          "column", "end_line", "end_column", "snippet", "masked",
                                          "commit", "fingerprint", "help"});
  const Json& fixes = json["findings"][1]["fixes"];
  REQUIRE(fixes.size() == 1);
  CHECK(keys(fixes[0]) == Keys{"title", "edits"});
  CHECK(keys(fixes[0]["edits"][0]) == Keys{"path", "start", "end", "text"});
  CHECK(json["timing"]["milliseconds"] == 7.125);
  CHECK(json["timing"]["checks"]["size-limit"] == 0.125);
}

TEST_CASE("a fix is titled by its help, else by what it fixes") {
  Report report;
  Finding one = sample::at(sample::finding("c", "", Level::error, "two spaces"), "a", 1, 1, 3, "x");
  one.fix = {{"a", 0, 2, " "}, {"b", 4, 5, ""}};  // one fix: both edits or none
  report.findings = {one};
  CHECK(parsed(report)["findings"][0]["fixes"][0]["title"] == "fix: two spaces");
  CHECK(parsed(report)["findings"][0]["fixes"][0]["edits"].size() == 2);
  report.findings[0].help = "use one space";
  CHECK(parsed(report)["findings"][0]["fixes"][0]["title"] == "use one space");
}

TEST_CASE("a tag is not a branch of the same name") {
  Report report;
  Finding on_tag = sample::finding("c", "", Level::note, "m");
  on_tag.tag = "v1";
  on_tag.line = 2;
  report.findings = {on_tag};
  const Json json = parsed(report)["findings"][0];
  CHECK(json["tag"] == "v1");
  CHECK(json["line_of"] == "tag message");
  CHECK_FALSE(json.contains("branch"));
}

TEST_CASE("what has no place has no keys for one") {
  Report report;
  report.findings = {sample::finding("c", "", Level::note, "m")};
  CHECK(keys(parsed(report)["findings"][0]) == Keys{"check", "level", "message", "fingerprint"});
}

TEST_CASE("a report of a failure is a whole document") {
  const Json json = parsed(sample::broken());
  CHECK(json["summary"]["exit"] == 2);
  REQUIRE(json["problems"].size() == 2);
  CHECK(json["problems"][0] == Json{{"kind", "config"},
                                    {"message", "unknown key 'fail-on', did you mean 'fail_on'?"},
                                    {"path", "moongate.toml"},
                                    {"line", 3},
                                    {"help", "see moongate explain --config"}});
  CHECK(json["checks"][0]["status"] == "aborted");
  CHECK(json["checks"][2] ==
        Json{{"name", "secrets"}, {"status", "skipped"}, {"reason", "MOONGATE_SKIP"}});
  CHECK(json["relaxed"][0]["what"] == "check size-limit switched off");
  CHECK(json["skip_markers"][0] == "[skip moongate] in commit 12ab34c");
  CHECK(json["timing"]["files"][1] ==
        Json{{"path", "odd%FF.c"}, {"path_encoding", "percent"}, {"milliseconds", 1.5}});
}

TEST_CASE(
    "paths and fixes that are not UTF-8 are percent-encoded and marked, other text replaced") {
  Report report;
  Finding odd =
      sample::at(sample::finding("c", "", Level::error, "m\xff"), "a%\xff.txt", 1, 1, 2, "x\xfe");
  odd.fix = {{"a%\xff.txt", 0, 1, "\x80"}};
  report.findings = {odd};
  const Json json = parsed(report)["findings"][0];
  CHECK(json["path"] == "a%25%FF.txt");
  CHECK(json["path_encoding"] == "percent");
  CHECK(json["message"] == "m\xef\xbf\xbd");
  CHECK(json["snippet"] == "x\xef\xbf\xbd");
  const Json& edit = json["fixes"][0]["edits"][0];
  CHECK(edit["text"] == "%80");
  CHECK(edit["text_encoding"] == "percent");
  // A percent sign in a path that is UTF-8 stays as it is.
  report.findings[0].path = "100%.txt";
  CHECK(parsed(report)["findings"][0]["path"] == "100%.txt");
  CHECK_FALSE(parsed(report)["findings"][0].contains("path_encoding"));
}

TEST_CASE("hostile text is data: the same after reading, inert before") {
  const Report report = sample::hostile();
  const std::string text = render(report, "json", {});
  for (const char c : text) {
    INFO(text);
    REQUIRE((c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)));
  }
  for (const char* bad : {"\xc2\x9b", "\xe2\x80\xae", "\xef\xbb\xbf", "##[", "##vso["})
    CHECK(text.find(bad) == std::string::npos);
  const Json json = Json::parse(text);
  const std::string message = json["findings"][1]["message"];
  CHECK(message.starts_with("\x1b[31mred"));
  CHECK(message.find("##[error]z ##vso[") != std::string::npos);
  CHECK(message.find("\xe2\x80\xae"
                     "drow\xc2\x9b"
                     "2J \xef\xbb\xbf\xef\xbf\xbd\xef\xbf\xbd") != std::string::npos);
}

TEST_CASE("only timing differs between runs") {
  Report slow = sample::broken();
  slow.milliseconds *= 2;
  slow.slowest_files.clear();
  for (CheckOutcome& check : slow.checks) {
    check.milliseconds += 1;
    check.peak_memory += 1000;
  }
  Json first = parsed(sample::broken()), second = parsed(slow);
  CHECK(first != second);
  first.erase("timing");
  second.erase("timing");
  CHECK(first.dump() == second.dump());
}

TEST_CASE("a number that JSON cannot say is left out") {
  Report report;
  Finding made = sample::finding("c", "", Level::error, "m");
  made.value = std::numeric_limits<double>::infinity();
  report.findings = {made};
  CHECK_FALSE(parsed(report)["findings"][0].contains("value"));
}

TEST_CASE("an unknown format is an error that names those that exist") {
  try {
    render(Report{}, "xml", {});
    FAIL("not thrown");
  } catch (const Error& error) {
    CHECK(error.problem().kind == ProblemKind::usage);
    CHECK(error.problem().message == "unknown report format 'xml'");
    for (const std::string& name : format_names())
      CHECK(error.problem().help.find(name) != std::string::npos);
  }
  CHECK(std::is_sorted(format_names().begin(), format_names().end()));
}

TEST_CASE("the program carries the published schema") {
  const Json schema = Json::parse(report_schema());
  CHECK(schema["properties"]["schema"]["const"] == "moongate.report/1");
}

TEST_CASE("each key of the published schema is in a sample that validators read, and no other") {
  const Json schema = Json::parse(report_schema());
  std::set<std::string> published, seen;
  declared(schema, "#", [&](std::string key) { published.insert(std::move(key)); });
  for (const auto& [name, definition] : schema["$defs"].items())
    declared(definition, "#/$defs/" + name,
             [&](std::string key) { published.insert(std::move(key)); });
  for (const Report& report :
       {sample::ordinary(), sample::broken(), sample::hostile(), sample::rare()})
    used(schema, schema, "#", parsed(report),
         [&](std::string key) { seen.insert(std::move(key)); });
  CHECK(seen == published);
  CHECK(seen.contains("#/$defs/finding/path_encoding"));
  CHECK(seen.contains("#/shard/count"));
}

TEST_CASE("the published schema and the reader allow keys of later versions") {
  // Only a schema that says what other members are like may be there: {"type": ...}, not false.
  const std::function<void(const Json&)> open = [&](const Json& part) {
    if (part.is_object() && part.contains("additionalProperties"))
      CHECK(part["additionalProperties"].is_object());
    if (part.is_structured())
      for (const Json& inner : part) open(inner);
  };
  open(Json::parse(report_schema()));

  Json later = parsed(sample::ordinary());
  for (Json* part : {&later, &later["summary"], &later["findings"][0],
                     &later["findings"][1]["fixes"][0], &later["change"], &later["rules"][0]})
    (*part)["added_by_a_later_version"] = {{"any", "thing"}};
  const Report read = read_report(later.dump(), "later.json").report;
  CHECK(read.findings.size() == sample::ordinary().findings.size());
  CHECK(read.findings[1].fix == sample::ordinary().findings[1].fix);
}

TEST_CASE("what was left out, expired, known or newer comes back as it was written") {
  Report report = sample::ordinary();
  report.change.left_out = {{3, "known from upstream"}};
  report.expired = {{"[[ignore]] of lint expired on 2027-01-31", "moongate.toml", 4}};
  report.newer_rules = {"moongate.toml"};
  report.findings[0].commands = {"git branch -D -- a", "git branch -- a 1"};
  report.findings[0].known = true;
  report.findings[0].level = Level::warning;
  count_findings(report);
  CHECK(report.summary.known_warnings == 1);
  const std::string text = render(report, "json", {});
  const Report read = read_report(text, "report.json").report;
  CHECK(read.change.left_out == report.change.left_out);
  CHECK(read.change.now == report.change.now);
  CHECK(read.expired == report.expired);
  CHECK(read.newer_rules == report.newer_rules);
  CHECK(read.findings[0].commands == report.findings[0].commands);
  CHECK(read.findings[0].known);
  CHECK(read.summary.known_warnings == 1);
  CHECK(render(read, "json", {}) == text);
}

TEST_CASE("what is known fails no run, and what is not does") {
  Report report;
  Finding finding;
  finding.level = Level::warning;
  finding.known = true;
  report.findings = {finding};
  count_findings(report);
  CHECK(exit_code(report, Level::warning) == 0);
  CHECK(exit_code(report, Level::note) == 0);
  finding.known = false;
  report.findings.push_back(finding);
  count_findings(report);
  CHECK(exit_code(report, Level::warning) == 1);
  CHECK(exit_code(report, Level::error) == 0);
}
