#include "attributes/attribute_file.h"

#include <algorithm>

#include "core/quoted_path.h"

namespace moongate {

namespace {

constexpr std::string_view blank = " \t\r\n";
constexpr std::string_view special = "*?[\\";
constexpr std::size_t longest_line = 2048;  // Git ignores those of this length and more

std::string_view without_leading_blanks(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(blank), text.size()));
}

std::string_view word_of(std::string_view text) {
  return text.substr(0, std::min(text.find_first_of(blank), text.size()));
}

bool is_name(std::string_view name) {
  if (name.empty() || name.front() == '-') return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
  });
}

// `attr`, `-attr`, `!attr`, `attr=value`; nullopt where the name is none.
std::optional<std::pair<std::string, Attribute>> state_of(std::string_view word) {
  const std::size_t equals = word.find('=');
  std::string_view name = word.substr(0, std::min(equals, word.size()));
  Attribute attribute;
  if (name.starts_with('-') || name.starts_with('!')) {
    if (name.front() == '-') attribute.state = Attribute::State::unset;
    name.remove_prefix(1);
  } else if (equals != std::string_view::npos) {
    attribute.state = Attribute::State::value;
    attribute.value = word.substr(equals + 1);
  } else {
    attribute.state = Attribute::State::set;
  }
  if (!is_name(name)) return std::nullopt;
  return std::pair(std::string(name), std::move(attribute));
}

// Where a name in C's quotes ends (the closing quote), or npos where Git would not take it for one.
std::size_t end_of_quoted(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return i;
    if (text[i] != '\\') continue;
    if (++i == text.size()) return std::string_view::npos;
    constexpr std::string_view single = "abfnrtv\\\"";
    if (single.find(text[i]) != std::string_view::npos) continue;
    const std::string_view digits = text.substr(i, 3);
    const bool octal =
        digits.size() == 3 && digits[0] <= '3' &&
        std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '7'; });
    if (!octal) return std::string_view::npos;
    i += 2;
  }
  return std::string_view::npos;
}

}  // namespace

AttributeFile::AttributeFile(std::string_view text, std::string directory)
    : directory_(std::move(directory)) {
  text = text.substr(0, std::min(text.find('\0'), text.size()));
  // As in the working tree's file; in the index, Git (2.39) takes the mark for a part of a pattern.
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    read_line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void AttributeFile::read_line(std::string_view text) {
  if (text.size() >= longest_line) return;
  text = without_leading_blanks(text);
  if (text.empty() || text.front() == '#') return;

  std::string name;
  std::string_view states;
  const std::size_t quoted = text.front() == '"' ? end_of_quoted(text) : std::string_view::npos;
  if (quoted != std::string_view::npos) {
    name = unquoted_path(text.substr(1, quoted - 1));
    states = text.substr(quoted + 1);
  } else {
    name = word_of(text);
    states = text.substr(name.size());
  }

  Line line;
  constexpr std::string_view macro_prefix = "[attr]";
  if (name.size() > macro_prefix.size() && name.starts_with(macro_prefix)) {
    if (!directory_.empty()) return;
    const std::string_view rest =
        without_leading_blanks(std::string_view(name).substr(macro_prefix.size()));
    line.macro = word_of(rest);
    if (!is_name(line.macro)) return;
  }
  for (states = without_leading_blanks(states); !states.empty();) {
    const std::string_view word = word_of(states);
    auto state = state_of(word);
    if (!state) return;  // one wrong word, and Git ignores the line
    line.states.push_back(std::move(*state));
    states = without_leading_blanks(states.substr(word.size()));
  }
  if (line.macro.empty()) {
    // A directory's attributes are not those of what is in it.
    if (name.starts_with('!') || name.ends_with('/')) return;
    line.in_any_directory = name.find('/') == std::string::npos;
    if (!line.in_any_directory && name.starts_with('/')) name.erase(0, 1);
    const std::size_t literal = std::min(name.find_first_of(special), name.size());
    if (line.in_any_directory) {
      if (literal < name.size()) line.wild.emplace(name, false);
    } else if (literal < name.size()) {
      // What comes first literally is cut off before the rest is read as a pattern: so it is in
      // Git, where `a**/b` therefore means what `a` and then `**/b` mean.
      line.prefix = name.substr(0, literal);
      line.wild.emplace(std::string_view(name).substr(literal), true);
    }
    line.pattern = std::move(name);
  }
  for (const auto& [attribute, state] : line.states) names_.insert(attribute);
  lines_.push_back(std::move(line));
}

bool AttributeFile::matches(const Line& line, std::string_view path) const {
  if (line.in_any_directory) {
    const std::size_t slash = path.rfind('/');
    const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
    return line.wild ? line.wild->matches(name) : name == line.pattern;
  }
  const std::string_view below = directory_.empty() ? path : path.substr(directory_.size() + 1);
  if (!line.wild) return below == line.pattern;
  return below.starts_with(line.prefix) && line.wild->matches(below.substr(line.prefix.size()));
}

}  // namespace moongate
