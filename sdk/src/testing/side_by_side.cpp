#include "testing/side_by_side.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

#include "core/unicode.h"

namespace moongate::testing {

namespace {

// How many bytes of a well-formed UTF-8 sequence of more than one byte begin at `at`; 0: none do.
std::size_t sequence(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  const std::size_t size = lead >= 0xF0 && lead < 0xF5 ? 4
                           : lead >= 0xE0              ? 3
                           : lead >= 0xC2              ? 2
                                                       : 0;
  if (size == 0 || lead >= 0xF5 || at + size > text.size()) return 0;
  for (std::size_t i = 1; i < size; ++i)
    if ((byte(at + i) & 0xC0) != 0x80) return 0;
  if (lead == 0xE0 && byte(at + 1) < 0xA0) return 0;
  if (lead == 0xED && byte(at + 1) >= 0xA0) return 0;
  if (lead == 0xF0 && byte(at + 1) < 0x90) return 0;
  if (lead == 0xF4 && byte(at + 1) >= 0x90) return 0;
  return size;
}

void append_escape(std::string& out, unsigned char byte) {
  if (byte == '\n') {
    out += "\\n";
  } else if (byte == '\r') {
    out += "\\r";
  } else if (byte == '\t') {
    out += "\\t";
  } else {
    char escape[8];
    std::snprintf(escape, sizeof escape, "\\x%02X", byte);
    out += escape;
  }
}

}  // namespace

std::string visible(std::string_view text) {
  std::string out;
  std::size_t blanks = text.size();
  while (blanks > 0 && text[blanks - 1] == ' ') --blanks;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (i >= blanks) {
      out += "\\x20";
      ++i;
    } else if (byte >= 0x20 && byte < 0x7F) {
      out += text[i++];
    } else if (const std::size_t size = byte < 0x80 ? 0 : sequence(text, i)) {
      const std::string_view part = text.substr(i, size);
      const bool hidden = is_unsafe(code_point_at(part, 0).code);
      if (hidden)
        for (const char c : part) append_escape(out, static_cast<unsigned char>(c));
      else
        out += part;
      i += size;
    } else {
      append_escape(out, byte);
      ++i;
    }
  }
  return out;
}

std::vector<std::string> text_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t stop = text.find('\n');
    if (stop == std::string_view::npos) {
      lines.push_back(visible(text) + "  (no newline at the end)");
      break;
    }
    lines.push_back(visible(text.substr(0, stop)));
    text.remove_prefix(stop + 1);
  }
  return lines;
}

std::string line_diff(const std::vector<std::string>& expected,
                      const std::vector<std::string>& found, std::string_view indent) {
  std::string out;
  const auto say = [&](const char* mark, const std::string& line) {
    out.append(indent).append(mark).append(line).append("\n");
  };
  // The table of common subsequences is quadratic; longer lists are told one after the other.
  constexpr std::size_t longest = 2000;
  if (expected.size() > longest || found.size() > longest) {
    for (const std::string& line : expected) say("- ", line);
    for (const std::string& line : found) say("+ ", line);
    return out;
  }
  const std::size_t width = found.size() + 1;
  std::vector<std::uint16_t> common((expected.size() + 1) * width, 0);
  for (std::size_t i = expected.size(); i-- > 0;)
    for (std::size_t j = found.size(); j-- > 0;)
      common[i * width + j] =
          expected[i] == found[j]
              ? static_cast<std::uint16_t>(common[(i + 1) * width + j + 1] + 1)
              : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
  std::size_t i = 0, j = 0;
  while (i < expected.size() || j < found.size()) {
    if (i < expected.size() && j < found.size() && expected[i] == found[j]) {
      say("  ", expected[i]);
      ++i, ++j;
    } else if (j == found.size() ||
               (i < expected.size() && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      say("- ", expected[i++]);
    } else {
      say("+ ", found[j++]);
    }
  }
  return out;
}

}  // namespace moongate::testing
