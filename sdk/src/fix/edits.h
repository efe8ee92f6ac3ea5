// Edits of a text as byte ranges: how what several rounds of fixes did is known by its place.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moongate {

// Bytes [begin, end) are replaced by `text`; an empty range is an insertion.
struct TextEdit {
  std::size_t begin = 0, end = 0;
  std::string text;
  bool operator==(const TextEdit&) const = default;
};

// `edits` in order and without overlap.
std::string apply_edits(std::string_view text, const std::vector<TextEdit>& edits);

// One list for two steps: `second` edits what `first` made of a text, the result edits the text
// itself. Edits that touch become one.
std::vector<TextEdit> compose_edits(const std::vector<TextEdit>& first,
                                    const std::vector<TextEdit>& second);

// Without what an edit keeps at its ends, and without edits that change nothing.
std::vector<TextEdit> smallest_edits(std::string_view text, const std::vector<TextEdit>& edits);

}  // namespace moongate
