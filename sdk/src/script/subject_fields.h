// What each kind of subject shows: one function a kind, in the file of that kind. Each pushes the
// field and returns true, or returns false where the kind has no such field.
#pragma once

#include "lua.h"
#include "script/subject_field.h"
#include "script/subjects.h"

namespace moongate {

bool push_line_field(lua_State* lua, Subjects& subjects, const Subject& subject, Field field);
bool push_file_field(lua_State* lua, Subjects& subjects, FileObject& object, Field field);
bool push_match_field(lua_State* lua, Subjects& subjects, const Subject& subject, Field field);
bool push_node_field(lua_State* lua, Subjects& subjects, Field field);
bool push_capture_field(lua_State* lua, Subjects& subjects, const Subject& subject, Field field);
bool push_commit_field(lua_State* lua, Subjects& subjects, const Subject& subject, Field field);
bool push_pull_request_field(lua_State* lua, const Subject& subject, Field field);
bool push_branch_field(lua_State* lua, Subjects& subjects, const Subject& subject, Field field);
bool push_tag_field(lua_State* lua, Subjects& subjects, const Subject& subject, Field field);
bool push_change_field(lua_State* lua, Subjects& subjects, Field field);
bool push_fact_field(lua_State* lua, Subjects& subjects, const Subject& subject, Field field);

// A node is also read by the names of its query's captures. False where none has this name.
bool push_capture(lua_State* lua, Subjects& subjects, const Subject& subject, const char* name);

// The methods, as Lua calls them.
int report_finding(lua_State* lua);     // subject:report(message, { … })
int make_fact(lua_State* lua);          // subject:fact(name, value)
int file_lines(lua_State* lua);         // file:lines()
int file_added_lines(lua_State* lua);   // file:added_lines()
int change_collisions(lua_State* lua);  // change:collisions()

// The live subject that a method is called on; raises a Lua error, which shows `call`, where there
// is none.
Subject& subject_argument(lua_State* lua, const char* call);
// Raises the Lua error of a subject that is used after its visit.
int refuse_dead(lua_State* lua, const Subject& subject, int level);
const char* describe(SubjectKind kind);

// A method that the check pays for, whatever it made the host read; also where it raises an error.
template <int (*method)(lua_State*)>
int paid(lua_State* lua) {
  Subjects& subjects = Subjects::of(lua);
  subjects.settle(lua);
  const int results = method(lua);
  subjects.settle(lua);
  return results;
}

inline FileObject* file_of(const Subject& subject) {
  return static_cast<FileObject*>(subject.object);
}

}  // namespace moongate
