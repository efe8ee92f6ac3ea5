// What the native passes find for a check: hits of its patterns, matches of its queries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/declaration.h"
#include "core/line_index.h"

namespace moongate {

// One hit of a pattern in the new text; offsets are bytes of it.
struct PatternMatch {
  const Pattern* pattern = nullptr;
  std::size_t begin = 0, end = 0;                  // the whole match
  std::vector<std::optional<ByteRange>> captures;  // of the regex's groups, in order
  double entropy = 0;  // bits a character of the first capture, or of the match
};

// One capture of a syntax query's match.
struct NodeCapture {
  std::string name, kind;
  std::size_t begin = 0, end = 0;
  std::uint32_t line = 0, column = 0, end_line = 0, end_column = 0;
};

struct NodeMatch {
  std::size_t query = 0;  // index into Declaration::queries
  std::vector<NodeCapture> captures;
};

}  // namespace moongate
