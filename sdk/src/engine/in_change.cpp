#include "engine/in_change.h"

#include <algorithm>
#include <optional>
#include <string>

#include "error.h"
#include "file_context.h"

namespace moongate {

namespace {

bool is_in_change(FileContext& net, const Finding& finding) {
  if (!finding.commit.empty() && !finding.excerpt.empty()) {
    // Where the commit's line is gone from the new version, its number there means another line.
    const std::string_view line = net.lines().line(finding.line);
    if (line.size() < finding.excerpt_offset ||
        !line.substr(finding.excerpt_offset).starts_with(finding.excerpt))
      return false;
  }
  return net.is_any_added(finding.line, std::max(finding.line, finding.end_line));
}

}  // namespace

void mark_in_change(const Change& change, std::vector<Finding>& findings) {
  // Of a whole tree every line is new: to read it again would tell nothing.
  if (change.kind == ChangeKind::tree || change.kind == ChangeKind::history) return;
  std::optional<FileContext> net;
  for (Finding& finding : findings) {
    if (finding.path.empty() || (finding.line == 0 && finding.commit.empty())) continue;
    if (!net || net->file().path() != finding.path) {
      net.reset();
      if (const FileChange* file = net_file(change, finding.path)) net.emplace(change, *file);
    }
    try {
      finding.in_change = net && (finding.line == 0 || is_in_change(*net, finding));
    } catch (const Error&) {
      // What cannot be read is a problem of this run already; only an order hangs on it here.
    }
  }
}

}  // namespace moongate
