#include "script/push_values.h"
#include "script/subject_fields.h"

namespace moongate {

bool push_branch_field(lua_State* lua, Subjects& subjects, const Subject& subject, Field field) {
  const auto& branch = *static_cast<const Branch*>(subject.object);
  switch (field) {
    case Field::name:
      push_string(lua, branch.name);
      return true;
    case Field::remote:
      push_or_nil(lua, branch.remote);
      return true;
    case Field::head:
      push_or_nil(lua, branch.head.empty() ? "" : branch.head.hex());
      return true;
    case Field::time:
      lua_pushinteger(lua, branch.time);
      return true;
    case Field::age_days:
      lua_pushinteger(lua, days_between(branch.time, subjects.change().now));
      return true;
    case Field::last_author:
      push_or_nil(lua, branch.last_author);
      return true;
    case Field::merged_into:
      push_or_nil(lua, branch.merged_into);
      return true;
    case Field::merged_how:
      push_or_nil(lua, branch.merged_how);
      return true;
    case Field::upstream:
      push_or_nil(lua, branch.upstream);
      return true;
    case Field::upstream_gone:
      lua_pushboolean(lua, branch.upstream_gone);
      return true;
    case Field::ahead:
      push_count(lua, branch.ahead);
      return true;
    case Field::behind:
      push_count(lua, branch.behind);
      return true;
    case Field::is_current:
      lua_pushboolean(lua, branch.is_current);
      return true;
    case Field::is_default:
      lua_pushboolean(lua, branch.is_default);
      return true;
    case Field::is_protected:
      lua_pushboolean(lua, branch.is_protected);
      return true;
    case Field::is_stale:
      lua_pushboolean(lua, branch.is_stale);
      return true;
    case Field::reverted:
      lua_pushboolean(lua, branch.reverted);
      return true;
    case Field::begun_days:
      if (branch.begun > 0)
        lua_pushinteger(lua, days_between(branch.begun, subjects.change().now));
      else
        lua_pushnil(lua);
      return true;
    default:
      return false;
  }
}

bool push_tag_field(lua_State* lua, Subjects& subjects, const Subject& subject, Field field) {
  const auto& tag = *static_cast<const Tag*>(subject.object);
  switch (field) {
    case Field::name:
      push_string(lua, tag.name);
      return true;
    case Field::id:
    case Field::head:
      push_or_nil(lua, tag.target.empty() ? "" : tag.target.hex());
      return true;
    case Field::time:
      lua_pushinteger(lua, tag.time);
      return true;
    case Field::age_days:
      lua_pushinteger(lua, days_between(tag.time, subjects.change().now));
      return true;
    case Field::message:
      push_string(lua, tag.message);
      return true;
    case Field::annotated:
      lua_pushboolean(lua, tag.annotated);
      return true;
    case Field::tagger:
      if (tag.annotated)
        push_signature(lua, tag.tagger);
      else
        lua_pushnil(lua);
      return true;
    default:
      return false;
  }
}

}  // namespace moongate
