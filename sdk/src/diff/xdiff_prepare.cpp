// What xdiff does before it compares two texts, done faster: splitting them into lines, numbering
// equal lines alike, and leaving out lines that cannot match. That takes nine tenths of its time
// where texts are long and changes few, most of it in lists of single lines and in hashing.
//
// The linker puts this function in the place of xdiff's (--wrap, CMakeLists.txt); what compares,
// and moves what was found to where a person would have it, is xdiff itself. The structures below
// are those of the xdiff in libgit2 1.9 (deps/xdiff/xtypes.h); with any other version xdiff's own
// function is called.
#include <git2/version.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <string_view>
#include <vector>

#include "diff/line_hash.h"

extern "C" {
struct moongate_mmfile {
  char* ptr;
  long size;
};
struct moongate_xpflags {
  unsigned long flags;
};
struct moongate_xdchunk {
  moongate_xdchunk* next;
  long used;
};
struct moongate_xdstore {
  moongate_xdchunk *head, *tail;
  long item_size, chunk_size;
  moongate_xdchunk *allocating, *scanning;
  long scanned;
};
struct moongate_xdline {
  moongate_xdline* next;
  const char* ptr;
  long size;
  unsigned long number;
};
struct moongate_xdfile {
  moongate_xdstore store;
  long line_count;
  unsigned int table_bits;
  moongate_xdline** table;
  long first, last;  // between what is common at both ends
  moongate_xdline** lines;
  char* is_changed;  // one more stands on either side
  long* kept;        // the lines that are compared
  long kept_count;
  unsigned long* kept_numbers;
};
struct moongate_xdenv {
  moongate_xdfile before, after;
};
// NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming):
// the linker's names
__attribute__((weak)) int __real_xdl_prepare_env(moongate_mmfile* before, moongate_mmfile* after,
                                                 const moongate_xpflags* how, moongate_xdenv* env);
int __wrap_xdl_prepare_env(moongate_mmfile* before, moongate_mmfile* after,
                           const moongate_xpflags* how, moongate_xdenv* env);
__attribute__((weak)) void __real_xdl_free_env(moongate_xdenv* env);
void __wrap_xdl_free_env(moongate_xdenv* env);
// NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)
}

namespace moongate {
namespace {

using Line = moongate_xdline;

// A line that is unlike all others, and how often it stands in either text.
struct Kind {
  std::uint32_t hash = 0;
  std::uint32_t line = 0;  // the first of them
  std::uint32_t in_before = 0, in_after = 0;
};

enum class Occurs : std::uint8_t { never, sometimes, often };

// What one comparison needs, kept by each thread for its next one: asking the system for some
// megabytes again for each file takes longer than comparing.
struct Workspace {
  bool is_taken = false;
  std::vector<Line> lines;  // of the one text, then of the other
  std::vector<Line*> pointers;
  std::vector<Kind> kinds;
  std::vector<std::uint32_t> slots;
  std::vector<Occurs> occurs;
  std::vector<char> changed;
  std::vector<long> kept;
  std::vector<unsigned long> kept_numbers;

  static Workspace& of_this_thread() {
    thread_local Workspace workspace;
    return workspace;
  }
  void give_back() {
    constexpr std::size_t much = std::size_t{1} << 18;  // lines
    if (lines.capacity() > much) *this = Workspace();
    is_taken = false;
  }
};

class Lines {
 public:
  Lines(Workspace& space, std::string_view before, std::string_view after) : space_(space) {
    space_.lines.clear();
    space_.kinds.clear();
    space_.slots.assign(std::bit_ceil(before.size() / 16 + 64), none);
    split(before);
    before_count_ = space_.lines.size();
    for (const Line& line : space_.lines) ++space_.kinds[line.number].in_before;
    split(after);
    for (std::size_t i = before_count_; i < space_.lines.size(); ++i)
      ++space_.kinds[space_.lines[i].number].in_after;
  }

  Line* before() { return space_.lines.data(); }
  std::size_t before_count() const { return before_count_; }
  Line* after() { return space_.lines.data() + before_count_; }
  std::size_t after_count() const { return space_.lines.size() - before_count_; }

 private:
  static constexpr std::uint32_t none = 0xffffffff;

  void split(std::string_view text) {
    const char* at = text.data();
    const char* top = at + text.size();
    const std::size_t known = space_.lines.size();  // the lines of the other text
    std::size_t next = 0;                           // where it goes on if both go on alike
    while (at < top) {
      Line line{nullptr, at, 0, 0};
      if (next < known && is_line(space_.lines[next], at, top)) {
        line.size = space_.lines[next].size;
        line.number = space_.lines[next].number;
        at += line.size;
      } else {
        const auto hash = static_cast<std::uint32_t>(hash_line(at, top));
        line.size = at - line.ptr;
        line.number = number_of(line, hash);
        next = space_.kinds[line.number].line;
      }
      ++next;
      space_.lines.push_back(line);
    }
  }

  static bool is_line(const Line& line, const char* at, const char* top) {
    const long left = top - at;
    if (line.size > left || std::memcmp(line.ptr, at, static_cast<std::size_t>(line.size)) != 0) {
      return false;
    }
    return line.ptr[line.size - 1] == '\n' || line.size == left;
  }

  std::uint32_t number_of(const Line& line, std::uint32_t hash) {
    std::vector<Kind>& kinds = space_.kinds;
    std::vector<std::uint32_t>& slots = space_.slots;
    if (kinds.size() * 2 >= slots.size()) grow();
    std::size_t slot = hash & (slots.size() - 1);
    for (; slots[slot] != none; slot = (slot + 1) & (slots.size() - 1)) {
      const Kind& kind = kinds[slots[slot]];
      if (kind.hash != hash) continue;
      const Line& known = space_.lines[kind.line];
      if (known.size == line.size &&
          std::memcmp(known.ptr, line.ptr, static_cast<std::size_t>(line.size)) == 0) {
        return slots[slot];
      }
    }
    const auto number = static_cast<std::uint32_t>(kinds.size());
    slots[slot] = number;
    Kind kind;
    kind.hash = hash;
    kind.line = static_cast<std::uint32_t>(space_.lines.size());  // where the caller puts it
    kinds.push_back(kind);
    return number;
  }

  void grow() {
    std::vector<std::uint32_t>& slots = space_.slots;
    slots.assign(slots.size() * 4, none);
    for (std::uint32_t number = 0; number < space_.kinds.size(); ++number) {
      std::size_t slot = space_.kinds[number].hash & (slots.size() - 1);
      while (slots[slot] != none) slot = (slot + 1) & (slots.size() - 1);
      slots[slot] = number;
    }
  }

  Workspace& space_;
  std::size_t before_count_ = 0;
};

Occurs occurs(std::uint32_t count, std::size_t lines) {
  constexpr std::uint32_t most = 1024;
  const std::uint32_t limit =
      std::min(most, 1U << (std::bit_width(static_cast<std::uint32_t>(lines)) + 1) / 2);
  return count == 0 ? Occurs::never : count < limit ? Occurs::sometimes : Occurs::often;
}

// A line that stands often in the other text is left out, too, where it lies among lines that never
// do: of the lines next to it, up and down, up to the first that matches sometimes.
bool lies_among_others(std::span<const Occurs> lines, std::size_t at) {
  constexpr std::size_t reach = 100;
  std::size_t never = 0, often = 2;  // itself, once for each direction
  const auto look = [&](std::size_t distance, bool up) {
    std::size_t found = 0;
    for (std::size_t i = 1; i <= distance; ++i) {
      const Occurs line = up ? lines[at - i] : lines[at + i];
      if (line == Occurs::sometimes) break;
      if (line == Occurs::never) {
        ++found;
      } else {
        ++often;
      }
    }
    never += found;
    return found > 0;
  };
  const bool is_above = look(std::min(reach, at), true);
  return is_above && look(std::min(reach, lines.size() - 1 - at), false) &&
         often * 4 < often + never;
}

// One text's share of the workspace, and where it begins there.
struct Share {
  std::size_t line = 0, changed = 0, kept = 0;
};

void fill(Workspace& space, moongate_xdfile& file, Share at, std::size_t count, std::size_t head,
          std::size_t tail, std::uint32_t Kind::*in_other) {
  Line** lines = space.pointers.data() + at.line;
  for (std::size_t i = 0; i < count; ++i) lines[i] = &space.lines[at.line + i];
  file.line_count = static_cast<long>(count);
  file.lines = lines;
  file.first = static_cast<long>(head);
  file.last = static_cast<long>(count - tail) - 1;
  file.is_changed = space.changed.data() + at.changed + 1;
  file.kept = space.kept.data() + at.kept;
  file.kept_numbers = space.kept_numbers.data() + at.kept;

  space.occurs.clear();
  for (std::size_t i = head; i < count - tail; ++i)
    space.occurs.push_back(occurs(space.kinds[lines[i]->number].*in_other, count));
  const std::span<const Occurs> part = space.occurs;
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (part[i] == Occurs::sometimes || (part[i] == Occurs::often && !lies_among_others(part, i))) {
      file.kept[file.kept_count] = static_cast<long>(head + i);
      file.kept_numbers[file.kept_count] = lines[head + i]->number;
      ++file.kept_count;
    } else {
      file.is_changed[head + i] = 1;
    }
  }
}

void prepare(Workspace& space, std::string_view before, std::string_view after,
             moongate_xdenv& env) {
  Lines lines(space, before, after);
  const std::size_t old_count = lines.before_count(), new_count = lines.after_count();
  const std::size_t smaller = std::min(old_count, new_count);
  std::size_t head = 0;
  while (head < smaller && lines.before()[head].number == lines.after()[head].number) ++head;
  std::size_t tail = 0;
  while (tail < smaller - head &&
         lines.before()[old_count - 1 - tail].number == lines.after()[new_count - 1 - tail].number)
    ++tail;
  // xdiff writes one place beyond what is kept.
  const std::size_t old_part = old_count - head - tail + 1;
  const std::size_t new_part = new_count - head - tail + 1;
  space.pointers.resize(old_count + new_count);
  space.changed.assign(old_count + new_count + 4, 0);
  space.kept.resize(old_part + new_part);
  space.kept_numbers.resize(old_part + new_part);
  fill(space, env.before, {0, 0, 0}, old_count, head, tail, &Kind::in_after);
  fill(space, env.after, {old_count, old_count + 2, old_part}, new_count, head, tail,
       &Kind::in_before);
}

bool is_known_version() {
  return LIBGIT2_VERSION_MAJOR == 1 && LIBGIT2_VERSION_MINOR == 9;
}

}  // namespace
}  // namespace moongate

// NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)
int __wrap_xdl_prepare_env(moongate_mmfile* before, moongate_mmfile* after,
                           const moongate_xpflags* how, moongate_xdenv* env) {
  constexpr unsigned long indent_heuristic = 1ul << 23;
  if (how->flags != indent_heuristic || !moongate::is_known_version()) {
    return __real_xdl_prepare_env(before, after, how, env);
  }
  moongate::Workspace& space = moongate::Workspace::of_this_thread();
  if (space.is_taken) return __real_xdl_prepare_env(before, after, how, env);
  *env = {};
  try {
    moongate::prepare(space, {before->ptr, static_cast<std::size_t>(before->size)},
                      {after->ptr, static_cast<std::size_t>(after->size)}, *env);
    space.is_taken = true;
    return 0;
  } catch (const std::bad_alloc&) {  // must not pass through C
    return -1;
  }
}

void __wrap_xdl_free_env(moongate_xdenv* env) {
  moongate::Workspace& space = moongate::Workspace::of_this_thread();
  if (space.is_taken && env->before.lines == space.pointers.data()) {
    space.give_back();
  } else {
    __real_xdl_free_env(env);
  }
}
// NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)
