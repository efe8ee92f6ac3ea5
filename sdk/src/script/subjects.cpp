#include "script/subjects.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "lauxlib.h"
#include "lua.h"
#include "match/pattern_set.h"
#include "script/lua_values.h"
#include "script/report.h"
#include "script/trailers.h"
#include "suggest.h"

namespace moongate {

namespace {

const char metatable_key = 0, methods_key = 0, texts_key = 0, line_text_key = 0, options_key = 0;

// Contexts that a visit of many files (`change.files`) keeps at once: each may hold its texts.
constexpr std::size_t most_contexts = 8;

enum class Field : std::uint8_t {
  none,
  text,
  number,
  file,
  ending,
  path,
  old_path,
  status,
  mode,
  old_mode,
  size,
  old_size,
  is_binary,
  is_symlink,
  is_submodule,
  language,
  old_text,
  line_count,
  added_line_count,
  rule,
  line,
  column,
  end_line,
  end_column,
  entropy,
  captures,
  name,
  kind,
  id,
  message,
  subject,
  body,
  trailers,
  author,
  committer,
  is_merge,
  parents,
  files,
  remote,
  head,
  age_days,
  last_author,
  merged_into,
  merged_how,
  upstream,
  upstream_gone,
  ahead,
  behind,
  is_current,
  is_default,
  is_protected,
  time,
  annotated,
  tagger,
  title,
  labels,
  base,
  draft,
  why,
  now,
  commits,
  added_lines,
  removed_lines,
  counts,
  config,
  report,
  lines,
  similarity,
  branches,
  tags
};

struct Named {
  const char* name;
  Field field;
};

constexpr Named all_fields[] = {
    {"text", Field::text},
    {"number", Field::number},
    {"file", Field::file},
    {"ending", Field::ending},
    {"path", Field::path},
    {"old_path", Field::old_path},
    {"status", Field::status},
    {"mode", Field::mode},
    {"old_mode", Field::old_mode},
    {"size", Field::size},
    {"old_size", Field::old_size},
    {"is_binary", Field::is_binary},
    {"is_symlink", Field::is_symlink},
    {"is_submodule", Field::is_submodule},
    {"language", Field::language},
    {"old_text", Field::old_text},
    {"line_count", Field::line_count},
    {"added_line_count", Field::added_line_count},
    {"rule", Field::rule},
    {"line", Field::line},
    {"column", Field::column},
    {"end_line", Field::end_line},
    {"end_column", Field::end_column},
    {"entropy", Field::entropy},
    {"captures", Field::captures},
    {"name", Field::name},
    {"kind", Field::kind},
    {"id", Field::id},
    {"message", Field::message},
    {"subject", Field::subject},
    {"body", Field::body},
    {"trailers", Field::trailers},
    {"author", Field::author},
    {"committer", Field::committer},
    {"is_merge", Field::is_merge},
    {"parents", Field::parents},
    {"files", Field::files},
    {"remote", Field::remote},
    {"head", Field::head},
    {"age_days", Field::age_days},
    {"last_author", Field::last_author},
    {"merged_into", Field::merged_into},
    {"merged_how", Field::merged_how},
    {"upstream", Field::upstream},
    {"upstream_gone", Field::upstream_gone},
    {"ahead", Field::ahead},
    {"behind", Field::behind},
    {"is_current", Field::is_current},
    {"is_default", Field::is_default},
    {"is_protected", Field::is_protected},
    {"time", Field::time},
    {"annotated", Field::annotated},
    {"tagger", Field::tagger},
    {"title", Field::title},
    {"labels", Field::labels},
    {"base", Field::base},
    {"draft", Field::draft},
    {"why", Field::why},
    {"now", Field::now},
    {"commits", Field::commits},
    {"added_lines", Field::added_lines},
    {"removed_lines", Field::removed_lines},
    {"counts", Field::counts},
    {"config", Field::config},
    {"report", Field::report},
    {"lines", Field::lines},
    {"similarity", Field::similarity},
    {"branches", Field::branches},
    {"tags", Field::tags},
};

// Lua keeps each short string once, so that a field's name is known by its address. The names are
// anchored in the registry.
class FieldNames {
 public:
  void add(const char* name, Field field) {
    std::size_t at = slot(name);
    while (slots_[at].name) at = (at + 1) % slots_.size();
    slots_[at] = {name, field};
  }
  Field find(const char* name) const {
    for (std::size_t at = slot(name); slots_[at].name; at = (at + 1) % slots_.size())
      if (slots_[at].name == name) return slots_[at].field;
    return Field::none;
  }

 private:
  static std::size_t slot(const char* name) {
    return (reinterpret_cast<std::uintptr_t>(name) >> 4) % 256;
  }
  std::array<Named, 256> slots_{};
};

void push_string(lua_State* lua, std::string_view text) {
  lua_pushlstring(lua, text.data(), text.size());
}

void push_or_nil(lua_State* lua, std::string_view text) {
  if (text.empty())
    lua_pushnil(lua);
  else
    push_string(lua, text);
}

void push_count(lua_State* lua, std::uint64_t count) {
  lua_pushinteger(lua, static_cast<lua_Integer>(count));
}

void push_mode(lua_State* lua, const std::optional<FileVersion>& version) {
  if (!version) {
    lua_pushnil(lua);
    return;
  }
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%06o", version->mode);
  lua_pushstring(lua, text.data());
}

void push_strings(lua_State* lua, const std::vector<std::string>& list) {
  lua_createtable(lua, static_cast<int>(list.size()), 0);
  for (std::size_t i = 0; i < list.size(); ++i) {
    push_string(lua, list[i]);
    lua_rawseti(lua, -2, static_cast<lua_Integer>(i) + 1);
  }
}

void push_signature(lua_State* lua, const Signature& signature) {
  lua_createtable(lua, 0, 4);
  push_string(lua, signature.name);
  lua_setfield(lua, -2, "name");
  push_string(lua, signature.email);
  lua_setfield(lua, -2, "email");
  lua_pushinteger(lua, signature.time);
  lua_setfield(lua, -2, "time");
  lua_pushinteger(lua, signature.offset_minutes);
  lua_setfield(lua, -2, "offset_minutes");
}

// Whole days from `then` to `now`; a time in the future is today.
lua_Integer days_between(std::int64_t then, std::int64_t now) {
  return now <= then ? 0 : (now - then) / 86400;
}

const char* describe(SubjectKind kind) {
  switch (kind) {
    case SubjectKind::line:
      return "line";
    case SubjectKind::file:
      return "file";
    case SubjectKind::match:
      return "match";
    case SubjectKind::node:
      return "node";
    case SubjectKind::capture:
      return "capture";
    case SubjectKind::commit:
      return "commit";
    case SubjectKind::branch:
      return "branch";
    case SubjectKind::tag:
      return "tag";
    case SubjectKind::pull_request:
      return "pull request";
    case SubjectKind::change:
      return "change";
  }
  return "subject";
}

}  // namespace

struct SubjectFunctions {
  struct Shared {  // what belongs to one state besides the Subjects
    FieldNames names;
    int methods[3] = {};  // registry references: report, lines, added_lines
  };

  static Subjects& of(lua_State* lua) { return *static_cast<Subjects*>(Sandbox::of(lua).owner); }
  static Shared& shared(lua_State* lua) { return *static_cast<Shared*>(of(lua).shared_.get()); }

  static int refuse_dead(lua_State* lua, const Subject& subject, int level) {
    luaL_where(lua, level);
    lua_pushfstring(lua,
                    "this %s is used after its visit: keep the values that you need, not the %s",
                    describe(subject.kind), describe(subject.kind));
    lua_concat(lua, 2);
    return lua_error(lua);
  }

  static Subject& argument(lua_State* lua, const char* call) {
    void* const data = lua_touserdata(lua, 1);
    if (data && lua_type(lua, 1) == LUA_TUSERDATA && lua_getmetatable(lua, 1)) {
      lua_rawgetp(lua, LUA_REGISTRYINDEX, &metatable_key);
      const bool same = lua_rawequal(lua, -1, -2) != 0;
      lua_pop(lua, 2);
      if (same) {
        Subject& subject = *static_cast<Subject*>(data);
        if (!of(lua).alive(subject)) refuse_dead(lua, subject, 1);
        return subject;
      }
    }
    luaL_error(lua, "call it with a colon: %s", call);
    std::terminate();  // not reached: luaL_error throws
  }

  // The field reader: called by the patched Lua, without a frame of its own.
  static void read(lua_State* lua, void* data, const char* key) {
    std::exception_ptr exception;
    try {
      const Subject& subject = *static_cast<Subject*>(data);
      Subjects& subjects = of(lua);
      if (!subjects.alive(subject)) refuse_dead(lua, subject, 0);
      const Field field = shared(lua).names.find(key);
      if (!push_field(lua, subjects, subject, field, key)) unknown(lua, subject, key);
      return;
    } catch (const std::exception&) {
      exception = std::current_exception();
    }
    Sandbox::of(lua).escape(lua, exception);
  }

  // For what the field reader is not asked: keys that are no strings.
  static int index(lua_State* lua) {
    return luaL_error(lua, "the field of a subject is a name, not a %s", luaL_typename(lua, 2));
  }

  static int refuse_write(lua_State* lua) {
    return luaL_error(lua, "what a check is shown cannot be changed");
  }

  static int to_string(lua_State* lua) {
    lua_pushstring(lua, describe(static_cast<Subject*>(lua_touserdata(lua, 1))->kind));
    return 1;
  }

  [[noreturn]] static void unknown(lua_State* lua, const Subject& subject, const char* key) {
    std::vector<std::string> known;
    for (const Named& named : all_fields) known.emplace_back(named.name);
    const std::string close = nearest(key, known);
    luaL_where(lua, 0);
    lua_pushfstring(lua, "a %s has no field '%s'", describe(subject.kind), key);
    lua_pushstring(
        lua, close.empty() || close == key ? "" : (": did you mean '" + close + "'?").c_str());
    lua_concat(lua, 3);
    lua_error(lua);
    std::terminate();  // not reached: lua_error throws
  }

  static bool push_field(lua_State* lua, Subjects& subjects, const Subject& subject, Field field,
                         const char* key) {
    if (subject.kind == SubjectKind::node && push_capture(lua, subjects, subject, key)) return true;
    if (field == Field::report) {
      lua_rawgeti(lua, LUA_REGISTRYINDEX, shared(lua).methods[0]);
      return true;
    }
    switch (subject.kind) {
      case SubjectKind::line:
        return push_line(lua, subjects, subject, field);
      case SubjectKind::file:
        return push_file(lua, subjects, *file_of(subject), field);
      case SubjectKind::match:
        return push_match(lua, subjects, subject, field);
      case SubjectKind::node:
        return push_node(lua, subjects, field);
      case SubjectKind::capture:
        return push_capture_field(lua, subjects, subject, field);
      case SubjectKind::commit:
        return push_commit(lua, subjects, subject, field);
      case SubjectKind::branch:
        return push_branch(lua, subjects, subject, field);
      case SubjectKind::tag:
        return push_tag(lua, subjects, subject, field);
      case SubjectKind::pull_request:
        return push_pull_request(lua, subject, field);
      case SubjectKind::change:
        return push_change(lua, subjects, field);
    }
    return false;
  }

  static FileObject* file_of(const Subject& subject) {
    return static_cast<FileObject*>(subject.object);
  }

  static const LineIndex& lines_of(Subjects& subjects, FileObject& file) {
    FileContext& context = subjects.context(file);
    return file.old_side ? context.old_lines() : context.lines();
  }
  static const std::string& text_of(Subjects& subjects, FileObject& file) {
    FileContext& context = subjects.context(file);
    return file.old_side ? context.old_text() : context.text();
  }

  static bool push_line(lua_State* lua, Subjects& subjects, const Subject& subject, Field field) {
    FileObject& file = *file_of(subject);
    switch (field) {
      case Field::text:
        // Most checks look at a text several times; a long string is made anew each time.
        if (subjects.kept_line_ == subject.visit && subjects.kept_number_ == subject.number &&
            subjects.kept_file_ == &file) {
          lua_rawgetp(lua, LUA_REGISTRYINDEX, &line_text_key);
          return true;
        }
        push_string(lua, lines_of(subjects, file).line(subject.number));
        subjects.kept_line_ = subject.visit;
        subjects.kept_number_ = subject.number;
        subjects.kept_file_ = &file;
        lua_pushvalue(lua, -1);
        lua_rawsetp(lua, LUA_REGISTRYINDEX, &line_text_key);
        return true;
      case Field::number:
        lua_pushinteger(lua, subject.number);
        return true;
      case Field::ending: {
        const LineIndex& lines = lines_of(subjects, file);
        const std::string& text = text_of(subjects, file);
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

  static bool push_file(lua_State* lua, Subjects& subjects, FileObject& object, Field field) {
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
        push_count(lua, shown ? lines_of(subjects, object).count() : 0);
        return true;
      case Field::added_line_count: {
        std::uint64_t count = 0;
        if (shown && !object.old_side)
          for (const auto& [first, last] : subjects.context(object).added())
            count += last - first + 1;
        push_count(lua, count);
        return true;
      }
      case Field::lines:
        lua_rawgeti(lua, LUA_REGISTRYINDEX, shared(lua).methods[1]);
        return true;
      case Field::added_lines:
        lua_rawgeti(lua, LUA_REGISTRYINDEX, shared(lua).methods[2]);
        return true;
      default:
        return false;
    }
  }

  // file:lines(): upvalues are the file, the last number, the count.
  static int next_line(lua_State* lua) {
    const Subject& subject = *static_cast<Subject*>(lua_touserdata(lua, lua_upvalueindex(1)));
    Subjects& subjects = of(lua);
    if (!subjects.alive(subject)) refuse_dead(lua, subject, 1);
    const lua_Integer number = lua_tointeger(lua, lua_upvalueindex(2)) + 1;
    if (number > lua_tointeger(lua, lua_upvalueindex(3))) return 0;
    lua_pushinteger(lua, number);
    lua_replace(lua, lua_upvalueindex(2));
    subjects.push(lua, SubjectKind::line, subject.object, static_cast<std::uint32_t>(number));
    return 1;
  }

  static int lines(lua_State* lua) {
    const Subject& subject = argument(lua, "file:lines()");
    if (subject.kind != SubjectKind::file)
      return luaL_error(lua, "call it with a colon: file:lines()");
    FileObject& file = *file_of(subject);
    const bool shown = file.old_side ? file.file->before.has_value() : file.file->after.has_value();
    lua_settop(lua, 1);
    lua_pushinteger(lua, 0);
    push_count(lua, shown ? lines_of(of(lua), file).count() : 0);
    lua_pushcclosure(lua, guarded<next_line>, 3);
    return 1;
  }

  // file:added_lines(): upvalues are the file, the last number, the index of its range.
  static int next_added_line(lua_State* lua) {
    const Subject& subject = *static_cast<Subject*>(lua_touserdata(lua, lua_upvalueindex(1)));
    Subjects& subjects = of(lua);
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

  static int no_line(lua_State*) { return 0; }

  static int added_lines(lua_State* lua) {
    const Subject& subject = argument(lua, "file:added_lines()");
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
    lua_pushcclosure(lua, guarded<next_added_line>, 3);
    return 1;
  }

  static bool push_match(lua_State* lua, Subjects& subjects, const Subject& subject, Field field) {
    const auto& match = *static_cast<const PatternMatch*>(subject.object);
    FileObject& file = *subjects.current_file;
    const std::string_view text = text_of(subjects, file);
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
          if (!match.captures[i]) continue;
          push_string(lua, text.substr(match.captures[i]->begin,
                                       match.captures[i]->end - match.captures[i]->begin));
          lua_rawseti(lua, -2, static_cast<lua_Integer>(i) + 1);
        }
        return true;
      case Field::line:
      case Field::column: {
        const ByteRange range = shown_range(match);
        const LineIndex& lines = lines_of(subjects, file);
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

  static bool push_capture(lua_State* lua, Subjects& subjects, const Subject& subject,
                           const char* key) {
    const auto& match = *static_cast<const NodeMatch*>(subject.object);
    for (std::size_t i = 0; i < match.captures.size(); ++i)
      if (match.captures[i].name == key) {
        subjects.push(lua, SubjectKind::capture, subject.object, static_cast<std::uint32_t>(i));
        return true;
      }
    return false;
  }

  // A query's optional capture that took no part in the match is nil.
  static bool push_node(lua_State* lua, Subjects& subjects, Field field) {
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

  static bool push_capture_field(lua_State* lua, Subjects& subjects, const Subject& subject,
                                 Field field) {
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
        push_string(lua, std::string_view(text_of(subjects, *subjects.current_file))
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

  static void push_files(lua_State* lua, Subjects& subjects, const Commit* commit) {
    const auto [at, made] = subjects.file_lists_.try_emplace(commit);
    Subjects::FileList& list = at->second;
    if (made) {
      const Change& change = *subjects.change_;
      if (commit && change.files_of && !commit->id.empty())
        list.of_commit = change.files_of(*commit);
      for (const FileChange& file : commit ? list.of_commit : change.files) {
        lua_charge(lua, 1);
        if (subjects.wanted) {
          FileContext context(change, file, commit);
          if (!subjects.wanted(context)) continue;
        }
        list.shown.push_back(&subjects.add_file(change, file, commit, nullptr, true, false));
      }
    }
    lua_createtable(lua, static_cast<int>(std::min<std::size_t>(list.shown.size(), 1 << 20)), 0);
    lua_Integer count = 0;
    for (FileObject* const file : list.shown) {
      lua_charge(lua, 1);
      subjects.push(lua, SubjectKind::file, file);
      lua_rawseti(lua, -2, ++count);
    }
  }

  static void push_trailers(lua_State* lua, const std::string& message) {
    lua_newtable(lua);
    lua_Integer count = 0;
    for (const Trailer& trailer : parse_trailers(message)) {
      lua_createtable(lua, 0, 2);
      push_string(lua, trailer.key);
      lua_setfield(lua, -2, "key");
      push_string(lua, trailer.value);
      lua_setfield(lua, -2, "value");
      lua_rawseti(lua, -2, ++count);
    }
  }

  static bool push_commit(lua_State* lua, Subjects& subjects, const Subject& subject, Field field) {
    const auto& commit = *static_cast<const Commit*>(subject.object);
    switch (field) {
      case Field::id:
        push_or_nil(lua, commit.id.empty() ? "" : commit.id.hex());
        return true;
      case Field::message:
        push_string(lua, commit.message);
        return true;
      case Field::subject:
        push_string(lua, message_subject(commit.message));
        return true;
      case Field::body:
        push_string(lua, message_body(commit.message));
        return true;
      case Field::trailers:
        push_trailers(lua, commit.message);
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
      case Field::parents: {
        std::vector<std::string> ids;
        for (const Oid& parent : commit.parents) ids.push_back(parent.hex());
        push_strings(lua, ids);
        return true;
      }
      case Field::files:
        push_files(lua, subjects, &commit);
        return true;
      default:
        return false;
    }
  }

  static bool push_branch(lua_State* lua, Subjects& subjects, const Subject& subject, Field field) {
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
        lua_pushinteger(lua, days_between(branch.time, subjects.change_->now));
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
      default:
        return false;
    }
  }

  static bool push_tag(lua_State* lua, Subjects& subjects, const Subject& subject, Field field) {
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
        lua_pushinteger(lua, days_between(tag.time, subjects.change_->now));
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

  static bool push_pull_request(lua_State* lua, const Subject& subject, Field field) {
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

  template <class Item>
  static void push_list(lua_State* lua, Subjects& subjects, SubjectKind kind,
                        const std::vector<Item>& items) {
    lua_createtable(lua, static_cast<int>(std::min<std::size_t>(items.size(), 1 << 20)), 0);
    lua_Integer count = 0;
    for (const Item& item : items) {
      lua_charge(lua, 1);
      subjects.push(lua, kind, const_cast<Item*>(&item));
      lua_rawseti(lua, -2, ++count);
    }
  }

  static bool push_change(lua_State* lua, Subjects& subjects, Field field) {
    const Change& change = *subjects.change_;
    const ChangeSummary& counts = *subjects.counts;
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
        push_files(lua, subjects, nullptr);
        return true;
      case Field::commits:
        push_list(lua, subjects, SubjectKind::commit, change.commits);
        return true;
      case Field::branches:
        push_list(lua, subjects, SubjectKind::branch, change.branches);
        return true;
      case Field::tags:
        push_list(lua, subjects, SubjectKind::tag, change.tags);
        return true;
      case Field::added_lines:
        push_count(lua, counts.added_lines);
        return true;
      case Field::removed_lines:
        push_count(lua, counts.removed_lines);
        return true;
      case Field::counts:
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
      case Field::config:
        lua_rawgetp(lua, LUA_REGISTRYINDEX, &options_key);
        return true;
      default:
        return false;
    }
  }

  // ---- report

  static int report(lua_State* lua) {
    const Subject& subject = argument(lua, "subject:report(message, { … })");
    Subjects& subjects = of(lua);
    Sandbox& sandbox = Sandbox::of(lua);
    if (lua_type(lua, 2) != LUA_TSTRING)
      return luaL_error(lua, "a message is a string, not a %s", luaL_typename(lua, 2));
    if (lua_rawlen(lua, 2) == 0) return luaL_error(lua, "the message is empty: say what is wrong");
    if (lua_type(lua, 3) > LUA_TNIL && lua_type(lua, 3) != LUA_TTABLE)
      return luaL_error(lua, "the second argument of report is a table, not a %s",
                        luaL_typename(lua, 3));

    ReportOptions options;
    if (lua_istable(lua, 3)) options = read_report_options(lua, 3, subjects.declaration_);
    RawFinding finding;
    finding.message = cut_text(lua, 2, sandbox.limits().message_bytes);
    finding.suggestion = std::move(options.suggestion);
    if (finding.suggestion.size() > sandbox.limits().message_bytes)
      finding.suggestion = cut_text(finding.suggestion, sandbox.limits().message_bytes);
    finding.level = options.level;
    finding.value = options.value;
    finding.rule = std::move(options.rule);
    place(lua, subjects, subject, options, finding);
    finding.fix = std::move(options.fix);

    sandbox.take_output(lua, sizeof finding + finding.message.size() + finding.suggestion.size() +
                                 (finding.fix ? finding.fix->size() : 0));
    ++sandbox.meter().findings;
    // One more than a run lists, so that the engine sees that there were more.
    if (subjects.out_->size() - subjects.reported_ <= sandbox.limits().findings)
      subjects.out_->push_back(std::move(finding));
    return 0;
  }

  static void place(lua_State* lua, Subjects& subjects, const Subject& subject,
                    ReportOptions& options, RawFinding& finding) {
    switch (subject.kind) {
      case SubjectKind::line: {
        FileObject& file = *file_of(subject);
        if (options.line && *options.line != subject.number)
          luaL_error(lua, "a line reports on itself: leave `line` out, or use file:report");
        options.line = subject.number;
        place_in_file(lua, subjects, file, options, finding);
        return;
      }
      case SubjectKind::file:
        place_in_file(lua, subjects, *file_of(subject), options, finding);
        return;
      case SubjectKind::match: {
        const auto& match = *static_cast<const PatternMatch*>(subject.object);
        if (finding.rule.empty()) finding.rule = match.pattern->id;
        if (options.has_place()) {
          place_in_file(lua, subjects, *subjects.current_file, options, finding);
          return;
        }
        const ByteRange range = shown_range(match);
        set_range(lines_of(subjects, *subjects.current_file), range.begin, range.end, finding);
        return;
      }
      case SubjectKind::node:
      case SubjectKind::capture: {
        finding.on_old_side = subjects.nodes_on_old_side;
        const auto& captures = static_cast<const NodeMatch*>(subject.object)->captures;
        if (options.has_place()) {
          place_in_file(lua, subjects, *subjects.current_file, options, finding);
          return;
        }
        if (captures.empty()) return;
        // A match as a whole reports at its first capture that is not the surrounding scope.
        std::size_t index = subject.number;
        if (subject.kind == SubjectKind::node)
          while (index + 1 < captures.size() && captures[index].name == "scope") ++index;
        const NodeCapture& capture = captures[index];
        set_range(lines_of(subjects, *subjects.current_file), capture.begin, capture.end, finding);
        return;
      }
      case SubjectKind::commit:
        place_in_message(lua, static_cast<const Commit*>(subject.object)->message, options,
                         finding);
        return;
      case SubjectKind::tag:
        place_in_message(lua, static_cast<const Tag*>(subject.object)->message, options, finding);
        return;
      default:
        break;
    }
    if (options.has_place() || options.fix)
      luaL_error(lua, "a %s has no lines: `line`, `column` and `fix` do not apply",
                 describe(subject.kind));
  }

  static void place_in_message(lua_State* lua, const std::string& message, ReportOptions& options,
                               RawFinding& finding) {
    if (options.has_place() && !options.line) options.line = 1;
    place_in_text(lua, LineIndex(message), message, "the message", options, finding);
  }

  static void place_in_file(lua_State* lua, Subjects& subjects, FileObject& file,
                            ReportOptions& options, RawFinding& finding) {
    finding.on_old_side = file.old_side;
    if (!options.has_place()) {
      if (options.fix)
        luaL_error(lua, "a fix replaces the reported range: give `line`, `column` and `length`");
      return;
    }
    if (!options.line) luaL_error(lua, "`column`, `length` and `end_line` need a `line`");
    const bool shown = file.old_side ? file.file->before.has_value() : file.file->after.has_value();
    if (!shown) luaL_error(lua, "a deleted file has no lines");
    const std::string& path = (file.old_side ? file.file->before : file.file->after)->path;
    place_in_text(lua, lines_of(subjects, file), text_of(subjects, file), path, options, finding);
  }
};

Subjects::Subjects(Sandbox& sandbox, const Declaration& declaration)
    : sandbox_(sandbox), declaration_(declaration) {
  sandbox.owner = this;
  shared_ = std::make_shared<SubjectFunctions::Shared>();
}

void Subjects::set_up(lua_State* lua) {
  auto& shared = *static_cast<SubjectFunctions::Shared*>(shared_.get());

  lua_newtable(lua);  // holds the names, so that their addresses stay
  lua_Integer count = 0;
  for (const Named& named : all_fields) {
    lua_pushstring(lua, named.name);
    shared.names.add(lua_tostring(lua, -1), named.field);
    lua_rawseti(lua, -2, ++count);
  }
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &methods_key);

  int at = 0;
  for (const lua_CFunction method :
       {guarded<SubjectFunctions::report>, guarded<SubjectFunctions::lines>,
        guarded<SubjectFunctions::added_lines>}) {
    lua_pushcfunction(lua, method);
    shared.methods[at++] = luaL_ref(lua, LUA_REGISTRYINDEX);
  }

  lua_newtable(lua);
  lua_pushcfunction(lua, SubjectFunctions::index);
  lua_setfield(lua, -2, "__index");
  lua_pushcfunction(lua, SubjectFunctions::refuse_write);
  lua_setfield(lua, -2, "__newindex");
  lua_pushcfunction(lua, SubjectFunctions::to_string);
  lua_setfield(lua, -2, "__tostring");
  lua_pushliteral(lua, "subject");
  lua_setfield(lua, -2, "__name");
  lua_pushboolean(lua, 0);
  lua_setfield(lua, -2, "__metatable");
  lua_pushvalue(lua, -1);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &metatable_key);
  lua_setfieldreader(lua, SubjectFunctions::read);

  lua_newtable(lua);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &texts_key);
}

void Subjects::begin(const Change& change, std::vector<RawFinding>& out) {
  end();
  change_ = &change;
  out_ = &out;
  reported_ = out.size();
  visit_ = line_visit_ = ++last_visit_;
}

void Subjects::end() {
  visit_ = line_visit_ = 0;
  change_ = nullptr;
  out_ = nullptr;
  counts = nullptr;
  current_file = nullptr;
  nodes_on_old_side = false;
  kept_line_ = 0;
  kept_file_ = nullptr;
  open_.clear();
  files_.clear();
  file_lists_.clear();
}

FileObject& Subjects::add_file(const Change& change, const FileChange& file, const Commit* commit,
                               FileContext* given, bool pair, bool old_side) {
  FileObject& object = files_.emplace_back();
  object.change = &change;
  object.file = &file;
  object.commit = commit;
  object.given = given;
  object.pair = pair;
  object.old_side = old_side;
  return object;
}

void Subjects::push(lua_State* lua, SubjectKind kind, void* object, std::uint32_t number) {
  auto* const subject = static_cast<Subject*>(lua_newuserdatauv(lua, sizeof(Subject), 0));
  *subject = Subject{kind == SubjectKind::line ? line_visit_ : visit_, object, number, kind};
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &metatable_key);
  lua_setmetatable(lua, -2);
}

FileContext& Subjects::context(FileObject& file) {
  if (file.given) return *file.given;
  if (!file.own) {
    if (open_.size() >= most_contexts) {
      open_.front()->own.reset();
      open_.pop_front();
    }
    file.own = std::make_unique<FileContext>(*file.change, *file.file, file.commit);
    open_.push_back(&file);
  }
  return *file.own;
}

void Subjects::push_text(lua_State* lua, FileObject& file, bool old_text) {
  int& slot = old_text ? file.old_text_slot : file.text_slot;
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &texts_key);
  if (slot != 0) {
    lua_rawgeti(lua, -1, slot);
    lua_remove(lua, -2);
    return;
  }
  const std::string& text = old_text ? context(file).old_text() : context(file).text();
  lua_pushlstring(lua, text.data(), text.size());
  if (file.given) {  // of many files, each is kept by whoever asked
    slot = ++texts_;
    lua_pushvalue(lua, -1);
    lua_rawseti(lua, -3, slot);
  }
  lua_remove(lua, -2);
}

void Subjects::forget_texts(lua_State* lua) {
  if (texts_ == 0) return;
  texts_ = 0;
  lua_newtable(lua);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &texts_key);
}

void Subjects::keep_options(lua_State* lua) {
  lua_pushvalue(lua, -1);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &options_key);
}

}  // namespace moongate
