#include "fix/carry_over.h"

#include <algorithm>
#include <cstddef>

#include "file_context.h"
#include "git/open.h"

namespace moongate {

namespace {

// Lines [begin, end) of the old side, from 0, which lines [new_begin, new_end) replace.
struct Edit {
  std::size_t begin = 0, end = 0, new_begin = 0, new_end = 0;
  bool inserts() const { return begin == end; }
};

// Lines [begin, end) from 0, with their endings.
std::string_view lines_of(std::string_view text, const LineIndex& index, std::size_t begin,
                          std::size_t end) {
  const std::size_t from = index.start(static_cast<std::uint32_t>(begin) + 1);
  const std::size_t to = index.start(static_cast<std::uint32_t>(end) + 1);
  return text.substr(from, to - from);
}

// Neighbours that changed one for one are edits of their own: that one of them changed otherwise in
// the working tree is no reason to leave the other.
std::vector<Edit> edits_of(std::string_view before, std::string_view after) {
  const LineIndex old_lines(before), new_lines(after);
  std::vector<Edit> edits;
  for (const Hunk& hunk : diff_lines(before, after)) {
    Edit edit;
    edit.begin = hunk.old_count ? hunk.old_start - 1 : hunk.old_start;
    edit.end = edit.begin + hunk.old_count;
    edit.new_begin = hunk.new_count ? hunk.new_start - 1 : hunk.new_start;
    edit.new_end = edit.new_begin + hunk.new_count;
    if (hunk.old_count != hunk.new_count) {
      edits.push_back(edit);
      continue;
    }
    for (std::size_t i = 0; i < hunk.old_count; ++i) {
      const Edit one{edit.begin + i, edit.begin + i + 1, edit.new_begin + i,
                     edit.new_begin + i + 1};
      if (lines_of(before, old_lines, one.begin, one.end) !=
          lines_of(after, new_lines, one.new_begin, one.new_end))
        edits.push_back(one);
    }
  }
  return edits;
}

bool meet(const Edit& a, const Edit& b) {
  if (a.begin < b.end && b.begin < a.end) return true;
  // Which of two insertions at one place comes first, or whether a line goes before or after one
  // that changed beside it, nobody has said.
  if (a.inserts()) return b.begin <= a.begin && a.begin <= b.end;
  return false;
}

std::string with_crlf(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n') result += '\r';
    result += c;
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

CarriedOver carry_over(std::string_view staged, std::string_view fixed, std::string_view working) {
  if (working == staged) return {std::string(fixed), {}};
  if (turned_to_crlf(staged, working)) {
    // Such a file has no line feed of its own, so neither side gets a second carriage return.
    const std::string staged_there = with_crlf(staged), fixed_there = with_crlf(fixed);
    return carry_over(staged_there, fixed_there, working);
  }
  const std::vector<Edit> fixes = edits_of(staged, fixed);
  const std::vector<Edit> unstaged = edits_of(staged, working);
  const LineIndex fixed_lines(fixed), working_lines(working);

  CarriedOver result;
  std::size_t done = 0;  // lines of `working`
  std::ptrdiff_t shift = 0;
  std::size_t passed = 0;  // of `unstaged`: lie before the fix
  for (const Edit& fix : fixes) {
    while (passed < unstaged.size() && unstaged[passed].end <= fix.begin &&
           !meet(fix, unstaged[passed])) {
      const Edit& edit = unstaged[passed++];
      shift += static_cast<std::ptrdiff_t>(edit.new_end - edit.new_begin) -
               static_cast<std::ptrdiff_t>(edit.end - edit.begin);
    }
    const std::string_view wanted = lines_of(fixed, fixed_lines, fix.new_begin, fix.new_end);
    if (passed < unstaged.size() && meet(fix, unstaged[passed])) {
      const Edit& edit = unstaged[passed];
      const bool there = edit.begin == fix.begin && edit.end == fix.end &&
                         lines_of(working, working_lines, edit.new_begin, edit.new_end) == wanted;
      if (!there) result.left.emplace_back(fix.begin + 1, std::max(fix.begin + 1, fix.end));
      continue;
    }
    const auto begin = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(fix.begin) + shift);
    const std::size_t end = begin + (fix.end - fix.begin);
    result.text += lines_of(working, working_lines, done, begin);
    result.text += wanted;
    done = end;
  }
  result.text += lines_of(working, working_lines, done, working_lines.count());
  return result;
}

}  // namespace moongate
