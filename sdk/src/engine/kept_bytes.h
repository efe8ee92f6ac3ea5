// Which bytes of a file no fix may change: those that are a value, or that someone asked Git to
// keep. The finding stays; it only has no fix.
#pragma once

#include <cstddef>
#include <vector>

#include "attributes/attributes.h"
#include "diff/file_context.h"

namespace moongate {

class KeptBytes {
 public:
  // All of a file that its attributes call `-text` (so does `binary`), and of a snapshot (`*.snap`
  // and its like), whose text is what a program printed; else what is in a string, where the file's
  // language has a grammar. Parses, so it is made when there is a fix. Throws Error(repository).
  KeptBytes(const Attributes& attributes, FileContext& file);

  // Whether replacing [begin, end), or inserting at `begin`, would change any.
  bool touches(std::size_t begin, std::size_t end) const;

 private:
  bool all_ = false;
  std::vector<ByteRange> ranges_;   // by begin
  std::vector<std::size_t> reach_;  // the farthest end of a range and all before it
};

// Whether the path's attributes call it binary, as the macro `binary` does (-diff and -text).
bool is_called_binary(const Attributes& attributes, std::string_view path);

}  // namespace moongate
