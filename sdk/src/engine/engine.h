// change -> checks -> findings.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cache/result_cache.h"
#include "config/config.h"
#include "core/change.h"
#include "core/finding.h"
#include "findings/baseline.h"
#include "findings/masks.h"
#include "script/check.h"

namespace moongate {

// A check, or NAME/RULE, left out of this run, and who said so.
struct SkippedCheck {
  std::string name;    // a check, a group, or NAME/RULE
  std::string reason;  // "--skip", "MOONGATE_SKIP" …: shown in the report
};

// What a report does not show, for who writes files: a fix must reach the file as it is, and what
// is printed of a file must be masked as the report is.
struct Unmasked {
  std::vector<std::vector<Fix>> fixes;  // of each finding of the report; of commits' content none
  std::shared_ptr<const Masks> masks;
  std::vector<std::string> secrets;  // what the checks marked
};

// The last resort of a program, for when limits should have ended a check and did not: `expired` is
// told, once and on a thread of its own, what the run had found until then, the stuck check marked
// as aborted. The stuck thread cannot be ended, so `expired` ends the process.
struct Watchdog {
  // How long one check may be at one file, by the clock on the wall: this, and twenty times what
  // its limits allow of CPU time.
  double seconds = 0;
  std::function<void(Report&& so_far)> expired;  // empty: nobody watches
};

struct EngineOptions {
  unsigned jobs = 0;  // threads; 0 is one a core
  bool include_existing = false;
  bool show_secrets = false;
  bool profile = false;
  std::vector<std::string> paths;  // only files at or below these; empty: all
  std::vector<std::string> named;  // checks asked for by name: stages and level `off` do not bind
  std::vector<std::string> unreadable;  // checks that there are, but not in this run
  std::vector<SkippedCheck> skip;
  unsigned shard = 0, shards = 1;      // this shard, of how many
  bool unused_ignores = false;         // note [[ignore]] of the repository that accepts nothing
  const Baseline* baseline = nullptr;  // accepted findings; null: none
  ResultCache* cache = nullptr;        // null: none is used or filled
  Unmasked* unmasked = nullptr;        // filled where it is given
  std::vector<std::string>* trace = nullptr;  // where given: what was decided and read, appended
  const std::atomic<bool>* cancel = nullptr;
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;  // from any thread
  Watchdog watchdog;
};

struct LoadedCheck {
  CheckSource source;
  Declaration declaration;
  // What it marks as a secret is hidden everywhere. False for what the change under check brings:
  // it must not hide what other checks say.
  bool trusted = true;
};

// Runs every check that the configuration enables and that applies to this kind of change. Never
// throws for what a check does: that is in the report. Throws Error(repository) only where no
// report could be made at all.
Report run_checks(const Change& change, const std::vector<LoadedCheck>& checks,
                  const Config& config, const EngineOptions& options);

}  // namespace moongate
