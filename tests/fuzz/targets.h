// What is fuzzed. A target takes any bytes and must return: an Error is a good answer, anything
// else that ends the process is a find.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mutate.h"

namespace moongate::fuzz {

struct Target {
  std::string_view name;  // the corpus is tests/fuzz/corpus/NAME/, for `lua` tests/sandbox/
  void (*run)(std::string_view input);
  // Makes the next input of a corpus: `mutated`, or what knows the target's grammar.
  std::string (*make)(const std::vector<std::string>& corpus, Random& random) = mutated;
};

std::span<const Target> targets();

// A directory of this process's own, in memory where there is such a place; removed at exit.
const std::string& scratch_directory();
void write_file(const std::string& path, std::string_view content);

}  // namespace moongate::fuzz
