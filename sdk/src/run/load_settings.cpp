#include "run/load_settings.h"

#include <utility>

namespace moongate {

Config config_of(const CheckLoad& load, const std::vector<Declaration>& declarations,
                 const std::vector<ConfigText>& layers, Overrides overrides) {
  for (const CheckOutcome& failed : load.failed) overrides.unreadable_checks.push_back(failed.name);
  return load_config(layers, overrides, declarations);
}

SideRules side_rules(const RuleSource& source, const Change& change, const RunOptions& options,
                     const std::vector<ConfigText>& layers) {
  const CheckLoad load = load_checks(team_check_files(source), options);
  std::vector<ConfigText> below;
  for (const ConfigText& layer : layers)
    if (layer.layer == "policy") below.push_back(layer);
  for (ConfigText& layer : repository_layers(source, change)) below.push_back(std::move(layer));
  std::vector<Declaration> declarations = declarations_of(load);
  Config config = config_of(load, declarations, below);
  return {std::move(declarations), std::move(config)};
}

}  // namespace moongate
