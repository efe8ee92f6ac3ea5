// HEAD -> the index that Git is committing.
#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "error.h"
#include "git/files.h"
#include "git/index_file.h"
#include "git/kinds.h"
#include "git/staged_view.h"
#include "git/tree_diff.h"

namespace moongate {
namespace {

[[noreturn]] void refuse_conflicts(const std::vector<std::string>& paths) {
  std::string list;
  for (std::size_t i = 0; i < paths.size() && i < 5; ++i) list += (i > 0 ? ", " : "") + paths[i];
  if (paths.size() > 5) list += " and " + std::to_string(paths.size() - 5) + " more";
  throw Error(ProblemKind::repository,
              std::to_string(paths.size()) +
                  (paths.size() == 1 ? " path is in conflict: " : " paths are in conflict: ") +
                  list,
              "resolve the merge and `git add` what is right; Git cannot commit before");
}

}  // namespace

std::optional<Oid> head_commit(const Repository& repository) {
  const auto head = repository.refs().resolve("HEAD");
  if (head) return repository.peel(*head);
  if (!repository.refs().symbolic("HEAD")) {
    throw Error(Problem{ProblemKind::repository, "HEAD is missing or damaged",
                        join_path(repository.location().git_dir, "HEAD"), 0,
                        "restore it: `git symbolic-ref HEAD refs/heads/BRANCH`"});
  }
  return std::nullopt;  // a branch without commits
}

void attach_index_view(Change& change, const RepositoryPtr& repository) {
  // Opened when first asked for: what looks at a commit message needs no index.
  struct Lazy {
    std::once_flag once;
    std::optional<IndexFile> index;
  };
  auto lazy = std::make_shared<Lazy>();
  const auto index = [repository, lazy]() -> const IndexFile& {
    std::call_once(lazy->once, [&] {
      lazy->index =
          IndexFile::open(repository->location().index_file, repository->location().id_size);
    });
    return *lazy->index;
  };
  change.after.find = [index](std::string_view path) { return index().find(path); };
  change.after.list = [repository, index](std::string_view folder) {
    while (!folder.empty() && folder.back() == '/') folder.remove_suffix(1);
    const std::string prefix = folder.empty() ? std::string() : std::string(folder) + "/";
    std::vector<FileVersion> files =
        index().all_files([&](const Oid& id) { return repository->read_tree(id); });
    std::erase_if(files, [&prefix](const FileVersion& file) {
      return file.path.compare(0, prefix.size(), prefix) != 0;
    });
    return files;
  };
}

Change open_staged(const Request& request, const RepositoryPtr& repository) {
  const Location& location = repository->location();
  Change change = begin_change(request, repository);
  const auto head = head_commit(*repository);
  std::optional<Oid> tree;
  if (head) {
    change.base = head->hex();
    tree = repository->tree_of(*head);
  }
  change.before = view_of_tree(repository, tree);
  attach_index_view(change, repository);

  const IndexFile index = IndexFile::open(location.index_file, location.id_size);
  std::vector<IndexDifference> differences =
      index.changed_against(tree, [&](const Oid& id) { return repository->read_tree(id); });
  std::vector<std::string> conflicts;
  change.files.reserve(differences.size());
  for (IndexDifference& difference : differences) {
    if (difference.unmerged) {
      conflicts.push_back(difference.path);
    } else {
      change.files.push_back(
          make_change(std::move(difference.before), std::move(difference.after)));
    }
  }
  if (!conflicts.empty()) refuse_conflicts(conflicts);
  find_renames_in(*repository, change.files);
  return change;
}

}  // namespace moongate
