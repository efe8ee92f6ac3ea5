// Fixed versions of staged files go into the index that Git is committing, and into the working
// tree.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/change.h"
#include "core/error.h"
#include "fix/edits.h"

namespace moongate {

struct StagedFix {
  FileVersion before;           // the staged version; the index must still have it
  std::string_view text;        // its bytes
  std::string_view fixed;       // what shall stand there instead
  std::vector<TextEdit> edits;  // what makes `fixed` of `text`
};

// In this order, so that any end of the process leaves something valid: the blobs, the new index
// and the new files are written next to the old ones and flushed; a record of what will be replaced
// is written (fix_record.h); the index is locked as Git locks it and seen to be the one that was
// checked; each file of the working tree is renamed into place, then the index, and the record
// goes. Until the last rename, running it again removes what was left and completes what was begun.
//
// The working tree's file gets the fix where its lines are the staged ones (carry_over.h). Returns
// a line for each file where it did not, with the reason. In a partial commit (`git commit FILE`)
// Git has two indexes, one to commit and one to keep; both get the fix. Without fixes it only
// sweeps out what a killed run left behind.
//
// Throws Error(repository), and then nothing was changed: someone else holds the index or keeps
// changing it, the disk is full, there is no git program.
std::vector<std::string> write_fixes(const std::string& directory,
                                     const std::vector<StagedFix>& fixes);

// Where a run was killed between two replacements: what is half done, and how to finish it. What a
// run left that was killed before or after them is swept out here.
std::optional<Problem> look_for_interrupted_fix(const std::string& directory);

}  // namespace moongate
