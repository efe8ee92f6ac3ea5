// What a push brings that the receiving side does not have, seen from either side.
#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "core/error.h"
#include "git/change/bases.h"
#include "git/change/change_kinds.h"
#include "git/change/fetch.h"
#include "git/change/merged_changes.h"
#include "git/change/tag.h"
#include "git/history/history_walk.h"
#include "git/history/known_commits.h"
#include "git/trees/tree_diff.h"

namespace moongate {
namespace {

// One update of a reference, as far as it brings anything.
struct Brought {
  std::vector<Oid> bases;  // commits that the other side has; empty: nothing in common
  Oid head;

  std::optional<Oid> base() const {
    return bases.empty() ? std::nullopt : std::optional(bases.front());
  }
};

Brought bring(const Repository& repository, const RefUpdate& update, const Oid& head,
              const NewCommits& fresh) {
  Brought brought{bases_of(repository, head, fresh), head};
  std::optional<Oid> before;
  if (!update.before.zero() && repository.has(update.before)) {
    before = repository.peel(update.before);
    if (repository.type_of(*before) != ObjectType::commit) before.reset();
  }
  put_main_base_first(repository, before, head, brought.bases);
  return brought;
}

// The versions with the names and modes that they have on both sides.
auto key_of(const FileChange& file) {
  using Version = std::tuple<std::string, std::uint32_t, Oid>;
  const auto version = [](const FileVersion& side) {
    return Version(side.path, side.mode, side.id);
  };
  std::vector<Version> versions = {file.before ? version(*file.before) : Version(),
                                   file.after ? version(*file.after) : Version()};
  for (const FileVersion& base : file.other_bases) versions.push_back(version(base));
  return versions;
}

// In a shallow clone: commits whose parents were cut off would pass for the beginning of
// everything.
void require_whole(const Repository& repository, const std::vector<WalkedCommit>& commits,
                   bool receiving) {
  if (repository.shallow().empty()) return;
  for (const WalkedCommit& commit : commits) {
    if (!repository.shallow().count(commit.id)) continue;
    for (const Oid& parent : repository.read_commit(commit.id).commit.parents) {
      if (repository.has(parent)) continue;
      const std::string at = ", at commit " + commit.id.hex().substr(0, 12);
      if (receiving)
        throw Error(ProblemKind::repository, "the pushed history is shallow: it is cut off" + at,
                    "run `git fetch --unshallow` in the clone that pushes");
      throw Error(ProblemKind::repository,
                  "this shallow clone" + repository.describe_depth() +
                      " ends inside of what is pushed" + at,
                  deepen_help);
    }
  }
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  return text;
}

// Whether the receiving side has nothing yet, as far as anybody can tell.
bool is_first_push(const Request& request, const KnownCommits& known) {
  const auto creates = [](const RefUpdate& update) { return update.before.zero(); };
  return known.there.empty() && known.elsewhere.empty() &&
         std::all_of(request.updates.begin(), request.updates.end(), creates) &&
         std::all_of(request.other_updates.begin(), request.other_updates.end(), creates);
}

// A tool wrote the messages of what only references to notes lead to.
void mark_notes(const Request& request, const Repository& repository,
                const std::vector<WalkedCommit>& news, const KnownCommits& known, Change& change) {
  std::vector<Oid> others = known.there;
  others.insert(others.end(), known.elsewhere.begin(), known.elsewhere.end());
  bool notes = false;
  for (const RefUpdate& update : request.updates) {
    if (update.after.zero()) continue;
    if (update.name.starts_with("refs/notes/")) {
      notes = true;
      continue;
    }
    const Oid target = repository.peel(update.after);
    if (repository.type_of(target) == ObjectType::commit) others.push_back(target);
  }
  if (!notes) return;
  std::vector<Oid> heads;
  for (const WalkedCommit& commit : news) heads.push_back(commit.id);
  std::unordered_set<Oid> only_notes;
  for (const WalkedCommit& commit : commits_between(repository, heads, others))
    only_notes.insert(commit.id);
  std::uint64_t count = 0;
  for (Commit& commit : change.commits) {
    commit.is_note = only_notes.count(commit.id) > 0;
    if (commit.is_note) ++count;
  }
  if (count > 0)
    change.left_out.push_back(
        {count, "under refs/notes/: rules for messages skip what tools wrote"});
}

// Fills in the commits that the push brings, and those that only the checks for secrets look at.
// Returns what is news: all that neither this remote nor another one has.
std::vector<WalkedCommit> add_commits(const Request& request, const Repository& repository,
                                      const std::vector<Oid>& heads, Change& change) {
  const KnownCommits known = known_commits(request, repository);
  const std::vector<WalkedCommit> pushed = commits_between(repository, heads, known.there);
  require_whole(repository, pushed, request.receiving);
  std::vector<WalkedCommit> news = pushed;
  if (!known.elsewhere.empty() && !pushed.empty()) {
    std::vector<Oid> everywhere = known.there;
    everywhere.insert(everywhere.end(), known.elsewhere.begin(), known.elsewhere.end());
    news = commits_between(repository, heads, everywhere);
  }
  const NewCommits fresh = by_id(news);
  const bool first = is_first_push(request, known);
  for (const WalkedCommit& commit : pushed) {
    const bool left_out = first || fresh.count(commit.id) == 0;
    (left_out ? change.known : change.commits).push_back(repository.read_commit(commit.id).commit);
  }
  change.known_elsewhere = !first && !change.known.empty();
  if (change.known_elsewhere)
    change.left_out.push_back(
        {change.known.size(), "known from " + joined(known.other_remotes) +
                                  ": only secrets are looked for, and warned of"});
  else if (!change.known.empty())
    change.left_out.push_back(
        {change.known.size(),
         "first push to an empty remote: checked like a whole tree; commit by "
         "commit only secrets are looked for"});
  mark_notes(request, repository, news, known, change);
  return news;
}

}  // namespace

Change open_push(const Request& request, const RepositoryPtr& repository) {
  Change change = begin_change(request, repository);
  change.updates = request.updates;

  std::vector<Oid> heads;                          // commits
  std::vector<std::pair<RefUpdate, Oid>> updates;  // with the commit that each leads to
  std::vector<FileChange> others;                  // tags of trees and files
  for (const RefUpdate& update : request.updates) {
    if (update.after.zero()) continue;  // a deletion brings nothing
    // A tag's message is pushed with it, under whatever name; moving a reference back to a tag that
    // the other side has brings nothing new, but telling that apart is not worth a walk of its
    // refs.
    if (update.name.starts_with("refs/tags/") ||
        repository->type_of(update.after) == ObjectType::tag) {
      change.tags.push_back(tag_of(*repository, {update.name, update.after}));
    }
    const Oid target = repository->peel(update.after);
    switch (repository->type_of(target)) {
      case ObjectType::commit:
        heads.push_back(target);
        updates.emplace_back(update, target);
        break;
      case ObjectType::tree:
        for (FileVersion& file : list_tree(
                 target, "", repository->location().id_size,
                 [&](const Oid& id) { return repository->read_tree(id); },
                 repository->budget()->most_files)) {
          others.push_back(make_change(std::nullopt, std::move(file)));
        }
        break;
      default:
        others.push_back(make_change(std::nullopt, FileVersion{update.name, 0100644, target}));
    }
  }

  const std::vector<WalkedCommit> news = add_commits(request, *repository, heads, change);
  const NewCommits fresh = by_id(news);

  std::vector<Brought> brought;
  for (const auto& [update, head] : updates)
    brought.push_back(bring(*repository, update, head, fresh));
  std::set<std::pair<std::vector<Oid>, Oid>> done;
  std::set<decltype(key_of(FileChange()))> seen;
  const auto add = [&](FileChange file) {
    if (seen.insert(key_of(file)).second) change.files.push_back(std::move(file));
  };
  for (const Brought& entry : brought) {
    if (!done.emplace(entry.bases, entry.head).second) continue;
    std::vector<Oid> trees;
    for (const Oid& base : entry.bases) trees.push_back(repository->tree_of(base));
    const Oid head_tree = repository->tree_of(entry.head);
    std::vector<Commit> commits;
    if (done.size() == 1) {
      commits = change.commits;
      commits.insert(commits.end(), change.known.begin(), change.known.end());
    }
    fetch_content_of(*repository, commits, trees, head_tree);
    for (FileChange& file :
         changes_against(*repository, trees, side_of_tree(*repository, head_tree)))
      add(std::move(file));
  }
  for (FileChange& file : others) add(std::move(file));
  std::stable_sort(change.files.begin(), change.files.end(),
                   [](const FileChange& a, const FileChange& b) { return a.path() < b.path(); });

  const auto tree_of_base = [&](const Brought& entry) {
    const auto base = entry.base();
    return base ? view_of_tree(repository, repository->tree_of(*base)) : TreeView();
  };
  if (request.updates.size() > 1) {
    std::size_t at = 0;  // of `updates`, which are those with a commit
    for (const RefUpdate& update : request.updates) {
      UpdateSides sides;
      if (at < updates.size() && updates[at].first == update) {
        sides.before = tree_of_base(brought[at]);
        sides.after = view_of_tree(repository, repository->tree_of(brought[at].head));
        ++at;
      }
      change.sides.push_back(std::move(sides));
    }
  }

  // One tree has to stand for the push where a check or the configuration asks for one: that of the
  // default branch if it is among the updates, else of the first.
  if (!brought.empty()) {
    std::size_t chosen = 0;
    const auto main = repository->refs().symbolic("HEAD");
    for (std::size_t i = 0; i < updates.size(); ++i) {
      if (main && updates[i].first.name == *main) chosen = i;
    }
    const Brought& entry = brought[chosen];
    if (brought.size() == 1) {
      change.head = entry.head.hex();
      set_bases(change, repository, entry.bases);
    }
    change.after = view_of_tree(repository, repository->tree_of(entry.head));
    change.before = tree_of_base(entry);
  }
  return change;
}

}  // namespace moongate
