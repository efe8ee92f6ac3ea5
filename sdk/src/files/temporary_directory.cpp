#include "files/temporary_directory.h"

#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp

#include <filesystem>
#include <system_error>

#include "core/error.h"

namespace moongate {

TemporaryDirectory::TemporaryDirectory(const std::string& name) {
  std::error_code error;
  const std::filesystem::path where = std::filesystem::temp_directory_path(error);
  path_ = (error ? std::filesystem::path("/tmp") : where) / (name + ".XXXXXX");
  if (!mkdtemp(path_.data()))
    throw Error(Problem{ProblemKind::repository, "cannot make a temporary directory", path_, 0,
                        "set TMPDIR to a directory that can be written"});
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code error;  // what is left over harms nobody
  std::filesystem::remove_all(path_, error);
}

}  // namespace moongate
