#include "fix/carry_over.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "diff/file_context.h"
#include "diff/line_diff.h"

namespace moongate {

namespace {

// Lines [begin, end) of `staged`, from 0, that lines [new_begin, new_end) of `working` replace.
struct Difference {
  std::size_t begin = 0, end = 0, new_begin = 0, new_end = 0;
};

std::vector<Difference> differences(std::string_view staged, std::string_view working) {
  std::vector<Difference> result;
  for (const Hunk& hunk : diff_lines(staged, working)) {
    Difference one;
    one.begin = hunk.old_count ? hunk.old_start - 1 : hunk.old_start;
    one.end = one.begin + hunk.old_count;
    one.new_begin = hunk.new_count ? hunk.new_start - 1 : hunk.new_start;
    one.new_end = one.new_begin + hunk.new_count;
    result.push_back(one);
  }
  return result;
}

// A text by lines, from 0.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text), index_(text) {}

  std::size_t count() const { return index_.count(); }
  std::size_t start(std::size_t line) const {
    return index_.start(static_cast<std::uint32_t>(line) + 1);
  }
  std::size_t line_of(std::size_t offset) const { return index_.line_of(offset) - 1; }
  // Lines [begin, end) with their endings.
  std::string_view of(std::size_t begin, std::size_t end) const {
    return text_.substr(start(begin), start(end) - start(begin));
  }

 private:
  std::string_view text_;
  LineIndex index_;
};

struct LineRange {
  std::size_t begin = 0, end = 0;
};

// Whether a line's end is taken away and the line goes on: what follows becomes part of it.
bool joins_next(const TextEdit& edit, std::string_view text) {
  if (edit.begin == edit.end || text[edit.end - 1] != '\n') return false;
  if (!edit.text.empty()) return !edit.text.ends_with('\n');
  return edit.begin > 0 && text[edit.begin - 1] != '\n';
}

// The lines that the edit reaches into. Text that is inserted between two lines belongs to the one
// after it; at the end of the text to the one before it.
LineRange lines_of(const TextEdit& edit, std::string_view text, const Lines& lines) {
  if (lines.count() == 0) return {0, 0};
  LineRange range{lines.line_of(edit.begin),
                  lines.line_of(std::max(edit.begin + 1, edit.end) - 1) + 1};
  if (joins_next(edit, text)) range.end = std::min(range.end + 1, lines.count());
  return range;
}

class Carrier {
 public:
  Carrier(std::string_view staged, const std::vector<TextEdit>& edits, std::string_view working)
      : staged_text_(staged),
        edits_(edits),
        working_text_(working),
        staged_(staged),
        working_(working),
        differences_(differences(staged, working)) {}

  CarriedOver carry() {
    CarriedOver result;
    std::vector<TextEdit> carried;
    for (const TextEdit& edit : edits_) {
      const LineRange lines = lines_of(edit, staged_text_, staged_);
      if (const std::optional<std::size_t> place = place_of(edit, lines)) {
        carried.push_back({*place, *place + (edit.end - edit.begin), edit.text});
        continue;
      }
      if (is_there(lines)) continue;
      const auto first = static_cast<std::uint32_t>(lines.begin + 1);
      const auto last = static_cast<std::uint32_t>(std::max(lines.begin + 1, lines.end));
      if (!result.left.empty() && first <= result.left.back().second)
        result.left.back().second = std::max(result.left.back().second, last);
      else
        result.left.emplace_back(first, last);
    }
    result.text = apply_edits(working_text_, carried);
    return result;
  }

 private:
  // The difference that `lines` overlap or that lies between two of them; null: none.
  const Difference* met_by(const LineRange& lines) const {
    for (auto one = first_after(lines.begin); one != differences_.end(); ++one) {
      if (one->begin >= lines.end) return nullptr;
      const bool inserts = one->begin == one->end;
      if (inserts ? one->begin > lines.begin : one->end > lines.begin) return &*one;
    }
    return nullptr;
  }

  std::vector<Difference>::const_iterator first_after(std::size_t line) const {
    return std::lower_bound(differences_.begin(), differences_.end(), line,
                            [](const Difference& one, std::size_t at) { return one.end < at; });
  }

  // Where in `working` the edit begins; nullopt where its lines are not there as they were staged.
  std::optional<std::size_t> place_of(const TextEdit& edit, const LineRange& lines) const {
    if (lines.begin == lines.end)
      return working_text_.empty() ? std::optional<std::size_t>(0) : std::nullopt;
    if (met_by(lines)) return std::nullopt;
    // Lines shift by what differs before them.
    std::ptrdiff_t shift = 0;
    const auto after =
        std::upper_bound(differences_.begin(), differences_.end(), lines.begin,
                         [](std::size_t at, const Difference& one) { return at < one.end; });
    if (after != differences_.begin()) {
      const Difference& before = *std::prev(after);
      shift = static_cast<std::ptrdiff_t>(before.new_end) - static_cast<std::ptrdiff_t>(before.end);
    }
    const auto begin = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(lines.begin) + shift);
    const std::size_t end = begin + (lines.end - lines.begin);
    // Whatever the diff said: what is written over must be what was fixed.
    if (end > working_.count() || working_.of(begin, end) != staged_.of(lines.begin, lines.end))
      return std::nullopt;
    const std::size_t place = working_.start(begin) + (edit.begin - staged_.start(lines.begin));
    // What is appended to the file, or leaves its last line open, must be at the end there, too.
    const bool to_the_end = edit.end == staged_text_.size() &&
                            (edit.begin == edit.end || joins_next(edit, staged_text_));
    if (to_the_end && place + (edit.end - edit.begin) != working_text_.size()) return std::nullopt;
    return place;
  }

  // Lines [begin, end) of the staged version with all edits that lie in them.
  std::string fixed(std::size_t begin, std::size_t end) const {
    const std::size_t from = staged_.start(begin), to = staged_.start(end);
    std::vector<TextEdit> inner;
    for (auto edit =
             std::lower_bound(edits_.begin(), edits_.end(), from,
                              [](const TextEdit&one, std::size_t at) { return one.begin < at; });
         edit != edits_.end() && edit->end <= to; ++edit)
      if (edit->begin < to || to == staged_text_.size())
        inner.push_back({edit->begin - from, edit->end - from, edit->text});
    return apply_edits(staged_text_.substr(from, to - from), inner);
  }

  // Whether `working` has the fixed lines in their place already.
  bool is_there(const LineRange& lines) const {
    const Difference* const one = met_by(lines);
    if (!one) return false;
    if (one->end - one->begin == one->new_end - one->new_begin && lines.begin >= one->begin &&
        lines.end <= one->end) {
      const std::size_t begin = one->new_begin + (lines.begin - one->begin);
      if (working_.of(begin, begin + (lines.end - lines.begin)) == fixed(lines.begin, lines.end))
        return true;
    }
    return fixed(one->begin, one->end) == working_.of(one->new_begin, one->new_end);
  }

  std::string_view staged_text_;
  const std::vector<TextEdit>& edits_;
  std::string_view working_text_;
  Lines staged_, working_;
  std::vector<Difference> differences_;
};

// Line feeds become CRLF, except after a carriage return.
std::string with_crlf(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n' && !result.ends_with('\r')) result += '\r';
    result += c;
  }
  return result;
}

// The edits of `staged`, which has no carriage return, as edits of its version in CRLF.
std::vector<TextEdit> in_crlf(std::string_view staged, const std::vector<TextEdit>& edits) {
  std::vector<TextEdit> result;
  std::size_t at = 0, added = 0;  // carriage returns before `at`
  const auto moved = [&](std::size_t offset) {
    added += static_cast<std::size_t>(
        std::count(staged.begin() + static_cast<std::ptrdiff_t>(at),
                   staged.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
    at = offset;
    return offset + added;
  };
  for (const TextEdit& edit : edits) {
    TextEdit there{moved(edit.begin), moved(edit.end), with_crlf(edit.text)};
    // What the fix wants before the line feed stands there already.
    if (there.text.ends_with('\r') && edit.end < staged.size() && staged[edit.end] == '\n')
      there.text.pop_back();
    result.push_back(std::move(there));
  }
  return result;
}

// Every line of one ends in CRLF and none of the other's: Git wrote it so (core.autocrlf,
// eol=crlf).
bool turned_to_crlf(std::string_view staged, std::string_view working) {
  if (staged.find('\r') != std::string_view::npos) return false;
  bool any = false;
  for (std::size_t at = working.find('\n'); at != std::string_view::npos;
       at = working.find('\n', at + 1)) {
    if (at == 0 || working[at - 1] != '\r') return false;
    any = true;
  }
  return any;
}

}  // namespace

CarriedOver carry_over(std::string_view staged, const std::vector<TextEdit>& edits,
                       std::string_view working) {
  if (turned_to_crlf(staged, working)) {
    const std::string text = with_crlf(staged);
    const std::vector<TextEdit> smallest = smallest_edits(text, in_crlf(staged, edits));
    return Carrier(text, smallest, working).carry();
  }
  const std::vector<TextEdit> smallest = smallest_edits(staged, edits);
  return Carrier(staged, smallest, working).carry();
}

}  // namespace moongate
