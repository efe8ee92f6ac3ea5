#include "match/regex.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/error.h"
#include "match/regex_options.h"

namespace moongate {

RE2::Options regex_options() {
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);  // bytes: files are not all UTF-8
  options.set_log_errors(false);
  options.set_max_mem(8 << 20);
  return options;
}

struct Regex::Impl {
  RE2 re;
  explicit Impl(std::string_view pattern)
      : re(re2::StringPiece(pattern.data(), pattern.size()), regex_options()) {}
};

Regex::Regex(std::string_view pattern) {
  if (pattern.size() > max_pattern)
    throw Error(ProblemKind::check,
                "the expression is longer than " + std::to_string(max_pattern) + " bytes",
                "split it into several");
  auto impl = std::make_unique<Impl>(pattern);
  if (!impl->re.ok()) {
    const bool large = impl->re.error_code() == RE2::ErrorPatternTooLarge;
    throw Error(ProblemKind::check, impl->re.error(),
                large ? "use smaller repetition counts or several expressions"
                      : "see https://github.com/google/re2/wiki/Syntax; look-around and "
                        "back-references do not exist there, which keeps matching linear");
  }
  if (impl->re.ProgramSize() > max_program || impl->re.ReverseProgramSize() > max_program)
    throw Error(ProblemKind::check,
                "the expression is too large: " + std::to_string(impl->re.ProgramSize()) +
                    " steps, the limit is " + std::to_string(max_program),
                "use smaller repetition counts or several expressions");
  if (impl->re.NumberOfCapturingGroups() > max_groups)
    throw Error(ProblemKind::check,
                "the expression has more than " + std::to_string(max_groups) + " groups",
                "write (?:…) where the text is not needed");
  impl_ = std::move(impl);
}

Regex::~Regex() = default;
Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;

bool Regex::find(std::string_view text, std::size_t from, std::size_t until,
                 std::vector<std::optional<ByteRange>>& groups) const {
  std::array<re2::StringPiece, max_groups + 1> pieces;
  const int count = group_count() + 1;
  // A null pointer would make an empty match look like a group that took no part.
  if (text.data() == nullptr) text = "";
  if (!impl_->re.Match(re2::StringPiece(text.data(), text.size()), from, until, RE2::UNANCHORED,
                       pieces.data(), count))
    return false;
  groups.clear();
  for (int i = 0; i < count; ++i) {
    const re2::StringPiece& piece = pieces[static_cast<std::size_t>(i)];
    if (piece.data() == nullptr) {
      groups.emplace_back();
      continue;
    }
    const auto begin = static_cast<std::size_t>(piece.data() - text.data());
    groups.emplace_back(ByteRange{begin, begin + piece.size()});
  }
  return true;
}

bool Regex::find(std::string_view text) const {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), impl_->re);
}

bool Regex::matches_whole(std::string_view text) const {
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), impl_->re);
}

std::size_t Regex::program_size() const {
  return static_cast<std::size_t>(
      std::max({1, impl_->re.ProgramSize(), impl_->re.ReverseProgramSize()}));
}

int Regex::group_count() const {
  return impl_->re.NumberOfCapturingGroups();
}

std::vector<std::string> Regex::group_names() const {
  std::vector<std::string> names(static_cast<std::size_t>(group_count()) + 1);
  for (const auto& [number, name] : impl_->re.CapturingGroupNames())
    names[static_cast<std::size_t>(number)] = name;
  return names;
}

}  // namespace moongate
