// label: slow
// Parsing on a thread whose stack is far smaller than the text is nested: nothing may recurse as
// deep.
#include <pthread.h>
#include <tree_sitter/api.h>

#include <catch2/catch.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "syntax/grammars.h"

using namespace moongate;

namespace {

// Runs `work` on a stack of 128 KiB, as a program that hosts the library may have.
void on_small_stack(std::function<void()> work) {
  pthread_attr_t attributes;
  REQUIRE(pthread_attr_init(&attributes) == 0);
  REQUIRE(pthread_attr_setstacksize(&attributes, 128 * 1024) == 0);
  pthread_t thread;
  REQUIRE(pthread_create(
              &thread, &attributes,
              [](void* what) -> void* {
                (*static_cast<std::function<void()>*>(what))();
                return nullptr;
              },
              &work) == 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
}

std::string repeat(std::string_view text, std::size_t times) {
  std::string result;
  result.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

// Parses, walks and gives back. The number of progress calls bounds it, not the machine's speed:
// grammars take some shapes for ambiguous, and then only as deep as they come.
std::size_t nodes_of(const TSLanguage* language, const std::string& text) {
  const std::unique_ptr<TSParser, void (*)(TSParser*)> parser(ts_parser_new(), ts_parser_delete);
  ts_parser_set_language(parser.get(), language);
  TSInput input{};
  input.payload = const_cast<std::string*>(&text);
  input.read = [](void* payload, std::uint32_t offset, TSPoint, std::uint32_t* size) {
    const auto& whole = *static_cast<const std::string*>(payload);
    *size = static_cast<std::uint32_t>(whole.size()) - offset;
    return whole.data() + offset;
  };
  input.encoding = TSInputEncodingUTF8;
  std::size_t calls = 0;
  TSParseOptions options{};
  options.payload = &calls;
  options.progress_callback = [](TSParseState* state) {
    return ++*static_cast<std::size_t*>(state->payload) > 8000;
  };
  const std::unique_ptr<TSTree, void (*)(TSTree*)> tree(
      ts_parser_parse_with_options(parser.get(), nullptr, input, options), ts_tree_delete);
  if (!tree) return 0;
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree.get()));
  std::size_t nodes = 0;
  for (bool more = true; more;) {
    ++nodes;
    if (ts_tree_cursor_goto_first_child(&cursor)) continue;
    while (more && !ts_tree_cursor_goto_next_sibling(&cursor))
      more = ts_tree_cursor_goto_parent(&cursor);
  }
  ts_tree_cursor_delete(&cursor);
  return nodes;
}

}  // namespace

TEST_CASE("what was a crash: versions of the stack that merge again and again") {
  std::size_t nodes = 0;
  on_small_stack([&] { nodes = nodes_of(grammar("c"), repeat("(a)(b)*", 5000) + "\n"); });
  CHECK(nodes > 5000);
}

TEST_CASE("no shape of a text ends the thread, in any grammar") {
  constexpr std::size_t many = 20000;
  const std::vector<std::string> shapes = {
      repeat("(", many),
      repeat("[", many),
      repeat("{", many),
      repeat("(", many) + "1" + repeat(")", many),
      "x = " + repeat("[", many) + "1" + repeat("]", many),
      repeat("([{", many / 3),
      repeat("(a)(b)*", many / 7),
      "x = 1" + repeat("+1", many),
      "x = " + repeat("-", many) + "1",
      "x = " + repeat("!", many) + "1",
      "x = " + repeat("not ", many / 4) + "1",
      "x = " + repeat("a?b:", many / 4) + "c",
      "x = " + repeat("a if b else ", many / 12) + "c",
      repeat("if(a)b;else ", many / 12) + ";",
      repeat("if(a)", many / 5) + ";",
      "if a:\n b\n" + repeat("elif a:\n b\n", many / 11),
      repeat("`${", many / 3),
      repeat("`${", many / 4) + "1" + repeat("}`", many / 4),
      repeat("f\"{", many / 3),
      repeat("a=>", many / 3) + "1",
      repeat("<a>", many / 3),
      repeat("A<", many / 2) + "B" + repeat(">", many / 2) + " x;",
      repeat("{\"a\":", many / 5) + "1" + repeat("}", many / 5),
      repeat("#if a\n", many / 6),
      repeat("f(", many / 2),
      repeat("\"", many),
      "package a\nvar x = " + repeat("func(){x=", many / 9),
  };
  for (const std::string_view language : parsed_languages())
    for (const std::string& shape : shapes) {
      INFO(language << ": " << shape.substr(0, 40));
      bool ended = false;
      on_small_stack([&] {
        nodes_of(grammar(language), shape);
        ended = true;
      });
      CHECK(ended);
    }
}
