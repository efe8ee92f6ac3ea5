#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "cache/record_file.h"
#include "files/durable_file.h"

namespace moongate {

namespace {

constexpr std::string_view header = "moongate results 1\n\n\n\n\n\n";
static_assert(header.size() % sizeof(std::uint64_t) == 0);

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags)
      : file_(open(path.c_str(), flags | O_NOFOLLOW | O_CLOEXEC, 0600)) {}
  ~Descriptor() {
    if (file_ >= 0) close(file_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  explicit operator bool() const { return file_ >= 0; }
  int get() const { return file_; }

 private:
  int file_;
};

std::string read_all(int file, std::uint64_t largest) {
  struct stat info {};
  if (fstat(file, &info) != 0 || !S_ISREG(info.st_mode) ||
      static_cast<std::uint64_t>(info.st_size) > largest + header.size())
    return {};
  std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t count = pread(file, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;  // cut by a writer meanwhile
    at += static_cast<std::size_t>(count);
  }
  bytes.resize(at);
  return bytes;
}

bool write_at(int file, std::string_view bytes, std::size_t offset) {
  while (!bytes.empty()) {
    const ssize_t count = pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
    offset += static_cast<std::size_t>(count);
  }
  return true;
}

// Others hold it for milliseconds.
bool lock(int file) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    if (flock(file, LOCK_EX | LOCK_NB) == 0) return true;
    if (errno != EWOULDBLOCK && errno != EINTR) return false;
    const timespec pause{0, 5'000'000};
    nanosleep(&pause, nullptr);
  }
  return false;
}

void replace(const std::string& file, const std::string& records) {
  const std::string temporary = file + ".new";
  unlink(temporary.c_str());  // of a killed writer: this one has the lock
  {
    const Descriptor out(temporary, O_WRONLY | O_CREAT | O_EXCL);
    if (!out) return;
    if (!write_at(out.get(), header, 0) || !write_at(out.get(), records, header.size())) {
      unlink(temporary.c_str());
      return;
    }
  }
  if (rename(temporary.c_str(), file.c_str()) != 0) unlink(temporary.c_str());
}

}  // namespace

std::string read_records(const std::string& file, std::uint64_t largest) {
  const Descriptor in(file, O_RDONLY | O_NONBLOCK);
  if (!in) return {};
  std::string bytes = read_all(in.get(), largest);
  if (!bytes.starts_with(header)) return {};
  bytes.erase(0, header.size());
  return bytes;
}

void append_records(const std::string& directory, const std::string& file, std::string_view records,
                    std::size_t known, std::uint64_t limit,
                    const std::function<std::size_t(std::string_view)>& whole,
                    const std::function<std::string()>& instead) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  const SizeLimitIsError size_limit;
  const Descriptor turn(file + ".lock", O_RDWR | O_CREAT);
  if (!turn || !lock(turn.get())) return;
  const Descriptor out(file, O_RDWR | O_CREAT);
  struct stat info {};
  if (!out || fstat(out.get(), &info) != 0 || !S_ISREG(info.st_mode)) return;

  const auto size = static_cast<std::size_t>(info.st_size);
  std::size_t end = header.size() + known;
  if (size != end || known == 0) {
    const std::string bytes = read_all(out.get(), limit);
    end = bytes.starts_with(header)
              ? header.size() + whole(std::string_view(bytes).substr(header.size()))
              : 0;
  }
  if (end + records.size() > limit) {
    replace(file, instead());
    return;
  }
  if (size > end && ftruncate(out.get(), static_cast<off_t>(end)) != 0) return;
  const std::size_t begin = end;
  if (end == 0) {
    if (!write_at(out.get(), header, 0)) return;
    end = header.size();
  }
  if (!write_at(out.get(), records, end) && ftruncate(out.get(), static_cast<off_t>(begin)) != 0)
    return;  // the next writer cuts it off
}

}  // namespace moongate
