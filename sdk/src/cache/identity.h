// Which build of Moongate this is.
#pragma once

#include <string>

namespace moongate {

// Bytes that differ between any two builds whose code or built-in checks differ, and are the same
// wherever the same build runs: what the linker noted (its build id). Empty where it noted none.
std::string program_identity();

}  // namespace moongate
