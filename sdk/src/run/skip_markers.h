// "[skip moongate]" in a subject or a title, and the trailer "Moongate-Skip: CHECK reason": checks
// left out by the change itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"
#include "core/change.h"
#include "engine/engine.h"
#include "run/load_checks.h"

namespace moongate {

// The marker that a commit's subject or a pull request's title sets, as it is written there. In CI
// the markers of CI systems ("[skip ci]", "[ci skip]" …) are some, too. One in quotes only speaks
// of a marker, and so does the subject of a revert or a fixup, which quotes another commit's.
std::optional<std::string> marker_in(std::string_view subject, bool in_ci);

// The values of "Moongate-Skip" trailers. A squash that lists its commits has none: what stands
// last there is the trailers of one of them.
std::vector<std::string> skip_trailers(std::string_view message);

// Adds what is left out to `engine`, and what is to be reported about it to `said`.
void skip_by_marker(const Change& change, const Config& config, const CheckLoad& load, bool in_ci,
                    EngineOptions& engine, std::vector<std::string>& said);

}  // namespace moongate
