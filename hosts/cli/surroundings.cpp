#include "cli/surroundings.h"

#include <cstdlib>

#include "core/error.h"
#include "fix/write_fixes.h"
#include "recognise.h"

namespace moongate::cli {

namespace {

// "CI=false" is how a person says that it is none.
std::optional<std::string> switched_on(std::string_view name) {
  std::optional<std::string> value = variable(name);
  if (value == "false" || value == "0") value.reset();
  return value;
}

}  // namespace

std::optional<std::string> variable(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  if (!value || !*value) return std::nullopt;
  return std::string(value);
}

bool in_hook() {
  for (const char* name : {"GIT_INDEX_FILE", "PRE_COMMIT", "LEFTHOOK", "HUSKY"})
    if (switched_on(name)) return true;
  return false;
}

bool in_ci() {
  return ci::is_ci(switched_on);
}

void note_interrupted_fix(Report& report) {
  if (const std::optional<Problem> problem = look_for_interrupted_fix("."))
    report.notes.push_back(problem->message + ": " + problem->help);
}

void refuse_empty_in_ci(const Report& report) {
  if (report.change.kind != ChangeKind::staged || report.change.files > 0 ||
      !report.problems.empty() || !in_ci())
    return;
  throw Error(ProblemKind::usage, "nothing is staged, and this is a CI run",
              "use `moongate ci`, which finds the change that this run is about, or say what to "
              "check: --range BASE..HEAD");
}

}  // namespace moongate::cli
