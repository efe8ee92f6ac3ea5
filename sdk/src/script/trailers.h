// The parts of a commit message as Git reads them. Each looks at a message once, from where it
// must, and allocates nothing: a message may be as large as the repository's author likes.
#pragma once

#include <string_view>

namespace moongate {

// One trailer: views into the message. The lines in `folds` continue the value.
struct Trailer {
  std::string_view key, value, folds;
};

// The lines that hold the trailers which `git interpret-trailers --parse` finds in a message: the
// last paragraph, if it is not also the first, and all its lines are trailers, or a quarter of them
// are and one is made by Git itself ("Signed-off-by: ", "(cherry picked from commit "). Else empty.
std::string_view trailer_block(std::string_view message);

// The trailers of a block, one after the other.
class Trailers {
 public:
  explicit Trailers(std::string_view block) : rest_(block) {}
  bool next(Trailer& trailer);  // false at the end

 private:
  std::string_view rest_;
};

// Gives `append` the pieces of a trailer's value, joined by single spaces.
template <class Append>
void read_value(const Trailer& trailer, const Append& append);

// The first line, and what follows it and a blank line, without blank lines at the end.
std::string_view message_subject(std::string_view message);
std::string_view message_body(std::string_view message);

std::string_view without_outer_spaces(std::string_view text);

template <class Append>
void read_value(const Trailer& trailer, const Append& append) {
  append(trailer.value);
  bool empty = trailer.value.empty();
  for (std::string_view rest = trailer.folds; !rest.empty();) {
    const std::size_t end = rest.find('\n');
    const std::string_view piece = without_outer_spaces(rest.substr(0, end));
    if (!empty) append(" ");
    append(piece);
    empty = empty && piece.empty();
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
}

}  // namespace moongate
