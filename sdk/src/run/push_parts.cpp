#include "run/push_parts.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "report/merge_reports.h"
#include "run/ruleset_source.h"

namespace moongate {

namespace {

// All that decides by what an update is judged, and against what it relaxes: the files of rules,
// without reading them.
struct RuleFiles {
  std::optional<std::vector<FileVersion>> before, after;
  bool operator==(const RuleFiles&) const = default;
};

std::optional<std::vector<FileVersion>> rule_files(const TreeView& tree,
                                                   const std::vector<std::string>& nested) {
  if (!tree.find) return std::nullopt;
  std::vector<FileVersion> files = tree.list(".moongate");
  const auto add = [&](const std::string& path) {
    if (std::optional<FileVersion> file = tree.find(path)) files.push_back(std::move(*file));
  };
  for (const char* path : {"moongate.toml", ".moongate"}) add(path);
  for (const std::string& path : nested) add(path);
  return files;
}

}  // namespace

std::vector<Request> parts_of_push(const Request& request, const Change& whole) {
  std::vector<std::pair<RuleFiles, Request>> parts;
  if (whole.sides.size() != request.updates.size()) return {};
  const std::vector<std::string> nested = nested_config_paths(whole);
  for (std::size_t i = 0; i < request.updates.size(); ++i) {
    const RefUpdate& update = request.updates[i];
    if (update.after.zero()) continue;  // a deletion brings nothing
    const RuleFiles files = {rule_files(whole.sides[i].before, nested),
                             rule_files(whole.sides[i].after, nested)};
    auto part = std::find_if(parts.begin(), parts.end(),
                             [&](const auto& known) { return known.first == files; });
    if (part == parts.end()) {
      part = parts.emplace(parts.end(), files, request);
      part->second.updates.clear();
    }
    part->second.updates.push_back(update);
  }
  std::vector<Request> requests;
  if (parts.size() < 2) return requests;
  for (auto& [files, part] : parts) {
    part.other_updates = request.updates;
    requests.push_back(std::move(part));
  }
  return requests;
}

Report join_parts(const Change& whole, std::vector<Report> parts) {
  std::vector<ReadReport> reports;
  const unsigned shard = parts.front().shard, shards = parts.front().shards;
  const std::uint32_t limit = parts.front().findings_limit;
  std::vector<std::string> notes;
  std::string patch;
  std::uint64_t added = 0, removed = 0;
  for (Report& part : parts) {
    // Each part is whole, and the ends of one are not those of another.
    part.shard = 0;
    part.shards = 1;
    part.findings_limit = 0;
    part.change.base.clear();
    part.change.bases.clear();
    part.change.head.clear();
    added += part.change.added_lines;
    removed += part.change.removed_lines;
    for (std::string& note : part.notes)
      if (std::find(notes.begin(), notes.end(), note) == notes.end())
        notes.push_back(std::move(note));
    patch += part.patch;
    reports.push_back({"", "", std::move(part), false, {}});
  }
  Report report = merge_reports(std::move(reports));
  report.shard = shard;
  report.shards = shards;
  report.findings_limit = limit;
  report.notes = std::move(notes);
  report.patch = std::move(patch);
  report.change.updates = whole.updates;
  report.change.added_lines = added;
  report.change.removed_lines = removed;
  if (shards == 1) {  // a commit of two branches is one
    report.change.files = whole.files.size();
    report.change.commits = whole.commits.size();
  }
  return report;
}

}  // namespace moongate
