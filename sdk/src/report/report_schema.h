#pragma once

#include <string_view>

namespace moongate {

/// The JSON Schema of moongate.report/1 (docs/report.schema.json, as it was when the program was
/// built). Lives as long as the program.
std::string_view report_schema();

}  // namespace moongate
