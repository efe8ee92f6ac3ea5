// References: loose files and packed-refs; how else Git stores them (reftable), through the `git`
// program. Read only.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/oid.h"
#include "git/repository/location.h"

namespace moongate {

struct Reference {
  std::string name;  // refs/heads/…
  Oid target;        // what it points to: a commit, or a tag object
};

// Thread-safe.
class RefsStore {
 public:
  explicit RefsStore(const Location& location);

  // The object that a full name (HEAD, refs/heads/main) leads to, symbolic references followed;
  // nullopt where there is no such reference or it leads nowhere (an unborn branch). Throws
  // Error(repository) where a reference is there but cannot be understood.
  std::optional<Oid> resolve(const std::string& name) const;
  // What a symbolic reference names: HEAD -> refs/heads/main. nullopt when it is not symbolic.
  std::optional<std::string> symbolic(const std::string& name) const;
  // What becomes of references that are there and cannot be read. Left out is safe where references
  // tell what is known already (of a push); where they are what is judged it would be a silent
  // pass.
  enum class Damage { left_out, refused };
  // All references whose name starts with `prefix`, sorted by name. Throws Error(repository) where
  // damage is refused, naming the file: of packed-refs any, of others what `prefix` asks for.
  std::vector<Reference> all(const std::string& prefix = "refs/",
                             Damage damage = Damage::left_out) const;

 private:
  struct Entry {
    std::optional<std::string> symbolic;
    Oid target;
  };
  std::optional<Entry> find(const std::string& name) const;
  std::optional<Entry> find_loose(const std::string& name) const;
  const std::string& packed() const;
  void require_whole_packed() const;
  std::optional<Entry> ask_for(const std::string& name) const;
  void ask_for_all() const;

  Location location_;
  struct Lazy {
    std::once_flag once;
    std::string packed;  // the text of packed-refs, or the same from `git for-each-ref`
  };
  std::shared_ptr<Lazy> lazy_;
};

// Git's rules for names, as far as they keep a name from leaving the directory of references.
bool is_safe_reference_name(std::string_view name);

}  // namespace moongate
