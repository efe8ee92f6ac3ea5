// What a clone lacks, fetched where the request allows it: the one loop of looking, fetching, and
// looking again.
#pragma once

#include <functional>

#include "core/change.h"
#include "core/request.h"
#include "git/change/change_parts.h"

namespace moongate {

// What to do where a shallow clone ends too early, for messages.
constexpr const char* deepen_help =
    "run `git fetch --unshallow` (or `git fetch --deepen=100`), run again with --fetch, or check "
    "out with full history (fetch-depth: 0)";

// `open` gets the request, in which a name that only the remote knew is an id by now. Where it
// cannot see what it needs, and the request allows it, the commit or branch that was asked for is
// fetched and a shallow clone is deepened, in a few steps; then `open` is called again. Its last
// error is thrown; a name that the remote does not know either fetches nothing.
Change open_fetching(const Request& request,
                     const std::function<Change(const Request&, const RepositoryPtr&)>& open);

}  // namespace moongate
