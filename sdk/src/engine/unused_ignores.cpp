#include "engine/unused_ignores.h"

#include <algorithm>
#include <string>
#include <utility>

#include "findings/fingerprint.h"

namespace moongate {

namespace {

// Whether one of two names is the other or lies in it: "lint" and "lint/final-newline".
bool overlap(const std::string& a, const std::string& b) {
  return a == b || a.starts_with(b + "/") || b.starts_with(a + "/");
}

// Whether every check that `name` speaks of looked for it in the files, and there was one.
bool was_looked_for(const Judged& run, const std::string& name) {
  for (const SkippedCheck& skip : run.options.skip)
    if (overlap(skip.name, name)) return false;
  for (const std::string& unreadable : run.options.unreadable)
    if (overlap(unreadable, name)) return false;
  bool looked = false;
  for (std::size_t i = 0; i < run.planned.size(); ++i) {
    const PlannedCheck& planned = run.planned[i];
    const Declaration& declaration = planned.check->declaration;
    if (!overlap(declaration.name, name)) continue;
    const CheckSettings& settings = run.config.settings(declaration.name, "");
    if (planned.skipped || run.endings.of(i).happened() || settings.scope == Scope::commits)
      return false;
    const std::vector<std::string> reports = what_can_report(declaration, settings);
    looked = looked || std::any_of(reports.begin(), reports.end(), [&](const std::string& one) {
               return one == name || one.starts_with(name + "/");
             });
  }
  return looked;
}

std::string listed(const std::vector<std::string>& globs) {
  std::string text;
  for (const std::string& glob : globs) text += (text.empty() ? "" : ", ") + glob;
  return text;
}

}  // namespace

std::vector<Finding> unused_ignores(const Judged& run, const Ignores& ignores) {
  std::vector<Finding> notes;
  const EngineOptions& options = run.options;
  if (!options.unused_ignores || run.change.kind != ChangeKind::tree || !options.named.empty() ||
      !options.paths.empty())
    return notes;
  for (const Ignore* ignore : ignores.unused()) {
    const bool ours = ignore->origin.layer == "repository" || ignore->origin.layer == "nested";
    if (!ours || !ignore->commits.empty() || !ignore->branches.empty() ||
        !was_looked_for(run, ignore->check))
      continue;
    Finding note;
    note.check = "moongate";
    note.rule = "unused-ignore";
    note.level = Level::note;
    note.message = "[[ignore]] of " + ignore->check + " in " + listed(ignore->paths) +
                   " is not needed: nothing is found there";
    note.help = "remove the entry";
    note.path = ignore->origin.path;
    note.line = note.end_line = ignore->origin.line;
    note.fingerprint = fingerprint(note.check, note.rule, note.path, note.message, 0);
    notes.push_back(std::move(note));
  }
  return notes;
}

}  // namespace moongate
