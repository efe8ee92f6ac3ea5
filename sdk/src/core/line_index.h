// Where the lines of a text begin, and ranges of its bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace moongate {

// The starts of a text's lines. A line ends after "\n"; "\r" before it belongs to the ending.
class LineIndex {
 public:
  explicit LineIndex(std::string_view text);

  std::uint32_t count() const { return static_cast<std::uint32_t>(starts_.size()); }
  // 1-based; the text of a line without its ending. Out of range: empty.
  std::string_view line(std::uint32_t number) const;
  // The offset of a line's first byte; count() + 1 gives the size of the text.
  std::size_t start(std::uint32_t number) const;
  std::uint32_t line_of(std::size_t offset) const;
  std::uint64_t held() const { return starts_.capacity() * sizeof(std::size_t); }  // bytes

 private:
  std::string_view text_;
  std::vector<std::size_t> starts_;
};

// A half-open byte range of a text.
struct ByteRange {
  std::size_t begin = 0, end = 0;
};

}  // namespace moongate
