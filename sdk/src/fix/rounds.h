// Fixing in memory: check, fix, check what came out, until there is nothing more to fix.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "fix/edits.h"

namespace moongate {

struct FixedFile {
  FileVersion before;  // what was checked
  Bytes text;          // of it
  std::shared_ptr<const std::string> fixed;
  std::vector<TextEdit> edits;  // of all rounds: what makes `fixed` of `text`
};

struct FixRounds {
  Report report;                 // of the fixed change: what is left, whatever it is
  std::uint64_t fixed = 0;       // findings
  std::vector<FixedFile> files;  // sorted by path; each differs from what was checked
};

// `first` is the report of `change` and `fixes` its fixes before masking. One fix can make another
// one possible (a line without its blanks is an empty line at the end of the file), and could make
// something new wrong: so the result is checked again, and the report is of that. A check whose
// fixes never come to rest is cut off after ten rounds; what it then says stands in the report.
// Files in `kept` are not fixed in any round.
FixRounds fix_in_memory(const Change& change, Report first, std::vector<std::vector<Fix>> fixes,
                        const std::vector<LoadedCheck>& checks, const Config& config,
                        EngineOptions options, const std::set<std::string>& kept = {});

}  // namespace moongate
