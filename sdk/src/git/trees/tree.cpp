#include "git/trees/tree.h"

#include <algorithm>
#include <cstring>

#include "core/error.h"
#include "core/quote.h"

namespace moongate {

namespace {

// What `git checkout` refuses on every system: names that would reach out of their directory or
// into the repository's own.
bool is_refused(std::string_view name) {
  const auto is = [name](std::string_view other) {
    return std::equal(name.begin(), name.end(), other.begin(), other.end(), [](char a, char b) {
      return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + ('a' - 'A')) : a) == b;
    });
  };
  return name == "." || name == ".." || is(".git") || is("git~1");
}

}  // namespace

std::uint32_t canonical_mode(std::uint32_t mode) {
  switch (mode & 0170000) {
    case 0100000:
      return (mode & 0100) != 0 ? 0100755 : 0100644;
    case 0120000:
      return 0120000;
    case 0040000:
      return 0040000;
    case 0160000:
      return 0160000;
    default:
      return 0;
  }
}

int compare_entries(const TreeEntry& a, const TreeEntry& b) {
  const std::size_t common = std::min(a.name.size(), b.name.size());
  const int order = std::memcmp(a.name.data(), b.name.data(), common);
  if (order != 0) return order;
  const auto next = [common](const TreeEntry& entry) {
    if (entry.name.size() > common)
      return static_cast<int>(static_cast<unsigned char>(entry.name[common]));
    return entry.is_tree() ? static_cast<int>('/') : 0;
  };
  const int difference = next(a) - next(b);
  if (difference != 0) return difference;
  return static_cast<int>(a.name.size() > common) - static_cast<int>(b.name.size() > common);
}

void TreeCursor::malformed(const std::string& what) const {
  throw Error(ProblemKind::repository,
              (tree_ ? "the tree " + tree_->hex() : std::string("a tree object")) +
                  " is malformed: " + what,
              "`git fsck --full` says the same; restore the tree from another clone, or have the "
              "commit that brought it made again");
}

void TreeCursor::require_order(const TreeEntry& entry) {
  if (!previous_.name.empty()) {
    const int order = compare_entries(previous_, entry);
    if (order == 0 || previous_.name == entry.name)
      malformed("it has two entries named " + in_quotes(entry.name));
    if (order > 0)
      malformed("its entries are not in order: " + in_quotes(entry.name) + " comes after " +
                in_quotes(previous_.name));
    if (!previous_.is_tree() && entry.name.starts_with(previous_.name))
      prefixes_.push_back(previous_.name);
  }
  while (!prefixes_.empty() && !entry.name.starts_with(prefixes_.back())) prefixes_.pop_back();
  if (entry.is_tree() &&
      std::find(prefixes_.begin(), prefixes_.end(), entry.name) != prefixes_.end())
    malformed("it has two entries named " + in_quotes(entry.name));
  previous_ = entry;
}

// Behind the entry that begins at `last` and ends at `end`.
void TreeCursor::move_to(TreeCursor& cursor, std::size_t last, std::size_t end) {
  const std::string_view entry = cursor.rest_.substr(last, end - last);
  const std::size_t name = entry.find(' ') + 1;
  cursor.previous_ = {};
  cursor.previous_.name = entry.substr(name, entry.find('\0', name) - name);
  cursor.previous_.mode = entry.find_first_not_of('0') == entry.find('4') ? tree_mode : 0100644;
  cursor.prefixes_.clear();
  cursor.rest_.remove_prefix(end);
}

void TreeCursor::skip_equal(TreeCursor& a, TreeCursor& b) {
  constexpr std::size_t block = 64;
  const std::size_t smaller = std::min(a.rest_.size(), b.rest_.size());
  std::size_t common = 0;
  while (common + block <= smaller &&
         std::memcmp(a.rest_.data() + common, b.rest_.data() + common, block) == 0) {
    common += block;
  }
  while (common < smaller && a.rest_[common] == b.rest_[common]) ++common;
  std::size_t at = 0;
  std::size_t last = 0;
  while (at < common) {
    const std::size_t end = a.rest_.find('\0', at);  // of the mode and the name
    if (end == std::string_view::npos || end + 1 + a.id_size_ > common) break;
    last = at;
    at = end + 1 + a.id_size_;
  }
  if (at == 0) return;
  move_to(a, last, at);
  move_to(b, last, at);
}

bool TreeCursor::next(TreeEntry& entry) {
  if (rest_.empty()) return false;
  std::uint32_t mode = 0;
  std::size_t at = 0;
  for (; at < rest_.size() && rest_[at] != ' '; ++at) {
    const char digit = rest_[at];
    if (digit < '0' || digit > '7' || at > 32) malformed("a mode is no octal number");
    mode = mode << 3 | static_cast<std::uint32_t>(digit - '0');
    if (mode > 0177777) malformed("a mode is none that an entry can have");
  }
  if (at == 0 || at == rest_.size()) malformed("a mode is missing");
  const std::size_t name = at + 1;
  const std::size_t end = rest_.find('\0', name);
  if (end == std::string_view::npos) malformed("a name has no end");
  if (end == name) malformed("a name is empty");
  if (rest_.size() - end - 1 < id_size_) malformed("it ends within an entry");
  entry.name = rest_.substr(name, end - name);
  if (entry.name.find('/') != std::string_view::npos)
    malformed("the name " + in_quotes(entry.name) + " holds a slash");
  if (is_refused(entry.name)) malformed("Git checks out no file named " + in_quotes(entry.name));
  entry.mode = canonical_mode(mode);
  if (entry.mode == 0)
    malformed("the entry " + in_quotes(entry.name) + " has a mode that no entry can have");
  entry.id_bytes = reinterpret_cast<const unsigned char*>(rest_.data()) + end + 1;
  entry.id_size = id_size_;
  rest_.remove_prefix(end + 1 + id_size_);
  require_order(entry);
  return true;
}

}  // namespace moongate
