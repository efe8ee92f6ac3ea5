// Paths of another tool's report as paths of this repository: the tool may have run in another
// directory, in a container, or on Windows.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/change.h"

namespace moongate {

class ForeignPaths {
 public:
  enum class Kind : std::uint8_t {
    tracked,    // a file of either side of the change
    untracked,  // below the root, but not Git's: generated, or ignored
    unknown,
  };
  struct Place {
    Kind kind = Kind::unknown;
    std::string path;  // from the repository's root; the tool's where unknown
  };

  // `roots`: directories that tools saw as the repository's root.
  ForeignPaths(const Change& change, std::vector<std::string> roots);

  // Learns from all paths of one run at once where its root was: one path alone may fit in several
  // places.
  std::map<std::string, Place> map(const std::set<std::string>& paths) const;

 private:
  bool is_tracked(const std::string& path) const { return tracked_.contains(path); }
  Place known_place(const std::string& path) const;

  std::string root_, real_root_;
  std::vector<std::string> roots_;
  std::set<std::string, std::less<>> tracked_;
  std::multimap<std::string, std::string_view> by_name_;  // the last part -> path
};

}  // namespace moongate
