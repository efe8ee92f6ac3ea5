#include "syntax/comment_ranges.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "core/language.h"
#include "syntax/comment_syntax.h"
#include "syntax/grammars.h"

namespace moongate {

namespace {

// The comments of a text, "|" between them.
std::string comments(std::string_view language, std::string_view text) {
  const auto ranges = comment_ranges(language, text);
  REQUIRE(ranges);
  std::string out;
  for (const ByteRange& range : *ranges) {
    REQUIRE(range.begin < range.end);
    REQUIRE(range.end <= text.size());
    out += (out.empty() ? "" : "|");
    out += text.substr(range.begin, range.end - range.begin);
  }
  return out;
}

}  // namespace

TEST_CASE("comments of languages with a grammar, not their strings") {
  CHECK(comments("c", "a = \"// b\"; // c\n/* d\ne */ f = '\"'; // g\n") == "// c|/* d\ne */|// g");
  CHECK(comments("cpp", "a = R\"(// b\n// c)\"; // d\n") == "// d");
  CHECK(comments("python", "a = '# b'  # c\nd = \"\"\"\n# e\n\"\"\"  # f\n") == "# c|# f");
  CHECK(comments("javascript", "a = `// ${b /* c */} // d`; e = /\\/\\/ f/; // g\n") ==
        "/* c */|// g");
  CHECK(comments("tsx", "const a = <b>// c {/* d */}</b>; // e\n") == "/* d */|// e");
  CHECK(comments("typescript", "type A = '// b'; // c\n") == "// c");
  CHECK(comments("go", "package a\nvar b = `// c\n// d` // e\n") == "// e");
  CHECK(comments("json", "{\"a\": \"// b\"} // c\n") == "// c");
}

TEST_CASE("comments where a grammar sees none") {
  CHECK(comments("c", "#define A \"b\" // c\n") == "// c");
  CHECK(comments("cpp", "int f( { ] \"// a\" // b\n") == "// b");
  CHECK(comments("python", "def f(:\n  x = '# a'  # b\n") == "# b");
}

TEST_CASE("comments of languages without a grammar") {
  CHECK(comments("shell", "a='# b\n# c' \"# d\" e#f $# ${#g} \\' # h\n# i\n") == "# h|# i");
  CHECK(comments("shell", "cat <<EOF # a\n# b\nEOF\n# c\n") == "# a|# c");
  CHECK(comments("shell", "cat <<-'A B' x\nEOF\n# c\n") == "# c");
  CHECK(comments("shell", "cat <<-'E' <<F\n# a\n\tE\n# b\nF\nx <<<y # c\n") == "# c");
  CHECK(comments("shell", "x=$((1 << 2)) # a\n# b\n") == "# a|# b");
  CHECK(comments("lua", "a = [[\n-- b\n]] -- c\n--[==[ d\n]] e ]==] '-- f' -- g\n") ==
        "-- c|--[==[ d\n]] e ]==]|-- g");
  CHECK(comments("rust",
                 "fn f<'a>(x: &'a str) // b 'c\n'\"' \"\n// d\n\" r#\"// e\"\"# /* /* */ */") ==
        "// b 'c|/* /* */ */");
  CHECK(comments("java", "char c = '\"'; // a\n String s = \"// b\"; /* c\n*/\n") ==
        "// a|/* c\n*/");
  CHECK(comments("kotlin", "a = \"\"\"\n// b\n\"\"\" // c\n") == "// c");
  CHECK(comments("yaml", "a: \"# b\" # c\nd: it's # e\nf: g#h\ni: {{/* j */}}\n") ==
        "# c|# e|{{/* j */");
  CHECK(comments("toml", "a = '''\n# b\n''' # c\n") == "# c");
  CHECK(comments("ini", "a = b ; c\n; d\n# e\nf = g#h\n") == "; c|; d|# e");
  CHECK(comments("sql", "a = '-- b' -- c\n/* d */\n") == "-- c|/* d */");
  CHECK(comments("haskell", "a = \"-- b\" -- c\n{- d {- e -} f -}\n") == "-- c|{- d {- e -} f -}");
  CHECK(comments("html", "<a b=\"http://c\">// d</a>\n<!-- e -->\n") == "// d</a>|<!-- e -->");
  CHECK(comments("css", "a { b: url(//c) } /* d */\n") == "/* d */");
  CHECK(comments("latex", "a \\% b % c\n") == "% c");
  CHECK(comments("clojure", "\"; a\" ; b\n") == "; b");
  CHECK(comments("make", "a = \\# b # c\n") == "# c");
}

TEST_CASE("in Markdown a fenced block is its own language's affair") {
  CHECK(comments("markdown", "# a\n<!-- b -->\n`# c`\n```sh\n# d\n```\n# e\n") ==
        "<!-- b -->|```sh\n# d\n```");
  CHECK(comments("markdown", "````\n```\n# a\n````\n# b\n") == "````\n```\n# a\n````");
  CHECK(comments("markdown", "~~~\n# a") == "~~~\n# a");
  CHECK(comments("markdown", "``a`` b\n").empty());
}

TEST_CASE("what nothing closes is no string and no comment") {
  CHECK(comments("java", "a = \" b // c\n/* d\n") == "// c");
  CHECK(comments("shell", "it's # a\n") == "# a");
  CHECK(comments("lua", "a[[ -- b\n") == "-- b");
  CHECK(comments("shell", "cat <<EOF\n# a\n") == "# a");
}

TEST_CASE("comments of languages that are not known count everywhere") {
  for (const char* language : {"", "text", "csv", "no-such-language"})
    CHECK_FALSE(comment_ranges(language, "# a"));
}

TEST_CASE("every language with a grammar has a comment syntax, and every syntax a language") {
  for (const std::string_view language : parsed_languages()) CHECK(comment_syntax(language));
  std::size_t known = 0;
  for (const std::string& language : language_ids()) known += comment_syntax(language) != nullptr;
  CHECK(known > 100);
}

TEST_CASE("comments are found in linear time") {
  // Each of these took quadratic time in a scanner that looked again for what is not there.
  const std::size_t times = 400000;
  for (const auto& [language, piece] :
       std::vector<std::pair<const char*, const char*>>{{"java", "/*"},
                                                        {"groovy", "\\'"},
                                                        {"groovy", "'a'"},
                                                        {"rust", "/*"},
                                                        {"haskell", "{-"},
                                                        {"haskell", "{--}"},
                                                        {"lua", "[["},
                                                        {"lua", "[=[ "},
                                                        {"shell", "<<A\n"},
                                                        {"shell", "\"a\""},
                                                        {"shell", "'"},
                                                        {"markdown", "```\n"},
                                                        {"markdown", "<!--"},
                                                        {"yaml", "' "},
                                                        {"nim", "#[ ]# "}}) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += piece;
    const auto ranges = comment_ranges(language, text);
    REQUIRE(ranges);
    CHECK(ranges->size() <= times);
  }
  std::string nested;
  for (std::size_t i = 0; i < times; ++i) nested += "{-";
  for (std::size_t i = 0; i < times; ++i) nested += "-}";
  CHECK(comment_ranges("haskell", nested)->size() == 1);
}

}  // namespace moongate
