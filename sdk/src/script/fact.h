// What a visitor keeps for `finish`: plain data and where it was found.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/change.h"
#include "core/finding.h"
#include "core/value.h"

namespace moongate {

struct Fact {
  std::string name;
  Value value;
  std::string path;  // empty: it is not about a file
  std::uint32_t line = 0;
  const Commit* commit = nullptr;  // which introduces the file, or which it is about
};

// What it takes of the host's memory.
std::uint64_t bytes_of(const Fact& fact);

// What one call of `finish` is about: the whole change, or one commit of it.
struct Finish {
  const ChangeSummary* counts = nullptr;
  const Commit* commit = nullptr;  // null: the whole change
  std::vector<const Fact*> facts;  // in the order in which the check sees them
  // A file of what it is about, by its path; null where there is none.
  std::function<const FileChange*(const std::string& path)> file_at;
};

// By path and line, and else as they come: in the order of units, and within one in that of the
// check's calls. So it does not matter which thread was faster.
void sort_facts(std::vector<const Fact*>& facts);

}  // namespace moongate
