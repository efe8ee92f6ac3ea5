#include "git/index/index_entries.h"

#include <algorithm>
#include <tuple>

#include "core/error.h"
#include "git/index/index_bitmap.h"
#include "git/objects/damage.h"

namespace moongate {

namespace {

bool comes_before(const IndexEntry& a, const IndexEntry& b) {
  return std::tie(a.path, a.stage) < std::tie(b.path, b.stage);
}

}  // namespace

IndexEntries::IndexEntries(const std::string& path, std::size_t id_size,
                           const std::string& git_directory)
    : file_(IndexLayout::open(path, id_size)) {
  if (!file_ || !file_->link()) return;
  if (file_->link()->size() < id_size) throw damaged_index(path, "it does not name its base");
  const Oid base = Oid::from_raw(file_->link()->data(), id_size);
  if (base.zero()) return;
  is_split_ = true;
  std::string directory = git_directory;
  if (directory.empty()) {
    const std::size_t slash = path.rfind('/');
    directory = slash == std::string::npos ? "." : path.substr(0, slash);
  }
  const std::string base_path = directory + "/sharedindex." + base.hex();
  base_ = IndexLayout::open(base_path, id_size);
  if (!base_) {
    Problem problem;
    problem.kind = ProblemKind::repository;
    problem.message = path + " is a split index whose base is missing: " + base_path;
    problem.path = path;
    problem.help = "run `git reset` to write the index again (staged changes become unstaged)";
    throw Error(std::move(problem));
  }
  join();
}

void IndexEntries::join() {
  const std::uint32_t base_count = base_->entry_count();
  std::vector<bool> is_deleted(base_count, false);
  std::vector<bool> is_replaced(base_count, false);
  std::string_view bitmaps = file_->link()->substr(file_->id_size());
  if (!bitmaps.empty() && (!read_index_bitmap(bitmaps, base_count, is_deleted) ||
                           !read_index_bitmap(bitmaps, base_count, is_replaced))) {
    throw damaged_index(file_->path(), "what it says of its base makes no sense");
  }
  // Entries of version 4 are put together in the cursor, and do not stay there.
  const auto keep = [this](IndexEntry entry, const IndexLayout& from) {
    if (from.version() == 4) entry.path = paths_.emplace_back(entry.path);
    return entry;
  };
  IndexCursor own(*file_);
  for (IndexCursor cursor(*base_); !cursor.at_end(); cursor.next()) {
    const std::uint32_t position = cursor.position();
    IndexEntry entry = cursor.entry();
    if (is_replaced[position]) {
      if (own.at_end())
        throw damaged_index(file_->path(), "it lacks entries that replace its base's");
      entry = own.entry();
      entry.path = cursor.entry().path;
      own.next();
    }
    if (!is_deleted[position]) joined_.push_back(keep(entry, *base_));
  }
  std::vector<IndexEntry> added;
  for (; !own.at_end(); own.next()) {
    if (own.entry().path.empty()) throw damaged_index(file_->path(), "an entry has no path");
    added.push_back(keep(own.entry(), *file_));
  }
  // One that is both is the own file's.
  std::vector<IndexEntry> all;
  all.reserve(joined_.size() + added.size());
  std::set_union(added.begin(), added.end(), joined_.begin(), joined_.end(),
                 std::back_inserter(all), comes_before);
  joined_ = std::move(all);
}

std::uint64_t IndexEntries::size() const {
  if (is_split_) return joined_.size();
  return file_ ? file_->entry_count() : 0;
}

EntryWalk::EntryWalk(const IndexEntries& entries) : size_(entries.size()) {
  if (entries.is_split_ || !entries.file_) {
    joined_ = &entries.joined_;
  } else {
    cursor_.emplace(*entries.file_);
  }
}

std::uint64_t EntryWalk::left() const {
  return size_ - (cursor_ ? cursor_->position() : position_);
}

void EntryWalk::next() {
  if (cursor_) {
    cursor_->next();
  } else {
    ++position_;
  }
}

void EntryWalk::skip(std::uint64_t count) {
  if (cursor_) {
    cursor_->skip(count);
  } else {
    position_ += std::min<std::uint64_t>(count, joined_->size() - position_);
  }
}

void EntryWalk::seek(std::string_view path) {
  if (cursor_) {
    cursor_->seek(path);
    return;
  }
  const auto found = std::lower_bound(
      joined_->begin(), joined_->end(), path,
      [](const IndexEntry& entry, std::string_view to) { return entry.path < to; });
  position_ = static_cast<std::size_t>(found - joined_->begin());
}

}  // namespace moongate
