// "checking 1200 of 80000" on a terminal, when the work takes longer than half a second.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>

namespace moongate::cli {

class Progress {
 public:
  explicit Progress(bool shown);
  ~Progress();  // wipes the line
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void update(std::uint64_t done, std::uint64_t total);  // from any thread

 private:
  bool shown_;
  std::chrono::steady_clock::time_point begin_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point last_;
  bool written_ = false;
};

}  // namespace moongate::cli
