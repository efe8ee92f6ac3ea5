#include "diff/diff_window.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <utility>
#include <vector>

#include "diff/line_hash.h"

namespace moongate {
namespace {

constexpr std::size_t block = 256;

std::size_t common_head(std::string_view a, std::string_view b) {
  const std::size_t smaller = std::min(a.size(), b.size());
  std::size_t common = 0;
  while (common + block <= smaller &&
         std::memcmp(a.data() + common, b.data() + common, block) == 0) {
    common += block;
  }
  while (common < smaller && a[common] == b[common]) ++common;
  return common;
}

std::size_t common_end(std::string_view a, std::string_view b) {
  const std::size_t smaller = std::min(a.size(), b.size());
  const char* a_end = a.data() + a.size();
  const char* b_end = b.data() + b.size();
  std::size_t common = 0;
  while (common + block <= smaller &&
         std::memcmp(a_end - common - block, b_end - common - block, block) == 0) {
    common += block;
  }
  while (common < smaller && *(a_end - common - 1) == *(b_end - common - 1)) ++common;
  return common;
}

std::uint32_t count_line_ends(std::string_view text) {
  constexpr std::uint64_t every_byte = 0x0101010101010101;
  constexpr std::uint64_t low_bits = every_byte * 0x7f;
  std::uint32_t count = 0;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    word ^= every_byte * '\n';
    // The highest bit of each byte that is zero, and of no other.
    const std::uint64_t ends = ~(((word & low_bits) + low_bits) | word | low_bits);
    count += static_cast<std::uint32_t>(std::popcount(ends));
  }
  for (; at < text.size(); ++at) count += text[at] == '\n' ? 1U : 0U;
  return count;
}

std::uint32_t count_lines(std::string_view text) {
  return count_line_ends(text) + (text.empty() || text.back() == '\n' ? 0U : 1U);
}

// Where the line that ends at `end` begins.
std::size_t start_of_line_before(std::string_view text, std::size_t end) {
  const std::size_t before = end < 2 ? std::string_view::npos : text.rfind('\n', end - 2);
  return before == std::string_view::npos ? 0 : before + 1;
}

std::size_t end_of_line(std::string_view text, std::size_t begin) {
  const std::size_t end = text.find('\n', begin);
  return end == std::string_view::npos ? text.size() : end + 1;
}

// A line of the changed part, and how often it stands where.
struct Line {
  std::string_view text;  // with its end
  std::uint32_t in_old = 0, in_new = 0;
  std::uint32_t in_common = 0;  // what both texts have before and behind the changed part
  std::uint32_t in_window = 0;  // of that: in the window
  std::uint32_t repeated = 0;
};

class Lines {
 public:
  explicit Lines(std::size_t most) : slots_(std::bit_ceil(most * 2 + 1), none) {
    lines_.reserve(most);
  }

  // Nullptr: the changed part has no such line.
  Line* find(std::uint64_t hash, std::string_view text) {
    const std::uint32_t index = slots_[slot_of(hash, text)];
    return index == none ? nullptr : &lines_[index];
  }

  Line& add(std::uint64_t hash, std::string_view text) {
    std::uint32_t& index = slots_[slot_of(hash, text)];
    if (index == none) {
      index = static_cast<std::uint32_t>(lines_.size());
      Line line;
      line.text = text;
      lines_.push_back(line);
    }
    return lines_[index];
  }

  std::vector<Line>& all() { return lines_; }

 private:
  static constexpr std::uint32_t none = 0xffffffff;

  std::size_t slot_of(std::uint64_t hash, std::string_view text) const {
    std::size_t slot = hash & (slots_.size() - 1);
    while (slots_[slot] != none && lines_[slots_[slot]].text != text) {
      slot = (slot + 1) & (slots_.size() - 1);
    }
    return slot;
  }

  std::vector<std::uint32_t> slots_;
  std::vector<Line> lines_;
};

// How many there are.
template <class Visit>
std::uint32_t for_each_line(std::string_view text, const Visit& visit) {
  const char* at = text.data();
  const char* top = at + text.size();
  std::uint32_t count = 0;
  for (; at < top; ++count) {
    const char* begin = at;
    const std::uint64_t hash = hash_line(at, top);
    visit(hash, std::string_view(begin, static_cast<std::size_t>(at - begin)));
  }
  return count;
}

// From how many on xdiff takes a line for one that stands everywhere, in a text of so many lines.
std::uint32_t often(std::uint32_t lines) {
  constexpr std::uint32_t most = 1024;
  return std::min(most, 1U << (std::bit_width(lines) + 1) / 2);
}

enum class Occurs : std::uint8_t { never, sometimes, often };

Occurs occurs(std::uint32_t count, std::uint32_t limit) {
  return count == 0 ? Occurs::never : count < limit ? Occurs::sometimes : Occurs::often;
}

// The two texts, and where they differ.
struct Texts {
  std::string_view before, after;
  std::size_t head = 0, old_end = 0, new_end = 0;  // what is common ends, and begins again
  std::size_t begin = 0, behind = 0;  // the window: begins, and goes on for so many bytes behind

  std::string_view old_part() const { return before.substr(head, old_end - head); }
  std::string_view new_part() const { return after.substr(head, new_end - head); }
  std::size_t size() const { return before.size() + after.size(); }
  std::size_t window_size() const { return (head - begin + behind) * 2 + part_size(); }
  std::size_t part_size() const { return old_end + new_end - head * 2; }
};

Texts compare(std::string_view before, std::string_view after) {
  Texts texts;
  texts.before = before;
  texts.after = after;
  const std::size_t same_bytes = common_head(before, after);
  const std::size_t last_end = before.substr(0, same_bytes).rfind('\n');
  texts.head = last_end == std::string_view::npos ? 0 : last_end + 1;
  const std::string_view old_rest = before.substr(texts.head);
  const std::string_view new_rest = after.substr(texts.head);
  std::size_t tail = common_end(old_rest, new_rest);
  const auto begins_a_line = [tail](std::string_view rest) {
    return rest.size() == tail || rest[rest.size() - tail - 1] == '\n';
  };
  if (tail > 0 && !(begins_a_line(old_rest) && begins_a_line(new_rest))) {
    const std::size_t end = old_rest.find('\n', old_rest.size() - tail);
    tail = end == std::string_view::npos ? 0 : old_rest.size() - end - 1;
  }
  texts.old_end = before.size() - tail;
  texts.new_end = after.size() - tail;
  texts.begin = texts.head;
  return texts;
}

// What xdiff can look at: it moves changed lines up and down as long as that has the same effect,
// so over lines that the changed part has, too, and judges a place by the lines around it (at most
// 20 blank ones up and down, MAX_BLANKS, and the one behind them).
void place_window(Texts& texts, Lines& lines) {
  constexpr int context = 32;
  const std::string_view text = texts.before;
  const auto is_changed = [&lines](std::string_view line) {
    const char* at = line.data();
    const std::uint64_t hash = hash_line(at, at + line.size());
    return lines.find(hash, line) != nullptr;
  };
  for (int left = context; left > 0 && texts.begin > 0;) {
    const std::size_t above = start_of_line_before(text, texts.begin);
    if (left < context || !is_changed(text.substr(above, texts.begin - above))) --left;
    texts.begin = above;
  }
  std::size_t end = texts.old_end;
  for (int left = context; left > 0 && end < text.size();) {
    const std::size_t below = end_of_line(text, end);
    if (left < context || !is_changed(text.substr(end, below - end))) --left;
    end = below;
  }
  texts.behind = end - texts.old_end;
}

// Of the texts and of their windows.
struct LineCounts {
  std::uint32_t old_text = 0, new_text = 0, old_window = 0, new_window = 0;
};

// Chooses how often each line is repeated above the windows, so that it occurs there as it does in
// the whole: never, sometimes or often. Nullopt: no number does it.
std::optional<std::string> repeated_lines(const LineCounts& count, Lines& lines) {
  const std::uint32_t old_often = often(count.old_text), new_often = often(count.new_text);

  // The more is repeated, the more lines the windows have, on which depends what is often.
  std::uint32_t more = 0;
  for (int round = 0; round < 4; ++round) {
    const std::uint32_t old_limit = often(count.old_window + more),
                        new_limit = often(count.new_window + more);
    std::uint32_t sum = 0;
    for (Line& line : lines.all()) {
      const std::uint32_t old_count = line.in_old + line.in_window;
      const std::uint32_t new_count = line.in_new + line.in_window;
      const auto fits = [&](std::uint32_t times) {
        // How often an old line stands in the new text is what counts, and the other way round.
        return (line.in_old == 0 || occurs(new_count + times, old_limit) ==
                                        occurs(line.in_new + line.in_common, old_often)) &&
               (line.in_new == 0 || occurs(old_count + times, new_limit) ==
                                        occurs(line.in_old + line.in_common, new_often));
      };
      const auto up_to = [](std::uint32_t limit, std::uint32_t known) {
        return limit > known ? limit - known : 0;
      };
      const std::array<std::uint32_t, 4> choices = {0, 1, up_to(old_limit, new_count),
                                                    up_to(new_limit, old_count)};
      const auto* choice = std::find_if(choices.begin(), choices.end(), fits);
      // A last line without an end cannot stand above another one.
      if (choice == choices.end() || (*choice > 0 && !line.text.ends_with('\n'))) {
        return std::nullopt;
      }
      line.repeated = *choice;
      sum += line.repeated;
    }
    if (often(count.old_window + sum) == old_limit && often(count.new_window + sum) == new_limit) {
      std::string text;
      for (const Line& line : lines.all()) {
        for (std::uint32_t i = 0; i < line.repeated; ++i) text += line.text;
      }
      return text;
    }
    more = sum;
  }
  return std::nullopt;
}

}  // namespace

std::optional<DiffWindow> window_of_changes(std::string_view before, std::string_view after) {
  constexpr std::size_t small = 4096;  // bytes; not worth the trouble
  if (before.size() + after.size() < small) return std::nullopt;
  Texts texts = compare(before, after);
  if (texts.part_size() > texts.size() / 4) return std::nullopt;

  Lines lines(count_lines(texts.old_part()) + std::size_t{count_lines(texts.new_part())});
  const std::uint32_t old_part = for_each_line(
      texts.old_part(),
      [&](std::uint64_t hash, std::string_view line) { ++lines.add(hash, line).in_old; });
  const std::uint32_t new_part = for_each_line(
      texts.new_part(),
      [&](std::uint64_t hash, std::string_view line) { ++lines.add(hash, line).in_new; });
  place_window(texts, lines);
  if (texts.window_size() > texts.size() / 2) return std::nullopt;

  DiffWindow window;
  const std::size_t around = texts.head - texts.begin + texts.behind;
  window.before = before.substr(texts.begin, texts.old_end - texts.head + around);
  window.after = after.substr(texts.begin, texts.new_end - texts.head + around);
  // Without a line in common, all of the changed part is changed, whatever xdiff knows of it.
  const bool is_one_change =
      std::none_of(lines.all().begin(), lines.all().end(),
                   [](const Line& line) { return line.in_old > 0 && line.in_new > 0; });
  if (is_one_change) {
    window.lines_above = count_lines(before.substr(0, texts.begin));
    return window;
  }

  const auto count = [&](std::size_t begin, std::size_t end, std::uint32_t Line::*member) {
    return for_each_line(before.substr(begin, end - begin),
                         [&](std::uint64_t hash, std::string_view line) {
                           if (Line* known = lines.find(hash, line)) ++(known->*member);
                         });
  };
  const std::size_t window_end = texts.old_end + texts.behind;
  const std::uint32_t above = count(0, texts.begin, &Line::in_common);
  const std::uint32_t below = count(window_end, before.size(), &Line::in_common);
  const std::uint32_t beside = count(texts.begin, texts.head, &Line::in_window) +
                               count(texts.old_end, window_end, &Line::in_window);
  for (Line& line : lines.all()) line.in_common += line.in_window;

  LineCounts counts;
  counts.old_window = old_part + beside;
  counts.new_window = new_part + beside;
  counts.old_text = counts.old_window + above + below;
  counts.new_text = counts.new_window + above + below;
  auto repeated = repeated_lines(counts, lines);
  // At the very top of a text xdiff can see that there is nothing above.
  if (!repeated || (texts.begin == 0 && !repeated->empty()) ||
      repeated->size() * 2 + texts.window_size() > texts.size() / 2) {
    return std::nullopt;
  }
  window.repeated = std::move(*repeated);
  window.lines_above = std::int64_t{above} - count_lines(window.repeated);
  return window;
}

}  // namespace moongate
