#include "cli/progress.h"

#include <iostream>
#include <string>

namespace moongate::cli {

namespace {

constexpr std::chrono::milliseconds patience{500};
constexpr std::chrono::milliseconds interval{100};

}  // namespace

Progress::Progress(bool shown)
    : shown_(shown), begin_(std::chrono::steady_clock::now()), last_(begin_) {}

Progress::~Progress() {
  if (written_) std::cerr << "\r\033[K" << std::flush;
}

void Progress::update(std::uint64_t done, std::uint64_t total) {
  if (!shown_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - begin_ < patience) return;
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock.owns_lock() || (written_ && now - last_ < interval)) return;
  last_ = now;
  written_ = true;
  std::cerr << "\r\033[Kchecking " + std::to_string(done) + " of " + std::to_string(total) +
                   (total == 1 ? " file" : " files")
            << std::flush;
}

}  // namespace moongate::cli
