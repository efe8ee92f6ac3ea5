// One regular expression over bytes, in RE2's syntax: linear time whatever the pattern and the text
// (https://github.com/google/re2/wiki/Syntax). The only way that Moongate compiles an expression,
// so that patterns, options and `moongate.regex` mean and allow the same.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/line_index.h"

namespace moongate {

// Thread-safe once constructed.
class Regex {
 public:
  // RE2 is linear in text × program; the program's size is bounded here, the text by the callers.
  static constexpr std::size_t max_pattern = 4096;  // bytes
  static constexpr int max_program = 1500;          // RE2's instructions
  static constexpr int max_groups = 32;

  // Throws Error(check) with RE2's message and no path: the caller knows where the text stands.
  explicit Regex(std::string_view pattern);
  ~Regex();
  Regex(Regex&&) noexcept;
  Regex& operator=(Regex&&) noexcept;

  // The leftmost match within [from, until); what stands around that range counts for `^`, `$` and
  // `\b`. `groups` gets the whole match first, then each group or nullopt.
  bool find(std::string_view text, std::size_t from, std::size_t until,
            std::vector<std::optional<ByteRange>>& groups) const;
  bool find(std::string_view text) const;
  bool matches_whole(std::string_view text) const;

  int group_count() const;
  std::size_t program_size() const;  // RE2's instructions: what one byte costs at worst
  // Names of named groups by number (from 1); empty where a group has none.
  std::vector<std::string> group_names() const;

 private:
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

}  // namespace moongate
