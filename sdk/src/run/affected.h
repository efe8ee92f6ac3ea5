// Which areas of a monorepo ([areas.NAME]) a change affects.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "config/area.h"
#include "core/change.h"
#include "core/request.h"
#include "run/run_options.h"

namespace moongate {

struct AffectedArea {
  std::string name;
  std::uint64_t files = 0;  // changed files of its own; 0: only what it depends on has some
  std::string first_file;   // of those
  std::string through;      // the area that it depends on, where it has none
};

struct Affected {
  std::vector<std::string> all;        // names of all areas, sorted
  std::vector<AffectedArea> areas;     // sorted by name
  std::vector<std::string> unmatched;  // changed paths that belong to no area, sorted
  std::string why;                     // what the change is about, for a person
  bool contains(const std::string& name) const;
};

// The old path of a renamed file counts like the new one, and a deleted file like a changed one.
Affected affected_areas(const std::map<std::string, Area>& areas,
                        const std::vector<FileChange>& files);

// Opens the change and reads its areas. Throws Error(config) where there are none, and as
// open_change and load_config do.
Affected affected_by(const Request& request, const RunOptions& options);

}  // namespace moongate
