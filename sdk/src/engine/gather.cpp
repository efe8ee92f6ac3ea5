#include "engine/gather.h"

#include <map>
#include <utility>

namespace moongate {

std::vector<FactGroup> gather_facts(const Change& change, const PlannedCheck& planned,
                                    std::size_t check, const std::vector<Unit>& units,
                                    const std::vector<UnitResult>& results) {
  std::vector<FactGroup> groups;
  std::map<const Commit*, std::size_t> of_commit;
  if (planned.by_commit)
    for (const Commit& commit : change.commits) {
      of_commit.emplace(&commit, groups.size());
      groups.push_back({&commit, {}});
    }
  groups.emplace_back();
  for (std::size_t unit = 0; unit < units.size(); ++unit)
    for (const auto& [owner, facts] : results[unit].facts) {
      if (owner != check) continue;
      const Unit& visited = units[unit];
      // A file of the whole change may answer for the commit that introduces exactly this.
      const auto own = of_commit.find(visited.commit ? visited.commit : visited.introduced_by);
      const bool of_commit_alone = visited.commit && visited.kind != Unit::Kind::commit;
      for (const Fact& fact : facts) {
        if (own != of_commit.end()) groups[own->second].facts.push_back(&fact);
        if (own == of_commit.end() || !of_commit_alone) groups.back().facts.push_back(&fact);
      }
    }
  for (FactGroup& group : groups) sort_facts(group.facts);
  return groups;
}

std::vector<Finding> once(std::vector<std::vector<Finding>> by_group) {
  std::vector<Finding> all;
  std::unordered_map<std::string, std::size_t> first;  // group, by fingerprint
  std::map<std::string, std::size_t> of_whole;         // the same, of findings without a place
  for (std::size_t group = 0; group < by_group.size(); ++group)
    for (Finding& finding : by_group[group]) {
      const auto seen = first.emplace(finding.fingerprint, group).first;
      if (seen->second != group) continue;
      if (finding.path.empty() && of_whole.emplace(finding.rule, group).first->second != group &&
          group + 1 == by_group.size())
        continue;
      all.push_back(std::move(finding));
    }
  return all;
}

}  // namespace moongate
