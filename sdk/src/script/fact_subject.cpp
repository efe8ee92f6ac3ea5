#include "script/fact.h"

#include "lauxlib.h"
#include "script/lua_values.h"
#include "script/push_values.h"
#include "script/report_arguments.h"
#include "script/subject_fields.h"

namespace moongate {

namespace {

constexpr std::size_t longest_name = 200;

// Where the subject stands, as a fact tells it. False on the old side: what was there is no fact of
// the change.
bool place_fact(Subjects& subjects, const Subject& subject, Fact& fact) {
  const auto in_file = [&](const FileObject& file) {
    fact.path = file.file->path();
    fact.commit = file.commit;
    return !file.old_side;
  };
  switch (subject.kind) {
    case SubjectKind::line:
      fact.line = subject.number;
      return in_file(*file_of(subject));
    case SubjectKind::file:
      return in_file(*file_of(subject));
    case SubjectKind::match: {
      const ByteRange range = shown_range(*static_cast<const PatternMatch*>(subject.object));
      RawFinding place;
      set_range(subjects.lines(*subjects.current_file), range.begin, range.end, place);
      fact.line = place.line;
      return in_file(*subjects.current_file);
    }
    case SubjectKind::node:
    case SubjectKind::capture: {
      const auto& captures = static_cast<const NodeMatch*>(subject.object)->captures;
      std::size_t index = subject.number;
      if (subject.kind == SubjectKind::node)
        while (index + 1 < captures.size() && captures[index].name == "scope") ++index;
      if (index < captures.size()) fact.line = captures[index].line;
      return in_file(*subjects.current_file) && !subjects.nodes_on_old_side;
    }
    case SubjectKind::commit:
      fact.commit = static_cast<const Commit*>(subject.object);
      return true;
    case SubjectKind::branch:
    case SubjectKind::tag:
    case SubjectKind::pull_request:
    case SubjectKind::change:
    case SubjectKind::fact:
      break;
  }
  return true;
}

}  // namespace

int make_fact(lua_State* lua) {
  const Subject& subject = subject_argument(lua, "subject:fact(name, value)");
  lua_settop(lua, 3);
  Subjects& subjects = Subjects::of(lua);
  if (lua_type(lua, 2) != LUA_TSTRING || lua_rawlen(lua, 2) == 0)
    return luaL_error(
        lua, "a fact's name is a string, not %s",
        lua_type(lua, 2) == LUA_TSTRING ? "an empty one" : type_phrase(lua, 2).c_str());
  if (lua_rawlen(lua, 2) > longest_name)
    return luaL_error(lua, "a fact's name has at most %d bytes", static_cast<int>(longest_name));
  if (!subjects.declaration().has(Visitor::finish))
    return luaL_error(lua,
                      "nobody would get this fact: add finish = function(change, facts) … end");
  if (subjects.finish) return luaL_error(lua, "`finish` gets facts and makes none");

  Fact fact;
  const bool counts = place_fact(subjects, subject, fact);
  std::size_t size = 0;
  const char* const name = lua_tolstring(lua, 2, &size);
  fact.name.assign(name, size);
  std::string wrong;
  try {
    fact.value = read_value(lua, 3, "a fact's value");
  } catch (const Error& error) {
    wrong = error.problem().message;
  }
  if (!wrong.empty()) return luaL_error(lua, "%s", wrong.c_str());
  const std::uint64_t bytes = bytes_of(fact);
  lua_charge(lua, bytes / 64);
  if (!counts || !subjects.facts) return 0;
  Sandbox::of(lua).take_facts(lua, bytes);
  subjects.facts->push_back(std::move(fact));
  return 0;
}

bool push_fact_field(lua_State* lua, Subjects& subjects, const Subject& subject, Field field) {
  auto& shown = *static_cast<FactObject*>(subject.object);
  const Fact& fact = *shown.fact;
  // One visit of a file stands for every commit that introduces the same.
  const Commit* const commit = !fact.path.empty() && subjects.finish && subjects.finish->commit
                                   ? subjects.finish->commit
                                   : fact.commit;
  switch (field) {
    case Field::name:
      push_string(lua, fact.name);
      return true;
    case Field::value:
      subjects.push_fact_value(lua, shown);
      return true;
    case Field::path:
      push_or_nil(lua, fact.path);
      return true;
    case Field::line:
      if (fact.line > 0)
        lua_pushinteger(lua, fact.line);
      else
        lua_pushnil(lua);
      return true;
    case Field::commit:
      push_or_nil(lua, commit && !commit->id.empty() ? commit->id.hex() : "");
      return true;
    default:
      return false;
  }
}

}  // namespace moongate
