#include "run/fix.h"

#include <iterator>
#include <string>
#include <utility>

#include "engine/shown_secrets.h"
#include "fix/patch.h"
#include "fix/rounds.h"
#include "git/write_fixes.h"
#include "hash.h"
#include "units.h"

namespace moongate {

namespace {

void write_patch(const FixRounds& fixed, const std::vector<LoadedCheck>& checks,
                 const Config& config, const Masks* masks, Report& report) {
  for (const FixedFile& file : fixed.files) {
    std::string before_id, after_id;
    if (file.before.id.size == blob_hash({}).size) {
      before_id = blob_hash(*file.text).hex();
      after_id = blob_hash(*file.fixed).hex();
    }
    const std::string& path = file.before.path;
    const std::string patch =
        patch_of(path, file.before.mode, *file.text, *file.fixed, before_id, after_id);
    // Where a line of a patch would show a secret the patch is of no use, masked or not.
    const auto shows_secret = [&] {
      if (!masks) return false;
      if (masks->snippet("", path, patch) != patch) return true;
      Masker judged;  // the whole file, as the lines of a patch have a sign before them
      for (std::string& secret :
           shown_secrets({{path, *file.text}, {path, *file.fixed}}, checks, config))
        judged.add(std::move(secret));
      return judged.mask(patch) != patch;
    };
    if (shows_secret())
      report.notes.push_back(path +
                             " is not in the patch: it would show a secret (--show-secrets)");
    else
      report.patch += patch;
  }
}

}  // namespace

void require_fixable(const Change& change, FixMode mode) {
  if (mode == FixMode::off) return;
  if (change.kind == ChangeKind::message || change.kind == ChangeKind::refs)
    throw Error(
        ProblemKind::usage,
        "--fix: there are no files in a change of kind " + std::string(name_of(change.kind)),
        "leave --fix out here");
  if (mode == FixMode::apply && change.kind != ChangeKind::staged)
    throw Error(ProblemKind::usage,
                "--fix: only what is staged can be fixed in place, and this is a change of kind " +
                    std::string(name_of(change.kind)),
                "use --fix=patch and apply the patch where it belongs");
}

void fix(const Change& change, const Request& request, const RunOptions& options,
         const std::vector<LoadedCheck>& checks, const Config& config, const EngineOptions& engine,
         Unmasked unmasked, Report& report) {
  FixRounds fixed =
      fix_in_memory(change, report, std::move(unmasked.fixes), checks, config, engine);
  if (options.fix == FixMode::patch) {
    write_patch(fixed, checks, config, engine.show_secrets ? nullptr : unmasked.masks.get(),
                report);
    return;
  }
  std::vector<StagedFix> staged;
  for (const FixedFile& file : fixed.files)
    staged.push_back({file.before, *file.text, *file.fixed, file.edits});
  std::vector<std::string> said;
  try {
    said = write_fixes(request.directory, staged);
  } catch (const Error& error) {
    report.problems.push_back(error.problem());
    return;
  }
  if (staged.empty()) {
    std::move(said.begin(), said.end(), std::back_inserter(report.notes));
    return;
  }
  report = std::move(fixed.report);
  report.summary.fixed = fixed.fixed;
  report.notes.push_back("fixed " + count_of(fixed.fixed, "finding", "findings") + " in " +
                         count_of(fixed.files.size(), "file", "files") +
                         ", in the index and in the work tree");
  std::move(said.begin(), said.end(), std::back_inserter(report.notes));
}

}  // namespace moongate
