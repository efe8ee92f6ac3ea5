// What a push brings that the receiving side does not have, seen from either side.
#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "error.h"
#include "git/fetch.h"
#include "git/history_walk.h"
#include "git/kinds.h"
#include "git/known_commits.h"
#include "git/tag.h"
#include "git/tree_diff.h"

namespace moongate {
namespace {

// One update of a reference, as far as it brings anything.
struct Brought {
  std::optional<Oid> base;  // a commit that the other side has; nullopt: nothing in common
  Oid head;
};

// Where the news left what the other side has: the commit that a branch began at, or a later one of
// the other side's that was merged into it since. Where several are unrelated, the first parents
// decide. nullopt: nothing in common.
std::optional<Oid> newest_origin(const Repository& repository, const Oid& head,
                                 const std::unordered_set<Oid>& fresh) {
  std::vector<Oid> origins, waiting = {head};  // `origins`: first parents' first
  std::unordered_set<Oid> seen = {head};
  while (!waiting.empty()) {
    const Oid current = waiting.back();
    waiting.pop_back();
    if (!fresh.count(current)) {
      origins.push_back(current);
      continue;
    }
    const CommitLinks links = repository.read_links(current);
    for (auto parent = links.parents.rbegin(); parent != links.parents.rend(); ++parent)
      if (seen.insert(*parent).second) waiting.push_back(*parent);
  }
  if (origins.empty()) return std::nullopt;
  Oid newest = origins[0];
  for (const Oid& origin : origins) {
    if (is_ancestor(repository, newest, origin)) newest = origin;
  }
  return newest;
}

std::optional<Oid> base_of(const Repository& repository, const RefUpdate& update, const Oid& head,
                           const std::unordered_set<Oid>& fresh) {
  const std::optional<Oid> origin = newest_origin(repository, head, fresh);
  if (!update.before.zero() && repository.has(update.before)) {
    const Oid before = repository.peel(update.before);
    if (repository.type_of(before) == ObjectType::commit) {
      const std::vector<Oid> bases = merge_bases(repository, before, head);
      // A rebase began anew at a later commit of the other side's: what lies before is not news.
      const bool rebased = !bases.empty() && origin && is_ancestor(repository, bases[0], *origin);
      if (!bases.empty() && !rebased) return bases[0];
    }
  }
  // A new reference, or one that was rewritten beyond what is known here.
  return origin;
}

// Two versions with the names and modes that they have on both sides.
auto key_of(const FileChange& file) {
  const auto version = [](const std::optional<FileVersion>& side) {
    return side ? std::make_tuple(side->path, side->mode, side->id)
                : std::make_tuple(std::string(), std::uint32_t{0}, Oid());
  };
  return std::make_pair(version(file.before), version(file.after));
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
                  deepen_cure);
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
         std::all_of(request.beside.begin(), request.beside.end(), creates);
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
std::unordered_set<Oid> add_commits(const Request& request, const Repository& repository,
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
  std::unordered_set<Oid> fresh;
  for (const WalkedCommit& commit : news) fresh.insert(commit.id);
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
  return fresh;
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

  const std::unordered_set<Oid> fresh = add_commits(request, *repository, heads, change);

  std::vector<Brought> brought;
  for (const auto& [update, head] : updates) {
    const bool has_news = fresh.count(head) > 0;
    Brought entry{has_news ? base_of(*repository, update, head, fresh) : std::optional<Oid>(head),
                  head};
    brought.push_back(entry);
  }
  std::set<std::pair<Oid, Oid>> done;
  std::set<decltype(key_of(FileChange()))> seen;
  const auto add = [&](FileChange file) {
    if (seen.insert(key_of(file)).second) change.files.push_back(std::move(file));
  };
  for (const Brought& entry : brought) {
    if (!done.emplace(entry.base.value_or(Oid()), entry.head).second) continue;
    const auto base_tree =
        entry.base ? std::optional<Oid>(repository->tree_of(*entry.base)) : std::nullopt;
    const Oid head_tree = repository->tree_of(entry.head);
    std::vector<Commit> commits;
    if (done.size() == 1) {
      commits = change.commits;
      commits.insert(commits.end(), change.known.begin(), change.known.end());
    }
    fetch_content_of(*repository, commits, base_tree, head_tree);
    for (FileChange& file : changes_between(*repository, base_tree, head_tree)) {
      add(std::move(file));
    }
  }
  for (FileChange& file : others) add(std::move(file));
  std::stable_sort(change.files.begin(), change.files.end(),
                   [](const FileChange& a, const FileChange& b) { return a.path() < b.path(); });

  const auto tree_of_base = [&](const Brought& entry) {
    return entry.base ? view_of_tree(repository, repository->tree_of(*entry.base)) : TreeView();
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
      if (entry.base) change.base = entry.base->hex();
    }
    change.after = view_of_tree(repository, repository->tree_of(entry.head));
    change.before = tree_of_base(entry);
  }
  return change;
}

}  // namespace moongate
