// Git's configuration, read and never executed: system, global, repository, working tree,
// environment.
//
// An own reader because the configuration must be readable where libgit2 refuses the repository
// (unknown extensions, foreign ownership), and before it is known where the objects lie.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moongate {

class GitConfig {
 public:
  // Reads one file on top of what is there; a missing file is no error. `git_dir` decides about
  // `includeIf` with "gitdir:" and "onbranch:". Throws Error(repository) with file and line where
  // the syntax is wrong.
  void add_file(const std::string& path, const std::string& git_dir);
  // GIT_CONFIG_COUNT/KEY_n/VALUE_n and GIT_CONFIG_PARAMETERS (what `git -c` hands to hooks).
  void add_environment();
  // For tests and fuzzing: text as if it stood in a file.
  void add_text(std::string_view text, const std::string& path, const std::string& git_dir);

  // What `includeIf "hasconfig:remote.*.url:…"` compares with; Git allows any file to say it, also
  // one that is read later.
  void know_remote_urls(std::vector<std::string> urls) { remote_urls_ = std::move(urls); }
  // Whether a file asked for them, so that what it includes may be missing here.
  bool asked_for_remote_urls() const { return asked_for_remote_urls_; }

  // Keys are section.name or section.subsection.name; section and name in lower case. Last wins.
  std::optional<std::string> get(const std::string& key) const;
  // Every value of a key that may stand several times, in order.
  std::vector<std::string> get_all(const std::string& key) const;
  // Git's booleans: a key without value is true; nullopt when absent. What is neither true nor
  // false (as a number: zero is false) is true, as no caller here may relax something by it.
  std::optional<bool> get_bool(const std::string& key) const;
  // All keys that start with `prefix`, in lexical order.
  std::vector<std::string> keys(std::string_view prefix) const;
  // The X of all keys SECTION.X.NAME, in lexical order: subsections("remote", "url").
  std::vector<std::string> subsections(std::string_view section, std::string_view name) const;

 private:
  void add_text_at(std::string_view text, const std::string& path, const std::string& git_dir,
                   int depth);
  void add_file_at(const std::string& path, const std::string& git_dir, int depth);
  bool condition_met(const std::string& condition, const std::string& config_path,
                     const std::string& git_dir);

  struct Value {
    std::string text;
    bool given = true;  // false: `key` alone, which means true
  };
  std::map<std::string, std::vector<Value>> values_;  // never an empty list
  std::vector<std::string> remote_urls_;
  bool asked_for_remote_urls_ = false;
};

// The files that apply to a repository, in Git's order. Either directory may be empty (no
// repository).
GitConfig load_git_config(const std::string& common_dir, const std::string& git_dir,
                          bool worktree_config);

}  // namespace moongate
