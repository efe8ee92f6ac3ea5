#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "core/error.h"
#include "files/durable_file.h"

namespace moongate {

namespace {

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

[[noreturn]] void cannot_write(const std::string& path, int cause) {
  throw Error(Problem{ProblemKind::repository,
                      std::string("cannot be written: ") + std::strerror(cause), path, 0,
                      "nothing was changed; is there room on the disk, and may this user write "
                      "there?"});
}

}  // namespace

void write_durably(const std::string& path, std::string_view bytes, mode_t mode) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0) cannot_write(path, errno);
  const bool good = write_all(file, bytes) && fchmod(file, mode) == 0 && fsync(file) == 0;
  const int cause = errno;
  // Some file systems tell only now that there was no room.
  if (close(file) == 0 && good) return;
  unlink(path.c_str());
  cannot_write(path, good ? errno : cause);
}

bool copy_and_sync(const std::string& from, int to) {
  const int file = open(from.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  std::array<char, 65536> buffer;
  bool good = true;
  for (;;) {
    const ssize_t count = read(file, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count == 0) break;
    good = count > 0 && write_all(to, {buffer.data(), static_cast<std::size_t>(count)});
    if (!good) break;
  }
  const int cause = errno;
  close(file);
  errno = cause;
  return good && fsync(to) == 0;
}

void flush_file(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool good = file >= 0 && fsync(file) == 0;
  const int cause = errno;
  if (file >= 0) close(file);
  if (!good) cannot_write(path, cause);
}

Uninterrupted::Uninterrupted() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before_);
}

Uninterrupted::~Uninterrupted() {
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

SizeLimitIsError::SizeLimitIsError() : before_(signal(SIGXFSZ, SIG_IGN)) {}

SizeLimitIsError::~SizeLimitIsError() {
  signal(SIGXFSZ, before_);
}

}  // namespace moongate
