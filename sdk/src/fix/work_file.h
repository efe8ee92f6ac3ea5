// A file of the working tree that is about to be replaced, found without following any link.
#pragma once

#include <sys/stat.h>

#include <memory>
#include <string>

namespace moongate {

class WorkFile {
 public:
  // `path` from the root, as Git has it. Throws Error(repository) with the reason why this file is
  // left alone: it is gone, a link or below one, no regular file, or cannot be read.
  WorkFile(const std::string& root, const std::string& path);
  ~WorkFile();
  WorkFile(WorkFile&& other) noexcept;
  WorkFile& operator=(WorkFile&& other) = delete;

  const std::string& text() const { return text_; }

  // Writes what shall replace it to `temporary` (a new file, which should be on the same file
  // system), with its mode and, where permitted, its owner, down to the disk. Throws
  // Error(repository).
  void prepare(const std::string& new_text, const std::string& temporary);
  // Puts it in place in one step. Throws Error(repository), and then nothing has changed: also
  // where the file was changed by someone since it was read.
  void replace();

 private:
  [[noreturn]] void fail(const std::string& what) const;

  std::string path_, name_, text_, temporary_;
  int directory_ = -1;
  struct stat info_ {};
};

// Removes the temporary file that `replace` leaves next to the file at `path` when that process is
// killed in the middle of it. Nothing happens where there is none.
void remove_unfinished(const std::string& root, const std::string& path, long process);

}  // namespace moongate
