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
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "script/check.h"
#include "script/sandbox.h"
#include "script/subject_field.h"

struct lua_State;

namespace moongate {

// One version of a file (or the pair) in the current visit.
struct FileObject {
  const Change* change = nullptr;
  const FileChange* file = nullptr;
  // Where the visit is not about this file: the same, and it keeps the list that the file is of.
  std::shared_ptr<const FileChange> nested;
  const Commit* commit = nullptr;
  FileContext* given = nullptr;          // the engine's, where the visit is about this file
  std::unique_ptr<FileContext> own;      // else made when content is asked for
  bool pair = false;                     // fields of the old side exist
  bool old_side = false;                 // the one version is the old one
  int text_slot = 0, old_text_slot = 0;  // where the texts are kept as Lua strings; 0: not yet
  std::uint64_t counted = 0;             // bytes of its texts that the check's allowance grew by
};

// What is worked out of a message (a commit's, a tag's) at most once in a visit.
struct MessageParts {
  std::string_view text;
  std::optional<std::string_view> subject, body, trailers;
  std::optional<LineIndex> lines;
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
  change,
  fact
};

// One of the facts that `finish` sees.
struct FactObject {
  const Fact* fact = nullptr;
  int slot = 0;  // where its value is kept; 0: not yet
};

struct Subject {
  std::uint64_t visit = 0;
  void* object = nullptr;  // FileObject for line and file; PatternMatch, NodeMatch, Commit … else
  std::uint32_t number = 0;  // line number; index of a capture
  SubjectKind kind = SubjectKind::line;
};

enum class SubjectMethod : std::uint8_t { report, lines, added_lines, fact, collisions };

// A script's loop costs about as much as looking at so many bytes (lua_charge).
constexpr std::size_t bytes_a_tick = 16;

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
  // A file that the visit is not about, for a report: made once.
  FileObject& other_file(const FileChange& file, const Commit* commit);
  void push(lua_State* lua, SubjectKind kind, void* object, std::uint32_t number = 0);

  // For the subjects' own fields and methods (script/subject/).
  bool alive(const Subject& subject) const {
    return subject.visit == visit_ || subject.visit == line_visit_;
  }
  const FieldNames& names() const { return names_; }
  const Declaration& declaration() const { return declaration_; }
  const Change& change() const { return *change_; }
  FileContext& context(FileObject& file);
  // The check pays for what reading and comparing took since the last call. Called after each field
  // and method, and before a method: an error may have left something to pay.
  void settle(lua_State* lua);
  MessageParts& parts(lua_State* lua, const std::string& message);
  static std::string_view subject_of(lua_State* lua, MessageParts& parts);
  static std::string_view body_of(lua_State* lua, MessageParts& parts);
  static std::string_view trailers_of(lua_State* lua, MessageParts& parts);
  static const LineIndex& lines_of(lua_State* lua, MessageParts& parts);
  const LineIndex& lines(FileObject& file);   // of the side that the object shows
  const std::string& text(FileObject& file);  // of the side that the object shows
  void push_text(lua_State* lua, FileObject& file, bool old_text);
  // Most checks look at a line's text several times; a long string is made again each time.
  void push_line_text(lua_State* lua, const Subject& line);
  // The table of the files of a commit, or of the whole change (null).
  void push_files(lua_State* lua, const Commit* commit);
  void push_method(lua_State* lua, SubjectMethod method) const;
  // The list of what `finish` is told.
  void push_facts(lua_State* lua);
  // A table is the same one each time, so that what the script changes in it stays.
  void push_fact_value(lua_State* lua, FactObject& shown);
  static void push_options(lua_State* lua);  // those that keep_options remembered
  // Every one is kept, within what Sandbox::take_output allows: which of them count is decided
  // later (levels, [[ignore]], a baseline), and what was dropped here could be the one that does.
  void add_finding(RawFinding finding);

  const std::function<const ChangeSummary&()>* counts = nullptr;  // for the subject `change`
  FileObject* current_file = nullptr;                             // for `match` and nodes
  bool nodes_on_old_side = false;
  const Finish* finish = nullptr;                 // in `finish`: what it is about
  std::vector<Fact>* facts = nullptr;             // where those of the visit go; null: nowhere
  std::function<bool(FileContext& file)> wanted;  // which files `files` lists; empty: all
  std::function<bool(std::string_view path)> generated;  // empty: none is

 private:
  Sandbox& sandbox_;
  const Declaration& declaration_;
  const Change* change_ = nullptr;
  std::vector<RawFinding>* out_ = nullptr;
  std::uint64_t last_visit_ = 0, visit_ = 0, line_visit_ = 0;
  std::deque<FileObject> files_;
  std::map<const FileChange*, FileObject*> other_files_;
  std::deque<FactObject> facts_;
  // What `files` of a commit, or of the whole change (null), lists. Kept for the visit: a script
  // that asks again and again would fill the host's memory, which nobody counts.
  struct FileList {
    std::shared_ptr<const std::vector<FileChange>> of_commit;
    std::vector<FileObject*> shown;
  };
  FileList& list_files(lua_State* lua, const Commit* commit);
  void make_room();
  std::uint64_t work_of(FileObject& file);
  std::map<const Commit*, FileList> file_lists_;
  std::deque<FileObject*> open_;  // those with a context of their own, the oldest first
  std::map<const std::string*, MessageParts> messages_;
  FileObject* touched_ = nullptr;  // whose context may have worked since the last settling
  std::uint64_t unpaid_ = 0;       // work of contexts that are touched no longer
  int texts_ = 0;                  // kept Lua strings of this visit
  std::uint64_t kept_line_ = 0;    // the visit whose line's text is kept
  std::uint32_t kept_number_ = 0;
  const FileObject* kept_file_ = nullptr;
  FieldNames names_;
  std::array<int, 5> methods_{};  // registry references, by SubjectMethod
};

}  // namespace moongate
