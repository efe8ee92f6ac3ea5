// A directory that nobody else may read, gone with the object.
#pragma once

#include <string>

namespace moongate {

class TemporaryDirectory {
 public:
  // Below TMPDIR, or /tmp. Throws Error(repository) where it cannot be made.
  explicit TemporaryDirectory(const std::string& name);
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace moongate
