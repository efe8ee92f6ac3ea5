#include <filesystem>

#include "cli/self_path.h"

namespace moongate::cli {

std::string self_path() {
  std::error_code error;
  const std::filesystem::path path = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::string() : path.string();
}

}  // namespace moongate::cli
