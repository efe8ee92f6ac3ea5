#include "git/repository/location.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "core/error.h"
#include "core/quoted_path.h"
#include "git/repository/config_file.h"
#include "git/repository/git_files.h"
#include "git/repository/git_program.h"

namespace moongate {
namespace {

// What Git 2.50 knows. Any other extension means that reading may go wrong in ways unknown today.
constexpr std::array<std::string_view, 9> known_extensions = {
    "compatobjectformat", "noop",         "noop-v1",
    "objectformat",       "partialclone", "preciousobjects",
    "relativeworktrees",  "refstorage",   "worktreeconfig"};

std::optional<std::string> variable(const char* name) {
  const char* value = std::getenv(name);
  if (!value || !*value) return std::nullopt;
  return std::string(value);
}

bool is_head(const std::string& path) {
  struct stat info {};
  if (lstat(path.c_str(), &info) != 0) return false;
  if (S_ISLNK(info.st_mode)) return true;  // the old form: a link to refs/heads/…
  const auto text = read_small_file(path);
  if (!text) return false;
  const std::string_view line = trimmed_end(*text);
  if (line.rfind("ref:", 0) == 0) return true;
  return (line.size() == 40 || line.size() == 64) &&
         line.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

std::string common_dir_of(const std::string& git_dir) {
  if (const auto given = variable("GIT_COMMON_DIR")) return real_path(*given);
  const auto text = read_small_file(join_path(git_dir, "commondir"));
  if (!text) return git_dir;
  return real_path(join_path(git_dir, std::string(trimmed_end(*text))));
}

bool is_git_dir(const std::string& path) {
  if (!is_directory(path) || !is_head(join_path(path, "HEAD"))) return false;
  const std::string common = common_dir_of(path);
  const auto objects = variable("GIT_OBJECT_DIRECTORY");
  return is_directory(objects ? *objects : join_path(common, "objects")) &&
         is_directory(join_path(common, "refs"));
}

// The directory that a `.git` file names. Throws where it is no such file or leads nowhere.
std::string follow_git_file(const std::string& path) {
  const auto text = read_small_file(path);
  if (!text || text->rfind("gitdir: ", 0) != 0) {
    throw Error(Problem{ProblemKind::repository, "not a Git directory, nor a file that names one",
                        path, 0, "expected the line `gitdir: PATH`"});
  }
  const std::string target(trimmed_end(std::string_view(*text).substr(8)));
  const std::string git_dir = real_path(join_path(parent_of(path), target));
  if (!is_git_dir(git_dir)) {
    throw Error(Problem{ProblemKind::repository,
                        "names a directory that is no repository: " + git_dir, path, 0,
                        "if the main repository was moved, run `git worktree repair` there; in a "
                        "container, mount it too"});
  }
  return git_dir;
}

struct Found {
  std::string git_dir;
  std::string work_tree;  // empty: to be decided by core.worktree, or bare
  bool from_environment = false;
};

std::vector<std::string> ceilings() {
  std::vector<std::string> result;
  const auto text = variable("GIT_CEILING_DIRECTORIES");
  if (!text) return result;
  bool resolve = true;
  std::size_t begin = 0;
  while (begin <= text->size()) {
    const std::size_t end = std::min(text->find(':', begin), text->size());
    const std::string entry = text->substr(begin, end - begin);
    if (entry.empty()) {
      resolve = false;  // Git: what stands after an empty entry holds no symbolic links
    } else if (entry[0] == '/') {
      result.push_back(resolve ? real_path(entry) : entry);
    }
    begin = end + 1;
  }
  return result;
}

[[noreturn]] void no_repository(const std::string& directory) {
  throw Error(ProblemKind::repository,
              "no Git repository in " + directory + " or any directory above it",
              "run inside a repository, or name one with -C DIR");
}

Found discover(const std::string& directory) {
  const std::string start = real_path(directory);
  if (const auto given = variable("GIT_DIR")) {
    const std::string path = real_path(join_path(start, *given));
    Found found;
    found.from_environment = true;
    found.git_dir = is_file(path) ? follow_git_file(path) : path;
    if (!is_git_dir(found.git_dir)) {
      throw Error(ProblemKind::repository, "GIT_DIR is no Git repository: " + *given,
                  "unset GIT_DIR, or point it at a repository");
    }
    return found;
  }
  if (!is_directory(start)) {
    throw Error(ProblemKind::repository, "no such directory: " + directory,
                "check the path given to -C");
  }
  const std::vector<std::string> stop = ceilings();
  const bool across = [] {
    const auto value = variable("GIT_DISCOVERY_ACROSS_FILESYSTEM");
    return value && *value != "0" && *value != "false";
  }();
  struct stat info {};
  stat(start.c_str(), &info);
  const dev_t device = info.st_dev;
  for (std::string current = start;;) {
    const std::string dot_git = join_path(current, ".git");
    if (is_file(dot_git)) return {follow_git_file(dot_git), current, false};
    if (is_git_dir(dot_git)) return {real_path(dot_git), current, false};
    if (is_git_dir(current)) return {current, "", false};
    if (current == "/") break;
    current = parent_of(current);
    if (std::find(stop.begin(), stop.end(), current) != stop.end()) break;
    if (!across && stat(current.c_str(), &info) == 0 && info.st_dev != device) break;
  }
  no_repository(start);
}

void apply_format(const GitConfig& config, Location& location) {
  const std::string config_path = join_path(location.common_dir, "config");
  const std::string version = config.get("core.repositoryformatversion").value_or("0");
  if (version != "0" && version != "1") {
    location.only_git_knows =
        "the repository has format version " + version + "; known are 0 and 1";
  }
  const std::string format = config.get("extensions.objectformat").value_or("sha1");
  if (format == "sha256") {
    location.id_size = 32;
  } else if (format != "sha1") {
    throw Error(Problem{ProblemKind::repository, "unknown object format \"" + format + "\"",
                        config_path, 0, "known are sha1 and sha256; use a newer Moongate"});
  }
  location.partial_clone = config.get("extensions.partialclone").value_or("");
  for (const std::string& remote : config.subsections("remote", "promisor"))
    if (location.partial_clone.empty() &&
        config.get_bool("remote." + remote + ".promisor").value_or(false))
      location.partial_clone = remote;
  location.worktree_config = config.get_bool("extensions.worktreeconfig").value_or(false);
  const std::string refs = config.get("extensions.refstorage").value_or("files");
  if (refs != "files") location.refs_by_git = "the references are stored as " + refs;
  if (version == "0") return;  // Git: extensions beyond these count from version 1 on
  for (const std::string& key : config.keys("extensions.")) {
    const std::string name = key.substr(std::string_view("extensions.").size());
    if (std::find(known_extensions.begin(), known_extensions.end(), name) ==
        known_extensions.end()) {
      location.only_git_knows = "the repository uses an unknown extension: extensions." + name;
    }
  }
}

// A format that is unknown here may be known to this machine's Git: then Git is asked for all that
// the format may concern (objects are told by their ids, and can still be read here).
void require_git(Location& location) {
  if (location.only_git_knows.empty()) return;
  location.refs_by_git = location.only_git_knows;
  const GitAnswer answer = ask_git(location, {"rev-parse", "--git-dir"}, GitAccess::read);
  if (answer.found && answer.status == 0) return;
  throw Error(
      Problem{ProblemKind::repository,
              location.only_git_knows +
                  (answer.found ? "; git refuses it too: " + std::string(trimmed_end(answer.err))
                                : "; git may know it, but there is none on PATH"),
              join_path(location.common_dir, "config"), 0,
              "use a newer Git or Moongate, or remove the setting if nothing needs it"});
}

// core.bare and core.worktree, from the repository's own files only: as in Git, the user's
// configuration has no say in them.
void apply_work_tree(const Found& found, const GitConfig& local, const std::string& start,
                     Location& location) {
  const bool linked = location.common_dir != location.git_dir && !location.worktree_config;
  const bool bare = !linked && local.get_bool("core.bare").value_or(false);
  const auto configured = linked ? std::nullopt : local.get("core.worktree");
  if (const auto given = variable("GIT_WORK_TREE")) {
    location.work_tree = real_path(join_path(start, *given));
  } else if (configured && !bare) {
    location.work_tree = real_path(join_path(location.git_dir, *configured));
  } else if (bare) {
    location.work_tree.clear();
  } else if (found.from_environment) {
    // Git takes the current directory. Inside the .git directory itself (where a receiving non-bare
    // repository runs its hooks) that would name no working tree of any use.
    const std::string name = location.git_dir.substr(location.git_dir.rfind('/') + 1);
    const bool inside = start == location.git_dir;
    location.work_tree = !inside          ? start
                         : name == ".git" ? parent_of(location.git_dir)
                                          : std::string();
  } else {
    location.work_tree = found.work_tree;
  }
}

}  // namespace

Location find_repository(const std::string& directory) {
  const std::string start = real_path(directory);
  const Found found = discover(directory);
  Location location;
  location.git_dir = found.git_dir;
  location.common_dir = common_dir_of(found.git_dir);

  GitConfig local;
  local.add_file(join_path(location.common_dir, "config"), location.git_dir);
  apply_format(local, location);
  if (location.worktree_config) {
    local.add_file(join_path(location.git_dir, "config.worktree"), location.git_dir);
  }
  apply_work_tree(found, local, start, location);

  // Git goes to the top of the working tree before it opens anything, so relative paths in the
  // environment (hooks get GIT_INDEX_FILE=.git/index) count from there; outside of it, from where
  // it was started.
  const bool inside =
      !location.work_tree.empty() &&
      (start == location.work_tree ||
       start.rfind(location.work_tree == "/" ? "/" : location.work_tree + "/", 0) == 0);
  const bool in_git_dir = start == location.git_dir || start.rfind(location.git_dir + "/", 0) == 0;
  const std::string origin = inside && !in_git_dir ? location.work_tree : start;
  const auto path_from = [&origin](const std::string& path) { return join_path(origin, path); };

  const auto objects = variable("GIT_OBJECT_DIRECTORY");
  location.objects_dir = objects ? path_from(*objects) : join_path(location.common_dir, "objects");
  if (const auto text = variable("GIT_ALTERNATE_OBJECT_DIRECTORIES")) {
    std::size_t begin = 0;
    while (begin < text->size()) {
      std::string path;
      std::size_t end = 0;
      if ((*text)[begin] == '"') {  // because the path holds a colon
        end = begin + 1;
        while (end < text->size() && (*text)[end] != '"') end += (*text)[end] == '\\' ? 2U : 1U;
        end = std::min(end, text->size());
        path = unquoted_path(std::string_view(*text).substr(begin + 1, end - begin - 1));
        end = std::min(text->find(':', end), text->size());
      } else {
        end = std::min(text->find(':', begin), text->size());
        path = text->substr(begin, end - begin);
      }
      if (!path.empty()) location.alternates.push_back(path_from(path));
      begin = end + 1;
    }
  }
  const auto index = variable("GIT_INDEX_FILE");
  location.index_file = index ? path_from(*index) : join_path(location.git_dir, "index");
  const auto shallow = variable("GIT_SHALLOW_FILE");
  location.shallow_file = shallow ? path_from(*shallow) : join_path(location.common_dir, "shallow");
  require_git(location);
  return location;
}

}  // namespace moongate
