// A team's configuration of commitlint as settings of our check conventional-commits.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "config/config.h"

namespace moongate {

// The files that commitlint reads, as a layer of the repository's settings; empty where there is
// none. `read` gives a file's bytes or nullopt. Throws Error(config), with file and line, for what
// we cannot read: a script, a preset that is not ours, an unknown rule.
std::optional<ConfigText> commitlint_layer(
    const std::function<std::optional<std::string>(const std::string& path)>& read);

// Whether a moongate.toml has a table of its own for the check.
bool has_message_rules(const ConfigText& text);

}  // namespace moongate
