// [areas.NAME]: a part of a monorepo, for `moongate affected`.
#pragma once

#include <string>
#include <vector>

namespace moongate {

struct Area {
  std::string name;
  std::vector<std::string> include, exclude;  // globs; `!glob` in the file excludes
  std::vector<std::string> depends;           // names of areas that it is built on
};

// Names that the outputs of `moongate affected` have for themselves.
const std::vector<std::string>& reserved_area_names();

// An area's name in variables: upper case, `_` for `-`.
std::string area_variable(const std::string& name);

}  // namespace moongate
