// Configuration that a program hands over as JSON, in the form that files have.
#pragma once

#include <string>
#include <string_view>

namespace moongate {

// The same settings as TOML. Throws Error(config) for what is not JSON, not an object, or has what
// TOML cannot say (null).
std::string toml_from_json(std::string_view json);

}  // namespace moongate
