#include "core/unicode.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace moongate {

namespace {

struct Span {
  char32_t first, last;
};

// East Asian Wide and Fullwidth, and what terminals show as emoji; from Unicode 15's
// EastAsianWidth.txt with neighbouring blocks joined.
constexpr std::array wide{
    Span{0x1100, 0x115F},   Span{0x231A, 0x231B},   Span{0x2329, 0x232A},   Span{0x23E9, 0x23EC},
    Span{0x23F0, 0x23F0},   Span{0x23F3, 0x23F3},   Span{0x25FD, 0x25FE},   Span{0x2614, 0x2615},
    Span{0x2648, 0x2653},   Span{0x267F, 0x267F},   Span{0x2693, 0x2693},   Span{0x26A1, 0x26A1},
    Span{0x26AA, 0x26AB},   Span{0x26BD, 0x26BE},   Span{0x26C4, 0x26C5},   Span{0x26CE, 0x26CE},
    Span{0x26D4, 0x26D4},   Span{0x26EA, 0x26EA},   Span{0x26F2, 0x26F3},   Span{0x26F5, 0x26F5},
    Span{0x26FA, 0x26FA},   Span{0x26FD, 0x26FD},   Span{0x2705, 0x2705},   Span{0x270A, 0x270B},
    Span{0x2728, 0x2728},   Span{0x274C, 0x274C},   Span{0x274E, 0x274E},   Span{0x2753, 0x2755},
    Span{0x2757, 0x2757},   Span{0x2795, 0x2797},   Span{0x27B0, 0x27B0},   Span{0x27BF, 0x27BF},
    Span{0x2B1B, 0x2B1C},   Span{0x2B50, 0x2B50},   Span{0x2B55, 0x2B55},   Span{0x2E80, 0x303E},
    Span{0x3041, 0x33FF},   Span{0x3400, 0x4DBF},   Span{0x4E00, 0xA4CF},   Span{0xA960, 0xA97C},
    Span{0xAC00, 0xD7A3},   Span{0xF900, 0xFAFF},   Span{0xFE10, 0xFE19},   Span{0xFE30, 0xFE6F},
    Span{0xFF00, 0xFF60},   Span{0xFFE0, 0xFFE6},   Span{0x16FE0, 0x18CFF}, Span{0x1AFF0, 0x1B2FF},
    Span{0x1F004, 0x1F004}, Span{0x1F0CF, 0x1F0CF}, Span{0x1F18E, 0x1F18E}, Span{0x1F191, 0x1F19A},
    Span{0x1F200, 0x1F320}, Span{0x1F32D, 0x1F335}, Span{0x1F337, 0x1F37C}, Span{0x1F37E, 0x1F393},
    Span{0x1F3A0, 0x1F3CA}, Span{0x1F3CF, 0x1F3D3}, Span{0x1F3E0, 0x1F3F0}, Span{0x1F3F4, 0x1F3F4},
    Span{0x1F3F8, 0x1F43E}, Span{0x1F440, 0x1F440}, Span{0x1F442, 0x1F4FC}, Span{0x1F4FF, 0x1F53D},
    Span{0x1F54B, 0x1F567}, Span{0x1F57A, 0x1F57A}, Span{0x1F595, 0x1F596}, Span{0x1F5A4, 0x1F5A4},
    Span{0x1F5FB, 0x1F64F}, Span{0x1F680, 0x1F6C5}, Span{0x1F6CC, 0x1F6CC}, Span{0x1F6D0, 0x1F6FF},
    Span{0x1F7E0, 0x1F7F0}, Span{0x1F90C, 0x1F9FF}, Span{0x1FA70, 0x1FAFF}, Span{0x20000, 0x3FFFD},
};

// Combining marks of the scripts in common use, joiners and variation selectors.
constexpr std::array zero{
    Span{0x0300, 0x036F},   Span{0x0483, 0x0489}, Span{0x0591, 0x05BD}, Span{0x05BF, 0x05BF},
    Span{0x05C1, 0x05C2},   Span{0x05C4, 0x05C5}, Span{0x05C7, 0x05C7}, Span{0x0610, 0x061A},
    Span{0x064B, 0x065F},   Span{0x0670, 0x0670}, Span{0x06D6, 0x06DC}, Span{0x06DF, 0x06E4},
    Span{0x06E7, 0x06E8},   Span{0x06EA, 0x06ED}, Span{0x0900, 0x0902}, Span{0x093A, 0x093A},
    Span{0x093C, 0x093C},   Span{0x0941, 0x0948}, Span{0x094D, 0x094D}, Span{0x0951, 0x0957},
    Span{0x0E31, 0x0E31},   Span{0x0E34, 0x0E3A}, Span{0x0E47, 0x0E4E}, Span{0x1AB0, 0x1AFF},
    Span{0x1DC0, 0x1DFF},   Span{0x200C, 0x200D}, Span{0x20D0, 0x20F0}, Span{0x302A, 0x302D},
    Span{0x3099, 0x309A},   Span{0xFE00, 0xFE0F}, Span{0xFE20, 0xFE2F}, Span{0x1F3FB, 0x1F3FF},
    Span{0xE0100, 0xE01EF},
};

// Beyond ASCII's and Latin-1's controls.
constexpr std::array hidden{
    Span{0x00AD, 0x00AD}, Span{0x061C, 0x061C},   Span{0x115F, 0x1160},   Span{0x180B, 0x180F},
    Span{0x200B, 0x200B}, Span{0x200E, 0x200F},   Span{0x2028, 0x202E},   Span{0x2060, 0x206F},
    Span{0x3164, 0x3164}, Span{0xFEFF, 0xFEFF},   Span{0xFFA0, 0xFFA0},   Span{0xFFF9, 0xFFFB},
    Span{0xFFFE, 0xFFFF}, Span{0x1D173, 0x1D17A}, Span{0xE0000, 0xE007F},
};

template <std::size_t Count>
bool is_in(const std::array<Span, Count>& spans, char32_t code) {
  const auto after = std::upper_bound(spans.begin(), spans.end(), code,
                                      [](char32_t value, Span span) { return value < span.first; });
  return after != spans.begin() && code <= std::prev(after)->last;
}

void append_hex(std::string& text, char32_t value, unsigned digits) {
  static constexpr char names[] = "0123456789abcdef";
  while (digits-- > 0) text += names[(value >> (4 * digits)) & 15];
}

void append_visible(std::string& text, const CodePoint& point, std::string_view bytes) {
  if (!point.valid || (point.code < 0xA0 && is_unsafe(point.code))) {
    if (point.code == '\n')
      text += "\\n";
    else if (point.code == '\t')
      text += "\\t";
    else if (point.code == '\r')
      text += "\\r";
    else {
      text += "\\x";
      append_hex(text, point.code, 2);
    }
  } else if (is_unsafe(point.code)) {
    text += point.code > 0xFFFF ? "\\U" : "\\u";
    append_hex(text, point.code, point.code > 0xFFFF ? 8 : 4);
  } else {
    text += bytes;
  }
}

std::string shown(std::string_view text, bool keep_lines) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (keep_lines && (point.code == '\n' || point.code == '\t'))
      result += static_cast<char>(point.code);
    else
      append_visible(result, point, text.substr(at, point.length));
    at += point.length;
  }
  return result;
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> char32_t {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const char32_t first = byte(0);
  if (first < 0x80) return {first, 1, true};
  if (first >= 0xC2 && first <= 0xDF && continues(1))
    return {(first & 0x1F) << 6 | (byte(1) & 0x3F), 2, true};
  if (first >= 0xE0 && first <= 0xEF && continues(1) && continues(2)) {
    const char32_t code = (first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    if (code >= 0x800 && !(code >= 0xD800 && code <= 0xDFFF)) return {code, 3, true};
  }
  if (first >= 0xF0 && first <= 0xF4 && continues(1) && continues(2) && continues(3)) {
    const char32_t code =
        (first & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
    if (code >= 0x10000 && code <= 0x10FFFF) return {code, 4, true};
  }
  return {first, 1, false};
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (!point.valid) return false;
    at += point.length;
  }
  return true;
}

void append_utf8(std::string& text, char32_t code) {
  const auto add = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xC0 | code >> 6);
    add(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    add(0xE0 | code >> 12);
    add(0x80 | (code >> 6 & 0x3F));
    add(0x80 | (code & 0x3F));
  } else {
    add(0xF0 | code >> 18);
    add(0x80 | (code >> 12 & 0x3F));
    add(0x80 | (code >> 6 & 0x3F));
    add(0x80 | (code & 0x3F));
  }
}

std::string to_utf8(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (point.valid)
      result += text.substr(at, point.length);
    else
      append_utf8(result, 0xFFFD);
    at += point.length;
  }
  return result;
}

bool is_unsafe(char32_t code) {
  if (code < 0x20 || (code >= 0x7F && code < 0xA0)) return true;
  return code >= 0xAD && is_in(hidden, code);
}

unsigned width_of(char32_t code) {
  if (code < 0x300) return 1;
  if (is_in(zero, code)) return 0;
  return code >= 0x1100 && is_in(wide, code) ? 2 : 1;
}

std::string visible(std::string_view text) {
  return shown(text, false);
}

std::string visible_lines(std::string_view text) {
  return shown(text, true);
}

std::size_t width_of(std::string_view text) {
  std::size_t cells = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    cells += width_of(point.code);
    at += point.length;
  }
  return cells;
}

std::string without_commands(std::string_view line) {
  std::string result;
  const std::size_t begin = line.find_first_not_of(" \t");
  for (std::size_t at = 0; at < line.size(); ++at) {
    const std::string_view rest = line.substr(at);
    if (at == begin && rest.starts_with("::")) {
      result += "\\x3a";
      continue;
    }
    if (starts_log_command(rest))
      result += "\\x23";
    else
      result += line[at];
  }
  return result;
}

bool starts_log_command(std::string_view text) {
  if (!text.starts_with("##")) return false;
  std::size_t name = 2;
  while (name < text.size() && std::isalpha(static_cast<unsigned char>(text[name]))) ++name;
  return name < text.size() && text[name] == '[';
}

std::vector<std::string> wrapped_at_blanks(const std::string& text, std::size_t room) {
  if (room == 0 || width_of(text) <= room) return {text};
  std::vector<std::string> lines;
  std::string current;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    if (!current.empty() && width_of(current) + 1 + width_of(word) > room) {
      lines.push_back(std::move(current));
      current.clear();
    }
    if (!current.empty()) current += ' ';
    current += word;
    begin = end + 1;
  }
  if (!current.empty()) lines.push_back(std::move(current));
  return lines;
}

}  // namespace moongate
