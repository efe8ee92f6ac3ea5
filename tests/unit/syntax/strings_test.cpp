#include "syntax/strings.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace moongate {

namespace {

// The text with every byte that is in a string replaced by a dot.
std::string outside(std::string_view language, std::string text) {
  const auto ranges = string_ranges(language, text);
  REQUIRE(ranges);
  for (const ByteRange& range : *ranges)
    for (std::size_t i = range.begin; i < range.end; ++i) text[i] = '.';
  return text;
}

}  // namespace

TEST_CASE("strings of each language are known") {
  CHECK(outside("python", "a = '''b \n'''  # 'c'\n") == "a = .........  # 'c'\n");
  CHECK(outside("python", "a = f'{b} '\n") == "a = .......\n");
  CHECK(outside("javascript", "a = `b ${c} d`; 'e'; /'/; // '\n") ==
        "a = ..........; ...; /'/; // '\n");
  CHECK(outside("typescript", "type A = `b ${C}`;\n") == "type A = ........;\n");
  CHECK(outside("tsx", "const a = <b c='d'>e's</b>;\n") == "const a = <b c=...>e's</b>;\n");
  CHECK(outside("go", "package a\nvar b, c = `d\n`, \"e\"\n") ==
        "package a\nvar b, c = ...., ...\n");
  CHECK(outside("c", "char *a = \"b\" \"c\"; char d = 'e';\n") ==
        "char *a = ... ...; char d = ...;\n");
  CHECK(outside("cpp", "auto a = R\"x(b\n)x\"; // '\n") == "auto a = .........; // '\n");
  CHECK(outside("json", "{\"a\": [\"b\", 1]}\n") == "{...: [..., 1]}\n");
  CHECK(outside("shell", "a='b'\n") == "a='b'\n");
}

TEST_CASE("a part that is not understood is a string where a quote is loose") {
  // Without any quote nothing can be one.
  const std::string plain = outside("c", "int a( { ) ;\nint b;\n");
  CHECK(plain == "int a( { ) ;\nint b;\n");
  const std::string open = outside("python", "a = '''b  \nc  \n");
  CHECK(open.find("b ") == std::string::npos);
  CHECK(open.find("c ") == std::string::npos);
  const std::string template_text = outside("javascript", "let a = `b  \nc  \n");
  CHECK(template_text.find("c ") == std::string::npos);
  // A string of one line ends with it.
  CHECK(
      outside("c", "int a; @ '\n\nint f(void) {\n  return 1;\n}\n").ends_with("  return 1;\n}\n"));
}

TEST_CASE("what is too large to parse has no known strings") {
  CHECK_FALSE(string_ranges("c", std::string((std::size_t{16} << 20) + 1, ' ')));
  CHECK(string_ranges("shell", std::string((std::size_t{16} << 20) + 1, ' ')));
}

}  // namespace moongate
