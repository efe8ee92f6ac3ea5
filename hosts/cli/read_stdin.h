// All of stdin, as bytes.
#pragma once

#include <string>

namespace moongate::cli {

// Throws Error(repository), naming `who` wants it, where stdin is closed or a directory: what was
// not read is not empty.
std::string read_stdin(const std::string& who);

}  // namespace moongate::cli
