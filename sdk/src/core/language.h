// Which language a file is written in, by its name, its extension or its first line.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moongate {

// An id ("python", "cpp", "shell" …), or empty when unknown. `text` is asked for the first line
// only when the name says nothing; it may be a prefix of the file.
std::string_view language_by_name(std::string_view path);
std::string_view language_by_first_line(std::string_view text);

// By the name, else by the first line.
std::string_view language_of(std::string_view path, std::string_view text);

// Whether `id` is one that the functions above can give.
bool is_language(std::string_view id);
// Every id, sorted.
std::vector<std::string> language_ids();

}  // namespace moongate
