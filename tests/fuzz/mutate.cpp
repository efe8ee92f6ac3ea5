#include "mutate.h"

#include <algorithm>

namespace moongate::fuzz {

namespace {

void set_number(std::string& input, std::size_t at, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes && at + i < input.size(); ++i) {
    input[at + i] = static_cast<char>(value >> 8 * (bytes - 1 - i) & 255);
  }
}

void mutate_once(std::string& input, const std::vector<std::string>& corpus, Random& random) {
  static constexpr std::uint64_t numbers[] = {
      0,          1,          2,          0x7f,
      0x80,       0xff,       0x7fff,     0x8000,
      0xffff,     0x1000,     0x7fffffff, 0x80000000,
      0xffffffff, 0xfffffffe, 0x40000000, ~std::uint64_t{0}};
  const std::size_t at = random.below(input.size());
  switch (random.below(9)) {
    case 0:
      if (!input.empty()) input[at] = static_cast<char>(input[at] ^ 1 << random.below(8));
      break;
    case 1:
      if (!input.empty()) input[at] = static_cast<char>(random.next());
      break;
    case 2:
      set_number(input, at, numbers[random.below(std::size(numbers))],
                 std::size_t{1} << random.below(4));
      break;
    case 3:
      input.resize(at);
      break;
    case 4:
      input.erase(at, 1 + random.below(16));
      break;
    case 5:
      input.insert(at, 1 + random.below(16), static_cast<char>(random.next()));
      break;
    case 6:
      input.insert(at, input.substr(random.below(input.size()), random.below(64)));
      break;
    case 7:
      for (std::size_t i = 0; i < 1 + random.below(4) && !input.empty(); ++i) {
        char& byte = input[random.below(input.size())];
        byte = static_cast<char>(byte + (random.below(2) == 0 ? 1 : -1));
      }
      break;
    default: {
      const std::string& other = corpus[random.below(corpus.size())];
      const std::size_t from = random.below(other.size());
      input = input.substr(0, at) + other.substr(from);
      break;
    }
  }
}

}  // namespace

std::string mutated(const std::vector<std::string>& corpus, Random& random) {
  std::string input = corpus[random.below(corpus.size())];
  // Most often few changes: what is damaged everywhere is refused at once.
  const std::size_t changes = 1 + random.below(random.below(2) == 0 ? 2 : 8);
  for (std::size_t i = 0; i < changes; ++i) mutate_once(input, corpus, random);
  return input;
}

}  // namespace moongate::fuzz
