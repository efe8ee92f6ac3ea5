#include "syntax/grammars.h"

#include <tree_sitter/api.h>

#include <array>
#include <utility>

extern "C" {
const TSLanguage* tree_sitter_c();
const TSLanguage* tree_sitter_cpp();
const TSLanguage* tree_sitter_go();
const TSLanguage* tree_sitter_javascript();
const TSLanguage* tree_sitter_json();
const TSLanguage* tree_sitter_python();
const TSLanguage* tree_sitter_tsx();
const TSLanguage* tree_sitter_typescript();
}

namespace moongate {

namespace {

using Make = const TSLanguage* (*)();

constexpr std::array<std::pair<std::string_view, Make>, 8> grammars{{
    {"c", tree_sitter_c},
    {"cpp", tree_sitter_cpp},
    {"go", tree_sitter_go},
    {"javascript", tree_sitter_javascript},
    {"json", tree_sitter_json},
    {"python", tree_sitter_python},
    {"tsx", tree_sitter_tsx},
    {"typescript", tree_sitter_typescript},
}};

}  // namespace

const TSLanguage* grammar(std::string_view language) {
  for (const auto& [id, make] : grammars)
    if (id == language) return make();
  return nullptr;
}

const std::vector<std::string_view>& parsed_languages() {
  static const std::vector<std::string_view> ids = [] {
    std::vector<std::string_view> all;
    for (const auto& [id, make] : grammars) all.push_back(id);
    return all;
  }();
  return ids;
}

}  // namespace moongate
