#include "cli/new_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>

#include "core/error.h"

namespace moongate::cli {

namespace fs = std::filesystem;

bool write_new_file(const fs::path& path, const std::string& text) {
  std::error_code code;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), code);
  if (code)
    throw Error(Problem{ProblemKind::usage, "the directory cannot be made: " + code.message(),
                        path.parent_path().generic_string(), 0, "check its permissions"});
  // `x`: the system itself refuses a file that is there, and follows no link.
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
      std::fopen(path.c_str(), "wbx"), [](std::FILE* stream) { return std::fclose(stream); });
  if (!file && errno == EEXIST) return false;
  const bool opened = file != nullptr;
  if (!opened || std::fwrite(text.data(), 1, text.size(), file.get()) != text.size() ||
      std::fflush(file.get()) != 0) {
    const std::string why = std::strerror(errno);
    file.reset();
    if (opened) fs::remove(path, code);
    throw Error(Problem{ProblemKind::usage, "cannot be written: " + why, path.generic_string(), 0,
                        "is the directory writable, and is there room on the disk?"});
  }
  return true;
}

}  // namespace moongate::cli
