#include "run/paths.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "error.h"

namespace moongate {

std::vector<std::string> repository_paths(const Change& change,
                                          const std::vector<std::string>& given) {
  namespace fs = std::filesystem;
  if (change.root.empty()) return given;
  std::vector<std::string> paths;
  std::error_code error;
  const fs::path root = fs::weakly_canonical(change.root, error);
  for (const std::string& path : given) {
    const fs::path full = fs::weakly_canonical(fs::absolute(path, error), error);
    const std::string relative = full.lexically_relative(root).generic_string();
    if (relative.empty() || relative == ".." || relative.starts_with("../"))
      throw Error(ProblemKind::usage, "'" + path + "' is outside of the repository",
                  "give files and folders below " + root.string());
    const auto in_change = [&](const FileChange& file) {
      return file.path() == relative || file.path().starts_with(relative + "/");
    };
    const bool known = relative == "." || fs::exists(fs::symlink_status(full, error)) ||
                       std::any_of(change.files.begin(), change.files.end(), in_change) ||
                       (change.after.find &&
                        (change.after.find(relative) || !change.after.list(relative).empty()));
    if (!known)
      throw Error(
          ProblemKind::usage, "there is no file or directory '" + path + "'",
          // Before a path could follow --all, a revision did.
          change.kind == ChangeKind::tree
              ? "to check the tree of a revision, write --all=" + path +
                    "; paths are relative to the current directory"
              : "paths are relative to the current directory; a name that begins with '-' goes "
                "after --");
    paths.push_back(relative);
  }
  return paths;
}

}  // namespace moongate
