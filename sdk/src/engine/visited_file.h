// A file as the checks of one worker visit it: what they share.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "diff/file_context.h"
#include "engine/kept_bytes.h"
#include "engine/plan.h"
#include "script/check.h"

namespace moongate {

class VisitedFile {
 public:
  VisitedFile(const Change& change, const FileChange& file, const Commit* commit)
      : context(change, file, commit) {}

  FileContext context;
  std::optional<std::vector<PatternMatch>> matches;  // sorted by begin; once asked for
  // Whose patterns took more than the check may take, with the words for it.
  std::map<const PlannedCheck*, std::string> over;
  std::optional<KeptBytes> kept;  // once there is a fix

  // What the file is in the bases of its change, the main one's version first.
  std::size_t base_count() const;
  const FileVersion& base(std::size_t index) const;
  // The file against this base alone: `old_text` is the base's.
  FileContext& against(std::size_t index);

  // The same file, whose lines count as existing only where a base has them that is not ignored.
  FileContext& ignoring(const IgnoredBases& ignored);

 private:
  struct Against {
    FileChange change;
    std::optional<FileContext> context;
  };
  std::map<std::size_t, Against> against_;  // nodes stay where they are: contexts refer to them
  std::map<IgnoredBases, FileContext> ignoring_;
};

}  // namespace moongate
