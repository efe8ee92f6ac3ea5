#include "core/conventional.h"

#include <algorithm>
#include <utility>

namespace moongate {

namespace {

char lower(char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
}

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

bool is_word(char byte) {
  return (byte >= '0' && byte <= '9') || (lower(byte) >= 'a' && lower(byte) <= 'z') ||
         byte == '-' || byte == '_';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != std::string_view::npos)
    text.remove_suffix(1);
  return text;
}

std::optional<ConventionalFooter> footer_of(std::string_view line) {
  std::size_t end = 0;
  if (line.starts_with("BREAKING CHANGE"))
    end = 15;
  else
    while (end < line.size() && is_word(line[end]) && line[end] != '_') ++end;
  if (end == 0) return std::nullopt;
  const std::string_view rest = line.substr(end);
  if (!rest.starts_with(": ") && !rest.starts_with(" #")) return std::nullopt;
  return ConventionalFooter{std::string(line.substr(0, end)), std::string(trimmed(rest.substr(2)))};
}

}  // namespace

const std::string* ConventionalCommit::footer(std::string_view token) const {
  for (auto one = footers.rbegin(); one != footers.rend(); ++one)
    if (lower_case(one->token) == lower_case(token)) return &one->value;
  return nullptr;
}

std::optional<ConventionalCommit> parse_conventional(std::string_view message) {
  const std::size_t line_end = std::min(message.find('\n'), message.size());
  const std::string_view subject = trimmed(message.substr(0, line_end));
  std::size_t at = 0;
  while (at < subject.size() && is_word(subject[at])) ++at;
  if (at == 0) return std::nullopt;
  ConventionalCommit commit;
  commit.type = lower_case(subject.substr(0, at));
  if (at < subject.size() && subject[at] == '(') {
    const std::size_t close = subject.find(')', at);
    if (close == std::string_view::npos) return std::nullopt;
    commit.scope = subject.substr(at + 1, close - at - 1);
    at = close + 1;
  }
  if (at < subject.size() && subject[at] == '!') {
    commit.breaking = true;
    ++at;
  }
  if (!subject.substr(at).starts_with(": ")) return std::nullopt;
  commit.description = subject.substr(at + 2);
  if (commit.description.empty()) return std::nullopt;

  bool blank_before = false;
  bool in_footers = false;
  std::string_view rest = message.substr(std::min(line_end + 1, message.size()));
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    std::optional<ConventionalFooter> found = footer_of(line);
    if (blank_before) in_footers = found.has_value();
    if (found && in_footers) {
      if (found->token == "BREAKING CHANGE" || found->token == "BREAKING-CHANGE")
        commit.breaking = true;
      commit.footers.push_back(std::move(*found));
    }
    blank_before = line.empty();
  }
  return commit;
}

}  // namespace moongate
