#include "engine/workers.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace moongate;

TEST_CASE("every item is worked on once") {
  std::vector<std::atomic<int>> worked(500);
  for_each_item(4, worked.size(), nullptr, [&](unsigned, std::size_t item) {
    if (item < 10) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    ++worked[item];
  });
  for (const std::atomic<int>& times : worked) CHECK(times == 1);
}

TEST_CASE("little work stays on the calling thread") {
  const std::thread::id self = std::this_thread::get_id();
  for_each_item(4, 20, nullptr, [&](unsigned worker, std::size_t) {
    CHECK(worker == 0);
    CHECK(std::this_thread::get_id() == self);
  });
}

TEST_CASE("an error ends the run and reaches the caller") {
  CHECK_THROWS_AS(for_each_item(4, 100, nullptr,
                                [&](unsigned, std::size_t item) {
                                  std::this_thread::sleep_for(std::chrono::milliseconds(1));
                                  if (item == 7) throw std::runtime_error("seven");
                                }),
                  std::runtime_error);
}
