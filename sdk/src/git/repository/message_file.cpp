#include "git/repository/message_file.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "core/error.h"

namespace moongate {
namespace {

constexpr std::string_view scissors = "------------------------ >8 ------------------------";
constexpr std::string_view comment_candidates = "#;@!$%^&|:";  // of core.commentChar=auto

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t end = text.find('\n', begin);
    end = end == text.npos ? text.size() : end + 1;
    lines.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return lines;
}

std::string_view without_end(std::string_view line) {
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  return line;
}

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// Whether `commit -v` wrote what stands below a scissors line: its explanation, which is in the
// user's language, and then the diff.
bool is_of_verbose(std::string_view below, const std::string& comment) {
  if (starts_with(below, comment + " Do not modify or remove the line above.")) return true;
  bool explained = false;
  while (starts_with(below, comment + " ")) {
    explained = true;
    below.remove_prefix(std::min(below.find('\n'), below.size() - 1) + 1);
  }
  return explained && starts_with(below, "diff --");
}

// Where the scissors line begins, or the text's size.
std::size_t scissors_at(std::string_view text, const std::string& comment, bool only_of_verbose) {
  const std::string wanted = comment + " " + std::string(scissors);
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t end = text.find('\n', begin);
    end = end == text.npos ? text.size() : end + 1;
    const std::string_view line = text.substr(begin, end - begin);
    if (without_end(line) == wanted) {
      // `commit -v` writes its explanation below; without it the line is the author's own, which
      // Git keeps (as a comment or as text), and with it everything that follows.
      if (!only_of_verbose || is_of_verbose(text.substr(end), comment)) return begin;
    }
    begin = end;
  }
  return text.size();
}

std::string strip_space(std::string_view text, const std::string* comment) {
  std::string result;
  std::size_t empty_lines = 0;
  for (const std::string_view full : lines_of(text)) {
    if (comment && starts_with(full, *comment)) continue;
    const std::string_view line = without_end(full);
    if (line.empty()) {
      ++empty_lines;
      continue;
    }
    if (empty_lines > 0 && !result.empty()) result.push_back('\n');
    empty_lines = 0;
    result.append(line).push_back('\n');
  }
  return result;
}

std::string guess_comment(std::string_view text) {
  // Git picks a character that starts no line of the message, then writes its hints with it below
  // the message: the last line shows it.
  const std::vector<std::string_view> lines = lines_of(text);
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    if (without_end(*line).empty()) continue;
    if (comment_candidates.find(line->front()) != comment_candidates.npos) {
      return std::string(1, line->front());
    }
    break;
  }
  return "#";
}

}  // namespace

MessageRules message_rules(const GitConfig& config, std::string_view text) {
  MessageRules rules;
  const char* editor = std::getenv("GIT_EDITOR");
  rules.edited = !editor || std::string_view(editor) != ":";
  auto comment = config.get("core.commentstring");
  if (!comment) comment = config.get("core.commentchar");
  if (comment && *comment == "auto") {
    rules.comment = guess_comment(text);
  } else if (comment && !comment->empty()) {
    rules.comment = *comment;
  }
  const std::string mode = config.get("commit.cleanup").value_or("default");
  if (mode == "verbatim") {
    rules.cleanup = MessageCleanup::verbatim;
  } else if (mode == "whitespace") {
    rules.cleanup = MessageCleanup::whitespace;
  } else if (mode == "strip") {
    rules.cleanup = MessageCleanup::strip;
  } else if (mode == "scissors") {
    rules.cleanup = rules.edited ? MessageCleanup::scissors : MessageCleanup::whitespace;
  } else if (mode == "default") {
    rules.cleanup = rules.edited ? MessageCleanup::strip : MessageCleanup::whitespace;
  } else {
    throw Error(ProblemKind::repository, "commit.cleanup has the unknown value \"" + mode + "\"",
                "known are default, scissors, strip, verbatim and whitespace");
  }
  return rules;
}

std::string clean_message(std::string_view text, const MessageRules& rules) {
  if (rules.cleanup == MessageCleanup::scissors) {
    text = text.substr(0, scissors_at(text, rules.comment, false));
  } else if (rules.edited) {
    text = text.substr(0, scissors_at(text, rules.comment, true));
  }
  switch (rules.cleanup) {
    case MessageCleanup::verbatim:
      return std::string(text);
    case MessageCleanup::strip:
      return strip_space(text, &rules.comment);
    case MessageCleanup::whitespace:
    case MessageCleanup::scissors:
      break;
  }
  return strip_space(text, nullptr);
}

}  // namespace moongate
