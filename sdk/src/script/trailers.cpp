#include "script/trailers.h"

#include <algorithm>

namespace moongate {

namespace {

constexpr std::string_view space = " \t\r\n\v\f";
constexpr std::string_view sign_off = "Signed-off-by: ";
constexpr std::string_view picked = "(cherry picked from commit ";

bool is_blank(std::string_view text) {
  return text.find_first_not_of(space) == std::string_view::npos;
}

// The length of the token before ':' of a trailer's line, or 0.
std::size_t token_size(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() &&
         ((line[at] >= 'a' && line[at] <= 'z') || (line[at] >= 'A' && line[at] <= 'Z') ||
          (line[at] >= '0' && line[at] <= '9') || line[at] == '-'))
    ++at;
  const std::size_t size = at;
  while (at < line.size() && (line[at] == ' ' || line[at] == '\t')) ++at;
  return size > 0 && at < line.size() && line[at] == ':' ? size : 0;
}

bool is_fold(std::string_view line) {
  return line.starts_with(' ') || line.starts_with('\t');
}

// The first line of `text`, without its line feed; `text` becomes what follows.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return line;
}

// The last paragraph, without blank lines behind it; empty where it is the first, too: that is the
// subject's and holds no trailers.
std::string_view last_paragraph(std::string_view message) {
  const std::size_t last = message.find_last_not_of(space);
  if (last == std::string_view::npos) return {};
  const std::size_t end = message.find('\n', last);
  message = message.substr(0, end);
  std::size_t begin = message.size();
  for (std::size_t at = message.size();;) {
    const std::size_t feed = at == 0 ? std::string_view::npos : message.rfind('\n', at - 1);
    const std::size_t start = feed == std::string_view::npos ? 0 : feed + 1;
    if (is_blank(message.substr(start, at - start))) break;
    begin = start;
    if (feed == std::string_view::npos) break;
    at = feed;
  }
  return is_blank(message.substr(0, begin)) ? std::string_view() : message.substr(begin);
}

}  // namespace

std::string_view without_outer_spaces(std::string_view text) {
  const std::size_t first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

std::string_view message_subject(std::string_view message) {
  const std::string_view line = message.substr(0, std::min(message.find('\n'), message.size()));
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

std::string_view message_body(std::string_view message) {
  const std::size_t end = message.find('\n');
  if (end == std::string_view::npos) return {};
  std::string_view body = message.substr(end + 1);
  // The blank line between subject and body, where there is one.
  const std::size_t first = std::min(body.find('\n'), body.size());
  if (is_blank(body.substr(0, first))) body.remove_prefix(std::min(first + 1, body.size()));
  return body.substr(0, body.find_last_not_of("\r\n") + 1);
}

std::string_view trailer_block(std::string_view message) {
  const std::string_view block = last_paragraph(message);
  std::size_t trailers = 0, others = 0;
  bool by_git = false, after_trailer = false;
  for (std::string_view rest = block; !rest.empty();) {
    const std::string_view line = take_line(rest);
    if (is_fold(line)) {
      if (!after_trailer) ++others;
      continue;
    }
    if (line.starts_with(sign_off) || line.starts_with(picked)) by_git = true;
    after_trailer = line.starts_with(picked) || token_size(line) > 0;
    ++(after_trailer ? trailers : others);
  }
  const bool enough = trailers > 0 && (others == 0 || (by_git && trailers * 3 >= others));
  return enough ? block : std::string_view();
}

bool Trailers::next(Trailer& trailer) {
  while (!rest_.empty()) {
    const std::string_view line = take_line(rest_);
    const std::size_t token = is_fold(line) ? 0 : token_size(line);
    if (token == 0) continue;
    trailer.key = line.substr(0, token);
    trailer.value = without_outer_spaces(line.substr(line.find(':', token) + 1));
    const std::string_view behind = rest_;
    while (is_fold(rest_)) take_line(rest_);
    trailer.folds = behind.substr(0, behind.size() - rest_.size());
    return true;
  }
  return false;
}

}  // namespace moongate
