#include "syntax/bounded_parse.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace moongate {

namespace {

constexpr std::size_t largest_text = std::size_t{16} << 20;

using Parser = std::unique_ptr<TSParser, void (*)(TSParser*)>;

}  // namespace

SyntaxTree bounded_parse(const TSLanguage* language, std::string_view text) {
  if (text.size() > largest_text) return {nullptr, ts_tree_delete};
  const Parser parser(ts_parser_new(), ts_parser_delete);
  if (!parser || !ts_parser_set_language(parser.get(), language)) return {nullptr, ts_tree_delete};
  TSInput input{};
  input.payload = &text;
  input.encoding = TSInputEncodingUTF8;
  input.read = [](void* payload, std::uint32_t offset, TSPoint, std::uint32_t* size) {
    const std::string_view whole = *static_cast<const std::string_view*>(payload);
    const std::size_t from = std::min<std::size_t>(offset, whole.size());
    *size = static_cast<std::uint32_t>(whole.size() - from);
    return whole.data() + from;
  };
  // tree-sitter asks every hundred steps whether to go on.
  std::uint64_t steps = 2000 + text.size() / 10;
  TSParseOptions options{};
  options.payload = &steps;
  options.progress_callback = [](TSParseState* state) {
    std::uint64_t& left = *static_cast<std::uint64_t*>(state->payload);
    return left == 0 || --left == 0;
  };
  return {ts_parser_parse_with_options(parser.get(), nullptr, input, options), ts_tree_delete};
}

}  // namespace moongate
