#include "report/flood.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace moongate {

namespace {

// The first directory of a path below `prefix`, with its slash; a file's own name where it is in
// none.
std::string place_of(const Finding& finding, std::size_t prefix) {
  if (finding.path.empty()) return finding.branch.empty() ? "commits" : "branches";
  const std::size_t slash = finding.path.find('/', prefix);
  return slash == std::string::npos ? finding.path : finding.path.substr(0, slash + 1);
}

// How much of their paths all of them share, in whole directories.
std::size_t common_directories(const std::vector<const Finding*>& findings) {
  std::string_view common;
  bool first = true;
  for (const Finding* finding : findings) {
    const std::string_view directory =
        std::string_view(finding->path).substr(0, finding->path.rfind('/') + 1);
    if (first) common = directory;
    first = false;
    const auto end =
        std::mismatch(common.begin(), common.end(), directory.begin(), directory.end()).first;
    common = common.substr(0, static_cast<std::size_t>(end - common.begin()));
    common = common.substr(0, common.rfind('/') + 1);
  }
  return common.size();
}

HiddenFindings summary_of(const std::string& check, const std::vector<const Finding*>& findings) {
  HiddenFindings hidden;
  hidden.check = check;
  const std::size_t prefix = common_directories(findings);
  std::map<std::string, std::uint64_t> places;
  for (const Finding* finding : findings) {
    if (finding->level == Level::error) ++hidden.errors;
    if (finding->level == Level::warning) ++hidden.warnings;
    if (finding->level == Level::note) ++hidden.notes;
    ++places[place_of(*finding, prefix)];
  }
  hidden.places.assign(places.begin(), places.end());
  std::stable_sort(hidden.places.begin(), hidden.places.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return hidden;
}

}  // namespace

Flood flood_of(const Report& report, std::size_t limit) {
  Flood flood;
  flood.shown.assign(report.findings.size(), true);
  std::map<std::string, std::vector<std::size_t>> by_check;
  for (std::size_t i = 0; i < report.findings.size(); ++i) {
    by_check[report.findings[i].check].push_back(i);
    if (!report.findings[i].fix.empty()) ++flood.fixable;
  }
  const bool whole_tree = report.change.kind == ChangeKind::tree;
  for (auto& [check, indexes] : by_check) {
    if (indexes.size() <= limit) continue;
    const auto rank = [&](std::size_t index) {
      const Finding& finding = report.findings[index];
      return std::pair(finding.level, finding.in_change);
    };
    std::stable_sort(indexes.begin(), indexes.end(),
                     [&](std::size_t a, std::size_t b) { return rank(a) > rank(b); });
    std::vector<const Finding*> hidden;
    for (std::size_t i = 0; i < indexes.size(); ++i) {
      const Finding& finding = report.findings[indexes[i]];
      if (i < limit && !(whole_tree && finding.level == Level::note)) continue;
      flood.shown[indexes[i]] = false;
      hidden.push_back(&finding);
    }
    flood.total += hidden.size();
    flood.hidden.push_back(summary_of(check, hidden));
  }
  return flood;
}

}  // namespace moongate
