// What tree-sitter holds while it parses, so that a small file cannot make it take all there is.
#pragma once

#include <cstddef>
#include <cstdint>

namespace moongate {

// Memory of this thread's parser since the object was made. Give it back on the same thread.
class ParseMemory {
 public:
  // The first one makes tree-sitter count what it allocates.
  ParseMemory();
  std::uint64_t held() const;

 private:
  std::int64_t before_;
};

// Parsing text of one-byte tokens was measured to take up to 290 times the text; usual text takes
// some twenty times. Ambiguous text takes far more, which is what is refused. `check_memory` is
// there for small files; sixteen times as much is the most, however large the file is.
std::uint64_t most_parse_memory(std::size_t text_bytes, std::uint64_t check_memory);

}  // namespace moongate
