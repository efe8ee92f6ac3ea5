// Checksums that token formats carry, so that a made-up or mistyped token can be told from a real
// one.
#pragma once

#include <string_view>
#include <vector>

namespace moongate {

// "crc32-base62": the last six characters are the CRC-32 of what stands before them, in base 62
// (0-9A-Za-z) with leading zeros; of the part after the last '_', as GitHub and npm make tokens
// (https://github.blog/engineering/behind-githubs-new-authentication-token-formats/).
const std::vector<std::string_view>& checksum_names();

// Whether `token` carries a right checksum. `name` must be one of the above.
bool checksum_holds(std::string_view name, std::string_view token);

}  // namespace moongate
