#include "cli/manager_lines.h"

#include <algorithm>
#include <vector>

namespace moongate::cli {

namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool is_empty(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  return first == std::string_view::npos || line[first] == '#';
}

// The key of a mapping at the left edge; empty for any other line.
std::string top_key(std::string_view line) {
  if (is_empty(line) || line.front() == ' ' || line.front() == '-') return {};
  const std::size_t colon = line.find(':');
  return colon == std::string_view::npos ? std::string() : std::string(line.substr(0, colon));
}

// Appending needs a block that ends where the file ends, and the indentation of its items.
std::optional<std::size_t> indentation_of_repos(const std::vector<std::string>& lines) {
  std::optional<std::size_t> indentation;
  bool inside = false;
  for (const std::string& line : lines) {
    if (line.starts_with('\t') || line.starts_with("---") || line.starts_with("...")) return {};
    const std::string key = top_key(line);
    if (!key.empty()) {
      if (inside) return {};
      inside = key == "repos";
      if (inside && !is_empty(std::string_view(line).substr(6))) return {};  // repos: []
    }
    const std::size_t dash = line.find_first_not_of(' ');
    if (inside && !indentation && dash != std::string::npos && line.compare(dash, 2, "- ") == 0)
      indentation = dash;
  }
  return indentation;
}

std::string ended(std::string_view text) {
  std::string whole(text);
  if (!whole.empty() && !whole.ends_with('\n')) whole += '\n';
  return whole;
}

std::optional<std::string> with_repository(std::string_view there, std::string_view ours) {
  const std::optional<std::size_t> indentation = indentation_of_repos(lines_of(there));
  if (!indentation) return std::nullopt;
  std::string whole = ended(there);
  const std::vector<std::string> added = lines_of(lines_to_add("pre-commit", ours));
  const std::size_t before = added.empty() ? 0 : added.front().find_first_not_of(' ');
  for (const std::string& line : added)
    whole += std::string(*indentation, ' ') + line.substr(std::min(before, line.size())) + '\n';
  return whole;
}

std::optional<std::string> with_hooks(std::string_view there, std::string_view ours) {
  std::vector<std::string> keys;
  for (const std::string& line : lines_of(ours))
    if (std::string key = top_key(line); !key.empty()) keys.push_back(std::move(key));
  for (const std::string& line : lines_of(there))
    if (line.starts_with("---") || line.starts_with("...") || line.starts_with('{') ||
        std::find(keys.begin(), keys.end(), top_key(line)) != keys.end())
      return std::nullopt;
  return ended(there) + ended(ours);
}

}  // namespace

std::string lines_to_add(const std::string& manager, std::string_view ours) {
  if (manager == "pre-commit")
    if (const std::size_t entry = ours.find("  - repo:"); entry != std::string_view::npos)
      return ended(ours.substr(entry));
  return ended(ours);
}

std::optional<std::string> with_moongate(const std::string& manager, std::string_view there,
                                         std::string_view ours) {
  if (there.find("moongate hook") != std::string_view::npos) return std::string(there);
  if (manager == "pre-commit") return with_repository(there, ours);
  if (manager == "lefthook") return with_hooks(there, ours);
  if (manager == "husky") return ended(there) + ended(ours);
  return std::nullopt;
}

}  // namespace moongate::cli
