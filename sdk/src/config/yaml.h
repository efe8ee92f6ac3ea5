// The part of YAML that configurations of commitlint are written in, JSON included, as a tree in
// which every key and value knows its line: block and flow collections, plain and quoted scalars,
// comments. Anchors, tags, block scalars and several documents are errors.
#pragma once

#include <string>
#include <string_view>

#include "config/toml.h"

namespace moongate {

// A null is a string without a value. Throws Error(config) with `path` and the line.
ConfigNode parse_yaml(std::string_view text, const std::string& path);

// One flow collection or scalar at the start of `text`, also as JavaScript writes an object: `//`
// and `/* */` are comments. What follows is not read.
ConfigNode parse_flow(std::string_view text, const std::string& path);

}  // namespace moongate
