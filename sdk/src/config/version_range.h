// `requires = ">=0.2, <1"`: which versions of Moongate a configuration is written for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moongate {

// A semantic version; build metadata is ignored.
struct Version {
  std::uint64_t major = 0, minor = 0, patch = 0;
  std::string pre;  // "rc.1"; empty for a release

  static std::optional<Version> parse(std::string_view text);  // "1.2.3-rc.1+build"
};

// Below, at or above zero, in the order of semver.org 2.0.0 §11.
int compare(const Version& a, const Version& b);

// `constraint` is a list of conditions with commas between, all of which must hold:
// >=1.2  >1.2  <=1.2  <1.2  =1.2  ^1.2 (what does not change the first digit that is not 0)
// ~1.2 (what does not change the minor version). Missing parts are open: =1.2 is any 1.2.x.
// Throws Error(config) without a place for a constraint that cannot be read.
bool satisfies(const Version& version, std::string_view constraint);

}  // namespace moongate
