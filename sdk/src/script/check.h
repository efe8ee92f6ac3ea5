// A check in Lua: loading it, and calling its visitors. Knows no Git; gets FileContext, Commit …
// and gives RawFinding.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/check_limits.h"
#include "core/declaration.h"
#include "core/hits.h"
#include "core/meter.h"
#include "diff/file_context.h"
#include "script/fact.h"

namespace moongate {

// Where a check and the modules that it requires come from. `module("moongate.glob")` and
// `module("sibling")` give Lua text, or nullopt.
struct ModuleText {
  std::string path;  // as shown in errors
  std::string text;
  // The same compiled, of what is built in: only the program's own bytecode is ever loaded, because
  // Lua does not verify any. Empty: `text` is.
  std::string_view bytecode = {};
};

struct CheckSource {
  std::string name;  // "size-limit", "lint/trailing-whitespace"
  std::string path;  // as shown in errors
  std::string text;
  bool built_in = false;
  // Differs where anything differs that `module` can give; empty: not known, so that no result of
  // this check is kept for another run.
  std::string identity;
  std::function<std::optional<ModuleText>(std::string_view name)> module;
  std::string_view bytecode = {};     // as in ModuleText
  std::string_view declaration = {};  // packed, of what is built in; empty: the chunk is run
};

// What a finding is about, where that is not what the visitor was called for: a file of
// `change.files` or of `commit.files`, a commit of `change.commits` … All empty: it is.
struct FindingSubject {
  std::shared_ptr<const FileChange> file;  // keeps the list that it is of
  const Commit* commit = nullptr;          // alone: its message; with a file: what introduces that
  const Branch* branch = nullptr;
  const Tag* tag = nullptr;
  bool operator==(const FindingSubject&) const = default;
};

// What a check said, before the engine adds who said it, where it stands and whether it is new.
struct RawFinding {
  FindingSubject subject;
  std::string rule;
  std::optional<Level> level;  // asked for by the check; configuration decides
  std::string message;
  std::uint32_t line = 0, column = 0, end_line = 0, end_column = 0;
  bool on_old_side = false;        // positions are of the old text (visitor `file`, old version)
  std::optional<std::string> fix;  // replaces exactly the reported range
  std::string help;
  std::vector<std::string> commands;  // Finding::commands
  std::optional<double> value;
  // Set by the engine for what a `secret` pattern reported: these bytes of the new text are masked.
  std::optional<ByteRange> secret;
};

// How large the change is, asked for when a check wants to know: counting lines takes reading
// files.
using Counts = std::function<const ChangeSummary&()>;

// Reads a check's table, or what the build read of a built-in check's. Throws Error(check) with
// file:line for a syntax error, an unknown api, an unknown or ill-typed field; CheckAborted when
// even that takes too long.
Declaration declare_check(const CheckSource& source, const Limits& limits);

// One check loaded in one Lua state; used by one thread at a time. Visitors append to `out`. They
// throw Error(check) when the script errs and CheckAborted when it exceeds its limits.
class CheckInstance {
 public:
  // `declaration`, `source` and `meter` must outlive the instance. `options` has a value for every
  // declared option.
  CheckInstance(const CheckSource& source, const Declaration& declaration, const Map& options,
                const Limits& limits, Meter& meter);
  ~CheckInstance();
  CheckInstance(CheckInstance&&) noexcept;
  CheckInstance& operator=(CheckInstance&&) noexcept;

  void added_lines(FileContext& file, std::vector<RawFinding>& out);
  void changed_file(FileContext& file, std::vector<RawFinding>& out);
  // One version of the file at a time: the new side, or the old one.
  void file(FileContext& file, bool old_side, std::vector<RawFinding>& out);
  void match(FileContext& file, const PatternMatch& match, std::vector<RawFinding>& out);
  void changed_node(FileContext& file, const NodeMatch& match, bool old_side,
                    std::vector<RawFinding>& out);
  void commit(const Change& change, const Commit& commit, std::vector<RawFinding>& out);
  void branch(const Change& change, const Branch& branch, std::vector<RawFinding>& out);
  void tag(const Change& change, const Tag& tag, std::vector<RawFinding>& out);
  void pull_request(const Change& change, std::vector<RawFinding>& out);
  void change(const Change& change, const Counts& counts, std::vector<RawFinding>& out);

  // Once, with the facts of all visits.
  void finish(const Change& change, const Finish& finish, std::vector<RawFinding>& out);

  // Where facts of the following visits go; null: nowhere.
  void collect(std::vector<Fact>* facts);
  // Which files the lists of a change and of its commits name; without it, all.
  void list_only(std::function<bool(FileContext& file)> wanted);
  // What `file.is_generated` answers; without it no file is.
  void know_generated(std::function<bool(std::string_view path)> generated);

  std::uint64_t peak_memory() const;  // bytes
  std::uint64_t lap_memory();         // bytes, the most since this was last asked

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace moongate
