#include "git/trees/tree_diff.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/error.h"
#include "git/trees/tree_size.h"

namespace moongate {
namespace {

// Deeper directories are an attack on whoever walks them recursively; Git itself stops at 2048.
constexpr int max_depth = 2048;

void check_depth(int depth, const std::string& path) {
  if (depth <= max_depth) return;
  throw Error(ProblemKind::repository,
              "directories lie more than 2048 deep below " + path.substr(0, 60) + "…",
              "Git itself refuses such a tree (core.maxTreeDepth); remove it");
}

class Differ {
 public:
  Differ(const std::optional<Oid>& before, const std::optional<Oid>& after, std::size_t id_size,
         const ReadTree& read, std::uint64_t most_files)
      : id_size_(id_size),
        read_(read),
        limit_(most_files),
        count_([&before, &after, id_size, &read] {
          return TreeSizes(id_size, read).of_difference(before, after);
        }) {}

  std::vector<FileChange> take() { return std::move(result_); }

  void diff(const Oid* before, const Oid* after, int depth) {
    check_depth(depth, prefix_);
    limit_.add_directory(count_);
    const Bytes old_bytes = before ? read_(*before) : nullptr;
    const Bytes new_bytes = after ? read_(*after) : nullptr;
    TreeCursor old_cursor(old_bytes ? std::string_view(*old_bytes) : std::string_view(), id_size_,
                          before);
    TreeCursor new_cursor(new_bytes ? std::string_view(*new_bytes) : std::string_view(), id_size_,
                          after);
    TreeEntry old_entry;
    TreeEntry new_entry;
    TreeCursor::skip_equal(old_cursor, new_cursor);
    bool has_old = old_cursor.next(old_entry);
    bool has_new = new_cursor.next(new_entry);
    while (has_old || has_new) {
      const int order = !has_old ? 1 : !has_new ? -1 : compare_entries(old_entry, new_entry);
      if (order == 0) {
        if (old_entry.mode != new_entry.mode ||
            std::memcmp(old_entry.id_bytes, new_entry.id_bytes, id_size_) != 0) {
          report(&old_entry, &new_entry, depth);
        }
        TreeCursor::skip_equal(old_cursor, new_cursor);
        has_old = old_cursor.next(old_entry);
        has_new = new_cursor.next(new_entry);
      } else if (order < 0) {
        report(&old_entry, nullptr, depth);
        has_old = old_cursor.next(old_entry);
      } else {
        report(nullptr, &new_entry, depth);
        has_new = new_cursor.next(new_entry);
      }
    }
  }

 private:
  void report(const TreeEntry* before, const TreeEntry* after, int depth) {
    const std::size_t length = prefix_.size();
    const TreeEntry& named = before ? *before : *after;
    // Equal names of different kind have different order, so both sides are directories or neither
    // is.
    if (named.is_tree()) {
      const Oid old_id = before ? before->id() : Oid();
      const Oid new_id = after ? after->id() : Oid();
      prefix_.append(named.name).push_back('/');
      diff(before ? &old_id : nullptr, after ? &new_id : nullptr, depth + 1);
      prefix_.resize(length);
      return;
    }
    limit_.add_file(count_);
    const auto version = [this](const TreeEntry& entry) {
      FileVersion file;
      file.path.reserve(prefix_.size() + entry.name.size());
      file.path.append(prefix_).append(entry.name);
      file.mode = entry.mode;
      file.id = entry.id();
      return file;
    };
    result_.push_back(make_change(before ? std::optional(version(*before)) : std::nullopt,
                                  after ? std::optional(version(*after)) : std::nullopt));
  }

  std::size_t id_size_;
  const ReadTree& read_;
  ListLimit limit_;
  std::function<TreeSize()> count_;
  std::string prefix_;
  std::vector<FileChange> result_;
};

class Lister {
 public:
  Lister(const Oid& root, std::size_t id_size, const ReadTree& read, std::uint64_t most_files)
      : id_size_(id_size),
        read_(read),
        limit_(most_files),
        count_([&root, id_size, &read] { return TreeSizes(id_size, read).of(root); }) {}

  void list(const Oid& tree, std::string& prefix, int depth, std::vector<FileVersion>& result) {
    check_depth(depth, prefix);
    limit_.add_directory(count_);
    const Bytes bytes = read_(tree);
    TreeCursor cursor(*bytes, id_size_, &tree);
    TreeEntry entry;
    while (cursor.next(entry)) {
      const std::size_t length = prefix.size();
      prefix.append(entry.name);
      if (entry.is_tree()) {
        prefix.push_back('/');
        list(entry.id(), prefix, depth + 1, result);
      } else {
        limit_.add_file(count_);
        result.push_back({prefix, entry.mode, entry.id()});
      }
      prefix.resize(length);
    }
  }

 private:
  std::size_t id_size_;
  const ReadTree& read_;
  ListLimit limit_;
  std::function<TreeSize()> count_;
};

}  // namespace

namespace {

class MergeDiffer {
 public:
  // What differs from every parent differs from the first, so that is what is counted.
  MergeDiffer(const std::optional<Oid>& first, const std::optional<Oid>& after, std::size_t id_size,
              const ReadTree& read, std::uint64_t most_files)
      : id_size_(id_size),
        read_(read),
        limit_(most_files),
        count_([&first, &after, id_size, &read] {
          return TreeSizes(id_size, read).of_difference(first, after);
        }) {}

  using Side = std::optional<Oid>;  // nullopt: there is no such directory

  void compare_with_every(const std::vector<Side>& before, const Side& after, int depth) {
    check_depth(depth, prefix_);
    for (const Side& side : before) {
      if (side == after) return;
    }
    limit_.add_directory(count_);
    // What differs from the first, and of that, what differs from the others.
    const Bytes old_bytes = before.front() ? read_(*before.front()) : nullptr;
    const Bytes new_bytes = after ? read_(*after) : nullptr;
    TreeCursor old_cursor(old_bytes ? std::string_view(*old_bytes) : std::string_view(), id_size_,
                          before.front() ? &*before.front() : nullptr);
    TreeCursor new_cursor(new_bytes ? std::string_view(*new_bytes) : std::string_view(), id_size_,
                          after ? &*after : nullptr);
    std::vector<Level> others;  // read when first asked for
    const auto report_unless_known = [&](const TreeEntry* old_entry, const TreeEntry* new_entry) {
      const TreeEntry& named = new_entry ? *new_entry : *old_entry;
      if (others.empty()) {
        for (std::size_t i = 1; i < before.size(); ++i) others.push_back(level_of(before[i]));
      }
      std::vector<const TreeEntry*> entries = {old_entry};
      for (const Level& level : others) {
        const TreeEntry* entry = level.find(named);
        if (new_entry ? entry && same(*entry, *new_entry) : !entry) return;
        entries.push_back(entry);
      }
      report(entries, new_entry, depth);
    };
    TreeEntry old_entry;
    TreeEntry new_entry;
    TreeCursor::skip_equal(old_cursor, new_cursor);
    bool has_old = old_cursor.next(old_entry);
    bool has_new = new_cursor.next(new_entry);
    while (has_old || has_new) {
      const int order = !has_old ? 1 : !has_new ? -1 : compare_entries(old_entry, new_entry);
      if (order == 0) {
        if (!same(old_entry, new_entry)) report_unless_known(&old_entry, &new_entry);
        TreeCursor::skip_equal(old_cursor, new_cursor);
        has_old = old_cursor.next(old_entry);
        has_new = new_cursor.next(new_entry);
      } else if (order < 0) {
        report_unless_known(&old_entry, nullptr);
        has_old = old_cursor.next(old_entry);
      } else {
        report_unless_known(nullptr, &new_entry);
        has_new = new_cursor.next(new_entry);
      }
    }
  }

  std::vector<MergedFile> take() {
    std::sort(result_.begin(), result_.end(),
              [](const MergedFile& a, const MergedFile& b) { return a.path() < b.path(); });
    return std::move(result_);
  }

 private:
  struct Level {
    Bytes bytes;
    std::vector<TreeEntry> entries;

    // The entry of this name that is a directory if `wanted` is one, and none if it is none.
    const TreeEntry* find(const TreeEntry& wanted) const {
      const auto found = std::lower_bound(
          entries.begin(), entries.end(), wanted,
          [](const TreeEntry& a, const TreeEntry& b) { return compare_entries(a, b) < 0; });
      return found != entries.end() && compare_entries(*found, wanted) == 0 ? &*found : nullptr;
    }
  };

  Level level_of(const Side& side) const {
    Level level;
    if (!side) return level;
    level.bytes = read_(*side);
    TreeCursor cursor(*level.bytes, id_size_, &*side);
    for (TreeEntry entry; cursor.next(entry);) level.entries.push_back(entry);
    return level;
  }

  bool same(const TreeEntry& a, const TreeEntry& b) const {
    return a.mode == b.mode && std::memcmp(a.id_bytes, b.id_bytes, id_size_) == 0;
  }

  void report(const std::vector<const TreeEntry*>& before, const TreeEntry* after, int depth) {
    const TreeEntry& named = after ? *after : *before.front();
    const std::size_t length = prefix_.size();
    prefix_.append(named.name);
    if (named.is_tree()) {
      prefix_.push_back('/');
      std::vector<Side> sides;
      for (const TreeEntry* entry : before) sides.push_back(entry ? Side(entry->id()) : Side());
      compare_with_every(sides, after ? Side(after->id()) : Side(), depth + 1);
    } else {
      limit_.add_file(count_);
      const auto version = [this](const TreeEntry* entry) {
        return entry ? std::optional(FileVersion{prefix_, entry->mode, entry->id()}) : std::nullopt;
      };
      MergedFile file;
      file.after = version(after);
      for (const TreeEntry* entry : before) file.before.push_back(version(entry));
      result_.push_back(std::move(file));
    }
    prefix_.resize(length);
  }

  std::size_t id_size_;
  const ReadTree& read_;
  ListLimit limit_;
  std::function<TreeSize()> count_;
  std::string prefix_;
  std::vector<MergedFile> result_;
};

}  // namespace

std::vector<MergedFile> differing_from_every(const std::vector<Oid>& before, const Oid& after,
                                             std::size_t id_size, const ReadTree& read,
                                             std::uint64_t most_files) {
  const std::optional<Oid> first = before.front();
  const std::optional<Oid> whole = after;
  MergeDiffer differ(first, whole, id_size, read, most_files);
  differ.compare_with_every(std::vector<std::optional<Oid>>(before.begin(), before.end()), after,
                            0);
  return differ.take();
}

FileChange make_change(std::optional<FileVersion> before, std::optional<FileVersion> after) {
  FileChange change;
  if (!before) {
    change.status = FileStatus::added;
  } else if (!after) {
    change.status = FileStatus::deleted;
  } else if ((before->mode & 0170000) != (after->mode & 0170000)) {
    change.status = FileStatus::type_changed;
  } else {
    change.status = FileStatus::modified;
  }
  change.before = std::move(before);
  change.after = std::move(after);
  return change;
}

std::vector<FileChange> diff_trees(const std::optional<Oid>& before,
                                   const std::optional<Oid>& after, std::size_t id_size,
                                   const ReadTree& read, std::uint64_t most_files) {
  if (before == after) return {};
  Differ differ(before, after, id_size, read, most_files);
  differ.diff(before ? &*before : nullptr, after ? &*after : nullptr, 0);
  std::vector<FileChange> result = differ.take();
  const auto by_path = [](const FileChange& a, const FileChange& b) { return a.path() < b.path(); };
  // Trees are sorted, so this is a check; an unsorted (malformed) tree must not break the promise.
  if (!std::is_sorted(result.begin(), result.end(), by_path)) {
    std::stable_sort(result.begin(), result.end(), by_path);
  }
  return result;
}

std::optional<FileVersion> find_in_tree(const Oid& root, std::string_view path, std::size_t id_size,
                                        const ReadTree& read) {
  Oid tree = root;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view name = path.substr(begin, end - begin);
    const Bytes bytes = read(tree);
    TreeCursor cursor(*bytes, id_size);
    TreeEntry entry;
    bool found = false;
    while (!found && cursor.next(entry)) found = entry.name == name;
    if (!found) return std::nullopt;
    if (end == path.size()) return FileVersion{std::string(path), entry.mode, entry.id()};
    if (!entry.is_tree()) return std::nullopt;
    tree = entry.id();
    begin = end + 1;
  }
}

std::vector<FileVersion> list_tree(const Oid& root, std::string_view directory, std::size_t id_size,
                                   const ReadTree& read, std::uint64_t most_files) {
  while (!directory.empty() && directory.back() == '/') directory.remove_suffix(1);
  Oid tree = root;
  std::string prefix;
  if (!directory.empty()) {
    const auto entry = find_in_tree(root, directory, id_size, read);
    if (!entry || entry->mode != tree_mode) return {};
    tree = entry->id;
    prefix = std::string(directory) + "/";
  }
  std::vector<FileVersion> result;
  Lister(tree, id_size, read, most_files).list(tree, prefix, 0, result);
  return result;
}

}  // namespace moongate
