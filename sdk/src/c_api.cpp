// The C ABI over the same functions that the program calls; no exception passes it.
#include <algorithm>
#include <atomic>
#include <cstring>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/config_schema.h"
#include "config/json_config.h"
#include "core/buffer_change.h"
#include "git/change/open_change.h"
#include "moongate/moongate.h"
#include "report/merge_reports.h"
#include "report/render.h"
#include "run/load_checks.h"
#include "run/run.h"
#include "version.h"

struct moongate_error {
  moongate_code code = MOONGATE_CODE_NONE;
  moongate::Problem problem;
};

struct moongate_cancel {
  std::atomic<bool> asked{false};
};

struct moongate_engine {
  moongate::RunOptions options;
  std::vector<moongate::SourceFile> files;  // checks and modules that the program loaded
  // Made when it is asked for; several threads may ask.
  mutable std::mutex schema_mutex;
  mutable std::string schema;
};

struct moongate_change {
  moongate::Request request;
  moongate::Change change;
};

struct moongate_report {
  moongate::Report report;
  std::vector<moongate_error> problems;
  std::string rendered;
};

namespace {

using namespace moongate;

// Given where there is no memory left to say so; nobody writes it, and moongate_error_delete knows
// it.
moongate_error out_of_memory{MOONGATE_CODE_MEMORY, {}};

moongate_code code_of(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::usage:
      return MOONGATE_CODE_USAGE;
    case ProblemKind::config:
      return MOONGATE_CODE_CONFIG;
    case ProblemKind::check:
      return MOONGATE_CODE_CHECK;
    case ProblemKind::repository:
      return MOONGATE_CODE_REPOSITORY;
  }
  return MOONGATE_CODE_USAGE;
}

template <class Work>
moongate_error* guarded(const Work& work) noexcept {
  try {
    try {
      work();
      return nullptr;
    } catch (const Error& error) {
      return new moongate_error{code_of(error.problem().kind), error.problem()};
    } catch (const CheckAborted& aborted) {
      return new moongate_error{MOONGATE_CODE_CHECK,
                                {ProblemKind::check, aborted.reason, {}, 0, {}}};
    } catch (const std::bad_alloc&) {
      return &out_of_memory;
    } catch (const std::exception& error) {
      return new moongate_error{
          MOONGATE_CODE_REPOSITORY,
          {ProblemKind::repository, error.what(), {}, 0, "this is a bug: please report it"}};
    }
  } catch (...) {
    return &out_of_memory;
  }
}

moongate_str borrowed(const std::string& text) {
  return {text.data(), text.size()};
}

void require(const void* pointer, const char* what) {
  if (!pointer) throw Error(ProblemKind::usage, std::string(what) + " is NULL", "it must be given");
}

std::string copied(moongate_str text) {
  if (text.size == 0) return {};
  if (!text.data)
    throw Error(ProblemKind::usage, "a string has a size but its data is NULL",
                "set both, or leave both zero");
  return {text.data, text.size};
}

std::vector<std::string> copied(const moongate_str* texts, size_t count, const char* what) {
  if (count > 0) require(texts, what);
  std::vector<std::string> all;
  for (size_t i = 0; i < count; ++i) all.push_back(copied(texts[i]));
  return all;
}

Oid id_of(moongate_str hex) {
  const std::string text = copied(hex);
  const std::optional<Oid> id = Oid::from_hex(text);
  if (!id)
    throw Error(ProblemKind::usage, "'" + text + "' is not an object's id",
                "give all of its 40 or 64 hex digits; all zeros where a ref comes or goes");
  return *id;
}

template <class T>
bool known_size(std::size_t size) {
  return size >= sizeof(std::size_t) && size <= sizeof(T) && size % alignof(T) == 0;
}

// The caller's struct, which may be of an older release and shorter, in this release's size.
template <class T>
T sized(const T* given) {
  T options{};
  if (!given) return options;
  if (!known_size<T>(given->size))
    throw Error(ProblemKind::usage, "a struct has a size that this library does not know",
                "set its member `size` to sizeof of the struct, and use a library at least as new "
                "as the header");
  std::memcpy(&options, given, given->size);
  return options;
}

// The other way: as much of it as the caller's struct can hold.
template <class T>
int give(T whole, T* out) {
  if (!known_size<T>(out->size)) return 0;
  whole.size = out->size;
  std::memcpy(out, &whole, out->size);
  return 1;
}

Level level_of(int level) {
  switch (level) {
    case MOONGATE_LEVEL_NOTE:
      return Level::note;
    case MOONGATE_LEVEL_WARNING:
      return Level::warning;
    case MOONGATE_LEVEL_ERROR:
      return Level::error;
    case MOONGATE_LEVEL_NEVER:
      return Level::off;
    default:
      break;
  }
  throw Error(ProblemKind::usage, "invalid value for `fail_on`", "use one of moongate_level");
}

FixMode fix_of(int mode) {
  switch (mode) {
    case MOONGATE_FIX_OFF:
      return FixMode::off;
    case MOONGATE_FIX_APPLY:
      return FixMode::apply;
    case MOONGATE_FIX_PATCH:
      return FixMode::patch;
    default:
      break;
  }
  throw Error(ProblemKind::usage, "invalid value for `fix`", "use one of moongate_fix_mode");
}

ChangeKind kind_of(int kind) {
  switch (kind) {
    case MOONGATE_KIND_STAGED:
      return ChangeKind::staged;
    case MOONGATE_KIND_MESSAGE:
      return ChangeKind::message;
    case MOONGATE_KIND_RANGE:
      return ChangeKind::range;
    case MOONGATE_KIND_COMMIT:
      return ChangeKind::commit;
    case MOONGATE_KIND_PUSH:
      return ChangeKind::push;
    case MOONGATE_KIND_TREE:
      return ChangeKind::tree;
    case MOONGATE_KIND_REFS:
      return ChangeKind::refs;
    case MOONGATE_KIND_WORKING:
      return ChangeKind::working;
    default:
      break;
  }
  throw Error(ProblemKind::usage, "a change of this kind does not come from a repository",
              "use moongate_change_from_buffers for buffers");
}

// The last part begins with '_': the form of files that checks require.
bool is_module_name(const std::string& name) {
  const std::size_t slash = name.rfind('/');
  const std::size_t last = slash == std::string::npos ? 0 : slash + 1;
  std::string plain = name;
  if (last >= plain.size() || plain[last] != '_') return false;
  plain[last] = 'x';
  return check_name(plain + ".lua") == plain;
}

Error taken(const std::string& name, const std::string& file) {
  return Error(Problem{ProblemKind::check, "there is a check named " + name + " already", file, 0,
                       "give it another name"});
}

PullRequest pull_request_of(const moongate_pull_request* from) {
  const moongate_pull_request given = sized(from);
  PullRequest made;
  made.number = given.number;
  made.title = copied(given.title);
  made.body = copied(given.body);
  made.base = copied(given.base);
  made.head = copied(given.head);
  made.author = copied(given.author);
  made.labels = copied(given.labels, given.label_count, "labels");
  made.draft = given.draft != 0;
  return made;
}

RunOptions run_options(const RunOptions& engine, const moongate_run_options& given) {
  RunOptions options = engine;
  options.engine.jobs = given.jobs;
  options.engine.include_existing = given.include_existing != 0;
  options.engine.show_secrets = given.show_secrets != 0;
  options.engine.paths = copied(given.paths, given.path_count, "paths");
  if (given.cancel) options.engine.cancel = &given.cancel->asked;
  if (given.shards > 0) {
    if (given.shard < 1 || given.shard > given.shards)
      throw Error(ProblemKind::usage, "there is no such shard", "`shard` goes from 1 to `shards`");
    options.engine.shard = given.shard - 1;
    options.engine.shards = given.shards;
  }
  options.ignore_repository = given.ignore_repository != 0;
  options.overrides.only = copied(given.checks, given.check_count, "checks");
  options.overrides.skip = copied(given.skips, given.skip_count, "skips");
  if (given.fail_on != 0) options.overrides.fail_on = level_of(given.fail_on);
  options.config_file = copied(given.config_file);
  options.config_from = copied(given.config_from);
  options.policy_file = copied(given.policy_file);
  if (given.work_tree_rules != 0) options.rules_from = RulesFrom::work_tree;
  options.use_cache = given.no_cache == 0;
  options.ignore_baseline = given.no_baseline != 0;
  options.fix = fix_of(given.fix);
  return options;
}

// Takes the report over.
moongate_report* report_of(Report report) {
  auto made = std::make_unique<moongate_report>();
  made->report = std::move(report);
  for (const Problem& problem : made->report.problems)
    made->problems.push_back({code_of(problem.kind), problem});
  for (const CheckOutcome& check : made->report.checks)
    if (check.status == CheckStatus::aborted)
      made->problems.push_back({MOONGATE_CODE_CHECK,
                                {ProblemKind::check,
                                 "check " + check.name + " was aborted: " + check.reason,
                                 {},
                                 0,
                                 "raise [limits] check_time or check_memory, or fix the check"}});
  return made.release();
}

}  // namespace

extern "C" {

const char* moongate_version(void) {
  return version.data();
}

moongate_code moongate_error_code(const moongate_error* error) {
  return error ? error->code : MOONGATE_CODE_NONE;
}
moongate_str moongate_error_message(const moongate_error* error) {
  if (!error) return {nullptr, 0};
  if (error == &out_of_memory) return {"out of memory", 13};
  return borrowed(error->problem.message);
}
moongate_str moongate_error_path(const moongate_error* error) {
  return error ? borrowed(error->problem.path) : moongate_str{nullptr, 0};
}
uint32_t moongate_error_line(const moongate_error* error) {
  return error ? error->problem.line : 0;
}
moongate_str moongate_error_help(const moongate_error* error) {
  return error ? borrowed(error->problem.help) : moongate_str{nullptr, 0};
}
void moongate_error_delete(moongate_error* error) {
  if (error != &out_of_memory) delete error;
}

moongate_error* moongate_engine_new(const moongate_options* options, moongate_engine** out) {
  return guarded([&] {
    require(out, "out");
    const moongate_options given = sized(options);
    auto engine = std::make_unique<moongate_engine>();
    if (given.check_milliseconds > 0)
      engine->options.limits.check_seconds = given.check_milliseconds / 1000.0;
    if (given.check_bytes > 0) engine->options.limits.check_memory = given.check_bytes;
    engine->options.without_built_in = given.without_built_in != 0;
    *out = engine.release();
  });
}

moongate_error* moongate_engine_load(moongate_engine* engine, moongate_str name,
                                     moongate_str source) {
  return guarded([&] {
    require(engine, "engine");
    const std::string given = copied(name);
    const std::string file = given + ".lua";
    const bool plain = std::none_of(given.begin(), given.end(), [](char c) {
      return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    });
    if (!plain || (!is_module_name(given) && check_name(file) != given))
      throw Error(
          ProblemKind::usage, "'" + given + "' is not a name for a check",
          "a name is like a file's path without its ending: \"no-print\", \"team/no-print\"");
    std::vector<SourceFile> files = engine->files;
    for (const SourceFile& loaded : files)
      if (loaded.path == file) throw taken(given, file);
    if (!engine->options.without_built_in)
      for (const CheckSource& built_in : built_in_sources())
        if (built_in.name == given) throw taken(given, file);
    files.push_back({file, copied(source)});
    std::vector<CheckSource> checks = check_sources(files, "", false);
    // The new one alone: the others loaded before.
    RunOptions tried;
    tried.without_built_in = true;
    for (const CheckSource& check : checks)
      if (check.name == given) tried.own_checks.push_back(check);
    const CheckLoad load = load_checks({}, tried);
    for (const Problem& problem : load.problems) throw Error(problem);
    for (const CheckOutcome& failed : load.failed) throw CheckAborted{failed.reason};
    engine->options.own_checks = std::move(checks);
    engine->files = std::move(files);
    engine->schema.clear();
  });
}

moongate_error* moongate_engine_configure(moongate_engine* engine, moongate_str json) {
  return guarded([&] {
    require(engine, "engine");
    const std::vector<ConfigText> layers{
        {"policy", "configuration", "", toml_from_json(copied(json))}};
    const std::vector<Declaration> declarations = declarations_of(load_checks({}, engine->options));
    try {
      load_config(layers, {}, declarations);
    } catch (const Error& error) {
      Problem problem = error.problem();
      problem.line = 0;  // of a text that the caller never saw
      throw Error(problem);
    }
    engine->options.own_layers = layers;
  });
}

moongate_str moongate_engine_schema(const moongate_engine* engine) {
  if (!engine) return {nullptr, 0};
  moongate_str schema{nullptr, 0};
  moongate_error_delete(guarded([&] {
    const std::lock_guard lock(engine->schema_mutex);
    if (engine->schema.empty())
      engine->schema = config_schema(declarations_of(load_checks({}, engine->options)));
    schema = borrowed(engine->schema);
  }));
  return schema;
}

void moongate_engine_delete(moongate_engine* engine) {
  delete engine;
}

moongate_error* moongate_change_open(const moongate_change_options* options,
                                     moongate_change** out) {
  return guarded([&] {
    require(options, "options");
    require(out, "out");
    const moongate_change_options given = sized(options);
    auto change = std::make_unique<moongate_change>();
    Request& request = change->request;
    request.kind = kind_of(given.kind);
    if (given.repository.size > 0) request.directory = copied(given.repository);
    request.base = copied(given.base);
    request.head = copied(given.head);
    if (request.head.empty()) request.head = "HEAD";
    request.message_file = copied(given.message_file);
    request.fetch = given.fetch != 0;
    if (given.now != 0) request.now = given.now;
    if (given.update_count > 0) require(given.updates, "updates");
    for (size_t i = 0; i < given.update_count; ++i) {
      const moongate_ref_update& update = given.updates[i];
      request.updates.push_back({copied(update.name), id_of(update.before), id_of(update.after)});
    }
    request.receiving = given.receiving != 0;
    request.push_remote = copied(given.remote);
    request.default_branch = copied(given.default_branch);
    if (given.pull_request) request.pull_request = pull_request_of(given.pull_request);
    request.why = copied(given.why);
    change->change = open_change(request);
    *out = change.release();
  });
}

moongate_error* moongate_change_from_buffers(const moongate_buffer* buffers, size_t count,
                                             const moongate_buffer_options* options,
                                             moongate_change** out) {
  return guarded([&] {
    require(out, "out");
    if (count > 0) require(buffers, "buffers");
    const moongate_buffer_options given = sized(options);
    std::vector<BufferFile> files;
    // An array of an older release has smaller elements.
    const auto* next = reinterpret_cast<const unsigned char*>(buffers);
    for (size_t i = 0; i < count; ++i) {
      const moongate_buffer buffer = sized(reinterpret_cast<const moongate_buffer*>(next));
      if (buffer.size != buffers->size)
        throw Error(ProblemKind::usage, "the buffers of an array have different sizes",
                    "set the member `size` of each to sizeof(moongate_buffer)");
      next += buffer.size;
      BufferFile file;
      file.path = copied(buffer.path);
      if (buffer.old_text.data || buffer.old_text.size > 0) file.before = copied(buffer.old_text);
      if (buffer.new_text.data || buffer.new_text.size > 0) file.after = copied(buffer.new_text);
      files.push_back(std::move(file));
    }
    auto change = std::make_unique<moongate_change>();
    change->request.kind = ChangeKind::buffer;
    change->request.why = copied(given.why);
    change->change = buffer_change(std::move(files));
    if (given.now != 0) change->change.now = given.now;
    change->change.why = change->request.why;
    *out = change.release();
  });
}

size_t moongate_change_base_count(const moongate_change* change) {
  return change ? change->change.bases.size() : 0;
}

moongate_str moongate_change_base(const moongate_change* change, size_t index) {
  if (index >= moongate_change_base_count(change)) return {nullptr, 0};
  return borrowed(change->change.bases[index]);
}

void moongate_change_delete(moongate_change* change) {
  delete change;
}

moongate_error* moongate_cancel_new(moongate_cancel** out) {
  return guarded([&] {
    require(out, "out");
    *out = new moongate_cancel;
  });
}
void moongate_cancel_request(moongate_cancel* cancel) {
  if (cancel) cancel->asked.store(true, std::memory_order_relaxed);
}
void moongate_cancel_delete(moongate_cancel* cancel) {
  delete cancel;
}

moongate_error* moongate_run(const moongate_engine* engine, const moongate_change* change,
                             const moongate_run_options* options, moongate_report** out) {
  return guarded([&] {
    require(engine, "engine");
    require(change, "change");
    require(out, "out");
    const moongate_run_options given = sized(options);
    RunOptions run_with = run_options(engine->options, given);
    std::mutex progress_mutex;
    std::uint64_t last = 0;
    if (given.progress)
      run_with.engine.progress = [&](std::uint64_t done, std::uint64_t total) {
        const std::lock_guard lock(progress_mutex);
        // Another thread may have counted on while this one waited.
        last = std::max(last, done);
        given.progress(given.user, last, total);
      };
    *out = report_of(run(change->change, change->request, run_with));
  });
}

int moongate_report_exit(const moongate_report* report) {
  return report ? report->report.summary.exit : 2;
}
size_t moongate_report_count(const moongate_report* report) {
  return report ? report->report.findings.size() : 0;
}

int moongate_report_finding(const moongate_report* report, size_t index, moongate_finding* out) {
  if (!report || !out || index >= report->report.findings.size()) return 0;
  const Finding& finding = report->report.findings[index];
  moongate_finding whole{};
  whole.check = borrowed(finding.check);
  whole.rule = borrowed(finding.rule);
  whole.message = borrowed(finding.message);
  whole.path = borrowed(finding.path);
  whole.snippet = borrowed(finding.snippet);
  whole.commit = borrowed(finding.commit);
  whole.branch = borrowed(finding.branch);
  whole.fingerprint = borrowed(finding.fingerprint);
  whole.help = borrowed(finding.help);
  whole.level = static_cast<moongate_level>(finding.level);
  whole.line = finding.line;
  whole.column = finding.column;
  whole.end_line = finding.end_line;
  whole.end_column = finding.end_column;
  whole.fix_count = finding.fix.size();
  if (!finding.commands.empty()) whole.command = borrowed(finding.commands[0]);
  if (finding.commands.size() > 1) whole.undo = borrowed(finding.commands[1]);
  whole.tag = borrowed(finding.tag);
  whole.utf16_column = finding.utf16_column ? finding.utf16_column : finding.column;
  whole.utf16_end_column = finding.utf16_end_column ? finding.utf16_end_column : finding.end_column;
  whole.changed_line = finding.changed_line;
  whole.changed = finding.in_change;
  whole.known = finding.known;
  whole.masked = !finding.masked.empty();
  whole.has_value = finding.value.has_value();
  whole.value = finding.value.value_or(0);
  return give(whole, out);
}

int moongate_report_fix(const moongate_report* report, size_t finding, size_t index,
                        moongate_fix* out) {
  if (!report || !out || finding >= report->report.findings.size()) return 0;
  const std::vector<Fix>& fixes = report->report.findings[finding].fix;
  if (index >= fixes.size()) return 0;
  moongate_fix whole{};
  whole.path = borrowed(fixes[index].path);
  whole.text = borrowed(fixes[index].text);
  whole.start = fixes[index].start;
  whole.end = fixes[index].end;
  return give(whole, out);
}

moongate_str moongate_report_patch(const moongate_report* report) {
  return report ? borrowed(report->report.patch) : moongate_str{nullptr, 0};
}

size_t moongate_report_problem_count(const moongate_report* report) {
  return report ? report->problems.size() : 0;
}
const moongate_error* moongate_report_problem(const moongate_report* report, size_t index) {
  return report && index < report->problems.size() ? &report->problems[index] : nullptr;
}

moongate_error* moongate_report_render(moongate_report* report, moongate_str format,
                                       moongate_str* out) {
  return guarded([&] {
    require(report, "report");
    require(out, "out");
    RenderOptions plain;
    plain.width = 0;
    report->rendered = render(report->report, copied(format), plain);
    *out = borrowed(report->rendered);
  });
}

moongate_error* moongate_report_merge(const moongate_str* documents, size_t count,
                                      moongate_report** out) {
  return guarded([&] {
    require(out, "out");
    std::vector<ReadReport> reports;
    for (const std::string& document : copied(documents, count, "documents"))
      reports.push_back(
          read_any_report(document, "document " + std::to_string(reports.size() + 1)));
    *out = report_of(merge_reports(std::move(reports)));
  });
}

void moongate_report_delete(moongate_report* report) {
  delete report;
}

}  // extern "C"
