#include "git/index/index_changes.h"

#include <algorithm>
#include <compare>
#include <cstring>
#include <limits>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/error.h"
#include "git/objects/damage.h"
#include "git/trees/tree.h"
#include "git/trees/tree_diff.h"

namespace moongate {

namespace {

// As Git's core.maxTreeDepth.
constexpr int deepest_tree = 2048;

[[noreturn]] void too_deep(const std::string& prefix) {
  throw Error(ProblemKind::repository,
              "directories are nested more than " + std::to_string(deepest_tree) + " deep at " +
                  prefix.substr(0, 80),
              "run `git fsck --full` to see whether a tree is damaged");
}

// Git's order of names within a directory: a subfolder sorts as if a slash followed it.
int compare_names(std::string_view a, bool a_is_directory, std::string_view b,
                  bool b_is_directory) {
  const std::size_t common = std::min(a.size(), b.size());
  if (const int order = std::memcmp(a.data(), b.data(), common); order != 0) return order;
  const auto at = [common](std::string_view name, bool is_directory) {
    if (common < name.size()) return static_cast<int>(static_cast<unsigned char>(name[common]));
    return is_directory ? static_cast<int>('/') : 0;
  };
  return at(a, a_is_directory) - at(b, b_is_directory);
}

FileVersion version_of(const TreeEntry& entry, const std::string& prefix) {
  return {prefix + std::string(entry.name), entry.mode, entry.id()};
}

FileVersion version_of(const IndexEntry& entry) {
  return {std::string(entry.path), entry.mode, entry.id()};
}

void list_files(const Oid& tree, const std::string& prefix, const TreeReader& read_tree,
                std::vector<FileVersion>& files, std::uint64_t most_files) {
  for (FileVersion& file : list_tree(tree, "", tree.size, read_tree, most_files)) {
    file.path.insert(0, prefix);
    files.push_back(std::move(file));
  }
}

// A directory of the tree that is being walked.
struct Level {
  Bytes bytes;
  TreeCursor cursor;
  TreeEntry entry;
  bool has_entry = false;

  Level(Bytes of_tree, std::size_t id_size, const Oid& tree)
      : bytes(std::move(of_tree)), cursor(*bytes, id_size, &tree), has_entry(cursor.next(entry)) {}
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;

  void next() { has_entry = cursor.next(entry); }
};

class ChangeWalk {
 public:
  ChangeWalk(const IndexEntries& entries, std::size_t id_size, const TreeReader& read_tree,
             std::uint64_t most_files, bool uses_cached_trees)
      : walk_(entries), id_size_(id_size), read_tree_(read_tree), most_files_(most_files) {
    if (uses_cached_trees && entries.file()) cached_ = entries.file()->cached_trees();
  }

  std::vector<IndexDifference> run(const std::optional<Oid>& root) {
    const std::uint32_t cached = cached_.empty() ? none : 0;
    if (root && cached == 0 && is_same(cached_[0], *root)) {
      skip(cached_[0]);
    } else if (root) {
      walk_directory(*root, cached, 0);
    }
    while (!walk_.at_end()) {
      add_entry();
    }
    return std::move(changes_);
  }

  // The cached trees do not fit the entries, so that what was stepped over cannot be relied on.
  bool is_contradicted() const { return is_contradicted_; }

 private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  static bool is_same(const CachedTree& cached, const Oid& tree) {
    return cached.entry_count >= 0 && std::memcmp(cached.id, tree.raw.data(), tree.size) == 0;
  }

  bool is_below_prefix() const {
    return !walk_.at_end() && walk_.entry().path.starts_with(prefix_);
  }

  // Steps over the entries of the directory `prefix_`.
  void skip(const CachedTree& cached) {
    const auto count = static_cast<std::uint64_t>(cached.entry_count);
    const bool begins = count == 0 || is_below_prefix();
    if (count > walk_.left() || !begins) is_contradicted_ = true;
    walk_.skip(count);
    if (is_below_prefix()) is_contradicted_ = true;
  }

  // The children of a cached tree by name. Git sorts them by length first, and directories may have
  // thousands: the order is not relied on.
  using Children = std::unordered_map<std::string_view, std::uint32_t>;
  Children children_of(std::uint32_t cached) const {
    Children children;
    if (cached == none) return children;
    for (std::uint32_t child = cached + 1; child < cached_[cached].end;
         child = cached_[child].end) {
      children.emplace(cached_[child].name, child);
    }
    return children;
  }

  void walk_directory(const Oid& tree, std::uint32_t cached, int depth) {
    if (depth > deepest_tree) too_deep(prefix_);
    Level level(read_tree_(tree), id_size_, tree);
    const Children children = children_of(cached);
    while (!is_contradicted_) {
      const bool has_entry = is_below_prefix();
      if (!has_entry && !level.has_entry) return;
      int order = has_entry ? 1 : -1;
      bool is_directory = false;
      std::string_view name;
      if (has_entry) {
        name = walk_.entry().path.substr(prefix_.size());
        const std::size_t slash = name.find('/');
        is_directory = slash != std::string_view::npos;
        name = name.substr(0, slash);
        if (name.empty()) malformed();
        if (level.has_entry) {
          order = compare_names(level.entry.name, level.entry.is_tree(), name, is_directory);
        }
      }
      if (order < 0) {
        remove(level.entry);
        level.next();
      } else if (order > 0) {
        add_entry();
      } else if (is_directory) {
        const Oid id = level.entry.id();
        const auto child = children.find(name);
        enter_directory(id, level.entry.name, child == children.end() ? none : child->second,
                        depth);
        level.next();
      } else {
        compare_file(level.entry);
        level.next();
      }
    }
  }

  // A directory that both sides have.
  void enter_directory(const Oid& tree, std::string_view name, std::uint32_t cached, int depth) {
    const std::size_t before = prefix_.size();
    prefix_.append(name).append("/");
    const IndexEntry& entry = walk_.entry();
    if (entry.path.size() == prefix_.size()) {
      if (entry.mode != tree_mode || entry.stage != 0) malformed();
      if (entry.id() != tree) compare_trees(tree, entry.id());
      walk_.next();
    } else if (cached != none && is_same(cached_[cached], tree)) {
      skip(cached_[cached]);
    } else {
      walk_directory(tree, cached, depth + 1);
    }
    prefix_.resize(before);
  }

  // A sparse directory: what it holds is listed on both sides.
  void compare_trees(const Oid& before, const Oid& after) {
    std::vector<FileVersion> old_files;
    std::vector<FileVersion> new_files;
    list_files(before, prefix_, read_tree_, old_files, most_files_);
    list_files(after, prefix_, read_tree_, new_files, most_files_);
    auto old_file = old_files.begin();
    auto new_file = new_files.begin();
    while (old_file != old_files.end() || new_file != new_files.end()) {
      IndexDifference change;
      const bool takes_old = new_file == new_files.end() ||
                             (old_file != old_files.end() && old_file->path <= new_file->path);
      const bool takes_new = old_file == old_files.end() ||
                             (new_file != new_files.end() && new_file->path <= old_file->path);
      change.path = takes_old ? old_file->path : new_file->path;
      if (takes_old) change.before = *old_file++;
      if (takes_new) change.after = *new_file++;
      if (change.before != change.after) add(std::move(change));
    }
  }

  void compare_file(const TreeEntry& before) {
    const IndexEntry& entry = walk_.entry();
    if (entry.stage != 0) {
      add_conflict(version_of(before, prefix_));
      return;
    }
    const bool is_equal = !entry.intent_to_add && entry.mode == before.mode &&
                          std::memcmp(entry.id_bytes, before.id_bytes, id_size_) == 0;
    if (!is_equal) {
      IndexDifference change;
      change.path = entry.path;
      change.before = version_of(before, prefix_);
      if (!entry.intent_to_add) change.after = version_of(entry);
      add(std::move(change));
    }
    walk_.next();
  }

  void remove(const TreeEntry& entry) {
    std::vector<FileVersion> files;
    if (entry.is_tree()) {
      list_files(entry.id(), prefix_ + std::string(entry.name) + "/", read_tree_, files,
                 most_files_);
    } else {
      files.push_back(version_of(entry, prefix_));
    }
    for (FileVersion& file : files) {
      IndexDifference change;
      change.path = file.path;
      change.before = std::move(file);
      add(std::move(change));
    }
  }

  // An entry that the tree does not have.
  void add_entry() {
    const IndexEntry& entry = walk_.entry();
    if (entry.stage != 0) {
      add_conflict(std::nullopt);
      return;
    }
    if (entry.mode == tree_mode) {
      std::vector<FileVersion> files;
      list_files(entry.id(), std::string(entry.path), read_tree_, files, most_files_);
      for (FileVersion& file : files) {
        IndexDifference change;
        change.path = file.path;
        change.after = std::move(file);
        add(std::move(change));
      }
    } else if (!entry.intent_to_add) {
      IndexDifference change;
      change.path = entry.path;
      change.after = version_of(entry);
      add(std::move(change));
    }
    walk_.next();
  }

  void add_conflict(std::optional<FileVersion> before) {
    IndexDifference change;
    change.path = walk_.entry().path;
    change.before = std::move(before);
    change.unmerged = true;
    while (!walk_.at_end() && walk_.entry().path == change.path) walk_.next();
    add(std::move(change));
  }

  void add(IndexDifference change) {
    if (changes_.size() >= most_files_) throw TooManyFiles(most_files_, false);
    changes_.push_back(std::move(change));
  }

  [[noreturn]] void malformed() const {
    throw Error(ProblemKind::repository, "the index is damaged: an entry's path makes no sense",
                "run `git reset` to write the index again (staged changes become unstaged)");
  }

  EntryWalk walk_;
  std::size_t id_size_;
  const TreeReader& read_tree_;
  std::uint64_t most_files_;
  std::vector<CachedTree> cached_;
  std::string prefix_;  // of the directory being walked: "" or "directory/"
  std::vector<IndexDifference> changes_;
  bool is_contradicted_ = false;
};

}  // namespace

void list_tree_files(const Oid& tree, const std::string& prefix, const TreeReader& read_tree,
                     std::vector<FileVersion>& files) {
  list_files(tree, prefix, read_tree, files, default_most_files);
}

std::vector<IndexDifference> index_changes(const IndexEntries& entries, std::size_t id_size,
                                           const std::optional<Oid>& root,
                                           const TreeReader& read_tree, std::uint64_t most_files) {
  {
    ChangeWalk walk(entries, id_size, read_tree, most_files, true);
    auto changes = walk.run(root);
    if (!walk.is_contradicted()) return changes;
  }
  return ChangeWalk(entries, id_size, read_tree, most_files, false).run(root);
}

}  // namespace moongate
