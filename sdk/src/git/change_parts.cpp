#include "git/change_parts.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "error.h"
#include "git/renames.h"
#include "git/tree_diff.h"
#include "git/tree_entries.h"

namespace moongate {
namespace {

ReadTree tree_reader(const Repository& repository) {
  return [&repository](const Oid& id) { return repository.read_tree(id); };
}

std::uint64_t most_files(const Repository& repository) {
  return repository.budget()->most_files.load(std::memory_order_relaxed);
}

// The change of this path (on the new side; deleted: on the old) in a list sorted by it.
const FileChange* find_path(const std::vector<FileChange>& files, const std::string& path) {
  const auto found = std::lower_bound(
      files.begin(), files.end(), path,
      [](const FileChange& file, const std::string& wanted) { return file.path() < wanted; });
  return found != files.end() && found->path() == path ? &*found : nullptr;
}

std::vector<FileChange> changes_of_merge(const Repository& repository, const Oid& tree,
                                         const std::vector<Oid>& parents) {
  const ReadTree read = tree_reader(repository);
  const std::size_t id_size = repository.location().id_size;
  std::vector<Oid> trees;
  trees.reserve(parents.size());
  for (const Oid& parent : parents) trees.push_back(repository.tree_of(parent));
  std::vector<MergedFile> merged =
      differing_from_every(trees, tree, id_size, read, most_files(repository));
  const bool is_new_to_one = std::any_of(merged.begin(), merged.end(), [](const MergedFile& file) {
    return file.after &&
           std::find(file.before.begin(), file.before.end(), std::nullopt) != file.before.end();
  });
  // A file that one parent has under another name is no new file. Renames are looked for only where
  // a file is new to some parent: against a long-lived branch that is costly.
  std::vector<std::vector<FileChange>> of_parent;
  if (is_new_to_one) {
    for (const Oid& before : trees) {
      of_parent.push_back(diff_trees(before, tree, id_size, read, most_files(repository)));
      find_renames_in(repository, of_parent.back());
    }
  }
  std::vector<FileChange> result;
  for (MergedFile& file : merged) {
    std::optional<FileChange> change;
    for (std::size_t parent = 0; parent < parents.size(); ++parent) {
      FileChange here;
      if (is_new_to_one) {
        const FileChange* found = find_path(of_parent[parent], file.path());
        if (!found && parent == 0) break;
        if (!found) continue;  // deleted, and by this parent's list renamed away
        here = *found;
      } else {
        here = make_change(std::move(file.before[parent]), file.after);
      }
      if (!change) {
        change = std::move(here);
      } else if (!here.before) {
        continue;
      } else if (!change->before) {
        change->before = std::move(here.before);  // new to the first parent, known to another one
        change->status = here.status;
        change->similarity = here.similarity;
      } else {
        change->other_parents.push_back(std::move(*here.before));
      }
    }
    if (change) result.push_back(std::move(*change));
  }
  return result;
}

}  // namespace

Change begin_change(const Request& request) {
  Change change;
  change.kind = request.kind;
  change.why = request.why;
  change.pull_request = request.pull_request;
  change.now = request.now ? *request.now
                           : std::chrono::duration_cast<std::chrono::seconds>(
                                 std::chrono::system_clock::now().time_since_epoch())
                                 .count();
  return change;
}

Change begin_change(const Request& request, const RepositoryPtr& repository) {
  Change change = begin_change(request);
  change.root = repository->location().root();
  change.budget = repository->budget();
  change.read = [repository](const Oid& id) {
    Bytes bytes = repository->read_blob(id);
    repository->budget()->add_read(bytes->size());
    return bytes;
  };
  change.size_of = [repository](const Oid& id) { return repository->size_of(id); };
  change.files_of = [repository](const Commit& commit) { return changes_of(*repository, commit); };
  change.before = view_of_tree(repository, std::nullopt);
  change.after = view_of_tree(repository, std::nullopt);
  return change;
}

void find_renames_in(const Repository& repository, std::vector<FileChange>& files) {
  const auto has = [&files](FileStatus status) {
    return std::any_of(files.begin(), files.end(),
                       [status](const FileChange& file) { return file.status == status; });
  };
  if (!has(FileStatus::added) || !has(FileStatus::deleted)) return;
  if (repository.may_fetch()) {
    std::vector<Oid> ids;  // all at once: one by one would ask the remote hundreds of times
    for (const FileChange& file : files) {
      if (file.before && file.before->is_regular()) ids.push_back(file.before->id);
      if (file.after && file.after->is_regular()) ids.push_back(file.after->id);
    }
    repository.fetch_missing(ids);
  }
  find_renames(files, {[&repository](const Oid& id) {
                         Bytes bytes = repository.read_blob(id);
                         repository.budget()->add_read(bytes->size());
                         return bytes;
                       },
                       [&repository](const Oid& id) { return repository.size_of(id); }});
}

std::vector<FileChange> differing_paths(const Repository& repository,
                                        const std::optional<Oid>& before,
                                        const std::optional<Oid>& after) {
  return diff_trees(before, after, repository.location().id_size, tree_reader(repository),
                    most_files(repository));
}

std::vector<FileChange> changes_between(const Repository& repository,
                                        const std::optional<Oid>& before,
                                        const std::optional<Oid>& after) {
  std::vector<FileChange> files = differing_paths(repository, before, after);
  find_renames_in(repository, files);
  return files;
}

std::vector<FileChange> changes_of(const Repository& repository, const Commit& commit) {
  if (commit.id.empty()) return {};  // a message that is being written
  const Oid tree = repository.read_links(commit.id).tree;
  if (commit.parents.empty()) return changes_between(repository, std::nullopt, tree);
  if (commit.parents.size() == 1) {
    return changes_between(repository, repository.read_links(commit.parents[0]).tree, tree);
  }
  return changes_of_merge(repository, tree, commit.parents);
}

void fetch_content_of(const Repository& repository, const std::vector<Commit>& commits,
                      const std::optional<Oid>& before, const Oid& after) {
  if (!repository.may_fetch()) return;
  std::vector<Oid> ids;
  const auto fetch = [&] {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    repository.fetch_missing(ids);
    ids.clear();
  };
  const auto want_tree = [&](const Oid& tree) {
    if (!is_empty_tree(tree)) ids.push_back(tree);
  };
  want_tree(after);
  if (before) want_tree(*before);
  std::vector<std::vector<Oid>> parents;  // of each commit, as trees
  for (const Commit& commit : commits) {
    want_tree(repository.read_links(commit.id).tree);
    parents.emplace_back();
    for (const Oid& parent : commit.parents) {
      if (!repository.has(parent)) continue;  // cut off in a shallow clone
      parents.back().push_back(repository.read_links(parent).tree);
      want_tree(parents.back().back());
    }
  }
  fetch();

  const auto want = [&](const std::optional<FileVersion>& version) {
    if (version && !version->is_submodule()) ids.push_back(version->id);
  };
  const ReadTree read = tree_reader(repository);
  const std::size_t id_size = repository.location().id_size;
  const auto want_differences = [&](const std::optional<Oid>& from, const Oid& to) {
    for (const FileChange& file : diff_trees(from, to, id_size, read, most_files(repository))) {
      want(file.before);
      want(file.after);
    }
  };
  want_differences(before, after);
  for (std::size_t i = 0; i < commits.size(); ++i) {
    const Oid tree = repository.read_links(commits[i].id).tree;
    if (parents[i].size() != commits[i].parents.size()) continue;
    if (parents[i].size() < 2) {
      want_differences(parents[i].empty() ? std::nullopt : std::optional(parents[i][0]), tree);
      continue;
    }
    for (const MergedFile& file :
         differing_from_every(parents[i], tree, id_size, read, most_files(repository))) {
      want(file.after);
      for (const auto& version : file.before) want(version);
    }
  }
  fetch();
}

TreeView view_of_tree(const RepositoryPtr& repository, const std::optional<Oid>& tree) {
  TreeView view;
  view.find = [repository, tree](std::string_view path) -> std::optional<FileVersion> {
    if (!tree || path.empty()) return std::nullopt;
    auto file = find_in_tree(*tree, path, repository->location().id_size, tree_reader(*repository));
    if (file && file->mode == tree_mode) return std::nullopt;
    return file;
  };
  view.list = [repository, tree](std::string_view folder) -> std::vector<FileVersion> {
    if (!tree) return {};
    return list_tree(*tree, folder, repository->location().id_size, tree_reader(*repository),
                     most_files(*repository));
  };
  view.entries = [repository,
                  tree](std::string_view directory) -> std::optional<std::vector<std::string>> {
    if (!tree && directory.empty()) return std::vector<std::string>();
    if (!tree) return std::nullopt;
    return tree_entries(*tree, directory, repository->location().id_size, tree_reader(*repository));
  };
  return view;
}

}  // namespace moongate
