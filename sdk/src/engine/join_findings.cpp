#include "engine/join_findings.h"

#include <cstddef>
#include <limits>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace moongate {

namespace {

constexpr std::size_t no_unit = std::numeric_limits<std::size_t>::max();

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
  const auto is_joined = [&](const Finding& finding, std::size_t unit) {
    const bool of_content = is_of_content(units[unit]) || !finding.path.empty();
    return of_content && (!finding.commit.empty() || by_commit.contains(finding.check));
  };
  // The first commit that has it, and of its visits the first, by fingerprint. What is known
  // answers for nothing that blocks.
  struct First {
    std::size_t commit, unit;
  };
  std::unordered_map<std::string, First> introduced, known;
  std::unordered_set<std::string> net;
  for (std::size_t unit = 0; unit < by_unit.size(); ++unit)
    for (const Finding& finding : by_unit[unit]) {
      if (!is_joined(finding, unit)) continue;
      if (finding.commit.empty()) {
        net.insert(finding.fingerprint);
        continue;
      }
      const First here{place_of.at(finding.commit), is_of_content(units[unit]) ? unit : no_unit};
      First& first =
          (finding.known ? known : introduced).emplace(finding.fingerprint, here).first->second;
      if (here.commit < first.commit || (here.commit == first.commit && first.unit == no_unit))
        first = here;
    }
  // A check with scope `commits` says of one commit what it says of the whole change, too.
  const auto is_other = [&](const First& first, const Finding& finding, std::size_t unit) {
    return first.commit != place_of.at(finding.commit) ||
           (by_commit.contains(finding.check) && is_of_content(units[unit]) && first.unit != unit);
  };
  const auto is_repeated = [&](const Finding& finding, std::size_t unit) {
    const auto first = introduced.find(finding.fingerprint);
    if (first != introduced.end())
      return finding.commit.empty() || finding.known || is_other(first->second, finding, unit);
    return finding.known && (net.contains(finding.fingerprint) ||
                             is_other(known.at(finding.fingerprint), finding, unit));
  };
  std::vector<Finding> joined;
  for (std::size_t unit = 0; unit < by_unit.size(); ++unit)
    for (Finding& finding : by_unit[unit])
      if (!is_joined(finding, unit) || !is_repeated(finding, unit))
        joined.push_back(std::move(finding));
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
