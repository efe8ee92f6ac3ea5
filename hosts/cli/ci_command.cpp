#include "cli/ci_command.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <optional>

#include "cli/emit.h"
#include "cli/surroundings.h"
#include "core/error.h"
#include "core/unicode.h"
#include "git/history/history_walk.h"
#include "git/repository/repository.h"
#include "git/repository/revision.h"
#include "match/mask.h"
#include "recognise.h"
#include "report/render.h"
#include "run/configured_default_branch.h"

namespace moongate::cli {

namespace {

ci::History history_of(const Repository& repository) {
  ci::History history;
  const auto commit = [&repository](const std::string& revision) -> std::optional<Oid> {
    try {
      const Oid id = resolve_commit(repository, revision);
      if (!repository.has(id)) return std::nullopt;
      return id;
    } catch (const Error&) {
      return std::nullopt;
    }
  };
  history.exists = [commit](const std::string& revision) { return commit(revision).has_value(); };
  history.parents = [commit, &repository](const std::string& revision) {
    std::vector<std::string> parents;
    if (const std::optional<Oid> id = commit(revision))
      for (const Oid& parent : repository.read_commit(*id).commit.parents)
        parents.push_back(parent.hex());
    return parents;
  };
  history.is_ancestor = [commit, &repository](const std::string& ancestor, const std::string& of) {
    const std::optional<Oid> a = commit(ancestor), b = commit(of);
    return a && b && moongate::is_ancestor(repository, *a, *b);
  };
  history.target = [&repository](const std::string& reference) {
    return repository.refs().symbolic(reference).value_or("");
  };
  history.init_default_branch = repository.config().get("init.defaultbranch").value_or("");
  history.shallow = !repository.shallow().empty();
  return history;
}

// Branches and titles are what untrusted contributors call them; a CI system reads commands from
// either stream, and shows its log to many.
std::string shown(const std::string& text) {
  static const Masker known;
  return without_commands(visible(known.mask(text)));
}

void append(const std::string& file, const std::string& text, const char* what) {
  if (file.empty()) return;
  std::ofstream stream(file, std::ios::binary | std::ios::app);
  stream << text << std::flush;
  // The result stands; what the CI shows next to it is lost, and that is said.
  if (!stream) std::cerr << "moongate: note: cannot write " << what << ": " << shown(file) << '\n';
}

// GitHub throws a summary over 1 MiB away as a whole.
constexpr std::size_t largest_summary = (1u << 20) - 1024;

void write_outputs(const ci::Run& run, const Report& report) {
  if (!run.summary_file.empty()) {
    const std::string summary = render(report, "markdown", {});
    if (summary.size() <= largest_summary)
      append(run.summary_file, summary, "the step's summary");
    else
      std::cerr << "moongate: note: the summary is larger than 1 MiB and was left out\n";
  }
  if (run.output_file.empty()) return;
  std::string text;
  const auto output = [&](const char* name, std::uint64_t value) {
    text += std::string(name) + "=" + std::to_string(value) + "\n";
  };
  output("exit", static_cast<std::uint64_t>(report.summary.exit));
  output("errors", report.summary.errors);
  output("warnings", report.summary.warnings);
  output("notes", report.summary.notes);
  append(run.output_file, text, "the step's outputs");
}

std::string named_default_branch(const CheckOptions& options) {
  if (!options.default_branch.empty()) return options.default_branch;
  RunOptions run;
  run.config_file = options.config;
  run.config_from = options.config_from;
  run.policy_file = options.policy;
  if (run.policy_file.empty()) run.policy_file = variable("MOONGATE_POLICY").value_or("");
  return configured_default_branch({}, run);
}

// What goes to stdout is the host's to decide, unless the user said it.
void show_as_host_does(std::vector<Output>& to, const ci::Run& run,
                       const std::vector<std::string>& formats) {
  const bool said = std::any_of(formats.begin(), formats.end(), [](const std::string& format) {
    return format.find('=') == std::string::npos || format.ends_with("=-");
  });
  if (said) return;
  for (Output& output : to)
    if (output.file.empty()) output.format = run.format;
}

int emit_and_write_outputs(const ci::Run& run, Report report, const std::vector<Output>& to,
                           const CheckOptions& options, const GlobalOptions& global) {
  const int code = emit(report, to, options, global);
  write_outputs(run, report);
  return code;
}

// A run that nobody understands is told in the formats that were asked for, like any other.
int tell(const ci::Run& run, const Problem& problem, const std::vector<std::string>& formats,
         const GlobalOptions& global) {
  Report report = report_of(problem, run.request.kind, run.host);
  std::vector<Output> to = usable_outputs(formats);
  if (std::none_of(to.begin(), to.end(), [](const Output& output) { return output.file.empty(); }))
    to.push_back({run.format, "", false});
  return emit_and_write_outputs(run, std::move(report), to, {}, global);
}

int explain_run(const ci::Run& run) {
  for (const std::string& step : run.steps) std::cout << shown(step) << '\n';
  if (run.unknown) throw Error(*run.unknown);
  std::string decision = "checks " + std::string(name_of(run.request.kind));
  if (!run.request.base.empty()) decision += " from " + run.request.base;
  if (!run.request.head.empty()) decision += " to " + run.request.head;
  std::cout << shown(decision + ": " + run.request.why) << '\n';
  if (!run.config_from.empty()) std::cout << shown("configuration from " + run.config_from) << '\n';
  return 0;
}

int judge(ci::Run& run, const CheckOptions& options, const GlobalOptions& global) {
  std::vector<Output> to = outputs(options);
  show_as_host_does(to, run, options.formats);
  RunOptions run_with = run_options(options);
  run_with.rules_from = RulesFrom::change;
  if (run_with.config_from.empty()) run_with.config_from = run.config_from;
  apply_to_request(options, run.request);
  if (run.unknown) throw Error(*run.unknown);
  if (!options.quiet) std::cerr << shown("moongate: " + run.host + ": " + run.request.why) << '\n';
  end_when_stuck(run_with, to, options, global,
                 [&run](const Report& report) { write_outputs(run, report); });
  Report report = moongate::run(run.request, run_with);
  if (!run.fetch_hint.empty())
    for (Problem& problem : report.problems)
      if (problem.kind == ProblemKind::repository)
        problem.help += (problem.help.empty() ? "here: " : "; here: ") + run.fetch_hint;
  return emit_and_write_outputs(run, std::move(report), to, options, global);
}

}  // namespace

// Where this runs and what it is about. Where it runs is known also when the rest is not, so that
// whatever is wrong can be shown there.
ci::Run recognised_run(const CheckOptions& options) {
  ci::Run run;
  std::optional<Problem> problem;
  // A flag and the configuration come before the variable.
  const std::string named = named_default_branch(options);
  const ci::Environment environment = [&named](std::string_view name) {
    return name == "MOONGATE_DEFAULT_BRANCH" && !named.empty() ? std::optional(named)
                                                               : variable(name);
  };
  try {
    const Repository repository(".", false);
    return ci::recognise(environment, history_of(repository));
  } catch (const Error& error) {
    problem = error.problem();
  }
  try {
    run = ci::recognise(environment, ci::no_history());
  } catch (const Error&) {
    // No CI that anybody here knows: there is only the log to tell it.
  }
  run.unknown = problem;
  run.unknown_for_good = true;
  return run;
}

int ci_command(
    bool explain, CheckOptions options, const GlobalOptions& global,
    const std::function<void(const std::vector<std::string>&, CheckOptions&)>& read_flags) {
  ci::Run run = recognised_run(options);
  if (explain) return explain_run(run);
  std::vector<std::string> formats = options.formats;
  for (std::string& format : formats_among(run.flags)) formats.push_back(std::move(format));
  try {
    read_flags(run.flags, options);
    return judge(run, options, global);
  } catch (const Error& error) {
    return tell(run, error.problem(), formats, global);
  }
}

int ci_failed(const Problem& problem, const std::vector<std::string>& formats,
              const GlobalOptions& global) {
  const ci::Run run = recognised_run({});
  std::vector<std::string> all = formats;
  for (std::string& format : formats_among(run.flags)) all.push_back(std::move(format));
  return tell(run, problem, all, global);
}

}  // namespace moongate::cli
