// Whether an expression needs a literal: what decides how fast a scan for many expressions is.
#pragma once

#include <cstddef>
#include <string_view>

namespace moongate {

// Whether every match of `regex` (RE2's syntax) has one of a few literals of at least `length`
// bytes, ASCII case ignored. A scanner looks for such literals at gigabytes a second; one
// expression without any makes it step through an automaton for each byte of the text. False for an
// invalid expression.
bool has_required_literal(std::string_view regex, std::size_t length);

}  // namespace moongate
