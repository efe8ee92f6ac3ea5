#include "cli/template_text.h"

#include <catch2/catch.hpp>

#include "cli/project_template.h"
#include "core/error.h"

using namespace moongate;
using namespace moongate::cli;

namespace {

std::string filled(const std::string& text) {
  return fill_in(text, {{"a", "yes"}, {"b", "no"}, {"name", "it's {{ odd }}"}}, "t");
}

// Every expected text here is what Jinja 3.1 makes of the same template (keep_trailing_newline).
}  // namespace

TEST_CASE("names and strings are put in, and never filled in again") {
  CHECK(filled("x {{ cookiecutter.a }} y\n") == "x yes y\n");
  CHECK(filled("{{cookiecutter.name}}") == "it's {{ odd }}");
  CHECK(filled("${{ '{{' }} github.ref }}") == "${{ github.ref }}");
  CHECK(filled("{ {} } % }") == "{ {} } % }");
}

TEST_CASE("conditions choose") {
  const std::string text = "1{% if cookiecutter.a == 'yes' %}2{% else %}3{% endif %}4";
  CHECK(filled(text) == "124");
  CHECK(filled("{% if cookiecutter.a != \"yes\" %}2{% else %}3{% endif %}") == "3");
  CHECK(filled("{% if cookiecutter.b == 'yes' %}{% if cookiecutter.a == 'yes' %}x{% else %}y"
               "{% endif %}{% else %}z{% endif %}") == "z");
  // `and` before `or`
  CHECK(filled("{% if cookiecutter.a == 'yes' or cookiecutter.a == 'yes' and cookiecutter.b == "
               "'yes' %}x{% endif %}") == "x");
  CHECK(filled("{% if cookiecutter.b == 'yes' and cookiecutter.a == 'yes' or cookiecutter.b == "
               "'yes' %}x{% endif %}") == "");
}

TEST_CASE("a dash takes the blanks next to the tag") {
  CHECK(filled("a\n{%- if cookiecutter.a == 'yes' %}\nb\n{%- endif %}\nc\n") == "a\nb\nc\n");
  CHECK(filled("a\n{%- if cookiecutter.b == 'yes' %}\nb\n{%- endif %}\nc\n") == "a\nc\n");
  CHECK(filled("{% if cookiecutter.a == 'yes' -%}\n  b\n{%- endif %}\n") == "b\n");
  CHECK(filled("{% if cookiecutter.b == 'yes' -%}\n  b\n{%- endif %}\n") == "\n");
  // The blanks of an answer stay.
  CHECK(fill_in("{{ cookiecutter.a }}{%- if cookiecutter.a == ' ' -%} x{% endif %}", {{"a", " "}},
                "t") == " x");
}

TEST_CASE("what is not known is an error with its line") {
  for (const char* text :
       {"\n{% for a in b %}", "\n{# a #}", "\n{{ cookiecutter.c }}",
        "\n{{ cookiecutter.a | lower }}", "\n{% if cookiecutter.a %}",
        "\n{% if cookiecutter.a == 'x' %}", "\n{{ 'a", "\n{% endif %}", "\n{% else %}",
        "\n{{ 'a }}", "\n{% if cookiecutter.a in 'x' %}{% endif %}",
        "\n{% if cookiecutter.a == 'x' xor cookiecutter.a == 'x' %}{% endif %}", "\n{{ }}"}) {
    INFO(text);
    try {
      filled(text);
      FAIL("no error");
    } catch (const Error& error) {
      CHECK(error.problem().path == "t");
      CHECK(error.problem().line == 2);
    }
  }
}

TEST_CASE("every question has a text, and each default fits") {
  REQUIRE(project_questions().size() > 5);
  Answers answers;
  for (const Question& question : project_questions()) {
    INFO(question.name);
    CHECK(!question.text.empty());
    CHECK((question.choices.empty() ? !question.pattern.empty() : question.pattern.empty()));
    answers[question.name] = question.fallback;
  }
  const std::vector<ProjectFile> files = project_files(answers);
  CHECK(files.size() > 5);
  for (const ProjectFile& file : files) {
    INFO(file.path);
    CHECK(file.text.ends_with('\n'));
    CHECK(file.text.find("cookiecutter") == std::string::npos);
  }
}
