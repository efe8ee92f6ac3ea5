// Where a repository's parts lie, found as Git finds them: environment, `.git` directories and
// files, working trees, common directories, bare repositories. Nothing is opened but small text
// files.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace moongate {

struct Location {
  std::string git_dir;  // of this working tree: HEAD, index
  std::string
      common_dir;  // refs, configuration, objects; equal to git_dir but in a linked working tree
  std::string work_tree;  // empty in a bare repository
  std::string objects_dir;
  std::vector<std::string> alternates;  // GIT_ALTERNATE_OBJECT_DIRECTORIES
  std::string index_file;               // the one that Git is committing: GIT_INDEX_FILE is obeyed
  std::string shallow_file;
  std::size_t id_size = 20;  // 20: SHA-1, 32: SHA-256
  // Why references are asked of the `git` program instead of being read here ("the references are
  // stored as reftable"); empty: they are read here.
  std::string refs_by_git;
  // Why nothing but objects is read here: the format is one that only this machine's `git` knows
  // ("the repository uses an unknown extension: extensions.x"); empty: we know it.
  std::string only_git_knows;
  std::string partial_clone;  // the remote that has the missing objects; empty in a full clone
  bool worktree_config = false;

  bool bare() const { return work_tree.empty(); }
  // What a person calls the repository: its working tree, or its directory when bare.
  const std::string& root() const { return work_tree.empty() ? git_dir : work_tree; }
};

// The repository that Git itself would use from `directory`. All paths are absolute. Throws
// Error(repository) when there is none, or when its format is one that neither Moongate nor the
// `git` program of this machine knows.
//
// Git refuses a repository that belongs to another user, because its configuration may name
// programs. Moongate opens it: it runs nothing that a configuration names, follows no hook, filter
// or textconv, and what it hands to the `git` program is limited to commands that run none either
// (git_program.h). Containers, where the checkout belongs to another user, work without
// safe.directory.
Location find_repository(const std::string& directory);

}  // namespace moongate
