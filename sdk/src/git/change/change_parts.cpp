#include "git/change/change_parts.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "core/error.h"
#include "git/change/merged_changes.h"
#include "git/history/history_walk.h"
#include "git/trees/renames.h"
#include "git/trees/tree_diff.h"
#include "git/trees/tree_entries.h"

namespace moongate {
namespace {

ReadTree tree_reader(const Repository& repository) {
  return [&repository](const Oid& id) { return repository.read_tree(id); };
}

std::uint64_t most_files(const Repository& repository) {
  return repository.budget()->most_files.load(std::memory_order_relaxed);
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

std::vector<FileChange> changes_between(const Repository& repository,
                                        const std::optional<Oid>& before,
                                        const std::optional<Oid>& after) {
  std::vector<FileChange> files = diff_trees(before, after, repository.location().id_size,
                                             tree_reader(repository), most_files(repository));
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
  std::vector<Oid> parents;
  parents.reserve(commit.parents.size());
  for (const Oid& parent : commit.parents) parents.push_back(repository.tree_of(parent));
  return changes_against(repository, std::move(parents), side_of_tree(repository, tree));
}

void set_bases(Change& change, const std::vector<Oid>& bases) {
  change.base = bases.empty() ? std::string() : bases.front().hex();
  change.bases.clear();
  for (const Oid& base : bases) change.bases.push_back(base.hex());
}

std::vector<Oid> set_bases(Change& change, const RepositoryPtr& repository,
                           const std::vector<Oid>& bases) {
  set_bases(change, bases);
  std::vector<Oid> trees;
  trees.reserve(bases.size());
  for (const Oid& base : bases) trees.push_back(repository->tree_of(base));
  change.before = view_of_tree(repository, trees.empty() ? std::nullopt : std::optional(trees[0]));
  change.other_before.clear();
  if (bases.size() < 2) return trees;
  const std::vector<WalkedCommit> later = commits_between(*repository, bases, {bases.front()});
  for (const WalkedCommit& commit : later) {
    const auto base = std::find(bases.begin(), bases.end(), commit.id);
    if (base != bases.end())
      change.other_before.push_back(view_of_tree(repository, repository->tree_of(*base)));
  }
  return trees;
}

void fetch_content_of(const Repository& repository, const std::vector<Commit>& commits,
                      const std::vector<Oid>& before, const Oid& after) {
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
  for (const Oid& tree : before) want_tree(tree);
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
  const auto want_differences_of_all = [&](const std::vector<Oid>& from, const Oid& to) {
    if (from.size() < 2)
      return want_differences(from.empty() ? std::nullopt : std::optional(from[0]), to);
    for (const MergedFile& file :
         differing_from_every(from, to, id_size, read, most_files(repository))) {
      want(file.after);
      for (const auto& version : file.before) want(version);
    }
  };
  want_differences_of_all(before, after);
  for (std::size_t i = 0; i < commits.size(); ++i)
    if (parents[i].size() == commits[i].parents.size())
      want_differences_of_all(parents[i], repository.read_links(commits[i].id).tree);
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
  view.list = [repository, tree](std::string_view directory) -> std::vector<FileVersion> {
    if (!tree) return {};
    return list_tree(*tree, directory, repository->location().id_size, tree_reader(*repository),
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
