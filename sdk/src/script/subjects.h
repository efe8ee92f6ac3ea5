// What a visitor is handed: a file, a line, a commit …, as a small userdata that reads from the
// data of the current visit when a field is asked for. A userdata kept after its visit is dead: it
// holds the number of its visit, which is then no longer the current one.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "script/check.h"
#include "script/sandbox.h"
#include "script/subject/field.h"

struct lua_State;

namespace moongate {

// One version of a file (or the pair) in the current visit.
struct FileObject {
  const Change* change = nullptr;
  const FileChange* file = nullptr;
  const Commit* commit = nullptr;
  FileContext* given = nullptr;          // the engine's, where the visit is about this file
  std::unique_ptr<FileContext> own;      // else made when content is asked for
  bool pair = false;                     // fields of the old side exist
  bool old_side = false;                 // the one version is the old one
  int text_slot = 0, old_text_slot = 0;  // where the texts are kept as Lua strings; 0: not yet
};

enum class SubjectKind : std::uint8_t {
  line,
  file,
  match,
  node,
  capture,
  commit,
  branch,
  tag,
  pull_request,
  change
};

struct Subject {
  std::uint64_t visit = 0;
  void* object = nullptr;  // FileObject for line and file; PatternMatch, NodeMatch, Commit … else
  std::uint32_t number = 0;  // line number; index of a capture
  SubjectKind kind = SubjectKind::line;
};

enum class SubjectMethod : std::uint8_t { report, lines, added_lines };

class Subjects {
 public:
  Subjects(Sandbox& sandbox, const Declaration& declaration);
  static Subjects& of(lua_State* lua);

  // Inside Sandbox::run: makes the metatable, the methods and the field reader.
  void set_up(lua_State* lua);

  // A visit begins; subjects of earlier ones are dead. `end` also frees what the visit made.
  void begin(const Change& change, std::vector<RawFinding>& out);
  void next_line() { line_visit_ = ++last_visit_; }
  void end();
  // Inside Sandbox::run, at the beginning of a visit: drops the texts that the last one kept.
  void forget_texts(lua_State* lua);
  // Remembers the frozen options on the top for `change.config`; leaves them there.
  void keep_options(lua_State* lua);

  FileObject& add_file(const Change& change, const FileChange& file, const Commit* commit,
                       FileContext* given, bool pair, bool old_side);
  void push(lua_State* lua, SubjectKind kind, void* object, std::uint32_t number = 0);

  // For the subjects' own fields and methods (script/subject/).
  bool alive(const Subject& subject) const {
    return subject.visit == visit_ || subject.visit == line_visit_;
  }
  const FieldNames& names() const { return names_; }
  const Declaration& declaration() const { return declaration_; }
  const Change& change() const { return *change_; }
  FileContext& context(FileObject& file);
  const LineIndex& lines(FileObject& file);   // of the side that the object shows
  const std::string& text(FileObject& file);  // of the side that the object shows
  void push_text(lua_State* lua, FileObject& file, bool old_text);
  // Most checks look at a line's text several times; a long string is made anew each time.
  void push_line_text(lua_State* lua, const Subject& line);
  // The table of the files of a commit, or of the whole change (null).
  void push_files(lua_State* lua, const Commit* commit);
  void push_method(lua_State* lua, SubjectMethod method) const;
  static void push_options(lua_State* lua);  // those that keep_options remembered
  // Every one is kept, within what Sandbox::take_output allows: which of them count is decided
  // later (levels, [[ignore]], a baseline), and what was dropped here could be the one that does.
  void add_finding(RawFinding finding);

  const std::function<const ChangeSummary&()>* counts = nullptr;  // for the subject `change`
  FileObject* current_file = nullptr;                             // for `match` and nodes
  bool nodes_on_old_side = false;
  std::function<bool(FileContext& file)> wanted;  // which files `files` lists; empty: all

 private:
  const Declaration& declaration_;
  const Change* change_ = nullptr;
  std::vector<RawFinding>* out_ = nullptr;
  std::uint64_t last_visit_ = 0, visit_ = 0, line_visit_ = 0;
  std::deque<FileObject> files_;
  // What `files` of a commit, or of the whole change (null), lists. Kept for the visit: a script
  // that asks again and again would fill the host's memory, which nobody counts.
  struct FileList {
    std::vector<FileChange> of_commit;
    std::vector<FileObject*> shown;
  };
  std::map<const Commit*, FileList> file_lists_;
  std::deque<FileObject*> open_;  // those with a context of their own, the oldest first
  int texts_ = 0;                 // kept Lua strings of this visit
  std::uint64_t kept_line_ = 0;   // the visit whose line's text is kept
  std::uint32_t kept_number_ = 0;
  const FileObject* kept_file_ = nullptr;
  FieldNames names_;
  std::array<int, 3> methods_{};  // registry references, by SubjectMethod
};

}  // namespace moongate
