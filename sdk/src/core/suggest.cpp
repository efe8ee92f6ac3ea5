#include "core/suggest.h"

#include <algorithm>

namespace moongate {

namespace {

// No name is longer; a hostile configuration's megabyte of key must not cost a quadratic time.
constexpr std::size_t longest_name = 200;
constexpr std::size_t most_listed = 12;

char folded(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  return c == '_' ? '-' : c;
}

std::string shown(std::string_view name) {
  return "'" + std::string(name) + "'";
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t beyond = limit + 1;
  const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit || a.size() > longest_name || b.size() > longest_name) return beyond;

  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = folded(a[i - 1]) == folded(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && folded(a[i - 1]) == folded(b[j - 2]) &&
          folded(a[i - 2]) == folded(b[j - 1]))
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return std::min(last[b.size()], beyond);
}

namespace {

// Whether a part of the candidate, between its slashes and hyphens, begins with the name.
bool has_part(std::string_view candidate, std::string_view name) {
  const auto begins = [&](std::string_view part) {
    return part.size() >= name.size() &&
           std::equal(name.begin(), name.end(), part.begin(),
                      [](char a, char b) { return folded(a) == folded(b); });
  };
  if (candidate.size() > longest_name) return false;
  for (std::size_t at = 0; at < candidate.size(); ++at)
    if ((at == 0 || candidate[at - 1] == '/' || folded(candidate[at - 1]) == '-') &&
        begins(candidate.substr(at)))
      return true;
  return false;
}

// The only candidate that the name is a part of: `trailing` for `lint/trailing-whitespace`.
std::string only_with_part(std::string_view name, const std::vector<std::string>& candidates) {
  constexpr std::size_t shortest = 4;
  const std::string* found = nullptr;
  if (name.size() < shortest) return {};
  for (const std::string& candidate : candidates) {
    if (!has_part(candidate, name)) continue;
    if (found != nullptr && *found != candidate) return {};
    found = &candidate;
  }
  return found == nullptr ? std::string() : *found;
}

}  // namespace

std::string nearest(std::string_view name, const std::vector<std::string>& candidates) {
  std::size_t best = std::clamp<std::size_t>(name.size() / 3, 1, 4);
  const std::string* found = nullptr;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(name, candidate, best);
    // A name that shares no letter with what was typed is not what was meant.
    if (distance > best || distance >= std::max(name.size(), candidate.size())) continue;
    if (found != nullptr && distance == best) continue;
    best = distance;
    found = &candidate;
  }
  return found == nullptr ? only_with_part(name, candidates) : *found;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
  const std::string near = nearest(name, candidates);
  if (!near.empty()) return "did you mean " + shown(near) + "?";
  if (candidates.empty()) return {};
  std::string text = "known ones are: ";
  for (std::size_t i = 0; i < candidates.size() && i < most_listed; ++i)
    text += (i == 0 ? "" : ", ") + candidates[i];
  if (candidates.size() > most_listed) text += ", …";
  return text;
}

}  // namespace moongate
