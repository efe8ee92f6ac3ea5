#include "script/trailers.h"

#include <algorithm>

namespace moongate {

namespace {

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\v\f");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n\v\f") - first + 1);
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

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

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
  while (!body.empty() && (body.back() == '\n' || body.back() == '\r')) body.remove_suffix(1);
  return body;
}

std::vector<Trailer> parse_trailers(std::string_view message) {
  const std::vector<std::string_view> lines = lines_of(message);
  std::size_t end = lines.size();
  while (end > 0 && is_blank(lines[end - 1])) --end;
  std::size_t begin = end;
  while (begin > 0 && !is_blank(lines[begin - 1])) --begin;
  // The subject's paragraph holds no trailers.
  const bool first = std::all_of(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(begin),
                                 [](std::string_view line) { return is_blank(line); });
  if (first) return {};

  std::size_t trailers = 0, others = 0;
  bool by_git = false, after_trailer = false;
  for (std::size_t i = begin; i < end; ++i) {
    const std::string_view line = lines[i];
    if (line.starts_with(" ") || line.starts_with("\t")) {
      if (!after_trailer) ++others;
      continue;
    }
    if (line.starts_with("Signed-off-by: ") || line.starts_with("(cherry picked from commit "))
      by_git = true;
    after_trailer = line.starts_with("(cherry picked from commit ") || token_size(line) > 0;
    ++(after_trailer ? trailers : others);
  }
  if (trailers == 0 || (others > 0 && !(by_git && trailers * 3 >= others))) return {};

  std::vector<Trailer> found;
  for (std::size_t i = begin; i < end; ++i) {
    const std::string_view line = lines[i];
    if (line.starts_with(" ") || line.starts_with("\t")) {
      if (!found.empty() && i > begin && after_trailer)
        found.back().value += (found.back().value.empty() ? "" : " ") + std::string(trimmed(line));
      continue;
    }
    const std::size_t token = token_size(line);
    after_trailer = token > 0;
    if (token > 0)
      found.push_back({std::string(line.substr(0, token)),
                       std::string(trimmed(line.substr(line.find(':', token) + 1)))});
  }
  return found;
}

}  // namespace moongate
