#include "engine/workers.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace moongate {

namespace {

using Clock = std::chrono::steady_clock;

// Starting a thread and its Lua states costs about a millisecond, so a hook's usual change is done
// sooner by one: others are asked only when this much work is left.
constexpr std::chrono::milliseconds alone{3};

// Whether as much is left, judged by the items so far. The first is apart: it also loads the
// checks.
bool worth_help(Clock::time_point begin, Clock::time_point first_end, std::size_t done,
                std::size_t left) {
  const Clock::time_point now = Clock::now();
  if (now - begin <= alone || left == 0) return false;
  if (done == 1) return now - begin > 4 * alone;
  return (now - first_end) / static_cast<std::int64_t>(done - 1) * static_cast<std::int64_t>(left) >
         alone;
}

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
  const Clock::time_point begin = Clock::now();
  Clock::time_point first_end;
  for (std::size_t done = 1; one(0); ++done) {
    if (!threads.empty() || jobs <= 1) continue;
    if (done == 1) first_end = Clock::now();
    const std::size_t started = std::min(next.load(std::memory_order_relaxed), count);
    if (worth_help(begin, first_end, done, count - started)) {
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
