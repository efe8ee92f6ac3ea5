#include "testing/suite.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/quote.h"
#include "files/read_file.h"
#include "script/check.h"
#include "script/check_sources.h"
#include "syntax/nodes.h"
#include "testing/case_runner.h"
#include "testing/mutate.h"
#include "testing/side_by_side.h"
#include "testing/test_file.h"

namespace moongate::testing {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view test_ending = "_test.lua";

std::string read_whole(const fs::path& path) {
  return read_file(path.generic_string(), {largest_text_file, ProblemKind::check,
                                           "check that the file exists and may be read"});
}

bool is_test(const fs::path& path) {
  return path.filename().generic_string().ends_with(test_ending);
}

// Lua files below a directory, sorted. Hidden directories hold nothing of ours, except for
// .moongate.
void list_lua(const fs::path& directory, std::vector<fs::path>& files) {
  std::error_code error;
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().generic_string();
    if (entry->is_directory(error) && !entry->is_symlink(error)) {
      if ((!name.starts_with('.') || name == ".moongate") && name != "node_modules")
        list_lua(entry->path(), files);
    } else if (name.ends_with(".lua") && !name.starts_with('.')) {
      files.push_back(entry->path());
    }
  }
  if (error)
    throw Error(Problem{ProblemKind::check,
                        "cannot be listed: " + error.message(),
                        directory.generic_string(),
                        0,
                        {}});
}

// The checks of one directory as they are on disk, declared when first asked for.
class Directory {
 public:
  explicit Directory(const fs::path& root) {
    std::vector<fs::path> found;
    list_lua(root, found);
    std::vector<SourceFile> files;
    for (const fs::path& path : found)
      if (!is_test(path))
        files.push_back({path.lexically_relative(root).generic_string(), read_whole(path)});
    std::string prefix = root.generic_string();
    if (!prefix.ends_with('/')) prefix += '/';
    for (CheckSource& source : check_sources(std::move(files), prefix, false))
      sources_.emplace(source.name, std::move(source));
  }

  const LoadedCheck* check(const std::string& name) {
    const auto source = sources_.find(name);
    if (source == sources_.end()) return nullptr;
    const auto known = checks_.find(name);
    if (known != checks_.end()) return &known->second;
    LoadedCheck loaded{source->second, declare_check(source->second, {})};
    require_queries(loaded.declaration);
    return &checks_.emplace(name, std::move(loaded)).first->second;
  }

 private:
  std::map<std::string, CheckSource> sources_;
  std::map<std::string, LoadedCheck> checks_;
};

struct Count {
  std::size_t passed = 0, failed = 0;
};

std::string told(const Count& count) {
  return std::to_string(count.passed) + " passed, " + std::to_string(count.failed) + " failed";
}

class Suite {
 public:
  Suite(const SuiteOptions& options, std::ostream& out, std::ostream& errors)
      : options_(options), out_(out), errors_(errors) {}

  int run() {
    std::vector<fs::path> tests, checks;
    find(tests, checks);
    for (const fs::path& test : tests) run_file(test);
    // With a filter the test of most checks was not asked for.
    if (options_.filter.empty())
      for (const fs::path& check : checks)
        if (!tested_.contains(check.lexically_normal()))
          print(visible(check.generic_string()) + ": no test\n");
    if (options_.mutate)
      for (auto& [path, cases] : by_check_) mutate(path, cases);
    if (total_.passed + total_.failed == 0 && !wrong_) {
      const bool filtered = !options_.filter.empty() && !tests.empty();
      error(
          {ProblemKind::usage,
           filtered ? "no case's title has \"" + options_.filter + "\" in it" : "no test was found",
           {},
           0,
           "a check's test stands next to it: NAME.lua and NAME_test.lua"});
    }
    std::string end = told(total_);
    if (options_.mutate) end += "; " + told_mutants(mutants_, survivors_);
    print(end + "\n");
    return wrong_ ? 2 : total_.failed > 0 || survivors_ > 0 ? 1 : 0;
  }

 private:
  struct Tested {
    LoadedCheck check;
    std::vector<TestCase> cases;
  };

  void error(const Problem& problem) {
    wrong_ = true;
    std::string text = "error: ";
    if (!problem.path.empty()) {
      text += visible(problem.path);
      if (problem.line) text += ":" + std::to_string(problem.line);
      text += ": ";
    }
    text += visible(problem.message) + "\n";
    if (!problem.help.empty()) text += "  " + visible(problem.help) + "\n";
    errors_ << harmless_lines(text);
  }

  // Paths, titles and what checks say come from whoever wrote the change: each part is made visible
  // where it is put in, and nothing leaves but through here.
  void print(const std::string& lines) { out_ << harmless_lines(lines); }

  static std::string told_mutants(std::size_t mutants, std::size_t survived) {
    return std::to_string(mutants) + (mutants == 1 ? " mutant, " : " mutants, ") +
           std::to_string(survived) + " survived";
  }

  void find(std::vector<fs::path>& tests, std::vector<fs::path>& checks) {
    std::vector<std::string> paths = options_.paths;
    if (paths.empty()) {
      if (std::optional<fs::path> team = team_directory()) {
        paths.push_back(team->generic_string());
      } else {
        error({ProblemKind::usage,
               "there is no " + std::string(team_checks_directory) + " here",
               {},
               0,
               "name a directory with checks, or begin one with `moongate new NAME`"});
        return;
      }
    }
    for (const std::string& given : paths) {
      const fs::path path = fs::path(options_.directory == "." ? "" : options_.directory) / given;
      std::error_code code;
      if (fs::is_directory(path, code)) {
        std::vector<fs::path> files;
        list_lua(path, files);
        for (const fs::path& file : files) {
          if (is_test(file))
            tests.push_back(file);
          else if (is_check(file))
            checks.push_back(file);
        }
      } else if (!fs::exists(path, code)) {
        error({ProblemKind::usage, "there is no such file or directory", given, 0, {}});
      } else if (is_test(path)) {
        tests.push_back(path);
      } else if (path.extension() == ".lua") {
        const fs::path test = path.parent_path() / (path.stem().generic_string() + "_test.lua");
        if (fs::exists(test, code))
          tests.push_back(test);
        else
          error({ProblemKind::usage, "it has no test", given, 0,
                 "write one: " + test.generic_string()});
      } else {
        error({ProblemKind::usage, "it is neither a directory nor a Lua file", given, 0, {}});
      }
    }
    for (std::vector<fs::path>* list : {&tests, &checks}) {
      std::sort(list->begin(), list->end());
      list->erase(std::unique(list->begin(), list->end()), list->end());
    }
  }

  std::optional<fs::path> team_directory() const {
    std::error_code code;
    fs::path prefix;  // from the directory, as every path is that is given
    // Without links: `..` of a linked directory is not what its name says.
    for (fs::path at = fs::canonical(options_.directory, code); !at.empty();
         at = at.parent_path()) {
      if (fs::is_directory(at / team_checks_directory, code)) return prefix / team_checks_directory;
      if (fs::exists(at / ".git", code) || at == at.parent_path()) break;
      prefix /= "..";
    }
    return std::nullopt;
  }

  // Whether a Lua file is a check: it lies below a directory of that name, and is no module.
  static bool is_check(const fs::path& file) {
    std::vector<std::string> parts;
    const fs::path normal = file.lexically_normal();
    for (const fs::path& part : normal) parts.push_back(part.generic_string());
    const auto directory = std::find(parts.rbegin(), parts.rend(), "checks");
    if (directory == parts.rend() || directory == parts.rbegin()) return false;
    std::string relative;
    for (auto part = directory.base(); part != parts.end(); ++part)
      relative += (relative.empty() ? "" : "/") + *part;
    return check_name(relative).has_value();
  }

  // The check of that name, as seen from a test file: in its directory, or in one above it.
  const LoadedCheck* find_check(const fs::path& test, const std::string& name, fs::path& file) {
    std::error_code code;
    fs::path directory = test.parent_path();
    for (int level = 0; level < 8; ++level) {
      const fs::path root = directory.empty() ? fs::path(".") : directory;
      for (const std::string& candidate : {name + ".lua", name + "/init.lua"}) {
        if (!fs::is_regular_file(root / candidate, code)) continue;
        file = (directory / candidate).lexically_normal();
        auto& loaded = directories_[root.lexically_normal()];
        if (!loaded)
          loaded = std::make_unique<Directory>(directory.empty() ? fs::path(".") : directory);
        return loaded->check(name);
      }
      if (directory.filename() == "..")
        directory /= "..";
      else if (directory.has_parent_path())
        directory = directory.parent_path();
      else if (!directory.empty())
        directory.clear();
      else
        break;
    }
    return nullptr;
  }

  CheckSource test_source(const fs::path& path) {
    CheckSource source;
    source.name = "test";
    source.path = path.generic_string();
    source.text = read_whole(path);
    // Modules come from the disk where the test lies next to them: who changes one wants to test
    // that.
    source.module = [directory =
                         path.parent_path()](std::string_view wanted) -> std::optional<ModuleText> {
      const bool library = wanted.starts_with("moongate.");
      if (library && directory.filename() != "moongate") return library_module(wanted);
      std::string name(library ? wanted.substr(9) : wanted);
      const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-';
      });
      std::error_code code;
      const fs::path file = directory / (name + ".lua");
      if (plain && fs::is_regular_file(file, code))
        return ModuleText{file.generic_string(), read_whole(file)};
      return library ? library_module(wanted) : std::nullopt;
    };
    return source;
  }

  void run_file(const fs::path& path) {
    const std::string shown = path.generic_string();
    TestFile file;
    try {
      file = load_test_file(test_source(path), options_.filter, {});
    } catch (const Error& problem) {
      error(problem.problem());
      return;
    } catch (const CheckAborted& aborted) {
      error({ProblemKind::check, aborted.reason, shown, 0, {}});
      return;
    }
    if (file.check_cases.empty() && file.module_cases.empty()) {
      if (options_.filter.empty())
        error({ProblemKind::check, "it has no case", shown, 0,
               "add one: check:case \"title\" { after = { … }, expect = { … } }"});
      return;
    }
    Count count;
    std::string failures;
    const auto tell = [&](const std::string& title, std::uint32_t line, const std::string& wrong) {
      if (wrong.empty()) {
        ++count.passed;
        return;
      }
      ++count.failed;
      failures += "  FAILED " + visible(shown) + ":" + std::to_string(line) + ": " +
                  visible(title) + "\n" + wrong;
    };
    for (const ModuleCase& done : file.module_cases) tell(done.title, done.line, done.failure);
    for (const CheckCase& raw : file.check_cases) {
      try {
        TestCase test = read_case(raw.title, shown, raw.line, raw.fields);
        fs::path where;
        const LoadedCheck* check = find_check(path, raw.check, where);
        if (!check)
          throw Error(Problem{ProblemKind::check, "there is no check `" + raw.check + "` here",
                              shown, raw.line,
                              "a check's name is its file's path: " + raw.check + ".lua"});
        tested_.insert(where);
        const std::string wrong = run_case(*check, test);
        tell(raw.title, raw.line, wrong);
        if (options_.mutate && wrong.empty()) {
          Tested& tested = by_check_[where.generic_string()];
          if (tested.cases.empty()) tested.check = *check;
          tested.cases.push_back(std::move(test));
        }
      } catch (const Error& problem) {
        error(problem.problem());
      } catch (const CheckAborted& aborted) {
        error({ProblemKind::check, aborted.reason, shown, raw.line, {}});
      }
    }
    total_.passed += count.passed;
    total_.failed += count.failed;
    print(visible(shown) + ": " +
          (count.failed ? told(count) : std::to_string(count.passed) + " passed") + "\n" +
          failures);
  }

  // Whether some case notices what was done to the check.
  static bool noticed(const Tested& tested, const std::string& source) {
    Limits limits;
    limits.check_seconds = 0.5;  // a mutant that does not end is noticed by that
    limits.seconds_per_mebibyte = 0.1;
    try {
      LoadedCheck broken;
      broken.source = tested.check.source;
      broken.source.text = source;
      broken.source.bytecode = broken.source.declaration = {};
      broken.declaration = declare_check(broken.source, limits);
      for (const TestCase& test : tested.cases)
        if (!run_case(broken, test, limits).empty()) return true;
    } catch (const Error&) {
      return true;
    } catch (const CheckAborted&) {
      return true;
    }
    return false;
  }

  void mutate(const std::string& path, const Tested& tested) {
    const std::vector<Mutant> mutants = mutants_of(tested.check.source.text);
    std::string told_survivors;
    std::size_t survived = 0;
    for (const Mutant& mutant : mutants) {
      if (noticed(tested, mutant.source)) continue;
      ++survived;
      told_survivors += "  SURVIVED " + visible(path) + ":" + std::to_string(mutant.line) + ": `" +
                        one_line(mutant.before) + "` -> `" + one_line(mutant.after) + "`\n";
    }
    mutants_ += mutants.size();
    survivors_ += survived;
    print(visible(path) + ": " + told_mutants(mutants.size(), survived) + "\n" + told_survivors);
  }

  static std::string one_line(const std::string& text) {
    std::string line;
    for (const char c : text) {
      const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
      if (!blank)
        line += c;
      else if (!line.empty() && line.back() != ' ')
        line += ' ';
    }
    return visible(line);
  }

  const SuiteOptions& options_;
  std::ostream& out_;
  std::ostream& errors_;
  std::map<fs::path, std::unique_ptr<Directory>> directories_;
  std::set<fs::path> tested_;               // files of checks that some case names
  std::map<std::string, Tested> by_check_;  // by the check's file, for mutants
  Count total_;
  std::size_t mutants_ = 0, survivors_ = 0;
  bool wrong_ = false;
};

}  // namespace

int run_suite(const SuiteOptions& options, std::ostream& out, std::ostream& errors) {
  return Suite(options, out, errors).run();
}

}  // namespace moongate::testing
