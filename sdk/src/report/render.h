// A report in a format. Each format is a projection of the JSON one and lives in its own file.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"

namespace moongate {

struct RenderOptions {
  bool color = false;
  bool links = false;  // OSC 8 hyperlinks
  // With links: where a file of the repository is for this reader ("file://…"), or nothing.
  std::function<std::string(const std::string& path)> file_url;
  bool quiet = false;     // findings and problems only, no summary of what was clean
  bool no_limit = false;  // text: every finding, however many there are of one check
  bool profile = false;
  bool problems = true;  // text: leave problems out where they are shown elsewhere
  unsigned width = 80;   // columns; 0: no terminal, only snippets are cut
};

// Every format name, sorted.
const std::vector<std::string>& format_names();

// Ends with a newline (a quiet text report of nothing is empty). Throws Error(usage) for an unknown
// format, naming those that exist.
std::string render(const Report& report, std::string_view format, const RenderOptions& options);

}  // namespace moongate
