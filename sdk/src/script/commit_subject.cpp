#include "lauxlib.h"
#include "script/push_values.h"
#include "script/subject_fields.h"
#include "script/trailers.h"

namespace moongate {

namespace {

// A fresh table each time, which the script may change.
void push_trailers(lua_State* lua, std::string_view block) {
  lua_newtable(lua);
  lua_Integer count = 0;
  Trailers trailers(block);
  for (Trailer trailer; trailers.next(trailer);) {
    lua_createtable(lua, 0, 2);
    push_string(lua, trailer.key);
    lua_setfield(lua, -2, "key");
    luaL_Buffer value;
    luaL_buffinit(lua, &value);
    read_value(trailer, [&](std::string_view piece) {
      lua_charge(lua, 1 + piece.size() / bytes_a_tick);
      luaL_addlstring(&value, piece.data(), piece.size());
    });
    luaL_pushresult(&value);
    lua_setfield(lua, -2, "value");
    lua_rawseti(lua, -2, ++count);
  }
  lua_charge(lua, block.size() / bytes_a_tick);  // what is between the trailers
}

void push_ids(lua_State* lua, const std::vector<Oid>& ids) {
  lua_createtable(lua, static_cast<int>(std::min<std::size_t>(ids.size(), 1 << 20)), 0);
  lua_Integer count = 0;
  for (const Oid& id : ids) {
    lua_charge(lua, 4);
    push_string(lua, id.hex());
    lua_rawseti(lua, -2, ++count);
  }
}

}  // namespace

bool push_commit_field(lua_State* lua, Subjects& subjects, const Subject& subject, Field field) {
  const auto& commit = *static_cast<const Commit*>(subject.object);
  switch (field) {
    case Field::id:
      push_or_nil(lua, commit.id.empty() ? "" : commit.id.hex());
      return true;
    case Field::message:
      push_string(lua, commit.message);
      return true;
    case Field::subject:
      push_string(lua, Subjects::subject_of(lua, subjects.parts(lua, commit.message)));
      return true;
    case Field::body:
      push_string(lua, Subjects::body_of(lua, subjects.parts(lua, commit.message)));
      return true;
    case Field::trailers:
      push_trailers(lua, Subjects::trailers_of(lua, subjects.parts(lua, commit.message)));
      return true;
    case Field::author:
      push_signature(lua, commit.author);
      return true;
    case Field::committer:
      push_signature(lua, commit.committer);
      return true;
    case Field::is_merge:
      lua_pushboolean(lua, commit.parents.size() > 1);
      return true;
    case Field::parents:
      push_ids(lua, commit.parents);
      return true;
    case Field::files:
      subjects.push_files(lua, &commit);
      return true;
    default:
      return false;
  }
}

bool push_pull_request_field(lua_State* lua, const Subject& subject, Field field) {
  const auto& request = *static_cast<const PullRequest*>(subject.object);
  switch (field) {
    case Field::number:
      lua_pushinteger(lua, request.number);
      return true;
    case Field::title:
      push_string(lua, request.title);
      return true;
    case Field::body:
      push_string(lua, request.body);
      return true;
    case Field::base:
      push_string(lua, request.base);
      return true;
    case Field::head:
      push_string(lua, request.head);
      return true;
    case Field::author:
      push_string(lua, request.author);
      return true;
    case Field::labels:
      push_strings(lua, request.labels);
      return true;
    case Field::draft:
      lua_pushboolean(lua, request.draft);
      return true;
    default:
      return false;
  }
}

}  // namespace moongate
