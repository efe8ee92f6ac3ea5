// A finding's identity: survives moved lines, rebase and squash (documented in docs/report.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace moongate {

// "1:" and 32 hexadecimal digits. `text` is the line (or a commit's message, or a branch's name);
// its blanks are normalised here. `ordinal` counts equal lines of the file from 0. Secrets must be
// replaced in `text` by `secret_stand_in` first.
std::string fingerprint(std::string_view check, std::string_view rule, std::string_view path,
                        std::string_view text, std::uint32_t ordinal);

// What stands for a secret in a fingerprint's text: 16 bits of its hash, so that a weak password
// cannot be guessed from a report.
std::string secret_stand_in(std::string_view secret);

}  // namespace moongate
