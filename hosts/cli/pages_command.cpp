// `moongate list` and `moongate explain`: pages about checks and settings.
#include <cstdlib>
#include <iostream>

#include "cli/commands.h"
#include "cli/emit.h"
#include "cli/terminal.h"
#include "pages/explain.h"
#include "run/effective_settings.h"

namespace moongate::cli {

namespace {

PageStyle style_of(const GlobalOptions& global) {
  PageStyle style;
  style.color = use_color(global, Stream::out);
  style.width = is_terminal(Stream::out) ? terminal_width(Stream::out) : 0;
  return style;
}

EffectiveRules rules_here(const std::string& policy, const GlobalOptions& global) {
  RunOptions options;
  options.policy_file = policy;
  if (policy.empty())
    if (const char* variable = std::getenv("MOONGATE_POLICY")) options.policy_file = variable;
  EffectiveRules rules = effective_rules(".", options);
  for (const Problem& problem : rules.load.problems) print_problem(problem, global);
  return rules;
}

}  // namespace

int list_command(bool names, const std::string& policy, const GlobalOptions& global) {
  const EffectiveRules rules = rules_here(policy, global);
  if (names)
    for (const Declaration& declaration : rules.declarations)
      std::cout << inert(declaration.name) << '\n';
  else
    std::cout << list_page(rules.declarations, rules.config, style_of(global));
  return rules.load.problems.empty() && rules.load.failed.empty() ? 0 : 2;
}

int explain_command(const std::string& name, const std::string& policy,
                    const GlobalOptions& global) {
  const EffectiveRules rules = rules_here(policy, global);
  if (name.empty())
    std::cout << config_page(rules.declarations, rules.config, style_of(global));
  else
    std::cout << explain_page(name, rules.declarations, rules.config, style_of(global));
  return rules.load.problems.empty() && rules.load.failed.empty() ? 0 : 2;
}

}  // namespace moongate::cli
