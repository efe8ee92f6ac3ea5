// The checks of a run, built in, brought along and the team's, with their declarations.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"
#include "run/run_options.h"
#include "script/check_sources.h"

namespace moongate {

// A check that does not load is a problem and an outcome of its own (status `error`); the others
// are still returned.
struct CheckLoad {
  std::vector<LoadedCheck> checks;  // sorted by name
  std::vector<Problem> problems;
  std::vector<CheckOutcome> failed;
};
CheckLoad load_checks(std::vector<SourceFile> team_files, const RunOptions& options);

std::vector<Declaration> declarations_of(const CheckLoad& load);

// Names of --check and --skip (`flag`) that select nothing are mistakes, not wishes: Error(usage).
void require_known(const std::vector<std::string>& names, std::string_view flag,
                   const CheckLoad& load);

// The outcomes of checks that did not load, where `options` asks for these checks, into the report.
void append_failed(Report& report, CheckLoad& load, const EngineOptions& options);

// A team's queries, which a run compiles only when it needs them: a person who looks at the checks
// is told at once what is wrong with one.
void compile_queries(CheckLoad& load);

}  // namespace moongate
