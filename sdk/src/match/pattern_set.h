// Many patterns over one text in one native pass. Vectorscan (a database compiled at build time for
// the built-in patterns) says which patterns occur; RE2 says where, and is the only authority on
// what a pattern means. Patterns that came at run time go through a literal prefilter to RE2.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "script/check.h"

namespace moongate {

// Immutable after construction and usable from several threads at once.
class PatternSet {
 public:
  // `patterns` must outlive the set. Throws Error(check) naming a pattern whose regex does not
  // compile or is too large; `source_path` is the check's file for that message.
  struct Entry {
    const Pattern* pattern;
    std::string source_path;
  };
  explicit PatternSet(std::vector<Entry> patterns);
  ~PatternSet();
  PatternSet(PatternSet&&) noexcept;
  PatternSet& operator=(PatternSet&&) noexcept;

  bool empty() const;
  // All matches that pass entropy and checksum, sorted by begin, then pattern order. Linear time.
  std::vector<PatternMatch> find(std::string_view text) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Bits a character (Shannon) of the bytes of `text`.
double entropy_of(std::string_view text);

}  // namespace moongate
