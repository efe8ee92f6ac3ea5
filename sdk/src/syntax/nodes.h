// tree-sitter queries over a file's text, kept to what the change touches.
#pragma once

#include <vector>

#include "core/hits.h"
#include "core/meter.h"
#include "diff/file_context.h"

namespace moongate {

// The matches of a check's query for the file's language, in source order. Of the new side: those
// of which any capture, or the `@scope` capture, touches an added line or a place where lines were
// deleted; with `all`, every one. Of the old side: every one. Empty where the check has no query
// for the language. A syntax error in the file is never a finding. Throws Error(check) for a query
// that does not compile, naming it and the place in it; CheckAborted when parsing or matching takes
// longer than the check may.
std::vector<NodeMatch> find_nodes(const Declaration& declaration, FileContext& file, bool old_side,
                                  bool all, const Limits& limits, Meter& meter);

// Compiles every query of the check, which a run does only when a file of its language changed: it
// takes longer than reading most changes. Throws Error(check) for the first that is wrong.
void require_queries(const Declaration& declaration);

}  // namespace moongate
