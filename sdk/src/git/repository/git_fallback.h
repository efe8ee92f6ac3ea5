// What the `git` program answers where our own readers and libgit2 give up: the last resort, a
// process for each question.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "git/index/index_file.h"
#include "git/objects/objects.h"
#include "git/repository/location.h"

namespace moongate {

// nullopt where git does not have the object, cannot read it, or is not there.
std::optional<Object> ask_for_object(const Location& location, const Oid& id);

struct AskedDifferences {
  std::optional<std::vector<IndexDifference>> differences;
  std::string why_not;  // where there are none: what git said, or that there is no git
};
// As IndexFile::changed_against, of the index that Git is committing.
AskedDifferences ask_for_differences(const Location& location, const std::optional<Oid>& root);

}  // namespace moongate
