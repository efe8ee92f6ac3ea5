// Where the rules of a run come from: moongate.toml and .moongate/checks of the change itself, of
// another commit, or of the working tree.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"
#include "core/change.h"
#include "script/check_sources.h"

namespace moongate {

// A place to read configuration and checks from. `read` gives a file's bytes or nullopt; `list`
// the files below a directory, recursively, with their paths from the root.
struct RuleSource {
  std::function<std::optional<std::string>(const std::string& path)> read;
  std::function<std::vector<std::string>(const std::string& directory)> list;
};

// A side of a change. Both must outlive the source. Symlinks are not followed: a link would let a
// change read what is outside of it. One in the place of rules throws Error(config): to pass over
// it would be to judge by fewer rules than someone thinks.
RuleSource rules_of_tree(const TreeView& tree, const std::function<Bytes(const Oid&)>& read);
// Files below a directory of the disk; symlinks that lead out of it, to directories or nowhere
// throw Error(config).
RuleSource rules_of_directory(const std::string& root);

// The team's checks of a source.
std::vector<SourceFile> team_check_files(const RuleSource& rules);

// Where nested moongate.toml files may lie that concern the change: above its files, outer first.
std::vector<std::string> nested_config_paths(const Change& change);

// The repository's moongate.toml and the nested ones that lie above a changed file, outer first.
std::vector<ConfigText> repository_layers(const RuleSource& rules, const Change& change);

// A file of rules (moongate.toml, the nested ones given, checks, the baseline) that is not the same
// on the disk and in the change, except for line endings.
struct DifferingRule {
  std::string path;
  bool on_disk = false, in_change = false;  // where there is one at all
  std::string unreadable;                   // why one of them could not be compared
};
std::vector<DifferingRule> differing_rules(const RuleSource& on_disk, const RuleSource& in_change,
                                           const std::vector<std::string>& nested);

}  // namespace moongate
