// Text that came from a check, a repository or a configuration, on its way to a stream: quoted,
// cut, and unable to colour or move anything. Whatever prints such text goes through here or
// through core/unicode.h.
#pragma once

#include <string>
#include <string_view>

namespace moongate {

// 'text' as visible() shows it (core/unicode.h), cut after about 80 bytes with "…".
// (The obvious name, quoted, is ambiguous with the standard library's for a std::string.)
std::string in_quotes(std::string_view text);

// The same without the quotes and the cut.
std::string harmless(std::string_view text);

// Text of several lines, whose names are harmless already: line feeds and tabs stay, no other
// control does, and no line is a command to a CI system's log.
std::string harmless_lines(std::string_view text);

// For a page that has colours of its own and harmless text between them: only the latter.
std::string without_line_commands(std::string_view text);

}  // namespace moongate
