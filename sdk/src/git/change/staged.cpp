// HEAD -> the index that Git is committing.
#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "core/error.h"
#include "git/change/bases.h"
#include "git/change/change_kinds.h"
#include "git/change/merged_changes.h"
#include "git/change/staged_view.h"
#include "git/index/index_file.h"
#include "git/repository/git_fallback.h"
#include "git/repository/git_files.h"
#include "git/trees/tree_diff.h"

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

namespace {

// The index as what HEAD's tree is and where it differs: nothing of the 80,000 entries that a large
// index has needs to be kept or searched.
struct IndexState {
  std::optional<Oid> tree;
  std::map<std::string, std::optional<FileVersion>, std::less<>> changed;
};

std::vector<IndexDifference> differences_of(const Repository& repository,
                                            const std::optional<Oid>& tree) {
  const Location& location = repository.location();
  Problem problem{ProblemKind::repository, location.only_git_knows, location.index_file, 0,
                  "use a newer Git or Moongate"};
  if (location.only_git_knows.empty()) {
    try {
      const IndexFile index =
          IndexFile::open(location.index_file, location.id_size, location.git_dir);
      return index.changed_against(
          tree, [&](const Oid& id) { return repository.read_tree(id); },
          repository.budget()->most_files);
    } catch (const UnknownIndexKind& error) {
      problem = error.problem();
    }
  }
  // What Git reads in an index is what it commits. A damaged one is not asked about: Git (2.39)
  // reads beyond the end of one that was cut short, and answers with what happens to lie there.
  AskedDifferences asked = ask_for_differences(location, tree);
  if (asked.differences) return std::move(*asked.differences);
  problem.message += "; " + asked.why_not;
  throw Error(std::move(problem));
}

IndexState state_of(const std::optional<Oid>& tree,
                    const std::vector<IndexDifference>& differences) {
  IndexState state;
  state.tree = tree;
  for (const IndexDifference& difference : differences) {
    const FileVersion* side = difference.after    ? &*difference.after
                              : difference.before ? &*difference.before
                                                  : nullptr;
    state.changed.emplace(side ? side->path : difference.path, difference.after);
  }
  return state;
}

std::optional<FileVersion> find_in_state(const RepositoryPtr& repository, const IndexState& state,
                                         std::string_view path) {
  const auto found = state.changed.find(path);
  if (found != state.changed.end()) return found->second;
  return view_of_tree(repository, state.tree).find(path);
}

std::vector<FileVersion> list_state(const RepositoryPtr& repository, const IndexState& state,
                                    std::string_view directory) {
  while (!directory.empty() && directory.back() == '/') directory.remove_suffix(1);
  const std::string prefix = directory.empty() ? std::string() : std::string(directory) + "/";
  std::vector<FileVersion> files = view_of_tree(repository, state.tree).list(directory);
  std::erase_if(files, [&](const FileVersion& file) { return state.changed.contains(file.path); });
  for (auto entry = state.changed.lower_bound(prefix);
       entry != state.changed.end() && entry->first.starts_with(prefix); ++entry) {
    if (entry->second) files.push_back(*entry->second);
  }
  std::sort(files.begin(), files.end(),
            [](const FileVersion& a, const FileVersion& b) { return a.path < b.path; });
  return files;
}

// Names of HEAD's directory that the index no longer has go, and those that it adds come.
std::optional<std::vector<std::string>> entries_in_state(const RepositoryPtr& repository,
                                                         const IndexState& state,
                                                         std::string_view directory) {
  const std::string prefix = directory.empty() ? std::string() : std::string(directory) + "/";
  const auto in_head = view_of_tree(repository, state.tree).entries(directory);
  std::set<std::string> names;
  if (in_head) names.insert(in_head->begin(), in_head->end());
  std::set<std::string> perhaps_empty;
  for (auto entry = state.changed.lower_bound(prefix);
       entry != state.changed.end() && entry->first.starts_with(prefix); ++entry) {
    const std::size_t slash = entry->first.find('/', prefix.size());
    const std::string name = entry->first.substr(
        prefix.size(), slash == std::string::npos ? slash : slash + 1 - prefix.size());
    if (entry->second)
      names.insert(name);
    else if (slash == std::string::npos)
      names.erase(name);
    else
      perhaps_empty.insert(name);
  }
  for (const std::string& name : perhaps_empty)
    if (list_state(repository, state, prefix + name).empty()) names.erase(name);
  if (names.empty() && !directory.empty()) return std::nullopt;
  return std::vector<std::string>(names.begin(), names.end());
}

}  // namespace

void attach_index_view(Change& change, const RepositoryPtr& repository,
                       const std::optional<Oid>& tree) {
  struct Lazy {
    std::once_flag once;
    IndexState state;
  };
  auto lazy = std::make_shared<Lazy>();
  const auto state = [repository, tree, lazy]() -> const IndexState& {
    std::call_once(lazy->once,
                   [&] { lazy->state = state_of(tree, differences_of(*repository, tree)); });
    return lazy->state;
  };
  change.after.find = [repository, state](std::string_view path) {
    return find_in_state(repository, state(), path);
  };
  change.after.list = [repository, state](std::string_view directory) {
    return list_state(repository, state(), directory);
  };
  change.after.entries = [repository, state](std::string_view directory) {
    return entries_in_state(repository, state(), directory);
  };
}

namespace {

// The index's differences from a tree as files. Whether there is a conflict does not depend on the
// tree.
std::vector<FileChange> files_of(std::vector<IndexDifference> differences) {
  std::vector<std::string> conflicts;
  std::vector<FileChange> files;
  files.reserve(differences.size());
  for (IndexDifference& difference : differences) {
    if (difference.unmerged)
      conflicts.push_back(difference.path);
    else
      files.push_back(make_change(std::move(difference.before), std::move(difference.after)));
  }
  if (!conflicts.empty()) refuse_conflicts(conflicts);
  return files;
}

}  // namespace

void attach_index_files(Change& change, const RepositoryPtr& repository,
                        const std::vector<Oid>& trees, bool finds_renames) {
  const std::optional<Oid> tree = trees.empty() ? std::nullopt : std::optional(trees.front());
  std::vector<IndexDifference> differences = differences_of(*repository, tree);
  const auto state = std::make_shared<const IndexState>(state_of(tree, differences));
  change.after.find = [repository, state](std::string_view path) {
    return find_in_state(repository, *state, path);
  };
  change.after.list = [repository, state](std::string_view directory) {
    return list_state(repository, *state, directory);
  };
  change.after.entries = [repository, state](std::string_view directory) {
    return entries_in_state(repository, *state, directory);
  };
  NewSide side;
  side.against = [&, first = files_of(std::move(differences))](const std::optional<Oid>& base) {
    return base == tree ? first : files_of(differences_of(*repository, base));
  };
  change.files = changes_against(*repository, trees, side, finds_renames);
}

Change open_staged(const Request& request, const RepositoryPtr& repository) {
  Change change = begin_change(request, repository);
  attach_index_files(change, repository, set_bases(change, repository, coming_parents(*repository)),
                     request.finds_renames);
  return change;
}

}  // namespace moongate
