// Findings that someone accepted: `moongate:ignore` comments in a file, and [[ignore]] of the
// configuration for what cannot carry a comment.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/config.h"
#include "core/declaration.h"
#include "core/finding.h"

namespace moongate {

// A comment `moongate:ignore` with NAME[, NAME/RULE…] and a reason. Behind code it covers its own
// line; where the comment is all that the line holds it covers the next line too, and several such
// comments in a row all cover the line below them.
struct Suppression {
  std::uint32_t line = 0, column = 0;  // of "moongate:ignore"; 1-based
  std::uint32_t first = 0, last = 0;   // the lines it covers, inclusive
  std::vector<std::string> names;      // checks, groups, NAME/RULE; never empty
  std::string reason;                  // may be empty
};

// All of a text, in order. Only comments count where those of the language are known, else the
// marker counts everywhere. What names no check ("moongate:ignore" alone) is no suppression. At
// most 10,000 are read: beyond that findings simply stay.
std::vector<Suppression> find_suppressions(std::string_view text, std::string_view language = {});

// The suppressions of one version of one file, and which of them something was found for. Used by
// one thread at a time.
class FileSuppressions {
 public:
  explicit FileSuppressions(std::string_view text, std::string_view language = {});

  bool empty() const { return suppressions_.empty(); }
  const std::vector<Suppression>& all() const { return suppressions_; }

  // Whether a finding at this line is accepted; remembers by which.
  bool covers(std::string_view check, std::string_view rule, std::uint32_t line);

  // The comments at these lines accept nothing from now on. Sorted.
  void refuse(std::vector<std::uint32_t> lines) { refused_ = std::move(lines); }
  bool is_refused(std::uint32_t line) const {
    return std::binary_search(refused_.begin(), refused_.end(), line);
  }

  // A name in a comment that accepts nothing.
  struct Unused {
    std::uint32_t line = 0, column = 0;
    std::string name, message, help;
  };
  // Only what was looked for counts: `ran` holds what_can_report() of every check that ran over the
  // file to its end, `looked_at` says whether the run was about a line (for a new-only run: whether
  // it was added). In order of place.
  std::vector<Unused> unused(const std::vector<std::string>& ran,
                             const std::function<bool(std::uint32_t line)>& looked_at) const;
  // Names that no check or rule has: `help` of one is empty where there is such, else what to say.
  std::vector<Unused> unknown(const std::function<std::string(const std::string& name)>& help,
                              const std::function<bool(std::uint32_t line)>& looked_at) const;

 private:
  std::vector<Suppression> suppressions_;
  std::vector<std::vector<bool>> used_;  // of each suppression, by name
  std::vector<std::uint32_t> refused_;
};

// The check's name and NAME/RULE of every rule, without those whose level is off.
std::vector<std::string> what_can_report(const Declaration& check, const CheckSettings& settings);

// [[ignore]] of a configuration. Usable from several threads at once.
class Ignores {
 public:
  // `config` must outlive it. What has expired at `now` accepts nothing.
  Ignores(const Config& config, std::int64_t now);
  ~Ignores();
  Ignores(Ignores&&) noexcept;
  Ignores& operator=(Ignores&&) noexcept;

  // The entry that accepts the finding, or null; remembers it as used. The finding's path, commit
  // and branch must be set.
  const Ignore* match(const Finding& finding) const;
  // Entries that matched nothing. Only a run over everything (kind `tree` or `history`, no --check,
  // no shard) can say that they are of no use.
  std::vector<const Ignore*> unused() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace moongate
