// Random repositories: a stream for `git fast-import`, made from a seed.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

struct RandomHistory {
  std::string stream;       // for `git fast-import`
  std::size_t commits = 0;  // as refs/commits/0 … refs/commits/N-1
};

// `id_digits`: 40 or 64, for the made-up commits of submodules.
RandomHistory make_history(std::mt19937_64& random, std::size_t commits, std::size_t id_digits);
