#include "match/path_filter.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "match/glob.h"

namespace moongate {

namespace {

// A run has a few dozen distinct globs and asks about each for every file.
const Glob& compiled(const std::string& pattern) {
  thread_local std::unordered_map<std::string, Glob> globs;
  const auto found = globs.find(pattern);
  if (found != globs.end()) return found->second;
  if (globs.size() > 4096) globs.clear();  // an embedding program may run for months
  return globs.emplace(pattern, Glob(pattern)).first->second;
}

bool any(const std::vector<std::string>& patterns, std::string_view path) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return compiled(pattern).matches(path); });
}

}  // namespace

bool matches_filter(const PathFilter& filter, std::string_view path) {
  if (any(filter.exclude, path)) return false;
  return filter.include.empty() || any(filter.include, path);
}

}  // namespace moongate
