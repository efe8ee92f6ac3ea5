// Sees that no check stays at one file forever.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace moongate {

// Where a worker is, written by it alone and read by whoever watches.
class Pulse {
 public:
  struct Place {
    std::size_t check = 0, unit = 0;
    double seconds = 0;  // since when
  };

  void begin(std::size_t check, std::size_t unit);
  void end() { since_.store(0, std::memory_order_release); }
  std::optional<Place> place() const;  // nothing while it is at no check

 private:
  std::atomic<std::int64_t> since_{0};  // nanoseconds of the steady clock
  std::atomic<std::size_t> check_{0}, unit_{0};
};

// Looks at the pulses now and then while it lives, and calls `stuck` once for the first that has
// been at one place for longer than `allowed` says.
class Watch {
 public:
  Watch(const std::vector<Pulse>& pulses, std::function<double(const Pulse::Place&)> allowed,
        std::function<void(const Pulse::Place&)> stuck, double look_every_seconds);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

 private:
  void look();

  const std::vector<Pulse>& pulses_;
  std::function<double(const Pulse::Place&)> allowed_;
  std::function<void(const Pulse::Place&)> stuck_;
  std::chrono::duration<double> interval_;
  std::mutex mutex_;
  std::condition_variable over_;
  bool done_ = false;
  std::thread thread_;  // the last member: it uses the others
};

}  // namespace moongate
