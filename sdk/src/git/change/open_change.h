// A request becomes an immutable change.
#pragma once

#include "core/change.h"
#include "core/request.h"

namespace moongate {

// Opens the repository that Git itself would use (GIT_DIR, GIT_INDEX_FILE, GIT_OBJECT_DIRECTORY …
// are obeyed) and resolves the request. Nothing is written. Throws Error(repository) with the cause
// and the help where the change cannot be known; never returns an empty change instead. Content is
// read lazily: the returned change keeps what it needs open.
Change open_change(const Request& request);

}  // namespace moongate
