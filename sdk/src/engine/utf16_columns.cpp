#include "engine/utf16_columns.h"

#include <algorithm>

#include "core/unicode.h"

namespace moongate {

namespace {

constexpr std::size_t between_marks = 1024;

std::size_t unit_size(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf16_le:
    case Encoding::utf16_be:
      return 2;
    case Encoding::utf32_le:
    case Encoding::utf32_be:
      return 4;
    case Encoding::bytes:
      break;
  }
  return 1;
}

bool is_little(Encoding encoding) {
  return encoding == Encoding::utf16_le || encoding == Encoding::utf32_le;
}

// Bytes of the byte order mark that a text begins with.
std::size_t mark_size(std::string_view text, Encoding encoding) {
  if (encoding == Encoding::bytes) return text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const std::size_t size = unit_size(encoding);
  if (text.size() < size) return 0;
  const auto at = [&](std::size_t i) {  // from the least significant byte
    return static_cast<unsigned char>(text[is_little(encoding) ? i : size - 1 - i]);
  };
  for (std::size_t i = 2; i < size; ++i)
    if (at(i) != 0) return 0;
  return at(0) == 0xFF && at(1) == 0xFE ? size : 0;
}

}  // namespace

Utf16Columns::Mark Utf16Columns::next(Mark mark) const {
  if (*encoding_ == Encoding::bytes) {
    const CodePoint point = code_point_at(text_, mark.at);
    return {mark.at + point.length, mark.units + (point.code > 0xFFFF ? 2u : 1u)};
  }
  const std::size_t size = unit_size(*encoding_);
  std::uint32_t units = 1;
  if (size == 4 && mark.at + 4 <= text_.size()) {
    // Beyond U+FFFF: a pair of units.
    const std::string_view value = text_.substr(mark.at, 4);
    const bool beyond = is_little(*encoding_) ? value[2] != 0 : value[1] != 0;
    units = beyond ? 2 : 1;
  }
  return {mark.at + size, mark.units + units};
}

const Utf16Columns::Line& Utf16Columns::line(std::uint32_t number) {
  if (!encoding_) encoding_ = encoding_of(text_);
  const auto [place, inserted] = known_.try_emplace(number);
  Line& line = place->second;
  if (!inserted) return line;
  const std::size_t size = unit_size(*encoding_);
  Mark mark{lines_.start(number), 0};
  const std::size_t end = mark.at + lines_.line(number).size();
  if (number == 1)
    mark.at += mark_size(text_, *encoding_);
  else
    // Lines end after the byte 0x0A; the rest of that unit follows it in little-endian text.
    mark.at = (mark.at + size - 1) / size * size;
  line.marks.push_back(mark);
  for (; mark.at < end; mark = next(mark))
    if (mark.at >= line.marks.back().at + between_marks) line.marks.push_back(mark);
  return line;
}

std::uint32_t Utf16Columns::of(std::uint32_t number, std::uint32_t column) {
  const std::vector<Mark>& marks = line(number).marks;
  const std::size_t wanted = lines_.start(number) + column - 1;
  const auto after =
      std::upper_bound(marks.begin(), marks.end(), wanted,
                       [](std::size_t at, const Mark& mark) { return at < mark.at; });
  if (after == marks.begin()) return 1;  // in the byte order mark
  Mark mark = *std::prev(after);
  while (mark.at < wanted && mark.at < text_.size()) {
    const Mark following = next(mark);
    if (following.at > wanted) break;
    mark = following;
  }
  return mark.units + 1;
}

void Utf16Columns::set(Finding& finding) {
  if (finding.line == 0) return;
  const auto differing = [&](std::uint32_t line, std::uint32_t column) -> std::uint32_t {
    if (column == 0) return 0;
    const std::uint32_t units = of(line, column);
    return units == column ? 0 : units;
  };
  finding.utf16_column = differing(finding.line, finding.column);
  finding.utf16_end_column =
      differing(std::max(finding.line, finding.end_line), finding.end_column);
}

}  // namespace moongate
