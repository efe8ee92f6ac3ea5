#pragma once

#include <span>
#include <string_view>

namespace moongate {

/// A file of checks/ or lua/ as it was when the program was built. Both views live as long as the
/// program.
struct EmbeddedFile {
  std::string_view path;   ///< from the root of the source tree: `checks/size-limit.lua`
  std::string_view bytes;  ///< the file's content, unchanged
};

/// Every embedded file, sorted by path, bytewise. Implemented by a source that the build generates
/// (tools/embed.cpp).
std::span<const EmbeddedFile> embedded_files();

}  // namespace moongate
