// The part of Jinja that templates/project is written in, so that `moongate init` writes the files
// that cookiecutter writes, from the same source.
//
// Known are: {{ cookiecutter.NAME }}, {{ 'text' }}; {% if CONDITION %}, {% else %}, {% endif %},
// where a condition compares with == and != and joins with `and` and `or`; and the `-` inside of a
// tag that takes the blanks next to it away. Anything else is an error: a guess would be a second
// dialect.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace moongate::cli {

using Answers = std::map<std::string, std::string>;

// Throws Error(usage) with `path` and line for what is not known, an unclosed tag or a missing
// answer.
std::string fill_in(std::string_view text, const Answers& answers, const std::string& path);

}  // namespace moongate::cli
