// Which checks run on this change, and what there is to visit.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "engine/introductions.h"

namespace moongate {

// One enabled check of a run, with what all its instances share.
struct PlannedCheck {
  const LoadedCheck* check = nullptr;
  std::unique_ptr<Meter> meter;
  bool by_commit = false;  // visits what each commit introduces, and the net change
  bool seeks_secrets = false;
  bool known_too = false;  // …and what the commits introduce that are known elsewhere
  bool skipped = false;
  std::string skip_reason;
};

// Something that one worker visits with all checks that want it.
struct Unit {
  enum class Kind : std::uint8_t { file, commit, branch, tag, pull_request, change, finish };
  Kind kind = Kind::file;
  const FileChange* file = nullptr;  // file
  // commit; for a file, the commit that introduces it, or null for the net change; for the change,
  // the commit whose totals are asked for, or null for those of the net change
  const Commit* commit = nullptr;
  bool known = false;  // one of Change::known, or a file of it
  // For a file of the net change: the commit that introduces exactly this and answers with it.
  const Commit* introduced_by = nullptr;
  // For a file of a commit: what became of it in the net change, under whatever name; or null.
  const FileChange* net = nullptr;
  const std::vector<FileChange>* files = nullptr;  // of a commit whose totals are asked for
  const Branch* branch = nullptr;
  const Tag* tag = nullptr;
  // Another shard's: visited only by checks with `finish`, which this shard runs whole.
  bool elsewhere = false;
};

// Checks in the order of their names. A check that was asked for by name but sees nothing in this
// kind of change is planned as skipped, with the reason; one that was not is left out.
std::vector<PlannedCheck> plan_checks(const Change& change, const std::vector<LoadedCheck>& checks,
                                      const Config& config, const EngineOptions& options);

// Whether `path` is what was asked for, lies below it, or matches it as a glob. A glob without '/'
// matches in any directory.
bool is_below(std::string_view path, std::string_view asked);

// Whether this run looks at a path at all: the configuration's `paths`, and those that were asked
// for.
bool in_run(std::string_view path, const Config& config, const EngineOptions& options);

// Whether the check's own `stages` name that kind: by itself the visitor `change` means a change of
// files, but a check may ask for a message or the branches.
bool asks_for(const Declaration& declaration, ChangeKind kind);

// Whether a check's visitors can see anything in a change of this kind.
bool sees(const Declaration& declaration, const Change& change);

// Whether `name` selects the check: its name, its group ("lint"), or NAME/RULE of it.
bool selects(std::string_view name, std::string_view check);

// Whether the check takes part in the unit: one with `finish` sees all units in the first shard,
// and none in the others; only a check for secrets sees what is known, or what tools write.
bool takes_unit(const PlannedCheck& planned, const Unit& unit, const EngineOptions& options);

// With `whole` the units of other shards are there, too, marked as such.
// `by_commit` files must outlive the units; they are parallel to change.commits, or to them and
// change.known after them, and `introductions` is of them. `totals`: whether a check asks for the
// totals of each commit.
std::vector<Unit> plan_units(const Change& change,
                             const std::vector<std::vector<FileChange>>& by_commit,
                             const Introductions& introductions, bool totals, const Config& config,
                             const EngineOptions& options, bool whole = false);

bool in_shard(std::string_view identity, const EngineOptions& options);

}  // namespace moongate
