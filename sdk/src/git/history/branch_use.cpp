#include "git/history/branch_use.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "git/objects/commit_object.h"
#include "git/repository/git_files.h"

namespace moongate {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view heads = "refs/heads/";

std::vector<std::string> lines_of(const fs::path& file) {
  std::vector<std::string> lines;
  if (!is_file(file.string())) return lines;  // a pipe would keep us waiting
  const std::string text = read_small_file(file.string()).value_or("");
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

void add_first(const fs::path& file, std::string_view prefix, std::set<std::string>& names) {
  const std::vector<std::string> lines = lines_of(file);
  if (!lines.empty() && lines[0].starts_with(prefix)) names.insert(lines[0].substr(prefix.size()));
}

// One worktree's own directory.
void add_worktree(const fs::path& directory, std::set<std::string>& names) {
  add_first(directory / "HEAD", "ref: ", names);
  for (const char* const rebase : {"rebase-merge", "rebase-apply"})
    add_first(directory / rebase / "head-name", "", names);
  for (const std::string& line : lines_of(directory / "rebase-merge" / "update-refs"))
    if (line.starts_with("refs/")) names.insert(line);
  // The name of a branch as it was written, or a commit's id.
  const std::vector<std::string> start = lines_of(directory / "BISECT_START");
  if (start.empty()) return;
  names.insert(start[0].starts_with("refs/") ? start[0] : std::string(heads) + start[0]);
}

// What a line of a branch's log says after the tab.
std::string_view what_happened(std::string_view line) {
  const std::size_t tab = line.find('\t');
  return tab == line.npos ? std::string_view() : line.substr(tab + 1);
}

// Moving the branch along with what it was made from adds nothing of its own.
bool only_moves(std::string_view what) {
  return what.ends_with(": Fast-forward") || what.starts_with("branch: Reset to ") ||
         what.starts_with("rebase (finish): ");
}

}  // namespace

std::set<std::string> branches_in_use(const Repository& repository) {
  std::set<std::string> names;
  if (const std::optional<std::string> head = repository.refs().symbolic("HEAD"))
    names.insert(*head);
  std::error_code error;
  const fs::path common(repository.location().common_dir);
  add_worktree(common, names);
  for (fs::directory_iterator entry(common / "worktrees", error), end; !error && entry != end;
       entry.increment(error))
    add_worktree(entry->path(), names);
  return names;
}

std::int64_t begun_at(const Repository& repository, const std::string& name) {
  const std::vector<std::string> lines =
      lines_of(fs::path(repository.location().common_dir) / "logs" / name);
  if (lines.empty()) return 0;
  const std::string_view first = lines[0];
  const std::size_t space = first.find(' ');
  // A log whose first entries have expired does not tell.
  if (space == first.npos || first.substr(0, space).find_first_not_of('0') != first.npos) return 0;
  const std::string_view created = what_happened(first);
  // Another's branch, checked out here, is not begun but brought along.
  const std::string_view short_name = std::string_view(name).substr(heads.size());
  if (!created.starts_with("branch: Created from ") ||
      created.starts_with("branch: Created from refs/remotes/") ||
      created.ends_with("/" + std::string(short_name)))
    return 0;
  for (std::size_t i = 1; i < lines.size(); ++i)
    if (!only_moves(what_happened(lines[i]))) return 0;
  const std::size_t mail = first.find("> "), tab = first.find('\t');
  if (mail == first.npos || tab == first.npos || mail > tab) return 0;
  std::int64_t time = 0;
  const char* const begin = first.data() + mail + 2;
  if (std::from_chars(begin, first.data() + tab, time).ec != std::errc()) return 0;
  return time;
}

}  // namespace moongate
