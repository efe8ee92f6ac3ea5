#include "syntax/parse_memory.h"

#include <tree_sitter/api.h>

#include <catch2/catch.hpp>
#include <memory>
#include <string>

#include "syntax/grammars.h"

using namespace moongate;

TEST_CASE("what a parser holds is counted, and given back") {
  const ParseMemory memory;
  CHECK(memory.held() == 0);
  {
    const std::unique_ptr<TSParser, void (*)(TSParser*)> parser(ts_parser_new(), ts_parser_delete);
    REQUIRE(ts_parser_set_language(parser.get(), grammar("json")));
    std::string text = "[";
    for (int i = 0; i < 10000; ++i) text += "1,";
    text += "1]";
    const std::unique_ptr<TSTree, void (*)(TSTree*)> tree(
        ts_parser_parse_string(parser.get(), nullptr, text.data(),
                               static_cast<std::uint32_t>(text.size())),
        ts_tree_delete);
    REQUIRE(tree);
    CHECK(memory.held() > text.size());
    CHECK(memory.held() < most_parse_memory(text.size(), 64u << 20));
  }
  CHECK(memory.held() == 0);
}

TEST_CASE("memory grows with the text up to a bound") {
  constexpr std::uint64_t mebibyte = 1u << 20;
  CHECK(most_parse_memory(0, 64 * mebibyte) == 64 * mebibyte);
  CHECK(most_parse_memory(mebibyte, 64 * mebibyte) == 464 * mebibyte);
  CHECK(most_parse_memory(1u << 30, 64 * mebibyte) == 1024 * mebibyte);
}
