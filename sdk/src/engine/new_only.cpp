#include "engine/new_only.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace moongate {

namespace {

using Key = std::pair<std::string, std::string>;  // rule, line text

Key key_of(const RawFinding& finding, const LineIndex& lines) {
  return {finding.rule, finding.line == 0 ? std::string() : normalised(lines.line(finding.line))};
}

}  // namespace

std::string normalised(std::string_view line) {
  std::string text;
  bool blank = false;
  for (const char c : line) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v' || c == '\n') {
      blank = true;
      continue;
    }
    if (blank && !text.empty()) text += ' ';
    blank = false;
    text += c;
  }
  return text;
}

void subtract_old(FileContext& file, std::vector<RawFinding>& found,
                  const std::vector<RawFinding>& old_found) {
  if (found.empty() || old_found.empty()) return;
  std::map<Key, std::vector<const RawFinding*>> old_by_key;
  for (const RawFinding& finding : old_found)
    old_by_key[key_of(finding, file.old_lines())].push_back(&finding);

  std::vector<std::size_t> order(found.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto touches = [&](const RawFinding& finding) {
    if (finding.line == 0) return true;
    const std::uint32_t last = std::max(finding.line, finding.end_line);
    for (std::uint32_t line = finding.line; line <= last; ++line)
      if (file.is_added(line)) return true;
    return false;
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return !touches(found[a]) && touches(found[b]);
  });

  std::vector<bool> excused(found.size(), false);
  for (const std::size_t i : order) {
    const auto old = old_by_key.find(key_of(found[i], file.lines()));
    if (old == old_by_key.end()) continue;
    const auto match =
        std::find_if(old->second.begin(), old->second.end(), [&](const RawFinding* before) {
          return !found[i].value || !before->value || *before->value >= *found[i].value;
        });
    if (match == old->second.end()) continue;
    old->second.erase(match);
    excused[i] = true;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < found.size(); ++i)
    if (!excused[i]) {
      if (kept != i) found[kept] = std::move(found[i]);
      ++kept;
    }
  found.resize(kept);
}

}  // namespace moongate
