// Moongate for C++20: moongate.h with owners, strings and exceptions. Header-only, so that the one
// ABI is C's. Everything that moongate.h says about threads, environment and time holds here.
#pragma once

#include <moongate/moongate.h>

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moongate {

inline std::string_view view(moongate_str text) {
  return text.size == 0 ? std::string_view() : std::string_view(text.data, text.size);
}
// Borrowed: `text` must live as long as the result is used.
inline moongate_str str(std::string_view text) {
  return {text.data(), text.size()};
}

// Thrown by everything that fails; what() is the message.
class error : public std::runtime_error {
 public:
  // Takes the error over.
  explicit error(moongate_error* taken)
      : error(*std::unique_ptr<moongate_error, decltype(&moongate_error_delete)>(
            taken, &moongate_error_delete)) {}
  // Copies it.
  explicit error(const moongate_error& from)
      : std::runtime_error(std::string(view(moongate_error_message(&from)))),
        code_(moongate_error_code(&from)),
        path_(view(moongate_error_path(&from))),
        help_(view(moongate_error_help(&from))),
        line_(moongate_error_line(&from)) {}

  moongate_code code() const noexcept { return code_; }
  const std::string& path() const noexcept { return path_; }  // where; may be empty
  std::uint32_t line() const noexcept { return line_; }       // 1-based; 0: none
  const std::string& help() const noexcept { return help_; }  // what to do; may be empty

 private:
  moongate_code code_;
  std::string path_, help_;
  std::uint32_t line_;
};

namespace detail {

inline void check(moongate_error* failed) {
  if (failed) throw error(failed);
}

template <class T, void (*Delete)(T*)>
struct deleter {
  void operator()(T* object) const noexcept { Delete(object); }
};
template <class T, void (*Delete)(T*)>
using handle = std::unique_ptr<T, deleter<T, Delete>>;

// Borrowed from `texts`.
inline std::vector<moongate_str> strs(const std::vector<std::string>& texts) {
  std::vector<moongate_str> all;
  all.reserve(texts.size());
  for (const std::string& text : texts) all.push_back(str(text));
  return all;
}

}  // namespace detail

inline std::string_view version() {
  return moongate_version();
}

// Replace bytes [start, end) of the new version of `path` by `text`.
struct fix {
  std::string path, text;
  std::uint64_t start = 0, end = 0;
};

struct finding {
  std::string check, rule, message, path, snippet, commit, branch, tag, fingerprint, help;
  moongate_level level = MOONGATE_LEVEL_ERROR;
  std::uint32_t line = 0, column = 0, end_line = 0, end_column = 0;
  std::vector<fix> fixes;
  std::vector<std::string> commands;  // what to paste into a shell, and what undoes it
  std::uint32_t utf16_column = 0, utf16_end_column = 0, changed_line = 0;
  bool changed = true, known = false, masked = false;
  std::optional<double> value;
};

class report {
 public:
  // Takes the report over.
  explicit report(moongate_report* taken) : handle_(taken) {}

  // One report of several in JSON: moongate_report_merge.
  static report merge(const std::vector<std::string>& documents) {
    const std::vector<moongate_str> raw = detail::strs(documents);
    moongate_report* made = nullptr;
    detail::check(moongate_report_merge(raw.data(), raw.size(), &made));
    return report(made);
  }

  // 0, 1, 2 or 3, as the program would exit.
  int exit() const { return moongate_report_exit(handle_.get()); }
  std::size_t size() const { return moongate_report_count(handle_.get()); }

  std::vector<finding> findings() const {
    std::vector<finding> all;
    all.reserve(size());
    moongate_finding raw{};
    raw.size = sizeof raw;
    for (std::size_t i = 0; moongate_report_finding(handle_.get(), i, &raw); ++i) {
      finding one;
      one.check = view(raw.check);
      one.rule = view(raw.rule);
      one.message = view(raw.message);
      one.path = view(raw.path);
      one.snippet = view(raw.snippet);
      one.commit = view(raw.commit);
      one.branch = view(raw.branch);
      one.tag = view(raw.tag);
      one.fingerprint = view(raw.fingerprint);
      one.help = view(raw.help);
      one.level = raw.level;
      one.line = raw.line;
      one.column = raw.column;
      one.end_line = raw.end_line;
      one.end_column = raw.end_column;
      for (const moongate_str command : {raw.command, raw.undo})
        if (command.size > 0) one.commands.emplace_back(view(command));
      one.utf16_column = raw.utf16_column;
      one.utf16_end_column = raw.utf16_end_column;
      one.changed_line = raw.changed_line;
      one.changed = raw.changed != 0;
      one.known = raw.known != 0;
      one.masked = raw.masked != 0;
      if (raw.has_value) one.value = raw.value;
      moongate_fix piece{};
      piece.size = sizeof piece;
      for (std::size_t j = 0; moongate_report_fix(handle_.get(), i, j, &piece); ++j)
        one.fixes.push_back(
            {std::string(view(piece.path)), std::string(view(piece.text)), piece.start, piece.end});
      all.push_back(std::move(one));
    }
    return all;
  }

  // What could not be checked, and why.
  std::vector<error> problems() const {
    std::vector<error> all;
    for (std::size_t i = 0; const moongate_error* one = moongate_report_problem(handle_.get(), i);
         ++i)
      all.emplace_back(*one);
    return all;
  }

  // What MOONGATE_FIX_PATCH would change, as `git apply` takes it.
  std::string patch() const { return std::string(view(moongate_report_patch(handle_.get()))); }

  // "json", "text", "sarif" …
  std::string render(std::string_view format) {
    moongate_str text{};
    detail::check(moongate_report_render(handle_.get(), str(format), &text));
    return std::string(view(text));
  }

 private:
  detail::handle<moongate_report, moongate_report_delete> handle_;
};

class change {
 public:
  // `options.size` is set here; everything in it is copied.
  static change open(moongate_change_options options) {
    options.size = sizeof options;
    moongate_change* made = nullptr;
    detail::check(moongate_change_open(&options, &made));
    return change(made);
  }
  static change staged(std::string_view repository) {
    moongate_change_options options{};
    options.kind = MOONGATE_KIND_STAGED;
    options.repository = str(repository);
    return open(options);
  }
  // The working tree with untracked files, as `git add` would store them; nothing is written.
  static change working(std::string_view repository) {
    moongate_change_options options{};
    options.kind = MOONGATE_KIND_WORKING;
    options.repository = str(repository);
    return open(options);
  }
  static change range(std::string_view repository, std::string_view base, std::string_view head) {
    moongate_change_options options{};
    options.kind = MOONGATE_KIND_RANGE;
    options.repository = str(repository);
    options.base = str(base);
    options.head = str(head);
    return open(options);
  }

  struct buffer {
    std::string path;
    std::optional<std::string> old_text, new_text;  // absent: the file is new, or deleted
  };
  static change from_buffers(const std::vector<buffer>& buffers,
                             moongate_buffer_options options = {}) {
    options.size = sizeof options;
    std::vector<moongate_buffer> raw;
    raw.reserve(buffers.size());
    for (const buffer& one : buffers) {
      moongate_buffer made{};
      made.size = sizeof made;
      made.path = str(one.path);
      if (one.old_text) made.old_text = str(*one.old_text);
      if (one.new_text) made.new_text = str(*one.new_text);
      raw.push_back(made);
    }
    moongate_change* made = nullptr;
    detail::check(moongate_change_from_buffers(raw.data(), raw.size(), &options, &made));
    return change(made);
  }

  // The commits that it is compared with, the main one first.
  std::vector<std::string> bases() const {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < moongate_change_base_count(handle_.get()); ++i)
      all.emplace_back(view(moongate_change_base(handle_.get(), i)));
    return all;
  }

  const moongate_change* get() const { return handle_.get(); }

 private:
  explicit change(moongate_change* taken) : handle_(taken) {}
  detail::handle<moongate_change, moongate_change_delete> handle_;
};

// Asks a run to end soon; share it between the thread that runs and those that may cancel.
class cancel {
 public:
  cancel() {
    moongate_cancel* made = nullptr;
    detail::check(moongate_cancel_new(&made));
    handle_.reset(made);
  }
  void request() const noexcept { moongate_cancel_request(handle_.get()); }
  const moongate_cancel* get() const { return handle_.get(); }

 private:
  detail::handle<moongate_cancel, moongate_cancel_delete> handle_;
};

// moongate_run_options with strings. What `progress` throws ends the run and leaves it.
struct run_options {
  unsigned jobs = 0;
  bool include_existing = false, show_secrets = false, ignore_repository = false;
  bool work_tree_rules = false, no_cache = false, no_baseline = false;
  const moongate::cancel* cancel = nullptr;
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
  std::vector<std::string> checks, skips, paths;
  int fail_on = 0;  // a moongate_level; 0: what the configuration says
  std::string config_file, config_from, policy_file;
  unsigned shard = 0, shards = 0;
  int fix = MOONGATE_FIX_OFF;
};

class engine {
 public:
  // `options.size` is set here.
  explicit engine(moongate_options options = {}) {
    options.size = sizeof options;
    moongate_engine* made = nullptr;
    detail::check(moongate_engine_new(&options, &made));
    handle_.reset(made);
  }

  void load(std::string_view name, std::string_view source) {
    detail::check(moongate_engine_load(handle_.get(), str(name), str(source)));
  }
  void configure(std::string_view json) {
    detail::check(moongate_engine_configure(handle_.get(), str(json)));
  }
  std::string schema() const { return std::string(view(moongate_engine_schema(handle_.get()))); }
  const moongate_engine* get() const { return handle_.get(); }

  report run(const change& what, const run_options& options = {}) const {
    const std::vector<moongate_str> checks = detail::strs(options.checks),
                                    skips = detail::strs(options.skips),
                                    paths = detail::strs(options.paths);
    moongate_run_options raw{};
    raw.size = sizeof raw;
    raw.jobs = options.jobs;
    raw.include_existing = options.include_existing;
    raw.show_secrets = options.show_secrets;
    raw.ignore_repository = options.ignore_repository;
    raw.work_tree_rules = options.work_tree_rules;
    raw.no_cache = options.no_cache;
    raw.no_baseline = options.no_baseline;
    raw.checks = checks.data();
    raw.check_count = checks.size();
    raw.skips = skips.data();
    raw.skip_count = skips.size();
    raw.paths = paths.data();
    raw.path_count = paths.size();
    raw.fail_on = options.fail_on;
    raw.config_file = str(options.config_file);
    raw.config_from = str(options.config_from);
    raw.policy_file = str(options.policy_file);
    raw.shard = options.shard;
    raw.shards = options.shards;
    raw.fix = options.fix;
    if (options.cancel) raw.cancel = options.cancel->get();

    // No exception may pass the C functions between a run and its progress.
    struct {
      const run_options* options;
      std::optional<moongate::cancel> own;
      std::exception_ptr thrown;
    } watch{&options, {}, {}};
    if (options.progress) {
      if (!options.cancel) raw.cancel = watch.own.emplace().get();
      raw.user = &watch;
      raw.progress = [](void* user, std::uint64_t done, std::uint64_t total) noexcept {
        auto& watching = *static_cast<decltype(watch)*>(user);
        if (watching.thrown) return;
        try {
          watching.options->progress(done, total);
        } catch (...) {
          watching.thrown = std::current_exception();
          (watching.own ? &*watching.own : watching.options->cancel)->request();
        }
      };
    }
    moongate_report* made = nullptr;
    detail::check(moongate_run(handle_.get(), what.get(), &raw, &made));
    report done(made);
    if (watch.thrown) std::rethrow_exception(watch.thrown);
    return done;
  }

 private:
  detail::handle<moongate_engine, moongate_engine_delete> handle_;
};

}  // namespace moongate
