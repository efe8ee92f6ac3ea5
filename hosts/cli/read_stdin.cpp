#include "cli/read_stdin.h"

#include <iostream>
#include <iterator>

#include "error.h"

namespace moongate::cli {

std::string read_stdin(const std::string& who) {
  try {
    return {std::istreambuf_iterator<char>(std::cin), {}};
  } catch (const std::ios_base::failure&) {
    throw Error(ProblemKind::repository, who + ": stdin cannot be read",
                "it is closed, or is a folder: hand over the content, or </dev/null for none");
  }
}

}  // namespace moongate::cli
