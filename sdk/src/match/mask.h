// No secret leaves in any output: what the run marked as secret, and what looks like a known
// secret.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moongate {

class PatternSet;
class Literals;

class Masker {
 public:
  Masker();
  ~Masker();
  Masker(Masker&&) noexcept;
  Masker& operator=(Masker&&) noexcept;

  // Remembers a secret's bytes; thread-safe is not needed: the engine collects, then masks. A
  // secret of several lines (a key) is also masked line by line, one in UTF-16 also in plain bytes.
  void add(std::string secret);
  // The text with every known secret, and every match of a built-in secret pattern that is not a
  // guess, masked: the
  // first four characters at most stay (never more than a quarter of it), the rest is "****".
  // From several threads at once only after a first call, and with no `add` between.
  std::string mask(std::string_view text) const;

  // What is shown instead of one secret.
  static std::string masked(std::string_view secret);

 private:
  struct Tools;
  void prepare() const;

  std::vector<std::string> secrets_;
  mutable std::unique_ptr<Tools> tools_;  // made by the first mask() after an add()
};

}  // namespace moongate
