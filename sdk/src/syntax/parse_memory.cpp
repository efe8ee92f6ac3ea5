#include "syntax/parse_memory.h"

#include <malloc.h>
#include <tree_sitter/api.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace moongate {

namespace {

// Queries are compiled on one thread and may be freed on another, so only differences on one thread
// within one parse mean anything.
thread_local std::int64_t held_here = 0;

std::int64_t size_of_block(void* block) {
  return static_cast<std::int64_t>(malloc_usable_size(block));
}

// Tree-sitter does not expect a null pointer, and its own functions abort here, too.
void* counted(void* block) {
  if (!block) {
    std::fputs("moongate: out of memory while parsing\n", stderr);
    std::abort();
  }
  held_here += size_of_block(block);
  return block;
}

void* allocate(std::size_t size) {
  return counted(std::malloc(std::max<std::size_t>(size, 1)));
}

void* allocate_zeroed(std::size_t count, std::size_t size) {
  return counted(std::calloc(std::max<std::size_t>(count, 1), std::max<std::size_t>(size, 1)));
}

void release(void* block) {
  held_here -= size_of_block(block);
  std::free(block);
}

void* reallocate(void* block, std::size_t size) {
  held_here -= size_of_block(block);
  return counted(std::realloc(block, std::max<std::size_t>(size, 1)));
}

}  // namespace

ParseMemory::ParseMemory() {
  static const bool counts = [] {
    ts_set_allocator(allocate, allocate_zeroed, reallocate, release);
    return true;
  }();
  static_cast<void>(counts);
  before_ = held_here;
}

std::uint64_t ParseMemory::held() const {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(held_here - before_, 0));
}

std::uint64_t most_parse_memory(std::size_t text_bytes, std::uint64_t check_memory) {
  constexpr std::uint64_t per_byte = 400;
  return std::min(check_memory + per_byte * text_bytes, 16 * check_memory);
}

}  // namespace moongate
