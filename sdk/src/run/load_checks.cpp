#include "run/load_checks.h"

#include <algorithm>
#include <utility>

#include "core/suggest.h"
#include "engine/plan.h"
#include "syntax/nodes.h"

namespace moongate {

namespace {

// Declaring is only reading a table: it gets what a check gets for one small change.
const Limits declaring;

void load_source(const CheckSource& source, CheckLoad& load) {
  const auto taken =
      std::find_if(load.checks.begin(), load.checks.end(),
                   [&](const LoadedCheck& check) { return check.declaration.name == source.name; });
  const auto failed = [&](CheckStatus status, std::string reason) {
    CheckOutcome outcome;
    outcome.name = source.name;
    outcome.status = status;
    outcome.reason = std::move(reason);
    load.failed.push_back(std::move(outcome));
  };
  try {
    if (taken != load.checks.end())
      throw Error(Problem{ProblemKind::check, "there is a check named " + source.name + " already",
                          source.path, 0, "rename the file: a check's name is its file's path"});
    Declaration declaration = declare_check(source, declaring);
    load.checks.push_back({source, std::move(declaration)});
  } catch (const Error& error) {
    load.problems.push_back(error.problem());
    if (taken == load.checks.end()) failed(CheckStatus::error, error.problem().message);
  } catch (const CheckAborted& aborted) {
    failed(CheckStatus::aborted, aborted.reason);
  }
}

}  // namespace

CheckLoad load_checks(std::vector<SourceFile> team_files, const RunOptions& options) {
  CheckLoad load;
  if (!options.without_built_in)
    for (const CheckSource& source : built_in_sources()) load_source(source, load);
  for (const CheckSource& source : options.own_checks) load_source(source, load);
  const std::string prefix = std::string(team_checks_directory) + "/";
  for (const CheckSource& source : check_sources(std::move(team_files), prefix, false))
    load_source(source, load);
  std::sort(load.checks.begin(), load.checks.end(), [](const LoadedCheck& a, const LoadedCheck& b) {
    return a.declaration.name < b.declaration.name;
  });
  return load;
}

std::vector<Declaration> declarations_of(const CheckLoad& load) {
  std::vector<Declaration> declarations;
  for (const LoadedCheck& check : load.checks) declarations.push_back(check.declaration);
  return declarations;
}

void require_known(const std::vector<std::string>& names, std::string_view flag,
                   const CheckLoad& load) {
  std::vector<std::string> known;
  const auto add = [&](const std::string& name) {
    known.push_back(name);
    const std::size_t slash = name.find('/');
    if (slash != std::string::npos) known.push_back(name.substr(0, slash));
  };
  for (const LoadedCheck& check : load.checks) {
    add(check.declaration.name);
    for (const Rule& rule : check.declaration.rules)
      known.push_back(check.declaration.name + "/" + rule.id);
  }
  for (const CheckOutcome& outcome : load.failed) add(outcome.name);
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string near = nearest(name, known);
    throw Error(ProblemKind::usage, std::string(flag) + ": there is no check named '" + name + "'",
                near.empty() ? "`moongate list` shows the checks" : "did you mean '" + near + "'?");
  }
}

void append_failed(Report& report, CheckLoad& load, const EngineOptions& options) {
  for (CheckOutcome& outcome : load.failed) {
    const bool wanted = options.named.empty() ||
                        std::any_of(options.named.begin(), options.named.end(),
                                    [&](const auto& name) { return selects(name, outcome.name); });
    if (wanted) report.checks.push_back(std::move(outcome));
  }
  std::sort(report.checks.begin(), report.checks.end(),
            [](const CheckOutcome& a, const CheckOutcome& b) { return a.name < b.name; });
}

void compile_queries(CheckLoad& load) {
  std::erase_if(load.checks, [&](const LoadedCheck& check) {
    if (check.source.built_in) return false;
    try {
      require_queries(check.declaration);
      return false;
    } catch (const Error& error) {
      load.problems.push_back(error.problem());
      CheckOutcome outcome;
      outcome.name = check.declaration.name;
      outcome.status = CheckStatus::error;
      outcome.reason = error.problem().message;
      load.failed.push_back(std::move(outcome));
      return true;
    }
  });
}

}  // namespace moongate
