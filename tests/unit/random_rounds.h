// Tests on random input: the same input every time, unless more or another is asked for.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

namespace moongate::testing {

// The generator of a test whose input is random, but the same each time; the seed is printed, and
// MOONGATE_TEST_SEED replaces it.
inline std::mt19937 printed_generator(const char* what, std::uint64_t seed) {
  if (const char* text = std::getenv("MOONGATE_TEST_SEED"); text && *text) seed = std::stoull(text);
  std::cout << what << ": seed " << seed << std::endl;
  return std::mt19937(static_cast<std::uint32_t>(seed));
}

// MOONGATE_TEST_SEED and MOONGATE_TEST_ROUNDS replace the defaults; what is used is printed.
class RandomRounds {
 public:
  RandomRounds(const char* what, std::uint64_t seed, std::uint64_t rounds)
      : seed_(number("MOONGATE_TEST_SEED", seed)), rounds_(number("MOONGATE_TEST_ROUNDS", rounds)) {
    std::cout << what << ": seed " << seed_ << ", " << rounds_ << " rounds" << std::endl;
  }

  std::uint64_t rounds() const { return rounds_; }
  std::uint64_t seed() const { return seed_; }
  // Each round has a generator of its own, so that one that fails can be run alone: its number is
  // the distance from the seed.
  std::mt19937 generator(std::uint64_t round) const {
    return std::mt19937(static_cast<std::uint32_t>(seed_ + round));
  }

 private:
  static std::uint64_t number(const char* name, std::uint64_t usual) {
    const char* text = std::getenv(name);
    return text && *text ? std::stoull(text) : usual;
  }

  std::uint64_t seed_, rounds_;
};

}  // namespace moongate::testing
