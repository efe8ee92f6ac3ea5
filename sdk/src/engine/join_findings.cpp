#include "engine/join_findings.h"

#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <utility>

namespace moongate {

namespace {

// Content and totals; messages of commits, branches and tags are each their own.
bool is_of_content(const Unit& unit) {
  return unit.kind == Unit::Kind::file || unit.kind == Unit::Kind::change;
}

}  // namespace

std::vector<Finding> join_findings(const Change& change, std::vector<std::vector<Finding>> by_unit,
                                   const std::vector<Unit>& units,
                                   const std::set<std::string>& by_commit) {
  std::unordered_map<std::string, std::size_t> place_of;  // of a commit, by id
  for (const std::vector<Commit>* commits : {&change.commits, &change.known})
    for (const Commit& commit : *commits) place_of.emplace(commit.id.hex(), place_of.size());
  std::unordered_map<std::string, std::size_t> introduced;  // the first commit, by fingerprint
  const auto is_joined = [&](std::size_t unit, const Finding& finding) {
    return is_of_content(units[unit]) || !finding.path.empty();
  };
  for (std::size_t unit = 0; unit < by_unit.size(); ++unit)
    for (const Finding& finding : by_unit[unit]) {
      if (finding.commit.empty() || !is_joined(unit, finding)) continue;
      const std::size_t place = place_of.at(finding.commit);
      const auto first = introduced.emplace(finding.fingerprint, place).first;
      first->second = std::min(first->second, place);
    }
  std::vector<Finding> joined;
  for (std::size_t unit = 0; unit < by_unit.size(); ++unit)
    for (Finding& finding : by_unit[unit]) {
      const bool of_commit = !finding.commit.empty();
      if (is_joined(unit, finding) && (of_commit || by_commit.contains(finding.check))) {
        const auto first = introduced.find(finding.fingerprint);
        if (first != introduced.end() &&
            (!of_commit || first->second != place_of.at(finding.commit)))
          continue;
      }
      joined.push_back(std::move(finding));
    }
  return joined;
}

std::uint64_t count_suppressed(const std::vector<std::vector<std::string>>& by_unit) {
  std::uint64_t count = 0;
  std::unordered_map<std::string, std::size_t> first;
  for (std::size_t unit = 0; unit < by_unit.size(); ++unit)
    for (const std::string& fingerprint : by_unit[unit])
      if (first.emplace(fingerprint, unit).first->second == unit) ++count;
  return count;
}

}  // namespace moongate
