// Whole files and streams that someone named: bounded, as a device or a pipe need not end.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/error.h"

namespace moongate {

struct ReadLimit {
  std::uint64_t bytes;
  ProblemKind kind = ProblemKind::usage;  // of the errors
  std::string help = {};                  // what to do about a file that cannot be read
  std::string name = {};                  // what errors call it; empty: its path
  // How long a pipe or device that was opened by its name may give nothing.
  std::chrono::milliseconds silence = std::chrono::seconds(20);
};

// Larger than any that a person writes.
inline constexpr std::uint64_t largest_text_file = std::uint64_t{4} << 20;
// What programs write and others read: reports, lists of references, content from an editor.
inline constexpr std::uint64_t largest_input = std::uint64_t{256} << 20;

// The whole file. Throws Error(limit.kind) where there is none, it is a directory, cannot be read,
// is larger than the limit, or gives nothing for too long.
std::string read_file(const std::string& path, const ReadLimit& limit);
// nullopt where there is none.
std::optional<std::string> read_file_if_there(const std::string& path, const ReadLimit& limit);

// What stands on an open stream, such as stdin, up to its end. It may keep us waiting: whoever gave
// it to us knows why. `who` stands for its path in errors.
std::string read_stream(int descriptor, const std::string& who, const ReadLimit& limit);

}  // namespace moongate
