#include "git/doctor.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <utility>

#include "core/error.h"
#include "files/read_file.h"
#include "findings/finalize_findings.h"
#include "fix/write_fixes.h"
#include "git/change/open_change.h"
#include "git/install.h"
#include "git/repository/git_program.h"
#include "git/repository/ownership.h"
#include "git/repository/repository.h"
#include "run/effective_settings.h"
#include "run/ruleset_source.h"

namespace moongate::git_host {

namespace fs = std::filesystem;

namespace {

std::optional<std::string> text_of(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  try {
    return read_file_if_there(path.string(), {largest_text_file});
  } catch (const Error&) {
    return std::nullopt;
  }
}

bool is_program(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0;
}

std::string on_path(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::string_view rest = path ? path : "";
  while (!rest.empty()) {
    const std::size_t colon = std::min(rest.find(':'), rest.size());
    const fs::path candidate = fs::path(rest.substr(0, colon)) / name;
    if (is_program(candidate)) return candidate.string();
    rest.remove_prefix(std::min(colon + 1, rest.size()));
  }
  return {};
}

class Doctor {
 public:
  Doctor(std::string directory, std::string policy)
      : directory_(std::move(directory)), policy_(std::move(policy)) {}

  std::vector<Diagnosis> all() {
    look_at_git();
    try {
      repository_.emplace(directory_);
      const Location& location = repository_->location();
      say("repository", State::fine,
          location.root() + (location.bare() ? " (bare)" : "") +
              (location.id_size == 32 ? ", SHA-256" : ""));
    } catch (const Error& error) {
      say("repository", State::unreadable, error.problem());
      look_at_rules();
      return std::move(found_);
    }
    look_at_owner();
    look_at_clone();
    if (const std::optional<Problem> interrupted = look_for_interrupted_fix(directory_))
      say("fix", State::trouble, *interrupted);
    look_at_hooks();
    look_at_rules();
    look_at_change();
    look_at_environment();
    return std::move(found_);
  }

 private:
  void say(std::string topic, State state, std::string message, std::string help = {},
           std::string path = {}, std::uint32_t line = 0) {
    found_.push_back(
        {std::move(topic), state, std::move(message), std::move(path), line, std::move(help)});
  }
  void say(std::string topic, State state, Problem problem) {
    mask_problem(problem, Masks());
    say(std::move(topic), state, problem.message, problem.help, problem.path, problem.line);
  }

  // ---- the git program

  void look_at_git() {
    const GitAnswer answer = ask_git(Location{}, {"version"}, GitAccess::read);
    if (!answer.found) {
      say("git", State::trouble, "there is no git program on PATH",
          "install Git: --fix and --fetch need it");
      return;
    }
    unsigned parts[2] = {0, 0};
    const std::size_t begin = answer.out.find_first_of("0123456789");
    if (begin != std::string::npos)
      std::sscanf(answer.out.c_str() + begin, "%u.%u", &parts[0], &parts[1]);
    git_version_ = parts[0] * 1000 + parts[1];
    const std::string name = "git " + std::to_string(parts[0]) + "." + std::to_string(parts[1]);
    if (git_version_ < 2024)
      say("git", State::trouble,
          name +
              " is too old: below 2.24 it runs no pre-merge-commit hook, so that merges are not "
              "checked",
          "install a newer Git");
    else
      say("git", State::fine, name);
  }

  // ---- the repository

  void look_at_owner() {
    if (const auto foreign = foreign_owner(repository_->location())) {
      say("owner", State::trouble,
          "belongs to user " + std::to_string(foreign->owner) + " and this is user " +
              std::to_string(foreign->user) +
              ": Git refuses to work here (\"dubious ownership\"), and so does --fetch; Moongate's "
              "checks do not",
          foreign->help, foreign->place);
      return;
    }
    say("owner", State::fine, "Git trusts the directory's owner");
  }

  void look_at_clone() {
    const Location& location = repository_->location();
    if (!repository_->shallow().empty())
      say("clone", State::trouble,
          "this is a shallow clone" + repository_->describe_depth() +
              ": ranges and pushes that reach further back cannot be checked (exit 3)",
          "git fetch --unshallow; in CI let the checkout fetch all (fetch-depth: 0, GIT_DEPTH: 0)",
          location.shallow_file);
    else
      say("clone", State::fine, "whole history");
    if (!location.partial_clone.empty())
      say("clone", State::note,
          "this is a partial clone of " + location.partial_clone +
              ": content that is not here is an error unless --fetch allows to ask for it",
          "add --fetch where the network may be used");
  }

  // ---- hooks

  void look_at_hooks() {
    const Location& location = repository_->location();
    const std::vector<std::string>& names = possible_hooks(location);
    const fs::path directory = hooks_directory(directory_);
    const bool configured = repository_->config().get("core.hookspath").has_value();
    std::error_code error;
    if (configured && !fs::is_directory(directory, error)) {
      say("hooks", State::trouble, "core.hooksPath names no directory: Git runs no hooks here",
          "git config --unset core.hooksPath (or --global), then moongate install",
          directory.string());
      return;
    }
    std::vector<std::string> missing;
    bool any = false;
    for (const std::string& name : names) {
      const fs::path hook = hook_path(directory_, name);
      if (!fs::exists(fs::symlink_status(hook, error)))
        missing.push_back(name);
      else
        any = look_at_hook(name, hook) || any;
    }
    const std::string idle = configured ? hooks_elsewhere(names, directory) : std::string();
    if (!any && !idle.empty()) {
      say("hooks", State::trouble,
          idle + " of ours lie where Git does not look: core.hooksPath is " + directory.string(),
          "git config --unset core.hooksPath (or --global), or moongate install to have them there",
          location.common_dir + "/hooks");
      return;
    }
    if (!any && missing.size() == names.size()) {
      say("hooks", State::note, "no hooks are installed: nothing is checked before CI",
          "moongate install", directory.string());
      return;
    }
    // Someone may want some of them only, and a server needs one of its two.
    for (const std::string& name : missing)
      if (any && !location.bare())
        say("hooks", State::note, name + " is not installed, others are",
            "moongate install " + name, hook_path(directory_, name));
  }

  // Our hooks in the directory that Git would look into without core.hooksPath.
  std::string hooks_elsewhere(const std::vector<std::string>& names,
                              const fs::path& directory) const {
    const fs::path usual = fs::path(repository_->location().common_dir) / "hooks";
    std::error_code error;
    if (fs::weakly_canonical(usual, error) == fs::weakly_canonical(directory, error)) return {};
    std::string found;
    for (const std::string& name : names)
      if (is_ours((usual / name).string())) found += (found.empty() ? "" : ", ") + name;
    return found;
  }

  // Whether Moongate is called there.
  bool look_at_hook(const std::string& name, const fs::path& hook) {
    const std::string text = text_of(hook).value_or("");
    if (!is_ours(hook.string())) return look_at_foreign_hook(name, hook, text);
    if (access(hook.c_str(), X_OK) != 0) {
      say("hooks", State::trouble, name + " is not executable: Git passes over it",
          "chmod +x '" + hook.string() + "', or moongate install", hook.string());
      return true;
    }
    const std::string program = recorded_program(text);
    if (!is_program(program)) {
      const std::string instead = on_path("moongate");
      if (instead.empty())
        say("hooks", State::trouble,
            name + " finds no moongate, neither at " + program + " nor on PATH: it blocks",
            "put the program there, or run `moongate install` with the one that you have",
            hook.string());
      else
        say("hooks", State::note,
            name + " runs " + instead + ": there is none at " + program + " where it was installed",
            "moongate install", hook.string());
      return true;
    }
    const std::string policy = recorded_policy(text);
    if (!policy.empty() && !text_of(policy))
      say("hooks", State::trouble,
          name + " passes a policy that cannot be read, " + policy + ": it blocks",
          "put the policy there, or install the hook with another: moongate install --policy FILE",
          hook.string());
    else if (text != hook_script(name, program, policy))
      say("hooks", State::note, name + " was written by another version", "moongate install",
          hook.string());
    else
      say("hooks", State::fine, name + " runs " + program, {}, hook.string());
    return true;
  }

  bool look_at_foreign_hook(const std::string& name, const fs::path& hook,
                            const std::string& text) {
    struct Manager {
      const char *name, *mark;
      std::vector<const char*> files;  // where it is told what to run
    };
    const std::string husky_file = ".husky/" + name;
    const std::vector<Manager> managers{
        {"husky", "husky", {husky_file.c_str()}},
        {"lefthook",
         "lefthook",
         {"lefthook.yml", ".lefthook.yml", "lefthook.toml", "lefthook.json"}},
        {"pre-commit", "pre-commit.com", {".pre-commit-config.yaml"}},
        {"prek", "prek", {".pre-commit-config.yaml", "prek.toml"}},
    };
    const bool husky_directory = hook.parent_path().filename() == "_" &&
                                 hook.parent_path().parent_path().filename() == ".husky";
    std::string whose = "another program";
    bool calls = text.find("moongate") != std::string::npos;
    for (const Manager& manager : managers) {
      const bool it = text.find(manager.mark) != std::string::npos ||
                      (husky_directory && std::string_view(manager.name) == "husky");
      if (!it) continue;
      whose = manager.name;
      for (const char* file : manager.files) {
        const std::optional<std::string> told =
            text_of(fs::path(repository_->location().root()) / file);
        calls = calls || (told && told->find("moongate") != std::string::npos);
      }
      break;
    }
    if (calls) {
      say("hooks", State::fine, name + " is " + whose + "'s and calls moongate", {}, hook.string());
      return true;
    }
    say("hooks", State::trouble, name + " is " + whose + "'s and does not call moongate",
        whose == "another program"
            ? "moongate install: it runs that hook first, then itself"
            : "let it run `moongate hook " + name + "` (docs/hosts/hook-managers.md)",
        hook.string());
    return false;
  }

  // ---- configuration and checks

  void look_at_rules() {
    RunOptions options;
    options.policy_file = policy_;
    std::size_t checks = 0;
    bool wrong = false;
    try {
      const EffectiveRules rules = effective_rules(directory_, options);
      checks = rules.declarations.size();
      for (const Problem& problem : rules.load.problems) say("checks", State::wrong, problem);
      wrong = !rules.load.problems.empty();
    } catch (const Error& error) {
      say("configuration", State::wrong, error.problem());
      wrong = true;
    }
    if (!wrong) say("configuration", State::fine, std::to_string(checks) + " checks, no mistakes");
  }

  void look_at_change() {
    Request request;
    request.kind = ChangeKind::staged;
    request.directory = directory_;
    Change change;
    try {
      change = open_change(request);
      compare_rules(change);
      look_at_filters(change);
    } catch (const Error& error) {
      if (error.problem().kind == ProblemKind::repository)
        say("index", State::unreadable, error.problem());
      else
        say("configuration", State::wrong, error.problem());
    }
  }

  // What a person has on the disk and a hook or CI will not see.
  void compare_rules(const Change& change) {
    if (repository_->location().bare()) return;
    // Who has just run `moongate init` is about to add what it wrote.
    const bool fresh = change.after.find && !change.after.find("moongate.toml") &&
                       change.after.list(".moongate").empty() &&
                       nested_config_paths(change).empty();
    for (const DifferingRule& rule : differing_rules(
             rules_of_directory(repository_->location().work_tree),
             rules_of_tree(change.after, change.read), nested_config_files(change, directory_))) {
      if (!rule.unreadable.empty())
        say("configuration", State::wrong, rule.unreadable, "put the file itself there", rule.path);
      else if (!rule.in_change)
        say("configuration", fresh ? State::note : State::trouble,
            "is not added to Git: hooks and CI do not see it", "git add " + rule.path, rule.path);
      else if (rule.on_disk)
        say("configuration", State::trouble,
            "differs from what is staged: hooks and CI judge by that", "git add " + rule.path,
            rule.path);
      else
        say("configuration", State::note, "is missing in the working tree; what is staged applies",
            "git restore " + rule.path, rule.path);
    }
  }

  void look_at_filters(const Change& change) {
    if (!uses_lfs(change)) return;
    const GitConfig& config = repository_->config();
    const bool configured = config.get("filter.lfs.clean") || config.get("filter.lfs.process");
    if (configured && !on_path("git-lfs").empty()) {
      say("lfs", State::fine, "git-lfs is set up");
      return;
    }
    say("lfs", State::trouble,
        configured ? "the repository uses Git LFS, and git-lfs is not on PATH"
                   : "the repository uses Git LFS, and its filters are not configured: large files "
                     "would be committed whole, and judged so",
        configured ? "install git-lfs" : "install git-lfs, then `git lfs install`",
        ".gitattributes");
  }

  static bool uses_lfs(const Change& change) {
    for (const FileVersion& file : change.after.list("")) {
      if (!file.is_regular()) continue;
      if (file.path != ".gitattributes" && !file.path.ends_with("/.gitattributes")) continue;
      if (change.read(file.id)->find("filter=lfs") != std::string::npos) return true;
    }
    return false;
  }

  void look_at_environment() {
    const auto set = [](const char* name) {
      const char* value = std::getenv(name);
      return value && *value;
    };
    if (set("MOONGATE_SKIP"))
      say("environment", State::note,
          std::string("MOONGATE_SKIP is set: ") + std::getenv("MOONGATE_SKIP") + " will not run",
          "unset MOONGATE_SKIP");
  }

  std::string directory_, policy_;
  std::optional<Repository> repository_;
  unsigned git_version_ = 0;  // 2024 is 2.24
  std::vector<Diagnosis> found_;
};

}  // namespace

std::vector<Diagnosis> diagnose(const std::string& directory, const std::string& policy) {
  return Doctor(directory, policy).all();
}

int exit_code(const std::vector<Diagnosis>& diagnoses) {
  const auto any = [&](State state) {
    return std::any_of(diagnoses.begin(), diagnoses.end(),
                       [&](const Diagnosis& diagnosis) { return diagnosis.state == state; });
  };
  if (any(State::wrong)) return 2;
  if (any(State::unreadable)) return 3;
  return any(State::trouble) ? 1 : 0;
}

std::string_view name_of(State state) {
  switch (state) {
    case State::fine:
      return "fine";
    case State::note:
      return "note";
    case State::trouble:
      return "trouble";
    case State::wrong:
      return "wrong";
    case State::unreadable:
      return "unreadable";
  }
  return "fine";
}

}  // namespace moongate::git_host
