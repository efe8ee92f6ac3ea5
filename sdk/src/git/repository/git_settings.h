// The configuration that every `git` which Moongate starts is given on top of the user's, so that
// it runs no hook: neither those of the hooks directory nor, from Git 2.54 on, those of
// configuration.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moongate {

// What `git config --null --name-only --get-regexp` takes to list the configured hooks, and the
// names in its answer: of "hook.NAME.event", each once.
std::vector<std::string> configured_hooks_question();
std::vector<std::string> configured_hooks(std::string_view answer);

// Arguments that come before the name of a Git command, and the environment variables that they
// name.
struct GitSettings {
  std::vector<std::string> arguments, environment;
};

// `hooks`: the names of configured hooks, each of which is disabled.
//
// Two spellings are needed. Git 2.54 knows only `hook.NAME.enabled`, for which the names must be
// known. 2.55 has `hook.EVENT.enabled`, too, which holds where a name is added meanwhile; but not
// where a hook calls itself like the event.
GitSettings settings_without_hooks(const std::vector<std::string>& hooks);

}  // namespace moongate
