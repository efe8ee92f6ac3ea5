// What is checked: plain data with lazily read content. `git/` (and tests, and programs that embed
// the library) make it; the engine reads it; nobody writes it while an engine runs.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/change_budget.h"
#include "core/oid.h"

namespace moongate {

enum class ChangeKind : std::uint8_t {
  staged,   // HEAD -> the index that Git is committing
  working,  // HEAD -> the working tree, as `git add` would store it
  message,  // a commit message file
  range,    // merge base -> head, and the commits between
  commit,   // a commit against its parents
  push,     // ref updates: what the receiving side does not have
  tree,     // nothing -> a whole tree
  history,  // nothing -> every reachable object
  refs,     // branches and tags
  buffer,   // old and new bytes of named files, no Git
};

// Shared because several visitors and threads may hold the same content; never null where returned.
using Bytes = std::shared_ptr<const std::string>;

// One version of a file. `mode` is Git's: 0100644, 0100755, 0120000 (symlink), 0160000 (submodule).
struct FileVersion {
  std::string path;  // bytes as Git has them, relative to the repository's root, '/' between
  std::uint32_t mode = 0;
  Oid id;

  bool is_regular() const { return (mode & 0170000) == 0100000; }
  bool is_symlink() const { return (mode & 0170000) == 0120000; }
  bool is_submodule() const { return (mode & 0170000) == 0160000; }
  bool operator==(const FileVersion&) const = default;
};

enum class FileStatus : std::uint8_t { added, modified, deleted, renamed, copied, type_changed };

struct FileChange {
  FileStatus status = FileStatus::modified;
  std::optional<FileVersion> before;  // absent when added
  std::optional<FileVersion> after;   // absent when deleted
  // What the path is in other bases of the change (for a merge commit: in its other parents): a
  // line is added, and a finding new, only if no base has it.
  std::vector<FileVersion> other_bases;
  int similarity = 0;  // 0..100 for renamed and copied

  const std::string& path() const { return after ? after->path : before->path; }
};

// Lines old_start.. are replaced by new_start..; 1-based; a count of 0 means that the start is the
// line after which the other side's lines stand (as in `diff -U0`).
struct Hunk {
  std::uint32_t old_start = 0, old_count = 0, new_start = 0, new_count = 0;
  bool operator==(const Hunk&) const = default;
};

struct Signature {
  std::string name, email;
  std::int64_t time = 0;   // seconds since the epoch
  int offset_minutes = 0;  // of the time zone
};

struct Commit {
  Oid id;  // empty for a message that is being written
  std::vector<Oid> parents;
  Signature author, committer;
  std::string message;  // raw bytes; for a message file, as Git will store it (comments stripped)
  // Of refs/notes/: a tool wrote its message, which rules of messages leave out.
  bool is_note = false;
};

// Commits of a push that some checks do not look at, and why.
struct LeftOut {
  std::uint64_t commits = 0;
  std::string why;
  bool operator==(const LeftOut&) const = default;
};

struct RefUpdate {
  std::string name;   // refs/heads/…
  Oid before, after;  // zero() where the ref is created or deleted
  bool operator==(const RefUpdate&) const = default;
};

struct Branch {
  std::string name;    // without refs/heads/ or refs/remotes/REMOTE/
  std::string remote;  // empty for a local branch
  Oid head;
  std::int64_t time = 0;  // of the last commit, seconds since the epoch
  std::string last_author;
  std::string merged_into;  // a branch name, or empty
  std::string merged_how;   // "merge", "rebase", "squash", "cherry-pick", or empty
  std::string upstream;     // full ref name, or empty
  bool upstream_gone = false;
  std::uint32_t ahead = 0, behind = 0;  // of the default branch
  // `is_current`: checked out, rebased or bisected in any worktree.
  bool is_current = false, is_default = false, is_protected = false;
  bool is_stale = false;   // a remote-tracking branch that no remote updates any more
  bool reverted = false;   // what was merged was reverted later
  std::int64_t begun = 0;  // when it was created, if it has got no commit since; else 0
};

struct Tag {
  std::string name;
  Oid target;  // the commit
  std::int64_t time = 0;
  std::string message;  // empty for a lightweight tag
  bool annotated = false;
  Signature tagger;
};

struct PullRequest {
  std::int64_t number = 0;
  std::string title, body, base, head, author;
  std::vector<std::string> labels;
  bool draft = false;
};

// One side of the change as a whole tree: from here come moongate.toml and .moongate/checks.
struct TreeView {
  // The entry at exactly this path, or nullopt. Throws Error(repository) when it cannot be read.
  std::function<std::optional<FileVersion>(std::string_view path)> find;
  // All files below a directory ("" is the root), recursively, sorted by path.
  std::function<std::vector<FileVersion>(std::string_view directory)> list;
  // A quicker way to what entries_of() returns; empty where `list` is quick enough.
  std::function<std::optional<std::vector<std::string>>(std::string_view directory)> entries;
};

// The names that stand directly in `directory` ("" is the root; no '/' at its end), a directory's
// with a '/' behind it, in byte order. nullopt where there is no such directory, and where the view
// has nothing to ask.
std::optional<std::vector<std::string>> entries_of(const TreeView& view,
                                                   std::string_view directory);

// The trees of one update of a push: where it came from (nothing to ask where the receiving side
// has nothing in common with it) and where it leads to (nothing, where that is no commit).
struct UpdateSides {
  TreeView before, after;
};

struct Change {
  ChangeKind kind = ChangeKind::buffer;
  std::string base, head;  // ids in hex where there are such commits, else empty
  // All commits that the change is compared with, in hex, `base` first. A file belongs to the
  // change when it differs from every one of them; `base` alone gives what has to be one old side.
  std::vector<std::string> bases;
  std::string why;  // how the host came to this change, for a person
  std::vector<RefUpdate> updates;
  std::vector<FileChange> files;  // net: base against head; sorted by path
  std::vector<Commit> commits;    // oldest first
  // Commits of a push that only the checks for secrets look at, oldest first: what another remote
  // has already, or all of a first push to an empty remote.
  std::vector<Commit> known;
  bool known_elsewhere = false;   // another remote has them: what is found there does not block
  std::vector<LeftOut> left_out;  // how many they are and why, for the report
  std::vector<Branch> branches;
  std::vector<Tag> tags;
  std::optional<PullRequest> pull_request;
  std::int64_t now = 0;  // seconds since the epoch, given by the host: checks have no clock
  std::string root;      // the repository's working tree or bare directory; empty for buffers

  TreeView before, after;
  // Of a range whose target went on since the range left it: the target's tree. Else nothing to
  // ask.
  TreeView target;
  // The trees of the other bases that are no earlier state of the main base's history.
  std::vector<TreeView> other_before;
  // Of a push of several updates: each one's, in the order of `updates`. Else empty.
  std::vector<UpdateSides> sides;

  // What this change may make us read; null where all of it is in memory.
  std::shared_ptr<ChangeBudget> budget;

  // Files of the new side whose content is not what would be checked, and why.
  std::vector<std::pair<std::string, std::string>> not_checked;

  // All thread-safe; throw Error(repository) naming the object when it cannot be read.
  std::function<Bytes(const Oid&)> read;
  std::function<std::uint64_t(const Oid&)> size_of;
  // What one commit introduces against its parents (for a merge: what differs from every parent).
  std::function<std::vector<FileChange>(const Commit&)> files_of;
};

// The net change's file whose new version has this path; null where there is none.
const FileChange* net_file(const Change& change, std::string_view path);

std::string_view name_of(ChangeKind kind);
std::string_view name_of(FileStatus status);

}  // namespace moongate
