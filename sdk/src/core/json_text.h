// JSON as a report prints it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace moongate {

// Indented by two, with a final newline. What is_unsafe (core/unicode.h) and what would start a
// command of a CI system's log is written as \uXXXX, which means the same to every JSON reader but
// does nothing on a terminal or in a log. Strings must be UTF-8.
std::string json_text(const nlohmann::ordered_json& document);

}  // namespace moongate
