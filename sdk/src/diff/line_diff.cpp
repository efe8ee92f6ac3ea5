// Line differences by the algorithm that Git itself runs: its xdiff, as libgit2 carries it.
//
// xdiff is called directly. git_diff_buffers would do the same, but computes the SHA-1 of both
// texts first (as long as the comparison itself) and formats every line; git_diff_blobs even loads
// the whole index to look for attributes. The price is that libgit2 must be linked statically (its
// shared library hides the function).
#include <git2.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <exception>
#include <new>
#include <string>

#include "diff/diff_window.h"
#include "diff/libgit2.h"
#include "diff/line_diff.h"
#include "diff/line_hash.h"

// The part of xdiff's interface (libgit2's deps/xdiff/xdiff.h, stable since 2006 except for members
// added at the end) that is used here. The structures are declared with room behind their last
// member, so that a later version that adds some still finds zeros there.
extern "C" {
struct moongate_mmfile {
  char* ptr;
  long size;
};
struct moongate_xpparam {
  unsigned long flags;
  void* ignore_regex;
  std::size_t ignore_regex_nr;
  char** anchors;
  std::size_t anchors_nr;
  void* room[8];
};
typedef int (*moongate_hunk_function)(long start_a, long count_a, long start_b, long count_b,
                                      void* data);
struct moongate_xdemitconf {
  long ctxlen;
  long interhunkctxlen;
  unsigned long flags;
  void* find_func;
  void* find_func_priv;
  moongate_hunk_function hunk_func;
  void* room[8];
};
struct moongate_xdemitcb {
  void* priv;
  void* out_hunk;
  void* out_line;
  void* room[8];
};
// Weak: null where the library does not show it.
__attribute__((weak)) int xdl_diff(moongate_mmfile* a, moongate_mmfile* b,
                                   const moongate_xpparam* how, const moongate_xdemitconf* emit,
                                   moongate_xdemitcb* callbacks);
}

// A faster hash of a line for xdiff, which spends a third of its time in its own: that one takes
// two dependent operations a byte, this one a multiplication for eight. xdiff compares lines of
// equal hash byte by byte and numbers them in the order in which they come, so that its answer is
// the same whatever the hash. The linker puts this one in its place (--wrap, CMakeLists.txt); where
// it was not told to, nothing refers to it. A patch of libgit2 would not reach the system's
// library.
extern "C" {
// NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming):
// the linker's names
__attribute__((weak)) unsigned long __real_xdl_hash_record(const char** data, const char* top,
                                                           long flags);
unsigned long __wrap_xdl_hash_record(const char** data, const char* top, long flags);
// NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)
}

namespace moongate {
namespace {

constexpr unsigned long indent_heuristic = 1ul << 23;
// Git compares no larger texts either: it shows them as binary.
constexpr std::size_t max_size = std::size_t{1023} << 20;

std::uint32_t count_lines(std::string_view text) {
  auto lines = std::count(text.begin(), text.end(), '\n');
  if (!text.empty() && text.back() != '\n') ++lines;
  return static_cast<std::uint32_t>(lines);
}

Hunk whole(std::string_view before, std::string_view after) {
  Hunk hunk;
  hunk.old_count = count_lines(before);
  hunk.new_count = count_lines(after);
  hunk.old_start = hunk.old_count > 0 ? 1 : 0;
  hunk.new_start = hunk.new_count > 0 ? 1 : 0;
  return hunk;
}

// Git leaves out a common tail before it compares without context, in blocks of 1 KiB, up to the
// end of the first line in them. The result can differ from that of the whole texts, so it belongs
// to having the same answers.
std::size_t common_tail(std::string_view before, std::string_view after) {
  constexpr std::size_t block = 1024;
  const std::size_t smaller = std::min(before.size(), after.size());
  const char* old_end = before.data() + before.size();
  const char* new_end = after.data() + after.size();
  std::size_t trimmed = 0;
  while (trimmed + block <= smaller &&
         std::memcmp(old_end - trimmed - block, new_end - trimmed - block, block) == 0) {
    trimmed += block;
  }
  std::size_t given_back = 0;
  const char* tail = old_end - trimmed;
  while (given_back < trimmed) {
    if (tail[given_back++] == '\n') break;
  }
  return trimmed - given_back;
}

struct Collector {
  std::vector<Hunk> hunks;
  bool failed = false;
};

int collect(long old_start, long old_count, long new_start, long new_count, void* data) {
  auto* collector = static_cast<Collector*>(data);
  try {
    // xdiff counts from 0; a side without lines names the line before.
    collector->hunks.push_back({static_cast<std::uint32_t>(old_start + (old_count > 0 ? 1 : 0)),
                                static_cast<std::uint32_t>(old_count),
                                static_cast<std::uint32_t>(new_start + (new_count > 0 ? 1 : 0)),
                                static_cast<std::uint32_t>(new_count)});
    return 0;
  } catch (const std::bad_alloc&) {  // must not pass through C
    collector->failed = true;
    return -1;
  }
}

void diff_by_buffers(std::string_view before, std::string_view after, Collector& collector) {
  git_diff_options how{};
  git_diff_options_init(&how, GIT_DIFF_OPTIONS_VERSION);
  how.flags = GIT_DIFF_INDENT_HEURISTIC | GIT_DIFF_FORCE_TEXT;
  how.context_lines = 0;
  how.interhunk_lines = 0;
  const auto take = [](const git_diff_delta*, const git_diff_hunk* hunk, void* data) {
    const auto from_zero = [](int start, int lines) { return lines > 0 ? start - 1 : start; };
    return collect(from_zero(hunk->old_start, hunk->old_lines), hunk->old_lines,
                   from_zero(hunk->new_start, hunk->new_lines), hunk->new_lines, data);
  };
  if (git_diff_buffers(before.data(), before.size(), nullptr, after.data(), after.size(), nullptr,
                       &how, nullptr, nullptr, take, nullptr, &collector) != 0) {
    collector.failed = true;
  }
}

}  // namespace

namespace {

// Hunks of what is left when the common tail is gone.
std::vector<Hunk> run_xdiff(std::string_view old_text, std::string_view new_text) {
  start_libgit2();
  Collector collector;
  if (xdl_diff != nullptr) {
    // xdiff takes char* but does not write.
    moongate_mmfile old_file{const_cast<char*>(old_text.data()),
                             static_cast<long>(old_text.size())};
    moongate_mmfile new_file{const_cast<char*>(new_text.data()),
                             static_cast<long>(new_text.size())};
    moongate_xpparam how{};
    how.flags = indent_heuristic;
    moongate_xdemitconf emit{};
    emit.hunk_func = collect;
    moongate_xdemitcb callbacks{};
    callbacks.priv = &collector;
    if (xdl_diff(&old_file, &new_file, &how, &emit, &callbacks) < 0) collector.failed = true;
  } else {
    diff_by_buffers(old_text, new_text, collector);
  }
  if (collector.failed) throw std::bad_alloc();  // there is no other way to fail
  return std::move(collector.hunks);
}

std::vector<Hunk> diff(std::string_view before, std::string_view after, bool may_look_at_part) {
  if (before == after) return {};
  if (before.empty() || after.empty() || before.size() > max_size || after.size() > max_size) {
    return {whole(before, after)};
  }
  const std::size_t tail = common_tail(before, after);
  before.remove_suffix(tail);
  after.remove_suffix(tail);
  // Nearly all of xdiff's time goes into looking at every line of both texts first.
  const auto window = may_look_at_part ? window_of_changes(before, after) : std::nullopt;
  if (!window) return run_xdiff(before, after);
  std::vector<Hunk> hunks = window->repeated.empty()
                                ? run_xdiff(window->before, window->after)
                                : run_xdiff(window->repeated + std::string(window->before),
                                            window->repeated + std::string(window->after));
  for (Hunk& hunk : hunks) {
    hunk.old_start = static_cast<std::uint32_t>(hunk.old_start + window->lines_above);
    hunk.new_start = static_cast<std::uint32_t>(hunk.new_start + window->lines_above);
  }
  return hunks;
}

}  // namespace

std::vector<Hunk> diff_lines(std::string_view before, std::string_view after) {
  return diff(before, after, true);
}

std::vector<Hunk> diff_all_lines(std::string_view before, std::string_view after) {
  return diff(before, after, false);
}

}  // namespace moongate

// NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)
unsigned long __wrap_xdl_hash_record(const char** data, const char* top, long flags) {
  constexpr long all_about_blanks = 0x1e;  // XDF_WHITESPACE_FLAGS: which differences do not count
  if ((flags & all_about_blanks) != 0 && __real_xdl_hash_record != nullptr) {
    return __real_xdl_hash_record(data, top, flags);
  }
  return static_cast<unsigned long>(moongate::hash_line(*data, top));
}
// NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)
