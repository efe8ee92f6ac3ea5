#include "combined_diff.h"

#include <cstdlib>
#include <sstream>
#include <string_view>

namespace {

// A path as Git quotes it: "caf\303\251".
std::string unquoted(std::string_view text) {
  if (text.empty() || text.front() != '"') return std::string(text);
  std::string path;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] != '\\') {
      path += text[i];
      continue;
    }
    const char c = text[++i];
    if (c >= '0' && c <= '3') {
      path += static_cast<char>((c - '0') * 64 + (text[i + 1] - '0') * 8 + (text[i + 2] - '0'));
      i += 2;
    } else {
      path += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
    }
  }
  return path;
}

}  // namespace

std::map<std::string, std::vector<std::uint32_t>> lines_of_combined_diff(const std::string& patch) {
  std::map<std::string, std::vector<std::uint32_t>> result;
  std::vector<std::uint32_t>* file = nullptr;
  std::size_t bases = 0;                    // of the hunk
  std::uint32_t line_number = 0, left = 0;  // of the new side: the next one, and how many follow
  bool in_hunk = false;
  std::istringstream lines(patch);
  for (std::string line; std::getline(lines, line);) {
    const std::string_view header = "diff --combined ";
    if (line.starts_with("@@@")) {
      bases = line.find_first_not_of('@') - 1;
      const char* text = line.c_str() + line.find('+') + 1;
      char* end = nullptr;
      line_number = static_cast<std::uint32_t>(std::strtoul(text, &end, 10));
      left = *end == ',' ? static_cast<std::uint32_t>(std::strtoul(end + 1, &end, 10)) : 1;
      in_hunk = true;
    } else if (in_hunk && line.size() >= bases && line.find_first_not_of("+- ") >= bases &&
               !line.starts_with("diff ")) {
      const std::string_view marks = std::string_view(line).substr(0, bases);
      if (marks.find('-') != marks.npos || left == 0) continue;
      if (file && marks.find_first_not_of('+') == marks.npos) file->push_back(line_number);
      ++line_number;
      --left;
    } else if (line.starts_with(header)) {
      file = &result[unquoted(std::string_view(line).substr(header.size()))];
      in_hunk = false;
    }
  }
  return result;
}
