// The formats, one file each; report/render.h is the way in.
#pragma once

#include <string>

#include "core/finding.h"
#include "report/render.h"

namespace moongate {

std::string render_text(const Report& report, const RenderOptions& options);
std::string render_json(const Report& report);
std::string render_sarif(const Report& report);
std::string render_junit(const Report& report);
std::string render_checkstyle(const Report& report);
std::string render_github(const Report& report, const RenderOptions& options);
std::string render_gitlab(const Report& report);
std::string render_markdown(const Report& report);

// The text report's findings alone, without colour: for formats that hold a piece of log.
std::string findings_text(const Report& report);

}  // namespace moongate
