#include "engine/watchdog.h"

#include <utility>

namespace moongate {

namespace {

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

void Pulse::begin(std::size_t check, std::size_t unit) {
  check_.store(check, std::memory_order_relaxed);
  unit_.store(unit, std::memory_order_relaxed);
  since_.store(now(), std::memory_order_release);
}

std::optional<Pulse::Place> Pulse::place() const {
  const std::int64_t since = since_.load(std::memory_order_acquire);
  if (since == 0) return std::nullopt;
  const Place place{check_.load(std::memory_order_relaxed), unit_.load(std::memory_order_relaxed),
                    static_cast<double>(now() - since) / 1e9};
  // It may have moved on in between.
  if (since_.load(std::memory_order_acquire) != since) return std::nullopt;
  return place;
}

Watch::Watch(const std::vector<Pulse>& pulses, std::function<double(const Pulse::Place&)> allowed,
             std::function<void(const Pulse::Place&)> stuck, double look_every_seconds)
    : pulses_(pulses),
      allowed_(std::move(allowed)),
      stuck_(std::move(stuck)),
      interval_(look_every_seconds),
      thread_([this] { look(); }) {}

Watch::~Watch() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  over_.notify_all();
  thread_.join();
}

void Watch::look() {
  std::unique_lock lock(mutex_);
  while (!over_.wait_for(lock, interval_, [this] { return done_; }))
    for (const Pulse& pulse : pulses_)
      if (const auto place = pulse.place(); place && place->seconds > allowed_(*place)) {
        lock.unlock();
        stuck_(*place);
        return;
      }
}

}  // namespace moongate
