#include "run.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <utility>

#include "config/loosened.h"
#include "engine/plan.h"
#include "engine/verdict.h"
#include "fix/patch.h"
#include "fix/rounds.h"
#include "git/git_program.h"
#include "git/location.h"
#include "git/open.h"
#include "git/write_fixes.h"
#include "hash.h"
#include "suggest.h"
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

std::string read_named_file(const std::string& path, std::string_view flag) {
  std::error_code error;
  std::ifstream stream(path, std::ios::binary);
  if (!stream || std::filesystem::is_directory(path, error))
    throw Error(Problem{ProblemKind::config, "cannot be read", path, 0,
                        "give " + std::string(flag) + " a file that exists and can be read"});
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Names of --check and --skip that select nothing are mistakes, not wishes.
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

// A side's rules, kept alive with what they read from.
struct Rules {
  std::shared_ptr<Change> other;  // --config-from
  RuleSource source;
};

Rules rules_for(const Request& request, const RunOptions& options, const Change& change) {
  Rules rules;
  if (options.ignore_repository) {
    rules.source.read = [](const std::string&) { return std::optional<std::string>(); };
    rules.source.list = [](const std::string&) { return std::vector<std::string>(); };
  } else if (!options.config_from.empty()) {
    Request trusted;
    trusted.kind = ChangeKind::tree;
    trusted.directory = request.directory;
    trusted.head = options.config_from;
    trusted.fetch = request.fetch;
    trusted.now = request.now;
    rules.other = std::make_shared<Change>(open_change(trusted));
    rules.source = rules_of_tree(rules.other->after, rules.other->read);
  } else if (options.rules_from == RulesFrom::work_tree && !change.root.empty()) {
    rules.source = rules_of_folder(change.root);
  } else if (change.after.find) {
    rules.source = rules_of_tree(change.after, change.read);
  } else if (!change.root.empty()) {
    rules.source = rules_of_folder(change.root);
  } else {
    rules.source.read = [](const std::string&) { return std::optional<std::string>(); };
    rules.source.list = [](const std::string&) { return std::vector<std::string>(); };
  }
  return rules;
}

// A person or a hook may look at one file and be judged by another: the two are compared, and a
// difference is said.
void note_differences(const RunOptions& options, const Change& change, Report& report) {
  if (change.root.empty() || !change.after.find || !options.config_from.empty() ||
      !options.config_file.empty() || change.kind == ChangeKind::tree)
    return;
  const bool from_change = options.rules_from == RulesFrom::change;
  for (const DifferingRule& rule :
       differing_rules(rules_of_folder(change.root), rules_of_tree(change.after, change.read),
                       nested_config_paths(change))) {
    std::string note;
    if (!rule.unreadable.empty())
      note = (from_change ? " in the work tree " : " ") + rule.unreadable;
    else if (from_change && rule.on_disk)
      note = rule.in_change ? " differs in the work tree: what is in this change applies"
                            : " lies in the work tree but is not in this change: it does not apply "
                              "(git add " +
                                  rule.path + ")";
    else if (!from_change && !rule.on_disk)
      note =
          " is in this change and not in the work tree: it does not apply here, a hook or CI "
          "would take it";
    else if (!from_change)
      note = rule.in_change ? " differs from the one in this change: the work tree's applies here, "
                              "a hook or CI would take the other"
                            : " is not committed: a hook or CI would not see it yet";
    if (!note.empty()) report.notes.push_back(rule.path + note);
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

std::vector<Declaration> declarations_of(const CheckLoad& load) {
  std::vector<Declaration> declarations;
  for (const LoadedCheck& check : load.checks) declarations.push_back(check.declaration);
  return declarations;
}

Baseline read_baseline(const RuleSource& rules, const Config& config) {
  const std::string path(baseline_path);
  const std::optional<std::string> text = rules.read(path);
  if (!text) return {};
  require_allowed(config.policy, path);
  return parse_baseline(*text, path);
}

// Paths as a person types them, from where the person is, become paths of the repository.
std::vector<std::string> repository_paths(const Change& change,
                                          const std::vector<std::string>& given) {
  namespace fs = std::filesystem;
  if (change.root.empty()) return given;
  std::vector<std::string> paths;
  std::error_code error;
  const fs::path root = fs::weakly_canonical(change.root, error);
  for (const std::string& path : given) {
    const fs::path full = fs::weakly_canonical(fs::absolute(path, error), error);
    const std::string relative = full.lexically_relative(root).generic_string();
    if (relative.empty() || relative == ".." || relative.starts_with("../"))
      throw Error(ProblemKind::usage, "'" + path + "' is outside of the repository",
                  "give files and folders below " + root.string());
    const auto in_change = [&](const FileChange& file) {
      return file.path() == relative || file.path().starts_with(relative + "/");
    };
    const bool known = relative == "." || fs::exists(fs::symlink_status(full, error)) ||
                       std::any_of(change.files.begin(), change.files.end(), in_change) ||
                       (change.after.find &&
                        (change.after.find(relative) || !change.after.list(relative).empty()));
    if (!known)
      throw Error(
          ProblemKind::usage, "there is no file or folder '" + path + "'",
          "paths are taken from the current folder; a name that begins with '-' goes after --");
    paths.push_back(relative);
  }
  return paths;
}

bool has_marker(std::string_view text, std::string& which) {
  for (const std::string_view marker : {"[skip moongate]", "[ci skip]"})
    if (text.find(marker) != std::string_view::npos) {
      which = marker;
      return true;
    }
  return false;
}

// The commits whose message may skip the checks: the newest, or the message being written. A push
// may bring several branches, of which each speaks for itself.
std::vector<const Commit*> newest_commits(const Change& change) {
  if (change.commits.empty() || change.kind == ChangeKind::tree) return {};
  std::vector<const Commit*> newest;
  for (const RefUpdate& update : change.updates)
    for (const Commit& commit : change.commits)
      if (commit.id == update.after) newest.push_back(&commit);
  if (newest.empty()) newest.push_back(&change.commits.back());
  return newest;
}

// A marker in the newest commit (or the message being written) or in the pull request skips all
// checks, unless the policy forbids it; either is told. What the policy locks runs all the same:
// otherwise a line of text could do what moongate.toml and MOONGATE_SKIP must not.
void skip_by_marker(const Change& change, const Config& config, const CheckLoad& load,
                    EngineOptions& engine, std::vector<std::string>& said) {
  const auto shown = [](const Commit& commit) {
    return commit.id.empty() ? "the commit message" : "commit " + commit.id.hex().substr(0, 12);
  };
  std::string which, where;
  const Commit* without = nullptr;
  for (const Commit* commit : newest_commits(change)) {
    if (has_marker(commit->message, which))
      where = shown(*commit);
    else
      without = commit;
  }
  if (!where.empty() && without) {
    said.push_back(which + " in " + where + " does not count: " + shown(*without) +
                   ", pushed with it, has none");
    return;
  }
  if (where.empty() && change.pull_request &&
      (has_marker(change.pull_request->title, which) ||
       has_marker(change.pull_request->body, which)))
    where = "the pull request";
  if (where.empty()) return;
  if (!config.policy.allow_skip) {
    said.push_back(which + " in " + where + " does not count: the policy forbids it");
    return;
  }
  const Origin* lock = nullptr;
  for (const LoadedCheck& check : load.checks) {
    const auto locked = config.locks.find("checks." + check.declaration.name + ".level");
    if (locked == config.locks.end())
      engine.skip.push_back({check.declaration.name, which + " in " + where});
    else if (!lock)
      lock = &locked->second;
  }
  said.push_back(which + " in " + where + " skips all checks" +
                 (lock ? " but those that the policy " + lock->path + ":" +
                             std::to_string(lock->line) + " locks"
                       : ""));
}

bool is_rule_file(std::string_view path) {
  return path == "moongate.toml" || path.ends_with("/moongate.toml") ||
         path.starts_with(".moongate/");
}

// The rules of the change's own base, where the change touched any: what it loosens is told.
void tell_loosened(const RulesSide& after, const Change& change, const RunOptions& options,
                   const std::vector<ConfigText>& layers, Report& report) {
  const bool touched =
      std::any_of(change.files.begin(), change.files.end(),
                  [](const FileChange& file) { return is_rule_file(file.path()); });
  if (!touched || !change.before.find || change.kind == ChangeKind::tree ||
      !options.config_from.empty() || !options.config_file.empty() || options.ignore_repository)
    return;
  try {
    const RuleSource source = rules_of_tree(change.before, change.read);
    const CheckLoad load = load_checks(team_check_files(source), options);
    std::vector<ConfigText> below;
    for (const ConfigText& layer : layers)
      if (layer.layer == "policy") below.push_back(layer);
    for (ConfigText& layer : repository_layers(source, change)) below.push_back(std::move(layer));
    Overrides overrides;
    for (const CheckOutcome& failed : load.failed)
      overrides.unreadable_checks.push_back(failed.name);
    const std::vector<Declaration> declarations = declarations_of(load);
    const Config config = load_config(below, overrides, declarations);
    const Baseline baseline = read_baseline(source, config);
    for (Loosening& loosening : find_loosened({config, declarations, baseline}, after))
      report.loosened.push_back(std::move(loosening));
  } catch (const Error& error) {
    // A base with unreadable rules judged nothing: there is nothing to loosen.
    report.notes.push_back("the base's own rules cannot be read (" + error.problem().message +
                           "): what this change loosens is not known");
  }
  report.summary.loosened = report.loosened.size();
}

// Limits that a program set hold where no configuration says otherwise.
void apply_limits(const Limits& limits, Config& config) {
  const auto configured = [&](const char* setting) {
    const auto origin = config.origins.find(setting);
    return origin != config.origins.end() && origin->second.layer != "default";
  };
  if (!configured("limits.check_time")) config.limits.check_seconds = limits.check_seconds;
  if (!configured("limits.check_memory")) config.limits.check_memory = limits.check_memory;
}

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

std::string counted(std::uint64_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

// Where a line of a patch would show a secret the patch is of no use, masked or not.
bool shows_secret(const std::string& patch, const Masker* masker) {
  return masker && masker->mask(patch) != patch;
}

void write_patch(const FixRounds& fixed, const Masker* masker, Report& report) {
  for (const FixedFile& file : fixed.files) {
    std::string before_id, after_id;
    if (file.before.id.size == blob_hash({}).size) {
      before_id = blob_hash(*file.text).hex();
      after_id = blob_hash(*file.fixed).hex();
    }
    const std::string patch =
        patch_of(file.before.path, file.before.mode, *file.text, *file.fixed, before_id, after_id);
    if (shows_secret(patch, masker))
      report.notes.push_back(file.before.path +
                             " is not in the patch: it would show a secret (--show-secrets)");
    else
      report.patch += patch;
  }
}

// Replaces `report` by that of the fixed change, or adds the patch to it.
void fix(const Change& change, const Request& request, const RunOptions& options,
         const std::vector<LoadedCheck>& checks, const Config& config, const EngineOptions& engine,
         Unmasked unmasked, Report& report) {
  FixRounds fixed =
      fix_in_memory(change, report, std::move(unmasked.fixes), checks, config, engine);
  if (options.fix == FixMode::patch) {
    write_patch(fixed, engine.show_secrets ? nullptr : unmasked.masker.get(), report);
    return;
  }
  std::vector<StagedFix> staged;
  for (const FixedFile& file : fixed.files)
    staged.push_back({file.before, *file.text, *file.fixed});
  std::vector<std::string> said;
  try {
    said = write_fixes(request.directory, staged);
  } catch (const Error& error) {
    report.problems.push_back(error.problem());
    return;
  }
  if (staged.empty()) return;
  report = std::move(fixed.report);
  report.summary.fixed = fixed.fixed;
  report.notes.push_back("fixed " + counted(fixed.fixed, "finding", "findings") + " in " +
                         counted(fixed.files.size(), "file", "files") +
                         ", in the index and in the work tree");
  std::move(said.begin(), said.end(), std::back_inserter(report.notes));
}

void trace(const RunOptions& options, const std::string& step) {
  if (options.trace) options.trace(step);
}

void trace_opened(const RunOptions& options, const Change& change) {
  if (!options.trace) return;
  std::string text = "opened the change: " + std::string(name_of(change.kind)) + ", " +
                     counted(change.files.size(), "file", "files") + ", " +
                     counted(change.commits.size(), "commit", "commits");
  if (!change.base.empty()) text += ", from " + change.base;
  if (!change.head.empty()) text += ", to " + change.head;
  trace(options, text);
}

void trace_rules(const RunOptions& options, const CheckLoad& load,
                 const std::vector<ConfigText>& layers) {
  if (!options.trace) return;
  const auto own = std::count_if(load.checks.begin(), load.checks.end(),
                                 [](const LoadedCheck& check) { return check.source.built_in; });
  trace(options, "loaded the checks: " + std::to_string(own) + " built in, " +
                     std::to_string(load.checks.size() - static_cast<std::size_t>(own)) +
                     " of the repository, " + std::to_string(load.failed.size()) + " failed");
  for (const ConfigText& layer : layers)
    trace(options, "read the settings: " + layer.path + " (" + layer.layer + ")");
}

void trace_outcomes(const RunOptions& options, const Report& report) {
  if (!options.trace) return;
  for (const CheckOutcome& check : report.checks)
    trace(options, "ran " + check.name + ": " + std::string(name_of(check.status)) +
                       (check.reason.empty() ? "" : ", " + check.reason));
}

std::string told_rules(const RunOptions& options, const Change& change) {
  if (options.ignore_repository) return "rules: none of the repository's";
  if (!options.config_from.empty()) return "rules: of " + options.config_from;
  if (change.root.empty() && !change.after.find) return "rules: the defaults";
  const bool disk = options.rules_from == RulesFrom::work_tree || !change.after.find;
  return disk && !change.root.empty() ? "rules: of the work tree " + change.root
                                      : "rules: of the change itself";
}

Report run_or_throw(const Change& change, const Request& request, const RunOptions& options,
                    Report& so_far) {
  trace_opened(options, change);
  trace(options, told_rules(options, change));
  so_far.change.kind = change.kind;
  so_far.change.base = change.base;
  so_far.change.head = change.head;
  so_far.change.why = change.why;
  so_far.change.updates = change.updates;

  require_fixable(change, options.fix);
  const Rules rules = rules_for(request, options, change);
  CheckLoad load = load_checks(team_check_files(rules.source), options);
  so_far.problems = load.problems;
  require_known(options.overrides.only, "--check", load);
  require_known(options.overrides.skip, "--skip", load);

  std::vector<ConfigText> layers = options.own_layers;
  if (!options.policy_file.empty())
    layers.push_back(
        {"policy", options.policy_file, "", read_named_file(options.policy_file, "--policy")});
  std::vector<ConfigText> repository = repository_layers(rules.source, change);
  if (!options.config_file.empty()) {
    std::erase_if(repository, [](const ConfigText& text) { return text.layer == "repository"; });
    repository.insert(repository.begin(), {"repository", options.config_file, "",
                                           read_named_file(options.config_file, "--config")});
  }
  std::move(repository.begin(), repository.end(), std::back_inserter(layers));

  const std::vector<Declaration> declarations = declarations_of(load);
  Overrides overrides = options.overrides;
  for (const CheckOutcome& failed : load.failed) overrides.unreadable_checks.push_back(failed.name);
  Config config = load_config(layers, overrides, declarations);
  apply_limits(options.limits, config);
  trace_rules(options, load, layers);

  const Baseline baseline =
      options.ignore_baseline ? Baseline{} : read_baseline(rules.source, config);
  if (!baseline.entries.empty())
    trace(options,
          "read the baseline: it accepts " + counted(size_of(baseline), "finding", "findings"));
  EngineOptions engine = options.engine;
  std::vector<std::string> planned;
  if (options.trace) engine.trace = &planned;
  engine.baseline = &baseline;
  engine.paths = repository_paths(change, options.engine.paths);
  engine.named = options.overrides.only;
  engine.unreadable = overrides.unreadable_checks;
  if (options.without_built_in)
    for (const CheckSource& source : built_in_sources()) engine.unreadable.push_back(source.name);
  for (const std::string& name : options.overrides.skip) engine.skip.push_back({name, "--skip"});
  for (const std::string& name : config.environment_skip)
    engine.skip.push_back({name, "MOONGATE_SKIP"});
  std::vector<std::string> said = config.skip_notes;
  skip_by_marker(change, config, load, engine, said);

  std::optional<VerdictCache> cache;
  if (options.use_cache && !change.root.empty() && change.kind != ChangeKind::message) {
    cache.emplace(options.cache_folder.empty()
                      ? find_repository(request.directory).common_dir + "/moongate"
                      : options.cache_folder);
    engine.cache = &*cache;
  }
  for (const std::string& text : said) trace(options, text);
  Unmasked unmasked;
  if (options.fix != FixMode::off) engine.unmasked = &unmasked;
  const auto add_own = [&](Report& report) {  // what went wrong before any check ran
    report.problems.insert(report.problems.begin(), load.problems.begin(), load.problems.end());
    append_failed(report, load, engine);
  };
  if (const auto expired = engine.watchdog.expired)
    engine.watchdog.expired = [&, expired](Report&& report) {
      report.skip_markers = said;
      add_own(report);
      count(report, config.fail_on);
      expired(std::move(report));
    };
  Report report = run_checks(change, load.checks, config, engine);
  for (const std::string& line : planned) trace(options, line);
  for (const std::string& line : std::exchange(report.trace, {})) trace(options, line);
  trace_outcomes(options, report);
  if (options.fix != FixMode::off)
    fix(change, request, options, load.checks, config, engine, std::move(unmasked), report);
  report.skip_markers = std::move(said);
  if (engine.shard == 0)
    tell_loosened({config, declarations, baseline}, change, options, layers, report);
  try {
    require_nothing_loosened(config.policy, report.loosened);
  } catch (const Error& error) {
    report.problems.push_back(error.problem());
  }
  add_own(report);
  note_differences(options, change, report);
  count(report, config.fail_on);
  return report;
}

}  // namespace

CheckLoad load_checks(std::vector<SourceFile> team_files, const RunOptions& options) {
  CheckLoad load;
  if (!options.without_built_in)
    for (const CheckSource& source : built_in_sources()) load_source(source, load);
  for (const CheckSource& source : options.own_checks) load_source(source, load);
  const std::string prefix = std::string(team_checks_folder) + "/";
  for (const CheckSource& source : check_sources(std::move(team_files), prefix, false))
    load_source(source, load);
  std::sort(load.checks.begin(), load.checks.end(), [](const LoadedCheck& a, const LoadedCheck& b) {
    return a.declaration.name < b.declaration.name;
  });
  return load;
}

namespace {

template <class Work>
Report guarded(const Request& request, const RunOptions& options, const Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  Report report;
  report.change.kind = request.kind;
  report.change.why = request.why;
  report.shard = options.engine.shard;
  report.shards = options.engine.shards;
  try {
    Report whole = work(report);
    report = std::move(whole);
  } catch (const Error& error) {
    report.problems.push_back(error.problem());
  } catch (const CheckAborted& aborted) {
    report.problems.push_back({ProblemKind::repository,
                               aborted.reason,
                               {},
                               0,
                               "raise [limits] check_time or check_memory, or mend the check"});
  } catch (const std::exception& error) {
    // Nothing else is thrown on purpose: what comes here is memory, or a fault of Moongate's own.
    report.problems.push_back({ProblemKind::repository,
                               error.what(),
                               {},
                               0,
                               "this should not happen: please report it with the command"});
  }
  if (report.summary.exit == 0 && !report.problems.empty())
    count(report, options.overrides.fail_on.value_or(Level::error));
  report.milliseconds =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  return report;
}

}  // namespace

namespace {

Request request_for(const std::string& directory) {
  Request request;
  request.kind = ChangeKind::staged;
  request.directory = directory;
  return request;
}

// A team's queries, which a run compiles only when it needs them: a person who looks at the checks
// is told at once what is wrong with one.
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

Change opened_or_empty(const Request& request) {
  try {
    return open_change(request);
  } catch (const Error&) {
    return {};  // No repository, or one that cannot be read: what is built in applies everywhere.
  }
}

}  // namespace

namespace {

// Git's own list: what it has, and what `git add` would add.
std::vector<std::string> nested_config_files(const Change& change, const std::string& directory) {
  std::vector<std::string> paths;
  if (change.after.list)
    for (FileVersion& file : change.after.list(""))
      if (file.path.ends_with("/moongate.toml")) paths.push_back(std::move(file.path));
  if (change.root.empty()) return paths;
  const GitAnswer answer =
      ask_git(find_repository(directory),
              {"--work-tree=" + change.root, "ls-files", "-z", "--full-name", "--others",
               "--exclude-standard", "--", ":(top,glob)**/moongate.toml"},
              GitAccess::read);
  for (std::size_t begin = 0; answer.status == 0 && begin < answer.out.size();) {
    const std::size_t end = std::min(answer.out.find('\0', begin), answer.out.size());
    const std::string path = answer.out.substr(begin, end - begin);
    if (path.ends_with("/moongate.toml")) paths.push_back(path);
    begin = end + 1;
  }
  return paths;
}

}  // namespace

CheckLoad checks_at(const std::string& directory) {
  const Request request = request_for(directory);
  const Change change = opened_or_empty(request);
  RunOptions options;
  options.rules_from = RulesFrom::work_tree;
  const Rules rules = rules_for(request, options, change);
  return load_checks(team_check_files(rules.source), options);
}

EffectiveRules effective_rules(const std::string& directory, const RunOptions& options) {
  const Request request = request_for(directory);
  const Change change = opened_or_empty(request);
  RunOptions with = options;
  with.rules_from = RulesFrom::work_tree;
  const Rules rules = rules_for(request, with, change);
  EffectiveRules effective;
  effective.load = load_checks(team_check_files(rules.source), with);
  compile_queries(effective.load);
  effective.declarations = declarations_of(effective.load);

  std::vector<ConfigText> layers = with.own_layers;
  if (!with.policy_file.empty())
    layers.push_back(
        {"policy", with.policy_file, "", read_named_file(with.policy_file, "--policy")});
  Change everywhere;
  for (const std::string& path : nested_config_files(change, directory)) {
    FileChange file;
    file.after = FileVersion{path, 0100644, {}};
    everywhere.files.push_back(std::move(file));
  }
  for (ConfigText& layer : repository_layers(rules.source, everywhere))
    layers.push_back(std::move(layer));
  Overrides overrides = with.overrides;
  for (const CheckOutcome& failed : effective.load.failed)
    overrides.unreadable_checks.push_back(failed.name);
  effective.config = load_config(layers, overrides, effective.declarations);
  return effective;
}

Report run(const Request& request, const RunOptions& options) {
  return guarded(request, options, [&](Report& so_far) {
    const Change change = open_change(request);
    return run_or_throw(change, request, options, so_far);
  });
}

Report run(const Change& change, const Request& request, const RunOptions& options) {
  return guarded(request, options,
                 [&](Report& so_far) { return run_or_throw(change, request, options, so_far); });
}

}  // namespace moongate
