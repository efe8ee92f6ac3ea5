// Renames among deleted and added files, by Git's rules: the same pairs and the same similarity as
// `git diff -M` has.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "core/change.h"

namespace moongate {

struct RenameRules {
  // More candidates than the square of this: only equal content and equal names are paired.
  std::size_t limit = 1000;
  // Whether a last line without a newline counts as material. Git counts it from 2.44 on. Before,
  // it was left out, so that two such files of one line had nothing in common; the older rule is
  // the one that finds fewer renames, and so sees more lines as added.
  bool count_last_line = false;
};

struct RenameContent {
  std::function<Bytes(const Oid&)> read;
  std::function<std::uint64_t(const Oid&)> size_of;
};

// Replaces pairs of deleted and added files by renames. `files` sorted by path, before and after.
void find_renames(std::vector<FileChange>& files, const RenameContent& content,
                  const RenameRules& rules = {});

// 0..60000: how much of the larger text is made of pieces of the other; Git shows it in percent.
int similarity_score(std::string_view before, std::string_view after, bool count_last_line);

}  // namespace moongate
