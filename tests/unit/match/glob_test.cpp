#include "match/glob.h"

#include <catch2/catch.hpp>
#include <random>

#include "core/error.h"
#include "random_rounds.h"

using moongate::Error;
using moongate::Glob;

namespace {

bool matches(std::string_view glob, std::string_view path) {
  return Glob(glob).matches(path);
}

std::string refusal(std::string_view glob) {
  try {
    Glob made(glob);
  } catch (const Error& error) {
    CHECK(error.problem().kind == moongate::ProblemKind::config);
    CHECK_FALSE(error.problem().help.empty());
    return error.problem().message;
  }
  return {};
}

// The plain recursive meaning of the wildcards, exponential and obviously right: the oracle.
bool slow(std::string_view glob, std::string_view path) {
  if (glob.empty()) return path.empty();
  if (glob.starts_with("**/")) {
    if (slow(glob.substr(3), path)) return true;
    for (std::size_t i = 0; i < path.size(); ++i)
      if (path[i] == '/' && slow(glob.substr(3), path.substr(i + 1))) return true;
    return false;
  }
  if (glob.starts_with("**")) {
    for (std::size_t i = 0; i <= path.size(); ++i)
      if (slow(glob.substr(2), path.substr(i))) return true;
    return false;
  }
  if (glob.front() == '*') {
    for (std::size_t i = 0; i <= path.size(); ++i) {
      if (slow(glob.substr(1), path.substr(i))) return true;
      if (i < path.size() && path[i] == '/') break;
    }
    return false;
  }
  if (path.empty()) return false;
  if (glob.front() == '?') return path.front() != '/' && slow(glob.substr(1), path.substr(1));
  return glob.front() == path.front() && slow(glob.substr(1), path.substr(1));
}

}  // namespace

TEST_CASE("a glob without a slash matches in any directory", "[glob]") {
  CHECK(matches("*.md", "README.md"));
  CHECK(matches("*.md", "docs/deep/README.md"));
  CHECK(matches("Makefile", "a/b/Makefile"));
  CHECK_FALSE(matches("Makefile", "a/b/GNUMakefile"));
  CHECK_FALSE(matches("/Makefile", "a/Makefile"));
  CHECK(matches("/Makefile", "Makefile"));
  CHECK(matches("./Makefile", "Makefile"));
  CHECK_FALSE(matches("./Makefile", "a/Makefile"));
}

TEST_CASE("a star stays within its directory and two cross directories", "[glob]") {
  CHECK(matches("src/*", "src/a.c"));
  CHECK_FALSE(matches("src/*", "src/a/b.c"));
  CHECK_FALSE(matches("src/*.c", "lib/src/a.c"));
  CHECK(matches("vendor/**", "vendor/a/b/c"));
  CHECK_FALSE(matches("vendor/**", "lib/vendor/a"));
  CHECK_FALSE(matches("vendor/**", "vendor"));
  CHECK(matches("**/test/**", "test/a"));
  CHECK(matches("**/test/**", "a/b/test/c/d"));
  CHECK_FALSE(matches("**/test/**", "a/latest/c"));
  CHECK(matches("a/**/b", "a/b"));
  CHECK(matches("a/**/b", "a/x/y/b"));
  CHECK_FALSE(matches("a/**/b", "a/xb"));
  CHECK(matches("**", "any/thing"));
  CHECK(matches("a**z", "a/b/z"));
  CHECK(matches("**/**/x", "x"));
}

TEST_CASE("a directory's name means all below it", "[glob]") {
  CHECK(matches("docs/", "docs/a/b.md"));
  CHECK(matches("docs/", "x/docs/a.md"));
  CHECK_FALSE(matches("docs/", "docs"));
  CHECK_FALSE(matches("/docs/", "x/docs/a.md"));
  CHECK(matches("src/gen/", "src/gen/a"));
  CHECK(matches("vendor", "vendor/a/b.c"));
  CHECK(matches("vendor", "lib/vendor/a"));
  CHECK(matches("src/gen", "src/gen/a.c"));
  CHECK_FALSE(matches("src/gen", "src/gen.c"));
  CHECK(matches("b?ild/", "build/x"));
  CHECK(matches("/", "x/y"));
}

TEST_CASE("sets, braces and escapes", "[glob]") {
  CHECK(matches("[a-c]x", "bx"));
  CHECK_FALSE(matches("[a-c]x", "dx"));
  CHECK(matches("[!a-c]x", "dx"));
  CHECK(matches("[^a-c]x", "dx"));
  CHECK_FALSE(matches("a[!b]c", "a/c"));
  CHECK(matches("[]x]", "]"));
  CHECK(matches("[a-]", "-"));
  CHECK(matches("[\\]]", "]"));
  CHECK(matches("*.{png,jp{,e}g}", "a/b.jpg"));
  CHECK(matches("*.{png,jp{,e}g}", "b.jpeg"));
  CHECK(matches("*.{png,jp{,e}g}", "b.png"));
  CHECK_FALSE(matches("*.{png,jp{,e}g}", "b.jp"));
  CHECK(matches("{src,lib}/**/*.{c,h}", "lib/x/y.h"));
  CHECK(matches("[{]a", "{a"));
  CHECK(matches("\\*", "*"));
  CHECK_FALSE(matches("\\*", "x"));
  CHECK(matches("\\{a,b\\}", "{a,b}"));
  CHECK(matches("\\!x", "!x"));
  CHECK(matches("\xff*", "\xff\xfe"));
}

TEST_CASE("a bad glob says what is wrong", "[glob]") {
  CHECK(refusal("") == "glob '': it is empty");
  CHECK(refusal("[ab") == "glob '[ab': '[' is never closed");
  CHECK(refusal("a{b") == "glob 'a{b': '{' is never closed");
  CHECK(refusal("a}b") == "glob 'a}b': '}' without '{'");
  CHECK(refusal("a{b}") == "glob 'a{b}': braces without a ',' between alternatives");
  CHECK(refusal("a\\") == "glob 'a\\': it ends in a '\\'");
  CHECK(refusal("!a") == "glob '!a': a glob cannot be negated");
  CHECK(refusal("[z-a]") == "glob '[z-a]': a range in '[…]' runs backwards");
  CHECK(refusal("[[:alpha:]]").find("named classes") != std::string::npos);
  CHECK(refusal("../x").find("never matches") != std::string::npos);
  CHECK(refusal("a/./x").find("never matches") != std::string::npos);
  CHECK(refusal(std::string(2000, 'a')).find("longer than 1024 bytes") != std::string::npos);
  std::string many;
  for (int i = 0; i < 12; ++i) many += "{a,b}";
  CHECK(refusal(many).find("more than 256 alternatives") != std::string::npos);
  CHECK(refusal(std::string(500, '{')).find("'{' is never closed") != std::string::npos);
  std::string nested = std::string(400, '{') + ",a" + std::string(400, '}');
  CHECK_FALSE(refusal(nested).empty());
}

// Trying every way to match takes longer than the age of the universe: ctest's timeout ends that.
TEST_CASE("hostile globs take linear time", "[glob]") {
  std::string glob = "/";
  for (int i = 0; i < 250; ++i) glob += "*a**";
  const Glob made(glob + "b");
  CHECK_FALSE(made.matches(std::string(4096, 'a')));
}

TEST_CASE("random globs agree with the plain recursive meaning", "[glob]") {
  std::mt19937 random = moongate::testing::printed_generator(
      "random globs agree with the plain recursive meaning", 7);
  const std::string_view parts[] = {"a", "b", "/", "*", "**", "**/", "?", "a/", "/b"};
  std::size_t hits = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string glob = "a/", path = "a/";
    for (auto n = random() % 5; n; --n) glob += parts[random() % std::size(parts)];
    glob += "*";  // never a trailing slash or a plain name, whose extra meaning the oracle lacks
    for (auto n = random() % 8; n; --n) path += "ab/"[random() % 3];
    while (glob.find("***") != std::string::npos) glob.erase(glob.find("***"), 1);
    // `x**/`, where the stars are no whole name, is `**` and then a slash in both.
    const auto inner = glob.find("**/");
    if (inner != std::string::npos && glob[inner - 1] != '/') continue;
    if (glob.find("**/", inner + 1) != std::string::npos) continue;
    INFO(glob << " on " << path);
    const bool wanted = slow(glob, path);
    hits += wanted;
    REQUIRE(matches(glob, path) == wanted);
  }
  CHECK(hits > 1000);
}
