// A stranger's word inside a message: quoted, cut, and unable to colour or move anything.
#pragma once

#include <string>
#include <string_view>

namespace moongate {

// 'text' as visible() shows it (report/unicode.h), cut after about 80 bytes with "…".
// (The obvious name, quoted, is ambiguous with the standard library's for a std::string.)
std::string in_quotes(std::string_view text);

// The same without the quotes and the cut.
std::string harmless(std::string_view text);

}  // namespace moongate
