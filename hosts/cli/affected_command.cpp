#include "cli/affected_command.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/affected_formats.h"
#include "cli/ci_command.h"
#include "cli/emit.h"
#include "cli/surroundings.h"
#include "core/error.h"

namespace moongate::cli {

namespace {

std::string formats_text() {
  std::string names;
  for (const std::string& name : affected_formats())
    names += (names.empty() ? "" : ", ") + name + (names.empty() ? " (default)" : "");
  return names;
}

}  // namespace

void add_affected_options(CLI::App& command, AffectedOptions& options) {
  add_change_options(command, options.what);
  command.add_option("--format", options.format, formats_text())->type_name("NAME");
  command
      .add_option("--config", options.settings.config,
                  "Use FILE instead of the repository's moongate.toml")
      ->type_name("FILE");
  command
      .add_option("--config-from", options.settings.config_from,
                  "Take configuration and checks from a trusted commit")
      ->type_name("REV");
  command
      .add_option("--policy", options.settings.policy,
                  "An organisation's settings, below the repository's")
      ->type_name("FILE");
  command.add_flag("--fetch", options.settings.fetch, "Allow fetching what the clone lacks");
}

int affected_command(const AffectedOptions& options) {
  affected_text({}, options.format);  // refused before anything is read
  RunOptions run = run_options(options.settings);
  Request request;
  if (!given(options.what) && in_ci()) {
    const ci::Run found = recognised_run(options.settings);
    if (found.unknown) throw Error(*found.unknown);
    request = found.request;
    if (run.config_from.empty()) run.config_from = found.config_from;
    run.rules_from = RulesFrom::change;
  } else {
    request = request_for(options.what);
    run.rules_from = in_hook() || in_ci() ? RulesFrom::change : RulesFrom::work_tree;
  }
  apply_to_request(options.settings, request);
  const Affected affected = affected_by(request, run);
  std::cerr << inert("moongate: " + affected.why) << '\n';
  std::cout << affected_text(affected, options.format);
  return 0;
}

}  // namespace moongate::cli
