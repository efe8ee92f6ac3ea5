#include "git/repository/repository.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <unordered_map>

#include "core/error.h"
#include "git/repository/git_fallback.h"
#include "git/repository/git_files.h"
#include "git/repository/git_program.h"

namespace moongate {
namespace {

ObjectStoreOptions store_options(const Location& location) {
  ObjectStoreOptions options;
  options.directory = location.objects_dir;
  options.alternates = location.alternates;
  options.id_size = location.id_size;
  return options;
}

std::unordered_set<Oid> read_shallow(const Location& location) {
  std::unordered_set<Oid> result;
  const auto text = read_small_file(location.shallow_file);
  if (!text) return result;
  std::size_t begin = 0;
  while (begin < text->size()) {
    const std::size_t end = std::min(text->find('\n', begin), text->size());
    const auto id = Oid::from_hex(trimmed_end(std::string_view(*text).substr(begin, end - begin)));
    if (id) result.insert(*id);
    begin = end + 1;
  }
  return result;
}

}  // namespace

struct Repository::Impl {
  Location location;
  GitConfig config;
  RefsStore refs;
  ObjectStore store;
  std::unordered_set<Oid> shallow;
  bool fetch = false;
  std::shared_ptr<ChangeBudget> budget = std::make_shared<ChangeBudget>();

  mutable std::mutex fetching;
  // Questions to the `git` program that it could not answer either. A damaged repository is not
  // asked about again and again, a process for each object.
  mutable std::atomic<int> unanswered{0};

  Impl(Location where, bool may_fetch)
      : location(std::move(where)),
        config(load_git_config(location.common_dir, location.git_dir, location.worktree_config)),
        refs(location),
        store(store_options(location)),
        shallow(read_shallow(location)),
        fetch(may_fetch) {}

  // Where our reader fails, the `git` program is asked; its error is the better told. libgit2 was
  // asked first, and is no more: it has never read anything that ours refused, and where an object
  // is cut short or a pack's table is damaged it loops forever or reads beyond the file (1.9.1).
  std::optional<Object> read(const Oid& id) const {
    try {
      auto object = store.read(id);
      // A format of Git that is not known here may keep objects elsewhere.
      if (object || location.only_git_knows.empty()) return object;
      return ask(id);
    } catch (const Error&) {
      if (auto object = ask(id)) return object;
      throw;
    }
  }

  std::optional<Object> ask(const Oid& id) const {
    constexpr int enough = 3;
    if (unanswered >= enough) return std::nullopt;
    auto object = ask_for_object(location, id);
    if (!object && location.only_git_knows.empty()) ++unanswered;
    return object;
  }
};

Repository::Repository(const std::string& directory, bool fetch)
    : impl_(std::make_shared<Impl>(find_repository(directory), fetch)) {}

Repository::Repository(Location location)
    : impl_(std::make_shared<Impl>(std::move(location), false)) {}

const Location& Repository::location() const {
  return impl_->location;
}
const GitConfig& Repository::config() const {
  return impl_->config;
}
const RefsStore& Repository::refs() const {
  return impl_->refs;
}
const std::unordered_set<Oid>& Repository::shallow() const {
  return impl_->shallow;
}

const std::shared_ptr<ChangeBudget>& Repository::budget() const {
  return impl_->budget;
}

bool Repository::may_fetch() const {
  return impl_->fetch && !impl_->location.partial_clone.empty();
}

bool Repository::has(const Oid& id) const {
  if (id.size != impl_->location.id_size) return false;
  if (impl_->store.exists(id)) return true;
  return !impl_->location.only_git_knows.empty() && impl_->read(id).has_value();
}

std::vector<Oid> Repository::find_prefix(std::string_view hex, std::size_t limit) const {
  return impl_->store.find_prefix(hex, limit);
}

std::optional<Object> Repository::find(const Oid& id) const {
  if (id.size != impl_->location.id_size) return std::nullopt;
  if (auto object = impl_->read(id)) return object;
  if (!may_fetch()) return std::nullopt;
  fetch_missing({id});
  return impl_->read(id);
}

void Repository::fetch_missing(const std::vector<Oid>& ids) const {
  if (!may_fetch()) return;
  const std::lock_guard<std::mutex> lock(impl_->fetching);
  std::string wanted;
  for (const Oid& id : ids) {
    if (!has(id)) wanted += id.hex() + "\n";
  }
  if (wanted.empty()) return;
  // What Git itself does for a missing object. Without negotiation: the remote is to send these
  // objects, whatever else is here.
  const GitAnswer answer = ask_git(
      impl_->location,
      {"-c", "fetch.negotiationAlgorithm=noop", "fetch", impl_->location.partial_clone, "--no-tags",
       "--no-write-fetch-head", "--recurse-submodules=no", "--filter=blob:none", "--stdin"},
      GitAccess::fetch, wanted);
  if (answer.status == 0) return;
  throw Error(ProblemKind::repository,
              answer.found ? "fetching missing objects from " + impl_->location.partial_clone +
                                 " failed: " + std::string(trimmed_end(answer.err))
                           : "fetching missing objects needs the git program, and there is none on "
                             "PATH",
              "check the remote with `git fetch " + impl_->location.partial_clone + "`");
}

void Repository::missing(const Oid& id, std::string_view kind) const {
  const std::string what =
      "the " + std::string(kind) + " " + id.hex() + " is not in this repository";
  if (!impl_->location.partial_clone.empty() && !impl_->fetch) {
    throw Error(
        ProblemKind::repository,
        what + ": a partial clone, whose remote \"" + impl_->location.partial_clone + "\" has it",
        "run again with --fetch, or clone without --filter");
  }
  if (!impl_->shallow.empty()) {
    throw Error(ProblemKind::repository, what + ": a shallow clone" + describe_depth(),
                "run `git fetch --unshallow`, or clone with full history (fetch-depth: 0)");
  }
  throw Error(ProblemKind::repository, what,
              "`git fsck` names what is missing; fetch it again from a healthy repository");
}

Bytes Repository::read_blob(const Oid& id) const {
  const auto object = find(id);
  if (!object) missing(id, "file content");
  if (object->type != ObjectType::blob) {
    throw Error(ProblemKind::repository,
                "the object " + id.hex() + " should be a file but is a " +
                    std::string(name_of(object->type)),
                "`git fsck` shows more");
  }
  return object->bytes;
}

Bytes Repository::read_tree(const Oid& id) const {
  if (is_empty_tree(id)) return std::make_shared<const std::string>();
  const auto object = find(id);
  if (!object) missing(id, "directory (tree)");
  if (object->type != ObjectType::tree) {
    throw Error(ProblemKind::repository,
                "the object " + id.hex() + " should be a tree but is a " +
                    std::string(name_of(object->type)),
                "`git fsck` shows more");
  }
  return object->bytes;
}

namespace {
void require_commit(const Oid& id, const Object& object) {
  if (object.type == ObjectType::commit) return;
  throw Error(ProblemKind::repository,
              "the object " + id.hex() + " should be a commit but is a " +
                  std::string(name_of(object.type)),
              "name a commit, a branch or a tag of one");
}
}  // namespace

ParsedCommit Repository::read_commit(const Oid& id) const {
  const auto object = find(id);
  if (!object) missing(id, "commit");
  require_commit(id, *object);
  return parse_commit(id, *object->bytes);
}

std::optional<CommitLinks> Repository::find_links(const Oid& id) const {
  const auto object = find(id);
  if (!object) return std::nullopt;
  require_commit(id, *object);
  CommitLinks result = parse_commit_links(id, *object->bytes);
  if (impl_->shallow.count(id)) result.parents.clear();
  return result;
}

CommitLinks Repository::read_links(const Oid& id) const {
  auto links = find_links(id);
  if (!links) missing(id, "commit");
  return std::move(*links);
}

std::uint64_t Repository::size_of(const Oid& id) const {
  if (id.size == impl_->location.id_size) {
    try {
      if (const auto header = impl_->store.header(id)) return header->size;
    } catch (const Error&) {
      // The whole object may still be readable, by the git program.
    }
  }
  const auto object = find(id);
  if (!object) missing(id, "file content");
  return object->bytes->size();
}

ObjectType Repository::type_of(const Oid& id) const {
  if (id.size == impl_->location.id_size) {
    try {
      if (const auto header = impl_->store.header(id)) return header->type;
    } catch (const Error&) {
      // As above.
    }
  }
  const auto object = find(id);
  if (!object) missing(id, "object");
  return object->type;
}

Oid Repository::peel(const Oid& id) const {
  Oid current = id;
  // Tags of tags are rare; a circle is impossible, as ids are hashes. The limit only bounds
  // nonsense.
  for (int depth = 0; depth < 1000; ++depth) {
    if (type_of(current) != ObjectType::tag) return current;
    const auto object = find(current);
    if (!object) missing(current, "tag");
    current = parse_tag(current, *object->bytes).target;
  }
  throw Error(ProblemKind::repository, "the tag " + id.hex() + " marks a tag of a tag, 1000 deep",
              "");
}

Oid Repository::tree_of(const Oid& id) const {
  const Oid target = peel(id);
  switch (type_of(target)) {
    case ObjectType::tree:
      return target;
    case ObjectType::commit:
      return read_links(target).tree;
    default:
      break;
  }
  throw Error(ProblemKind::repository, "the object " + target.hex() + " has no files: it is a file",
              "name a commit, a branch, a tag or a tree");
}

std::string Repository::describe_depth() const {
  if (impl_->shallow.empty()) return {};
  // Commits from HEAD to the nearest cut, breadth first.
  const auto head = impl_->refs.resolve("HEAD");
  if (!head) return {};
  std::vector<Oid> level = {*head};
  std::unordered_set<Oid> seen = {*head};
  for (int depth = 1; !level.empty() && seen.size() < 100000; ++depth) {
    std::vector<Oid> next;
    for (const Oid& id : level) {
      if (impl_->shallow.count(id)) return " of depth " + std::to_string(depth);
      const auto object = impl_->read(id);
      if (!object || object->type != ObjectType::commit) continue;
      for (const Oid& parent : parse_commit_links(id, *object->bytes).parents) {
        if (seen.insert(parent).second) next.push_back(parent);
      }
    }
    level = std::move(next);
  }
  return {};
}

bool is_empty_tree(const Oid& id) {
  static const std::optional<Oid> sha1 = Oid::from_hex("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
  static const std::optional<Oid> sha256 =
      Oid::from_hex("6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321");
  return id == sha1 || id == sha256;
}

}  // namespace moongate
