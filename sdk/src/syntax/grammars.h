// The languages that this build can parse.
#pragma once

#include <string_view>
#include <vector>

struct TSLanguage;

namespace moongate {

// By the id that language.h gives files ("cpp", "python" …); null where there is no grammar.
const TSLanguage* grammar(std::string_view language);

// Ids with a grammar, sorted.
const std::vector<std::string_view>& parsed_languages();

}  // namespace moongate
