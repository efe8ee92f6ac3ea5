// "New only" is the engine's work, the same for all checks: what the old version had is subtracted.
#pragma once

#include <vector>

#include "diff/file_context.h"
#include "script/check.h"

namespace moongate {

// What a base of the change had, and the lines that it stood in.
struct OldFindings {
  std::vector<RawFinding> found;
  const LineIndex* lines;
};

// Takes from `found` (positions in the new text) what any base had: equal rule and equal line text
// with whitespace normalised, as often as one base had it. Those that touch added lines are the
// last to be taken. A finding with a `value` is excused only by an old one whose value was as
// large, one without only by one without.
void subtract_old(FileContext& file, std::vector<RawFinding>& found,
                  const std::vector<OldFindings>& bases);

// The line's bytes with runs of blanks as one space and none at the ends: what "the same line"
// means here and in fingerprints.
std::string normalised(std::string_view line);

}  // namespace moongate
