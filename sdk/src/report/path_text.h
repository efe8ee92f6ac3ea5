// Paths are bytes; JSON is UTF-8. A path (or a fix's text) that is not UTF-8 is percent-encoded
// whole and marked, so that a reader gets the same bytes back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moongate {

// Every byte outside printable ASCII, and '%' itself, becomes %XX.
std::string percent_encode(std::string_view bytes);
// nullopt where a '%' is not followed by two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text);
// A path as a relative URI reference (RFC 3986): what is no unreserved character or '/' becomes
// %XX.
std::string uri_path(std::string_view path);

// Whether a problem's path leads out of the repository (an organisation's policy): formats whose
// readers look paths up in the repository put it into the message.
bool leads_outside(std::string_view path);

}  // namespace moongate
