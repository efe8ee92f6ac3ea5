#include "core/error.h"

#include <utility>

namespace moongate {

Error::Error(Problem problem) : problem_(std::move(problem)) {}

Error::Error(ProblemKind kind, std::string message, std::string help)
    : problem_{kind, std::move(message), {}, 0, std::move(help)} {}

std::string_view name_of(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::usage:
      return "usage";
    case ProblemKind::config:
      return "config";
    case ProblemKind::check:
      return "check";
    case ProblemKind::repository:
      return "repository";
  }
  return "usage";
}

}  // namespace moongate
