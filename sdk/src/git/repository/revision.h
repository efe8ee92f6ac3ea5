// What a person or a CI system calls a commit: names, abbreviated ids, HEAD~2, v1^{commit} …
#pragma once

#include <string>

#include "git/repository/repository.h"

namespace moongate {

// The object that a revision names, tags not yet followed. Throws Error(repository): unknown (with
// the nearest known name), ambiguous (with the candidates), an unborn HEAD, or not in a shallow
// clone. Forms that need the reflog or a search through messages are asked of the `git` program.
Oid resolve_revision(const Repository& repository, const std::string& text);

// The same, followed to a commit.
Oid resolve_commit(const Repository& repository, const std::string& text);

}  // namespace moongate
