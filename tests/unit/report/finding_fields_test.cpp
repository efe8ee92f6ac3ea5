#include "report/finding_fields.h"

#include <moongate/moongate.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/error.h"
#include "report/merge_reports.h"
#include "report/render.h"
#include "report/report_schema.h"
#include "sample_report.h"

using namespace moongate;
using Json = nlohmann::ordered_json;

namespace {

// What the schema says of a field, by the field's kind.
class Declared {
 public:
  std::vector<std::string> keys, required;
  Json properties = Json::object();

  void text(const char* key, const std::string&, Presence presence) {
    if (presence == Presence::always) required.emplace_back(key);
    add(key, "string");
  }
  void level(const char* key, Level) {
    required.emplace_back(key);
    add(key, "#/$defs/level");
  }
  void path(const char* key, const std::string&) {
    add(key, "string");
    add(key + std::string("_encoding"), "#/$defs/encoding");
  }
  void place(const char* key, std::uint32_t) { add(key, "#/$defs/place"); }
  void derived(const char* key, const std::string&) { add(key, "enum"); }
  void masked(const char* key, const std::vector<MaskedSpan>&) { add(key, "array"); }
  void commands(const char* key, const std::vector<std::string>&) { add(key, "array"); }
  void fixes(const char* key, const std::vector<Fix>&, const std::string&) { add(key, "array"); }
  void number(const char* key, const std::optional<double>&) { add(key, "number"); }
  void flag(const char* key, bool, bool written) { add(key, written ? "true" : "false"); }

 private:
  void add(const std::string& key, const char* type) {
    keys.push_back(key);
    properties[key] = type;
  }
};

std::string type_of(const Json& schema) {
  if (schema.contains("$ref")) return schema["$ref"];
  if (schema.contains("const")) return schema["const"].dump();
  return schema.contains("enum") ? "enum" : schema["type"].get<std::string>();
}

Declared declared() {
  const Finding finding;
  Declared fields;
  visit_fields(finding, fields);
  return fields;
}

}  // namespace

TEST_CASE("the published schema has the fields of a finding", "[finding_fields]") {
  const Declared fields = declared();
  const Json schema = Json::parse(report_schema())["$defs"]["finding"];
  Json published = Json::object();
  for (const auto& [key, value] : schema["properties"].items()) published[key] = type_of(value);
  CHECK(published == fields.properties);
  CHECK(schema["required"].get<std::vector<std::string>>() == fields.required);
}

TEST_CASE("each field has one key", "[finding_fields]") {
  const Declared fields = declared();
  CHECK(std::set<std::string>(fields.keys.begin(), fields.keys.end()).size() == fields.keys.size());
}

TEST_CASE("the C interface and the documentation have each field", "[finding_fields]") {
  const auto read = [](const std::string& file) {  // from the root, where tests run
    std::ifstream stream(file, std::ios::binary);
    REQUIRE(stream);
    return std::string(std::istreambuf_iterator<char>(stream), {});
  };
  const std::string header = read("sdk/include/moongate/moongate.h"), page = read("docs/report.md");
  const std::size_t end = header.find("} moongate_finding;");
  const std::size_t begin = header.rfind("typedef struct moongate_finding {", end);
  REQUIRE(end != std::string::npos);
  const std::string members = header.substr(begin, end - begin);
  // Written otherwise in C, or of no use there: paths are bytes, and `line_of` follows from others.
  const std::map<std::string, std::string> other = {{"path_encoding", ""},
                                                    {"line_of", ""},
                                                    {"commands", "command, undo"},
                                                    {"fixes", "fix_count"},
                                                    {"snippet_offset", ""}};
  for (const std::string& key : declared().keys) {
    INFO(key);
    CHECK(page.find("`" + key + "`") != std::string::npos);
    const auto found = other.find(key);
    const std::string member = found == other.end() ? key : found->second;
    if (member.empty()) continue;
    bool has = false;
    for (const char* after : {",", ";"})
      has = has || members.find(" " + member + after) != std::string::npos;
    CHECK(has);
  }
}

TEST_CASE("the C interface gives what the report has", "[finding_fields]") {
  Report report = sample::ordinary();
  report.findings = {sample::at(sample::finding("c", "", Level::note, "m"), "a", 3, 5, 9, "ab****"),
                     sample::at(sample::finding("c", "", Level::note, "m"), "b", 4, 1, 2, "x")};
  Finding& odd = report.findings[0];
  odd.utf16_column = 4;
  odd.utf16_end_column = 7;
  odd.changed_line = 8;
  odd.masked = {{1, 20, 0, 6}};
  odd.in_change = false;
  odd.known = true;
  odd.value = 2.5;
  const std::string json = render(report, "json", {});
  const moongate_str document{json.data(), json.size()};
  moongate_report* made = nullptr;
  REQUIRE(moongate_report_merge(&document, 1, &made) == nullptr);
  moongate_finding finding{};
  finding.size = sizeof finding;
  REQUIRE(moongate_report_finding(made, 0, &finding));
  CHECK(finding.utf16_column == 4);
  CHECK(finding.utf16_end_column == 7);
  CHECK(finding.changed_line == 8);
  CHECK(finding.masked == 1);
  CHECK(finding.changed == 0);
  CHECK(finding.known == 1);
  CHECK(finding.has_value == 1);
  CHECK(finding.value == 2.5);
  REQUIRE(moongate_report_finding(made, 1, &finding));
  CHECK(finding.utf16_column == 1);  // the same as in bytes
  CHECK(finding.utf16_end_column == 2);
  CHECK(finding.masked == 0);
  CHECK(finding.changed == 1);
  CHECK(finding.has_value == 0);
  moongate_report_delete(made);
}

TEST_CASE("spans of a masked snippet that are in no order are refused", "[finding_fields]") {
  Report report = sample::ordinary();
  report.findings = {
      sample::at(sample::finding("c", "", Level::note, "m"), "a", 3, 5, 9, "ab**** cd****")};
  const auto readable = [&](std::vector<MaskedSpan> spans) {
    report.findings[0].masked = std::move(spans);
    try {
      return read_report(render(report, "json", {}), "r.json").report.findings == report.findings;
    } catch (const Error&) {
      return false;
    }
  };
  CHECK(readable({{1, 20, 0, 6}, {21, 40, 7, 13}}));
  CHECK_FALSE(readable({{21, 40, 7, 13}, {1, 20, 0, 6}}));
  CHECK_FALSE(readable({{20, 1, 0, 6}}));
  CHECK_FALSE(readable({{1, 20, 6, 0}}));
}
