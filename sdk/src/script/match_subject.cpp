#include "match/pattern_set.h"
#include "script/push_values.h"
#include "script/report_arguments.h"
#include "script/subject_fields.h"

namespace moongate {

bool push_match_field(lua_State* lua, Subjects& subjects, const Subject& subject, Field field) {
  const auto& match = *static_cast<const PatternMatch*>(subject.object);
  FileObject& file = *subjects.current_file;
  const std::string_view text = subjects.text(file);
  switch (field) {
    case Field::rule:
      push_string(lua, match.pattern->id);
      return true;
    case Field::text:
      push_string(lua, text.substr(match.begin, match.end - match.begin));
      return true;
    case Field::captures:
      lua_createtable(lua, static_cast<int>(match.captures.size()), 0);
      for (std::size_t i = 0; i < match.captures.size(); ++i) {
        lua_charge(lua, 1);
        if (!match.captures[i]) continue;
        push_string(lua, text.substr(match.captures[i]->begin,
                                     match.captures[i]->end - match.captures[i]->begin));
        lua_rawseti(lua, -2, static_cast<lua_Integer>(i) + 1);
      }
      return true;
    case Field::line:
    case Field::column: {
      const ByteRange range = shown_range(match);
      const LineIndex& lines = subjects.lines(file);
      const std::uint32_t line = lines.line_of(range.begin);
      push_count(lua, field == Field::line ? line : range.begin - lines.start(line) + 1);
      return true;
    }
    case Field::entropy:
      lua_pushnumber(lua, match.entropy);
      return true;
    case Field::file:
      subjects.push(lua, SubjectKind::file, &file);
      return true;
    default:
      return false;
  }
}

bool push_capture(lua_State* lua, Subjects& subjects, const Subject& subject, const char* name) {
  const auto& match = *static_cast<const NodeMatch*>(subject.object);
  // A capture with a quantifier may be there as often as the file has nodes.
  for (std::size_t i = 0; i < match.captures.size(); ++i)
    if (match.captures[i].name == name) {
      lua_charge(lua, i / 4);
      subjects.push(lua, SubjectKind::capture, subject.object, static_cast<std::uint32_t>(i));
      return true;
    }
  lua_charge(lua, match.captures.size() / 4);
  return false;
}

// A query's optional capture that took no part in the match is nil.
bool push_node_field(lua_State* lua, Subjects& subjects, Field field) {
  switch (field) {
    case Field::file:
      subjects.push(lua, SubjectKind::file, subjects.current_file);
      return true;
    case Field::language:
      push_or_nil(lua, subjects.context(*subjects.current_file).language());
      return true;
    default:
      lua_pushnil(lua);
      return true;
  }
}

bool push_capture_field(lua_State* lua, Subjects& subjects, const Subject& subject, Field field) {
  const NodeCapture& capture =
      static_cast<const NodeMatch*>(subject.object)->captures[subject.number];
  switch (field) {
    case Field::name:
      push_string(lua, capture.name);
      return true;
    case Field::kind:
      push_string(lua, capture.kind);
      return true;
    case Field::text:
      push_string(lua, std::string_view(subjects.text(*subjects.current_file))
                           .substr(capture.begin, capture.end - capture.begin));
      return true;
    case Field::line:
      push_count(lua, capture.line);
      return true;
    case Field::column:
      push_count(lua, capture.column);
      return true;
    case Field::end_line:
      push_count(lua, capture.end_line);
      return true;
    case Field::end_column:
      push_count(lua, capture.end_column);
      return true;
    case Field::file:
      subjects.push(lua, SubjectKind::file, subjects.current_file);
      return true;
    default:
      return false;
  }
}

}  // namespace moongate
