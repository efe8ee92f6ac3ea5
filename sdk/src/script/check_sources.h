// Where checks come from: built into the program, or a team's own below .moongate/checks.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "script/check.h"

namespace moongate {

constexpr std::string_view team_checks_directory = ".moongate/checks";

struct SourceFile {
  std::string path;  // relative to the directory of checks: "size-limit.lua", "lint/x.lua"
  std::string text;
};

// A check's name from its file: `size-limit.lua` and `size-limit/init.lua` are `size-limit`;
// nullopt for what is no check: modules (`_*`), tests (`*_test.lua`), other files.
std::optional<std::string> check_name(std::string_view path);

// The checks among the files. `prefix` ("checks/", ".moongate/checks/") precedes paths in messages.
// The returned sources share the files: what a check requires is found among its siblings there,
// and `moongate.NAME` in the bundled library.
std::vector<CheckSource> check_sources(std::vector<SourceFile> files, const std::string& prefix,
                                       bool built_in);

// Those built into the program.
const std::vector<CheckSource>& built_in_sources();

// The bundled library's module, or nullopt: "moongate.text" is lua/moongate/text.lua.
std::optional<ModuleText> library_module(std::string_view name);

}  // namespace moongate
