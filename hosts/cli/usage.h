// What to say about a command line that makes no sense.
#pragma once

#include "error.h"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace moongate::cli {

// `error` in the words of the other messages, with the command or option that was probably meant.
Problem usage_problem(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv);

}  // namespace moongate::cli
