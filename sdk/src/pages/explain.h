// Pages for a terminal: which checks there are, what one of them wants, what applies here. Made
// from the checks' own declarations and the configuration; what a check says about itself is a
// untrusted contributor's text and is made visible.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"
#include "core/declaration.h"

namespace moongate {

struct PageStyle {
  unsigned width = 80;  // columns to wrap at; 0: do not wrap
  bool color = false;
};

// `moongate list`: one line a check, built-in ones first, with the level that applies here.
std::string list_page(const std::vector<Declaration>& checks, const Config& config,
                      const PageStyle& style);

// `moongate explain NAME`: a check, a group (its list), or NAME/RULE. Throws Error(usage) with the
// nearest name for one that does not exist.
std::string explain_page(std::string_view name, const std::vector<Declaration>& checks,
                         const Config& config, const PageStyle& style);

// `moongate explain --config`: every effective setting and, as a comment, where it was made. What
// it prints is itself a moongate.toml that says the same; nested files stand in comments below.
std::string config_page(const std::vector<Declaration>& checks, const Config& config,
                        const PageStyle& style);

}  // namespace moongate
