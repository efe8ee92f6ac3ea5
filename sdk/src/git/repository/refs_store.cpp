#include "git/repository/refs_store.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>

#include "core/error.h"
#include "git/repository/git_files.h"
#include "git/repository/git_program.h"

namespace moongate {
namespace {

constexpr int max_symbolic_depth = 5;  // Git's own limit

bool is_root_reference(std::string_view name) {
  return !name.empty() && name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_-") == name.npos;
}

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// HEAD and a few directories belong to one working tree; everything else is common to all.
bool is_of_work_tree(std::string_view name) {
  return !starts_with(name, "refs/") || starts_with(name, "refs/bisect/") ||
         starts_with(name, "refs/worktree/") || starts_with(name, "refs/rewritten/");
}

// Calls `visit(id, name)` for every line of a packed-refs text; peeled lines and comments left out.
template <class Visit>
void for_each_packed(std::string_view text, std::size_t hex_size, const Visit& visit) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    begin = end + 1;
    if (line.size() <= hex_size + 1 || line[hex_size] != ' ') continue;
    if (const auto id = Oid::from_hex(line.substr(0, hex_size))) {
      visit(*id, line.substr(hex_size + 1));
    }
  }
}

// Names of all files below refs/. Those that vanish while we look (a concurrent `git pack-refs`)
// are in packed-refs by then or were deleted; neither ends the walk.
std::vector<std::string> files_below(const std::string& top, RefsStore::Damage damage) {
  namespace fs = std::filesystem;
  std::vector<std::string> files, directories = {"refs"};
  while (!directories.empty()) {
    const std::string directory = directories.back();
    directories.pop_back();
    std::error_code code;
    fs::directory_iterator entry(join_path(top, directory), code);
    for (; !code && entry != fs::directory_iterator(); entry.increment(code)) {
      const std::string name = directory + "/" + entry->path().filename().string();
      std::error_code ignored;
      // As Git, which follows links to directories, but not forever.
      const bool nested = name.size() < 4096 && entry->is_directory(ignored);
      (nested ? directories : files).push_back(name);
    }
    if (!code || code == std::errc::no_such_file_or_directory ||
        damage == RefsStore::Damage::left_out)
      continue;
    throw Error(Problem{ProblemKind::repository, "references cannot be listed: " + code.message(),
                        join_path(top, directory), 0,
                        "make the directory readable for the user that runs Moongate"});
  }
  return files;
}

}  // namespace

bool is_safe_reference_name(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.back() == '/' || name.back() == '.') return false;
  if (name.find("..") != name.npos || name.find("//") != name.npos) return false;
  if (name.find("/.") != name.npos || name.front() == '.') return false;
  return std::none_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == ' ' || c == '~' || c == '^' ||
           c == ':' || c == '?' || c == '*' || c == '[' || c == '\\';
  });
}

RefsStore::RefsStore(const Location& location)
    : location_(location), lazy_(std::make_shared<Lazy>()) {}

void RefsStore::ask_for_all() const {
  const GitAnswer answer =
      ask_git(location_, {"for-each-ref", "--format=%(objectname) %(refname)"}, GitAccess::read);
  if (answer.status != 0) {
    const bool reftable = location_.refs_by_git.ends_with("reftable");
    throw Error(ProblemKind::repository,
                location_.refs_by_git +
                    (answer.found ? ", and this machine's git cannot read them: " +
                                        std::string(trimmed_end(answer.err))
                                  : ", which is read through the git program, and there is no git "
                                    "on PATH"),
                reftable ? "install git 2.45 or newer" : "install a newer git");
  }
  lazy_->packed = answer.out;
}

// HEAD, ORIG_HEAD and the like, which `for-each-ref` leaves out.
std::optional<RefsStore::Entry> RefsStore::ask_for(const std::string& name) const {
  packed();  // whether git can read them at all is found out, and told, there
  const GitAnswer symbolic = ask_git(location_, {"symbolic-ref", "-q", name}, GitAccess::read);
  if (symbolic.status == 0) return Entry{std::string(trimmed_end(symbolic.out)), {}};
  const GitAnswer direct =
      ask_git(location_, {"rev-parse", "--verify", "-q", name}, GitAccess::read);
  const auto id = Oid::from_hex(trimmed_end(direct.out));
  if (direct.status != 0 || !id) return std::nullopt;
  return Entry{std::nullopt, *id};
}

const std::string& RefsStore::packed() const {
  std::call_once(lazy_->once, [this] {
    if (!location_.refs_by_git.empty()) {
      ask_for_all();
    } else {
      lazy_->packed =
          read_small_file(join_path(location_.common_dir, "packed-refs")).value_or(std::string());
    }
  });
  return lazy_->packed;
}

std::optional<RefsStore::Entry> RefsStore::find_loose(const std::string& name) const {
  const std::string path =
      join_path(is_of_work_tree(name) ? location_.git_dir : location_.common_dir, name);
  std::error_code code;
  if (std::filesystem::is_symlink(path, code)) {
    // The old form of HEAD: a link to refs/heads/NAME, which need not exist yet.
    const std::string target = std::filesystem::read_symlink(path, code).string();
    if (!code && starts_with(target, "refs/") && is_safe_reference_name(target)) {
      return Entry{target, {}};
    }
  }
  const auto text = read_small_file(path);
  if (!text) return std::nullopt;
  if (starts_with(*text, "ref:")) {
    std::string_view target = trimmed_end(std::string_view(*text).substr(4));
    while (!target.empty() && (target.front() == ' ' || target.front() == '\t')) {
      target.remove_prefix(1);
    }
    if (!is_safe_reference_name(target)) {
      throw Error(Problem{ProblemKind::repository, "the reference " + name + " names no reference",
                          path, 1, "`git fsck` shows more"});
    }
    return Entry{std::string(target), {}};
  }
  const std::size_t hex_size = location_.id_size * 2;
  const auto id = Oid::from_hex(std::string_view(*text).substr(0, hex_size));
  if (!id || id->size != location_.id_size) {
    throw Error(Problem{ProblemKind::repository,
                        "the reference " + name + " is damaged: it holds no object id", path, 1,
                        "restore it from the reflog (`git reflog`), or fetch the branch again"});
  }
  return Entry{std::nullopt, *id};
}

std::optional<RefsStore::Entry> RefsStore::find(const std::string& name) const {
  if (!is_safe_reference_name(name)) return std::nullopt;
  if (!starts_with(name, "refs/") && !is_root_reference(name)) return std::nullopt;
  if (location_.refs_by_git.empty()) {
    if (const auto entry = find_loose(name)) return entry;
    if (!starts_with(name, "refs/")) return std::nullopt;
  } else if (!starts_with(name, "refs/")) {
    return ask_for(name);
  }
  const std::string& text = packed();
  const std::size_t hex_size = location_.id_size * 2;
  const std::string wanted = " " + name;
  for (std::size_t at = text.find(wanted); at != text.npos; at = text.find(wanted, at + 1)) {
    const std::size_t end = at + wanted.size();
    if (end < text.size() && text[end] != '\n' && text[end] != '\r') continue;
    if (at < hex_size || (at > hex_size && text[at - hex_size - 1] != '\n')) continue;
    if (const auto id = Oid::from_hex(std::string_view(text).substr(at - hex_size, hex_size))) {
      return Entry{std::nullopt, *id};
    }
  }
  return std::nullopt;
}

std::optional<Oid> RefsStore::resolve(const std::string& name) const {
  std::string current = name;
  for (int depth = 0; depth <= max_symbolic_depth; ++depth) {
    const auto entry = find(current);
    if (!entry) return std::nullopt;
    if (!entry->symbolic) return entry->target.zero() ? std::nullopt : std::optional(entry->target);
    current = *entry->symbolic;
  }
  throw Error(ProblemKind::repository, "the reference " + name + " leads in a circle",
              "correct it with `git symbolic-ref`");
}

std::optional<std::string> RefsStore::symbolic(const std::string& name) const {
  const auto entry = location_.refs_by_git.empty() ? find(name) : ask_for(name);
  return entry ? entry->symbolic : std::nullopt;
}

// Every line of packed-refs is a reference, what one marks, or a comment.
void RefsStore::require_whole_packed() const {
  const std::string& text = packed();
  const std::size_t hex_size = location_.id_size * 2;
  std::uint32_t number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    ++number;
    const std::size_t end = text.find('\n', begin);
    const bool whole = end != text.npos;
    std::string_view line = std::string_view(text).substr(begin, end - begin);
    begin = whole ? end + 1 : text.size();
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (whole && line.starts_with('#')) continue;
    const bool peeled = line.starts_with('^');
    if (peeled) line.remove_prefix(1);
    const bool fits = peeled ? line.size() == hex_size
                             : line.size() > hex_size + 1 && line[hex_size] == ' ' &&
                                   is_safe_reference_name(line.substr(hex_size + 1));
    if (whole && fits && Oid::from_hex(line.substr(0, hex_size))) continue;
    throw Error(
        Problem{ProblemKind::repository,
                whole ? "a line of the packed references is damaged: it names no reference"
                      : "the last line of the packed references is cut short",
                join_path(location_.common_dir, "packed-refs"), number,
                "`git fsck` and `git for-each-ref` show what is left; fetch the rest again"});
  }
}

std::vector<Reference> RefsStore::all(const std::string& prefix, Damage damage) const {
  std::map<std::string, std::optional<Oid>> found;
  for_each_packed(packed(), location_.id_size * 2, [&](const Oid& id, std::string_view name) {
    if (starts_with(name, prefix) && is_safe_reference_name(name)) found[std::string(name)] = id;
  });
  if (location_.refs_by_git.empty()) {
    if (damage == Damage::refused) require_whole_packed();
    std::vector<std::string> directories = {location_.common_dir};
    if (location_.git_dir != location_.common_dir) directories.push_back(location_.git_dir);
    for (const std::string& top : directories) {
      for (const std::string& name : files_below(top, damage)) {
        const bool here = is_of_work_tree(name) == (top == location_.git_dir) ||
                          location_.git_dir == location_.common_dir;
        if (!here || name.ends_with(".lock") || !starts_with(name, prefix) ||
            !is_safe_reference_name(name))
          continue;
        try {
          found[name] = resolve(name);
          // Not where a symbolic one leads nowhere: of a deleted branch, or one without a commit.
          if (damage == Damage::refused && !found[name] && !symbolic(name) && find(name))
            throw Error(Problem{ProblemKind::repository, "the reference is all zeros",
                                join_path(top, name), 1, "fetch the branch again, or delete it"});
        } catch (const Error&) {
          if (damage == Damage::refused) throw;
          found.erase(name);
        }
      }
    }
  }
  std::vector<Reference> result;
  for (auto& [name, id] : found) {
    if (id && !id->zero()) result.push_back({name, *id});
  }
  return result;
}

}  // namespace moongate
