// Commit and tag objects, parsed. Malformed ones are errors, never guesses.
#pragma once

#include <string_view>
#include <vector>

#include "core/change.h"
#include "git/objects/objects.h"

namespace moongate {

struct ParsedCommit {
  Oid tree;
  Commit commit;
};

// All of a commit object. Throws Error(repository) naming the id where a header is missing.
ParsedCommit parse_commit(const Oid& id, std::string_view bytes);

// What walking needs of a commit object, without its message.
struct CommitLinks {
  Oid tree;
  std::vector<Oid> parents;
  std::int64_t time = 0;  // of the committer, seconds since the epoch
};
CommitLinks parse_commit_links(const Oid& id, std::string_view bytes);

struct ParsedTag {
  Oid target;
  ObjectType target_type = ObjectType::commit;
};
ParsedTag parse_tag(const Oid& id, std::string_view bytes);

// "Name <address> seconds +hhmm", as lenient as Git: what is missing stays empty or zero.
Signature parse_signature(std::string_view text);

}  // namespace moongate
