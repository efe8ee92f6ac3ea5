// Small files and paths of a .git directory.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moongate {

// The whole file, or nullopt if there is none. Throws Error(repository) where it exists but cannot
// be read, or is larger than 256 MiB (packed-refs of the largest known repositories are 50 MiB).
std::optional<std::string> read_small_file(const std::string& path);

// `path` if absolute, else below `directory`.
std::string join_path(const std::string& directory, const std::string& path);
std::string parent_of(const std::string& path);
// Absolute and with symbolic links resolved where the path exists; else just absolute.
std::string real_path(const std::string& path);
bool is_directory(const std::string& path);
bool is_file(const std::string& path);
// Without blanks and line ends at the end.
std::string_view trimmed_end(std::string_view text);

}  // namespace moongate
