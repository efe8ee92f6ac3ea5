// The memory of one Lua state: counted, limited, and given back as a whole.
//
// Small blocks come from free lists over chunks, because a state makes and drops very many of them;
// nothing has to be closed or finalized when the heap goes.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace moongate {

class Heap {
 public:
  explicit Heap(std::uint64_t limit) : limit_(limit), fail_at_(fail_new_at_) {}
  ~Heap();
  Heap(const Heap&) = delete;
  Heap& operator=(const Heap&) = delete;

  // What lua_newstate takes; `heap` is a Heap. Null where the limit or the system says no.
  static void* allocate(void* heap, void* block, std::size_t old_size, std::size_t new_size);

  std::uint64_t used() const { return used_; }
  std::uint64_t peak() const { return std::max(highest_, peak_); }
  // The most that was in use since the last lap; a new one begins.
  std::uint64_t lap() {
    highest_ = peak();
    return std::exchange(peak_, used_);
  }
  bool refused() const { return refused_; }  // a request, since the beginning

  // For tests: in heaps that this thread makes from now on, the n-th growing request fails, and all
  // after it; 0: none.
  static void fail_new_heaps_at(std::uint64_t n) { fail_new_at_ = n; }
  std::uint64_t requests() const { return requests_; }

 private:
  struct Large {
    Large* before;
    Large* after;
  };
  static constexpr std::size_t grain = 16, largest_small = 256, chunk_size = 32 * 1024;

  void* take(std::size_t size);
  void give(void* block, std::size_t size);
  void* take_large(std::size_t size);
  void give_large(void* block);

  std::uint64_t limit_, used_ = 0;
  std::uint64_t peak_ = 0, highest_ = 0;  // of this lap; of those before
  std::uint64_t fail_at_;
  std::uint64_t requests_ = 0;
  static constinit thread_local std::uint64_t fail_new_at_;
  bool refused_ = false;
  std::array<void*, largest_small / grain> free_{};
  std::vector<void*> chunks_;
  char* next_ = nullptr;
  char* end_ = nullptr;
  Large large_{&large_, &large_};
};

}  // namespace moongate
