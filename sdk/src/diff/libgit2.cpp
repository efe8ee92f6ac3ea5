#include "diff/libgit2.h"

#include <git2.h>

#include <mutex>

namespace moongate {

void start_libgit2() {
  static std::once_flag once;
  // Never shut down: threads may still read when statics are destroyed.
  std::call_once(once, [] {
    git_libgit2_init();
    // Computing the id of every object that is read costs more than reading it; the ids are checked
    // in tests.
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
  });
}

}  // namespace moongate
