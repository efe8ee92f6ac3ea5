#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <utility>

#include "core/error.h"
#include "files/durable_file.h"
#include "files/read_file.h"
#include "fix/work_file.h"

namespace moongate {

namespace {

// What no tree that Git checks out has. An index made by hand could.
bool is_dangerous(std::string_view name) {
  if (name.empty() || name == "." || name == "..") return true;
  constexpr std::string_view git = ".git";
  return name.size() == git.size() &&
         std::equal(name.begin(), name.end(), git.begin(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

bool same_file(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size &&
         a.st_mode == b.st_mode && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec && a.st_ctim.tv_sec == b.st_ctim.tv_sec &&
         a.st_ctim.tv_nsec == b.st_ctim.tv_nsec;
}

// The directory that the file lies in, and the file's name there. -1 with the reason.
int open_directory_of(const std::string& root, std::string_view path, std::string& name,
                      std::string& why) {
  int directory = open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0)
    why = std::string("the working tree cannot be opened: ") + std::strerror(errno);
  while (directory >= 0) {
    const std::size_t slash = path.find('/');
    name = std::string(path.substr(0, slash));
    if (is_dangerous(name)) {
      why = "its name is none that Git checks out";
      close(directory);
      return -1;
    }
    if (slash == std::string_view::npos) break;
    // Step by step, because O_NOFOLLOW looks at the last name only.
    const int next =
        openat(directory, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (next < 0)
      why = errno == ENOENT ? "it is not in the working tree"
                            : "'" + name + "' in its path is a link or no directory";
    close(directory);
    directory = next;
    path.remove_prefix(slash + 1);
  }
  return directory;
}

std::string unfinished_name(const std::string& name, long process) {
  return "." + name + ".moongate-" + std::to_string(process);
}

}  // namespace

void WorkFile::fail(const std::string& what) const {
  throw Error(Problem{ProblemKind::repository, what, path_, 0, {}});
}

WorkFile::WorkFile(const std::string& root, const std::string& path) : path_(path) {
  const auto refuse = [&](const std::string& what) {
    if (directory_ >= 0) close(directory_);
    directory_ = -1;
    fail(what);
  };
  std::string why;
  directory_ = open_directory_of(root, path, name_, why);
  if (directory_ < 0) refuse(why);
  const int file =
      openat(directory_, name_.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0)
    refuse(errno == ENOENT  ? "it is not in the working tree"
           : errno == ELOOP ? "it is a symbolic link in the working tree"
                            : std::string("it cannot be read: ") + std::strerror(errno));
  const bool regular = fstat(file, &info_) == 0 && S_ISREG(info_.st_mode);
  bool whole = regular;
  bool bounded = true;
  std::array<char, 65536> buffer;
  while (whole) {
    const ssize_t count = read(file, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      whole = count == 0;
      break;
    }
    text_.append(buffer.data(), static_cast<std::size_t>(count));
    bounded = text_.size() <= largest_input;
    if (!bounded) break;
  }
  close(file);
  if (!regular) refuse("it is no regular file in the working tree");
  if (!bounded) refuse("it is larger than 256 MiB in the working tree");
  if (!whole) refuse("it cannot be read");
}

WorkFile::~WorkFile() {
  if (directory_ >= 0) close(directory_);
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

WorkFile::WorkFile(WorkFile&& other) noexcept
    : path_(std::move(other.path_)),
      name_(std::move(other.name_)),
      text_(std::move(other.text_)),
      temporary_(std::exchange(other.temporary_, {})),
      directory_(std::exchange(other.directory_, -1)),
      info_(other.info_) {}

void WorkFile::prepare(const std::string& new_text, const std::string& temporary) {
  write_durably(temporary, new_text, info_.st_mode & 07777);
  temporary_ = temporary;
  // As root in someone's checkout; anybody else owns the file already or cannot give it away.
  if (chown(temporary.c_str(), info_.st_uid, info_.st_gid) == 0)
    chmod(temporary.c_str(), info_.st_mode & 07777);  // chown clears the set-user-ID bits
}

void WorkFile::replace() {
  struct stat now {};
  if (fstatat(directory_, name_.c_str(), &now, AT_SYMLINK_NOFOLLOW) != 0 || !same_file(info_, now))
    fail("it was changed meanwhile");
  if (renameat(AT_FDCWD, temporary_.c_str(), directory_, name_.c_str()) != 0) {
    if (errno != EXDEV) fail(std::string("it cannot be replaced: ") + std::strerror(errno));
    // The repository's directory lies on another file system than the working tree.
    const std::string unfinished = unfinished_name(name_, getpid());
    const int file =
        openat(directory_, unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
               static_cast<mode_t>(0600));
    const auto undo = [&](const char* what) {
      const int cause = errno;
      unlinkat(directory_, unfinished.c_str(), 0);
      fail(std::string(what) + std::strerror(cause));
    };
    if (file < 0) undo("it cannot be replaced: ");
    const bool written =
        copy_and_sync(temporary_, file) && fchmod(file, info_.st_mode & 07777) == 0;
    close(file);
    if (!written) undo("it cannot be written: ");
    if (renameat(directory_, unfinished.c_str(), directory_, name_.c_str()) != 0)
      undo("it cannot be replaced: ");
    unlink(temporary_.c_str());
  }
  temporary_.clear();
}

void remove_unfinished(const std::string& root, const std::string& path, long process) {
  std::string name, why;
  const int directory = open_directory_of(root, path, name, why);
  if (directory < 0) return;
  unlinkat(directory, unfinished_name(name, process).c_str(), 0);
  close(directory);
}

}  // namespace moongate
