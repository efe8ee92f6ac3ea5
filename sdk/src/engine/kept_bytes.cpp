#include "engine/kept_bytes.h"

#include <algorithm>
#include <utility>

#include "match/glob.h"
#include "syntax/strings.h"

namespace moongate {

namespace {

// What test frameworks write and compare byte for byte: Jest, insta, syrupy, Approval Tests,
// Verify.
bool is_snapshot(std::string_view path) {
  static const std::vector<Glob> globs = [] {
    std::vector<Glob> all;
    for (const char* glob : {"*.snap", "*.snap.new", "*.ambr", "**/__snapshots__/**",
                             "*.approved.*", "*.received.*", "*.verified.*", "*.golden"})
      all.emplace_back(glob);
    return all;
  }();
  return std::any_of(globs.begin(), globs.end(),
                     [&](const Glob& glob) { return glob.matches(path); });
}

}  // namespace

KeptBytes::KeptBytes(const Attributes& attributes, FileContext& file) {
  const std::string& path = file.file().path();
  all_ = is_snapshot(path) || attributes.of(path, "text").is_unset();
  if (all_) return;
  std::optional<std::vector<ByteRange>> strings = string_ranges(file.language(), file.text());
  all_ = !strings;
  if (all_) return;
  ranges_ = std::move(*strings);
  std::size_t reach = 0;
  for (const ByteRange& range : ranges_) reach_.push_back(reach = std::max(reach, range.end));
}

bool KeptBytes::touches(std::size_t begin, std::size_t end) const {
  if (all_) return true;
  // Of the ranges that begin before the fix ends, does any end after it begins? What is inserted
  // right before or behind a string is not in it.
  const auto behind =
      std::lower_bound(ranges_.begin(), ranges_.end(), end,
                       [](const ByteRange& range, std::size_t at) { return range.begin < at; });
  const auto before = static_cast<std::size_t>(behind - ranges_.begin());
  return before > 0 && reach_[before - 1] > begin;
}

bool is_called_binary(const Attributes& attributes, std::string_view path) {
  return attributes.of(path, "diff").is_unset() && attributes.of(path, "text").is_unset();
}

}  // namespace moongate
