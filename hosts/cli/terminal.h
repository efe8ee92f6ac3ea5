// What the program knows about the terminal it writes to and asks on. terminal_posix.cpp asks the
// system.
#pragma once

#include <string>

#include "cli/options.h"

namespace moongate::cli {

enum class Stream : unsigned char { in, out, error };

bool is_terminal(Stream stream);
// Columns; 80 where there is no terminal to ask.
unsigned terminal_width(Stream stream);

// Whether it is known to show OSC 8 hyperlinks: one that does not may print their addresses.
bool shows_links(Stream stream);

// What a file:// address names this machine by; empty: nothing is needed.
std::string host_name();

// NO_COLOR and TERM=dumb switch `automatic` off, as their conventions say; FORCE_COLOR and
// CLICOLOR_FORCE switch it on.
bool use_color(const GlobalOptions& global, Stream stream);

// A terminal, /dev/null or nothing at all: no program hands anything over there.
bool stdin_is_device();

}  // namespace moongate::cli
