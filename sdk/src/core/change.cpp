#include "core/change.h"

#include <algorithm>
#include <set>

namespace moongate {

const FileChange* net_file(const Change& change, std::string_view path) {
  const auto found = std::lower_bound(
      change.files.begin(), change.files.end(), path,
      [](const FileChange& file, std::string_view wanted) { return file.path() < wanted; });
  return found != change.files.end() && found->path() == path && found->after ? &*found : nullptr;
}

std::optional<std::vector<std::string>> entries_of(const TreeView& view,
                                                   std::string_view directory) {
  if (view.entries) return view.entries(directory);
  if (!view.list) return std::nullopt;
  const std::size_t prefix = directory.empty() ? 0 : directory.size() + 1;
  std::set<std::string> names;
  for (const FileVersion& file : view.list(directory)) {
    const std::size_t slash = file.path.find('/', prefix);
    names.insert(file.path.substr(prefix, slash == std::string::npos ? slash : slash + 1 - prefix));
  }
  if (names.empty() && !directory.empty()) return std::nullopt;
  return std::vector<std::string>(names.begin(), names.end());
}

std::string_view name_of(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::staged:
      return "staged";
    case ChangeKind::working:
      return "working";
    case ChangeKind::message:
      return "message";
    case ChangeKind::range:
      return "range";
    case ChangeKind::commit:
      return "commit";
    case ChangeKind::push:
      return "push";
    case ChangeKind::tree:
      return "tree";
    case ChangeKind::history:
      return "history";
    case ChangeKind::refs:
      return "refs";
    case ChangeKind::buffer:
      return "buffer";
  }
  return "buffer";
}

std::string_view name_of(FileStatus status) {
  switch (status) {
    case FileStatus::added:
      return "added";
    case FileStatus::modified:
      return "modified";
    case FileStatus::deleted:
      return "deleted";
    case FileStatus::renamed:
      return "renamed";
    case FileStatus::copied:
      return "copied";
    case FileStatus::type_changed:
      return "type_changed";
  }
  return "modified";
}

}  // namespace moongate
