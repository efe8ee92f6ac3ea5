// `moongate:ignore` comments: what they accept, and what is to be said of them.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/check_names.h"
#include "engine/plan.h"
#include "engine/resolve_finding.h"
#include "engine/unit_result.h"

namespace moongate {

// The names that a comment may accept findings of; made when the first comment is met. Any thread.
class KnownNames {
 public:
  // Both must outlive it.
  KnownNames(const std::vector<LoadedCheck>& checks, const std::vector<std::string>& unreadable)
      : checks_(checks), unreadable_(unreadable) {}

  // Empty for a name that is known.
  std::string help(const std::string& name) const;

 private:
  const std::vector<LoadedCheck>& checks_;
  const std::vector<std::string>& unreadable_;
  mutable std::once_flag once_;
  mutable std::vector<Declaration> declarations_;
  mutable std::optional<CheckNames> names_;
};

Accepted nothing_accepted();

// The comments of the new version; most files have none. A file that cannot be read is a problem of
// the result.
Accepted accepted_in(FileContext& file, const Config& config, UnitResult& result);

// The comments of a text, those refused that the change adds where the policy does not let it.
// `old_text` is asked for only then.
FileSuppressions comments_that_count(const std::string& path, std::string_view text,
                                     const std::function<std::string_view()>& old_text,
                                     const PolicyRules& policy);

// What the comments of a run are judged by.
struct CommentRules {
  const Config& config;
  const std::vector<PlannedCheck>& planned;
  const KnownNames& names;
  ChangeKind kind;
  bool include_existing;
};

// What the change accepts by comments is told, and so is a comment that accepts nothing. `ran` are
// the checks that saw the file to its end.
void judge_comments(FileContext& file, Accepted& accepted, const std::vector<std::size_t>& ran,
                    const CommentRules& rules, UnitResult& result);

}  // namespace moongate
