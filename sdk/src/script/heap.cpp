#include "script/heap.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace moongate {

namespace {

// Under AddressSanitizer every block is its own, so that an access outside one is seen.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool pooled = false;
#else
constexpr bool pooled = true;
#endif

}  // namespace

constinit thread_local std::uint64_t Heap::fail_new_at_ = 0;

Heap::~Heap() {
  for (void* chunk : chunks_) std::free(chunk);
  for (Large* block = large_.after; block != &large_;) {
    Large* const after = block->after;
    std::free(block);
    block = after;
  }
}

void* Heap::take_large(std::size_t size) {
  auto* const block = static_cast<Large*>(std::malloc(sizeof(Large) + size));
  if (!block) return nullptr;
  block->before = &large_;
  block->after = large_.after;
  large_.after->before = block;
  large_.after = block;
  return block + 1;
}

void Heap::give_large(void* memory) {
  Large* const block = static_cast<Large*>(memory) - 1;
  block->before->after = block->after;
  block->after->before = block->before;
  std::free(block);
}

void* Heap::take(std::size_t size) {
  if (!pooled || size > largest_small) return take_large(size);
  const std::size_t list = (size - 1) / grain;
  if (void* const block = free_[list]) {
    std::memcpy(&free_[list], block, sizeof(void*));
    return block;
  }
  const std::size_t rounded = (list + 1) * grain;
  if (static_cast<std::size_t>(end_ - next_) < rounded) {
    // Free blocks of one size do not serve another: without this bound a script that fills its
    // memory with one size after the other would take a multiple of its limit.
    if (chunks_.size() * chunk_size > limit_) return nullptr;
    auto* const chunk = static_cast<char*>(std::malloc(chunk_size));
    if (!chunk) return nullptr;
    try {
      chunks_.push_back(chunk);
    } catch (const std::bad_alloc&) {
      std::free(chunk);
      return nullptr;
    }
    next_ = chunk;
    end_ = chunk + chunk_size;
  }
  void* const block = next_;
  next_ += rounded;
  return block;
}

void Heap::give(void* block, std::size_t size) {
  if (!pooled || size > largest_small) return give_large(block);
  const std::size_t list = (size - 1) / grain;
  std::memcpy(block, &free_[list], sizeof(void*));
  free_[list] = block;
}

void* Heap::allocate(void* self, void* block, std::size_t old_size, std::size_t new_size) {
  Heap& heap = *static_cast<Heap*>(self);
  if (!block) old_size = 0;  // Lua passes the kind of object there
  if (new_size == 0) {
    if (block) heap.give(block, old_size);
    heap.used_ -= old_size;
    return nullptr;
  }
  if (new_size > old_size) {
    ++heap.requests_;
    if ((heap.fail_at_ != 0 && heap.requests_ >= heap.fail_at_) || new_size > heap.limit_ ||
        heap.used_ - old_size > heap.limit_ - new_size) {
      heap.refused_ = true;
      return nullptr;
    }
  }
  const bool same_class = pooled && block && old_size <= largest_small &&
                          new_size <= largest_small &&
                          (old_size - 1) / grain == (new_size - 1) / grain;
  void* fresh = block;
  if (!same_class) {
    fresh = heap.take(new_size);
    if (!fresh) {
      if (!block || new_size > old_size) {
        heap.refused_ = true;
        return nullptr;
      }
      fresh = block;  // Lua counts on shrinking to succeed
    } else if (block) {
      std::memcpy(fresh, block, std::min(old_size, new_size));
      heap.give(block, old_size);
    }
  }
  heap.used_ += new_size - old_size;
  heap.peak_ = std::max(heap.peak_, heap.used_);
  return fresh;
}

}  // namespace moongate
