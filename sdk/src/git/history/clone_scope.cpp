#include "git/history/clone_scope.h"

#include <algorithm>
#include <string_view>

namespace moongate {

std::vector<std::string> unfetched_branches(const Repository& repository) {
  std::vector<std::string> notes;
  const GitConfig& config = repository.config();
  for (const std::string& remote : config.subsections("remote", "url")) {
    const std::vector<std::string> specs = config.get_all("remote." + remote + ".fetch");
    const bool all = std::any_of(specs.begin(), specs.end(), [](std::string_view spec) {
      if (spec.starts_with('+')) spec.remove_prefix(1);
      return spec.starts_with("refs/heads/*:") || spec.starts_with("refs/*:");
    });
    if (all) {
      if (!repository.shallow().empty())
        notes.push_back("this is a shallow clone, and may hold only some of " + remote +
                        "'s branches: nothing is said of the others");
      continue;
    }
    std::string only;
    for (const std::string& spec : specs) only += (only.empty() ? "" : ", ") + spec;
    notes.push_back("not all branches of " + remote + " are fetched here (" +
                    (only.empty() ? "remote." + remote + ".fetch is not set" : "only " + only) +
                    "): nothing is said of the others; to see them: git fetch " + remote +
                    " '+refs/heads/*:refs/remotes/" + remote + "/*'");
  }
  return notes;
}

}  // namespace moongate
