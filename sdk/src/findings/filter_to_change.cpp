#include "findings/filter_to_change.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "diff/file_context.h"
#include "findings/finalize_findings.h"

namespace moongate {

void hold_to_change(Report& report, const Change& change) {
  std::map<std::string_view, const FileChange*> files;
  for (const FileChange& file : change.files)
    if (file.after) files.emplace(file.path(), &file);
  std::map<std::string_view, FileContext> contexts;  // of the files that are asked for
  const std::string root = change.root.empty() ? std::string() : change.root + "/";
  std::erase_if(report.findings, [&](Finding& finding) {
    if (!root.empty() && finding.path.starts_with(root)) finding.path.erase(0, root.size());
    if (finding.path.empty()) return false;
    const auto file = files.find(finding.path);
    if (file == files.end()) return true;
    if (finding.line == 0) return false;
    auto known = contexts.find(file->first);
    if (known == contexts.end())
      known = contexts.try_emplace(file->first, change, *file->second).first;
    return !known->second.is_any_added(finding.line, std::max(finding.line, finding.end_line));
  });
  for (CheckOutcome& check : report.checks)
    if (check.status == CheckStatus::findings &&
        std::none_of(report.findings.begin(), report.findings.end(),
                     [&](const Finding& finding) { return finding.check == check.name; }))
      check.status = CheckStatus::ok;
  count_findings(report);
  decide_exit(report, Level::error);
}

}  // namespace moongate
