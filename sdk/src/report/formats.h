// The formats, one file each; report/render.h is the way in.
#pragma once

#include <string>

#include "finding.h"
#include "report/render.h"

namespace moongate {

std::string render_text(const Report& report, const RenderOptions& options);
std::string render_json(const Report& report);

}  // namespace moongate
