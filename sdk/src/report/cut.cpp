#include "report/cut.h"

#include <algorithm>
#include <tuple>

#include "core/units.h"

namespace moongate {

std::string cut(std::string_view text, std::size_t bytes) {
  static constexpr std::string_view mark = "…";
  if (text.size() <= bytes) return std::string(text);
  std::size_t end = bytes > mark.size() ? bytes - mark.size() : 0;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + std::string(mark);
}

std::string count_levels(std::uint64_t errors, std::uint64_t warnings, std::uint64_t notes) {
  std::string text;
  const auto add = [&](std::uint64_t count, const char* one, const char* many) {
    if (count > 0) text += (text.empty() ? "" : ", ") + count_of(count, one, many);
  };
  add(errors, "error", "errors");
  add(warnings, "warning", "warnings");
  add(notes, "note", "notes");
  return text.empty() ? "nothing" : text;
}

std::vector<const Finding*> most_important_first(const Report& report) {
  std::vector<const Finding*> findings;
  for (const Finding& finding : report.findings) findings.push_back(&finding);
  const auto rank = [](const Finding* finding) {
    const bool has_line = !finding->path.empty() && finding->line > 0;
    return std::tuple(-static_cast<int>(finding->level), !finding->in_change, !has_line);
  };
  std::stable_sort(findings.begin(), findings.end(),
                   [&](const Finding* a, const Finding* b) { return rank(a) < rank(b); });
  return findings;
}

}  // namespace moongate
