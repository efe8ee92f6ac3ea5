// Where Git keeps what it fetched from which remote: `remote.NAME.fetch`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "git/repository/config_file.h"

namespace moongate {

// `+refs/heads/*:refs/remotes/origin/*`
struct FetchSpec {
  std::string remote, source, kept;

  bool of_branches() const { return source.starts_with("refs/heads/"); }
  // Whether the local reference `name` is one that this keeps.
  bool keeps(std::string_view name) const;
  // The remote's name for what is kept as `name`.
  std::string source_of(const std::string& name) const;
};

// Names of all configured remotes, sorted, each once.
std::vector<std::string> remotes_of(const GitConfig& config);

// Those of a remote that keep something below refs/remotes/. Elsewhere (a mirror's refs/*,
// refs/tags/*, refs/notes/*) what was made here lies among what was fetched, and would pass for the
// remote's.
std::vector<FetchSpec> fetch_specs(const GitConfig& config, const std::string& remote);

// Of those that keep `name` the one that says most about it: `refs/heads/*:refs/remotes/origin/*`
// says less of refs/remotes/origin/pull/7 than `refs/pull/*/head:refs/remotes/origin/pull/*`. Null:
// none.
const FetchSpec* keeper_of(const std::vector<FetchSpec>& specs, std::string_view name);

}  // namespace moongate
