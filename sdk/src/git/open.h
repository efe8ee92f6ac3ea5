// A request becomes an immutable change.
#pragma once

#include "change.h"
#include "request.h"

namespace moongate {

// Opens the repository that Git itself would use (GIT_DIR, GIT_INDEX_FILE, GIT_OBJECT_DIRECTORY …
// are obeyed) and resolves the request. Nothing is written. Throws Error(repository) with the cause
// and the cure where the change cannot be known; never returns an empty change instead. Content is
// read lazily: the returned change keeps what it needs open.
Change open_change(const Request& request);

// Old and new bytes of named files, without any repository: what an editor or a server has.
struct BufferFile {
  std::string path;
  std::optional<std::string> before, after;  // absent: the file did not exist, or no longer does
};
// Throws Error(usage) for a path that is empty, absolute, climbs out, or is given twice.
Change buffer_change(std::vector<BufferFile> files);

// Line differences of two texts as `git diff -U0` has them (Myers with the indent heuristic).
std::vector<Hunk> diff_lines(std::string_view before, std::string_view after);

}  // namespace moongate
