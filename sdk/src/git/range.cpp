// Ranges, single commits and whole trees.
#include <algorithm>
#include <unordered_set>
#include <utility>

#include "error.h"
#include "git/files.h"
#include "git/git_program.h"
#include "git/history_walk.h"
#include "git/kinds.h"
#include "git/revision.h"
#include "git/tree_diff.h"

namespace moongate {
namespace {

constexpr const char* deepen_cure =
    "run `git fetch --unshallow` (or `git fetch --deepen=100`), run again with --fetch, or check "
    "out "
    "with full history (fetch-depth: 0)";

[[noreturn]] void no_merge_base(const Repository& repository, const Request& request) {
  if (!repository.shallow().empty()) {
    throw Error(ProblemKind::repository,
                "this shallow clone" + repository.describe_depth() +
                    " does not reach back to where " + request.base + " and " + request.head +
                    " parted",
                deepen_cure);
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
                  deepen_cure);
    }
  }
}

// Whether the base is an ancestor of the head (the usual range), as the commits after it tell: one
// of them has it as a parent. Looking for a merge base takes longer than walking the range.
bool begins_at(const std::vector<WalkedCommit>& walked, const Oid& base, const Oid& head) {
  return base == head || std::any_of(walked.begin(), walked.end(), [&base](const auto& commit) {
           const auto& parents = commit.links.parents;
           return std::find(parents.begin(), parents.end(), base) != parents.end();
         });
}

// The change without its files, and the two trees that they come from.
struct ResolvedRange {
  Change change;
  std::optional<Oid> before;
  Oid after;
};

ResolvedRange resolve_range(const Request& request, const RepositoryPtr& repository) {
  Change change = begin_change(request, repository);
  const Oid head = resolve_commit(*repository, request.head);
  const Oid head_tree = repository->tree_of(head);
  change.head = head.hex();
  change.after = view_of_tree(repository, head_tree);

  std::vector<WalkedCommit> walked;
  std::optional<Oid> base_tree;
  const auto empty = Oid::from_hex(request.base);
  if (empty && is_empty_tree(*empty)) {  // from the very beginning
    walked = commits_between(*repository, {head}, {});
  } else {
    const Oid base = resolve_commit(*repository, request.base);
    walked = commits_between(*repository, {head}, {base});
    // In a criss-cross history there are several; `git diff A...B` takes the first, and so do we.
    Oid from = base;
    if (!begins_at(walked, base, head)) {
      const std::vector<Oid> bases = merge_bases(*repository, base, head);
      if (bases.empty()) no_merge_base(*repository, request);
      from = bases[0];
    }
    if (!request.apart_from.empty()) {
      const Oid apart = resolve_commit(*repository, request.apart_from);
      // A rebase began anew at a later commit of that branch: what lies before is not its own.
      for (const Oid& candidate : merge_bases(*repository, apart, head))
        if (is_ancestor(*repository, from, candidate)) from = candidate;
      walked = commits_between(*repository, {head}, {base, apart});
    }
    change.base = from.hex();
    base_tree = repository->tree_of(from);
  }
  require_whole(*repository, walked, request);
  change.before = view_of_tree(repository, base_tree);
  change.commits.reserve(walked.size());
  for (const WalkedCommit& commit : walked) {
    change.commits.push_back(repository->read_commit(commit.id).commit);
  }
  return {std::move(change), base_tree, head_tree};
}

// The remote to fetch from: the branch's own is unknown in CI's detached checkouts, so origin, or
// the only one there is.
std::string remote_of(const Repository& repository) {
  std::vector<std::string> names;
  for (const std::string& key : repository.config().keys("remote.")) {
    constexpr std::string_view end = ".url";
    if (key.size() > 7 + end.size() && key.compare(key.size() - end.size(), end.npos, end) == 0) {
      names.push_back(key.substr(7, key.size() - 7 - end.size()));
    }
  }
  if (std::find(names.begin(), names.end(), "origin") != names.end()) return "origin";
  if (names.size() == 1) return names[0];
  throw Error(ProblemKind::repository,
              names.empty() ? "there is no remote to fetch from"
                            : "there are several remotes and none is called origin",
              "fetch what is missing by hand");
}

// A name that is safe to hand to `git fetch` as what to fetch.
bool is_fetchable(const std::string& name) {
  return is_safe_reference_name(name) && name.front() != '-' && name.front() != '+';
}

void fetch_step(const Request& request, const Repository& repository, int step) {
  const std::string remote = remote_of(repository);
  std::vector<std::string> arguments = {"fetch", "--quiet", "--no-tags", "--no-recurse-submodules",
                                        "--no-write-fetch-head"};
  const bool shallow = !repository.shallow().empty();
  if (shallow) {
    arguments.push_back(step == 0 ? "--deepen=100" : step == 1 ? "--deepen=1000" : "--unshallow");
  }
  arguments.insert(arguments.end(), {"--", remote});
  // A commit or branch that is not here has to be asked for by name.
  constexpr std::string_view all_remotes = "refs/remotes/";
  for (const std::string& name : {request.base, request.head}) {
    try {
      resolve_commit(repository, name);
      continue;
    } catch (const Error&) {
      // origin/main and refs/remotes/origin/main are the remote's main; anything else is an id or a
      // name that only the remote can know.
      std::string branch = name.rfind(all_remotes, 0) == 0 ? name.substr(all_remotes.size()) : name;
      const bool tracked = branch.rfind(remote + "/", 0) == 0;
      if (tracked) branch = branch.substr(remote.size() + 1);
      if (!is_fetchable(branch)) continue;
      arguments.push_back(
          tracked ? "refs/heads/" + branch + ":refs/remotes/" + remote + "/" + branch : branch);
    }
  }
  const GitAnswer answer = ask_git(repository.location(), arguments, GitAccess::fetch);
  if (answer.status == 0) return;
  throw Error(ProblemKind::repository,
              answer.found
                  ? "git fetch " + remote + " failed: " + std::string(trimmed_end(answer.err))
                  : "fetching needs the git program, and there is none on PATH",
              "fetch what is missing by hand");
}

}  // namespace

Change open_range(const Request& asked, const RepositoryPtr& opened) {
  Request request = asked;
  if (request.head.empty()) request.head = "HEAD";
  if (request.base.empty()) {
    throw Error(ProblemKind::usage, "the range has no base", "write it as BASE..HEAD");
  }
  RepositoryPtr repository = opened;
  std::optional<ResolvedRange> range;
  for (int step = 0; !range; ++step) {
    try {
      range = resolve_range(request, repository);
    } catch (const Error& error) {
      constexpr int last_step = 3;
      const bool helps = error.problem().kind == ProblemKind::repository && step < last_step &&
                         (step == 0 || !repository->shallow().empty());
      if (!request.fetch || !helps) throw;
      fetch_step(request, *repository, step);
      repository = std::make_shared<const Repository>(request.directory, request.fetch);
    }
  }
  Change change = std::move(range->change);
  fetch_content_of(*repository, change.commits, range->before, range->after);
  change.files = changes_between(*repository, range->before, range->after);
  return change;
}

Change open_commit(const Request& request, const RepositoryPtr& repository) {
  Change change = begin_change(request, repository);
  const Oid id = resolve_commit(*repository, request.head.empty() ? "HEAD" : request.head);
  ParsedCommit parsed = repository->read_commit(id);
  change.head = id.hex();
  change.after = view_of_tree(repository, parsed.tree);
  if (!parsed.commit.parents.empty()) {
    change.base = parsed.commit.parents[0].hex();
    change.before = view_of_tree(repository, repository->tree_of(parsed.commit.parents[0]));
  }
  fetch_content_of(*repository, {parsed.commit}, parsed.tree, parsed.tree);
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
