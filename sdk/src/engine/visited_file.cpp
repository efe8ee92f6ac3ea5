#include "engine/visited_file.h"

#include <algorithm>

namespace moongate {

std::size_t VisitedFile::base_count() const {
  const FileChange& file = context.file();
  return file.before ? 1 + file.other_bases.size() : 0;
}

const FileVersion& VisitedFile::base(std::size_t index) const {
  const FileChange& file = context.file();
  return index == 0 ? *file.before : file.other_bases[index - 1];
}

FileContext& VisitedFile::against(std::size_t index) {
  if (index == 0) return context;
  Against& against = against_[index];
  if (!against.context) {
    against.change = context.file();
    against.change.before = base(index);
    against.change.other_bases.clear();
    against.context.emplace(context.change(), against.change, context.commit());
  }
  return *against.context;
}

FileContext& VisitedFile::ignoring(const IgnoredBases& ignored) {
  if (std::find(ignored.begin(), ignored.end(), true) == ignored.end()) return context;
  const auto found = ignoring_.find(ignored);
  if (found != ignoring_.end()) return found->second;
  return ignoring_.emplace(ignored, context.ignoring(ignored)).first->second;
}

}  // namespace moongate
