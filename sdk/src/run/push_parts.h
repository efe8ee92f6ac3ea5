// A push of several branches whose rules differ is several runs: no branch decides by what another
// one is judged.
#pragma once

#include <vector>

#include "core/change.h"
#include "core/finding.h"
#include "core/request.h"

namespace moongate {

// The updates that are judged by the same rules, on either side, each group as a push of its own.
// Empty where one run does for all of them.
std::vector<Request> parts_of_push(const Request& request, const Change& whole);

// One report of the whole push. `parts` are of parts_of_push().
Report join_parts(const Change& whole, std::vector<Report> parts);

}  // namespace moongate
