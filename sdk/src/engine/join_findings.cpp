#include "engine/join_findings.h"

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

std::vector<Finding> join_findings(std::vector<std::vector<Finding>> by_unit,
                                   const std::vector<Unit>& units,
                                   const std::set<std::string>& by_commit) {
  std::unordered_map<std::string, std::size_t> introduced;  // the unit that has it first
  for (std::size_t unit = 0; unit < by_unit.size(); ++unit)
    if (is_of_content(units[unit]))
      for (const Finding& finding : by_unit[unit])
        if (!finding.commit.empty()) introduced.emplace(finding.fingerprint, unit);
  std::vector<Finding> joined;
  for (std::size_t unit = 0; unit < by_unit.size(); ++unit)
    for (Finding& finding : by_unit[unit]) {
      if (is_of_content(units[unit]) && by_commit.contains(finding.check)) {
        const auto first = introduced.find(finding.fingerprint);
        if (first != introduced.end() && first->second != unit) continue;
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
