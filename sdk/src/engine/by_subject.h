// What one visit reported, by what it is about: a visitor of the whole change may report on each of
// its files, and a finding is resolved by what it stands in, not by who was called.
#pragma once

#include <memory>
#include <vector>

#include "engine/plan.h"

namespace moongate {

struct SubjectFindings {
  Unit unit;
  std::shared_ptr<const FileChange> file;  // keeps unit.file
  std::vector<RawFinding> raw;             // in the order in which they were reported
};

// Those about the visited unit itself come first, then by kind; files in the order of the commits
// that introduce them, the net change's first, and of their paths.
std::vector<SubjectFindings> by_subject(const Change& change, const Unit& visited,
                                        std::vector<RawFinding> raw);

}  // namespace moongate
