// What a push brings that the receiving side does not have, seen from either side.
#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "error.h"
#include "git/bases.h"
#include "git/fetch.h"
#include "git/history_walk.h"
#include "git/kinds.h"
#include "git/merged_changes.h"
#include "git/tag.h"
#include "git/tree_diff.h"

namespace moongate {
namespace {

// From a client: the references in which Git keeps what it knows of the remote.
std::vector<std::string> tracking_patterns(const Repository& repository,
                                           const std::string& remote) {
  const GitConfig& config = repository.config();
  std::vector<std::string> names;
  if (config.get("remote." + remote + ".url") || config.get("remote." + remote + ".pushurl") ||
      config.get("remote." + remote + ".fetch")) {
    names.push_back(remote);
  }
  // Pushed to an address: whichever remote has it.
  for (const char* const address : {"url", "pushurl"}) {
    for (const std::string& name : config.subsections("remote", address)) {
      const std::vector<std::string> urls = config.get_all("remote." + name + "." + address);
      if (std::find(urls.begin(), urls.end(), remote) != urls.end()) names.push_back(name);
    }
  }
  std::vector<std::string> patterns;
  for (const std::string& name : names) {
    for (const std::string& spec : config.get_all("remote." + name + ".fetch")) {
      const auto colon = spec.find(':');
      if (colon == spec.npos || spec.front() == '^') continue;
      const std::string kept = spec.substr(colon + 1);
      // Elsewhere (a mirror's refs/*, refs/tags/*, refs/notes/*) what was made here lies among what
      // was fetched, and would pass for the remote's.
      if (kept.starts_with("refs/remotes/")) patterns.push_back(kept);
    }
  }
  return patterns;
}

bool matches(const std::string& pattern, const std::string& name) {
  const auto star = pattern.find('*');
  if (star == pattern.npos) return pattern == name;
  const std::string_view end = std::string_view(pattern).substr(star + 1);
  return name.size() >= star + end.size() && name.compare(0, star, pattern, 0, star) == 0 &&
         name.compare(name.size() - end.size(), end.size(), end) == 0;
}

// Commits that the receiving side is known to have.
std::vector<Oid> known_there(const Request& request, const Repository& repository) {
  std::vector<Oid> known;
  const auto add = [&](const Oid& id) {
    if (id.zero() || !repository.has(id)) return;
    const Oid target = repository.peel(id);
    if (repository.type_of(target) == ObjectType::commit) known.push_back(target);
  };
  for (const RefUpdate& update : request.updates) add(update.before);
  for (const RefUpdate& update : request.beside) add(update.before);
  std::vector<std::string> patterns;
  if (!request.receiving) {
    patterns = tracking_patterns(repository, request.push_remote);
    if (patterns.empty()) return known;
  }
  for (const Reference& reference : repository.refs().all()) {
    const bool counts = request.receiving || std::any_of(patterns.begin(), patterns.end(),
                                                         [&reference](const std::string& pattern) {
                                                           return matches(pattern, reference.name);
                                                         });
    // `update` hooks run one after the other: what an earlier one let in is a reference by now.
    if (counts) add(reference.target);
  }
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  return known;
}

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
                  deepen_cure);
    }
  }
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
        for (FileVersion& file :
             list_tree(target, "", repository->location().id_size,
                       [&](const Oid& id) { return repository->read_tree(id); })) {
          others.push_back(make_change(std::nullopt, std::move(file)));
        }
        break;
      default:
        others.push_back(make_change(std::nullopt, FileVersion{update.name, 0100644, target}));
    }
  }

  const std::vector<WalkedCommit> walked =
      commits_between(*repository, heads, known_there(request, *repository));
  require_whole(*repository, walked, request.receiving);
  const NewCommits fresh = by_id(walked);
  for (const WalkedCommit& commit : walked) {
    change.commits.push_back(repository->read_commit(commit.id).commit);
  }

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
    fetch_content_of(*repository, done.size() == 1 ? change.commits : std::vector<Commit>(), trees,
                     head_tree);
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
