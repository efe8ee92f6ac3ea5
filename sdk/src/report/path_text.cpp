#include "report/path_text.h"

#include <cctype>

namespace moongate {

namespace {

void append_percent(std::string& text, unsigned char byte) {
  static constexpr char digits[] = "0123456789ABCDEF";
  text += '%';
  text += digits[byte >> 4];
  text += digits[byte & 15];
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string percent_encode(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte > 0x7E || c == '%')
      append_percent(text, byte);
    else
      text += c;
  }
  return text;
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      bytes += text[at];
      continue;
    }
    const int high = at + 1 < text.size() ? digit(text[at + 1]) : -1;
    const int low = at + 2 < text.size() ? digit(text[at + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return bytes;
}

std::string uri_path(std::string_view path) {
  std::string text;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 &&
        (std::isalnum(byte) || std::string_view("-._~/").find(c) != std::string_view::npos))
      text += c;
    else
      append_percent(text, byte);
  }
  return text;
}

bool leads_outside(std::string_view path) {
  return path.starts_with('/') || path == ".." || path.starts_with("../");
}

}  // namespace moongate
