// Attacks that are long because they repeat something are written short, and made longer where they
// are read: by run.cpp, and as the corpus of moongate_fuzz.
//
//   -- repeat N: TEXT   N lines of TEXT
//   -- join N: TEXT     N times TEXT, without ends of lines, in front of what follows
//
// "%d" in TEXT is the number of the repetition, from 0.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

namespace moongate::testing {

inline std::string generated(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    const bool lines = line.starts_with("-- repeat "), join = line.starts_with("-- join ");
    const std::size_t colon = line.find(": ");
    if ((!lines && !join) || colon == std::string_view::npos) {
      out += line;
      continue;
    }
    const std::string count(line.substr(lines ? 10 : 8, colon));
    line.remove_prefix(colon + 2);
    if (line.ends_with('\n')) line.remove_suffix(1);
    const std::size_t number = line.find("%d");
    for (unsigned long i = 0, times = std::strtoul(count.c_str(), nullptr, 10); i < times; ++i) {
      for (std::string_view rest = line; !rest.empty();) {
        const std::size_t at = number == std::string_view::npos ? rest.size() : rest.find("%d");
        out += rest.substr(0, at);
        if (at >= rest.size()) break;
        out += std::to_string(i);
        rest.remove_prefix(at + 2);
      }
      if (lines) out += '\n';
    }
  }
  return out;
}

}  // namespace moongate::testing
