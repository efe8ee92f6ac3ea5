#include "cli/read_stdin.h"

#include <unistd.h>

#include "core/error.h"
#include "files/read_file.h"

namespace moongate::cli {

std::string read_stdin(const std::string& who) {
  try {
    return read_stream(STDIN_FILENO, "stdin", {largest_input});
  } catch (const Error& error) {
    const Problem& problem = error.problem();
    if (problem.message.starts_with("cannot be read"))
      throw Error(ProblemKind::repository, who + ": stdin cannot be read",
                  "it is closed, or is a directory: hand over the content, or </dev/null for none");
    throw Error(problem.kind, who + ": stdin " + problem.message, problem.help);
  }
}

}  // namespace moongate::cli
