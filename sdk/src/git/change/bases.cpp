#include "git/change/bases.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_set>

#include "git/change/staged_view.h"
#include "git/repository/git_files.h"

extern "C" char** environ;

namespace moongate {
namespace {

void add_new(std::vector<Oid>& ids, const Oid& id) {
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

// While `git merge` runs its pre-merge-commit hook there is no MERGE_HEAD yet: what is merged is
// named by variables only, GITHEAD_ID=NAME. They outlive the merge in whatever was started from it
// (an editor's terminal): a commit that HEAD has by now is not being merged.
void add_merged_by_variables(const Repository& repository, std::vector<Oid>& parents) {
  constexpr std::string_view prefix = "GITHEAD_";
  if (parents.empty()) return;
  for (char** entry = environ; entry && *entry; ++entry) {
    std::string_view variable = *entry;
    if (!variable.starts_with(prefix)) continue;
    variable = variable.substr(prefix.size(), variable.find('=') - prefix.size());
    const auto id = Oid::from_hex(variable);
    if (!id || !repository.find_links(*id) || is_ancestor(repository, *id, parents.front()))
      continue;
    add_new(parents, *id);
  }
}

// Where a shallow clone was cut, walking knows of no parents; those that are here as another line
// of history are bases all the same.
std::vector<Oid> parents_of(const Repository& repository, const WalkedCommit& commit) {
  if (!repository.shallow().count(commit.id)) return commit.links.parents;
  std::vector<Oid> parents = repository.read_commit(commit.id).commit.parents;
  std::erase_if(parents, [&](const Oid& parent) { return !repository.has(parent); });
  return parents;
}

}  // namespace

std::vector<Oid> coming_parents(const Repository& repository) {
  std::vector<Oid> parents;
  if (const auto head = head_commit(repository)) parents.push_back(*head);
  const auto text = read_small_file(join_path(repository.location().git_dir, "MERGE_HEAD"));
  if (!text) {
    add_merged_by_variables(repository, parents);
    return parents;
  }
  std::size_t begin = 0;
  while (begin < text->size()) {
    const std::size_t end = std::min(text->find('\n', begin), text->size());
    if (const auto id =
            Oid::from_hex(trimmed_end(std::string_view(*text).substr(begin, end - begin)))) {
      add_new(parents, *id);
    }
    begin = end + 1;
  }
  return parents;
}

NewCommits by_id(const std::vector<WalkedCommit>& commits) {
  NewCommits ids;
  ids.reserve(commits.size());
  for (const WalkedCommit& commit : commits) ids.emplace(commit.id, &commit);
  return ids;
}

std::vector<Oid> bases_of(const Repository& repository, const Oid& head, const NewCommits& fresh) {
  std::vector<Oid> bases, waiting = {head};
  std::unordered_set<Oid> seen = {head};
  while (!waiting.empty()) {
    const Oid current = waiting.back();
    waiting.pop_back();
    const auto commit = fresh.find(current);
    if (commit == fresh.end()) {
      bases.push_back(current);
      continue;
    }
    const std::vector<Oid> parents = parents_of(repository, *commit->second);
    for (auto parent = parents.rbegin(); parent != parents.rend(); ++parent)
      if (seen.insert(*parent).second) waiting.push_back(*parent);
  }
  return bases;
}

void put_main_base_first(const Repository& repository, const std::optional<Oid>& before,
                         const Oid& head, std::vector<Oid>& bases) {
  if (bases.size() < 2) return;
  const auto to_front = [&](const Oid& id) {
    const auto place = std::find(bases.begin(), bases.end(), id);
    if (place == bases.end()) return false;
    std::rotate(bases.begin(), place, place + 1);
    return true;
  };
  if (before && to_front(*before)) return;
  Oid newest = bases.front();
  for (const Oid& base : bases)
    if (is_ancestor(repository, newest, base)) newest = base;
  if (before) {
    // A rewritten branch may have merged what its old value began at, and more.
    for (const Oid& common : merge_bases(repository, *before, head))
      if ((common == newest || !is_ancestor(repository, common, newest)) && to_front(common))
        return;
  }
  to_front(newest);
}

}  // namespace moongate
