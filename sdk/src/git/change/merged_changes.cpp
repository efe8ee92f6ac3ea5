#include "git/change/merged_changes.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

namespace moongate {
namespace {

// A branch that merged its target hundreds of times has hundreds of bases, and looking for renames
// costs a comparison of whole trees. What further bases have under other names counts as added.
constexpr std::size_t most_rename_searches = 16;

// The change of this path (on the new side; deleted: on the old) in a list sorted by it.
const FileChange* find_path(const std::vector<FileChange>& files, const std::string& path) {
  const auto found = std::lower_bound(
      files.begin(), files.end(), path,
      [](const FileChange& file, const std::string& wanted) { return file.path() < wanted; });
  return found != files.end() && found->path() == path ? &*found : nullptr;
}

void remove_repeated(std::vector<Oid>& ids) {
  std::unordered_set<Oid> seen;
  std::erase_if(ids, [&](const Oid& id) { return !seen.insert(id).second; });
}

// The paths that are in every list, each list sorted by them.
std::vector<MergedFile> in_every(const NewSide& side, const std::vector<Oid>& bases) {
  std::vector<MergedFile> merged;
  for (std::size_t base = 0; base < bases.size(); ++base) {
    if (base > 0 && merged.empty()) break;
    std::vector<FileChange> files = side.against(bases[base]);
    if (base == 0) {
      for (FileChange& file : files) {
        MergedFile& entry = merged.emplace_back();
        entry.after = std::move(file.after);
        entry.before.push_back(std::move(file.before));
      }
      continue;
    }
    std::erase_if(merged, [&](MergedFile& entry) {
      const FileChange* const found = find_path(files, entry.path());
      if (!found) return true;
      entry.before.push_back(found->before);
      return false;
    });
  }
  return merged;
}

// In a partial clone that may not fetch, most content of what the other side did is not here.
// Whether such a file is the origin of another one is then not known, and the lines of that one
// count as added.
void leave_out_missing(const Repository& repository, const std::vector<MergedFile>& merged,
                       std::vector<FileChange>& files) {
  if (repository.location().partial_clone.empty() || repository.may_fetch()) return;
  std::unordered_set<std::string> wanted;
  for (const MergedFile& file : merged)
    if (file.after) wanted.insert(file.after->path);
  std::erase_if(files, [&](const FileChange& file) {
    const auto& version = file.after ? file.after : file.before;
    if (file.status == FileStatus::added && wanted.contains(file.path())) return false;
    return version->is_regular() && !repository.has(version->id);
  });
}

// Files of the new side against each base with renames; a base in which none of `merged` is new
// needs none, and has no list.
class Renames {
 public:
  Renames(const Repository& repository, const NewSide& side, const std::vector<Oid>& bases,
          const std::vector<MergedFile>& merged, bool wanted) {
    lists_.resize(bases.size());
    if (!wanted) return;
    std::size_t searches = 0;
    for (std::size_t base = 0; base < bases.size() && searches < most_rename_searches; ++base) {
      const bool is_new_to_it =
          std::any_of(merged.begin(), merged.end(),
                      [base](const MergedFile& file) { return file.after && !file.before[base]; });
      if (!is_new_to_it) continue;
      ++searches;
      lists_[base] = side.against(bases[base]);
      leave_out_missing(repository, merged, *lists_[base]);
      find_renames_in(repository, *lists_[base]);
    }
  }

  // nullopt: by this base's list the old name of a file that was renamed.
  std::optional<FileChange> of(const MergedFile& file, std::size_t base) const {
    if (!lists_[base]) return make_change(file.before[base], file.after);
    const FileChange* const found = find_path(*lists_[base], file.path());
    return found ? std::optional(*found) : std::nullopt;
  }

 private:
  std::vector<std::optional<std::vector<FileChange>>> lists_;  // by base
};

}  // namespace

NewSide side_of_tree(const Repository& repository, const Oid& tree) {
  const ReadTree read = [&repository](const Oid& id) { return repository.read_tree(id); };
  const std::size_t id_size = repository.location().id_size;
  const auto budget = repository.budget();
  return {[=](const std::optional<Oid>& base) {
            return diff_trees(base, tree, id_size, read, budget->most_files);
          },
          [=](const std::vector<Oid>& bases) {
            return differing_from_every(bases, tree, id_size, read, budget->most_files);
          }};
}

std::vector<FileChange> changes_against(const Repository& repository, std::vector<Oid> bases,
                                        const NewSide& side, bool finds_renames) {
  remove_repeated(bases);
  if (bases.size() < 2) {
    std::vector<FileChange> files =
        side.against(bases.empty() ? std::nullopt : std::optional(bases.front()));
    if (finds_renames) find_renames_in(repository, files);
    return files;
  }
  const std::vector<MergedFile> merged =
      side.against_every ? side.against_every(bases) : in_every(side, bases);
  const Renames renames(repository, side, bases, merged, finds_renames);
  std::vector<FileChange> result;
  for (const MergedFile& file : merged) {
    std::optional<FileChange> change = renames.of(file, 0);
    if (!change) continue;
    for (std::size_t base = 1; base < bases.size(); ++base) {
      std::optional<FileChange> here = renames.of(file, base);
      if (!here || !here->before) continue;
      if (!change->before) {  // new to the main base, known to another one
        change->before = std::move(here->before);
        change->status = here->status;
        change->similarity = here->similarity;
      } else if (*here->before != *change->before &&
                 std::find(change->other_bases.begin(), change->other_bases.end(), *here->before) ==
                     change->other_bases.end()) {
        change->other_bases.push_back(std::move(*here->before));
      }
    }
    result.push_back(std::move(*change));
  }
  return result;
}

}  // namespace moongate
