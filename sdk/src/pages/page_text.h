// Wrapping and light Markdown for pages in a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace moongate {

// Colours of the terminal's own palette: readable on a dark and on a light ground.
struct Paint {
  bool color = false;

  std::string bold(const std::string& text) const { return in("\x1b[1m", text); }
  std::string dim(const std::string& text) const { return in("\x1b[2m", text); }
  std::string code(const std::string& text) const { return in("\x1b[36m", text); }
  std::string in(const char* begin, const std::string& text) const {
    return color && !text.empty() ? begin + text + "\x1b[0m" : text;
  }
};

// Paragraphs, lists, headings, fenced code, `code`, **bold** and [links](…) of Markdown, wrapped to
// `width` columns (0: not wrapped), each line behind `indent` blanks. What is no such construct
// stays as it is written. Ends with a newline unless empty.
std::string markdown_text(std::string_view markdown, std::size_t width, std::size_t indent,
                          const Paint& paint);

// One paragraph of inline Markdown; the first line begins at column `at` where something already
// stands, the others behind `indent` blanks. No newline at the end.
std::string wrapped(std::string_view text, std::size_t width, std::size_t at, std::size_t indent,
                    const Paint& paint);

}  // namespace moongate
