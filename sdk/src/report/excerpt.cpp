#include "report/excerpt.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "report/unicode.h"

namespace moongate {

namespace {

constexpr std::size_t tab_width = 4;

// One code point (or stray byte) of the line as it will be shown.
struct Glyph {
  std::size_t begin = 0;  // byte of the excerpt
  std::string text;
  std::size_t cells = 0;
};

struct Spot {
  std::size_t begin = 0, end = 0;  // bytes of the excerpt
};

// Where the finding's columns lie in its excerpt; nullopt where it has no column.
std::optional<Spot> spot_of(const Finding& finding) {
  if (finding.column == 0 || finding.line == 0) return std::nullopt;
  const std::string& text = finding.excerpt;
  // A column inside of a masked secret is all of its mask.
  const auto in_excerpt = [&](std::uint32_t column, bool is_end) -> std::size_t {
    std::size_t line_column = std::size_t{finding.excerpt_offset} + 1, byte = 0;
    for (const MaskedSpan& masked : finding.masked) {
      if (column <= masked.column) break;
      if (column < masked.end_column)
        return std::min<std::size_t>(is_end ? masked.end : masked.start, text.size());
      line_column = masked.end_column;
      byte = masked.end;
    }
    return std::min(column > line_column ? byte + (column - line_column) : byte, text.size());
  };
  Spot spot{in_excerpt(finding.column, false), in_excerpt(finding.column, false)};
  if (finding.end_line > finding.line)
    spot.end = text.size();
  else if (finding.end_column > finding.column)
    spot.end = std::max(spot.begin, in_excerpt(finding.end_column, true));
  return spot;
}

bool is_blank(std::string_view text) {
  return !text.empty() && text.find_first_not_of(" \t") == std::string_view::npos;
}

std::vector<Glyph> glyphs_of(const std::string& text, std::optional<Spot> blanks) {
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

// The glyphs [first, last) that fit, with the spot's beginning among them.
std::pair<std::size_t, std::size_t> window(const std::vector<Glyph>& glyphs, std::size_t spot,
                                           std::size_t width, bool cut_before) {
  std::size_t total = cut_before ? 1 : 0;
  for (const Glyph& glyph : glyphs) total += glyph.cells;
  if (width == 0 || total <= width) return {0, glyphs.size()};
  const std::size_t room = width > 8 ? width - 2 : 6;  // "…" at both ends
  // A third of the room stands before the spot: what follows it explains more.
  std::size_t first = std::min(spot, glyphs.size()), taken = 0;
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
  if (finding.column == 0 || finding.excerpt_offset > 0) return finding.column;
  const std::string_view before =
      std::string_view(finding.excerpt)
          .substr(0, std::min<std::size_t>(finding.column - 1, finding.excerpt.size()));
  if (before.size() + 1 < finding.column || before.find("****") != std::string_view::npos)
    return finding.column;
  std::uint32_t column = 1;
  for (std::size_t at = 0; at < before.size(); ++column) at += code_point_at(before, at).length;
  return column;
}

MarkedLine marked_line(const Finding& finding, std::size_t width) {
  const std::string& text = finding.excerpt;
  const std::optional<Spot> spot = spot_of(finding);
  const bool blank =
      spot && is_blank(std::string_view(text).substr(spot->begin, spot->end - spot->begin));
  const std::vector<Glyph> glyphs = glyphs_of(text, blank ? spot : std::nullopt);

  std::size_t spot_begin = 0, spot_end = 0;  // as indices of glyphs
  if (spot) {
    const auto index = [&](std::size_t byte) {
      return static_cast<std::size_t>(std::count_if(
          glyphs.begin(), glyphs.end(), [&](const Glyph& glyph) { return glyph.begin < byte; }));
    };
    spot_begin = index(spot->begin);
    spot_end = std::max(spot_begin, index(spot->end));
  }
  const bool more_before = finding.excerpt_offset > 0;
  const auto [first, last] = window(glyphs, spot_begin, width, more_before);

  MarkedLine line;
  if (first > 0 || more_before) line.before = "…";
  for (std::size_t i = first; i < last; ++i)
    (i < spot_begin ? line.before : i < spot_end ? line.spot : line.after) += glyphs[i].text;
  if (last < glyphs.size()) (last < spot_end ? line.spot : line.after) += "…";
  line.column = width_of(line.before);
  if (spot) line.cells = std::max<std::size_t>(width_of(line.spot), 1);
  return line;
}

}  // namespace moongate
