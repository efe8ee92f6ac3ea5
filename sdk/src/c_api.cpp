// The C ABI over the same functions that the program calls; no exception passes it.
#include <atomic>
#include <cstring>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "config/json.h"
#include "config/schema.h"
#include "git/open.h"
#include "moongate/moongate.h"
#include "report/render.h"
#include "run.h"
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
  std::string schema;
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

// Given where there is no memory left to say so; moongate_error_delete knows it.
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
      return new moongate_error{MOONGATE_CODE_REPOSITORY,
                                {ProblemKind::repository,
                                 error.what(),
                                 {},
                                 0,
                                 "this should not happen: please report it"}};
    }
  } catch (...) {
    return &out_of_memory;
  }
}

moongate_str borrowed(const std::string& text) {
  return {text.data(), text.size()};
}

std::string copied(moongate_str text) {
  return text.size == 0 ? std::string() : std::string(text.data, text.size);
}

// The caller's struct, which may be of an older release and shorter, in this release's size.
template <class T>
T sized(const T* given) {
  T options{};
  if (!given) return options;
  if (given->size < sizeof(std::size_t) || given->size > sizeof(T))
    throw Error(ProblemKind::usage, "an options struct has an unknown size",
                "set its member `size` to sizeof of the struct, and use a library at least as new "
                "as the header");
  std::memcpy(&options, given, given->size);
  return options;
}

void require(const void* pointer, const char* what) {
  if (!pointer) throw Error(ProblemKind::usage, std::string(what) + " is NULL", "it must be given");
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
moongate_str moongate_error_cure(const moongate_error* error) {
  return error ? borrowed(error->problem.cure) : moongate_str{nullptr, 0};
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
    RunOptions tried = engine->options;
    std::string file = copied(name) + ".lua";
    if (check_name(file) != copied(name))
      throw Error(
          ProblemKind::usage, "'" + copied(name) + "' is not a name for a check",
          "a name is like a file's path without its ending: \"no-print\", \"team/no-print\"");
    std::vector<CheckSource> sources = check_sources({{file, copied(source)}}, "", false);
    tried.own_checks.push_back(std::move(sources.at(0)));
    const CheckLoad load = load_checks({}, tried);
    for (const Problem& problem : load.problems) throw Error(problem);
    for (const CheckOutcome& failed : load.failed) throw CheckAborted{failed.reason};
    engine->options = std::move(tried);
  });
}

moongate_error* moongate_engine_configure(moongate_engine* engine, moongate_str json) {
  return guarded([&] {
    require(engine, "engine");
    const std::vector<ConfigText> layers{
        {"policy", "configuration", "", toml_from_json(copied(json))}};
    std::vector<Declaration> declarations;
    for (const LoadedCheck& check : load_checks({}, engine->options).checks)
      declarations.push_back(check.declaration);
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

moongate_str moongate_engine_schema(moongate_engine* engine) {
  if (!engine) return {nullptr, 0};
  moongate_error* error = guarded([&] {
    std::vector<Declaration> declarations;
    for (const LoadedCheck& check : load_checks({}, engine->options).checks)
      declarations.push_back(check.declaration);
    engine->schema = config_schema(declarations);
  });
  moongate_error_delete(error);
  return error ? moongate_str{nullptr, 0} : borrowed(engine->schema);
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
    switch (given.kind) {
      case MOONGATE_KIND_STAGED:
        request.kind = ChangeKind::staged;
        break;
      case MOONGATE_KIND_MESSAGE:
        request.kind = ChangeKind::message;
        break;
      case MOONGATE_KIND_RANGE:
        request.kind = ChangeKind::range;
        break;
      case MOONGATE_KIND_COMMIT:
        request.kind = ChangeKind::commit;
        break;
      case MOONGATE_KIND_TREE:
        request.kind = ChangeKind::tree;
        break;
      case MOONGATE_KIND_REFS:
        request.kind = ChangeKind::refs;
        break;
      case MOONGATE_KIND_BUFFER:
      default:
        throw Error(ProblemKind::usage, "a change of this kind does not come from a repository",
                    "use moongate_change_from_buffers for buffers");
    }
    if (given.repository.size > 0) request.directory = copied(given.repository);
    request.base = copied(given.base);
    request.head = copied(given.head);
    request.message_file = copied(given.message_file);
    request.fetch = given.fetch != 0;
    if (given.now != 0) request.now = given.now;
    change->change = open_change(request);
    *out = change.release();
  });
}

moongate_error* moongate_change_from_buffers(const moongate_buffer* buffers, size_t count,
                                             moongate_change** out) {
  return guarded([&] {
    require(out, "out");
    if (count > 0) require(buffers, "buffers");
    std::vector<BufferFile> files;
    for (size_t i = 0; i < count; ++i) {
      BufferFile file;
      file.path = copied(buffers[i].path);
      if (buffers[i].old_text.data) file.before = copied(buffers[i].old_text);
      if (buffers[i].new_text.data) file.after = copied(buffers[i].new_text);
      files.push_back(std::move(file));
    }
    auto change = std::make_unique<moongate_change>();
    change->request.kind = ChangeKind::buffer;
    change->change = buffer_change(std::move(files));
    *out = change.release();
  });
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
    RunOptions run_with = engine->options;
    run_with.engine.jobs = given.jobs;
    run_with.engine.include_old = given.include_old != 0;
    run_with.engine.show_secrets = given.show_secrets != 0;
    run_with.ignore_repository = given.ignore_repository != 0;
    if (given.cancel) run_with.engine.cancel = &given.cancel->asked;
    std::mutex progress_mutex;
    if (given.progress)
      run_with.engine.progress = [&](std::uint64_t done, std::uint64_t total) {
        const std::lock_guard lock(progress_mutex);
        given.progress(given.user, done, total);
      };
    auto report = std::make_unique<moongate_report>();
    report->report = run(change->change, change->request, run_with);
    for (const Problem& problem : report->report.problems)
      report->problems.push_back({code_of(problem.kind), problem});
    *out = report.release();
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
  whole.size = out->size;
  whole.check = borrowed(finding.check);
  whole.rule = borrowed(finding.rule);
  whole.message = borrowed(finding.message);
  whole.path = borrowed(finding.path);
  whole.excerpt = borrowed(finding.excerpt);
  whole.commit = borrowed(finding.commit);
  whole.branch = borrowed(finding.branch);
  whole.fingerprint = borrowed(finding.fingerprint);
  whole.suggestion = borrowed(finding.suggestion);
  whole.level = static_cast<moongate_level>(finding.level);
  whole.line = finding.line;
  whole.column = finding.column;
  whole.end_line = finding.end_line;
  whole.end_column = finding.end_column;
  if (out->size < sizeof(std::size_t) || out->size > sizeof whole) return 0;
  std::memcpy(out, &whole, out->size);
  return 1;
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

void moongate_report_delete(moongate_report* report) {
  delete report;
}

}  // extern "C"
