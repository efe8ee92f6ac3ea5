#include "core/name_fold.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

namespace moongate {

namespace {

struct Decomposition {
  char32_t from, first, second;  // `second` 0: one character stands for the other
};

struct CombiningClass {
  char32_t first, last;
  std::uint8_t number;
};

struct CaseFold {
  char32_t first, last, step;
  std::int32_t delta;
};

#include "core/name_fold_table.inc"

// Above what Unicode has: a byte that is no part of a character, kept as it is.
constexpr char32_t raw_byte = 0x200000;

constexpr char32_t hangul = 0xAC00, hangul_end = 0xD7A4, hangul_l = 0x1100, hangul_v = 0x1161,
                   hangul_t = 0x11A7, hangul_v_count = 21, hangul_t_count = 28;

char32_t fold(char32_t code) {
  const auto* const after =
      std::upper_bound(std::begin(case_folds), std::end(case_folds), code,
                       [](char32_t value, const CaseFold& range) { return value < range.first; });
  if (after == std::begin(case_folds)) return code;
  const CaseFold& range = *std::prev(after);
  if (code > range.last || (code - range.first) % range.step != 0) return code;
  return static_cast<char32_t>(static_cast<std::int64_t>(code) + range.delta);
}

void decompose(char32_t code, std::vector<char32_t>& out) {
  if (code >= hangul && code < hangul_end) {
    const char32_t index = code - hangul;
    out.push_back(hangul_l + index / (hangul_v_count * hangul_t_count));
    out.push_back(hangul_v + index / hangul_t_count % hangul_v_count);
    if (index % hangul_t_count != 0) out.push_back(hangul_t + index % hangul_t_count);
    return;
  }
  const auto* const found = std::lower_bound(
      std::begin(decompositions), std::end(decompositions), code,
      [](const Decomposition& entry, char32_t value) { return entry.from < value; });
  if (found == std::end(decompositions) || found->from != code) {
    out.push_back(code);
    return;
  }
  decompose(found->first, out);
  if (found->second) decompose(found->second, out);
}

std::uint8_t combining_class(char32_t code) {
  const auto* const after = std::upper_bound(
      std::begin(combining_classes), std::end(combining_classes), code,
      [](char32_t value, const CombiningClass& range) { return value < range.first; });
  if (after == std::begin(combining_classes)) return 0;
  const CombiningClass& range = *std::prev(after);
  return code <= range.last ? range.number : std::uint8_t{0};
}

// Marks on one letter, in the one order that is canonical.
void order_marks(std::vector<char32_t>& codes) {
  for (auto mark = codes.begin(); mark != codes.end();) {
    if (combining_class(*mark) == 0) {
      ++mark;
      continue;
    }
    const auto end =
        std::find_if(mark, codes.end(), [](char32_t code) { return combining_class(code) == 0; });
    std::stable_sort(
        mark, end, [](char32_t a, char32_t b) { return combining_class(a) < combining_class(b); });
    mark = end;
  }
}

// The character at `at`, which moves behind it.
char32_t take(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const unsigned lead = byte(at);
  const std::size_t size = lead < 0x80                    ? 1
                           : lead >= 0xC2 && lead <= 0xDF ? 2
                           : lead >= 0xE0 && lead <= 0xEF ? 3
                           : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                          : 0;
  if (size == 1) return static_cast<unsigned char>(text[at++]);
  char32_t code = size == 2 ? lead & 0x1F : size == 3 ? lead & 0x0F : lead & 0x07;
  bool valid = size > 0;
  for (std::size_t i = 1; i < size; ++i) {
    valid = valid && (byte(at + i) & 0xC0) == 0x80;
    code = code << 6 | (byte(at + i) & 0x3F);
  }
  static constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (!valid || code < smallest[size] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
    return raw_byte + static_cast<unsigned char>(text[at++]);
  at += size;
  return code;
}

void append(std::string& text, char32_t code) {
  const auto put = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (code < 0x80 || code >= raw_byte) return put(code & 0xFF);
  if (code < 0x800) {
    put(0xC0 | code >> 6);
  } else {
    if (code < 0x10000) {
      put(0xE0 | code >> 12);
    } else {
      put(0xF0 | code >> 18);
      put(0x80 | (code >> 12 & 0x3F));
    }
    put(0x80 | (code >> 6 & 0x3F));
  }
  put(0x80 | (code & 0x3F));
}

}  // namespace

std::string fold_name(std::string_view name) {
  std::string folded(name);
  bool ascii = true;
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    ascii = ascii && static_cast<unsigned char>(c) < 0x80;
  }
  if (ascii) return folded;
  std::vector<char32_t> codes;
  for (std::size_t at = 0; at < name.size();) decompose(take(name, at), codes);
  std::vector<char32_t> letters;
  for (const char32_t code : codes) decompose(fold(code), letters);
  order_marks(letters);
  folded.clear();
  for (const char32_t code : letters) append(folded, code);
  return folded;
}

}  // namespace moongate
