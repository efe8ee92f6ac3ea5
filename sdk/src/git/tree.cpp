#include "git/tree.h"

#include <algorithm>
#include <cstring>

#include "error.h"

namespace moongate {

namespace {

[[noreturn]] void malformed(const char* what) {
  throw Error(ProblemKind::repository, std::string("a tree object is malformed: ") + what,
              "run `git fsck --full` to see which, then restore it from another clone");
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
    default:
      return 0160000;
  }
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
  while (at < common) {
    const std::size_t end = a.rest_.find('\0', at);  // of the mode and the name
    if (end == std::string_view::npos || end + 1 + a.id_size_ > common) break;
    at = end + 1 + a.id_size_;
  }
  a.rest_.remove_prefix(at);
  b.rest_.remove_prefix(at);
}

bool TreeCursor::next(TreeEntry& entry) {
  if (rest_.empty()) return false;
  std::uint32_t mode = 0;
  std::size_t at = 0;
  for (; at < rest_.size() && rest_[at] != ' '; ++at) {
    const char digit = rest_[at];
    if (digit < '0' || digit > '7' || at > 32) malformed("a mode is no octal number");
    mode = mode << 3 | static_cast<std::uint32_t>(digit - '0');
  }
  if (at == 0 || at == rest_.size()) malformed("a mode is missing");
  const std::size_t name = at + 1;
  const std::size_t end = rest_.find('\0', name);
  if (end == std::string_view::npos) malformed("a name has no end");
  if (end == name) malformed("a name is empty");
  if (rest_.size() - end - 1 < id_size_) malformed("it ends within an entry");
  entry.name = rest_.substr(name, end - name);
  if (entry.name.find('/') != std::string_view::npos) malformed("a name holds a slash");
  entry.mode = canonical_mode(mode);
  entry.id_bytes = reinterpret_cast<const unsigned char*>(rest_.data()) + end + 1;
  entry.id_size = id_size_;
  rest_.remove_prefix(end + 1 + id_size_);
  return true;
}

}  // namespace moongate
