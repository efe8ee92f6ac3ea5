#include "lua_targets.h"

#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "../unit/script_support.h"
#include "core/buffer_change.h"
#include "core/change.h"
#include "core/error.h"
#include "core/hash.h"
#include "core/thread_clock.h"
#include "report/render.h"
#include "run/run.h"
#include "script/check_sources.h"

namespace moongate::fuzz {

namespace {

void demand(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what.c_str());
  std::abort();
}

constexpr double limit_seconds = 0.1;
// A sanitizer makes one native call (a long string, a regex) several times slower.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double bound_seconds = 2 * limit_seconds + 1.5;
#else
constexpr double bound_seconds = 1.5 * limit_seconds + 0.1;
#endif

const std::string before_text = "int a;\n";
const std::string after_text =
    "int a;\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\n\xC3\xA4 (b) [c]\n\nend\n";

void demand_places(const std::vector<RawFinding>& found, const Limits& limits) {
  const LineIndex lines(after_text);
  demand(found.size() * sizeof(RawFinding) <= limits.check_memory, "findings are bounded");
  for (const RawFinding& finding : found) {
    demand(finding.message.size() <= limits.message_bytes + 16, "messages are bounded");
    demand(finding.help.size() <= limits.message_bytes + 16, "help texts are bounded");
    if (finding.line == 0) continue;
    demand(finding.line <= lines.count(), "lines lie in the file");
    demand(finding.end_line == 0 ||
               (finding.end_line >= finding.line && finding.end_line <= lines.count()),
           "end lines lie in the file");
    demand(finding.column <= lines.line(finding.line).size() + 1, "columns lie in the line");
    const std::uint32_t end_line = finding.end_line ? finding.end_line : finding.line;
    demand(finding.end_column <= lines.line(end_line).size() + 2, "end columns lie in the line");
    if (finding.value) demand(*finding.value == *finding.value, "values are numbers");
  }
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

Change read_change(std::string_view input) {
  std::vector<BufferFile> files;
  std::vector<Commit> commits;
  std::vector<Branch> branches;
  std::set<std::string> paths;
  for (const std::string_view entry : split(input, '\x1e')) {
    const std::vector<std::string_view> parts = split(entry, '\x1f');
    if (parts.size() < 2) continue;
    if (parts[0] == "commit:") {
      Commit commit;
      commit.message = parts[1];
      commit.id = blob_hash(commit.message + std::to_string(commits.size()));
      commit.author.name = parts[1].substr(0, 20);
      commits.push_back(std::move(commit));
    } else if (parts[0] == "branch:") {
      Branch branch;
      branch.name = parts[1];
      branch.merged_into = "main";
      branches.push_back(std::move(branch));
    } else if (paths.insert(std::string(parts[0])).second) {
      BufferFile file;
      file.path = parts[0];
      if (parts[1] != "\x1a") file.before = parts[1];
      if (parts.size() > 2 && parts[2] != "\x1a") file.after = parts[2];
      if (file.before || file.after) files.push_back(std::move(file));
    }
  }
  Change change = buffer_change(std::move(files));
  change.commits = std::move(commits);
  change.branches = std::move(branches);
  change.files_of = [](const Commit&) { return std::vector<FileChange>(); };
  return change;
}

Report checked(const Change& change, unsigned jobs) {
  RunOptions options;
  options.ignore_repository = true;
  options.engine.jobs = jobs;
  options.engine.include_existing = change.files.size() % 2 == 1;
  // A sanitizer's time is not what is asked about here.
  options.limits.check_seconds = 60;
  return run(change, {}, options);
}

// Runs a check twice. The seconds of CPU time that it took.
double run_lua(std::string_view input) {
  Limits limits;
  limits.check_seconds = limit_seconds;
  limits.seconds_per_mebibyte = 0;
  limits.check_memory = 8 << 20;
  limits.message_bytes = 200;
  const std::int64_t start = thread_cpu_nanoseconds();
  try {
    script_test::Check check(std::string(input), limits, {{"_self", "return require '_self'"}},
                             &library_module);
    for (int visit = 0; visit < 2; ++visit)
      demand_places(check.declaration.has(Visitor::changed_file)
                        ? check.changed_file(before_text, after_text)
                        : check.added_lines(before_text, after_text),
                    limits);
  } catch (const CheckAborted& aborted) {
    demand(!aborted.reason.empty(), "an abort has a reason");
  } catch (const Error& error) {
    demand(!error.problem().message.empty(), "an error has a message");
  }
  return static_cast<double>(thread_cpu_nanoseconds() - start) / 1e9;
}

}  // namespace

void fuzz_lua(std::string_view input) {
  // The least of several turns: a busy machine slows single ones.
  double seconds = run_lua(input);
  for (int turn = 1; turn < 4 && seconds >= bound_seconds; ++turn)
    seconds = std::min(seconds, run_lua(input));
  demand(seconds < bound_seconds, "the end comes in time: " + std::to_string(seconds) + " s");

  // A state shares nothing with others: a line of another check is enough to see that it works.
  static const std::string other =
      script_test::with_visitor("added_line", "line", "line:report(('%s'):format(line.text))");
  script_test::Check check(other);
  const auto found = check.added_lines("", "x\ny\n");
  demand(found.size() == 2 && found[1].message == "y", "another check still works");
}

void fuzz_changes(std::string_view input) {
  Change change;
  try {
    change = read_change(input);
  } catch (const Error&) {
    return;  // a path that no repository has
  }
  Report one = checked(change, 1);
  Report several = checked(change, 3);
  for (const Problem& problem : one.problems) demand(false, problem.path + ": " + problem.message);
  for (const CheckOutcome& check : one.checks)
    demand(check.status != CheckStatus::aborted && check.status != CheckStatus::error,
           check.name + ": " + check.reason);
  for (Report* const report : {&one, &several}) {
    report->milliseconds = 0;
    for (CheckOutcome& check : report->checks) {
      check.milliseconds = 0;
      check.peak_memory = 0;
    }
  }
  for (const std::string& format : format_names())
    demand(render(one, format, {}) == render(several, format, {}),
           "the report is the same from several threads: " + format);
}

}  // namespace moongate::fuzz
