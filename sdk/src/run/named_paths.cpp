#include "run/named_paths.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "core/error.h"
#include "engine/plan.h"

namespace moongate {

namespace {

namespace fs = std::filesystem;

bool has_files(const Change& change) {
  return change.kind != ChangeKind::message && change.kind != ChangeKind::refs;
}

bool is_part(const Change& change, const std::string& asked) {
  const auto concerns = [&](const FileChange& file) {
    return (file.after && is_below(file.after->path, asked)) ||
           (file.before && is_below(file.before->path, asked));
  };
  if (std::any_of(change.files.begin(), change.files.end(), concerns)) return true;
  // What one commit added and another removed is no part of the net change.
  return change.files_of &&
         std::any_of(change.commits.begin(), change.commits.end(), [&](const Commit& commit) {
           if (commit.id.empty()) return false;
           const std::vector<FileChange> files = change.files_of(commit);
           return std::any_of(files.begin(), files.end(), concerns);
         });
}

bool is_file(const Change& change, const fs::path& full, const std::string& relative) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(full, error);
  if (fs::is_regular_file(status) || fs::is_symlink(status)) return true;
  return change.after.find && !fs::is_directory(status) && change.after.find(relative).has_value();
}

[[noreturn]] void no_part(const Change& change, const std::string& given) {
  const std::string word = given.find(' ') == given.npos ? given : "\"" + given + "\"";
  switch (change.kind) {
    case ChangeKind::staged:
      throw Error(ProblemKind::usage, "'" + given + "' is not staged: nothing of it was checked",
                  "stage it (git add -- " + word +
                      "), or check the working tree (moongate check "
                      "--working -- " +
                      word + ") or all of HEAD (moongate check --all -- " + word + ")");
    case ChangeKind::working:
      throw Error(ProblemKind::usage,
                  "'" + given +
                      "' does not differ from HEAD, or Git ignores it: nothing of it was "
                      "checked",
                  "check all of HEAD: moongate check --all -- " + word);
    case ChangeKind::tree:
      throw Error(ProblemKind::usage, "'" + given + "' is not in this tree",
                  "check the working tree: moongate check --working -- " + word);
    default:
      throw Error(ProblemKind::usage,
                  "'" + given + "' is not part of this change: nothing of it was checked",
                  "check all of HEAD (moongate check --all -- " + word +
                      "), or the working tree (moongate check --working -- " + word + ")");
  }
}

}  // namespace

AskedPaths asked_paths(const Change& change, const Config& config,
                       const std::vector<std::string>& given) {
  AskedPaths asked;
  if (change.root.empty()) {
    asked.paths = given;
    return asked;
  }
  std::error_code error;
  const fs::path root = fs::weakly_canonical(change.root, error);
  for (const std::string& path : given) {
    // A symbolic link is a file of its own, whatever it leads to.
    const fs::path absolute = fs::absolute(path, error).lexically_normal();
    const fs::path full =
        fs::is_symlink(fs::symlink_status(absolute, error))
            ? fs::weakly_canonical(absolute.parent_path(), error) / absolute.filename()
            : fs::weakly_canonical(absolute, error);
    std::string relative = full.lexically_relative(root).generic_string();
    if (relative.empty() || relative == ".." || relative.starts_with("../"))
      throw Error(ProblemKind::usage, "'" + path + "' is outside of the repository",
                  "give files and directories below " + root.string());
    while (relative.ends_with('/')) relative.pop_back();
    const bool exists = fs::exists(fs::symlink_status(full, error));
    const bool glob = !exists && path.find_first_of("*?[{") != path.npos;
    const bool reported =
        std::any_of(change.not_checked.begin(), change.not_checked.end(),
                    [&](const auto& one) { return is_below(one.first, relative); });
    const bool part =
        !has_files(change) || relative == "." || reported || is_part(change, relative);
    if (!part && !glob) {
      if (is_file(change, full, relative)) no_part(change, path);
      if (!exists && !(change.after.list && !change.after.list(relative).empty()))
        throw Error(ProblemKind::usage, "there is no file or directory '" + path + "'",
                    // Before a path could follow --all, a revision did.
                    change.kind == ChangeKind::tree
                        ? "to check the tree of a revision, write --all=" + path +
                              "; paths are relative to the current directory"
                        : "paths are relative to the current directory; a name that begins with "
                          "'-' goes after --");
    }
    if (!part)
      asked.notes.push_back(glob ? "no file of this change matches '" + path + "'"
                                 : "nothing below '" + path + "' is part of this change");
    else if (has_files(change) && is_file(change, full, relative) && config.excluded(relative))
      asked.notes.push_back(relative +
                            " is not checked: the configuration excludes it (`paths.exclude`)");
    asked.paths.push_back(relative);
  }
  return asked;
}

}  // namespace moongate
