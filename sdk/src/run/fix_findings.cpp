#include "run/fix_findings.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "core/hash.h"
#include "core/units.h"
#include "engine/shown_secrets.h"
#include "fix/patch.h"
#include "fix/rounds.h"
#include "fix/write_fixes.h"
#include "git/change/open_change.h"

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
  if (mode == FixMode::apply && change.kind != ChangeKind::staged &&
      change.kind != ChangeKind::tree && change.kind != ChangeKind::working)
    throw Error(ProblemKind::usage,
                "--fix: only what is staged, the working tree (--working) and the tree of HEAD "
                "(--all) can be fixed in place, and this is a change of kind " +
                    std::string(name_of(change.kind)),
                "use --fix=patch and apply the patch where it belongs");
}

namespace {

Change staged_change(const Request& request) {
  Request of_index;
  of_index.kind = ChangeKind::staged;
  of_index.directory = request.directory;
  of_index.now = request.now;
  return open_change(of_index);
}

void note_left(const std::set<std::string>& paths, const std::vector<std::vector<Fix>>& fixes,
               const char* why, Report& report) {
  std::set<std::string> left;
  for (const std::vector<Fix>& of_finding : fixes)
    for (const Fix& fix : of_finding)
      if (paths.contains(fix.path)) left.insert(fix.path);
  for (const std::string& path : left) report.notes.push_back(path + ": not fixed: " + why);
}

// The tree of HEAD is what the index has of each file without staged changes, and these alone can
// be fixed: what is staged was not checked.
std::set<std::string> staged_files(const Change& change, const Request& request,
                                   const std::vector<std::vector<Fix>>& fixes, Report& report) {
  const Change staged = staged_change(request);
  if (staged.base != change.head)
    throw Error(ProblemKind::usage,
                "--fix: only the tree of HEAD can be fixed in place, and this is another one",
                "use --fix=patch and apply the patch where it belongs");
  std::set<std::string> paths;
  for (const FileChange& file : staged.files)
    for (const std::optional<FileVersion>& side : {file.before, file.after})
      if (side) paths.insert(side->path);
  note_left(paths, fixes,
            "it has staged changes (commit them first, or run `moongate check --fix`)", report);
  return paths;
}

// Of the working tree, those files can be fixed whose version is the staged one: a fix goes into
// the index, too, and must not take along what nobody has staged.
std::set<std::string> unstaged_files(const Change& change, const Request& request,
                                     const std::vector<std::vector<Fix>>& fixes, Report& report) {
  const Change staged = staged_change(request);
  std::map<std::string, FileVersion> versions;
  for (const FileChange& file : staged.files)
    if (file.after) versions[file.after->path] = *file.after;
  std::set<std::string> paths;
  for (const FileChange& file : change.files) {
    if (!file.after) continue;
    const auto known = versions.find(file.after->path);
    if (known == versions.end() || known->second != *file.after) paths.insert(file.after->path);
  }
  note_left(paths, fixes, "it has changes that are not staged (`git add` them first)", report);
  return paths;
}

}  // namespace

void fix(const Change& change, const Request& request, const RunOptions& options,
         const std::vector<LoadedCheck>& checks, const Config& config, const EngineOptions& engine,
         Unmasked unmasked, Report& report) {
  std::set<std::string> kept;
  if (options.fix == FixMode::apply && change.kind != ChangeKind::staged) {
    try {
      kept = change.kind == ChangeKind::tree
                 ? staged_files(change, request, unmasked.fixes, report)
                 : unstaged_files(change, request, unmasked.fixes, report);
    } catch (const Error& error) {
      report.problems.push_back(error.problem());
      return;
    }
  }
  const std::vector<std::string> notes = report.notes;
  FixRounds fixed =
      fix_in_memory(change, report, std::move(unmasked.fixes), checks, config, engine, kept);
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
  report.notes.insert(report.notes.end(), notes.begin(), notes.end());
  report.summary.fixed = fixed.fixed;
  const bool everywhere = std::none_of(said.begin(), said.end(), [](const std::string& line) {
    return line.find("fixed in the index only") != std::string::npos;
  });
  report.notes.push_back("fixed " + count_of(fixed.fixed, "finding", "findings") + " in " +
                         count_of(fixed.files.size(), "file", "files") +
                         (everywhere ? ", in the index and in the working tree"
                                     : ", in the index; not everywhere in the working tree:"));
  std::move(said.begin(), said.end(), std::back_inserter(report.notes));
}

}  // namespace moongate
