// What comes out: where, what, how bad, how to fix. Plain data; documented as moongate.report/1.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/change.h"
#include "core/error.h"

namespace moongate {

enum class Level : std::uint8_t { off, note, warning, error };

// Replace bytes [start, end) of the new version of `path` by `text`; offsets are 0-based.
struct Fix {
  std::string path;
  std::uint64_t start = 0, end = 0;
  std::string text;
  bool operator==(const Fix&) const = default;
};

// A secret in a finding's snippet: bytes of the line, and the bytes of the snippet that stand for
// them.
struct MaskedSpan {
  std::uint32_t column = 0, end_column = 0;  // of the line, as the finding's own columns
  std::uint32_t start = 0, end = 0;          // of the snippet, 0-based, half-open
  bool operator==(const MaskedSpan&) const = default;
};

struct Finding {
  std::string check;
  std::string rule;  // empty where the check has only one
  Level level = Level::error;
  std::string message;
  std::string path;  // empty for commits, branches and the whole change
  // 1-based, columns in bytes; 0 is "no place". end_column is exclusive.
  std::uint32_t line = 0, column = 0, end_line = 0, end_column = 0;
  // The columns in UTF-16 code units where they are not the same as in bytes; else 0.
  std::uint32_t utf16_column = 0, utf16_end_column = 0;
  // Where not all of its lines are among those that the change added: a line of the file that is,
  // the nearest. 0: none, or not needed.
  std::uint32_t changed_line = 0;
  std::string snippet;  // the line's text, without its ending; of a very long line, the part around
  std::uint32_t snippet_offset = 0;  // the span, which begins at this byte of the line
  std::vector<MaskedSpan> masked;    // what `snippet` does not show, in order
  std::string commit;  // hex; set for findings about a commit or in a commit's content
  std::string branch;  // the branch that it is about; with the remote of a remote-tracking one
  std::string tag;     // the tag that it is about
  std::string fingerprint;
  std::string help;                   // for a person; never executed
  std::vector<std::string> commands;  // the same: what to paste into a shell, then what undoes it
  std::vector<Fix> fix;
  std::optional<double> value;  // a measure that may grow worse
  // False where it stands on a line that is not among those that the net change added: old, or gone
  // again. Who shows only some findings shows these last.
  bool in_change = true;
  // Of a commit that another remote has already: it does not fail the run, whatever `fail_on` says.
  bool known = false;
  bool operator==(const Finding&) const = default;
};

enum class CheckStatus : std::uint8_t { ok, findings, aborted, error, skipped };

struct CheckOutcome {
  std::string name;
  CheckStatus status = CheckStatus::ok;
  std::string reason;  // why skipped, aborted or in error
  double milliseconds = 0;
  std::uint64_t peak_memory = 0;  // bytes of Lua memory, the largest of its states
  bool operator==(const CheckOutcome&) const = default;
};

struct Summary {
  std::uint64_t errors = 0, warnings = 0, notes = 0;
  std::uint64_t suppressed = 0, baseline = 0, fixed = 0, relaxed = 0;
  std::uint64_t generated = 0;  // generated and vendored files, which `lint` left out
  std::uint64_t known_warnings = 0, known_notes = 0;  // those of `warnings`, `notes` that are known
  int exit = 0;
};

// What the change under check itself relaxes: a check switched off, a suppression or baseline
// added.
struct Relaxation {
  std::string what;  // "check size-limit switched off"
  std::string path;
  std::uint32_t line = 0;
};

// An [[ignore]] or entries of the baseline that accept nothing any more.
struct Expired {
  std::string what;  // "[[ignore]] of secrets expired on 2027-01-31"
  std::string path;
  std::uint32_t line = 0;
  bool operator==(const Expired&) const = default;
};

struct ChangeSummary {
  ChangeKind kind = ChangeKind::buffer;
  std::string base, head, why;
  std::vector<std::string> bases;  // all of them, the main one first
  std::int64_t now = 0;            // seconds since the epoch
  std::vector<RefUpdate> updates;
  std::vector<LeftOut> left_out;
  std::uint64_t files = 0, commits = 0, added_lines = 0, removed_lines = 0;
};

struct RuleInfo {  // what reports such as SARIF tell about a rule that can report
  std::string check, rule, summary, help, url;
  Level level = Level::error;
};

struct FileCost {
  std::string path;
  double milliseconds = 0;
  std::uint64_t peak_memory = 0;  // bytes of Lua memory, the largest of the checks' states
};

struct Report {
  ChangeSummary change;
  std::vector<CheckOutcome> checks;  // sorted by name
  std::vector<Finding> findings;     // sorted by path, line, column, check
  std::vector<Problem> problems;
  std::vector<Relaxation> relaxed;
  std::vector<Expired> expired;
  // Files of rules that the target has got, or changed, since this change began.
  std::vector<std::string> newer_rules;
  std::vector<std::string> skip_markers;  // "[skip moongate] in commit 12ab34c" …: always shown
  std::vector<std::string> notes;         // for a person, on stderr; not part of any format
  std::vector<std::string> trace;         // with --trace: as `notes`
  std::string patch;                      // of --fix=patch; a document of its own
  std::vector<RuleInfo> rules;            // of every check that ran
  bool quiet = false;                     // `quiet = true`: a hook that passes prints nothing
  Summary summary;
  double milliseconds = 0;
  std::vector<FileCost> slowest_files;  // with --profile
  double budget_milliseconds = 0;       // 0: none
  // Of a run with --shard: which (from 0) of how many. `change` then counts what this shard saw.
  unsigned shard = 0, shards = 1;
  // Of such a run: how many findings of one check it lists, so that a merged report lists no more.
  std::uint32_t findings_limit = 0;
  // Of such a run: notes on [[ignore]] that accepted nothing in this part. What all parts say is
  // so.
  std::vector<Finding> unused_ignores;
};

std::string_view name_of(Level level);
std::string_view name_of(CheckStatus status);
std::optional<Level> level_from(std::string_view name);

}  // namespace moongate
