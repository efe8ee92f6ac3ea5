// What `subject:report` is told, checked: a finding's place always lies in its text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "script/check.h"

struct lua_State;

namespace moongate {

struct ReportOptions {
  std::string rule;
  std::optional<std::string> path;
  std::optional<Level> level;
  std::optional<std::uint32_t> line, column, length, end_line;
  std::optional<std::string> fix;
  std::string help;
  std::vector<std::string> commands;
  std::optional<double> value;

  bool has_place() const { return line || column || length || end_line; }
};

// Raises Lua errors that name what is wrong. Of a text for a person no more than `most_text` bytes
// are kept.
ReportOptions read_report_options(lua_State* lua, int index, const Declaration& declaration,
                                  std::size_t most_text);

// Fills in the finding's range; raises a Lua error where it does not lie in `text`, which `name`
// names in errors.
void place_in_text(lua_State* lua, const LineIndex& lines, std::string_view text,
                   const std::string& name, ReportOptions& options, RawFinding& finding);
void set_range(const LineIndex& lines, std::size_t begin, std::size_t end, RawFinding& finding);

// What a match is shown as: its first capture that holds something, or all of it.
ByteRange shown_range(const PatternMatch& match);

// At most `most` bytes, cut between UTF-8 characters, with a mark where something was cut.
std::string cut_text(std::string_view text, std::size_t most);
std::string cut_text(lua_State* lua, int index, std::size_t most);

}  // namespace moongate
