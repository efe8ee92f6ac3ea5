#include "change.h"

namespace moongate {

std::string_view name_of(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::staged:
      return "staged";
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
