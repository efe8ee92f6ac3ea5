#include "fix/patch.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "core/unicode.h"
#include "diff/file_context.h"
#include "diff/line_diff.h"

namespace moongate {

namespace {

constexpr std::uint32_t context = 3;

// Lines of both sides from 0, half open, with the context around the hunks that share it.
struct Group {
  std::uint32_t old_begin = 0, old_end = 0, new_begin = 0, new_end = 0;
  std::vector<Hunk> hunks;
};

std::uint32_t first_of(std::uint32_t start, std::uint32_t count) {
  return count ? start - 1 : start;  // a count of 0: the line after which something stands
}

std::vector<Group> groups_of(const std::vector<Hunk>& hunks, std::uint32_t old_lines) {
  std::vector<Group> groups;
  for (const Hunk& hunk : hunks) {
    const std::uint32_t old_begin = first_of(hunk.old_start, hunk.old_count);
    const std::uint32_t new_begin = first_of(hunk.new_start, hunk.new_count);
    const std::uint32_t lead = std::min(context, old_begin);
    const std::uint32_t old_end = old_begin + hunk.old_count;
    const std::uint32_t tail = std::min(context, old_lines - old_end);
    if (groups.empty() || groups.back().old_end < old_begin - lead) {
      Group group;
      group.old_begin = old_begin - lead;
      group.new_begin = new_begin - lead;
      groups.push_back(std::move(group));
    }
    groups.back().old_end = old_end + tail;
    groups.back().new_end = new_begin + hunk.new_count + tail;
    groups.back().hunks.push_back(hunk);
  }
  return groups;
}

void append_line(std::string& out, char sign, std::string_view text, const LineIndex& lines,
                 std::uint32_t line) {  // from 0
  const std::size_t begin = lines.start(line + 1), end = lines.start(line + 2);
  const std::string_view whole = text.substr(begin, end - begin);
  out += sign;
  out += whole;
  if (!whole.ends_with('\n')) out += "\n\\ No newline at end of file\n";
}

std::string range_of(std::uint32_t begin, std::uint32_t end) {
  const std::uint32_t count = end - begin;
  std::string text = std::to_string(count ? begin + 1 : begin);
  if (count != 1) text += "," + std::to_string(count);
  return text;
}

std::string named(const std::string& prefix, const std::string& path) {
  // A blank in a name ends in a tab, as Git does it: else a reader could not tell where it ends.
  const bool blank = path.find(' ') != std::string::npos;
  return git_quoted(prefix + path) + (blank ? "\t" : "");
}

}  // namespace

std::string git_quoted(const std::string& path) {
  constexpr std::string_view letters = "abfnrtv", meanings = "\a\b\f\n\r\t\v";
  std::string quoted = "\"";
  bool needed = false;
  for (std::size_t at = 0; at < path.size();) {
    const CodePoint point = code_point_at(path, at);
    const std::string_view bytes = std::string_view(path).substr(at, point.length);
    const std::size_t letter = meanings.find(path[at]);
    at += point.length;
    // Git by itself quotes all that is not ASCII (core.quotePath). Names that a person can read
    // stay readable here; what could act on a terminal or a CI system's log, or reorder a line,
    // does not.
    const bool acts = !point.valid || is_unsafe(point.code) ||
                      starts_log_command(std::string_view(path).substr(at - point.length));
    if (!acts && bytes != "\"" && bytes != "\\") {
      quoted += bytes;
      continue;
    }
    needed = true;
    if (bytes == "\"" || bytes == "\\") {
      quoted += '\\';
      quoted += bytes;
    } else if (letter != std::string_view::npos) {
      quoted += '\\';
      quoted += letters[letter];
    } else {
      for (const char c : bytes) {
        char escape[8];
        std::snprintf(escape, sizeof escape, "\\%03o",
                      static_cast<unsigned>(static_cast<unsigned char>(c)));
        quoted += escape;
      }
    }
  }
  return needed ? quoted + "\"" : path;
}

std::string patch_of(const std::string& path, std::uint32_t mode, std::string_view before,
                     std::string_view after, const std::string& before_id,
                     const std::string& after_id) {
  if (before == after) return {};
  const LineIndex old_lines(before), new_lines(after);
  char octal[16];
  std::snprintf(octal, sizeof octal, "%06o", static_cast<unsigned>(mode));
  std::string out = "diff --git " + git_quoted("a/" + path) + " " + git_quoted("b/" + path) + "\n";
  if (!before_id.empty() && !after_id.empty())
    out += "index " + before_id + ".." + after_id + " " + octal + "\n";
  out += "--- " + named("a/", path) + "\n+++ " + named("b/", path) + "\n";
  for (const Group& group : groups_of(diff_lines(before, after), old_lines.count())) {
    out += "@@ -" + range_of(group.old_begin, group.old_end) + " +" +
           range_of(group.new_begin, group.new_end) + " @@\n";
    std::uint32_t at = group.old_begin;
    for (const Hunk& hunk : group.hunks) {
      const std::uint32_t old_begin = first_of(hunk.old_start, hunk.old_count);
      const std::uint32_t new_begin = first_of(hunk.new_start, hunk.new_count);
      for (; at < old_begin; ++at) append_line(out, ' ', before, old_lines, at);
      for (; at < old_begin + hunk.old_count; ++at) append_line(out, '-', before, old_lines, at);
      for (std::uint32_t line = 0; line < hunk.new_count; ++line)
        append_line(out, '+', after, new_lines, new_begin + line);
    }
    for (; at < group.old_end; ++at) append_line(out, ' ', before, old_lines, at);
  }
  return out;
}

}  // namespace moongate
