// Files that are whole on the disk before anything refers to them.
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <string>
#include <string_view>

namespace moongate {

// A new file with exactly these bytes, flushed to the disk. Throws Error(repository), without
// leaving it behind, when that fails: the disk is full, the directory cannot be written.
void write_durably(const std::string& path, std::string_view bytes, mode_t mode = 0600);

// Appends the file's bytes to an open one and flushes that. False with errno where it fails.
bool copy_and_sync(const std::string& from, int to);

// Flushes a file that another program wrote. Throws Error(repository).
void flush_file(const std::string& path);

// Signals that would end the process wait until this goes out of scope, so that a few renames that
// belong together are not cut by Ctrl-C. Only of the calling thread: others must not run then.
class Uninterrupted {
 public:
  Uninterrupted();
  ~Uninterrupted();
  Uninterrupted(const Uninterrupted&) = delete;
  Uninterrupted& operator=(const Uninterrupted&) = delete;

 private:
  sigset_t before_{};
};

// A limit on file sizes (ulimit -f) is an error to report like a full disk, not the end.
class SizeLimitIsError {
 public:
  SizeLimitIsError();
  ~SizeLimitIsError();
  SizeLimitIsError(const SizeLimitIsError&) = delete;
  SizeLimitIsError& operator=(const SizeLimitIsError&) = delete;

 private:
  void (*before_)(int);
};

}  // namespace moongate
