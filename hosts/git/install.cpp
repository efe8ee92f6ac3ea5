#include "git/install.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/error.h"
#include "core/quote.h"
#include "core/suggest.h"
#include "files/read_file.h"
#include "git/repository/config_file.h"
#include "git/repository/location.h"

namespace moongate::git_host {

namespace fs = std::filesystem;

const std::vector<std::string>& possible_hooks(const Location& location) {
  static const std::vector<std::string> client{"pre-commit", "pre-merge-commit", "commit-msg",
                                               "pre-push"};
  // `update` judges each reference for itself; together with pre-receive it would judge twice.
  static const std::vector<std::string> server{"pre-receive", "update"};
  return location.bare() ? server : client;
}

namespace {

constexpr std::string_view mark = "# moongate-hook 1";
constexpr std::string_view kept_suffix = ".before-moongate";
// In a hooks directory that installing made, so that uninstalling takes it away again: one that was
// there stays, also where it was empty.
constexpr std::string_view made_directory = ".made-by-moongate";

std::vector<std::string> hooks_to_install(const Location& location,
                                          const std::vector<std::string>& only) {
  const std::vector<std::string>& possible = possible_hooks(location);
  for (const std::string& hook : only)
    if (std::find(possible.begin(), possible.end(), hook) == possible.end())
      throw Error(ProblemKind::usage,
                  "no hook " + in_quotes(hook) + " is installed in " +
                      (location.bare() ? "a bare repository" : "a repository with a working tree"),
                  did_you_mean(hook, possible));
  if (!only.empty()) return only;
  return location.bare() ? std::vector<std::string>{"pre-receive"} : possible;
}

std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'')
      result += "'\\''";
    else
      result += c;
  }
  return result + "'";
}

// What `quoted` made, where it stands behind this; else nothing.
std::string quoted_after(const std::string& script, std::string_view before) {
  std::size_t at = script.find(std::string(before) + "'");
  if (at == std::string::npos) return {};
  std::string text;
  for (at += before.size() + 1; at < script.size(); ++at) {
    if (script[at] != '\'') {
      text += script[at];
    } else if (script.compare(at, 4, "'\\''") == 0) {
      text += '\'';
      at += 3;
    } else {
      break;
    }
  }
  return text;
}

// A hook may be a program of any size. Ours are small, and no other is looked into for long.
std::optional<std::string> hook_text(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  try {
    return read_file_if_there(path.string(), {largest_text_file});
  } catch (const Error&) {
    return std::nullopt;
  }
}

// Another program may run this hook at any moment: it sees the old file or the new one.
void write_hook(const fs::path& path, const std::string& text) {
  const fs::path temporary = path.string() + ".moongate-tmp";
  {
    std::ofstream stream(temporary, std::ios::binary | std::ios::trunc);
    stream << text << std::flush;
    if (!stream) {
      std::error_code error;
      fs::remove(temporary, error);
      throw Error(Problem{ProblemKind::repository, "cannot write the hook", path.string(), 0,
                          "is the directory writable, and is there room on the disk?"});
    }
  }
  fs::permissions(temporary, fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                                 fs::perms::others_read | fs::perms::others_exec);
  fs::rename(temporary, path);
}

bool below(const fs::path& path, const fs::path& directory) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(path, error);
  const fs::path base = fs::weakly_canonical(directory, error);
  return std::mismatch(base.begin(), base.end(), real.begin(), real.end()).first == base.end();
}

std::string expand_home(std::string path) {
  if (path != "~" && !path.starts_with("~/")) return path;
  const char* home = std::getenv("HOME");
  return (home ? home : "") + path.substr(1);
}

fs::path directory_of(const Location& location) {
  const GitConfig config =
      load_git_config(location.common_dir, location.git_dir, location.worktree_config);
  const std::optional<std::string> configured = config.get("core.hookspath");
  if (!configured) return fs::path(location.common_dir) / "hooks";
  if (configured->empty()) return "/dev/null";  // Git runs none then, not those of the working tree
  // Relative to the directory in which hooks run: the top of the working tree, or the bare
  // repository.
  return (fs::path(location.root()) / expand_home(*configured)).lexically_normal();
}

// For a shell. A path that Git would print relative to one working tree means nothing in a linked
// one, so that commands which people paste name the directory itself.
std::string in_double_quotes(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '$' || c == '`') result += '\\';
    result += c;
  }
  return result + "\"";
}

// Before anything is written.
void require_usable(const Location& location, const fs::path& directory) {
  std::error_code error;
  if (directory.empty() || directory == "/dev/null" ||
      (fs::exists(directory, error) && !fs::is_directory(directory, error))) {
    if (directory == fs::path(location.common_dir) / "hooks")
      throw Error(Problem{ProblemKind::repository, "is not a directory: Git finds no hooks there",
                          directory.string(), 0, "move it away, then install again"});
    throw Error(Problem{ProblemKind::repository,
                        "core.hooksPath switches hooks off: it is not a directory",
                        directory.string(), 0,
                        "git config --unset core.hooksPath (or --global), then install again"});
  }
  if (directory.filename() == "_" && directory.parent_path().filename() == ".husky")
    throw Error(Problem{
        ProblemKind::repository, "this repository's hooks belong to husky", directory.string(), 0,
        "add `moongate hook pre-commit` to .husky/pre-commit, `moongate hook pre-merge-commit` to "
        ".husky/pre-merge-commit, `moongate hook commit-msg \"$1\"` to .husky/commit-msg and "
        "`moongate hook pre-push \"$@\"` to .husky/pre-push"});
  if (!below(directory, location.root()) && !below(directory, location.common_dir))
    throw Error(Problem{
        ProblemKind::repository,
        "core.hooksPath leads out of this repository: hooks there serve other repositories too",
        directory.string(), 0,
        "give this repository its own: git config --local core.hooksPath " +
            in_double_quotes(
                (fs::path(location.common_dir) / "hooks").lexically_normal().string()) +
            " - or call `moongate hook NAME \"$@\"` from the hooks there"});
}

// Where a server looks for a hook: where it runs every file of a directory, the file that git
// itself runs is the server's own, which it writes again whenever it likes.
fs::path hook_file(const Location& location, const fs::path& directory, const std::string& hook) {
  std::error_code error;
  if (location.bare()) {
    const fs::path custom = fs::path(location.git_dir) / "custom_hooks";
    if (fs::is_directory(custom, error)) return custom / (hook + ".d") / "moongate";
    const fs::path several = directory / (hook + ".d");
    if (fs::is_directory(several, error)) return several / "moongate";
  }
  return directory / hook;
}

bool is_one_of_several(const fs::path& file) {
  return file.parent_path().extension() == ".d";
}

fs::path kept_path(const fs::path& hook) {
  return hook.string() + std::string(kept_suffix);
}

// One script for several hooks asks by which name it was called. Kept under another name it would
// take itself for none of them; in a directory of its own it would miss what lies next to it.
bool asks_for_its_name(const std::string& script) {
  if (script.find("${0##") != std::string::npos) return true;
  constexpr std::string_view ask = "basename";
  for (std::size_t at = script.find(ask); at != std::string::npos; at = script.find(ask, at + 1)) {
    std::string asked = script.substr(at + ask.size(), 32);
    std::erase_if(asked,
                  [](char c) { return std::string_view(" \"'({-").find(c) != std::string::npos; });
    for (const char* name : {"$0", "__FILE__", "__file__", "$PROGRAM_NAME", "sys.argv[0]"})
      if (asked.starts_with(name)) return true;
  }
  return false;
}

bool is_executable(const fs::path& path) {
  std::error_code error;
  const fs::perms any = fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;
  return (fs::status(path, error).permissions() & any) != fs::perms::none;
}

void remove_if_made(const fs::path& directory) {
  std::error_code error;
  if (fs::is_symlink(directory, error) || !fs::remove(directory / made_directory, error)) return;
  if (fs::is_empty(directory, error)) fs::remove(directory, error);
}

void make_directory(const fs::path& directory, bool marked) {
  std::error_code error;
  const bool made = fs::create_directories(directory, error);
  if (made && marked) std::ofstream(directory / made_directory).flush();
  if (error)
    throw Error(Problem{ProblemKind::repository,
                        "cannot make the hooks' directory: " + error.message(), directory.string(),
                        0, "check its permissions"});
}

// Also true for a link that leads nowhere.
bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(fs::symlink_status(path, error));
}

// Whether someone changed what we wrote: the hook's own program and policy give its text.
bool was_edited(const std::string& hook, const std::string& text) {
  return text != hook_script(hook, recorded_program(text), recorded_policy(text));
}

// An edited hook of ours is replaced or removed like any other, but nobody's work goes with it.
std::string keep_edits(const std::string& hook, const fs::path& path) {
  const std::string text = hook_text(path).value_or("");
  if (!was_edited(hook, text)) return {};
  const fs::path kept = path.string() + ".edited";
  std::error_code error;
  fs::copy_file(path, kept, fs::copy_options::overwrite_existing, error);
  if (error)
    throw Error(Problem{ProblemKind::repository,
                        "this hook was edited, and no copy of it can be made: " + error.message(),
                        path.string(), 0, "check the directory's permissions"});
  return "; it had been edited, and that is kept as " + kept.filename().string();
}

}  // namespace

std::string recorded_program(const std::string& script) {
  return quoted_after(script, "\nrecorded=");
}

std::string recorded_policy(const std::string& script) {
  return quoted_after(script, " --policy ");
}

bool is_ours(const std::string& path) {
  const std::optional<std::string> text = hook_text(path);
  return text && text->find(mark) != std::string::npos;
}

std::string hook_script(const std::string& hook, const std::string& program,
                        const std::string& policy) {
  // Where Git hands refs to the hook, both hooks must read the same ones, and stdin reads once.
  const bool reads_input = hook == "pre-push" || hook == "pre-receive";
  const std::string before = reads_input ? "given | " : "";
  std::string text = "#!/bin/sh\n" + std::string(mark) + R"(
# Written by `moongate install`; `moongate uninstall` puts back what was here before.
recorded=)" + quoted(program) +
                     R"(
kept="$0)" + std::string(kept_suffix) +
                     "\"\n";
  if (reads_input)
    text += R"(refs=$(cat)
given() { [ -z "$refs" ] || printf '%s\n' "$refs"; }
)";
  text += R"(if [ -x "$kept" ]; then
  )" + before +
          R"("$kept" "$@" || exit
fi
program=$recorded
[ -x "$program" ] || program=$(command -v moongate) || {
  echo "moongate: error: the program is neither at $recorded nor on PATH: nothing was checked" >&2
  echo "  put it there and run 'moongate install' again, or remove this hook: $0" >&2
  exit 1
}
)" + before +
          R"("$program" hook )" + hook +
          (policy.empty() ? std::string() : " --policy " + quoted(policy)) + R"( "$@"
)";
  return text;
}

std::string hook_path(const std::string& directory, const std::string& hook) {
  const Location location = find_repository(directory);
  return hook_file(location, directory_of(location), hook).string();
}

std::string hooks_directory(const std::string& directory) {
  return directory_of(find_repository(directory)).string();
}

InstallResult install_hooks(const std::string& start, const InstallOptions& options) {
  const Location location = find_repository(start);
  const std::vector<std::string> wanted = hooks_to_install(location, options.only);
  const fs::path directory = directory_of(location);
  require_usable(location, directory);
  for (const std::string& hook : wanted) {
    const fs::path path = hook_file(location, directory, hook);
    std::error_code error;
    if (fs::is_directory(path, error))
      throw Error(Problem{ProblemKind::repository, "is a directory where Git looks for the hook",
                          path.string(), 0, "move it away, then install again"});
    if (is_there(path) && !is_ours(path.string()) && is_one_of_several(path))
      throw Error(Problem{ProblemKind::repository, "this file is not ours", path.string(), 0,
                          "move it away or give it another name, then install again"});
    if (is_there(path) && !is_ours(path.string()) && is_there(kept_path(path)))
      throw Error(Problem{ProblemKind::repository,
                          "there is a hook that is not ours, and an earlier one is kept already",
                          path.string(), 0,
                          "decide which one is wanted: remove " + path.string() + " or " +
                              kept_path(path).string() + ", then install again"});
    const bool kept = is_there(path) && !is_ours(path.string());
    if (kept && is_executable(path) && asks_for_its_name(hook_text(path).value_or("")))
      throw Error(
          Problem{ProblemKind::repository,
                  "this hook asks by which name it is called ($0), and would not work under "
                  "the name by which it is kept",
                  path.string(), 0,
                  "call `moongate hook " + hook +
                      " \"$@\"` from it, or move it away, then "
                      "install again"});
  }
  InstallResult result;
  for (const std::string& hook : wanted) {
    const fs::path path = hook_file(location, directory, hook);
    make_directory(path.parent_path(), !location.bare());
    result.directory = path.parent_path().string();
    const std::string script = hook_script(hook, options.program, options.policy);
    if (is_there(path) && is_ours(path.string())) {
      const bool same = hook_text(path) == script;
      const std::string edits = same ? std::string() : keep_edits(hook, path);
      if (!same) write_hook(path, script);
      result.hooks.push_back({hook, same ? "was installed already" : "updated" + edits});
      continue;
    }
    const bool kept = is_there(path), runs = kept && is_executable(path);
    if (kept) fs::rename(path, kept_path(path));
    try {
      write_hook(path, script);
    } catch (...) {
      std::error_code error;
      if (kept) fs::rename(kept_path(path), path, error);
      throw;
    }
    result.hooks.push_back(
        {hook, runs   ? "installed; the hook that was there is kept and runs first"
               : kept ? "installed; the hook that was there is kept; it is not executable, so it "
                        "does not run"
                      : "installed"});
  }
  return result;
}

InstallResult uninstall_hooks(const std::string& start) {
  const Location location = find_repository(start);
  const fs::path directory = directory_of(location);
  InstallResult result;
  result.directory = directory.string();
  for (const std::string& hook : possible_hooks(location)) {
    const fs::path path = hook_file(location, directory, hook);
    const fs::path kept = kept_path(path);
    if (is_there(path) && !is_ours(path.string())) {
      if (is_there(kept))
        result.notes.push_back(hook + " is no longer ours: left alone, and so is the kept hook " +
                               kept.string());
      continue;
    }
    if (!is_there(path) && !is_there(kept)) continue;
    const std::string edits = is_there(path) ? keep_edits(hook, path) : std::string();
    std::error_code error;
    if (is_there(kept))
      fs::rename(kept, path, error);  // replaces ours in one step
    else
      fs::remove(path, error);
    if (error)
      throw Error(Problem{ProblemKind::repository, "cannot remove the hook: " + error.message(),
                          path.string(), 0, "check the directory's permissions"});
    result.hooks.push_back(
        {hook, (is_there(path) ? "removed; the hook that was there is back" : "removed") + edits});
  }
  // The server's directories are looked for by their being there.
  if (!location.bare() && !result.hooks.empty()) remove_if_made(directory);
  return result;
}

}  // namespace moongate::git_host
