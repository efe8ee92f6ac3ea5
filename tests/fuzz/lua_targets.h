// The sandbox and the built-in checks as fuzz targets.
#pragma once

#include <string_view>

namespace moongate::fuzz {

// The input is the source of a check. It must end in time, with findings that lie in their text,
// with an error of the check, or aborted; and the next check must not notice.
void fuzz_lua(std::string_view input);

// The input is a change (see generated_change). Every built-in check must come to its end over it,
// and its report, in every format, must be the same from one thread as from several.
void fuzz_changes(std::string_view input);

}  // namespace moongate::fuzz
