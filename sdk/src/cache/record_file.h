// A file that several processes append records to, any of which may be killed at any moment.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace moongate {

// Everything behind the file's header; empty where there is no such file, it has another header, is
// larger than `largest`, or cannot be read.
std::string read_records(const std::string& file, std::uint64_t largest);

// Appends, with a lock next to the file that processes take in turns; after a short wait the
// records are given up. What is not whole at the file's end is cut off first: `whole` says how many
// bytes of what it is given are whole records, and is asked only if the file is no longer `known`
// bytes of records long. Where the file would become larger than `limit`, it is replaced, in one
// step, by what `instead` gives. Silent where the disk refuses: then the file is as it was.
void append_records(const std::string& directory, const std::string& file, std::string_view records,
                    std::size_t known, std::uint64_t limit,
                    const std::function<std::size_t(std::string_view)>& whole,
                    const std::function<std::string()>& instead);

}  // namespace moongate
