// Where a SARIF result of another tool says that it is: artifact locations resolved by the run's
// artifacts and base ids (SARIF 2.1.0, 3.4 and 3.14.14) to a path, without a look at any file.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace moongate {

// The path of an artifact location in this run, percent-decoded, "/" between, without "." and,
// where that can be told, "..". Absolute where the tool gave an absolute one ("/x" or "C:/x"). A
// URI of another scheme than `file` stays what it is. Empty where there is none.
std::string sarif_path(const nlohmann::ordered_json& run,
                       const nlohmann::ordered_json& artifact_location);

// A path without empty parts, "." and ".."; what climbs out keeps its leading "..".
std::string without_dots(const std::string& path);

// "/x", "C:/x" or "//host/share/x".
bool is_absolute_path(const std::string& path);

}  // namespace moongate
