#include "report/flood.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

using namespace moongate;

namespace {

void add(Report& report, std::size_t count, const std::string& check, Level level,
         const std::string& path, bool in_change = true) {
  for (std::size_t i = 0; i < count; ++i) {
    Finding finding;
    finding.check = check;
    finding.level = level;
    finding.path = path;
    finding.line = static_cast<std::uint32_t>(i + 1);
    finding.in_change = in_change;
    report.findings.push_back(finding);
  }
}

std::size_t shown(const Flood& flood, std::size_t begin, std::size_t end) {
  return static_cast<std::size_t>(
      std::count(flood.shown.begin() + static_cast<std::ptrdiff_t>(begin),
                 flood.shown.begin() + static_cast<std::ptrdiff_t>(end), true));
}

}  // namespace

TEST_CASE("up to the limit all findings of a check are shown") {
  Report report;
  add(report, 3, "a", Level::error, "x.c");
  add(report, 3, "b", Level::note, "x.c");
  const Flood flood = flood_of(report, 3);
  CHECK(shown(flood, 0, 6) == 6);
  CHECK(flood.total == 0);
  CHECK(flood.hidden.empty());
}

TEST_CASE("beyond it the worst are shown, and of these the ones on added lines") {
  Report report;
  add(report, 4, "a", Level::warning, "w.c");
  add(report, 2, "a", Level::error, "old.c", false);
  add(report, 2, "a", Level::error, "new.c");
  const Flood flood = flood_of(report, 3);
  CHECK(shown(flood, 0, 4) == 0);
  CHECK(shown(flood, 4, 6) == 1);
  CHECK(shown(flood, 6, 8) == 2);
  CHECK(flood.total == 5);
  REQUIRE(flood.hidden.size() == 1);
  CHECK(flood.hidden[0].errors == 1);
  CHECK(flood.hidden[0].warnings == 4);
  CHECK(flood.hidden[0].total() == 5);
}

TEST_CASE("too many notes of a whole tree are none of them shown") {
  Report report;
  add(report, 4, "a", Level::note, "x.c");
  add(report, 1, "a", Level::error, "x.c");
  report.change.kind = ChangeKind::tree;
  Flood flood = flood_of(report, 3);
  CHECK(shown(flood, 0, 4) == 0);
  CHECK(shown(flood, 4, 5) == 1);
  CHECK(flood.hidden[0].notes == 4);
  report.change.kind = ChangeKind::range;
  flood = flood_of(report, 3);
  CHECK(shown(flood, 0, 4) == 2);
}

TEST_CASE("places are counted below what all paths share, the most frequent first") {
  using Places = std::vector<std::pair<std::string, std::uint64_t>>;
  Report report;
  add(report, 1, "a", Level::error, "src/lib/x.c");
  add(report, 3, "a", Level::error, "src/app/deep/x.c");
  add(report, 2, "a", Level::error, "src/main.c");
  CHECK(flood_of(report, 0).hidden[0].places ==
        Places{{"src/app/", 3}, {"src/main.c", 2}, {"src/lib/", 1}});
  add(report, 1, "a", Level::error, "README.md");
  CHECK(flood_of(report, 0).hidden[0].places == Places{{"src/", 6}, {"README.md", 1}});
  Report messages;
  add(messages, 2, "c", Level::error, "");
  CHECK(flood_of(messages, 0).hidden[0].places == Places{{"commits", 2}});
}

TEST_CASE("what a fix exists for is counted, shown or not") {
  Report report;
  add(report, 3, "a", Level::error, "x.c");
  report.findings[0].fix = report.findings[2].fix = {{"x.c", 0, 1, ""}};
  CHECK(flood_of(report, 1).fixable == 2);
}
