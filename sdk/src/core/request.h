// What a host asks to be checked. Plain data; `git/change/open_change.h` turns it into a Change.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/change.h"
#include "core/change_budget.h"

namespace moongate {

struct Request {
  ChangeKind kind = ChangeKind::staged;
  std::string directory = ".";    // where to look for the repository
  std::string base, head;         // range: revisions; commit and tree: `head` is the revision
  std::string apart_from;         // range: a branch whose commits are not the range's; may be empty
  std::string message_file;       // message
  bool message_is_final = false;  // taken as it is: no comment stripping
  std::vector<RefUpdate> updates;  // push
  std::vector<RefUpdate>
      other_updates;              // push: others of it, which are judged in a run of their own
  std::string push_remote;        // push from a client: the remote's name or URL
  bool receiving = false;         // push: this is the receiving side
  bool this_remote_only = false;  // push: what other remotes have counts like any news
  std::string buffer_path;        // buffer
  std::string buffer_text;
  std::optional<std::string> buffer_old_text;
  bool finds_renames = true;  // range, commit and staged: false where only the paths are wanted
  bool lists_files = true;    // tree: false for its view alone, where only the rules are wanted
  std::uint64_t most_files = default_most_files;  // TooManyFiles instead of listing more
  bool fetch = false;                             // may ask the remote for what is missing
  bool dangling = false;                          // history: unreachable objects too
  std::string default_branch;                     // refs: empty means find out
  std::string why;
  std::optional<PullRequest> pull_request;
  std::optional<std::int64_t> now;  // seconds since the epoch; absent: the clock's
};

}  // namespace moongate
