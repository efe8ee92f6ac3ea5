#pragma once

#include "git/repository/repository.h"

namespace moongate {

// What a reference marks, with the message and the person of an annotated tag. Names below
// refs/tags/ lose that. Throws Error(repository) where the tag or what it marks is missing.
Tag tag_of(const Repository& repository, const Reference& reference);

}  // namespace moongate
