// templates/project as the program carries it: the questions that cookiecutter asks, and the files
// that follow from the answers. Whoever adds a question or a file adds it there, and nowhere else.
#pragma once

#include <string>
#include <vector>

#include "cli/template_text.h"

namespace moongate::cli {

struct Question {
  std::string name;                  // as in cookiecutter.json
  std::string text;                  // for people
  std::vector<std::string> choices;  // empty: any text that fits the pattern
  std::string fallback;              // cookiecutter's default
  std::string pattern;               // RE2 and Python, of the whole answer; empty: anything
  std::string only_with;             // not asked where the answer to this one is `no`

  bool is_yes_or_no() const;
};

// In the order in which they are asked. What cookiecutter computes from other answers (the new
// directory's name) is left out.
const std::vector<Question>& project_questions();

struct ProjectFile {
  std::string path;  // from the repository's root
  std::string text;
};

// The files that were chosen, sorted by path. `answers` has one for each question.
std::vector<ProjectFile> project_files(const Answers& answers);

}  // namespace moongate::cli
