#include "engine/on_changed_lines.h"

#include <algorithm>
#include <optional>
#include <string>

#include "core/error.h"
#include "diff/file_context.h"

namespace moongate {

namespace {

bool is_in_change(FileContext& net, const Finding& finding) {
  if (!finding.commit.empty() && !finding.snippet.empty()) {
    // Where the commit's line is gone from the new version, its number there means another line.
    const std::string_view line = net.lines().line(finding.line);
    if (line.size() < finding.snippet_offset ||
        !line.substr(finding.snippet_offset).starts_with(finding.snippet))
      return false;
  }
  return net.is_any_added(finding.line, std::max(finding.line, finding.end_line));
}

// A file of this size is no text that a person reviews, and only a place in a viewer depends on it.
constexpr std::uint64_t largest_for_whole_file = std::uint64_t{1} << 20;

// The added line that is nearest to these lines; of those among them the first. 0: none is needed,
// because all of them are added, or there is none.
std::uint32_t changed_line_of(FileContext& net, std::uint32_t first, std::uint32_t last) {
  const auto& added = net.added();
  if (added.empty()) return 0;
  const auto next =
      std::lower_bound(added.begin(), added.end(), first,
                       [](const auto& range, std::uint32_t line) { return range.second < line; });
  if (next != added.end() && next->first <= first && next->second >= last) return 0;
  if (next != added.end() && next->first <= last) return std::max(next->first, first);
  if (next == added.begin()) return next->first;
  const std::uint32_t before = std::prev(next)->second;
  if (next == added.end()) return before;
  return first - before <= next->first - last ? before : next->first;
}

// Where a finding of a whole file can be shown among the lines of the change.
std::uint32_t changed_line_of_file(FileContext& net) {
  const FileChange& file = net.file();
  const bool is_new = !file.before;  // its first line is added
  if (is_new || !file.after->is_regular() || net.size() > largest_for_whole_file || net.is_binary())
    return 0;
  return changed_line_of(net, 1, 1);
}

}  // namespace

void mark_in_change(const Change& change, ChangedLines lines, std::vector<Finding>& findings) {
  // Of a whole tree every line is new: to read it again would tell nothing.
  if (change.kind == ChangeKind::tree || change.kind == ChangeKind::history) return;
  std::optional<FileContext> net;
  for (Finding& finding : findings) {
    const bool about_lines = finding.line > 0 || !finding.commit.empty();
    if (finding.path.empty() || (!about_lines && lines == ChangedLines::unwanted)) continue;
    if (!net || net->file().path() != finding.path) {
      net.reset();
      if (const FileChange* file = net_file(change, finding.path)) net.emplace(change, *file);
    }
    try {
      if (about_lines)
        finding.in_change = net && (finding.line == 0 || is_in_change(*net, finding));
      if (!net || lines == ChangedLines::unwanted) continue;
      if (finding.line == 0)
        finding.changed_line = changed_line_of_file(*net);
      else
        finding.changed_line =
            changed_line_of(*net, finding.line, std::max(finding.line, finding.end_line));
    } catch (const Error&) {
      // What cannot be read is a problem of this run already; only an order hangs on it here.
    }
  }
}

}  // namespace moongate
