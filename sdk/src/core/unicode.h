// UTF-8 as reports need it: what is well-formed, how wide it is on a screen, and what must never
// reach one as it is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moongate {

struct CodePoint {
  char32_t code = 0;       // the byte itself where it is not well-formed UTF-8
  std::size_t length = 1;  // bytes
  bool valid = false;
};

// The code point at `at`, which must be inside the text. Overlong forms, surrogates and what lies
// beyond U+10FFFF are not valid, and are told byte by byte.
CodePoint code_point_at(std::string_view text, std::size_t at);

bool is_utf8(std::string_view text);
// Every byte that is no part of well-formed UTF-8 becomes U+FFFD.
std::string to_utf8(std::string_view text);
void append_utf8(std::string& text, char32_t code);

// Controls (C0 with tab and newline, DEL, C1), bidirectional overrides and isolates, line
// separators, invisible format characters: what could act on a terminal, hide text or reorder it.
bool is_unsafe(char32_t code);

// Cells on a terminal: 0, 1 or 2.
unsigned width_of(char32_t code);

// For one line of a person's screen, and for every format that is shown to one: what is_unsafe
// becomes \n, \t, \x1b or \u202e, a byte that is not UTF-8 becomes \xff. Nothing else changes, so
// the text cannot act, but a backslash that was there before looks the same.
std::string visible(std::string_view text);
// The same, but line feeds and tabs stay.
std::string visible_lines(std::string_view text);

// Cells that a text which has been through `visible` takes.
std::size_t width_of(std::string_view text);

// Lines of at most `room` cells, broken at blanks; a longer word stays whole. 0: one line.
std::vector<std::string> wrapped_at_blanks(const std::string& text, std::size_t room);

// Commands to a CI system's log: "::name" where a line begins, "##[" and "##vso[" anywhere. Their
// first character is written as \x3a or \x23; for text that stands on stdout.
std::string without_commands(std::string_view line);
// Whether a text begins with such a command: "##[" or "##name[".
bool starts_log_command(std::string_view text);

}  // namespace moongate
