// A file's bytes, mapped read-only.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace moongate {

// The size is the one that the file had when it was opened. A file that is truncated in place while
// it is mapped raises SIGBUS where it is read beyond its new end; Git's own files never are (they
// are written next to and renamed), and an unlinked or replaced file stays mapped as it was.
class MappedFile {
 public:
  MappedFile() = default;
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  // nullopt when there is no such file. Throws Error(repository) when it cannot be read.
  static std::optional<MappedFile> open(const std::string& path);

  const unsigned char* data() const { return data_; }
  std::size_t size() const { return size_; }
  std::string_view view() const { return {reinterpret_cast<const char*>(data_), size_}; }

 private:
  MappedFile(const unsigned char* data, std::size_t size) : data_(data), size_(size) {}

  const unsigned char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace moongate
