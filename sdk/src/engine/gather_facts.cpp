#include "engine/gather_facts.h"

#include <map>
#include <utility>

namespace moongate {

std::vector<FactGroup> gather_facts(const Change& change, const Introductions& introductions,
                                    const PlannedCheck& planned, std::size_t check,
                                    const std::vector<Unit>& units,
                                    const std::vector<UnitResult>& results) {
  std::vector<FactGroup> groups;
  std::map<const Commit*, std::size_t> of_commit;
  const auto add_groups = [&](const std::vector<Commit>& commits) {
    for (const Commit& commit : commits) {
      of_commit.emplace(&commit, groups.size());
      groups.push_back({&commit, {}});
    }
  };
  if (planned.by_commit) add_groups(change.commits);
  // What another remote has must not answer for what the change has, too, and blocks.
  if (planned.known_too && !change.known_elsewhere) add_groups(change.known);
  const std::size_t whole = groups.size();
  groups.emplace_back();
  if (planned.known_too && change.known_elsewhere) add_groups(change.known);
  for (std::size_t unit = 0; unit < units.size(); ++unit)
    for (const auto& [owner, facts] : results[unit].facts) {
      if (owner != check) continue;
      const Unit& visited = units[unit];
      std::vector<const Commit*> commits;
      if (visited.kind == Unit::Kind::file)
        commits = introductions.of(*visited.file);
      else if (visited.commit)
        commits = {visited.commit};
      const bool of_commit_alone =
          visited.known || (visited.commit && visited.kind != Unit::Kind::commit);
      for (const Fact& fact : facts) {
        for (const Commit* const commit : commits) {
          // What another remote has is visited by itself.
          if (change.known_elsewhere && is_known(change, *commit) != visited.known) continue;
          if (const auto own = of_commit.find(commit); own != of_commit.end())
            groups[own->second].facts.push_back(&fact);
        }
        if (!of_commit_alone) groups[whole].facts.push_back(&fact);
      }
    }
  for (FactGroup& group : groups) sort_facts(group.facts);
  return groups;
}

std::vector<Finding> once(const std::vector<FactGroup>& groups,
                          std::vector<std::vector<Finding>> by_group) {
  std::vector<Finding> all;
  std::unordered_map<std::string, std::size_t> first;  // group, by fingerprint
  std::map<std::string, std::size_t> of_whole;         // the same, of findings without a place
  for (std::size_t group = 0; group < by_group.size(); ++group)
    for (Finding& finding : by_group[group]) {
      const auto seen = first.emplace(finding.fingerprint, group).first;
      if (seen->second != group) continue;
      if (finding.path.empty() && of_whole.emplace(finding.rule, group).first->second != group &&
          !groups[group].commit)
        continue;
      all.push_back(std::move(finding));
    }
  return all;
}

}  // namespace moongate
