// Many patterns over one text in one native pass. Vectorscan (a database compiled at build time for
// the built-in patterns) says which patterns occur; RE2 says where, and is the only authority on
// what a pattern means. Patterns that came at run time go through a literal prefilter to RE2.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/hits.h"
#include "match/builtin_patterns.h"

namespace moongate {

// Immutable after construction and usable from several threads at once.
//
// What `find` gives, however the prefilters work: for each pattern that has no keywords, or of
// whose keywords one stands in the text (ASCII case ignored), the leftmost matches that do not
// overlap, empty ones left out, found from left to right; of these those that have the entropy and
// the checksum. A match longer than `max_match` (for a large expression down to 4 KiB) may be
// missed or cut. UTF-16 and UTF-32 text is matched as UTF-8; the offsets are those of the original
// bytes.
class PatternSet {
 public:
  static constexpr std::size_t max_match = 64u << 10;

  // What the patterns of one check may come to: RE2's steps and the bytes of keywords. A step takes
  // some 50 bytes of its expression, a byte of a keyword up to 1 KiB of the prefilter.
  static constexpr std::size_t largest_check = 100'000;

  // Called between pieces of work on a pattern, each shorter than half a second in the worst case
  // that was found: the engine charges the time to the pattern's check there, and the bytes that
  // its matches took since it was last called. False ends the work on this pattern: it is not
  // searched for any further in this text, or left out of the set.
  using Pause = std::function<bool(const Pattern&, std::size_t bytes)>;
  // Told of a pattern that is wrong, and so left out of the set; empty: the error is thrown.
  using Refused = std::function<void(const Pattern&, const Error&)>;

  // `patterns` must outlive the set. Refuses with Error(check) a pattern whose regex does not
  // compile, is too large or matches the empty text, or with which the check's patterns are too
  // large together; `source_path` is the check's file for that message. `pause` is called before
  // each pattern that the build did not compile.
  struct Entry {
    const Pattern* pattern;
    std::string source_path;
  };
  explicit PatternSet(std::vector<Entry> patterns, const Pause& pause = {},
                      const Refused& refused = {});
  // For tests: with these built-in patterns and this scanner (or null) in place of the program's.
  PatternSet(std::vector<Entry> patterns, const BuiltinPatterns& builtin,
             const BuiltinScanner* scanner);
  ~PatternSet();
  PatternSet(PatternSet&&) noexcept;
  PatternSet& operator=(PatternSet&&) noexcept;

  bool empty() const;

  // All matches, sorted by begin, then pattern order. Linear time in the text for each match found.
  std::vector<PatternMatch> find(std::string_view text, const Pause& pause = {}) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Bits a character (Shannon) of the bytes of `text`.
double entropy_of(std::string_view text);

}  // namespace moongate
