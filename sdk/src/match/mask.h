// No secret leaves in any output: what the run marked as secret, and what looks like a known
// secret.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moongate {

struct ByteRange;
struct Pattern;

class Masker {
 public:
  // Whether the forms of known secrets (the built-in patterns) are masked, too.
  enum class Forms : std::uint8_t { built_in, none };
  explicit Masker(Forms forms = Forms::built_in);
  ~Masker();
  Masker(Masker&&) noexcept;
  Masker& operator=(Masker&&) noexcept;

  // Remembers a secret's bytes; thread-safe is not needed: the engine collects, then masks. A
  // secret of several lines (a key) is also masked line by line, one in UTF-16 also in plain bytes.
  void add(std::string secret);
  // Another pattern whose matches are secrets, next to the built-in ones: a team's check that does
  // not take part in a run still says what must not be shown by those that do.
  void know(Pattern pattern);
  // The text with every known secret, every match of a known pattern, and of a built-in one that is
  // not a guess, masked: the first four characters at most stay (never more than a quarter of it),
  // the rest is "****".
  // From several threads at once only after a first call, and with no `add` between.
  std::string mask(std::string_view text) const;
  // The text without what any of the maskers hides; what several of them hide in part is one hole.
  // `replaced`, where given, gets what was masked, in order.
  struct Replaced {
    std::size_t begin = 0, end = 0;              // of the text
    std::size_t shown_begin = 0, shown_end = 0;  // of the result
  };
  static std::string mask(std::string_view text, std::span<const Masker* const> maskers,
                          std::vector<Replaced>* replaced = nullptr);

  // What is shown instead of one secret.
  static std::string masked(std::string_view secret);

 private:
  struct Tools;
  void prepare() const;
  void find(std::string_view text, std::vector<ByteRange>& found) const;

  Forms forms_;
  std::vector<std::string> secrets_;
  std::vector<Pattern> patterns_;
  mutable std::unique_ptr<Tools> tools_;  // made by the first mask() after an add()
};

}  // namespace moongate
