#include "cli/emit.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/terminal.h"
#include "core/unicode.h"
#include "findings/finalize_findings.h"
#include "git/repository/location.h"
#include "report/headline.h"
#include "report/path_text.h"
#include "report/render.h"

namespace moongate::cli {

std::string inert(const std::string& text) {
  return without_commands(visible(text));
}

namespace {

// A reader of FILE never sees half a report, and a full disk leaves the old one.
void write_file(const std::string& file, const std::string& text) {
  const std::string temporary = file + ".moongate-tmp";
  const auto failed = [&](const char* what) -> Error {
    std::error_code error;
    std::filesystem::remove(temporary, error);
    return Error(Problem{ProblemKind::usage, std::string(what) + " the report", file, 0,
                         "is the directory there and writable, and is there room on the disk?"});
  };
  std::error_code error;
  // A pipe or a device (--format json=/dev/stderr) cannot be renamed over.
  if (std::filesystem::exists(file, error) && !std::filesystem::is_regular_file(file, error)) {
    std::ofstream stream(file, std::ios::binary);
    stream << text << std::flush;
    if (!stream) throw failed("cannot write");
    return;
  }
  {
    std::ofstream stream(temporary, std::ios::binary | std::ios::trunc);
    stream << text << std::flush;
    if (!stream) throw failed("cannot write");
  }
  std::filesystem::rename(temporary, file, error);
  if (error) throw failed("cannot write");
}

// The working tree's file of that name, where there is one: a terminal opens it on a click.
std::function<std::string(const std::string&)> file_urls() {
  std::string root;
  try {
    root = find_repository(".").root();
  } catch (const Error&) {
    return {};
  }
  return [root, host = host_name()](const std::string& path) -> std::string {
    std::error_code error;
    const std::filesystem::path file = std::filesystem::absolute(root, error) / path;
    if (error || !std::filesystem::exists(file, error)) return {};
    return "file://" + host + uri_path(file.lexically_normal().generic_string());
  };
}

// `text` behind `mark`, which takes `mark_width` cells; on a terminal it is broken at blanks, and
// what goes on is set in by `indent`.
void say(const std::string& mark, std::size_t mark_width, const std::string& text,
         std::size_t indent) {
  const std::size_t width = is_terminal(Stream::error) ? terminal_width(Stream::error) : 0;
  const std::size_t room = width > mark_width + 20 ? width - mark_width : 0;
  std::string out = mark;
  for (const std::string& line : wrapped_at_blanks(text, room)) {
    if (out.size() > mark.size()) out += std::string(indent, ' ');
    out += line + "\n";
  }
  std::cerr << out;
}

void print_notes(const Report& report, const CheckOptions& options) {
  if (options.quiet) return;
  const std::string mark = "moongate: note: ";
  for (const std::string& note : report.notes) say(mark, mark.size(), inert(note), 4);
}

}  // namespace

void print_problem(const Problem& problem, const GlobalOptions& global) {
  std::string text;
  if (!problem.path.empty()) {
    text += inert(problem.path);
    if (problem.line > 0) text += ":" + std::to_string(problem.line);
    text += ": ";
  }
  const std::string mark = "moongate: error: ";
  const bool color = use_color(global, Stream::error);
  say(color ? "\033[1;31mmoongate: error:\033[0m " : mark, mark.size(),
      text + inert(problem.message), 4);
  if (!problem.help.empty()) say("  ", 2, inert(problem.help), 2);
}

namespace {

// Where what is shown tells it itself, twice would be too often; a file may be read by nobody.
void print_left_out(const Report& report, const std::vector<Output>& outputs,
                    const GlobalOptions& global) {
  static const std::set<std::string_view> telling = {"text", "github", "json", "sarif", "markdown"};
  const bool told = std::any_of(outputs.begin(), outputs.end(), [&](const Output& output) {
    return output.file.empty() && telling.contains(output.format);
  });
  if (told) return;
  const bool color = use_color(global, Stream::error);
  constexpr std::string_view mark = "moongate: warning: ";
  for (const std::string& remark : left_out_remarks(report))
    say(color ? "\033[1;33mmoongate: warning:\033[0m " : std::string(mark), mark.size(),
        inert(remark), 4);
}

constexpr std::string_view patch_format = "patch";  // of no report: what --fix=patch asks for

std::string text_for(const Output& output, const Report& report, const CheckOptions& options,
                     const GlobalOptions& global) {
  if (output.format == patch_format) return report.patch;
  RenderOptions render_options;
  render_options.quiet = options.quiet;
  render_options.no_limit = options.no_limit;
  render_options.profile = options.profile;
  const Stream stream = output.to_stderr ? Stream::error : Stream::out;
  const bool person = output.file.empty() && is_terminal(stream);
  render_options.color = output.file.empty() && use_color(global, stream);
  render_options.links = person && render_options.color && shows_links(Stream::out);
  if (render_options.links) render_options.file_url = file_urls();
  render_options.width = person ? terminal_width(stream) : 0;
  // They stand on stderr already; on a terminal they would show twice.
  render_options.problems = !(output.format == "text" && output.file.empty());
  return render(report, output.format, render_options);
}

// Files first, so that the streams are told once, and with what became of the files. What cannot be
// written is taken out of `outputs`.
std::optional<Problem> write_all(const Report& report, std::vector<Output>& outputs,
                                 const CheckOptions& options, const GlobalOptions& global) {
  for (auto output = outputs.begin(); output != outputs.end(); ++output) {
    if (output->file.empty()) continue;
    try {
      write_file(output->file, text_for(*output, report, options, global));
    } catch (const Error& error) {
      outputs.erase(output);
      return error.problem();
    }
  }
  for (const Output& output : outputs)
    if (output.file.empty())
      (output.to_stderr ? std::cerr : std::cout) << text_for(output, report, options, global);
  const bool to_streams =
      std::erase_if(outputs, [](const Output& output) { return output.file.empty(); }) > 0;
  if (!to_streams || std::cout.flush()) return std::nullopt;
  return Problem{ProblemKind::usage, "cannot write the report to stdout", "", 0,
                 "is the disk full, or the reader of the pipe gone?"};
}

}  // namespace

int emit(Report& report, std::vector<Output> outputs, const CheckOptions& options,
         const GlobalOptions& global) {
  print_notes(report, options);
  for (const Problem& problem : report.problems) print_problem(problem, global);
  for (const Problem& problem : unfinished_checks(report)) print_problem(problem, global);
  print_left_out(report, outputs, global);
  if (const std::optional<std::string> file = patch_file(options))
    outputs.push_back({std::string(patch_format), *file, false});
  while (const std::optional<Problem> failed = write_all(report, outputs, options, global)) {
    print_problem(*failed, global);
    report.problems.push_back(*failed);
    report.summary.exit = 2;
  }
  return report.summary.exit;
}

Report report_of(const Problem& problem, ChangeKind kind, const std::string& why) {
  Report report;
  report.change.kind = kind;
  report.change.why = why;
  report.problems.push_back(problem);
  mask_said(report, Masks());
  decide_exit(report, Level::error);
  return report;
}

void end_when_stuck(RunOptions& run_with, const std::vector<Output>& outputs,
                    const CheckOptions& options, const GlobalOptions& global,
                    const std::function<void(const Report&)>& emitted) {
  run_with.engine.watchdog.seconds = 10;
  run_with.engine.watchdog.expired = [&, emitted](Report&& so_far) {
    const int code = emit(so_far, outputs, options, global);
    if (emitted) emitted(so_far);
    // No destructor may run: the stuck thread still uses what they would take away.
    std::_Exit(code);
  };
}

}  // namespace moongate::cli
