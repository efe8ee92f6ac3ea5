#include "findings/baseline.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/error.h"

using namespace moongate;

namespace {

Finding finding(std::string fingerprint, std::string path = "a.c", std::string rule = "") {
  Finding made;
  made.fingerprint = std::move(fingerprint);
  made.path = std::move(path);
  made.check = "lint/x";
  made.rule = std::move(rule);
  return made;
}

std::string refused(std::string_view text) {
  try {
    parse_baseline(text, "b.json");
  } catch (const Error& error) {
    CHECK(error.problem().kind == ProblemKind::config);
    CHECK(error.problem().path == "b.json");
    CHECK_FALSE(error.problem().help.empty());
    return std::to_string(error.problem().line) + ": " + error.problem().message;
  }
  return "accepted";
}

const std::string schema = "\"schema\": \"moongate.baseline/1\"\n}\n";

}  // namespace

TEST_CASE("a baseline is written one line an entry, sorted, each ending in a comma") {
  const Baseline baseline = baseline_of({finding("1:0b", "b.c"), finding("1:0a", "a.c", "r"),
                                         finding("1:0b", "b.c"), finding("1:0c", "a.c")});
  CHECK(baseline_text(baseline) ==
        "{\n"
        "\"1:0c\": {\"path\": \"a.c\", \"check\": \"lint/x\", \"count\": 1},\n"
        "\"1:0a\": {\"path\": \"a.c\", \"check\": \"lint/x\", \"rule\": \"r\", \"count\": 1},\n"
        "\"1:0b\": {\"path\": \"b.c\", \"check\": \"lint/x\", \"count\": 2},\n" +
            schema);
  CHECK(parse_baseline(baseline_text(baseline), "b.json") == baseline);
  CHECK(size_of(baseline) == 4);
  CHECK(parse_baseline(baseline_text({}), "b.json") == Baseline{});
}

TEST_CASE("any layout of the same JSON is read") {
  const Baseline read = parse_baseline(
      R"({"schema":"moongate.baseline/1","1:0a":{"count":3,"check":"x","path":"p","note":"why"}})",
      "b.json");
  REQUIRE(read.entries.size() == 1);
  CHECK(read.entries[0] == BaselineEntry{"1:0a", "p", "x", "", 3});
}

TEST_CASE("an entry that a merge doubled counts with its larger number") {
  const Baseline read = parse_baseline(
      "{\n\"1:0a\": {\"count\": 1},\n\"1:0a\": {\"count\": 2},\n" + schema, "b.json");
  REQUIRE(read.entries.size() == 1);
  CHECK(read.entries[0].count == 2);
}

TEST_CASE("a baseline accepts as many findings as it counts, the first ones") {
  std::vector<Finding> findings = {finding("1:0a"), finding("1:0b"), finding("1:0a", "later"),
                                   finding("1:0a", "last")};
  const Baseline baseline = parse_baseline("{\"1:0a\": {\"count\": 2},\n" + schema, "b.json");
  CHECK(drop_accepted(findings, baseline) == 2);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].fingerprint == "1:0b");
  CHECK(findings[1].path == "last");
  CHECK(drop_accepted(findings, {}) == 0);
}

TEST_CASE("union, intersection and difference are those of multisets") {
  const Baseline old = baseline_of({finding("1:0a"), finding("1:0a"), finding("1:0b")});
  const Baseline now = baseline_of({finding("1:0a"), finding("1:0c")});
  CHECK(size_of(united(old, now)) == 4);
  CHECK(size_of(common(old, now)) == 1);
  CHECK(common(old, now).entries[0].fingerprint == "1:0a");
  CHECK(size_of(added(old, now)) == 1);
  CHECK(added(old, now).entries[0].fingerprint == "1:0c");
  CHECK(size_of(added(now, old)) == 2);
  CHECK(added(old, old).entries.empty());
}

TEST_CASE("what is no baseline is refused with its line") {
  CHECK(refused("") == "1: the baseline is not JSON");
  CHECK(refused("{\n\"1:0a\": {\n") == "3: the baseline is not JSON");
  CHECK(refused("{\n<<<<<<< ours\n") == "2: the baseline is not JSON");
  CHECK(refused("[]") == "1: the baseline cannot be read: it is not a JSON object");
  CHECK(refused("{}") == "1: the baseline does not name its schema");
  CHECK(refused("{\n\n\"schema\": \"moongate.baseline/2\"}") ==
        "3: the baseline cannot be read: its schema is 'moongate.baseline/2' and not "
        "moongate.baseline/1");
  CHECK(refused("{\n\"x\": {},\n" + schema) ==
        "2: the baseline cannot be read: 'x' is no fingerprint");
  CHECK(refused("{\n\"1:0a\": 3,\n" + schema)
            .starts_with("2: the baseline cannot be read: the value"));
  for (const char* count : {"0", "-1", "1.5", "\"1\"", "null", "[]", "{}", "99999999999999999999"})
    CHECK(refused("{\n\"1:0a\": {\"count\": " + std::string(count) + "},\n" + schema)
              .starts_with("2: the baseline cannot be read: 'count' of '1:0a'"));
  CHECK(refused("{\n\"1:0a\": {\"path\": [1]},\n" + schema).starts_with("2: "));
  CHECK(refused(std::string(10'000'000, '[')) ==
        "1: the baseline cannot be read: it is not a JSON object");
}

TEST_CASE("a path that is not UTF-8 does not break the file") {
  const Baseline baseline = baseline_of({finding("1:0a", "a\xff\"b\n")});
  const Baseline read = parse_baseline(baseline_text(baseline), "b.json");
  CHECK(read.entries[0].fingerprint == "1:0a");
}

TEST_CASE("a policy may forbid baselines") {
  PolicyRules policy;
  CHECK_NOTHROW(require_allowed(policy, "b.json"));
  policy.allow_baseline = false;
  policy.origins["allow_baseline"] = {"policy", "org.toml", 3};
  try {
    require_allowed(policy, "b.json");
    FAIL("allowed");
  } catch (const Error& error) {
    CHECK(error.problem().message == "a baseline is forbidden by the policy org.toml:3");
  }
}

TEST_CASE("writing makes the directory, and leaves nothing half done") {
  namespace fs = std::filesystem;
  const fs::path directory = fs::temp_directory_path() / "moongate-baseline-test";
  fs::remove_all(directory);
  const fs::path file = directory / ".moongate" / "baseline.json";
  const Baseline baseline = baseline_of({finding("1:0a")});
  write_baseline(file.string(), baseline);
  write_baseline(file.string(), baseline);
  std::ifstream stream(file);
  CHECK(std::string(std::istreambuf_iterator<char>(stream), {}) == baseline_text(baseline));
  CHECK(std::distance(fs::directory_iterator(file.parent_path()), fs::directory_iterator()) == 1);
  fs::create_directories(directory / "taken");
  CHECK_THROWS_AS(write_baseline((directory / "taken").string(), baseline), Error);
  CHECK_THROWS_AS(write_baseline((file / "below-a-file").string(), baseline), Error);
  fs::remove_all(directory);
}

TEST_CASE("entries expire, and what lasts longer counts as added") {
  const std::string path = ".moongate/baseline.json";
  const auto read = [&](const std::string& expires) {
    return parse_baseline("{\n\"1:0a\": {\"path\": \"p\", \"check\": \"x\"" + expires +
                              ", \"count\": 2},\n\"schema\": \"moongate.baseline/1\"\n}\n",
                          path);
  };
  const Baseline until = read(", \"expires\": \"2027-01-31\"");
  CHECK(parse_baseline(baseline_text(until), path) == until);
  CHECK(without_expired(until, 1801353600) == until);
  std::vector<BaselineEntry> over;
  CHECK(without_expired(until, 1801353600 + 86400, &over).entries.empty());
  CHECK(over == until.entries);
  const Baseline always = read(""), longer = read(", \"expires\": \"2027-03-01\"");
  CHECK(size_of(added(until, longer)) == 2);
  CHECK(size_of(added(until, always)) == 2);
  CHECK(size_of(added(longer, until)) == 0);
  CHECK(size_of(added(always, until)) == 0);
  CHECK(united(until, always) == always);
  CHECK(with_days_of(always, until) == until);
  CHECK_THROWS(read(", \"expires\": \"soon\""));
}
