#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>

#include "files/read_file.h"

namespace moongate {

namespace {

class Descriptor {
 public:
  explicit Descriptor(int file) : file_(file) {}
  ~Descriptor() {
    if (file_ >= 0) close(file_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return file_; }

 private:
  int file_;
};

class Reader {
 public:
  Reader(const std::string& path, const ReadLimit& limit)
      : path_(limit.name.empty() ? path : limit.name), limit_(limit) {}

  // `silence`: in milliseconds; -1: for as long as it takes.
  std::string read(int file, int silence) const {
    struct stat info {};
    if (fstat(file, &info) != 0) cannot(errno);
    if (S_ISDIR(info.st_mode)) cannot(EISDIR);
    std::string text;
    if (S_ISREG(info.st_mode) && info.st_size > 0) {
      const auto size = static_cast<std::uint64_t>(info.st_size);
      if (size > limit_.bytes) too_large();
      text.reserve(static_cast<std::size_t>(size));
    }
    std::array<char, 65536> buffer;
    for (;;) {
      if (silence >= 0 && !S_ISREG(info.st_mode)) wait(file, silence);
      const ssize_t count = ::read(file, buffer.data(), buffer.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        wait(file, silence);  // someone else made the stream such
        continue;
      }
      if (count < 0) cannot(errno);
      if (count == 0) return text;
      if (text.size() + static_cast<std::size_t>(count) > limit_.bytes) too_large();
      text.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }

  [[noreturn]] void cannot(int cause) const {
    throw Error(Problem{limit_.kind, std::string("cannot be read: ") + std::strerror(cause), path_,
                        0, limit_.help});
  }

 private:
  [[noreturn]] void too_large() const {
    throw Error(Problem{limit_.kind, "is larger than " + size_text(limit_.bytes), path_, 0,
                        "more than that is not read; is it the right file, and does it end?"});
  }

  void wait(int file, int silence) const {
    pollfd asked{file, POLLIN, 0};
    int ready = 0;
    while ((ready = poll(&asked, 1, silence)) < 0 && errno == EINTR) {
    }
    if (ready == 0)
      throw Error(Problem{limit_.kind, "gave nothing for " + seconds(limit_.silence) + " s", path_,
                          0, "it is a pipe or a device: does anything write into it?"});
  }

  static std::string seconds(std::chrono::milliseconds time) {
    std::array<char, 32> text;
    std::snprintf(text.data(), text.size(), "%g", std::chrono::duration<double>(time).count());
    return text.data();
  }

  static std::string size_text(std::uint64_t bytes) {
    constexpr std::uint64_t mebibyte = 1 << 20;
    return bytes >= mebibyte && bytes % mebibyte == 0 ? std::to_string(bytes / mebibyte) + " MiB"
                                                      : std::to_string(bytes) + " bytes";
  }

  const std::string& path_;
  const ReadLimit& limit_;
};

}  // namespace

std::optional<std::string> read_file_if_there(const std::string& path, const ReadLimit& limit) {
  const Reader reader(path, limit);
  // Not to wait here for someone to open the other end of a pipe.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (file.get() < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    reader.cannot(errno);
  }
  return reader.read(file.get(), static_cast<int>(limit.silence.count()));
}

std::string read_file(const std::string& path, const ReadLimit& limit) {
  if (std::optional<std::string> text = read_file_if_there(path, limit)) return std::move(*text);
  Reader(path, limit).cannot(ENOENT);
}

std::string read_stream(int descriptor, const std::string& who, const ReadLimit& limit) {
  return Reader(who, limit).read(descriptor, -1);
}

}  // namespace moongate
