// One worker's checks: each loaded once in a Lua state of this worker's, and called for the units
// that the worker takes.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "engine/kept_bytes.h"
#include "engine/plan.h"
#include "engine/visited_file.h"
#include "match/pattern_set.h"

namespace moongate {

// The patterns of all planned checks as one pass, and whose they are.
class SharedPatterns {
 public:
  // Compiling is charged to the checks that own the patterns. `begin` is told whose comes next;
  // `failed` of each check that is left out: with the error in one of its patterns, or with null
  // when the time that the check may take was used up.
  using Begin = std::function<void(const PlannedCheck&)>;
  using Failed = std::function<void(const PlannedCheck&, const Error*)>;
  SharedPatterns(const std::vector<PlannedCheck>& checks, const Limits& limits, const Begin& begin,
                 const Failed& failed);

  bool empty() const { return set_.empty(); }
  // Time and the memory of matches are charged to the checks that own the patterns; one that has
  // used up what it may take is put into `over`, with the words for it, and its patterns are not
  // looked for any further.
  using Over = std::map<const PlannedCheck*, std::string>;
  std::vector<PatternMatch> find(std::string_view text, const Limits& limits, Over& over) const;
  const PlannedCheck* owner(const Pattern* pattern) const { return owners_.at(pattern); }

 private:
  PatternSet build(const std::vector<PlannedCheck>& checks, const Limits& limits,
                   const Begin& begin, const Failed& failed);

  std::map<const Pattern*, const PlannedCheck*> owners_;
  std::set<const PlannedCheck*> left_out_;
  PatternSet set_;
};

class Visitors {
 public:
  Visitors(const Change& change, const Config& config, const EngineOptions& options,
           const SharedPatterns& patterns, const Attributes& attributes, unsigned worker);

  unsigned worker() const { return worker_; }
  // Whether the check wants this file at all: by its path and level, and by its language, which
  // may take a look into the file.
  bool wants_path(const PlannedCheck& planned, const FileContext& file) const;
  bool wants_language(const PlannedCheck& planned, FileContext& file) const;

  // Whether a version that the file has in a base lies where the check did not look, or looked with
  // less effect: below another path, which is excluded for it or has a lower level. Then that
  // version's lines and findings do not count as existing for this check.
  bool looked_elsewhere(const PlannedCheck& planned, const FileChange& file) const;

  // What the check says about the unit, new findings only; `facts`, where it is not null, gets its
  // facts. Throws as CheckInstance does, and
  // Error(repository) when content cannot be read.
  std::vector<RawFinding> visit_file(const PlannedCheck& planned, VisitedFile& visited,
                                     std::vector<Fact>* facts);
  std::vector<RawFinding> visit(const PlannedCheck& planned, const Unit& unit, const Counts& counts,
                                std::vector<Fact>* facts);
  std::vector<RawFinding> finish(const PlannedCheck& planned, const Finish& finish);

  const std::vector<PatternMatch>& matches(VisitedFile& file) const;
  std::uint64_t peak_memory(const PlannedCheck& planned) const;
  // The most that one check's state held since this was last asked.
  std::uint64_t lap_memory();

 private:
  CheckInstance& instance(const PlannedCheck& planned, const CheckSettings& settings,
                          std::vector<Fact>* facts);
  bool lists(const PlannedCheck& planned, FileContext& file) const;
  bool counts(FileContext& file, std::size_t begin, std::size_t end) const;
  bool looked_below(const PlannedCheck& planned, const std::string& old_path,
                    const std::string& path) const;
  IgnoredBases ignored_bases(const PlannedCheck& planned, VisitedFile& visited) const;

  const Change& change_;
  const Config& config_;
  const EngineOptions& options_;
  const SharedPatterns& patterns_;
  const Attributes& attributes_;
  unsigned worker_;
  using InstanceKey = std::pair<const PlannedCheck*, const CheckSettings*>;
  std::map<InstanceKey, CheckInstance> instances_;
  std::map<InstanceKey, Error> unloadable_;  // those that failed before their first visit
};

}  // namespace moongate
