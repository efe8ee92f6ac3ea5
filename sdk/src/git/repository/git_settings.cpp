#include "git/repository/git_settings.h"

#include <algorithm>

namespace moongate {

namespace {

constexpr std::string_view prefix = "hook.", suffix = ".event";

// Of the hooks that the commands which Moongate gives could run: `update-index` writes an index,
// `fetch` updates references and may begin maintenance, which does the same and asks before it.
constexpr std::string_view events[] = {"post-index-change", "reference-transaction", "pre-auto-gc"};

}  // namespace

std::vector<std::string> configured_hooks_question() {
  return {"config", "--null", "--name-only", "--get-regexp", "^hook\\..*\\.event$"};
}

std::vector<std::string> configured_hooks(std::string_view answer) {
  std::vector<std::string> names;
  while (!answer.empty()) {
    const std::size_t end = std::min(answer.find('\0'), answer.size());
    const std::string_view key = answer.substr(0, end);
    answer.remove_prefix(std::min(end + 1, answer.size()));
    if (key.size() <= prefix.size() + suffix.size() || !key.starts_with(prefix) ||
        !key.ends_with(suffix))
      continue;
    names.emplace_back(key.substr(prefix.size(), key.size() - prefix.size() - suffix.size()));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

GitSettings settings_without_hooks(const std::vector<std::string>& hooks) {
  GitSettings settings;
  // Before the command's name and not as GIT_CONFIG_COUNT: it wins over what a `git -c` above us
  // asked for, and Git before 2.31 knows it.
  const auto set = [&](const std::string& setting) {
    settings.arguments.insert(settings.arguments.end(), {"-c", setting});
  };
  set("core.hooksPath=/dev/null");
  for (const std::string_view event : events) set("hook." + std::string(event) + ".enabled=false");
  // A name may have `=` in it, which ends a key after `-c`.
  constexpr std::string_view variable = "MOONGATE_GIT_FALSE";
  for (const std::string& name : hooks)
    settings.arguments.push_back("--config-env=hook." + name + ".enabled=" + std::string(variable));
  if (!hooks.empty()) settings.environment.push_back(std::string(variable) + "=false");
  return settings;
}

}  // namespace moongate
