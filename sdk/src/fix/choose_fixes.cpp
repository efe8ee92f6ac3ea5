#include "fix/choose_fixes.h"

#include <algorithm>
#include <utility>

namespace moongate {

namespace {

using Range = std::pair<std::uint64_t, std::uint64_t>;
using Taken = std::map<Range, const Fix*>;  // of one path; no two overlap

bool collide(const Range& a, const Range& b) {
  return a.first < b.second && b.first < a.second;
}

enum class Taking : std::uint8_t { taken, equal, refused };

Taking take(Taken& taken, const Fix& fix) {
  const Range range{fix.start, fix.end};
  const auto after = taken.lower_bound(range);
  if (after != taken.end()) {
    if (after->first == range)
      return after->second->text == fix.text ? Taking::equal : Taking::refused;
    if (collide(after->first, range)) return Taking::refused;
  }
  // What is taken does not overlap, so nothing before the neighbour can reach further than it.
  if (after != taken.begin() && collide(std::prev(after)->first, range)) return Taking::refused;
  taken.emplace(range, &fix);
  return Taking::taken;
}

}  // namespace

ChosenFixes choose_fixes(
    const std::vector<std::vector<Fix>>& wanted,
    const std::function<std::optional<std::uint64_t>(const std::string& path)>& size_of) {
  ChosenFixes result;
  result.chosen.resize(wanted.size(), false);
  std::map<std::string, Taken> taken;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].empty()) continue;
    std::vector<const Fix*> added;
    const bool all = std::all_of(wanted[i].begin(), wanted[i].end(), [&](const Fix& fix) {
      const std::optional<std::uint64_t> size = size_of(fix.path);
      if (!size || fix.start > fix.end || fix.end > *size) return false;
      const Taking how = take(taken[fix.path], fix);
      if (how == Taking::taken) added.push_back(&fix);
      return how != Taking::refused;
    });
    result.chosen[i] = all;
    if (!all)
      for (const Fix* fix : added) taken[fix->path].erase({fix->start, fix->end});
  }
  for (const auto& [path, fixes] : taken)
    for (const auto& [range, fix] : fixes) result.by_path[path].push_back(fix);
  return result;
}

std::string apply_fixes(std::string_view text, const std::vector<const Fix*>& fixes) {
  std::string fixed;
  std::size_t at = 0;
  for (const Fix* fix : fixes) {
    fixed.append(text.substr(at, fix->start - at)).append(fix->text);
    at = fix->end;
  }
  fixed.append(text.substr(at));
  return fixed;
}

}  // namespace moongate
