// Text in XML documents.
#pragma once

#include <string>
#include <string_view>

namespace moongate {

// For an attribute's value or an element's text: controls and stray bytes are made visible (XML 1.0
// cannot hold most of them), markup is escaped; line feeds stay, for text.
std::string xml_text(std::string_view text);
// The same on one line, for attributes: a parser would turn a line feed into a blank.
std::string xml_attribute(std::string_view text);

}  // namespace moongate
