// No secret leaves in any output: what the run marked as secret, and what looks like a known secret.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moongate {

class Masker {
 public:
  // Remembers a secret's bytes; thread-safe is not needed: the engine collects, then masks.
  void add(std::string secret);
  // The text with every known secret, and every match of a built-in secret pattern, masked: the
  // first four characters at most stay (never more than a quarter of it), the rest is "****".
  std::string mask(std::string_view text) const;

 private:
  std::vector<std::string> secrets_;  // longest first
};

}  // namespace moongate
