#include "lauxlib.h"
#include "script/push_values.h"
#include "script/subject_fields.h"

namespace moongate {

namespace {

// file:lines(): upvalues are the file, the last number, the count.
int next_line(lua_State* lua) {
  const Subject& subject = *static_cast<Subject*>(lua_touserdata(lua, lua_upvalueindex(1)));
  Subjects& subjects = Subjects::of(lua);
  if (!subjects.alive(subject)) refuse_dead(lua, subject, 1);
  const lua_Integer number = lua_tointeger(lua, lua_upvalueindex(2)) + 1;
  if (number > lua_tointeger(lua, lua_upvalueindex(3))) return 0;
  lua_pushinteger(lua, number);
  lua_replace(lua, lua_upvalueindex(2));
  subjects.push(lua, SubjectKind::line, subject.object, static_cast<std::uint32_t>(number));
  return 1;
}

// file:added_lines(): upvalues are the file, the last number, the index of its range.
int next_added_line(lua_State* lua) {
  const Subject& subject = *static_cast<Subject*>(lua_touserdata(lua, lua_upvalueindex(1)));
  Subjects& subjects = Subjects::of(lua);
  if (!subjects.alive(subject)) refuse_dead(lua, subject, 1);
  const auto& ranges = subjects.context(*file_of(subject)).added();
  auto number = static_cast<std::uint32_t>(lua_tointeger(lua, lua_upvalueindex(2)));
  auto range = static_cast<std::size_t>(lua_tointeger(lua, lua_upvalueindex(3)));
  if (range < ranges.size() && number >= ranges[range].second) ++range;
  if (range >= ranges.size()) return 0;
  number = std::max(number + 1, ranges[range].first);
  lua_pushinteger(lua, number);
  lua_replace(lua, lua_upvalueindex(2));
  push_count(lua, range);
  lua_replace(lua, lua_upvalueindex(3));
  subjects.push(lua, SubjectKind::line, subject.object, number);
  return 1;
}

int no_line(lua_State*) {
  return 0;
}

}  // namespace

bool push_line_field(lua_State* lua, Subjects& subjects, const Subject& subject, Field field) {
  FileObject& file = *file_of(subject);
  switch (field) {
    case Field::text:
      subjects.push_line_text(lua, subject);
      return true;
    case Field::number:
      lua_pushinteger(lua, subject.number);
      return true;
    case Field::ending: {
      const LineIndex& lines = subjects.lines(file);
      const std::string& text = subjects.text(file);
      const std::size_t begin = lines.start(subject.number) + lines.line(subject.number).size();
      push_string(lua,
                  std::string_view(text).substr(begin, lines.start(subject.number + 1) - begin));
      return true;
    }
    case Field::file:
      subjects.push(lua, SubjectKind::file, &file);
      return true;
    default:
      return false;
  }
}

bool push_file_field(lua_State* lua, Subjects& subjects, FileObject& object, Field field) {
  const FileChange& file = *object.file;
  const std::optional<FileVersion>& shown = object.old_side ? file.before : file.after;
  switch (field) {
    case Field::path:
      push_string(lua, shown ? shown->path : file.path());
      return true;
    case Field::old_path:
      push_or_nil(lua, object.pair && file.before ? std::string_view(file.before->path) : "");
      return true;
    case Field::status:
      push_string(lua, name_of(file.status));
      return true;
    case Field::similarity:
      lua_pushinteger(lua, file.similarity);
      return true;
    case Field::mode:
      push_mode(lua, shown);
      return true;
    case Field::old_mode:
      push_mode(lua, object.pair ? file.before : std::optional<FileVersion>());
      return true;
    case Field::size: {
      FileContext& context = subjects.context(object);
      push_count(lua, !shown ? 0 : object.old_side ? context.old_size() : context.size());
      return true;
    }
    case Field::old_size:
      push_count(lua, object.pair && file.before ? subjects.context(object).old_size() : 0);
      return true;
    case Field::is_binary: {
      FileContext& context = subjects.context(object);
      lua_pushboolean(lua,
                      shown && (object.old_side ? context.old_is_binary() : context.is_binary()));
      return true;
    }
    case Field::is_generated:
      lua_pushboolean(lua, subjects.generated && subjects.generated(file.path()));
      return true;
    case Field::is_symlink:
      lua_pushboolean(lua, shown && shown->is_symlink());
      return true;
    case Field::is_submodule:
      lua_pushboolean(lua, shown && shown->is_submodule());
      return true;
    case Field::language:
      push_or_nil(lua, subjects.context(object).language());
      return true;
    case Field::text:
      if (shown)
        subjects.push_text(lua, object, object.old_side);
      else
        lua_pushnil(lua);
      return true;
    case Field::old_text:
      if (object.pair && file.before)
        subjects.push_text(lua, object, true);
      else
        lua_pushnil(lua);
      return true;
    case Field::line_count:
      push_count(lua, shown ? subjects.lines(object).count() : 0);
      return true;
    case Field::added_line_count:
      push_count(lua, shown && !object.old_side ? subjects.context(object).added_count() : 0);
      return true;
    case Field::lines:
      subjects.push_method(lua, SubjectMethod::lines);
      return true;
    case Field::added_lines:
      subjects.push_method(lua, SubjectMethod::added_lines);
      return true;
    default:
      return false;
  }
}

int file_lines(lua_State* lua) {
  const Subject& subject = subject_argument(lua, "file:lines()");
  if (subject.kind != SubjectKind::file)
    return luaL_error(lua, "call it with a colon: file:lines()");
  FileObject& file = *file_of(subject);
  const bool shown = file.old_side ? file.file->before.has_value() : file.file->after.has_value();
  lua_settop(lua, 1);
  lua_pushinteger(lua, 0);
  push_count(lua, shown ? Subjects::of(lua).lines(file).count() : 0);
  lua_pushcclosure(lua, guarded<next_line>, 3);
  return 1;
}

int file_added_lines(lua_State* lua) {
  const Subject& subject = subject_argument(lua, "file:added_lines()");
  if (subject.kind != SubjectKind::file)
    return luaL_error(lua, "call it with a colon: file:added_lines()");
  const FileObject& file = *file_of(subject);
  if (file.old_side || !file.file->after) {
    lua_pushcfunction(lua, no_line);
    return 1;
  }
  lua_settop(lua, 1);
  lua_pushinteger(lua, 0);
  lua_pushinteger(lua, 0);
  lua_pushcclosure(lua, guarded<paid<next_added_line>>, 3);
  return 1;
}

}  // namespace moongate
