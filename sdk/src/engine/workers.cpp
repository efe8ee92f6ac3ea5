#include "engine/workers.h"

#include <chrono>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace moongate {

namespace {

// Starting a thread and its Lua states costs about half a millisecond; a hook's usual change is
// done before this is over.
constexpr std::chrono::milliseconds alone{3};

}  // namespace

void for_each_item(unsigned jobs, std::size_t count, const std::atomic<bool>* cancel,
                   const std::function<void(unsigned, std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  std::mutex error_mutex;
  std::exception_ptr error;

  const auto one = [&](unsigned worker) {
    if (stop.load(std::memory_order_relaxed)) return false;
    if (cancel && cancel->load(std::memory_order_relaxed)) return false;
    const std::size_t item = next.fetch_add(1, std::memory_order_relaxed);
    if (item >= count) return false;
    try {
      work(worker, item);
    } catch (...) {
      const std::lock_guard lock(error_mutex);
      if (!error) error = std::current_exception();
      stop = true;
      return false;
    }
    return true;
  };

  std::vector<std::jthread> threads;
  const auto begin = std::chrono::steady_clock::now();
  while (one(0)) {
    if (threads.empty() && jobs > 1 && next.load(std::memory_order_relaxed) + 1 < count &&
        std::chrono::steady_clock::now() - begin > alone) {
      for (unsigned worker = 1; worker < jobs; ++worker)
        threads.emplace_back([&one, worker] {
          while (one(worker)) {
          }
        });
    }
  }
  threads.clear();  // joins
  if (error) std::rethrow_exception(error);
}

}  // namespace moongate
