// Two lists of lines side by side, for a person who asks why a test failed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moongate::testing {

// Common lines begin with two blanks, missing ones with "- ", surplus ones with "+ ". Each line is
// made visible and preceded by `indent`; ends with a newline.
std::string line_diff(const std::vector<std::string>& expected,
                      const std::vector<std::string>& found, std::string_view indent);

// With what a terminal would hide or obey written as escapes: control characters, bytes that are
// not UTF-8, blanks at the end.
std::string visible(std::string_view text);

// Lines with their endings, each made visible except for its "\n".
std::vector<std::string> text_lines(std::string_view text);

}  // namespace moongate::testing
