// What differs between two trees, and whole trees as lists.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/change.h"
#include "core/change_budget.h"
#include "git/trees/tree.h"
#include "git/trees/tree_size.h"

namespace moongate {

// These throw TooManyFiles instead of listing more than `most_files`.
// `git diff --raw --no-renames BEFORE AFTER`, sorted by path; nullopt is the empty tree.
// Directories whose ids are equal are not read. Throws Error(repository) where a tree is missing or
// malformed.
std::vector<FileChange> diff_trees(const std::optional<Oid>& before,
                                   const std::optional<Oid>& after, std::size_t id_size,
                                   const ReadTree& read,
                                   std::uint64_t most_files = default_most_files);

struct MergedFile {
  std::optional<FileVersion> after;                // nullopt: all of `before` have it, `after` not
  std::vector<std::optional<FileVersion>> before;  // nullopt: new to that side

  const std::string& path() const { return after ? after->path : before.front()->path; }
};

// The paths of `after` that differ from what every one of `before` has there, and those that all of
// them have and `after` has not; sorted by path. Directories that are equal to one side's are not
// read, so that a clean merge of two long-lived branches costs little.
std::vector<MergedFile> differing_from_every(const std::vector<Oid>& before, const Oid& after,
                                             std::size_t id_size, const ReadTree& read,
                                             std::uint64_t most_files = default_most_files);

// The entry at exactly this path, directories included; nullopt where there is none.
std::optional<FileVersion> find_in_tree(const Oid& root, std::string_view path, std::size_t id_size,
                                        const ReadTree& read);

// All files below `directory` ("" is the root), sorted by path; paths are relative to the root.
std::vector<FileVersion> list_tree(const Oid& root, std::string_view directory, std::size_t id_size,
                                   const ReadTree& read,
                                   std::uint64_t most_files = default_most_files);

// Added, deleted, modified or type_changed, as the two sides say.
FileChange make_change(std::optional<FileVersion> before, std::optional<FileVersion> after);

}  // namespace moongate
