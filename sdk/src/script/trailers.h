// The parts of a commit message as Git reads them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moongate {

struct Trailer {
  std::string key, value;  // a folded value is joined by single blanks
  bool operator==(const Trailer&) const = default;
};

// The trailers that `git interpret-trailers --parse` finds in a message: the last paragraph, if it
// is not also the first, and all its lines are trailers, or a quarter of them are and one is made
// by Git itself ("Signed-off-by: ", "(cherry picked from commit ").
std::vector<Trailer> parse_trailers(std::string_view message);

// The first line, and what follows it and a blank line, without blank lines at the end.
std::string_view message_subject(std::string_view message);
std::string_view message_body(std::string_view message);

}  // namespace moongate
