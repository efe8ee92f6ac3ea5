// From what a check said to a finding: who said it, how bad it is here, what stands there, and the
// fingerprint by which it will be known again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/plan.h"
#include "engine/visit.h"
#include "findings/suppress.h"

namespace moongate {

// What a person accepted, in the file itself: asked for every finding of it.
struct Accepted {
  FileSuppressions comments;
  bool honoured = true;          // a policy may say otherwise
  std::uint64_t suppressed = 0;  // findings that were taken out
  // Fingerprints of those that checks with scope `commits` found: a commit and the net change may
  // have the same.
  std::vector<std::string> suppressed_by_commit = {};
};

// Findings of one unit. `secrets` gets the bytes that no output may show.
std::vector<Finding> resolve_file(const Change& change, const Config& config,
                                  const EngineOptions& options, const Attributes& attributes,
                                  const Unit& unit, VisitedFile& visited,
                                  const PlannedCheck& planned, const std::vector<RawFinding>& raw,
                                  const std::vector<ByteRange>& secret_ranges, Accepted& accepted,
                                  std::vector<std::string>& secrets);

std::vector<Finding> resolve(const Change& change, const Config& config,
                             const EngineOptions& options, const Unit& unit,
                             const PlannedCheck& planned, const std::vector<RawFinding>& raw);

// The level of a finding, or `off` where its rule is switched off or was not asked for.
Level level_of(const Config& config, const EngineOptions& options, const Declaration& declaration,
               const CheckSettings& settings, const RawFinding& raw);

}  // namespace moongate
