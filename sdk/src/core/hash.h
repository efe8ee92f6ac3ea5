// One stable hash for what leaves the process: fingerprints, cache keys, shards.
//
// It is Git's own blob hash (SHA-1 with collision detection over "blob SIZE\0" and the bytes), so
// that anybody can compute it: `printf %s TEXT | git hash-object --stdin`. std::hash differs
// between builds and platforms; an implementation of our own would be one more to vet.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/oid.h"

namespace moongate {

// 20 bytes.
Oid blob_hash(std::string_view bytes);

// The first 64 bits of the blob hash, big-endian.
std::uint64_t stable_hash64(std::string_view bytes);

// Appends a field to what will be hashed, with its length in front, so that ("ab", "c") and
// ("a", "bc") differ.
void append_field(std::string& bytes, std::string_view field);

}  // namespace moongate
