#include "script/subjects.h"

#include <algorithm>
#include <utility>

#include "core/suggest.h"
#include "lauxlib.h"
#include "lua.h"
#include "script/lua_values.h"
#include "script/subject_fields.h"
#include "script/trailers.h"

namespace moongate {

namespace {

const char metatable_key = 0, names_key = 0, texts_key = 0, line_text_key = 0, options_key = 0;

// Contexts that a visit of many files (`change.files`) keeps at once: each may hold its texts.
constexpr std::size_t most_contexts = 8;

[[noreturn]] void unknown(lua_State* lua, const Subject& subject, const char* key) {
  lua_charge(lua, 1000);  // a hundred names are compared
  std::vector<std::string> known;
  for (const NamedField& named : all_fields) known.emplace_back(named.name);
  const std::string close = nearest(key, known);
  luaL_where(lua, 0);
  lua_pushfstring(lua, "a %s has no field '%s'", describe(subject.kind), key);
  lua_pushstring(lua,
                 close.empty() || close == key ? "" : (": did you mean '" + close + "'?").c_str());
  lua_concat(lua, 3);
  lua_error(lua);
  std::terminate();  // not reached: lua_error throws
}

bool push_field(lua_State* lua, Subjects& subjects, const Subject& subject, Field field,
                const char* key) {
  if (subject.kind == SubjectKind::node && push_capture(lua, subjects, subject, key)) return true;
  if (field == Field::report) {
    subjects.push_method(lua, SubjectMethod::report);
    return true;
  }
  if (field == Field::fact && subject.kind != SubjectKind::fact) {
    subjects.push_method(lua, SubjectMethod::fact);
    return true;
  }
  switch (subject.kind) {
    case SubjectKind::line:
      return push_line_field(lua, subjects, subject, field);
    case SubjectKind::file:
      return push_file_field(lua, subjects, *file_of(subject), field);
    case SubjectKind::match:
      return push_match_field(lua, subjects, subject, field);
    case SubjectKind::node:
      return push_node_field(lua, subjects, field);
    case SubjectKind::capture:
      return push_capture_field(lua, subjects, subject, field);
    case SubjectKind::commit:
      return push_commit_field(lua, subjects, subject, field);
    case SubjectKind::branch:
      return push_branch_field(lua, subjects, subject, field);
    case SubjectKind::tag:
      return push_tag_field(lua, subjects, subject, field);
    case SubjectKind::pull_request:
      return push_pull_request_field(lua, subject, field);
    case SubjectKind::change:
      return push_change_field(lua, subjects, field);
    case SubjectKind::fact:
      return push_fact_field(lua, subjects, subject, field);
  }
  return false;
}

// The field reader: called by the patched Lua, without a frame of its own.
void read(lua_State* lua, void* data, const char* key) {
  std::exception_ptr exception;
  try {
    const Subject& subject = *static_cast<Subject*>(data);
    Subjects& subjects = Subjects::of(lua);
    if (!subjects.alive(subject)) refuse_dead(lua, subject, 0);
    const Field field = subjects.names().find(key);
    if (!push_field(lua, subjects, subject, field, key)) unknown(lua, subject, key);
    subjects.settle(lua);
    return;
  } catch (const std::exception&) {
    exception = std::current_exception();
  }
  Sandbox::of(lua).escape(lua, exception);
}

// For what the field reader is not asked: keys that are no strings.
int index(lua_State* lua) {
  return luaL_error(lua, "the field of a subject is a name, not a %s", luaL_typename(lua, 2));
}

int refuse_write(lua_State* lua) {
  return luaL_error(lua, "what a check is shown cannot be changed");
}

int to_string(lua_State* lua) {
  lua_pushstring(lua, describe(static_cast<Subject*>(lua_touserdata(lua, 1))->kind));
  return 1;
}

}  // namespace

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
    case SubjectKind::fact:
      return "fact";
  }
  return "subject";
}

int refuse_dead(lua_State* lua, const Subject& subject, int level) {
  luaL_where(lua, level);
  lua_pushfstring(lua, "this %s is used after its visit: keep the values that you need, not the %s",
                  describe(subject.kind), describe(subject.kind));
  lua_concat(lua, 2);
  return lua_error(lua);
}

Subject& subject_argument(lua_State* lua, const char* call) {
  void* const data = lua_touserdata(lua, 1);
  if (data && lua_type(lua, 1) == LUA_TUSERDATA && lua_getmetatable(lua, 1)) {
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &metatable_key);
    const bool same = lua_rawequal(lua, -1, -2) != 0;
    lua_pop(lua, 2);
    if (same) {
      Subject& subject = *static_cast<Subject*>(data);
      if (!Subjects::of(lua).alive(subject)) refuse_dead(lua, subject, 1);
      return subject;
    }
  }
  luaL_error(lua, "call it with a colon: %s", call);
  std::terminate();  // not reached: luaL_error throws
}

Subjects::Subjects(Sandbox& sandbox, const Declaration& declaration)
    : sandbox_(sandbox), declaration_(declaration) {
  sandbox.owner = this;
}

Subjects& Subjects::of(lua_State* lua) {
  return *static_cast<Subjects*>(Sandbox::of(lua).owner);
}

void Subjects::set_up(lua_State* lua) {
  lua_newtable(lua);  // holds the names, so that their addresses stay
  lua_Integer count = 0;
  for (const NamedField& named : all_fields) {
    lua_pushstring(lua, named.name);
    names_.add(lua_tostring(lua, -1), named.field);
    lua_rawseti(lua, -2, ++count);
  }
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &names_key);

  std::size_t at = 0;
  // In the order of SubjectMethod.
  for (const lua_CFunction method :
       {guarded<paid<report_finding>>, guarded<paid<file_lines>>, guarded<paid<file_added_lines>>,
        guarded<paid<make_fact>>, guarded<paid<change_collisions>>}) {
    lua_pushcfunction(lua, method);
    methods_[at++] = luaL_ref(lua, LUA_REGISTRYINDEX);
  }

  lua_newtable(lua);
  lua_pushcfunction(lua, index);
  lua_setfield(lua, -2, "__index");
  lua_pushcfunction(lua, refuse_write);
  lua_setfield(lua, -2, "__newindex");
  lua_pushcfunction(lua, to_string);
  lua_setfield(lua, -2, "__tostring");
  lua_pushliteral(lua, "subject");
  lua_setfield(lua, -2, "__name");
  lua_pushboolean(lua, 0);
  lua_setfield(lua, -2, "__metatable");
  lua_pushvalue(lua, -1);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &metatable_key);
  lua_setfieldreader(lua, read);

  lua_newtable(lua);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &texts_key);
}

void Subjects::begin(const Change& change, std::vector<RawFinding>& out) {
  end();
  change_ = &change;
  out_ = &out;
  visit_ = line_visit_ = ++last_visit_;
}

void Subjects::end() {
  visit_ = line_visit_ = 0;
  change_ = nullptr;
  out_ = nullptr;
  counts = nullptr;
  current_file = nullptr;
  nodes_on_old_side = false;
  finish = nullptr;
  kept_line_ = 0;
  kept_file_ = nullptr;
  touched_ = nullptr;
  unpaid_ = 0;
  messages_.clear();
  open_.clear();
  files_.clear();
  other_files_.clear();
  facts_.clear();
  file_lists_.clear();
  sandbox_.give_back_host_memory();
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

FileObject& Subjects::other_file(const FileChange& file, const Commit* commit) {
  FileObject*& object = other_files_[&file];
  if (!object) object = &add_file(*change_, file, commit, nullptr, true, false);
  return *object;
}

void Subjects::push(lua_State* lua, SubjectKind kind, void* object, std::uint32_t number) {
  auto* const subject = static_cast<Subject*>(lua_newuserdatauv(lua, sizeof(Subject), 0));
  *subject = Subject{kind == SubjectKind::line ? line_visit_ : visit_, object, number, kind};
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &metatable_key);
  lua_setmetatable(lua, -2);
}

const LineIndex& Subjects::lines(FileObject& file) {
  return file.old_side ? context(file).old_lines() : context(file).lines();
}

const std::string& Subjects::text(FileObject& file) {
  return file.old_side ? context(file).old_text() : context(file).text();
}

FileContext& Subjects::context(FileObject& file) {
  if (touched_ && touched_ != &file) unpaid_ += work_of(*touched_);
  touched_ = &file;
  if (file.given) return *file.given;
  if (!file.own) {
    make_room();
    file.own = std::make_unique<FileContext>(*file.change, *file.file, file.commit);
    open_.push_back(&file);
  }
  return *file.own;
}

// Contexts of a visit of many files hold their texts, which nobody counts.
void Subjects::make_room() {
  std::uint64_t held = 0;
  for (const FileObject* open : open_) held += open->own->held();
  while (!open_.empty() &&
         (open_.size() >= most_contexts || held > sandbox_.limits().check_memory)) {
    held -= open_.front()->own->held();
    open_.front()->own.reset();
    open_.pop_front();
  }
}

std::uint64_t Subjects::work_of(FileObject& file) {
  FileContext* const context = file.given ? file.given : file.own.get();
  if (!context) return 0;
  // What the engine hands over counts as looked at already.
  if (const std::uint64_t read = context->bytes_read(); file.own && read > file.counted) {
    sandbox_.add_input(read - file.counted);
    file.counted = read;
  }
  return context->take_work();
}

void Subjects::settle(lua_State* lua) {
  if (!touched_) return;
  const std::uint64_t work = std::exchange(unpaid_, 0) + work_of(*std::exchange(touched_, nullptr));
  if (work > 0) lua_charge(lua, work / bytes_a_tick);
}

MessageParts& Subjects::parts(lua_State* lua, const std::string& message) {
  const auto [at, made] = messages_.try_emplace(&message);
  if (made) {
    at->second.text = message;
    sandbox_.take_host_memory(lua, 2 * sizeof(MessageParts));
  }
  return at->second;
}

std::string_view Subjects::subject_of(lua_State* lua, MessageParts& parts) {
  if (!parts.subject) {
    parts.subject = message_subject(parts.text);
    lua_charge(lua, parts.subject->size() / bytes_a_tick);
  }
  return *parts.subject;
}

std::string_view Subjects::body_of(lua_State* lua, MessageParts& parts) {
  if (!parts.body) {
    parts.body = message_body(parts.text);
    lua_charge(lua, parts.text.size() / bytes_a_tick);
  }
  return *parts.body;
}

std::string_view Subjects::trailers_of(lua_State* lua, MessageParts& parts) {
  if (!parts.trailers) {
    parts.trailers = trailer_block(parts.text);
    lua_charge(lua, parts.text.size() / bytes_a_tick);
  }
  return *parts.trailers;
}

const LineIndex& Subjects::lines_of(lua_State* lua, MessageParts& parts) {
  if (!parts.lines) {
    parts.lines.emplace(parts.text);
    Sandbox::of(lua).take_host_memory(lua, parts.lines->held());
    lua_charge(lua, parts.text.size() / bytes_a_tick);
  }
  return *parts.lines;
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

void Subjects::push_line_text(lua_State* lua, const Subject& line) {
  FileObject& file = *file_of(line);
  if (kept_line_ == line.visit && kept_number_ == line.number && kept_file_ == &file) {
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &line_text_key);
    return;
  }
  const std::string_view text = lines(file).line(line.number);
  lua_pushlstring(lua, text.data(), text.size());
  kept_line_ = line.visit;
  kept_number_ = line.number;
  kept_file_ = &file;
  lua_pushvalue(lua, -1);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &line_text_key);
}

Subjects::FileList& Subjects::list_files(lua_State* lua, const Commit* commit) {
  const auto [at, made] = file_lists_.try_emplace(commit);
  FileList& list = at->second;
  if (!made) return list;
  const Change& change = *change_;
  list.of_commit = std::make_shared<const std::vector<FileChange>>(
      commit && change.files_of && !commit->id.empty() ? change.files_of(*commit)
                                                       : std::vector<FileChange>());
  std::uint64_t host_bytes = 0;
  for (const FileChange& file : commit ? *list.of_commit : change.files) {
    lua_charge(lua, 1);
    std::uint64_t counted = 0;
    if (wanted) {
      FileContext context(change, file, commit);
      const bool shown = wanted(context);
      counted = context.bytes_read();
      sandbox_.add_input(counted);
      lua_charge(lua, context.take_work() / bytes_a_tick);
      if (!shown) continue;
    }
    FileObject& object = add_file(change, file, commit, nullptr, true, false);
    object.nested = std::shared_ptr<const FileChange>(list.of_commit, &file);
    object.counted = counted;
    list.shown.push_back(&object);
    host_bytes += sizeof object + sizeof file + file.path().size();
    if (host_bytes > 1 << 16) sandbox_.take_host_memory(lua, std::exchange(host_bytes, 0));
  }
  sandbox_.take_host_memory(lua, host_bytes);
  return list;
}

void Subjects::push_files(lua_State* lua, const Commit* commit) {
  const FileList& list = list_files(lua, commit);
  lua_createtable(lua, static_cast<int>(std::min<std::size_t>(list.shown.size(), 1 << 20)), 0);
  lua_Integer count = 0;
  for (FileObject* const file : list.shown) {
    lua_charge(lua, 1);
    push(lua, SubjectKind::file, file);
    lua_rawseti(lua, -2, ++count);
  }
}

void Subjects::push_method(lua_State* lua, SubjectMethod method) const {
  lua_rawgeti(lua, LUA_REGISTRYINDEX, methods_[static_cast<std::size_t>(method)]);
}

void Subjects::push_facts(lua_State* lua) {
  lua_createtable(
      lua, static_cast<int>(std::min<std::size_t>(finish->facts.size(), std::size_t{1} << 20)), 0);
  lua_Integer count = 0;
  for (const Fact* const fact : finish->facts) {
    lua_charge(lua, 1);
    push(lua, SubjectKind::fact, &facts_.emplace_back(FactObject{fact}));
    lua_rawseti(lua, -2, ++count);
  }
}

void Subjects::push_fact_value(lua_State* lua, FactObject& shown) {
  const Value& value = shown.fact->value;
  if (!value.get_if<List>() && !value.get_if<Map>()) {
    push_copy(lua, value);
    return;
  }
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &texts_key);
  if (shown.slot != 0) {
    lua_rawgeti(lua, -1, shown.slot);
  } else {
    push_copy(lua, value);
    shown.slot = ++texts_;
    lua_pushvalue(lua, -1);
    lua_rawseti(lua, -3, shown.slot);
  }
  lua_remove(lua, -2);
}

void Subjects::add_finding(RawFinding finding) {
  out_->push_back(std::move(finding));
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

void Subjects::push_options(lua_State* lua) {
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &options_key);
}

}  // namespace moongate
