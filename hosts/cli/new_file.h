// Files that the program writes into a working tree: made once, never overwritten.
#pragma once

#include <filesystem>
#include <string>

namespace moongate::cli {

// Creates the file and, above it, the directories that are not there. Returns false, having touched
// nothing, where something of that name is there already, also in a race. Throws Error(usage), and
// leaves no half of a file, where it cannot be written.
bool write_new_file(const std::filesystem::path& path, const std::string& text);

}  // namespace moongate::cli
