#include "core/change_budget.h"

#include <string>

#include "core/error.h"
#include "core/units.h"

namespace moongate {

void ChangeBudget::add_read(std::uint64_t bytes) {
  const std::uint64_t limit = most_read.load(std::memory_order_relaxed);
  if (read.fetch_add(bytes, std::memory_order_relaxed) + bytes <= limit) return;
  throw Error(ProblemKind::repository,
              "the change makes Moongate read more than " + size_text(limit) +
                  " of files, which is the limit",
              "exclude what nobody has to check (`paths.exclude`), or raise [limits] read");
}

TooManyFiles::TooManyFiles(std::uint64_t most, bool directories)
    : Error(
          ProblemKind::repository,
          "the change has more than " + std::to_string(most) +
              (directories ? " directories" : " files") + ", which is the limit",
          "look at the trees that it brings: a few can stand for any number of files; if it really "
          "has as many, raise [limits] files") {}

}  // namespace moongate
