// Path globs, one syntax everywhere (gitignore-like): `*` and `?` stay within a folder, `**` crosses
// folders, `[a-z]`, `{a,b}`; a glob without '/' matches in any folder; a trailing '/' means all below.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moongate {

class Glob {
 public:
  // Throws Error(config) with what is wrong (unbalanced bracket, too long, too many alternatives).
  explicit Glob(std::string_view pattern);
  bool matches(std::string_view path) const;  // linear in path × pattern; never exponential

 private:
  std::vector<std::string> alternatives_;  // braces expanded, bounded
};

}  // namespace moongate
