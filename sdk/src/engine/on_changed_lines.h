// Which findings stand on lines that the net change added: those that a reader of the change sees.
#pragma once

#include <vector>

#include "core/change.h"
#include "core/finding.h"

namespace moongate {

// Sets Finding::in_change and, with ChangedLines::wanted, Finding::changed_line. What has no path,
// or no line of the new version, is about the change itself. A finding in a commit's content counts
// by the net change's file of its path, where the line still stands there. `findings` are sorted by
// path, and their snippets are not masked yet. Without ChangedLines::wanted, findings on lines that
// were there before are shown where they are.
enum class ChangedLines : bool { unwanted, wanted };
void mark_in_change(const Change& change, ChangedLines lines, std::vector<Finding>& findings);

}  // namespace moongate
