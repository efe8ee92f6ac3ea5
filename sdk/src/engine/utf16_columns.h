// Columns as editors' protocols and SARIF count them: in UTF-16 code units of the decoded line,
// also where the file itself is UTF-16 or UTF-32. A byte order mark is no character.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "core/finding.h"
#include "diff/file_context.h"
#include "match/decode.h"

namespace moongate {

class Utf16Columns {
 public:
  // The text and its lines must outlive this.
  Utf16Columns(std::string_view text, const LineIndex& lines) : text_(text), lines_(lines) {}

  // The column, from 1, of the character that the byte column (from 1) of a line stands in.
  std::uint32_t of(std::uint32_t line, std::uint32_t column);

  // Sets the finding's columns in UTF-16 units where they differ from those in bytes.
  void set(Finding& finding);

 private:
  // A line may be as long as the file and have thousands of findings: the way to a column starts at
  // a mark nearby.
  struct Mark {
    std::size_t at;       // of the text
    std::uint32_t units;  // of the line, before it
  };
  struct Line {
    std::vector<Mark> marks;
  };
  Mark next(Mark mark) const;
  const Line& line(std::uint32_t number);

  std::string_view text_;
  const LineIndex& lines_;
  std::optional<Encoding> encoding_;
  std::map<std::uint32_t, Line> known_;
};

}  // namespace moongate
