// One line of a file on a person's screen, with the span marked under it.
#pragma once

#include <cstdint>
#include <string>

#include "core/finding.h"

namespace moongate {

struct MarkedLine {
  std::string before, span, after;  // the line's parts, visible, tabs expanded; `span` may be empty
  std::size_t column = 0;           // cells before the span
  std::size_t cells = 0;            // cells of the mark; 0 where there is no column to mark
};

// The finding's column in characters, as an editor counts them; in bytes where the snippet does not
// show the line from its beginning to there, because it is cut or a secret in it is masked.
std::uint32_t character_column(const Finding& finding);

// `width`: cells that the line may take; a longer one is cut around the span, with "…" where
// something is left out. A span of nothing but blanks is shown as "·" and "→".
MarkedLine marked_line(const Finding& finding, std::size_t width);

}  // namespace moongate
