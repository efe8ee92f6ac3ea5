#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "core/error.h"
#include "git/repository/config_file.h"
#include "git/repository/git_files.h"
#include "git/repository/ownership.h"

namespace moongate {
namespace {

bool is_own(const struct stat& info) {
  if (info.st_uid == geteuid()) return true;
  const char* sudo = std::getenv("SUDO_UID");
  return geteuid() == 0 && sudo && std::to_string(info.st_uid) == sudo;
}

bool is_called_safe(const std::string& root) {
  bool safe = false;
  // As in Git, the repository's own configuration has no say in this.
  for (std::string value : load_git_config("", "", false).get_all("safe.directory")) {
    const char* home = std::getenv("HOME");
    if (value.starts_with("~/") && home) value = home + value.substr(1);
    if (value.empty()) {
      safe = false;
    } else if (value == "*" || value == root ||
               (value.ends_with("/*") && root.starts_with(value.substr(0, value.size() - 1)))) {
      safe = true;
    }
  }
  return safe;
}

std::string quoted(const std::string& path) {
  std::string result = "'";
  for (const char c : path) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

}  // namespace

std::optional<ForeignOwner> foreign_owner(const Location& location) {
  std::vector<std::string> places = {location.git_dir};
  if (!location.bare()) {
    places.push_back(location.work_tree);
    const std::string file =
        join_path(location.work_tree, ".git");  // names the directory elsewhere
    if (is_file(file)) places.push_back(file);
  }
  for (const std::string& place : places) {
    struct stat info {};
    if (lstat(place.c_str(), &info) != 0 || is_own(info)) continue;
    if (is_called_safe(location.root())) return std::nullopt;
    return ForeignOwner{place, info.st_uid, geteuid(),
                        "git config --global --add safe.directory " + quoted(location.root())};
  }
  return std::nullopt;
}

void require_trusted_owner(const Location& location) {
  const auto foreign = foreign_owner(location);
  if (!foreign) return;
  throw Error(Problem{ProblemKind::repository,
                      "nothing is fetched: this belongs to user " + std::to_string(foreign->owner) +
                          " and this is user " + std::to_string(foreign->user) +
                          ", and fetching runs what the repository's configuration names",
                      foreign->place, 0, "if you trust its owner: " + foreign->help});
}

}  // namespace moongate
