#include "script/report_arguments.h"

#include <cmath>
#include <limits>

#include "core/suggest.h"
#include "core/units.h"
#include "lauxlib.h"
#include "lua.h"
#include "script/lua_values.h"

namespace moongate {

namespace {

// A fix is text that a person reads before it is applied.
constexpr std::size_t largest_fix = std::size_t{256} << 10;
constexpr std::size_t longest_command = 4096;

// The value on the top as a whole number in [least, 2^31).
std::uint32_t whole(lua_State* lua, const char* name, std::uint32_t least) {
  constexpr lua_Integer most = std::numeric_limits<std::int32_t>::max();
  if (lua_type(lua, -1) != LUA_TNUMBER)
    luaL_error(lua, "`%s` is %s, not a number", name, type_phrase(lua, -1).c_str());
  int exact = 0;
  const lua_Integer value = lua_tointegerx(lua, -1, &exact);
  if (!exact) luaL_error(lua, "`%s` is %f, not a whole number", name, lua_tonumber(lua, -1));
  if (value < static_cast<lua_Integer>(least) || value > most)
    luaL_error(lua, "`%s` is %I: it must be at least %d and no more than 2147483647", name,
               static_cast<LUAI_UACINT>(value), static_cast<int>(least));
  return static_cast<std::uint32_t>(value);
}

std::string_view text_value(lua_State* lua, const char* name) {
  if (lua_type(lua, -1) != LUA_TSTRING)
    luaL_error(lua, "`%s` is %s, not a string", name, type_phrase(lua, -1).c_str());
  std::size_t size = 0;
  const char* const text = lua_tolstring(lua, -1, &size);
  return {text, size};
}

// The value on the top: what to paste into a shell, and optionally what undoes it.
std::vector<std::string> commands_value(lua_State* lua) {
  if (!lua_istable(lua, -1))
    luaL_error(lua, "`commands` is %s, not a list", type_phrase(lua, -1).c_str());
  const lua_Unsigned count = lua_rawlen(lua, -1);
  if (count < 1 || count > 2)
    luaL_error(lua, "`commands` lists a command, and optionally the one that undoes it");
  std::vector<std::string> commands;
  for (lua_Unsigned i = 1; i <= count; ++i) {
    lua_rawgeti(lua, -1, static_cast<lua_Integer>(i));
    const std::string_view command = text_value(lua, "commands");
    // Cut, it would be another command.
    if (command.empty() || command.size() > longest_command)
      luaL_error(lua, "a command has from 1 to %d bytes", static_cast<int>(longest_command));
    if (command.find_first_of(std::string_view("\n\r\0", 3)) != std::string_view::npos)
      luaL_error(lua, "a command is one line");
    commands.emplace_back(command);
    lua_pop(lua, 1);
  }
  return commands;
}

}  // namespace

ReportOptions read_report_options(lua_State* lua, int index, const Declaration& declaration,
                                  std::size_t most_text) {
  ReportOptions options;
  lua_pushnil(lua);
  while (lua_next(lua, index)) {
    lua_charge(lua, 2);
    if (lua_type(lua, -2) != LUA_TSTRING)
      luaL_error(lua, "report's options have names: `line`, `column`, `length` …");
    std::size_t size = 0;
    const char* const data = lua_tolstring(lua, -2, &size);
    const std::string_view key(data, size);
    if (key == "rule") {
      const std::string_view said = text_value(lua, "rule");
      lua_charge(lua, (declaration.rules.size() + declaration.patterns.size()) / 4);
      bool known = declaration.rule(said) != nullptr;
      for (const Pattern& pattern : declaration.patterns) known = known || pattern.id == said;
      if (!known) {
        lua_charge(lua, 10 * (declaration.rules.size() + declaration.patterns.size()));
        std::vector<std::string> ids;
        for (const Rule& each : declaration.rules) ids.push_back(each.id);
        for (const Pattern& each : declaration.patterns) ids.push_back(each.id);
        const std::string hint = did_you_mean(said, ids);
        luaL_error(lua, "the rule '%s' is not declared: %s",
                   std::string(said.substr(0, 100)).c_str(),
                   hint.empty() ? "add it to `rules`" : hint.c_str());
      }
      options.rule = said;
    } else if (key == "level") {
      const std::string name(text_value(lua, "level").substr(0, 100));
      options.level = level_from(name);
      if (!options.level || *options.level == Level::off)
        luaL_error(lua, "`level` is '%s': it must be error, warning or note", name.c_str());
    } else if (key == "path") {
      options.path = std::string(text_value(lua, "path"));
    } else if (key == "line") {
      options.line = whole(lua, "line", 1);
    } else if (key == "column") {
      options.column = whole(lua, "column", 1);
    } else if (key == "length") {
      options.length = whole(lua, "length", 0);
    } else if (key == "end_line") {
      options.end_line = whole(lua, "end_line", 1);
    } else if (key == "fix") {
      const std::string_view fix = text_value(lua, "fix");
      if (fix.size() > largest_fix)
        luaL_error(lua, "a fix of %s is larger than %s: report a smaller range",
                   size_text(fix.size()).c_str(), size_text(largest_fix).c_str());
      options.fix = std::string(fix);
    } else if (key == "help") {
      options.help = cut_text(text_value(lua, "help"), most_text);
    } else if (key == "commands") {
      options.commands = commands_value(lua);
    } else if (key == "value") {
      if (lua_type(lua, -1) != LUA_TNUMBER)
        luaL_error(lua, "`value` is a %s, not a number", luaL_typename(lua, -1));
      options.value = lua_tonumber(lua, -1);
      if (!std::isfinite(*options.value)) luaL_error(lua, "`value` is not a finite number");
    } else {
      const std::string hint =
          did_you_mean(key.substr(0, 64), {"rule", "level", "path", "line", "column", "length",
                                           "end_line", "fix", "help", "commands", "value"});
      luaL_error(lua, "report has no option '%s': %s", std::string(key.substr(0, 100)).c_str(),
                 hint.c_str());
    }
    lua_pop(lua, 1);
  }
  return options;
}

void set_range(const LineIndex& lines, std::size_t begin, std::size_t end, RawFinding& finding) {
  finding.line = lines.line_of(begin);
  finding.column = static_cast<std::uint32_t>(begin - lines.start(finding.line) + 1);
  finding.end_line = end > begin ? lines.line_of(end - 1) : finding.line;
  finding.end_column = static_cast<std::uint32_t>(end - lines.start(finding.end_line) + 1);
}

void place_in_text(lua_State* lua, const LineIndex& lines, std::string_view text,
                   const std::string& name, ReportOptions& options, RawFinding& finding) {
  if (!options.has_place()) {
    if (options.fix) luaL_error(lua, "a fix replaces the reported range: say which");
    return;
  }
  const std::uint32_t line = *options.line;
  // An empty text has a first line to point at.
  const std::uint32_t count = std::max<std::uint32_t>(lines.count(), 1);
  const auto in_text = [&](const char* option, std::uint32_t value) {
    if (value > count)
      luaL_error(lua, "`%s` is %d, but %s has %d line%s", option, static_cast<int>(value),
                 name.c_str(), static_cast<int>(count), count == 1 ? "" : "s");
  };
  in_text("line", line);
  finding.line = line;
  finding.end_line = line;

  const bool empty = lines.count() == 0;
  const std::size_t start = empty ? 0 : lines.start(line);
  const std::size_t next = empty ? 0 : lines.start(line + 1);  // of the line after, or the end
  const std::size_t text_end = empty ? 0 : start + lines.line(line).size();
  std::size_t begin = start;
  if (options.column) {
    begin = start + *options.column - 1;
    // Behind the last byte of the line's text a finding may stand, and on the line's ending.
    if (begin > std::max(text_end, next == start ? start : next - 1))
      luaL_error(lua, "`column` is %d, but line %d of %s has %d bytes",
                 static_cast<int>(*options.column), static_cast<int>(line), name.c_str(),
                 static_cast<int>(text_end - start));
  }
  std::optional<std::size_t> end;
  if (options.length && options.end_line)
    luaL_error(lua, "`length` and `end_line` both say where the range ends: give one");
  if (options.length) {
    end = begin + *options.length;
    if (*end > text.size())
      luaL_error(lua, "`length` is %d, but only %d bytes follow in %s",
                 static_cast<int>(*options.length), static_cast<int>(text.size() - begin),
                 name.c_str());
  } else if (options.end_line) {
    in_text("end_line", *options.end_line);
    if (*options.end_line < line)
      luaL_error(lua, "`end_line` is %d, before `line`, %d", static_cast<int>(*options.end_line),
                 static_cast<int>(line));
    finding.end_line = *options.end_line;
    if (options.column || options.fix)
      end = empty ? 0 : lines.start(*options.end_line) + lines.line(*options.end_line).size();
  } else if (options.fix && !options.column) {
    end = text_end;  // the whole line
  } else if (options.fix) {
    luaL_error(lua, "a fix replaces the reported range: give `length`, 0 to insert");
  }
  if (!end) {
    if (options.column) finding.column = *options.column;
    return;
  }
  if (*end < begin) *end = begin;
  finding.column = static_cast<std::uint32_t>(begin - start + 1);
  if (*end <= std::max(text_end, next == start ? start : next)) {
    finding.end_line = line;
    finding.end_column = static_cast<std::uint32_t>(*end - start + 1);
  } else {
    finding.end_line = lines.line_of(*end - 1);
    finding.end_column = static_cast<std::uint32_t>(*end - lines.start(finding.end_line) + 1);
  }
}

ByteRange shown_range(const PatternMatch& match) {
  for (const std::optional<ByteRange>& capture : match.captures)
    if (capture && capture->end > capture->begin) return *capture;
  return {match.begin, match.end};
}

std::string cut_text(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  static constexpr std::string_view mark = "… (cut)";
  std::size_t end = most > mark.size() ? most - mark.size() : 0;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + std::string(mark);
}

std::string cut_text(lua_State* lua, int index, std::size_t most) {
  std::size_t size = 0;
  const char* const text = lua_tolstring(lua, index, &size);
  return cut_text(std::string_view(text, size), most);
}

}  // namespace moongate
