#include "engine/new_findings.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

namespace moongate {

namespace {

// Numbers for the texts of lines, equal ones for lines that are the same except for spaces. A line
// may be as long as its file and have very many findings, so each is looked at once.
class LineTexts {
 public:
  // `side` 0 or 1: which of the two texts; `line` 0: no line.
  std::size_t number(const LineIndex& lines, int side, std::uint32_t line) {
    if (line == 0) return 0;
    const auto [known, fresh] = by_line_.try_emplace({side, line}, 0);
    if (fresh)
      known->second =
          by_text_.try_emplace(normalised(lines.line(line)), by_text_.size() + 1).first->second;
    return known->second;
  }

 private:
  std::map<std::pair<int, std::uint32_t>, std::size_t> by_line_;
  std::unordered_map<std::string, std::size_t> by_text_;
};

using Key = std::pair<std::string, std::size_t>;  // rule, the line's text

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

namespace {

// Marks those of `found`, taken in this order, that one base had.
void excuse(const std::vector<RawFinding>& found, const std::vector<std::size_t>& order,
            const LineIndex& lines, const OldFindings& base, std::vector<bool>& excused) {
  // One with a value is never excused by one without, which may have been about anything smaller.
  struct Old {
    std::size_t without_value = 0;
    std::multiset<double> values;
  };
  LineTexts texts;
  std::map<Key, Old> old_by_key;
  for (const RawFinding& finding : base.found) {
    Old& old = old_by_key[{finding.rule, texts.number(*base.lines, 0, finding.line)}];
    if (finding.value)
      old.values.insert(*finding.value);
    else
      ++old.without_value;
  }
  for (const std::size_t i : order) {
    const auto known = old_by_key.find({found[i].rule, texts.number(lines, 1, found[i].line)});
    if (known == old_by_key.end()) continue;
    Old& old = known->second;
    if (found[i].value) {
      // The smallest that does: a larger one may be needed for another.
      const auto before = old.values.lower_bound(*found[i].value);
      if (before == old.values.end()) continue;
      old.values.erase(before);
    } else {
      if (old.without_value == 0) continue;
      --old.without_value;
    }
    excused[i] = true;
  }
}

}  // namespace

void subtract_old(FileContext& file, std::vector<RawFinding>& found,
                  const std::vector<OldFindings>& bases) {
  if (found.empty() || bases.empty()) return;
  std::vector<std::size_t> order(found.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto touches = [&](const RawFinding& finding) {
    return finding.line == 0 ||
           file.is_any_added(finding.line, std::max(finding.line, finding.end_line));
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return !touches(found[a]) && touches(found[b]);
  });

  std::vector<bool> excused(found.size(), false);
  for (const OldFindings& base : bases)
    if (!base.found.empty()) excuse(found, order, file.lines(), base, excused);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < found.size(); ++i)
    if (!excused[i]) {
      if (kept != i) found[kept] = std::move(found[i]);
      ++kept;
    }
  found.resize(kept);
}

}  // namespace moongate
