#include "git/index/index_layout.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "git/objects/big_endian.h"
#include "git/objects/damage.h"

namespace moongate {

namespace {

constexpr std::uint64_t header_bytes = 12;
constexpr std::uint64_t mode_offset = 24, size_offset = 36, id_offset = 40;
constexpr std::uint16_t assume_valid_flag = 0x8000, extended_flag = 0x4000, name_mask = 0x0FFF;
constexpr std::uint16_t skip_worktree_flag = 0x4000, intent_to_add_flag = 0x2000;

}  // namespace

std::optional<IndexLayout> IndexLayout::open(const std::string& path, std::size_t id_size) {
  auto file = MappedFile::open(path);
  if (!file) return std::nullopt;
  IndexLayout layout;
  layout.path_ = path;
  layout.file_ = std::move(*file);
  layout.id_size_ = id_size;
  const std::uint64_t size = layout.file_.size();
  const unsigned char* data = layout.file_.data();
  if (size < header_bytes + id_size || std::memcmp(data, "DIRC", 4) != 0) {
    throw damaged_index(path, "it does not begin as an index does");
  }
  layout.version_ = read_be32(data + 4);
  if (layout.version_ < 2 || layout.version_ > 4) {
    throw UnknownIndexKind(ProblemKind::repository,
                           path + " is an index of version " + std::to_string(layout.version_) +
                               ", and this reader knows versions 2 to 4",
                           "run `git update-index --index-version 2`");
  }
  layout.entry_count_ = read_be32(data + 8);
  layout.end_ = size - id_size;
  layout.scan_entries();
  return layout;
}

IndexLayout::RawEntry IndexLayout::raw_entry(std::uint64_t offset) const {
  const unsigned char* data = file_.data();
  const std::uint64_t fixed = id_offset + id_size_ + 2;
  if (end_ - offset < fixed + 1) throw damaged_index(path_, offset, "it ends within an entry");
  RawEntry entry;
  entry.flags = read_be16(data + offset + fixed - 2);
  entry.name = offset + fixed;
  if ((entry.flags & extended_flag) != 0) {
    if (version_ == 2) throw damaged_index(path_, offset, "an entry of version 2 has later flags");
    if (end_ - entry.name < 3) throw damaged_index(path_, offset, "it ends within an entry");
    entry.more_flags = read_be16(data + entry.name);
    entry.name += 2;
  }
  if (version_ == 4) {
    unsigned char byte = data[entry.name++];
    entry.strip = byte & 0x7f;
    while ((byte & 0x80) != 0) {
      if (entry.name >= end_ || entry.strip >> 48 != 0) {
        throw damaged_index(path_, offset, "an entry's path has no length");
      }
      byte = data[entry.name++];
      entry.strip = (entry.strip + 1) << 7 | (byte & 0x7fU);
    }
  } else if ((entry.flags & name_mask) != name_mask) {
    entry.name_size = entry.flags & name_mask;
    // Padded with one to eight zero bytes to a multiple of eight.
    entry.end = offset + ((entry.name - offset + entry.name_size + 8) & ~std::uint64_t{7});
    if (entry.end > end_ || data[entry.name + entry.name_size] != 0) {
      throw damaged_index(path_, offset, "an entry's path has no end");
    }
    return entry;
  }
  const void* zero =
      entry.name < end_ ? std::memchr(data + entry.name, 0, end_ - entry.name) : nullptr;
  if (zero == nullptr) throw damaged_index(path_, offset, "an entry's path has no end");
  const auto name_end = static_cast<std::uint64_t>(static_cast<const unsigned char*>(zero) - data);
  entry.name_size = name_end - entry.name;
  entry.end = version_ == 4 ? name_end + 1 : offset + ((name_end - offset + 8) & ~std::uint64_t{7});
  if (entry.end > end_) throw damaged_index(path_, offset, "it ends within an entry");
  return entry;
}

void IndexLayout::scan_entries() {
  const std::uint64_t smallest = id_offset + id_size_ + 4;
  if (entry_count_ > (end_ - header_bytes) / smallest) {
    throw damaged_index(path_, "it declares more entries than it can hold");
  }
  steps_.reserve(entry_count_ / step + 1);
  std::uint64_t offset = header_bytes;
  std::string path;
  const char* text = file_.view().data();
  for (std::uint32_t i = 0; i < entry_count_; ++i) {
    if (i % step == 0) {
      steps_.push_back(offset);
      if (version_ == 4) paths_at_steps_.push_back(path);
    }
    const RawEntry entry = raw_entry(offset);
    if (version_ == 4) {
      if (entry.strip > path.size()) {
        throw damaged_index(path_, offset,
                            "an entry's path takes more from the one before than it has");
      }
      path.resize(path.size() - entry.strip);
      path.append(text + entry.name, entry.name_size);
    }
    offset = entry.end;
  }
  read_extensions(offset);
}

void IndexLayout::read_extensions(std::uint64_t begin) {
  const unsigned char* data = file_.data();
  for (std::uint64_t at = begin; at != end_;) {
    if (end_ - at < 8) throw damaged_index(path_, at, "it ends within an extension");
    const std::string_view name = file_.view().substr(at, 4);
    const std::uint32_t size = read_be32(data + at + 4);
    at += 8;
    if (end_ - at < size) throw damaged_index(path_, at, "it ends within an extension");
    const std::string_view content = file_.view().substr(at, size);
    at += size;
    if (name == "TREE") {
      tree_extension_ = content;
    } else if (name == "link") {
      link_ = content;
    } else if (name == "sdir") {
      is_sparse_ = true;
    } else if (name[0] < 'A' || name[0] > 'Z') {
      // Lower case says that a reader must understand it.
      throw UnknownIndexKind(
          ProblemKind::repository,
          path_ + " has an extension that this reader does not know: " + std::string(name),
          "check with a newer version, or have Git write the index without it");
    }
  }
}

std::vector<CachedTree> IndexLayout::cached_trees() const {
  std::vector<CachedTree> trees;
  struct Open {
    std::uint32_t tree;
    std::uint64_t children_left;
  };
  std::vector<Open> open;
  std::string_view rest = tree_extension_;
  const auto number = [&rest](char terminator, std::int64_t& value) {
    const bool is_negative = !rest.empty() && rest[0] == '-';
    if (is_negative) rest.remove_prefix(1);
    std::size_t digits = 0;
    for (value = 0; digits < rest.size() && digits < 11; ++digits) {
      if (rest[digits] < '0' || rest[digits] > '9') break;
      value = value * 10 + (rest[digits] - '0');
    }
    if (digits == 0 || digits == rest.size() || rest[digits] != terminator) return false;
    rest.remove_prefix(digits + 1);
    if (is_negative) value = -value;
    return true;
  };
  while (!rest.empty()) {
    CachedTree tree;
    const std::size_t name_end = rest.find('\0');
    if (name_end == std::string_view::npos) return {};
    tree.name = rest.substr(0, name_end);
    rest.remove_prefix(name_end + 1);
    std::int64_t children = 0;
    if (!number(' ', tree.entry_count) || !number('\n', children) || children < 0) return {};
    if (tree.entry_count >= 0) {
      if (rest.size() < id_size_) return {};
      tree.id = reinterpret_cast<const unsigned char*>(rest.data());
      rest.remove_prefix(id_size_);
    }
    if (open.empty() && !trees.empty()) return {};  // a second root
    open.push_back(
        {static_cast<std::uint32_t>(trees.size()), static_cast<std::uint64_t>(children)});
    trees.push_back(tree);
    while (!open.empty() && open.back().children_left == 0) {
      trees[open.back().tree].end = static_cast<std::uint32_t>(trees.size());
      open.pop_back();
      if (!open.empty()) --open.back().children_left;
    }
  }
  if (!open.empty()) return {};
  return trees;
}

IndexCursor::IndexCursor(const IndexLayout& layout) : layout_(&layout) {
  if (!at_end()) {
    go_to_step(0);
    decode();
  }
}

void IndexCursor::go_to_step(std::size_t number) {
  position_ = static_cast<std::uint32_t>(number * IndexLayout::step);
  offset_ = layout_->steps_[number];
  if (layout_->version() == 4) path_ = layout_->paths_at_steps_[number];
}

void IndexCursor::decode() {
  const unsigned char* data = layout_->file_.data() + offset_;
  const IndexLayout::RawEntry raw = layout_->raw_entry(offset_);
  const std::string_view name = layout_->content().substr(raw.name, raw.name_size);
  if (std::memchr(name.data(), 0, name.size()) != nullptr) {
    throw damaged_index(layout_->path(), offset_, "an entry's path holds a zero byte");
  }
  if (layout_->version() == 4) {
    path_.resize(path_.size() - std::min<std::uint64_t>(raw.strip, path_.size()));
    path_.append(name);
    entry_.path = path_;
  } else {
    entry_.path = name;
  }
  entry_.mode = read_be32(data + mode_offset);
  // Git writes these five. Any other would make a file look like something that no check reads.
  if (entry_.mode != 0100644 && entry_.mode != 0100755 && entry_.mode != 0120000 &&
      entry_.mode != 0160000 && entry_.mode != 0040000) {
    throw damaged_index(layout_->path(), offset_, "an entry is of no known kind");
  }
  entry_.size = read_be32(data + size_offset);
  entry_.id_bytes = data + id_offset;
  entry_.id_size = layout_->id_size();
  entry_.stage = static_cast<std::uint8_t>(raw.flags >> 12 & 3);
  entry_.assume_valid = (raw.flags & assume_valid_flag) != 0;
  entry_.skip_worktree = (raw.more_flags & skip_worktree_flag) != 0;
  entry_.intent_to_add = (raw.more_flags & intent_to_add_flag) != 0;
  next_offset_ = raw.end;
}

void IndexCursor::next() {
  ++position_;
  offset_ = next_offset_;
  if (at_end()) return;
  const int stage = entry_.stage;
  std::string_view before = entry_.path;
  if (layout_->version() == 4) before = previous_path_.assign(path_);
  decode();
  // Entries that replace those of a split index's base have no path, and come first.
  if (before.empty() && entry_.path.empty()) return;
  const int order = before.compare(entry_.path);
  if (order > 0 || (order == 0 && stage >= entry_.stage)) {
    throw damaged_index(layout_->path(), offset_, "its entries are not in order");
  }
}

void IndexCursor::skip(std::uint64_t count) {
  const std::uint64_t target = std::min<std::uint64_t>(layout_->entry_count(), position_ + count);
  const std::uint64_t number = target / IndexLayout::step;
  if (target == layout_->entry_count()) {
    position_ = layout_->entry_count();
    return;
  }
  if (number * IndexLayout::step > position_) {
    go_to_step(number);
    decode();
  }
  while (position_ < target) next();
}

void IndexCursor::seek(std::string_view path) {
  if (layout_->entry_count() == 0) return;
  // The last step whose entry is less (or the first): from there on one by one.
  std::size_t low = 0;
  std::size_t high = layout_->steps_.size();
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    go_to_step(middle);
    decode();
    if (entry_.path < path) {
      low = middle;
    } else {
      high = middle;
    }
  }
  go_to_step(low);
  decode();
  while (!at_end() && entry_.path < path) next();
}

}  // namespace moongate
