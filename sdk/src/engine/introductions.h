// Which commits introduce what, and what became of it in the net change.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/change.h"

namespace moongate {

// Whether it is one of change.known, and not one of change.commits.
bool is_known(const Change& change, const Commit& commit);

class Introductions {
 public:
  // `by_commit` holds the files of change.commits and, where they are looked at, those of
  // change.known after them. Both must outlive it.
  Introductions(const Change& change, const std::vector<std::vector<FileChange>>& by_commit);

  // The commits that introduce exactly these versions of a file, in the order of the change: by
  // cherry-picks and merges it may be several.
  const std::vector<const Commit*>& of(const FileChange& file) const;
  // The one that answers for a file of the net change; null where none introduces exactly this.
  // What is known from elsewhere does not block, so it answers for nothing that is new.
  const Commit* answering(const FileChange& net) const;
  // Whether this commit's file has to be visited: the first commit with these versions, or the net
  // change where it has them, answers for all of them, and the others would only repeat it.
  bool is_visited(const FileChange& file, const Commit& commit) const;
  // What the net change has of a commit's file, under the name that later commits gave it; or null.
  const FileChange* net_of(const FileChange& file, const Commit& commit) const;

 private:
  // All that tells one introduction of a file from another.
  using Versions = std::vector<std::tuple<std::string_view, std::uint32_t, Oid>>;
  static Versions versions_of(const FileChange& file);
  struct Introduced {
    std::vector<const Commit*> commits;
    bool in_net = false;
  };
  const Commit* answering(const Introduced& introduced) const;
  // In time: what is known is older.
  std::size_t position_of(const Commit& commit) const;

  const Change& change_;
  std::map<Versions, Introduced> introduced_;
  // The next name of a path, by the position of the commit that renamed it.
  std::map<std::string_view, std::map<std::size_t, std::string_view>> renamed_;
};

}  // namespace moongate
