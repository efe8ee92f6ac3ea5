// HEAD -> the working tree with untracked files, as `git add` would store them.
//
// Which files Git ignores, what line endings it stores, which entries of the index are still what
// the disk has: only Git itself knows all of that, so it is asked to add everything, to a copy of
// the index and into a directory for objects of its own. The repository is read and not written.
#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "core/error.h"
#include "files/temporary_directory.h"
#include "git/change/bases.h"
#include "git/change/change_kinds.h"
#include "git/change/staged_view.h"
#include "git/repository/git_files.h"
#include "git/repository/git_program.h"

namespace moongate {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void cannot_add(const GitAnswer& answer) {
  if (!answer.found)
    throw Error(ProblemKind::repository, "reading the working tree needs the git program",
                "install git, or check what is staged: --staged");
  std::string said(trimmed_end(answer.err));
  throw Error(ProblemKind::repository, "git cannot add the working tree: " + said,
              "make `git add --all --dry-run` work, or check what is staged: --staged");
}

GitAnswer ask(const Location& location, std::vector<std::string> arguments, GitAccess access,
              const std::string& input = {}) {
  std::vector<std::string> words = {"-C", location.work_tree, "--work-tree=" + location.work_tree};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return ask_git(location, words, access, input);
}

// Programs that `git add` would run over content: `filter.NAME.clean` and `.process`.
std::vector<std::string> without_filters(const GitConfig& config) {
  std::vector<std::string> options;
  for (const char* const key : {"clean", "process", "required"})
    for (const std::string& name : config.subsections("filter", key)) {
      options.emplace_back("-c");
      options.push_back("filter." + name + "." + key +
                        (std::string_view(key) == "required" ? "=false" : "="));
    }
  return options;
}

// The files whose content a program would make: what it makes is not known without running it.
void find_not_checked(const Location& location, Change& change) {
  std::string paths;
  for (const FileChange& file : change.files)
    if (file.after && file.after->is_regular()) paths += file.after->path + '\0';
  if (paths.empty()) return;
  const GitAnswer answer =
      ask(location, {"check-attr", "-z", "--stdin", "filter"}, GitAccess::read, paths);
  if (answer.status != 0) cannot_add(answer);
  std::vector<std::string> fields;  // path, attribute, value, over and over
  for (std::size_t begin = 0; begin < answer.out.size();) {
    const std::size_t end = std::min(answer.out.find('\0', begin), answer.out.size());
    fields.push_back(answer.out.substr(begin, end - begin));
    begin = end + 1;
  }
  for (std::size_t i = 0; i + 2 < fields.size(); i += 3) {
    const std::string& value = fields[i + 2];
    if (value == "unspecified" || value == "unset" || value == "set") continue;
    change.not_checked.emplace_back(
        fields[i], "filter=" + value + ": an external program makes what Git stores");
  }
  std::erase_if(change.files, [&](const FileChange& file) {
    return file.after && std::any_of(change.not_checked.begin(), change.not_checked.end(),
                                     [&](const auto& one) { return one.first == file.path(); });
  });
}

}  // namespace

Change open_working(const Request& request, const RepositoryPtr& repository) {
  const Location& location = repository->location();
  if (location.bare())
    throw Error(ProblemKind::usage, "this is a bare repository: it has no working tree",
                "say what to check: --all, --range BASE..HEAD, --commit REV or --branches");
  auto scratch = std::make_shared<const TemporaryDirectory>("moongate-working");
  Location copy = location;
  copy.index_file = scratch->path() + "/index";
  copy.objects_dir = scratch->path() + "/objects";
  copy.alternates.insert(copy.alternates.begin(), location.objects_dir);
  std::error_code error;
  fs::create_directory(copy.objects_dir, error);
  if (!error && fs::exists(location.index_file, error))
    fs::copy_file(location.index_file, copy.index_file, error);
  if (error)
    throw Error(Problem{ProblemKind::repository, "cannot copy the index: " + error.message(),
                        location.index_file, 0,
                        "check the permissions of it and of " + scratch->path()});
  // Git takes a file that changed in the second in which the index was written for suspect: the
  // copy must look as old as the original does.
  const auto written = fs::last_write_time(location.index_file, error);
  if (!error) fs::last_write_time(copy.index_file, written, error);

  std::vector<std::string> add = without_filters(repository->config());
  for (const char* const option : {"core.splitIndex=false", "core.safecrlf=false",
                                   "core.untrackedCache=false", "advice.addEmbeddedRepo=false"}) {
    add.emplace_back("-c");
    add.emplace_back(option);
  }
  add.insert(add.end(), {"add", "--all"});
  const GitAnswer answer = ask(copy, std::move(add), GitAccess::write);
  if (answer.status != 0) cannot_add(answer);

  // Objects are read from the directory as long as the change lives.
  const RepositoryPtr added(new Repository(copy),
                            [scratch](const Repository* gone) { delete gone; });
  Change change = begin_change(request, added);
  attach_index_files(change, added, set_bases(change, added, coming_parents(*added)));
  find_not_checked(copy, change);
  return change;
}

}  // namespace moongate
