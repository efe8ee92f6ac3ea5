// What `git diff -c` shows of a new side against several bases.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

// The lines, 1-based, that no base has, by path. A file without such lines is there too; a binary
// one has no lines.
std::map<std::string, std::vector<std::uint32_t>> lines_of_combined_diff(const std::string& patch);
