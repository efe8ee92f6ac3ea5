// A repository opened for reading: where it lies, its configuration, references and objects.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/change_budget.h"
#include "git/objects/commit_object.h"
#include "git/objects/objects.h"
#include "git/repository/config_file.h"
#include "git/repository/location.h"
#include "git/repository/refs_store.h"

namespace moongate {

// Thread-safe; copies share what is open. Replacement objects (refs/replace) and grafts are not
// applied: what is pushed and cloned are the objects themselves.
class Repository {
 public:
  // `fetch`: whatever is missing may be asked for from the remote of a partial clone.
  explicit Repository(const std::string& directory, bool fetch = false);
  // Of a location that was found and changed: another index, another directory for new objects.
  explicit Repository(Location location);

  const Location& location() const;
  const GitConfig& config() const;
  const RefsStore& refs() const;

  // nullopt: not here (and, where fetching is allowed, not there either).
  std::optional<Object> find(const Oid& id) const;
  bool has(const Oid& id) const;  // never fetches
  // Ids of all objects that begin with these hexadecimal digits, at most `limit`.
  std::vector<Oid> find_prefix(std::string_view hex, std::size_t limit = 16) const;

  // These throw Error(repository), naming the object and what to do, when it is missing or of
  // another kind.
  Bytes read_blob(const Oid& id) const;
  Bytes read_tree(const Oid& id) const;
  ParsedCommit read_commit(const Oid& id) const;
  // For walking: where a shallow clone was cut there are no parents. `read_commit` names them.
  CommitLinks read_links(const Oid& id) const;
  std::optional<CommitLinks> find_links(const Oid& id) const;  // nullopt: not here
  std::uint64_t size_of(const Oid& id) const;
  ObjectType type_of(const Oid& id) const;
  // Tags followed to what they mark.
  Oid peel(const Oid& id) const;
  // The tree of a commit, tag or tree.
  Oid tree_of(const Oid& id) const;

  // Commits whose parents a shallow clone does not have.
  const std::unordered_set<Oid>& shallow() const;
  // The largest number of commits from a head down to where the clone was cut, for messages.
  std::string describe_depth() const;

  // Asks the remote of a partial clone for many objects at once. Does nothing where fetching was
  // not allowed or nothing is missing.
  void fetch_missing(const std::vector<Oid>& ids) const;
  bool may_fetch() const;

  // What the change that is being opened, or was opened, from here may make us read.
  const std::shared_ptr<ChangeBudget>& budget() const;

 private:
  [[noreturn]] void missing(const Oid& id, std::string_view kind) const;
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

// Whether the id is that of the tree without entries, which need not be stored anywhere.
bool is_empty_tree(const Oid& id);

}  // namespace moongate
