#include "git/index/index_file.h"

#include <utility>

#include "git/index/index_changes.h"
#include "git/index/index_entries.h"
#include "git/trees/tree.h"

namespace moongate {

class IndexFile::Impl {
 public:
  Impl(const std::string& path, std::size_t size, const std::string& git_directory)
      : entries(path, size, git_directory), id_size(size) {}

  IndexEntries entries;
  std::size_t id_size;
};

IndexFile::IndexFile(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
IndexFile::~IndexFile() = default;
IndexFile::IndexFile(IndexFile&&) noexcept = default;
IndexFile& IndexFile::operator=(IndexFile&&) noexcept = default;

IndexFile IndexFile::open(const std::string& path, std::size_t id_size,
                          const std::string& git_directory) {
  return IndexFile(std::make_unique<Impl>(path, id_size, git_directory));
}

std::uint32_t IndexFile::version() const {
  const auto& file = impl_->entries.file();
  return file ? file->version() : 0;
}

std::uint64_t IndexFile::entry_count() const {
  return impl_->entries.size();
}

bool IndexFile::is_split() const {
  return impl_->entries.is_split();
}

bool IndexFile::is_sparse() const {
  const auto& file = impl_->entries.file();
  return file && file->is_sparse();
}

void IndexFile::for_each(const std::function<bool(const IndexEntry&)>& visit) const {
  for (EntryWalk walk(impl_->entries); !walk.at_end(); walk.next()) {
    if (!visit(walk.entry())) return;
  }
}

std::optional<FileVersion> IndexFile::find(std::string_view path) const {
  EntryWalk walk(impl_->entries);
  walk.seek(path);
  if (walk.at_end()) return std::nullopt;
  const IndexEntry& entry = walk.entry();
  if (entry.path != path || entry.stage != 0 || entry.intent_to_add || entry.mode == tree_mode) {
    return std::nullopt;
  }
  return FileVersion{std::string(entry.path), entry.mode, entry.id()};
}

std::optional<Oid> IndexFile::cached_root_tree() const {
  const auto& file = impl_->entries.file();
  if (!file) return std::nullopt;
  const auto trees = file->cached_trees();
  if (trees.empty() || trees[0].entry_count < 0) return std::nullopt;
  return Oid::from_raw(trees[0].id, impl_->id_size);
}

std::vector<IndexDifference> IndexFile::changed_against(
    const std::optional<Oid>& root, const std::function<Bytes(const Oid&)>& read_tree,
    std::uint64_t most_files) const {
  return index_changes(impl_->entries, impl_->id_size, root, read_tree, most_files);
}

std::vector<FileVersion> IndexFile::all_files(
    const std::function<Bytes(const Oid&)>& read_tree) const {
  std::vector<FileVersion> files;
  files.reserve(impl_->entries.size());
  for_each([&](const IndexEntry& entry) {
    if (entry.stage != 0 || entry.intent_to_add) return true;
    if (entry.mode == tree_mode) {
      list_tree_files(entry.id(), std::string(entry.path), read_tree, files);
    } else {
      files.push_back({std::string(entry.path), entry.mode, entry.id()});
    }
    return true;
  });
  return files;
}

}  // namespace moongate
