#include "report/snippet.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "core/unicode.h"

namespace moongate {

namespace {

constexpr std::size_t tab_width = 4;

// One code point (or stray byte) of the line as it will be shown.
struct Glyph {
  std::size_t begin = 0;  // byte of the snippet
  std::string text;
  std::size_t cells = 0;
};

struct Span {
  std::size_t begin = 0, end = 0;  // bytes of the snippet
};

// Where the finding's columns lie in its snippet; nullopt where it has no column.
std::optional<Span> span_of(const Finding& finding) {
  if (finding.column == 0 || finding.line == 0) return std::nullopt;
  const std::string& text = finding.snippet;
  // A column inside of a masked secret is all of its mask.
  const auto in_snippet = [&](std::uint32_t column, bool is_end) -> std::size_t {
    std::size_t line_column = std::size_t{finding.snippet_offset} + 1, byte = 0;
    for (const MaskedSpan& masked : finding.masked) {
      if (column <= masked.column) break;
      if (column < masked.end_column)
        return std::min<std::size_t>(is_end ? masked.end : masked.start, text.size());
      line_column = masked.end_column;
      byte = masked.end;
    }
    return std::min(column > line_column ? byte + (column - line_column) : byte, text.size());
  };
  Span span{in_snippet(finding.column, false), in_snippet(finding.column, false)};
  if (finding.end_line > finding.line)
    span.end = text.size();
  else if (finding.end_column > finding.column)
    span.end = std::max(span.begin, in_snippet(finding.end_column, true));
  return span;
}

bool is_blank(std::string_view text) {
  return !text.empty() && text.find_first_not_of(" \t") == std::string_view::npos;
}

std::vector<Glyph> glyphs_of(const std::string& text, std::optional<Span> blanks) {
  std::vector<Glyph> glyphs;
  std::size_t column = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const bool shown = blanks && at >= blanks->begin && at < blanks->end;
    Glyph glyph{at, {}, 0};
    if (point.code == '\t') {
      glyph.cells = tab_width - column % tab_width;
      glyph.text = shown ? "→" + std::string(glyph.cells - 1, ' ') : std::string(glyph.cells, ' ');
    } else if (shown) {
      glyph.text = "·";
      glyph.cells = 1;
    } else {
      glyph.text = starts_log_command(std::string_view(text).substr(at))
                       ? "\\x23"
                       : visible(std::string_view(text).substr(at, point.length));
      glyph.cells = width_of(glyph.text);
    }
    column += glyph.cells;
    glyphs.push_back(std::move(glyph));
    at += point.length;
  }
  return glyphs;
}

// The glyphs [first, last) that fit, with the span's beginning among them.
std::pair<std::size_t, std::size_t> window(const std::vector<Glyph>& glyphs, std::size_t span,
                                           std::size_t width, bool cut_before) {
  std::size_t total = cut_before ? 1 : 0;
  for (const Glyph& glyph : glyphs) total += glyph.cells;
  if (width == 0 || total <= width) return {0, glyphs.size()};
  const std::size_t room = width > 8 ? width - 2 : 6;  // "…" at both ends
  // A third of the room stands before the span: what follows it explains more.
  std::size_t first = std::min(span, glyphs.size()), taken = 0;
  while (first > 0 && taken + glyphs[first - 1].cells <= room / 3) taken += glyphs[--first].cells;
  std::size_t last = first;
  taken = 0;
  while (last < glyphs.size() && taken + glyphs[last].cells <= room) taken += glyphs[last++].cells;
  // Near the end there is room left for more before it.
  while (last == glyphs.size() && first > 0 && taken + glyphs[first - 1].cells <= room)
    taken += glyphs[--first].cells;
  return {first, last};
}

}  // namespace

std::uint32_t character_column(const Finding& finding) {
  if (finding.column == 0 || finding.snippet_offset > 0) return finding.column;
  const std::string_view before =
      std::string_view(finding.snippet)
          .substr(0, std::min<std::size_t>(finding.column - 1, finding.snippet.size()));
  if (before.size() + 1 < finding.column || before.find("****") != std::string_view::npos)
    return finding.column;
  std::uint32_t column = 1;
  for (std::size_t at = 0; at < before.size(); ++column) at += code_point_at(before, at).length;
  return column;
}

MarkedLine marked_line(const Finding& finding, std::size_t width) {
  const std::string& text = finding.snippet;
  const std::optional<Span> span = span_of(finding);
  const bool blank =
      span && is_blank(std::string_view(text).substr(span->begin, span->end - span->begin));
  const std::vector<Glyph> glyphs = glyphs_of(text, blank ? span : std::nullopt);

  std::size_t span_begin = 0, span_end = 0;  // as indices of glyphs
  if (span) {
    const auto index = [&](std::size_t byte) {
      return static_cast<std::size_t>(std::count_if(
          glyphs.begin(), glyphs.end(), [&](const Glyph& glyph) { return glyph.begin < byte; }));
    };
    span_begin = index(span->begin);
    span_end = std::max(span_begin, index(span->end));
  }
  const bool more_before = finding.snippet_offset > 0;
  const auto [first, last] = window(glyphs, span_begin, width, more_before);

  MarkedLine line;
  if (first > 0 || more_before) line.before = "…";
  for (std::size_t i = first; i < last; ++i)
    (i < span_begin ? line.before : i < span_end ? line.span : line.after) += glyphs[i].text;
  if (last < glyphs.size()) (last < span_end ? line.span : line.after) += "…";
  line.column = width_of(line.before);
  if (span) line.cells = std::max<std::size_t>(width_of(line.span), 1);
  return line;
}

}  // namespace moongate
