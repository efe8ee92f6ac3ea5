#include "git/files.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "error.h"

namespace moongate {
namespace {
constexpr std::uintmax_t max_small_file = 256u << 20;
}

std::optional<std::string> read_small_file(const std::string& path) {
  std::error_code code;
  const auto status = std::filesystem::status(path, code);
  if (status.type() == std::filesystem::file_type::not_found) return std::nullopt;
  if (status.type() == std::filesystem::file_type::directory) return std::nullopt;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    throw Error(Problem{ProblemKind::repository,
                        std::string("cannot read the file: ") + std::strerror(errno), path, 0,
                        "make it readable for the user that runs Moongate"});
  }
  if (status.type() == std::filesystem::file_type::regular) {
    const auto size = std::filesystem::file_size(path, code);
    if (!code && size > max_small_file) {
      throw Error(Problem{ProblemKind::repository, "the file is larger than any of its kind", path,
                          0, "run `git gc`, or see what wrote it"});
    }
  }
  std::string text;
  char buffer[65536];
  while (stream.read(buffer, sizeof buffer) || stream.gcount() > 0) {
    text.append(buffer, static_cast<std::size_t>(stream.gcount()));
    if (text.size() > max_small_file) break;
  }
  return text;
}

std::string join_path(const std::string& folder, const std::string& path) {
  if (!path.empty() && path[0] == '/') return path;
  if (folder.empty() || folder == ".") return path;
  if (path.empty() || path == ".") return folder;
  return folder.back() == '/' ? folder + path : folder + "/" + path;
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
