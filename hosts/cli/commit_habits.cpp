#include "cli/commit_habits.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

#include "git/repository/git_program.h"

namespace moongate::cli {

namespace {

constexpr std::array<std::string_view, 11> usual_types{
    "build", "chore", "ci", "docs", "feat", "fix", "perf", "refactor", "revert", "style", "test"};
constexpr std::size_t fewest_subjects = 5;
constexpr std::size_t most_scopes = 15;

bool is_usual(std::string_view type) {
  return std::find(usual_types.begin(), usual_types.end(), type) != usual_types.end();
}

// What Git and its commands write, which the check accepts whatever it says.
bool nobody_typed(std::string_view subject) {
  for (const char* begin : {"Merge ", "Revert \"", "Reapply \"", "fixup! ", "squash! ", "amend! "})
    if (subject.starts_with(begin)) return true;
  return subject == "Initial commit";
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

bool is_word(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

struct Header {
  std::string type, scope;
};

std::optional<Header> header_of(std::string_view subject) {
  const std::size_t colon = subject.find(": ");
  if (colon == std::string_view::npos || colon + 2 == subject.size()) return std::nullopt;
  std::string_view begin = subject.substr(0, colon);
  if (begin.ends_with('!')) begin.remove_suffix(1);
  Header header;
  if (begin.ends_with(')')) {
    const std::size_t open = begin.find('(');
    if (open == std::string_view::npos) return std::nullopt;
    header.scope = lower(begin.substr(open + 1, begin.size() - open - 2));
    if (header.scope.empty()) return std::nullopt;
    begin = begin.substr(0, open);
  }
  if (!is_word(begin)) return std::nullopt;
  header.type = lower(begin);
  return header;
}

}  // namespace

CommitHabits habits_of(const std::vector<std::string>& subjects) {
  CommitHabits habits;
  std::map<std::string, std::size_t> types, scopes;
  std::size_t usual = 0, scoped = 0;
  bool plain_scopes = true;  // `scopes` lists words; a path or two of them are no fixed set
  for (const std::string& subject : subjects) {
    if (subject.empty() || nobody_typed(subject)) continue;
    ++habits.subjects;
    const std::optional<Header> header = header_of(subject);
    if (!header) continue;
    ++habits.conventional;
    ++types[header->type];
    if (is_usual(header->type)) ++usual;
    if (header->scope.empty()) continue;
    ++scoped;
    ++scopes[header->scope];
    plain_scopes = plain_scopes && is_word(header->scope);
  }
  habits.fit = habits.subjects >= fewest_subjects &&
               habits.conventional * 10 >= habits.subjects * 9 &&
               usual * 10 >= habits.conventional * 7;
  if (!habits.fit) return habits;
  for (const std::string_view type : usual_types) types[std::string(type)] += 2;
  for (const auto& [type, count] : types)
    if (count > 1) habits.types.push_back(type);
  const bool fixed_set = plain_scopes && scoped * 10 >= habits.conventional * 9 &&
                         scopes.size() <= most_scopes && scopes.size() * 4 <= scoped;
  if (fixed_set)
    for (const auto& [scope, count] : scopes) habits.scopes.push_back(scope);
  return habits;
}

std::vector<std::string> last_subjects(const Location& location, std::size_t most) {
  const GitAnswer answer =
      ask_git(location, {"log", "-n", std::to_string(most), "--no-merges", "--format=%s", "HEAD"},
              GitAccess::read);
  std::vector<std::string> subjects;
  if (answer.status != 0) return subjects;
  for (std::size_t begin = 0; begin < answer.out.size();) {
    const std::size_t end = std::min(answer.out.find('\n', begin), answer.out.size());
    subjects.push_back(answer.out.substr(begin, end - begin));
    begin = end + 1;
  }
  return subjects;
}

}  // namespace moongate::cli
