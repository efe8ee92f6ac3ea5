#include "syntax/strings.h"

#include <tree_sitter/api.h>

#include <algorithm>
#include <cstdint>

#include "syntax/bounded_parse.h"
#include "syntax/grammars.h"
#include "syntax/walk.h"

namespace moongate {

bool is_string_node(std::string_view kind) {
  constexpr std::string_view kinds[] = {"string",
                                        "template_string",
                                        "template_literal_type",
                                        "string_literal",
                                        "char_literal",
                                        "raw_string_literal",
                                        "interpreted_string_literal",
                                        "rune_literal",
                                        "user_defined_literal"};
  return std::find(std::begin(kinds), std::end(kinds), kind) != std::end(kinds);
}

namespace {

// In these a quote begins no string.
bool has_plain_quotes(std::string_view kind) {
  return kind == "comment" || kind == "html_comment" || kind == "regex" || kind == "jsx_text";
}

// Whether such a quote that is never closed can open a string that goes on to the end of the file.
bool may_span_lines(std::string_view language, char quote) {
  if (language == "python") return true;
  return language == "cpp" ? quote == '"' : quote == '`';
}

struct Found {
  std::vector<ByteRange> strings, plain, errors;  // each in order; errors may nest
};

Found look_through(const TSTree* tree) {
  Found found;
  walk_tree(ts_tree_root_node(tree), [&](TSNode node) {
    const ByteRange range{ts_node_start_byte(node), ts_node_end_byte(node)};
    const std::string_view kind = ts_node_type(node);
    const bool named = ts_node_is_named(node);
    if (ts_node_is_error(node)) {
      found.errors.push_back(range);
      return Step::down;
    }
    const bool is_string = named && is_string_node(kind);
    if (!is_string && !(named && has_plain_quotes(kind))) return Step::down;
    (is_string ? found.strings : found.plain).push_back(range);
    return Step::past;
  });
  return found;
}

// Quotes outside of what was understood.
std::vector<std::size_t> loose_quotes(const std::string& text, const Found& found) {
  std::vector<std::size_t> quotes;
  auto string = found.strings.begin();
  auto plain = found.plain.begin();
  for (std::size_t at = text.find_first_of("\"'`"); at != std::string::npos;
       at = text.find_first_of("\"'`", at + 1)) {
    while (string != found.strings.end() && string->end <= at) ++string;
    while (plain != found.plain.end() && plain->end <= at) ++plain;
    if (string != found.strings.end() && string->begin <= at) continue;
    if (plain != found.plain.end() && plain->begin <= at) continue;
    quotes.push_back(at);
  }
  return quotes;
}

}  // namespace

std::optional<std::vector<ByteRange>> string_ranges(std::string_view language,
                                                    const std::string& text) {
  const TSLanguage* const known = grammar(language);
  if (!known) return std::vector<ByteRange>();
  const SyntaxTree tree = bounded_parse(known, text);
  if (!tree) return std::nullopt;
  Found found = look_through(tree.get());
  std::vector<ByteRange> ranges = std::move(found.strings);
  if (!found.errors.empty()) {
    found.strings = ranges;
    const std::vector<std::size_t> quotes = loose_quotes(text, found);
    for (const ByteRange& error : found.errors) {
      const auto first = std::lower_bound(quotes.begin(), quotes.end(), error.begin);
      if (first == quotes.end() || *first >= error.end) continue;
      ranges.push_back(error);
      for (auto quote = first; quote != quotes.end() && *quote < error.end; ++quote)
        ranges.push_back({*quote, may_span_lines(language, text[*quote])
                                      ? text.size()
                                      : std::min(text.find('\n', *quote), text.size())});
    }
    std::sort(ranges.begin(), ranges.end(),
              [](const ByteRange& a, const ByteRange& b) { return a.begin < b.begin; });
  }
  return ranges;
}

}  // namespace moongate
