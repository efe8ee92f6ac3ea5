#include "cli/project_template.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/embedded.h"
#include "core/error.h"

namespace moongate::cli {

namespace {

constexpr std::string_view prompts_path = "templates/project/cookiecutter.json";
constexpr std::string_view files_directory = "templates/project/{{cookiecutter.project_slug}}/";

std::string_view embedded_text(std::string_view path) {
  for (const EmbeddedFile& file : embedded_files())
    if (file.path == path) return file.bytes;
  throw Error(ProblemKind::usage, "this program was built without " + std::string(path));
}

nlohmann::json read_prompts() {
  return nlohmann::json::parse(embedded_text(prompts_path));
}

// A table, and not cookiecutter's own `__prompts__`: version 1.7 asks for every value that is an
// object.
std::vector<Question> read_questions() {
  const auto prompts = read_prompts();
  std::vector<Question> questions;
  for (const auto& row : prompts.at("_questions")) {
    Question question{row.at(0).get<std::string>(), row.at(1).get<std::string>(), {}, {},
                      row.at(2).get<std::string>(), row.at(3).get<std::string>()};
    const auto& answer = prompts.at(question.name);
    if (answer.is_array()) {
      question.choices = answer.get<std::vector<std::string>>();
      question.fallback = question.choices.front();
    } else {
      question.fallback = answer.get<std::string>();
      if (question.fallback.find("{{") != std::string::npos) continue;
    }
    questions.push_back(std::move(question));
  }
  return questions;
}

}  // namespace

bool Question::is_yes_or_no() const {
  return choices.size() == 2 && std::count(choices.begin(), choices.end(), "yes") == 1 &&
         std::count(choices.begin(), choices.end(), "no") == 1;
}

const std::vector<Question>& project_questions() {
  static const std::vector<Question> questions = read_questions();
  return questions;
}

std::vector<ProjectFile> project_files(const Answers& answers) {
  // Answers that nobody is asked for: `init` may know better than a template for a new project.
  // One is a name: in this repository the template's moongate.toml would be settings of the
  // directory that it is in.
  Answers all = answers;
  const auto prompts = read_prompts();
  for (const auto& [name, value] : prompts.items())
    if (name.starts_with('_') && value.is_string()) all.emplace(name, value.get<std::string>());
  std::vector<ProjectFile> files;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with(files_directory)) continue;
    const std::string path(file.path);
    ProjectFile filled{fill_in(path.substr(files_directory.size()), all, path),
                       fill_in(file.bytes, all, path)};
    // A file that was not chosen is one condition, and nothing is left of it.
    if (filled.text.find_first_not_of(" \t\r\n") == std::string::npos) continue;
    files.push_back(std::move(filled));
  }
  std::sort(files.begin(), files.end(),
            [](const ProjectFile& one, const ProjectFile& other) { return one.path < other.path; });
  return files;
}

}  // namespace moongate::cli
