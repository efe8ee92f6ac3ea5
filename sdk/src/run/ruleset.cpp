#include "run/ruleset.h"

#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "config/toml.h"
#include "core/error.h"
#include "files/read_file.h"
#include "findings/relaxations.h"
#include "git/change/open_change.h"
#include "git/repository/repository.h"

namespace moongate {

namespace {

std::string read_named_file(const std::string& path, std::string_view flag) {
  return read_file(path, {largest_text_file, ProblemKind::config,
                          "give " + std::string(flag) + " a file that exists and can be read"});
}

}  // namespace

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
    rules.source = rules_of_directory(change.root);
  } else if (change.after.find) {
    rules.source = rules_of_tree(change.after, change.read);
  } else if (!change.root.empty()) {
    rules.source = rules_of_directory(change.root);
  } else {
    rules.source.read = [](const std::string&) { return std::optional<std::string>(); };
    rules.source.list = [](const std::string&) { return std::vector<std::string>(); };
  }
  return rules;
}

bool has_target(const Request& request) {
  if (request.kind != ChangeKind::range || request.base.empty()) return false;
  const std::optional<Oid> id = Oid::from_hex(request.base);
  return !id || !is_empty_tree(*id);
}

bool rules_from_target(const RunOptions& options) {
  bool target = false;
  for (const ConfigText& layer : layers_below(options)) {
    if (layer.layer != "policy") continue;
    try {
      const ConfigNode root = parse_toml(layer.text, layer.path);
      const ConfigMember* policy = root.find("policy");
      const ConfigMember* from = policy ? policy->node.find("rules_from") : nullptr;
      const auto* word = from ? from->node.value.get_if<std::string>() : nullptr;
      if (word) target = *word == "target";
    } catch (const Error&) {
      continue;  // whoever reads it whole says what is wrong
    }
  }
  return target;
}

std::string told_rules(const RunOptions& options, const Change& change) {
  if (options.ignore_repository) return "rules: none of the repository's";
  if (!options.config_from.empty()) return "rules: of " + options.config_from;
  if (change.root.empty() && !change.after.find) return "rules: the defaults";
  const bool disk = options.rules_from == RulesFrom::work_tree || !change.after.find;
  return disk && !change.root.empty() ? "rules: of the working tree " + change.root
                                      : "rules: of the change itself";
}

std::vector<ConfigText> layers_below(const RunOptions& options) {
  std::vector<ConfigText> layers = options.own_layers;
  if (!options.policy_file.empty())
    layers.push_back(
        {"policy", options.policy_file, "", read_named_file(options.policy_file, "--policy")});
  return layers;
}

ConfigText named_config(const RunOptions& options) {
  return {"repository", options.config_file, "", read_named_file(options.config_file, "--config")};
}

std::vector<ConfigText> all_layers(const RunOptions& options, const RuleSource& rules,
                                   const Change& change) {
  std::vector<ConfigText> layers = layers_below(options);
  std::vector<ConfigText> repository = repository_layers(rules, change);
  if (!options.config_file.empty()) {
    std::erase_if(repository, [](const ConfigText& text) { return text.layer == "repository"; });
    repository.insert(repository.begin(), named_config(options));
  }
  std::move(repository.begin(), repository.end(), std::back_inserter(layers));
  return layers;
}

Baseline read_baseline(const RuleSource& rules, const Config& config) {
  const std::string path(baseline_path);
  const std::optional<std::string> text = rules.read(path);
  if (!text) return {};
  require_allowed(config.policy, path);
  return parse_baseline(*text, path);
}

}  // namespace moongate
