#include "cli/new_command.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <string_view>
#include <system_error>

#include "cli/new_file.h"
#include "core/embedded.h"
#include "core/error.h"
#include "core/quote.h"
#include "core/suggest.h"
#include "script/check_sources.h"

namespace moongate::cli {

namespace fs = std::filesystem;

namespace {

std::string template_text(const std::string& file, const std::string& name) {
  const std::string path = "templates/check/" + file;
  for (const EmbeddedFile& embedded : embedded_files()) {
    if (embedded.path != path) continue;
    std::string text(embedded.bytes);
    constexpr std::string_view mark = "CHECK_NAME";
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
      text.replace(at, mark.size(), name);
      at += name.size();
    }
    return text;
  }
  throw Error(ProblemKind::usage, "this program was built without " + path);
}

// The repository's directory: a check belongs to the whole of it, wherever one stands.
fs::path repository_directory() {
  std::error_code code;
  fs::path shown;
  for (fs::path at = fs::current_path(code); !at.empty(); at = at.parent_path(), shown /= "..") {
    if (fs::exists(at / ".git", code) || fs::is_directory(at / ".moongate", code)) return shown;
    if (at == at.parent_path()) break;
  }
  return {};
}

void require_name(const std::string& name) {
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '/';
  });
  const bool empty_part = name.empty() || name.front() == '/' || name.back() == '/' ||
                          name.find("//") != std::string::npos;
  // `-x.lua` would be an option to most programs.
  const bool dash = name.starts_with('-') || name.find("/-") != std::string::npos;
  if (!plain || empty_part || dash || check_name(name + ".lua") != name)
    throw Error(
        ProblemKind::usage, "'" + name + "' cannot be a check's name",
        "use small letters, digits and, inside of words, '-'; and '/' for a group: no-print, "
        "style/tabs");
  for (const CheckSource& source : built_in_sources())
    if (source.name == name)
      throw Error(ProblemKind::usage, "there is a built-in check named " + name + " already",
                  "choose another name");
}

void write_new(const fs::path& path, const std::string& text) {
  if (!write_new_file(path, text))
    throw Error(Problem{ProblemKind::usage, "it is there already", path.generic_string(), 0,
                        "choose another name, or delete it first"});
}

}  // namespace

const std::vector<std::string>& check_kinds() {
  static const std::vector<std::string> kinds = {"line",         "file",   "changed_file", "match",
                                                 "node",         "commit", "branch",       "tag",
                                                 "pull_request", "change"};
  return kinds;
}

std::string check_kinds_text() {
  std::string text;
  for (const std::string& kind : check_kinds()) text += (text.empty() ? "" : ", ") + kind;
  return text;
}

int run_new_command(const std::string& name, const std::string& visitor) {
  require_name(name);
  // The visitor's own name does as well.
  const std::string kind = visitor == "added_line"     ? "line"
                           : visitor == "changed_node" ? "node"
                                                       : visitor;
  if (std::find(check_kinds().begin(), check_kinds().end(), kind) == check_kinds().end())
    throw Error(ProblemKind::usage, "there is no kind of check '" + kind + "'",
                did_you_mean(kind, check_kinds()));

  const fs::path directory = repository_directory() / fs::path(team_checks_directory);
  const fs::path check = directory / (name + ".lua"), test = directory / (name + "_test.lua");
  std::error_code code;
  // Both are looked at first, so that a test that is there does not leave a check without one.
  for (const fs::path& path : {check, test, directory / name / "init.lua"})
    if (fs::exists(path, code))
      throw Error(Problem{ProblemKind::usage, "it is there already", path.generic_string(), 0,
                          "choose another name, or delete it first"});
  write_new(check, template_text(kind + ".lua", name));
  write_new(test, template_text(kind + "_test.lua", name));
  std::cout << "wrote " << harmless(check.generic_string()) << " and "
            << harmless(test.generic_string()) << "\n"
            << "try it:  moongate test " << harmless(test.generic_string()) << "\n";
  return 0;
}

}  // namespace moongate::cli
