#include "engine/join_findings.h"

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

using namespace moongate;

namespace {

using Kind = Unit::Kind;

Finding found(const std::string& fingerprint, const std::string& commit = {}, bool known = false,
              const std::string& check = "by-commit") {
  Finding finding;
  finding.check = check;
  finding.fingerprint = fingerprint;
  if (!commit.empty()) finding.commit = std::string(40, commit.front());
  finding.known = known;
  return finding;
}

Commit commit(char digit) {
  Commit commit;
  commit.id = *Oid::from_hex(std::string(40, digit));
  return commit;
}

// "fingerprint@commit" of what is left. Commits 1 and 2 are new, d and e known.
std::string joined(const std::vector<std::pair<Kind, std::vector<Finding>>>& said) {
  Change change;
  change.commits = {commit('1'), commit('2')};
  change.known = {commit('d'), commit('e')};
  std::vector<Unit> units;
  std::vector<std::vector<Finding>> by_unit;
  for (const auto& [kind, findings] : said) {
    units.push_back({.kind = kind});
    by_unit.push_back(findings);
  }
  std::string text;
  for (const Finding& finding : join_findings(change, std::move(by_unit), units, {"by-commit"}))
    text +=
        finding.fingerprint + "@" + finding.commit.substr(0, 1) + (finding.known ? "?" : "") + " ";
  return text;
}

}  // namespace

TEST_CASE("joined: what the net change and commits have is one finding, at the first commit") {
  CHECK(joined({{Kind::file, {found("a")}},
                {Kind::file, {found("a", "1"), found("b", "1")}},
                {Kind::file, {found("a", "2"), found("c", "2")}}}) == "a@1 b@1 c@2 ");
  CHECK(joined({{Kind::change, {found("a", "1")}}, {Kind::change, {found("a"), found("b")}}}) ==
        "a@1 b@ ");
}

TEST_CASE("joined: the commits' order counts, not that of the units") {
  CHECK(joined({{Kind::file, {found("a", "2")}}, {Kind::file, {found("a", "1")}}}) == "a@1 ");
}

TEST_CASE("joined: several on one line of one visit are several") {
  CHECK(joined({{Kind::file, {found("a", "1"), found("a", "1")}},
                {Kind::file, {found("a", "2"), found("a", "2")}}}) == "a@1 a@1 ");
  CHECK(joined({{Kind::file, {found("a"), found("a")}}}) == "a@ a@ ");
}

TEST_CASE("joined: checks of the net change, and messages, are left as they are") {
  CHECK(joined({{Kind::file, {found("a", "", false, "net")}},
                {Kind::change, {found("a", "1", false, "net")}}}) == "a@ a@1 ");
  CHECK(joined({{Kind::commit, {found("a", "1")}}, {Kind::commit, {found("a", "2")}}}) ==
        "a@1 a@2 ");
  CHECK(joined({{Kind::commit, {found("a", "1")}}, {Kind::file, {found("a", "2")}}}) == "a@1 a@2 ");
}

TEST_CASE("joined: what is known answers for nothing that blocks") {
  CHECK(joined({{Kind::file, {found("a")}}, {Kind::file, {found("a", "d", true)}}}) == "a@ ");
  CHECK(joined({{Kind::file, {found("a", "1")}}, {Kind::file, {found("a", "d", true)}}}) == "a@1 ");
  CHECK(joined({{Kind::file, {found("a", "d", true)}}, {Kind::file, {found("a", "e", true)}}}) ==
        "a@d? ");
}

TEST_CASE("suppressed findings count in one unit") {
  CHECK(count_suppressed({{"a", "a"}, {"b"}, {"a", "b"}, {}}) == 3);
  CHECK(count_suppressed({}) == 0);
}
