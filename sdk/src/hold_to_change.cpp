#include "hold_to_change.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "engine/verdict.h"
#include "git/line_diff.h"

namespace moongate {

namespace {

std::vector<Hunk> hunks_of(const FileChange& file, const Change& change) {
  const auto text = [&](const std::optional<FileVersion>& version) {
    return version && !version->is_submodule() ? change.read(version->id)
                                               : std::make_shared<const std::string>();
  };
  const Bytes before = text(file.before), after = text(file.after);
  return diff_lines(*before, *after);
}

bool added(const std::vector<Hunk>& hunks, const Finding& finding) {
  const std::uint64_t first = finding.line, last = std::max(finding.line, finding.end_line);
  return std::any_of(hunks.begin(), hunks.end(), [&](const Hunk& hunk) {
    return hunk.new_count > 0 && first < std::uint64_t{hunk.new_start} + hunk.new_count &&
           last >= hunk.new_start;
  });
}

}  // namespace

void hold_to_change(Report& report, const Change& change) {
  std::map<std::string_view, const FileChange*> files;
  for (const FileChange& file : change.files)
    if (file.after) files.emplace(file.path(), &file);
  std::map<std::string_view, std::vector<Hunk>> hunks;  // of the files that are asked for
  const std::string root = change.root.empty() ? std::string() : change.root + "/";
  std::erase_if(report.findings, [&](Finding& finding) {
    if (!root.empty() && finding.path.starts_with(root)) finding.path.erase(0, root.size());
    if (finding.path.empty()) return false;
    const auto file = files.find(finding.path);
    if (file == files.end()) return true;
    if (finding.line == 0) return false;
    auto known = hunks.find(file->first);
    if (known == hunks.end())
      known = hunks.emplace(file->first, hunks_of(*file->second, change)).first;
    return !added(known->second, finding);
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
