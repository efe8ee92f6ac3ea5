// label: slow
// Every field and every method of every subject, asked for again and again over an input that is as
// large as hostile ones are: each must end the check soon after its time is up. A field is tested
// because it is in `all_fields`, so that a new one cannot be forgotten.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/thread_clock.h"
#include "match/pattern_set.h"
#include "script/subject_field.h"
#include "script/subjects.h"
#include "script_support.h"

using namespace moongate;

namespace {

constexpr double limit_seconds = 0.02;
// What is not charged takes a hundred times as long; a sanitizer, or a busy machine, less.
constexpr double bound_seconds = 3;

std::string repeated(const std::string& text, std::size_t bytes) {
  std::string all;
  while (all.size() < bytes) all += text;
  return all;
}

struct Huge {
  script_test::Texts texts;
  Change change;
  ChangeSummary counts;
  Pattern pattern;
  PatternMatch match;
  NodeMatch nodes;
  Fact fact;

  Huge() {
    texts.serve(change);
    const std::string lines = repeated("\n", 2 << 20);
    for (int i = 0; i < 12; ++i)
      change.files.push_back(script_test::file_change(texts, "file" + std::to_string(i) + ".c",
                                                      lines + "old\n", lines + std::to_string(i)));
    change.files.push_back(
        script_test::file_change(texts, "z.c", std::nullopt, repeated("a ", 2 << 20)));

    Commit commit;
    commit.id = texts.add("commit");
    commit.parents.assign(20000, commit.id);
    commit.message = "feat: x\n" + lines + repeated("K: v\n folded\n", 2 << 20) + lines;
    commit.author.name = repeated("a", 1 << 20);
    change.commits.push_back(commit);
    change.files_of = [files = change.files](const Commit&) { return files; };

    Branch branch;
    branch.name = branch.last_author = branch.upstream = repeated("b", 1 << 20);
    change.branches.push_back(branch);
    Tag tag;
    tag.name = "v1";
    tag.annotated = true;
    tag.message = lines;
    change.tags.push_back(tag);
    PullRequest request;
    request.title = request.body = lines;
    request.labels.assign(20000, "label");
    change.pull_request = request;

    fact.name = repeated("n", 1 << 20);
    fact.value = Value(repeated("v", 1 << 20));
    fact.path = change.files.front().path();
    fact.line = 7;

    pattern.id = "p";
    match.pattern = &pattern;
    match.end = (2 << 20);
    match.captures.assign(20, ByteRange{0, 1 << 20});
    for (int i = 0; i < 100000; ++i)
      nodes.captures.push_back({"scope", "k", 0, 1 << 20, 1, 1, 1, 1});
    nodes.captures.push_back({"last", "k", 0, 1 << 20, 1, 1, 1, 1});
  }
};

Huge& huge() {
  static Huge made;
  return made;
}

// How a check comes to a subject of each kind: its visitor, and the subject's place in it.
struct Way {
  const char *visitor, *fields, *subject;
};

std::vector<Way> ways_to(SubjectKind kind) {
  switch (kind) {
    case SubjectKind::line:
      return {{"added_line", "", "v"}, {"change", "", "v.files[i % 12 + 1]:added_lines()()"}};
    case SubjectKind::file:
      return {
          {"changed_file", "", "v"},
          {"file", "", "v"},
          // More than a visit keeps open at once.
          {"change", "", "(function() files = files or v.files return files end)()[i % 12 + 1]"},
          {"commit", "", "(function() files = files or v.files return files end)()[i % 12 + 1]"}};
    case SubjectKind::match:
      return {{"match", "patterns = { p = { regex = 'a' } },", "v"}};
    case SubjectKind::node:
      return {{"changed_node", "queries = { c = '(identifier) @last' },", "v"}};
    case SubjectKind::capture:
      return {{"changed_node", "queries = { c = '(identifier) @last' },", "v.last"}};
    case SubjectKind::commit:
      return {{"commit", "", "v"}, {"change", "", "v.commits[1]"}};
    case SubjectKind::branch:
      return {{"branch", "", "v"}, {"change", "", "v.branches[1]"}};
    case SubjectKind::tag:
      return {{"tag", "", "v"}, {"change", "", "v.tags[1]"}};
    case SubjectKind::pull_request:
      return {{"pull_request", "", "v"}};
    case SubjectKind::change:
      return {{"change", "", "v"}};
    case SubjectKind::fact:
      return {{"finish", "change = function() end,", "facts[1]"}};
  }
  return {};
}

// Lua expressions that call a method of `s` in each way that has a cost of its own.
std::vector<std::string> calls_of(SubjectMethod method) {
  switch (method) {
    case SubjectMethod::report:
      return {"s:report('m')",
              "s:report('m', { line = 1 })",
              "pcall(s.report, s, 'm', { line = 1 << 30 })",
              "pcall(s.report, s, (' '):rep(1 << 20))",
              "pcall(s.report, s, 'm', { rule = ('r'):rep(1 << 20) })",
              "s:report('m', { help = ('s'):rep(1 << 20) })",
              "pcall(s.report, s, 'm', { level = ('l'):rep(1 << 20) })",
              "s:report(('m'):rep(1 << 20))"};
    case SubjectMethod::lines:
      return {"s:lines()", "s:lines()()", "(function() for l in s:lines() do end end)()"};
    case SubjectMethod::added_lines:
      return {"s:added_lines()", "s:added_lines()()",
              "(function() for l in s:added_lines() do end end)()"};
    case SubjectMethod::fact:
      return {"s:fact('n', 1)", "s:fact('n', ('x'):rep(1 << 16))",
              "pcall(s.fact, s, ('n'):rep(1 << 20), 1)"};
    case SubjectMethod::collisions:
      return {"s:collisions()"};
  }
  return {};
}

void visit(script_test::Check& check, const std::string& visitor) {
  Huge& data = huge();
  std::vector<RawFinding> found;
  CheckInstance& instance = *check.instance;
  const std::string name = visitor;
  FileContext context(data.change, name == "changed_node" || name == "match"
                                       ? data.change.files.back()
                                       : data.change.files.front());
  if (name == "added_line") instance.added_lines(context, found);
  if (name == "changed_file") instance.changed_file(context, found);
  if (name == "file") instance.file(context, false, found);
  if (name == "match") instance.match(context, data.match, found);
  if (name == "changed_node") instance.changed_node(context, data.nodes, false, found);
  if (name == "commit") instance.commit(data.change, data.change.commits.front(), found);
  if (name == "branch") instance.branch(data.change, data.change.branches.front(), found);
  if (name == "tag") instance.tag(data.change, data.change.tags.front(), found);
  if (name == "pull_request") instance.pull_request(data.change, found);
  if (name == "change")
    instance.change(
        data.change, [&]() -> const ChangeSummary& { return data.counts; }, found);
  if (name == "finish") {
    Finish finish;
    finish.counts = &data.counts;
    finish.facts = {&data.fact};
    finish.file_at = [&](const std::string&) { return &data.change.files.front(); };
    instance.finish(data.change, finish, found);
  }
}

// Runs the endless loop over `what`, which uses the subject `s`. How it ended: the reason that the
// check was aborted for, or its error.
std::string endless(const Way& way, const std::string& what) {
  Limits limits;
  limits.check_seconds = limit_seconds;
  limits.seconds_per_mebibyte = 0;
  const std::string text =
      "return { api = 1, summary = 'x', " + std::string(way.fields) + " " + way.visitor +
      " = function(v, facts) local files for i = 1, 1 << 60 do local s = " + way.subject +
      " local x = " + what + " end end }";
  INFO(text);
  script_test::Check check(text, limits);
  std::string end = "ran to its end";
  const std::int64_t start = thread_cpu_nanoseconds();
  try {
    visit(check, way.visitor);
  } catch (const CheckAborted& aborted) {
    end = "aborted: " + aborted.reason;
  } catch (const Error& error) {
    end = "error: " + error.problem().message;
  }
  const double seconds = static_cast<double>(thread_cpu_nanoseconds() - start) / 1e9;
  CHECK(seconds < bound_seconds);
  return end;
}

bool ended_by_a_limit(const std::string& end) {
  return end.starts_with("aborted: used more than") ||
         end.starts_with("aborted: its findings took");
}

}  // namespace

TEST_CASE("no field of a subject outlasts the time of its check") {
  std::size_t known = 0;
  for (int kind = 0; kind <= static_cast<int>(SubjectKind::change); ++kind)
    for (const Way& way : ways_to(static_cast<SubjectKind>(kind)))
      for (const NamedField& field : all_fields) {
        const std::string end = endless(way, std::string("s.") + field.name);
        INFO(way.visitor << ": " << way.subject << "." << field.name << ": " << end);
        const bool unknown =
            end.find("has no field '" + std::string(field.name)) != std::string::npos;
        CHECK((unknown || ended_by_a_limit(end)));
        known += unknown ? 0 : 1;
      }
  CHECK(known > 100);
}

TEST_CASE("no method of a subject outlasts the time of its check") {
  for (int kind = 0; kind <= static_cast<int>(SubjectKind::change); ++kind)
    for (const Way& way : ways_to(static_cast<SubjectKind>(kind)))
      for (int method = 0; method < 64; ++method)
        for (const std::string& call : calls_of(static_cast<SubjectMethod>(method))) {
          const bool of_change = static_cast<SubjectKind>(kind) == SubjectKind::change &&
                                 static_cast<SubjectMethod>(method) == SubjectMethod::collisions;
          if (static_cast<SubjectKind>(kind) != SubjectKind::file && method > 0 && !of_change)
            continue;
          const std::string end = endless(way, call);
          INFO(way.visitor << ": " << way.subject << ": " << call << ": " << end);
          CHECK((end.starts_with("error: ") || ended_by_a_limit(end)));
        }
}
