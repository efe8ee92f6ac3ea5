#include "script/check.h"

#include "lauxlib.h"
#include "lua.h"
#include "script/lua_values.h"
#include "script/sandbox.h"
#include "script/subjects.h"

namespace moongate {

namespace {

// A duration is seconds: whole ones are handed out as integers, which print without ".0".
Value shown(const Value& value) {
  if (const double* const number = value.get_if<double>())
    if (*number == static_cast<double>(static_cast<std::int64_t>(*number)))
      return static_cast<std::int64_t>(*number);
  return value;
}

}  // namespace

class CheckInstance::State {
 public:
  State(const CheckSource& source, const Declaration& declaration, const Map& options,
        const Limits& limits, Meter& meter)
      : declaration_(declaration),
        sandbox_(source, limits, meter),
        subjects_(sandbox_, declaration) {
    struct Context {
      State& state;
      const Map& options;
    } context{*this, options};
    sandbox_.run(
        [](lua_State* lua, void* data) {
          Context& given = *static_cast<Context*>(data);
          given.state.set_up(lua, given.options);
        },
        &context, [](void*) { return std::string(); });
  }

  // One call of one visitor, or for added lines one call for each.
  struct Visit {
    State* state = nullptr;
    Visitor visitor = Visitor::change;
    const Change* change = nullptr;
    FileContext* file = nullptr;
    bool old_side = false;
    const void* object = nullptr;  // PatternMatch, NodeMatch, Commit, Branch, Tag
    const Counts* counts = nullptr;
    const Finish* finish = nullptr;
    std::vector<RawFinding>* out = nullptr;
    std::uint32_t line = 0;  // the one that is being visited
  };

  void run(Visit& visit) {
    visit.state = this;
    struct End {
      Subjects& subjects;
      ~End() { subjects.end(); }
    } end{subjects_};
    sandbox_.run(
        [](lua_State* lua, void* data) {
          Visit& given = *static_cast<Visit*>(data);
          given.state->visit(lua, given);
        },
        &visit, [](void* data) { return describe(*static_cast<Visit*>(data)); });
  }

  Sandbox& sandbox() { return sandbox_; }
  Subjects& subjects() { return subjects_; }

 private:
  void set_up(lua_State* lua, const Map& options) {
    // What loading makes is nearly all needed, so the collector first looks when there is twice as
    // much. Only with what is built in: a team's chunk may make any amount of garbage.
    const bool built_in = sandbox_.source().built_in;
    if (built_in) lua_gc(lua, LUA_GCSTOP);
    subjects_.set_up(lua);
    sandbox_.load_check(lua);
    for (const Visitor visitor : declaration_.visitors) {
      const std::string name(name_of(visitor));
      lua_pushlstring(lua, name.data(), name.size());
      if (lua_rawget(lua, -2) != LUA_TFUNCTION)
        luaL_error(lua, "the visitor '%s' is not a function any more", name.c_str());
      references_[static_cast<std::size_t>(visitor)] = luaL_ref(lua, LUA_REGISTRYINDEX);
    }
    Map values;
    for (const auto& [name, value] : options) {
      const Option* const option = declaration_.option(name);
      values.emplace(name, option && option->type == OptionType::duration ? shown(value) : value);
    }
    push_options(lua, values);
    subjects_.keep_options(lua);
    options_ = luaL_ref(lua, LUA_REGISTRYINDEX);
    sandbox_.freeze(lua);
    if (!built_in) return;
    lua_gc(lua, LUA_GCRESTART);
    lua_gc(lua, LUA_GCSTEP, -static_cast<int>(sandbox_.heap().used() / 1024));  // a debt to come
  }

  void visit(lua_State* lua, Visit& visit) {
    subjects_.forget_texts(lua);
    sandbox_.begin_visit(lua);
    subjects_.begin(*visit.change, *visit.out);
    subjects_.counts = visit.counts;
    subjects_.finish = visit.finish;
    lua_rawgeti(lua, LUA_REGISTRYINDEX, references_[static_cast<std::size_t>(visit.visitor)]);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, options_);
    FileObject* file = nullptr;
    if (visit.file) {
      const bool pair = visit.visitor != Visitor::file;
      file = &subjects_.add_file(*visit.change, visit.file->file(), visit.file->commit(),
                                 visit.file, pair, visit.old_side);
      subjects_.current_file = file;
    }
    if (visit.visitor == Visitor::added_line) {
      for (const auto& [first, last] : visit.file->added())
        for (std::uint32_t number = first; number <= last; ++number) {
          visit.line = number;
          subjects_.next_line();
          lua_pushvalue(lua, 1);
          subjects_.push(lua, SubjectKind::line, file, number);
          lua_pushvalue(lua, 2);
          lua_call(lua, 2, 0);
        }
      return;
    }
    lua_pushvalue(lua, 1);
    if (visit.visitor == Visitor::finish) {
      subjects_.push(lua, SubjectKind::change, nullptr);
      subjects_.push_facts(lua);
      lua_pushvalue(lua, 2);
      lua_call(lua, 3, 0);
      return;
    }
    switch (visit.visitor) {
      case Visitor::match:
        subjects_.push(lua, SubjectKind::match, const_cast<void*>(visit.object));
        break;
      case Visitor::changed_node:
        subjects_.nodes_on_old_side = visit.old_side;
        subjects_.push(lua, SubjectKind::node, const_cast<void*>(visit.object));
        break;
      case Visitor::commit:
        subjects_.push(lua, SubjectKind::commit, const_cast<void*>(visit.object));
        break;
      case Visitor::branch:
        subjects_.push(lua, SubjectKind::branch, const_cast<void*>(visit.object));
        break;
      case Visitor::tag:
        subjects_.push(lua, SubjectKind::tag, const_cast<void*>(visit.object));
        break;
      case Visitor::pull_request:
        subjects_.push(lua, SubjectKind::pull_request, const_cast<void*>(visit.object));
        break;
      case Visitor::change:
        subjects_.push(lua, SubjectKind::change, nullptr);
        break;
      default:
        subjects_.push(lua, SubjectKind::file, file);
        break;
    }
    lua_pushvalue(lua, 2);
    lua_call(lua, 2, 0);
  }

  static std::string describe(const Visit& visit) {
    std::string text(name_of(visit.visitor));
    if (visit.file) {
      text += " of " + visit.file->file().path();
      if (visit.line > 0) text += ":" + std::to_string(visit.line);
      if (visit.old_side) text += " (old version)";
    } else if (visit.visitor == Visitor::commit) {
      const auto& commit = *static_cast<const Commit*>(visit.object);
      text += commit.id.empty() ? " message" : " " + commit.id.hex().substr(0, 12);
    } else if (visit.visitor == Visitor::finish && visit.finish->commit) {
      text += " of commit " + visit.finish->commit->id.hex().substr(0, 12);
    } else if (visit.visitor == Visitor::branch) {
      text += " " + static_cast<const Branch*>(visit.object)->name;
    } else if (visit.visitor == Visitor::tag) {
      text += " " + static_cast<const Tag*>(visit.object)->name;
    }
    return text;
  }

  const Declaration& declaration_;
  Sandbox sandbox_;
  Subjects subjects_;
  int references_[11] = {};
  int options_ = 0;
};

CheckInstance::CheckInstance(const CheckSource& source, const Declaration& declaration,
                             const Map& options, const Limits& limits, Meter& meter)
    : state_(std::make_unique<State>(source, declaration, options, limits, meter)) {}
CheckInstance::~CheckInstance() = default;
CheckInstance::CheckInstance(CheckInstance&&) noexcept = default;
CheckInstance& CheckInstance::operator=(CheckInstance&&) noexcept = default;

void CheckInstance::list_only(std::function<bool(FileContext& file)> wanted) {
  state_->subjects().wanted = std::move(wanted);
}

void CheckInstance::know_generated(std::function<bool(std::string_view path)> generated) {
  state_->subjects().generated = std::move(generated);
}

std::uint64_t CheckInstance::peak_memory() const {
  return state_->sandbox().heap().peak();
}

std::uint64_t CheckInstance::lap_memory() {
  return state_->sandbox().heap().lap();
}

void CheckInstance::added_lines(FileContext& file, std::vector<RawFinding>& out) {
  state_->sandbox().add_input(file.text().size());
  State::Visit visit;
  visit.visitor = Visitor::added_line;
  visit.change = &file.change();
  visit.file = &file;
  visit.out = &out;
  file.added();  // reading and comparing is the engine's work, not the script's
  file.lines();
  state_->run(visit);
}

void CheckInstance::changed_file(FileContext& file, std::vector<RawFinding>& out) {
  state_->sandbox().add_input(file.size() + file.old_size());
  State::Visit visit;
  visit.visitor = Visitor::changed_file;
  visit.change = &file.change();
  visit.file = &file;
  visit.out = &out;
  state_->run(visit);
}

void CheckInstance::file(FileContext& file, bool old_side, std::vector<RawFinding>& out) {
  state_->sandbox().add_input(old_side ? file.old_size() : file.size());
  State::Visit visit;
  visit.visitor = Visitor::file;
  visit.change = &file.change();
  visit.file = &file;
  visit.old_side = old_side;
  visit.out = &out;
  state_->run(visit);
}

void CheckInstance::match(FileContext& file, const PatternMatch& match,
                          std::vector<RawFinding>& out) {
  state_->sandbox().add_input(match.end - match.begin);
  State::Visit visit;
  visit.visitor = Visitor::match;
  visit.change = &file.change();
  visit.file = &file;
  visit.object = &match;
  visit.out = &out;
  state_->run(visit);
}

void CheckInstance::changed_node(FileContext& file, const NodeMatch& match, bool old_side,
                                 std::vector<RawFinding>& out) {
  State::Visit visit;
  visit.visitor = Visitor::changed_node;
  visit.change = &file.change();
  visit.file = &file;
  visit.old_side = old_side;
  visit.object = &match;
  visit.out = &out;
  for (const NodeCapture& capture : match.captures)
    state_->sandbox().add_input(capture.end - capture.begin);
  state_->run(visit);
}

void CheckInstance::commit(const Change& change, const Commit& commit,
                           std::vector<RawFinding>& out) {
  state_->sandbox().add_input(commit.message.size());
  State::Visit visit;
  visit.visitor = Visitor::commit;
  visit.change = &change;
  visit.object = &commit;
  visit.out = &out;
  state_->run(visit);
}

void CheckInstance::branch(const Change& change, const Branch& branch,
                           std::vector<RawFinding>& out) {
  State::Visit visit;
  visit.visitor = Visitor::branch;
  visit.change = &change;
  visit.object = &branch;
  visit.out = &out;
  state_->run(visit);
}

void CheckInstance::tag(const Change& change, const Tag& tag, std::vector<RawFinding>& out) {
  State::Visit visit;
  visit.visitor = Visitor::tag;
  visit.change = &change;
  visit.object = &tag;
  visit.out = &out;
  state_->run(visit);
}

void CheckInstance::pull_request(const Change& change, std::vector<RawFinding>& out) {
  if (!change.pull_request) return;
  State::Visit visit;
  visit.visitor = Visitor::pull_request;
  visit.change = &change;
  visit.object = &*change.pull_request;
  visit.out = &out;
  state_->run(visit);
}

void CheckInstance::change(const Change& change, const Counts& counts,
                           std::vector<RawFinding>& out) {
  State::Visit visit;
  visit.visitor = Visitor::change;
  visit.change = &change;
  visit.counts = &counts;
  visit.out = &out;
  state_->run(visit);
}

void CheckInstance::finish(const Change& change, const Finish& finish,
                           std::vector<RawFinding>& out) {
  for (const Fact* const fact : finish.facts) state_->sandbox().add_input(bytes_of(*fact));
  const Counts counts = [&finish]() -> const ChangeSummary& { return *finish.counts; };
  State::Visit visit;
  visit.visitor = Visitor::finish;
  visit.change = &change;
  visit.counts = &counts;
  visit.finish = &finish;
  visit.out = &out;
  state_->run(visit);
}

void CheckInstance::collect(std::vector<Fact>* facts) {
  state_->subjects().facts = facts;
}

}  // namespace moongate
