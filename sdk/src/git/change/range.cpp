// Ranges, single commits and whole trees.
#include <utility>

#include "core/error.h"
#include "git/change/bases.h"
#include "git/change/change_kinds.h"
#include "git/change/fetch.h"
#include "git/change/merged_changes.h"
#include "git/history/history_walk.h"
#include "git/repository/revision.h"

namespace moongate {
namespace {

[[noreturn]] void no_merge_base(const Repository& repository, const Request& request) {
  if (!repository.shallow().empty()) {
    throw Error(ProblemKind::repository,
                "this shallow clone" + repository.describe_depth() +
                    " does not reach back to where " + request.base + " and " + request.head +
                    " parted",
                deepen_help);
  }
  throw Error(ProblemKind::repository,
              request.base + " and " + request.head + " have no common ancestor",
              "check that both belong to the same history, or check the whole tree with --all");
}

// In a shallow clone, a commit of the range whose parents were cut off: is anything of the range
// beyond the cut? Only if a parent is neither known to the base nor here.
void require_whole(const Repository& repository, const std::vector<WalkedCommit>& commits,
                   const Request& request) {
  if (repository.shallow().empty()) return;
  for (const WalkedCommit& commit : commits) {
    if (!repository.shallow().count(commit.id)) continue;
    for (const Oid& parent : repository.read_commit(commit.id).commit.parents) {
      // The cut stands right behind the range where the parent is here as another line of history.
      if (repository.has(parent)) continue;
      throw Error(ProblemKind::repository,
                  "this shallow clone" + repository.describe_depth() + " ends inside the range " +
                      request.base + ".." + request.head + ", at commit " +
                      commit.id.hex().substr(0, 12),
                  deepen_help);
    }
  }
}

// The change without its files, and the trees that they come from.
struct ResolvedRange {
  Change change;
  std::vector<Oid> before;
  Oid after;
};

// What the range is compared with, the main base first.
std::vector<Oid> bases_of_range(const Request& request, const Repository& repository,
                                const std::vector<WalkedCommit>& walked, const Oid& base,
                                const Oid& head) {
  std::vector<Oid> bases = bases_of(repository, head, by_id(walked));
  // Two histories without a common commit have none; a root that was merged has others.
  if (bases.empty()) no_merge_base(repository, request);
  put_main_base_first(repository, base, head, bases);
  return bases;
}

ResolvedRange resolve_range(const Request& request, const RepositoryPtr& repository) {
  Change change = begin_change(request, repository);
  const Oid head = resolve_commit(*repository, request.head);
  const Oid head_tree = repository->tree_of(head);
  change.head = head.hex();
  change.after = view_of_tree(repository, head_tree);

  std::vector<WalkedCommit> walked;
  std::vector<Oid> bases;
  const auto empty = Oid::from_hex(request.base);
  if (empty && is_empty_tree(*empty)) {  // from the very beginning
    walked = commits_between(*repository, {head}, {});
  } else {
    const Oid base = resolve_commit(*repository, request.base);
    std::vector<Oid> known = {base};
    if (!request.apart_from.empty())
      known.push_back(resolve_commit(*repository, request.apart_from));
    walked = commits_between(*repository, {head}, known);
    bases = bases_of_range(request, *repository, walked, base, head);
    if (bases.front() != base) change.target = view_of_tree(repository, repository->tree_of(base));
  }
  require_whole(*repository, walked, request);
  std::vector<Oid> trees = set_bases(change, repository, bases);
  change.commits.reserve(walked.size());
  for (const WalkedCommit& commit : walked) {
    change.commits.push_back(repository->read_commit(commit.id).commit);
  }
  return {std::move(change), std::move(trees), head_tree};
}

}  // namespace

Change open_range(const Request& asked, const RepositoryPtr& repository) {
  Request request = asked;
  if (request.head.empty()) request.head = "HEAD";
  if (request.base.empty()) {
    throw Error(ProblemKind::usage, "the range has no base", "write it as BASE..HEAD");
  }
  ResolvedRange range = resolve_range(request, repository);
  Change change = std::move(range.change);
  fetch_content_of(*repository, change.commits, range.before, range.after);
  change.files = changes_against(*repository, range.before, side_of_tree(*repository, range.after),
                                 request.finds_renames);
  return change;
}

Change open_commit(const Request& request, const RepositoryPtr& repository) {
  Change change = begin_change(request, repository);
  const Oid id = resolve_commit(*repository, request.head.empty() ? "HEAD" : request.head);
  ParsedCommit parsed = repository->read_commit(id);
  change.head = id.hex();
  change.after = view_of_tree(repository, parsed.tree);
  set_bases(change, repository, parsed.commit.parents);
  fetch_content_of(*repository, {parsed.commit}, {parsed.tree}, parsed.tree);
  change.files = changes_of(*repository, parsed.commit);
  change.commits.push_back(std::move(parsed.commit));
  return change;
}

Change open_tree(const Request& request, const RepositoryPtr& repository) {
  Change change = begin_change(request, repository);
  const Oid id =
      repository->peel(resolve_revision(*repository, request.head.empty() ? "HEAD" : request.head));
  const Oid tree = repository->tree_of(id);
  if (tree != id) change.head = id.hex();
  change.after = view_of_tree(repository, tree);
  if (!request.lists_files) return change;
  std::vector<FileVersion> files = change.after.list("");
  std::vector<Oid> contents;
  for (const FileVersion& file : files) {
    if (!file.is_submodule()) contents.push_back(file.id);
  }
  repository->fetch_missing(contents);
  for (FileVersion& file : files) {
    change.files.push_back(make_change(std::nullopt, std::move(file)));
  }
  return change;
}

}  // namespace moongate
