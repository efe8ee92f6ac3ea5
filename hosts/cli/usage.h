// What to say about a command line that makes no sense.
#pragma once

#include "core/error.h"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace moongate::cli {

// `error` in the words of the other messages, with the command or option that was probably meant.
Problem usage_problem(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv);

// A variable that is not set (`--range "$RANGE"`) must not turn into another question, nor a policy
// into none. Throws Error(usage).
void refuse_empty_values(const CLI::App& app);

}  // namespace moongate::cli
