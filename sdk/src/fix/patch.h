// The change that fixes make, as a patch that `git apply` takes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace moongate {

// Git's own form: the header with the quoted path and, where `before_id` and `after_id` (in hex)
// are given, the blobs; hunks with three lines of context. Empty where the two are equal.
std::string patch_of(const std::string& path, std::uint32_t mode, std::string_view before,
                     std::string_view after, const std::string& before_id = {},
                     const std::string& after_id = {});

// A path as Git quotes it in patches and on command input: as it is, or in double quotes with C's
// escapes where it holds a quote, a backslash or a control character. Bytes above 0x7F stay.
std::string git_quoted(const std::string& path);

}  // namespace moongate
