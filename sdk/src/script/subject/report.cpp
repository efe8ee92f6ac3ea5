#include "script/report.h"

#include "lauxlib.h"
#include "script/lua_values.h"
#include "script/subject/fields.h"
#include "script/subject/push.h"

namespace moongate {

namespace {

void place_in_message(lua_State* lua, const std::string& message, ReportOptions& options,
                      RawFinding& finding) {
  if (options.has_place() && !options.line) options.line = 1;
  place_in_text(lua, LineIndex(message), message, "the message", options, finding);
}

void place_in_file(lua_State* lua, Subjects& subjects, FileObject& file, ReportOptions& options,
                   RawFinding& finding) {
  finding.on_old_side = file.old_side;
  if (!options.has_place()) {
    if (options.fix)
      luaL_error(lua, "a fix replaces the reported range: give `line`, `column` and `length`");
    return;
  }
  if (!options.line) luaL_error(lua, "`column`, `length` and `end_line` need a `line`");
  const bool shown = file.old_side ? file.file->before.has_value() : file.file->after.has_value();
  if (!shown) luaL_error(lua, "a deleted file has no lines");
  const std::string& path = (file.old_side ? file.file->before : file.file->after)->path;
  place_in_text(lua, subjects.lines(file), subjects.text(file), path, options, finding);
}

void place(lua_State* lua, Subjects& subjects, const Subject& subject, ReportOptions& options,
           RawFinding& finding) {
  switch (subject.kind) {
    case SubjectKind::line: {
      FileObject& file = *file_of(subject);
      if (options.line && *options.line != subject.number)
        luaL_error(lua, "a line reports on itself: leave `line` out, or use file:report");
      options.line = subject.number;
      place_in_file(lua, subjects, file, options, finding);
      return;
    }
    case SubjectKind::file:
      place_in_file(lua, subjects, *file_of(subject), options, finding);
      return;
    case SubjectKind::match: {
      const auto& match = *static_cast<const PatternMatch*>(subject.object);
      if (finding.rule.empty()) finding.rule = match.pattern->id;
      if (options.has_place()) {
        place_in_file(lua, subjects, *subjects.current_file, options, finding);
        return;
      }
      const ByteRange range = shown_range(match);
      set_range(subjects.lines(*subjects.current_file), range.begin, range.end, finding);
      return;
    }
    case SubjectKind::node:
    case SubjectKind::capture: {
      finding.on_old_side = subjects.nodes_on_old_side;
      const auto& captures = static_cast<const NodeMatch*>(subject.object)->captures;
      if (options.has_place()) {
        place_in_file(lua, subjects, *subjects.current_file, options, finding);
        return;
      }
      if (captures.empty()) return;
      // A match as a whole reports at its first capture that is not the surrounding scope.
      std::size_t index = subject.number;
      if (subject.kind == SubjectKind::node)
        while (index + 1 < captures.size() && captures[index].name == "scope") ++index;
      const NodeCapture& capture = captures[index];
      set_range(subjects.lines(*subjects.current_file), capture.begin, capture.end, finding);
      return;
    }
    case SubjectKind::commit:
      place_in_message(lua, static_cast<const Commit*>(subject.object)->message, options, finding);
      return;
    case SubjectKind::tag:
      place_in_message(lua, static_cast<const Tag*>(subject.object)->message, options, finding);
      return;
    default:
      break;
  }
  if (options.has_place() || options.fix)
    luaL_error(lua, "a %s has no lines: `line`, `column` and `fix` do not apply",
               describe(subject.kind));
}

bool is_blank(lua_State* lua, int index) {
  std::size_t size = 0;
  const char* const text = lua_tolstring(lua, index, &size);
  return std::string_view(text, size).find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

int report_finding(lua_State* lua) {
  const Subject& subject = subject_argument(lua, "subject:report(message, { … })");
  Subjects& subjects = Subjects::of(lua);
  Sandbox& sandbox = Sandbox::of(lua);
  if (lua_type(lua, 2) != LUA_TSTRING)
    return luaL_error(lua, "a message is a string, not %s", type_phrase(lua, 2).c_str());
  if (is_blank(lua, 2)) return luaL_error(lua, "the message is empty: say what is wrong");
  if (lua_type(lua, 3) > LUA_TNIL && lua_type(lua, 3) != LUA_TTABLE)
    return luaL_error(lua, "the second argument of report is a table, not a %s",
                      luaL_typename(lua, 3));

  ReportOptions options;
  if (lua_istable(lua, 3)) options = read_report_options(lua, 3, subjects.declaration());
  RawFinding finding;
  finding.message = cut_text(lua, 2, sandbox.limits().message_bytes);
  finding.suggestion = std::move(options.suggestion);
  if (finding.suggestion.size() > sandbox.limits().message_bytes)
    finding.suggestion = cut_text(finding.suggestion, sandbox.limits().message_bytes);
  finding.commands = std::move(options.commands);
  finding.level = options.level;
  finding.value = options.value;
  finding.rule = std::move(options.rule);
  place(lua, subjects, subject, options, finding);
  finding.fix = std::move(options.fix);

  std::size_t commands = 0;
  for (const std::string& command : finding.commands) commands += command.size();
  sandbox.take_output(lua, sizeof finding + finding.message.size() + finding.suggestion.size() +
                               commands + (finding.fix ? finding.fix->size() : 0));
  ++sandbox.meter().findings;
  subjects.add_finding(std::move(finding));
  return 0;
}

}  // namespace moongate
