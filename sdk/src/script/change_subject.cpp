#include "script/push_values.h"
#include "script/subject_fields.h"

namespace moongate {

namespace {

template <class Item>
void push_list(lua_State* lua, Subjects& subjects, SubjectKind kind,
               const std::vector<Item>& items) {
  lua_createtable(lua, static_cast<int>(std::min<std::size_t>(items.size(), 1 << 20)), 0);
  lua_Integer count = 0;
  for (const Item& item : items) {
    lua_charge(lua, 1);
    subjects.push(lua, kind, const_cast<Item*>(&item));
    lua_rawseti(lua, -2, ++count);
  }
}

}  // namespace

bool push_change_field(lua_State* lua, Subjects& subjects, Field field) {
  const Change& change = subjects.change();
  switch (field) {
    case Field::kind:
      push_string(lua, name_of(change.kind));
      return true;
    case Field::base:
      push_or_nil(lua, change.base);
      return true;
    case Field::head:
      push_or_nil(lua, change.head);
      return true;
    case Field::why:
      push_string(lua, change.why);
      return true;
    case Field::now:
      lua_pushinteger(lua, change.now);
      return true;
    case Field::files:
      subjects.push_files(lua, subjects.finish ? subjects.finish->commit : nullptr);
      return true;
    case Field::commits:
      if (subjects.finish && subjects.finish->commit) {
        lua_createtable(lua, 1, 0);
        subjects.push(lua, SubjectKind::commit, const_cast<Commit*>(subjects.finish->commit));
        lua_rawseti(lua, -2, 1);
        return true;
      }
      push_list(lua, subjects, SubjectKind::commit, change.commits);
      return true;
    case Field::branches:
      push_list(lua, subjects, SubjectKind::branch, change.branches);
      return true;
    case Field::tags:
      push_list(lua, subjects, SubjectKind::tag, change.tags);
      return true;
    case Field::added_lines:
      push_count(lua, (*subjects.counts)().added_lines);
      return true;
    case Field::removed_lines:
      push_count(lua, (*subjects.counts)().removed_lines);
      return true;
    case Field::counts: {
      const ChangeSummary& counts = (*subjects.counts)();
      lua_createtable(lua, 0, 4);
      push_count(lua, counts.files);
      lua_setfield(lua, -2, "files");
      push_count(lua, counts.commits);
      lua_setfield(lua, -2, "commits");
      push_count(lua, counts.added_lines);
      lua_setfield(lua, -2, "added_lines");
      push_count(lua, counts.removed_lines);
      lua_setfield(lua, -2, "removed_lines");
      return true;
    }
    case Field::collisions:
      subjects.push_method(lua, SubjectMethod::collisions);
      return true;
    case Field::config:
      subjects.push_options(lua);
      return true;
    default:
      return false;
  }
}

}  // namespace moongate
