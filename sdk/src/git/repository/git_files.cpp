#include "git/repository/git_files.h"

#include <filesystem>
#include <system_error>

#include "core/error.h"
#include "files/read_file.h"

namespace moongate {

std::optional<std::string> read_small_file(const std::string& path) {
  if (is_directory(path)) return std::nullopt;
  return read_file_if_there(path, {largest_input, ProblemKind::repository,
                                   "make it readable for the user that runs Moongate"});
}

std::string join_path(const std::string& directory, const std::string& path) {
  if (!path.empty() && path[0] == '/') return path;
  if (directory.empty() || directory == ".") return path;
  if (path.empty() || path == ".") return directory;
  return directory.back() == '/' ? directory + path : directory + "/" + path;
}

std::string parent_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string real_path(const std::string& path) {
  std::error_code code;
  const auto resolved = std::filesystem::weakly_canonical(path.empty() ? "." : path, code);
  if (code) return std::filesystem::absolute(path, code).string();
  std::string text = resolved.string();
  if (text.size() > 1 && text.back() == '/') text.pop_back();
  return text;
}

bool is_directory(const std::string& path) {
  std::error_code code;
  return std::filesystem::is_directory(path, code);
}

bool is_file(const std::string& path) {
  std::error_code code;
  return std::filesystem::is_regular_file(path, code);
}

std::string_view trimmed_end(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ' ||
                           text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace moongate
