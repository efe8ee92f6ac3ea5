#include "git/repository/git_fallback.h"

#include <charconv>
#include <string_view>

#include "git/repository/git_files.h"
#include "git/repository/git_program.h"
#include "git/trees/tree.h"

namespace moongate {
namespace {

std::optional<ObjectType> type_named(std::string_view name) {
  for (const ObjectType type :
       {ObjectType::commit, ObjectType::tree, ObjectType::blob, ObjectType::tag}) {
    if (name_of(type) == name) return type;
  }
  return std::nullopt;
}

// Cuts `text` at the first `separator` and returns what stood before it.
std::optional<std::string_view> take(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  if (end == text.npos) return std::nullopt;
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(end + 1);
  return part;
}

std::optional<FileVersion> version_of(std::string_view path, std::string_view mode_text,
                                      std::string_view id_text) {
  std::uint32_t mode = 0;
  std::from_chars(mode_text.data(), mode_text.data() + mode_text.size(), mode, 8);
  const auto id = Oid::from_hex(id_text);
  if (mode == 0 || !id) return std::nullopt;
  return FileVersion{std::string(path), canonical_mode(mode), *id};
}

// ":MODE MODE ID ID STATUS\0PATH\0" for each difference.
std::optional<std::vector<IndexDifference>> parse_raw(std::string_view text) {
  std::vector<IndexDifference> result;
  while (!text.empty()) {
    if (text.front() != ':') return std::nullopt;
    text.remove_prefix(1);
    const auto old_mode = take(text, ' '), new_mode = take(text, ' ');
    const auto old_id = take(text, ' '), new_id = take(text, ' ');
    const auto status = take(text, '\0'), path = take(text, '\0');
    if (!old_mode || !new_mode || !old_id || !new_id || !status || !path) return std::nullopt;
    // A path in conflict is told as such, and may be told again with its two sides.
    if (!result.empty() && result.back().unmerged && result.back().path == *path) continue;
    IndexDifference difference;
    difference.path = *path;
    difference.before = version_of(*path, *old_mode, *old_id);
    difference.unmerged = *status == "U";
    if (!difference.unmerged) difference.after = version_of(*path, *new_mode, *new_id);
    result.push_back(std::move(difference));
  }
  return result;
}

}  // namespace

std::optional<Object> ask_for_object(const Location& location, const Oid& id) {
  const GitAnswer answer =
      ask_git(location, {"cat-file", "--batch"}, GitAccess::read, id.hex() + "\n");
  if (answer.status != 0) return std::nullopt;
  std::string_view text = answer.out;
  const auto header = take(text, '\n');  // ID TYPE SIZE, or: ID missing
  if (!header) return std::nullopt;
  std::string_view words = *header;
  const auto name = take(words, ' '), kind = take(words, ' ');
  if (!name || !kind) return std::nullopt;
  const auto type = type_named(*kind);
  std::size_t size = 0;
  const auto parsed = std::from_chars(words.data(), words.data() + words.size(), size);
  if (!type || parsed.ec != std::errc() || size + 1 != text.size()) return std::nullopt;
  return Object{*type, std::make_shared<const std::string>(text.substr(0, size))};
}

AskedDifferences ask_for_differences(const Location& location, const std::optional<Oid>& root) {
  constexpr const char* empty_tree_sha1 = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
  constexpr const char* empty_tree_sha256 =
      "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321";
  const std::string tree = root                     ? root->hex()
                           : location.id_size == 32 ? empty_tree_sha256
                                                    : empty_tree_sha1;
  // Not `git diff`: it refreshes the index, which may write it.
  const GitAnswer answer = ask_git(location,
                                   {"diff-index", "--cached", "--ita-invisible-in-index", "--raw",
                                    "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", tree},
                                   GitAccess::read);
  if (!answer.found) return {std::nullopt, "there is no git on PATH that might read it"};
  if (answer.status != 0) {
    const std::string_view said = answer.err;
    return {std::nullopt, "git cannot read it either: " +
                              std::string(trimmed_end(said.substr(0, said.find('\n'))))};
  }
  AskedDifferences result{parse_raw(answer.out), {}};
  if (!result.differences) result.why_not = "git's answer about it makes no sense";
  return result;
}

}  // namespace moongate
