// A version of Semantic Versioning, and the one that follows it.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moongate {

enum class Bump : std::uint8_t { none, patch, minor, major };

struct ReleaseVersion {
  std::uint64_t major = 0, minor = 0, patch = 0;
  std::string pre_release;  // without its hyphen

  std::string text() const;
  // Before 1.0.0 a breaking change makes a minor version.
  ReleaseVersion next(Bump bump) const;
  bool operator==(const ReleaseVersion&) const = default;
  bool operator<(const ReleaseVersion& other) const;
};

// "1.2.3" or "1.2.3-rc.1", build metadata left out; nothing for anything else.
std::optional<ReleaseVersion> parse_release_version(std::string_view text);

}  // namespace moongate
