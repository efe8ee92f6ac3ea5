#include <algorithm>

#include "config/check_names.h"
#include "config/config.h"
#include "config/loader.h"
#include "core/quote.h"

namespace moongate {

namespace {

std::string fail_on_name(Level level) {
  return level == Level::off ? "never" : std::string(name_of(level));
}

void set_defaults(Config& config, const std::vector<Declaration>& checks) {
  for (const Declaration& check : checks) {
    CheckSettings settings;
    settings.level = check.level;
    settings.paths = check.paths;
    settings.scope = check.scope;
    for (const Option& option : check.options) {
      if (contains(reserved_option_names(), option.name))
        throw Error(Problem{ProblemKind::check, "the option name '" + option.name + "' is reserved",
                            check.source_path, 0, "choose another name for it"});
      settings.options.emplace(option.name, option.fallback);
    }
    config.checks.insert_or_assign(check.name, std::move(settings));
  }
}

// Flags and environment: the last layer, but not above a lock.
void apply_overrides(Config& config, const Overrides& overrides, const CheckNames& names) {
  const auto refuse = [](const std::string& what, const std::string& setting, const Origin& lock) {
    throw Error(
        Problem{ProblemKind::config,
                what + " relaxes " + setting + ", which the policy " + place(lock) + " locks",
                lock.path, lock.line, "leave it out, or ask those who keep " + lock.path});
  };
  if (overrides.fail_on) {
    const auto lock = config.locks.find("fail_on");
    if (lock != config.locks.end() && strictness(*overrides.fail_on) < strictness(config.fail_on))
      refuse("--fail-on " + fail_on_name(*overrides.fail_on), "fail_on", lock->second);
    config.fail_on = *overrides.fail_on;
    config.origins.insert_or_assign("fail_on", Origin{"flag", "--fail-on", 0});
  }
  const auto refuse_locked = [&](const std::string& flag, const std::string& name) {
    for (const auto& [check, settings] : config.checks) {
      const bool rule = name.starts_with(check + "/");
      if (!covers(name, check, "") && !rule) continue;
      const auto lock = config.locks.find(lock_key(check, rule ? "rules" : "level"));
      if (lock != config.locks.end()) refuse(flag + " " + harmless(name), check, lock->second);
    }
  };
  for (const std::string& name : overrides.skip) refuse_locked("--skip", name);

  for (const std::string& name : overrides.environment_skip) {
    if (!names.knows(name))
      throw Error(ProblemKind::usage,
                  "MOONGATE_SKIP: there is no check or rule named " + in_quotes(name),
                  names.help(name));
    if (!config.policy.allow_skip) {
      const auto& where = config.policy.origins.find("allow_skip")->second;
      config.skip_notes.push_back("MOONGATE_SKIP=" + harmless(name) +
                                  " does not count: the policy " + place(where) + " forbids it");
      continue;
    }
    refuse_locked("MOONGATE_SKIP", name);
    config.environment_skip.push_back(name);
    config.skip_notes.push_back("MOONGATE_SKIP=" + harmless(name));
  }
}
}  // namespace

Config load_config(const std::vector<ConfigText>& layers, const Overrides& overrides,
                   const std::vector<Declaration>& checks, std::vector<Problem>* all) {
  Config config;
  set_defaults(config, checks);
  const CheckNames names(checks, overrides.unreadable_checks);
  ConfigLoader loader(config, names, all);
  for (const ConfigText& text : layers) loader.add(text);
  apply_overrides(config, overrides, names);
  return config;
}

}  // namespace moongate
