// What a check says about itself: read from its table without running a visitor. Plain data that
// configuration, documentation, the pattern compiler and the engine share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/change.h"
#include "core/finding.h"
#include "core/value.h"

namespace moongate {

enum class OptionType : std::uint8_t {
  boolean,
  integer,
  number,
  string,
  size,
  duration,
  glob,
  list,
  map
};

// What the items of a list are.
enum class ItemType : std::uint8_t { boolean, integer, number, string, glob, regex };

struct Option {
  std::string name;
  OptionType type = OptionType::string;
  std::optional<ItemType> items;  // of a list, where the check says it; item_type() is what holds
  Value fallback;  // the declared default, already parsed: a size is bytes, a duration seconds
  std::string doc;
  std::optional<Value> min, max;
  std::vector<Value> one_of;
  std::string pattern;  // a regex (moongate.regex syntax) that a string must match whole
  // Of a map whose values are tables with these keys; sorted by name. One that is left out has its
  // default, unless it is required.
  std::vector<Option> fields;
  bool required = false;  // of a field: it has no default
};

struct Rule {
  std::string id, summary, help, url;
  std::optional<Level> level;
};

struct Pattern {
  std::string id;  // also the rule that a match reports under
  std::string regex;
  std::vector<std::string>
      keywords;            // lower case; at least one must stand in the file (a prefilter)
  double entropy = 0;      // bits a character the match (or its first capture) must have
  std::string checksum;    // name of a built-in checksum: "crc32-base62" …; empty: none
  bool secret = false;     // mask the match (or its first capture) in all output
  std::uint32_t line = 0;  // of its regex in the check's file, for errors
};

enum class Visitor : std::uint8_t {
  added_line,
  changed_file,
  file,
  match,
  changed_node,
  commit,
  branch,
  tag,
  pull_request,
  change,
  finish  // called with the facts of the others
};

enum class Scope : std::uint8_t { net, commits };

struct Query {
  std::string language, text;
  std::uint32_t line = 0;  // where it stands in the check's file, for errors
};

struct PathFilter {
  std::vector<std::string> include, exclude;  // globs; empty include means all
  bool operator==(const PathFilter&) const = default;
};

struct Declaration {
  std::string name;
  std::string
      source_path;  // as the user knows it: .moongate/checks/x.lua, or checks/x.lua built in
  bool built_in = false;
  int api = 1;
  std::string summary, doc, url;
  Level level = Level::error;
  std::vector<ChangeKind> stages;  // empty: all that its visitors can see
  Scope scope = Scope::net;
  std::vector<Option> options;  // sorted by name
  std::vector<Rule> rules;      // sorted by id
  PathFilter paths;
  std::vector<std::string> languages;  // empty: all
  bool binary = false;                 // wants binary files too
  // About how text is written, and not what it does: an error where a fix exists on a line that the
  // change adds, a warning there without one, a note on what was there before and in a whole tree.
  bool style = false;
  std::vector<Query> queries;
  std::vector<Pattern> patterns;  // sorted by id
  std::vector<Visitor> visitors;

  bool has(Visitor visitor) const;
  const Option* option(std::string_view name) const;
  const Rule* rule(std::string_view id) const;
};

// What the items of a list or the values of a map must be: as declared, else as those of the
// default are; strings in a list whose default is empty. Nothing where any plain value will do.
std::optional<ItemType> item_type(const Option& option);

std::string_view name_of(OptionType type);
std::string_view name_of(ItemType type);
std::string_view name_of(Visitor visitor);

}  // namespace moongate
