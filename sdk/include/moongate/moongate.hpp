// Moongate for C++20: moongate.h with owners, strings and exceptions. Header-only, so that the one
// ABI is C's. Everything that moongate.h says about threads and time holds here.
#pragma once

#include <moongate/moongate.h>

#include <cstdint>
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
inline moongate_str str(std::string_view text) {
  return {text.data(), text.size()};
}

class error : public std::runtime_error {
 public:
  // Takes the error over.
  explicit error(moongate_error* taken)
      : std::runtime_error(std::string(view(moongate_error_message(taken)))),
        code_(moongate_error_code(taken)),
        path_(view(moongate_error_path(taken))),
        cure_(view(moongate_error_cure(taken))),
        line_(moongate_error_line(taken)) {
    moongate_error_delete(taken);
  }
  moongate_code code() const noexcept { return code_; }
  const std::string& path() const noexcept { return path_; }
  const std::string& cure() const noexcept { return cure_; }
  std::uint32_t line() const noexcept { return line_; }

 private:
  moongate_code code_;
  std::string path_, cure_;
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

}  // namespace detail

struct finding {
  std::string check, rule, message, path, excerpt, commit, branch, fingerprint, suggestion;
  moongate_level level = MOONGATE_LEVEL_ERROR;
  std::uint32_t line = 0, column = 0, end_line = 0, end_column = 0;
};

class report {
 public:
  explicit report(moongate_report* taken) : handle_(taken) {}

  int exit() const { return moongate_report_exit(handle_.get()); }
  std::size_t size() const { return moongate_report_count(handle_.get()); }
  std::vector<finding> findings() const {
    std::vector<finding> all;
    moongate_finding raw{};
    raw.size = sizeof raw;
    for (std::size_t i = 0; moongate_report_finding(handle_.get(), i, &raw); ++i) {
      finding one;
      one.check = view(raw.check);
      one.rule = view(raw.rule);
      one.message = view(raw.message);
      one.path = view(raw.path);
      one.excerpt = view(raw.excerpt);
      one.commit = view(raw.commit);
      one.branch = view(raw.branch);
      one.fingerprint = view(raw.fingerprint);
      one.suggestion = view(raw.suggestion);
      one.level = raw.level;
      one.line = raw.line;
      one.column = raw.column;
      one.end_line = raw.end_line;
      one.end_column = raw.end_column;
      all.push_back(std::move(one));
    }
    return all;
  }
  // What was wrong with the run itself: "path:line: message".
  std::vector<std::string> problems() const {
    std::vector<std::string> all;
    for (std::size_t i = 0; const moongate_error* one = moongate_report_problem(handle_.get(), i);
         ++i) {
      std::string text;
      if (!view(moongate_error_path(one)).empty()) {
        text = view(moongate_error_path(one));
        if (moongate_error_line(one) != 0) text += ":" + std::to_string(moongate_error_line(one));
        text += ": ";
      }
      all.push_back(text.append(view(moongate_error_message(one))));
    }
    return all;
  }
  std::string render(std::string_view format) {
    moongate_str text{};
    detail::check(moongate_report_render(handle_.get(), str(format), &text));
    return std::string(view(text));
  }

 private:
  std::unique_ptr<moongate_report, detail::deleter<moongate_report, moongate_report_delete>>
      handle_;
};

class change {
 public:
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
    std::optional<std::string> old_text, new_text;
  };
  static change from_buffers(const std::vector<buffer>& buffers) {
    std::vector<moongate_buffer> raw;
    for (const buffer& one : buffers) {
      moongate_buffer made{};
      made.path = str(one.path);
      if (one.old_text) made.old_text = str(*one.old_text);
      if (one.new_text) made.new_text = str(*one.new_text);
      raw.push_back(made);
    }
    moongate_change* made = nullptr;
    detail::check(moongate_change_from_buffers(raw.data(), raw.size(), &made));
    return change(made);
  }

  const moongate_change* get() const { return handle_.get(); }

 private:
  explicit change(moongate_change* taken) : handle_(taken) {}
  std::unique_ptr<moongate_change, detail::deleter<moongate_change, moongate_change_delete>>
      handle_;
};

// Asks a run to end soon; share it between the thread that runs and those that may cancel.
class cancel {
 public:
  cancel() {
    moongate_cancel* made = nullptr;
    detail::check(moongate_cancel_new(&made));
    handle_.reset(made);
  }
  void request() { moongate_cancel_request(handle_.get()); }
  const moongate_cancel* get() const { return handle_.get(); }

 private:
  std::unique_ptr<moongate_cancel, detail::deleter<moongate_cancel, moongate_cancel_delete>>
      handle_;
};

class engine {
 public:
  engine() : engine(moongate_options{}) {}
  explicit engine(moongate_options options) {
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
  std::string schema() { return std::string(view(moongate_engine_schema(handle_.get()))); }

  report run(const change& what, moongate_run_options options = {}) const {
    options.size = sizeof options;
    moongate_report* made = nullptr;
    detail::check(moongate_run(handle_.get(), what.get(), &options, &made));
    return report(made);
  }

 private:
  std::unique_ptr<moongate_engine, detail::deleter<moongate_engine, moongate_engine_delete>>
      handle_;
};

}  // namespace moongate
