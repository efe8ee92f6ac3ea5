// Text in UTF-16 or UTF-32, which Git calls binary and which still holds secrets.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moongate {

enum class Encoding : unsigned char { bytes, utf16_le, utf16_be, utf32_le, utf32_be };

// By byte order mark, or, without one, by the zero bytes that ASCII text in UTF-16 has at every
// other place.
Encoding encoding_of(std::string_view text);

// The text as UTF-8; unpaired surrogates and impossible values become U+FFFD.
std::string decode(std::string_view text, Encoding encoding);

// For sorted offsets into decode(text): the offset in `text` of the unit that each one came from.
std::vector<std::size_t> original_offsets(std::string_view text, Encoding encoding,
                                          const std::vector<std::size_t>& sorted);

}  // namespace moongate
