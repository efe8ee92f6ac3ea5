// Deterministic changes to an input: the same seed gives the same inputs everywhere.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace moongate::fuzz {

// xorshift64*: the standard library's distributions differ between implementations.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 2685821657736338717U + 1) {}
  std::uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 2685821657736338717U;
  }
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : next() % limit; }

 private:
  std::uint64_t state_;
};

// One input, changed in one to eight places; now and then joined with another of the corpus.
std::string mutated(const std::vector<std::string>& corpus, Random& random);

}  // namespace moongate::fuzz
