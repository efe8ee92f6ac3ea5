// change:collisions(): which names of the change are one with another to Windows or macOS.
#include "core/name_collisions.h"

#include "lauxlib.h"
#include "script/push_values.h"
#include "script/subject_fields.h"

namespace moongate {

namespace {

// Folding a name and looking it up takes about as long as so many steps of a script.
constexpr std::uint64_t ticks_a_name = 8;

}  // namespace

int change_collisions(lua_State* lua) {
  const Subject& subject = subject_argument(lua, "change:collisions()");
  Subjects& subjects = Subjects::of(lua);
  if (subject.kind != SubjectKind::change)
    return luaL_error(lua, "a %s has no collisions: ask the change", describe(subject.kind));
  if (subjects.finish && subjects.finish->commit)
    return luaL_error(lua, "change:collisions is about the net change, not about one commit");
  const Change& change = subjects.change();
  const auto shown = [&](const FileChange& file) {
    if (subjects.finish && !subjects.finish->file_at(file.path())) return false;
    if (!subjects.wanted) return true;
    FileContext context(change, file, nullptr);
    return subjects.wanted(context);
  };
  std::uint64_t work = change.files.size();
  const std::vector<NameCollision> found = name_collisions(change, shown, work);
  lua_charge(lua, work * ticks_a_name);
  Sandbox::of(lua).check_time(lua);
  lua_createtable(lua, static_cast<int>(std::min<std::size_t>(found.size(), 1 << 20)), 0);
  lua_Integer count = 0;
  for (const NameCollision& collision : found) {
    lua_charge(lua, 4);
    lua_createtable(lua, 0, 5);
    push_string(lua, collision.file->path());
    lua_setfield(lua, -2, "path");
    push_string(lua, collision.directory);
    lua_setfield(lua, -2, "directory");
    push_string(lua, collision.name);
    lua_setfield(lua, -2, "name");
    push_string(lua, collision.other);
    lua_setfield(lua, -2, "other");
    lua_pushboolean(lua, collision.case_only ? 1 : 0);
    lua_setfield(lua, -2, "case_only");
    lua_rawseti(lua, -2, ++count);
  }
  return 1;
}

}  // namespace moongate
