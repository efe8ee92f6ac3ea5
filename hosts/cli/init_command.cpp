#include "cli/init_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/commit_habits.h"
#include "cli/manager_lines.h"
#include "cli/new_file.h"
#include "cli/project_template.h"
#include "cli/terminal.h"
#include "core/error.h"
#include "core/quote.h"
#include "core/suggest.h"
#include "git/repository/config_file.h"
#include "git/repository/git_files.h"
#include "git/repository/location.h"
#include "git/repository/refs_store.h"
#include "match/regex.h"

namespace moongate::cli {

namespace fs = std::filesystem;

namespace {

std::string flag_of(const Question& question) {
  std::string flag = "--" + question.name;
  std::replace(flag.begin(), flag.end(), '_', '-');
  return flag;
}

bool has(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : between) + word;
  return all;
}

// Empty where the answer will do, else what would.
std::string objection(const Question& question, const std::string& answer) {
  if (!question.choices.empty())
    return has(question.choices, answer) ? "" : "it is one of " + joined(question.choices, ", ");
  if (question.pattern.empty() || Regex(question.pattern).matches_whole(answer)) return {};
  return "it must match " + question.pattern;
}

// ---- what the repository itself says

struct Signs {
  fs::path root;
  std::string remote;          // the address of origin, else of any remote
  std::string default_branch;  // empty: unknown
  bool has_commits = false;
  CommitHabits habits;  // of the last 200 messages

  bool there(const char* path) const {
    std::error_code error;
    return fs::exists(fs::symlink_status(root / path, error));
  }
  bool remote_names(const char* host) const { return remote.find(host) != std::string::npos; }
};

Signs signs_of(const Location& location) {
  Signs signs;
  signs.root = location.work_tree;
  const GitConfig config =
      load_git_config(location.common_dir, location.git_dir, location.worktree_config);
  for (const std::string& key : config.keys("remote."))
    if (key.ends_with(".url") && (signs.remote.empty() || key == "remote.origin.url"))
      signs.remote = config.get(key).value_or("");
  const RefsStore refs(location);
  const auto branch = [&](const char* symbolic, std::string_view prefix) {
    const std::optional<std::string> name = refs.symbolic(symbolic);
    if (signs.default_branch.empty() && name && name->starts_with(prefix))
      signs.default_branch = name->substr(prefix.size());
  };
  branch("refs/remotes/origin/HEAD", "refs/remotes/origin/");
  branch("HEAD", "refs/heads/");
  const std::vector<std::string> subjects = last_subjects(location, 200);
  signs.has_commits = !subjects.empty();
  signs.habits = habits_of(subjects);
  return signs;
}

// The default for this repository, in the place of cookiecutter's for a new one: CI files only for
// a CI system that there are signs of.
std::string default_for(const Question& question, const Signs& signs) {
  std::string found = question.fallback;
  if (question.name == "project_name") {
    found = signs.root.filename().string();
  } else if (question.name == "default_branch") {
    found = signs.default_branch;
  } else if (question.name == "conventional_commits") {
    return signs.habits.fit ? "yes" : "no";
  } else if (question.name == "hooks") {
    if (signs.there("hk.pkl")) return "no";
    if (signs.there(".pre-commit-config.yaml")) return "pre-commit";
    if (signs.there(".husky")) return "husky";
    if (signs.there("lefthook.yml") || signs.there("lefthook.yaml") || signs.there(".lefthook.yml"))
      return "lefthook";
  } else if (question.name == "github") {
    return signs.there(".github") || signs.remote_names("github") ? question.fallback : "no";
  } else if (question.name == "gitlab") {
    return signs.there(".gitlab-ci.yml") || signs.remote_names("gitlab") ? "yes" : "no";
  } else if (question.name == "jenkins") {
    return signs.there("Jenkinsfile") ? "yes" : "no";
  }
  return objection(question, found).empty() ? found : question.fallback;
}

// ---- asking

std::string ask(const Question& question, const std::string& fallback) {
  for (;;) {
    std::cout << question.text;
    if (question.is_yes_or_no())
      std::cout << (fallback == "yes" ? " [Y/n]: " : " [y/N]: ");
    else if (question.choices.empty())
      std::cout << " [" << harmless(fallback) << "]: ";
    else
      std::cout << " (" << joined(question.choices, ", ") << ") [" << fallback << "]: ";
    std::cout << std::flush;
    std::string answer;
    if (!std::getline(std::cin, answer))
      throw Error(ProblemKind::usage, "stopped before all questions were answered",
                  "nothing was written; `moongate init --yes` takes the defaults");
    if (answer.empty()) return fallback;
    if (question.is_yes_or_no() && (answer == "y" || answer == "Y")) answer = "yes";
    if (question.is_yes_or_no() && (answer == "n" || answer == "N")) answer = "no";
    const std::string wrong = objection(question, answer);
    if (wrong.empty()) return answer;
    std::cout << in_quotes(answer) << ": " << wrong << '\n';
  }
}

Answers answers_of(const InitOptions& options, const Signs& signs) {
  const bool can_ask = is_terminal(Stream::in) && is_terminal(Stream::out);
  const bool asks = can_ask && !options.yes && options.print.empty();
  if (!can_ask && !options.yes && options.print.empty())
    std::cerr << "moongate: note: there is no terminal to ask on: "
              << (options.minimal || options.given.empty()
                      ? "writing moongate.toml alone (--yes writes the rest, too)\n"
                      : "taking the defaults\n");
  Answers answers;
  for (const Question& question : project_questions()) {
    const auto given = options.given.find(question.name);
    if (given != options.given.end()) {
      const std::string wrong = objection(question, given->second);
      if (!wrong.empty())
        throw Error(ProblemKind::usage,
                    flag_of(question) + ": " + in_quotes(given->second) + " will not do: " + wrong,
                    question.choices.empty() ? std::string()
                                             : did_you_mean(given->second, question.choices));
      answers[question.name] = given->second;
      continue;
    }
    const std::string fallback = default_for(question, signs);
    const bool matters = question.only_with.empty() || answers[question.only_with] != "no";
    answers[question.name] = asks && matters ? ask(question, fallback) : fallback;
  }
  return answers;
}

std::string quoted_list(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "\"" : ", \"") + word + "\"";
  return list;
}

// The file of a hook manager, by the answer to `hooks`; empty where that is none.
std::string manager_file(const std::string& hooks) {
  if (hooks == "pre-commit") return ".pre-commit-config.yaml";
  if (hooks == "lefthook") return "lefthook.yml";
  if (hooks == "husky") return ".husky/pre-commit";
  return {};
}

// What no question asks for, and a template for a new project cannot know.
void add_own_answers(const Signs& signs, bool minimal, Answers& answers) {
  answers["_commit_types"] = quoted_list(signs.habits.types);
  answers["_commit_scopes"] = quoted_list(signs.habits.scopes);
  // The example is about JavaScript: in a project of another language it would only be in the way.
  const bool example = !minimal && (!signs.has_commits || signs.there("package.json"));
  answers["_example_check"] = example ? "yes" : "no";
  const std::string manager = manager_file(answers["hooks"]);
  answers["_hooks_wired"] = !manager.empty() && signs.there(manager.c_str()) ? "no" : "yes";
}

bool is_wanted(const ProjectFile& file, const Answers& answers, bool minimal) {
  if (minimal) return file.path == "moongate.toml";
  return answers.at("_example_check") == "yes" || !file.path.starts_with(".moongate/checks/");
}

// What installs the hooks of a manager whose file has the lines.
void say_next_step(const std::string& hooks) {
  if (hooks == "pre-commit")
    std::cout << "then: pre-commit install --hook-type pre-commit --hook-type pre-merge-commit "
                 "--hook-type commit-msg && moongate install pre-push\n";
  else if (hooks == "lefthook")
    std::cout << "then: lefthook install\n";
}

// The lines by which a manager that is there already comes to call Moongate.
void say_lines_to_add(const std::string& hooks, const std::vector<ProjectFile>& files,
                      const Signs& signs, const std::vector<std::string>& left) {
  std::string lines, file = manager_file(hooks);
  if (hooks == "husky") {
    for (const ProjectFile& one : files)
      if (one.path.starts_with(".husky/") && has(left, one.path))
        lines += "  " + one.path + ": " + one.text;
    file = ".husky";
  } else if (!file.empty()) {
    for (const ProjectFile& one : files)
      if (one.path == file) lines = one.text;
    lines = lines_to_add(hooks, lines);
  } else if (signs.there("hk.pkl")) {
    file = "hk.pkl";
    for (const char* hook : {"pre-commit", "commit-msg", "pre-push"})
      lines += std::string("  [\"") + hook +
               "\"] { steps { [\"moongate\"] { check = \"moongate hook " + hook +
               (hook == std::string("commit-msg") ? " {{commit_msg_file}}" : "") + "\" } } }\n";
  }
  if (!lines.empty() && !lines.ends_with('\n')) lines += '\n';
  std::cout << "no hook is installed yet: " << file << " was there already; add to it\n" << lines;
  say_next_step(hooks);
}

// ---- writing

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(fs::symlink_status(path, error));
}

// Before anything is written: a directory of the project that is a file, or leads elsewhere.
void require_directories(const fs::path& root, const std::vector<ProjectFile>& files) {
  std::error_code error;
  for (const ProjectFile& file : files) {
    fs::path directory = root;
    for (const fs::path& part : fs::path(file.path).parent_path()) {
      directory /= part;
      if (is_there(directory) && !fs::is_directory(fs::symlink_status(directory, error)))
        throw Error(Problem{ProblemKind::usage,
                            "this is not a directory, and " + file.path + " would lie in it",
                            directory.lexically_relative(root).generic_string(), 0,
                            "move it away, or leave out what needs it: `moongate init --help`"});
    }
  }
}

// What was written until something went wrong goes away again.
class Written {
 public:
  explicit Written(fs::path root) : root_(std::move(root)) {}
  ~Written() {
    if (kept_) return;
    std::error_code error;
    for (const auto& [path, before] : replaced_)
      std::ofstream(path, std::ios::binary | std::ios::trunc) << before;
    for (const fs::path& path : paths_) {
      fs::remove(path, error);
      for (fs::path directory = path.parent_path(); directory != root_;
           directory = directory.parent_path())
        if (!has_new(directory) || !fs::remove(directory, error)) break;
    }
  }
  Written(const Written&) = delete;
  Written& operator=(const Written&) = delete;

  bool write(const ProjectFile& file) {
    const fs::path path = root_ / file.path;
    for (fs::path directory = path.parent_path(); directory != root_;
         directory = directory.parent_path())
      if (!is_there(directory)) directories_.push_back(directory);
    if (!write_new_file(path, file.text)) return false;
    paths_.push_back(path);
    return true;
  }
  // Throws Error(usage); a link is not followed: what it leads to may serve other repositories.
  void replace(const std::string& path, const std::string& before, const std::string& text) {
    replaced_.emplace_back(root_ / path, before);
    overwrite(root_ / path, text);
  }
  void keep() { kept_ = true; }

 private:
  static void overwrite(const fs::path& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file)
      throw Error(Problem{ProblemKind::usage, "cannot be written", path.string(), 0,
                          "is the file writable, and is there room on the disk?"});
  }

  bool has_new(const fs::path& directory) const {
    return std::find(directories_.begin(), directories_.end(), directory) != directories_.end();
  }

  fs::path root_;
  std::vector<fs::path> paths_, directories_;  // directories that were not there
  std::vector<std::pair<fs::path, std::string>> replaced_;
  bool kept_ = false;
};

struct Addition {
  std::string path, before, after;
};

// What --add-hooks makes of the files of the manager that are there. Throws Error(usage) where one
// of them needs a person.
std::vector<Addition> additions(const fs::path& root, const std::string& manager,
                                const std::vector<ProjectFile>& files) {
  const std::string first = manager_file(manager);
  const fs::path directory = fs::path(first).parent_path();
  std::vector<Addition> found;
  for (const ProjectFile& file : files) {
    const fs::path path = root / file.path;
    if (manager == "husky" ? fs::path(file.path).parent_path() != directory : file.path != first)
      continue;
    if (!is_there(path)) continue;
    const std::optional<std::string> there = fs::is_regular_file(fs::symlink_status(path))
                                                 ? read_small_file(path.string())
                                                 : std::nullopt;
    const std::optional<std::string> after =
        there ? with_moongate(manager, *there, file.text) : std::nullopt;
    if (!after)
      throw Error(Problem{ProblemKind::usage, "--add-hooks cannot add to this file", file.path, 0,
                          "leave --add-hooks out: `moongate init` prints the lines to add"});
    if (*after != *there) found.push_back({file.path, *there, *after});
  }
  return found;
}

int print_file(const std::string& wanted, const std::vector<ProjectFile>& files) {
  std::vector<std::string> known;
  for (const ProjectFile& file : files) {
    if (file.path == wanted) {
      std::cout << file.text;
      return 0;
    }
    known.push_back(file.path);
  }
  throw Error(ProblemKind::usage, "--print: " + in_quotes(wanted) + " is not among the files",
              did_you_mean(wanted, known));
}

}  // namespace

void add_init_options(CLI::App& command, InitOptions& options) {
  command.add_flag("-y,--yes", options.yes, "Do not ask: use flags, and defaults for the rest");
  command.add_flag("--minimal", options.minimal,
                   "Write moongate.toml alone (the default where there is no terminal)");
  command.add_flag("--add-hooks", options.add_hooks,
                   "Add moongate to the file of pre-commit, lefthook or husky that is there");
  command
      .add_option("--print", options.print, "Write FILE of these files to stdout, and nothing else")
      ->type_name("FILE");
  for (const Question& question : project_questions()) {
    const std::string flag = flag_of(question), name = question.name;
    const std::string no = "--no-" + flag.substr(2);
    Answers& given = options.given;
    if (question.is_yes_or_no()) {
      command.add_flag_callback(
          flag, [&given, name] { given[name] = "yes"; }, question.text);
      command.add_flag_callback(no, [&given, name] { given[name] = "no"; })->group("");
      continue;
    }
    const std::string alone = question.choices.empty() ? std::string() : question.fallback;
    CLI::Option* option = command.add_option_function<std::string>(
        flag,
        [&given, name, alone](const std::string& answer) {
          given[name] = answer.empty() ? alone : answer;
        },
        question.text);
    if (question.choices.empty()) {
      option->type_name("TEXT");
      continue;
    }
    option->type_name("[" + joined(question.choices, "|") + "]")->expected(0, 1);
    if (has(question.choices, "no"))
      command.add_flag_callback(no, [&given, name] { given[name] = "no"; })->group("");
  }
  command.footer(
      "Each of these has a --no-… that leaves it out. What no flag says is asked on a "
      "terminal,\nand else is what the repository shows signs of.");
}

int init_command(const InitOptions& options) {
  const Location location = find_repository(".");
  if (location.bare())
    throw Error(Problem{ProblemKind::usage, "a bare repository has no files to write",
                        location.root(), 0,
                        "run this in a clone; `moongate install` puts the hook for pushes here"});
  const fs::path root = location.work_tree;
  const Signs signs = signs_of(location);
  const bool can_ask = is_terminal(Stream::in) && is_terminal(Stream::out);
  const bool minimal = options.minimal ||
                       (!can_ask && !options.yes && options.given.empty() && options.print.empty());
  InitOptions asked = options;
  asked.yes = options.yes || (options.minimal && can_ask);  // one file is not worth the questions
  Answers answers = answers_of(asked, signs);
  if (minimal) answers["hooks"] = "no";
  add_own_answers(signs, minimal, answers);
  const bool unwired =
      answers.at("_hooks_wired") == "no" || (answers.at("hooks") == "no" && signs.there("hk.pkl"));
  if (options.add_hooks) answers["_hooks_wired"] = "yes";
  std::vector<ProjectFile> files = project_files(answers);
  std::erase_if(files, [&](const ProjectFile& file) { return !is_wanted(file, answers, minimal); });
  if (!options.print.empty()) return print_file(options.print, files);
  require_directories(root, files);

  std::vector<Addition> added;
  if (options.add_hooks && unwired && !minimal) added = additions(root, answers.at("hooks"), files);

  Written written(root);
  std::vector<std::string> left;  // were there already
  std::string said, wrote;        // once all of it is true
  for (const ProjectFile& file : files) {
    const bool is_new = written.write(file);
    if (!is_new) left.push_back(file.path);
    if (is_new) wrote += (wrote.empty() ? "" : " ") + file.path;
    const bool adds = std::any_of(added.begin(), added.end(), [&](const Addition& addition) {
      return addition.path == file.path;
    });
    if (adds) continue;
    said += is_new ? "wrote " + file.path + '\n'
                   : "left " + file.path + " as it is: it was there already\n";
  }
  const std::string& hooks = answers.at("hooks");
  for (const Addition& addition : added) {
    written.replace(addition.path, addition.before, addition.after);
    wrote += (wrote.empty() ? "" : " ") + addition.path;
    said += "added moongate to " + addition.path + '\n';
  }
  if (hooks == "moongate") install_command({}, {});
  written.keep();
  std::cout << said;
  if (!left.empty())
    std::cout << "what would have been written there: moongate init --print FILE\n";
  if (!wrote.empty()) std::cout << "next: git add " << wrote << "; hooks and CI see what Git has\n";
  if (!added.empty())
    say_next_step(hooks);
  else if (unwired && !minimal)
    say_lines_to_add(hooks, files, signs, left);
  else if (hooks != "moongate" && hooks != "no")
    std::cout << "CONTRIBUTING.md says how a clone gets its hooks\n";
  else if (hooks == "no")
    std::cout << "no hook is installed: `moongate install` installs them\n";
  return 0;
}

}  // namespace moongate::cli
