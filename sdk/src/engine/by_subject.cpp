#include "engine/by_subject.h"

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>
#include <utility>

namespace moongate {

namespace {

// Where an item stands in its list: the order of addresses is that of the list.
template <class Item>
std::size_t place_in(const std::vector<Item>& items, const Item* item) {
  return item ? static_cast<std::size_t>(item - items.data()) + 1 : 0;
}

Unit unit_of(const FindingSubject& subject, const Unit& visited) {
  if (subject.file)
    return {.kind = Unit::Kind::file, .file = subject.file.get(), .commit = subject.commit};
  if (subject.commit) return {.kind = Unit::Kind::commit, .commit = subject.commit};
  if (subject.branch) return {.kind = Unit::Kind::branch, .branch = subject.branch};
  if (subject.tag) return {.kind = Unit::Kind::tag, .tag = subject.tag};
  return visited;
}

bool is_same(const Unit& a, const Unit& b) {
  return a.kind == b.kind && a.file == b.file && a.commit == b.commit && a.branch == b.branch &&
         a.tag == b.tag;
}

}  // namespace

std::vector<SubjectFindings> by_subject(const Change& change, const Unit& visited,
                                        std::vector<RawFinding> raw) {
  // Elsewhere, the kind, the commit, the path or the place in its list.
  using Key = std::tuple<bool, Unit::Kind, std::size_t, std::string_view, std::size_t>;
  std::map<Key, SubjectFindings> groups;
  for (RawFinding& finding : raw) {
    Unit unit = unit_of(finding.subject, visited);
    unit.known = unit.commit && is_known(change, *unit.commit);
    const bool elsewhere = !is_same(unit, visited);
    Key key{elsewhere, unit.kind, 0, {}, 0};
    if (elsewhere)
      key = {
          true, unit.kind, place_in(unit.known ? change.known : change.commits, unit.commit),
          unit.file ? std::string_view(unit.file->path()) : std::string_view(),
          unit.branch ? place_in(change.branches, unit.branch) : place_in(change.tags, unit.tag)};
    SubjectFindings& group = groups[key];
    if (group.raw.empty()) {
      group.unit = unit;
      group.file = finding.subject.file;
    }
    group.raw.push_back(std::move(finding));
  }
  std::vector<SubjectFindings> result;
  for (auto& [key, group] : groups) result.push_back(std::move(group));
  return result;
}

}  // namespace moongate
