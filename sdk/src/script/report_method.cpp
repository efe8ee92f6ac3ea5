#include "script/report_arguments.h"

#include "lauxlib.h"
#include "script/lua_values.h"
#include "script/push_values.h"
#include "script/subject_fields.h"

namespace moongate {

namespace {

void place_in_message(lua_State* lua, Subjects& subjects, const std::string& message,
                      ReportOptions& options, RawFinding& finding) {
  if (!options.has_place()) {
    if (options.fix) luaL_error(lua, "a message cannot be fixed: leave `fix` out");
    return;
  }
  if (!options.line) options.line = 1;
  const LineIndex& lines = Subjects::lines_of(lua, subjects.parts(lua, message));
  place_in_text(lua, lines, message, "the message", options, finding);
}

void place_in_file(lua_State* lua, Subjects& subjects, FileObject& file, ReportOptions& options,
                   RawFinding& finding) {
  finding.on_old_side = file.old_side;
  finding.subject.file = file.nested;
  if (file.nested) finding.subject.commit = file.commit;
  if (!options.has_place()) {
    if (options.fix)
      luaL_error(lua, "a fix replaces the reported range: give `line`, `column` and `length`");
    return;
  }
  if (!options.line) luaL_error(lua, "`column`, `length` and `end_line` need a `line`");
  const bool shown = file.old_side ? file.file->before.has_value() : file.file->after.has_value();
  if (!shown) luaL_error(lua, "a deleted file has no lines");
  const std::string& path = (file.old_side ? file.file->before : file.file->after)->path;
  place_in_text(lua, subjects.lines(file), subjects.text(file), path, options, finding);
}

// In a file that the visit is not about.
void place_in_other(lua_State* lua, Subjects& subjects, const FileChange& file,
                    const Commit* commit, ReportOptions& options, RawFinding& finding) {
  FileObject& object = subjects.other_file(file, commit);
  place_in_file(lua, subjects, object, options, finding);
  // The engine's own, which outlives all findings.
  finding.subject.file = std::shared_ptr<const FileChange>(std::shared_ptr<void>(), &file);
  finding.subject.commit = commit;
}

void place_at_path(lua_State* lua, Subjects& subjects, const std::string& path,
                   ReportOptions& options, RawFinding& finding) {
  const Commit* const commit = subjects.finish ? subjects.finish->commit : nullptr;
  const FileChange* file = nullptr;
  if (subjects.finish)
    file = subjects.finish->file_at(path);
  else
    for (const FileChange& each : subjects.change().files) {
      lua_charge(lua, 1);
      if (each.path() == path) file = &each;
    }
  if (!file)
    luaL_error(lua, "`path` is '%s', but this %s changes no such file", path.substr(0, 200).c_str(),
               commit ? "commit" : "change");
  place_in_other(lua, subjects, *file, commit, options, finding);
}

void place_fact(lua_State* lua, Subjects& subjects, const Fact& fact, ReportOptions& options,
                RawFinding& finding) {
  if (fact.path.empty()) {
    finding.subject.commit = fact.commit;
    if (fact.commit)
      place_in_message(lua, subjects, fact.commit->message, options, finding);
    else if (options.has_place() || options.fix)
      luaL_error(lua, "this fact is not about a file: `line`, `column` and `fix` do not apply");
    return;
  }
  if (fact.line > 0) {
    if (options.line && *options.line != fact.line)
      luaL_error(lua, "a fact reports at its own line: leave `line` out, or use change:report");
    options.line = fact.line;
  }
  place_at_path(lua, subjects, fact.path, options, finding);
}

void place(lua_State* lua, Subjects& subjects, const Subject& subject, ReportOptions& options,
           RawFinding& finding) {
  if (options.path && subject.kind != SubjectKind::change)
    luaL_error(lua, "`path` is for change:report: a %s reports on itself", describe(subject.kind));
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
      set_range(subjects.lines(*subjects.current_file), range.begin, range.end, finding);
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
      lua_charge(lua, captures.size() / 4);
      // A match as a whole reports at its first capture that is not the surrounding scope.
      std::size_t index = subject.number;
      if (subject.kind == SubjectKind::node)
        while (index + 1 < captures.size() && captures[index].name == "scope") ++index;
      const NodeCapture& capture = captures[index];
      set_range(subjects.lines(*subjects.current_file), capture.begin, capture.end, finding);
      return;
    }
    case SubjectKind::commit:
      finding.subject.commit = static_cast<const Commit*>(subject.object);
      place_in_message(lua, subjects, finding.subject.commit->message, options, finding);
      return;
    case SubjectKind::tag:
      finding.subject.tag = static_cast<const Tag*>(subject.object);
      place_in_message(lua, subjects, finding.subject.tag->message, options, finding);
      return;
    case SubjectKind::branch:
      finding.subject.branch = static_cast<const Branch*>(subject.object);
      break;
    case SubjectKind::change:
      if (options.path) {
        place_at_path(lua, subjects, *options.path, options, finding);
        return;
      }
      if (subjects.finish) finding.subject.commit = subjects.finish->commit;
      if (options.has_place()) luaL_error(lua, "`line` and `column` need a `path`");
      break;
    case SubjectKind::fact:
      place_fact(lua, subjects, *static_cast<const FactObject*>(subject.object)->fact, options,
                 finding);
      return;
    default:
      break;
  }
  if (options.has_place() || options.fix)
    luaL_error(lua, "a %s has no lines: `line`, `column` and `fix` do not apply",
               describe(subject.kind));
}

bool is_blank(lua_State* lua, int index) {
  std::size_t size = 0;
  const char* const text = lua_tolstring(lua, index, &size);
  const std::size_t first = std::string_view(text, size).find_first_not_of(" \t\r\n");
  lua_charge(lua, std::min(first, size) / bytes_a_tick);
  return first == std::string_view::npos;
}

}  // namespace

int report_finding(lua_State* lua) {
  const Subject& subject = subject_argument(lua, "subject:report(message, { … })");
  Subjects& subjects = Subjects::of(lua);
  Sandbox& sandbox = Sandbox::of(lua);
  if (lua_type(lua, 2) != LUA_TSTRING)
    return luaL_error(lua, "a message is a string, not %s", type_phrase(lua, 2).c_str());
  if (is_blank(lua, 2)) return luaL_error(lua, "the message is empty: say what is wrong");
  if (lua_type(lua, 3) > LUA_TNIL && lua_type(lua, 3) != LUA_TTABLE)
    return luaL_error(lua, "the second argument of report is a table, not a %s",
                      luaL_typename(lua, 3));

  ReportOptions options;
  if (lua_istable(lua, 3))
    options = read_report_options(lua, 3, subjects.declaration(), sandbox.limits().message_bytes);
  RawFinding finding;
  finding.message = cut_text(lua, 2, sandbox.limits().message_bytes);
  finding.help = std::move(options.help);
  finding.commands = std::move(options.commands);
  finding.level = options.level;
  finding.value = options.value;
  finding.rule = std::move(options.rule);
  place(lua, subjects, subject, options, finding);
  finding.fix = std::move(options.fix);

  std::size_t commands = 0;
  for (const std::string& command : finding.commands) commands += command.size();
  sandbox.take_output(lua, sizeof finding + finding.message.size() + finding.help.size() +
                               commands + (finding.fix ? finding.fix->size() : 0));
  ++sandbox.meter().findings;
  subjects.add_finding(std::move(finding));
  return 0;
}

}  // namespace moongate
