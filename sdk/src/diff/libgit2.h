#pragma once

namespace moongate {

// Must have been called before anything of libgit2 is; cheap, and safe from any thread.
void start_libgit2();

}  // namespace moongate
