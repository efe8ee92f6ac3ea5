// One function a kind of change; `open_change` picks.
#pragma once

#include "core/change.h"
#include "core/request.h"
#include "git/change/change_parts.h"

namespace moongate {

Change open_staged(const Request& request, const RepositoryPtr& repository);
Change open_working(const Request& request, const RepositoryPtr& repository);
Change open_range(const Request& request, const RepositoryPtr& repository);
Change open_commit(const Request& request, const RepositoryPtr& repository);
Change open_tree(const Request& request, const RepositoryPtr& repository);
Change open_push(const Request& request, const RepositoryPtr& repository);
Change open_refs(const Request& request, const RepositoryPtr& repository);
Change open_message(const Request& request);  // also where there is no repository
Change open_buffer(const Request& request);

}  // namespace moongate
