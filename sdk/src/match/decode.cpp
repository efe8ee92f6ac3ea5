#include "match/decode.h"

#include <algorithm>
#include <cstdint>

namespace moongate {
namespace {

struct Reader {
  std::string_view text;
  std::size_t unit;  // bytes: 2 or 4
  bool big;
  std::size_t at = 0;

  Reader(std::string_view bytes, Encoding encoding)
      : text(bytes),
        unit(encoding == Encoding::utf16_le || encoding == Encoding::utf16_be ? 2 : 4),
        big(encoding == Encoding::utf16_be || encoding == Encoding::utf32_be) {}

  bool done() const { return text.size() - at < unit; }

  std::uint32_t peek(std::size_t from) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < unit; ++i) {
      const std::size_t index = from + (big ? i : unit - 1 - i);
      value = value << 8 | static_cast<unsigned char>(text[index]);
    }
    return value;
  }

  std::uint32_t next() {
    std::uint32_t value = peek(at);
    at += unit;
    if (unit == 2 && value >= 0xD800 && value < 0xDC00 && !done()) {
      const std::uint32_t low = peek(at);
      if (low >= 0xDC00 && low < 0xE000) {
        at += unit;
        return 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
      }
    }
    return value > 0x10FFFF || (value >= 0xD800 && value < 0xE000) ? 0xFFFD : value;
  }
};

std::size_t utf8_length(std::uint32_t value) {
  return value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x10000 ? 3 : 4;
}

void append_utf8(std::string& out, std::uint32_t value) {
  const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (value < 0x80) {
    put(value);
  } else if (value < 0x800) {
    put(0xC0 | value >> 6);
    put(0x80 | (value & 0x3F));
  } else if (value < 0x10000) {
    put(0xE0 | value >> 12);
    put(0x80 | (value >> 6 & 0x3F));
    put(0x80 | (value & 0x3F));
  } else {
    put(0xF0 | value >> 18);
    put(0x80 | (value >> 12 & 0x3F));
    put(0x80 | (value >> 6 & 0x3F));
    put(0x80 | (value & 0x3F));
  }
}

}  // namespace

Encoding encoding_of(std::string_view text) {
  using namespace std::string_view_literals;
  if (text.starts_with("\xFF\xFE\0\0"sv)) return Encoding::utf32_le;
  if (text.starts_with("\0\0\xFE\xFF"sv)) return Encoding::utf32_be;
  if (text.starts_with("\xFF\xFE"sv)) return Encoding::utf16_le;
  if (text.starts_with("\xFE\xFF"sv)) return Encoding::utf16_be;

  const std::string_view sample = text.substr(0, 4096);
  if (sample.size() < 16 || sample.find('\0') == std::string_view::npos) return Encoding::bytes;
  std::size_t zero[2] = {0, 0};
  for (std::size_t i = 0; i < sample.size(); ++i)
    if (sample[i] == '\0') ++zero[i % 2];
  const std::size_t half = sample.size() / 2;
  if (zero[1] * 10 >= half * 8 && zero[0] * 10 <= half) return Encoding::utf16_le;
  if (zero[0] * 10 >= half * 8 && zero[1] * 10 <= half) return Encoding::utf16_be;
  return Encoding::bytes;
}

std::string decode(std::string_view text, Encoding encoding) {
  if (encoding == Encoding::bytes) return std::string(text);
  std::string out;
  out.reserve(text.size() / 2 + 16);
  for (Reader reader(text, encoding); !reader.done();) append_utf8(out, reader.next());
  return out;
}

std::vector<std::size_t> original_offsets(std::string_view text, Encoding encoding,
                                          const std::vector<std::size_t>& sorted) {
  if (encoding == Encoding::bytes) return sorted;
  std::vector<std::size_t> offsets;
  offsets.reserve(sorted.size());
  Reader reader(text, encoding);
  std::size_t decoded = 0;
  auto wanted = sorted.begin();
  while (wanted != sorted.end() && !reader.done()) {
    const std::size_t begin = reader.at;
    decoded += utf8_length(reader.next());
    for (; wanted != sorted.end() && *wanted < decoded; ++wanted) offsets.push_back(begin);
  }
  // The end of the text; an odd last byte belongs to nothing.
  offsets.resize(sorted.size(), reader.at);
  return offsets;
}

}  // namespace moongate
