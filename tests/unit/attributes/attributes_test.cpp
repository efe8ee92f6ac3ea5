#include "attributes/attributes.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "core/buffer_change.h"
#include "git_fixture.h"
#include "random_rounds.h"

namespace moongate {

namespace {

using Files = std::map<std::string, std::string>;

Change change_of(const Files& files) {
  std::vector<BufferFile> list;
  for (const auto& [path, text] : files) list.push_back({path, std::nullopt, text});
  return buffer_change(std::move(list));
}

std::string word(const Attribute& attribute) {
  switch (attribute.state) {
    case Attribute::State::set:
      return "set";
    case Attribute::State::unset:
      return "unset";
    case Attribute::State::value:
      return attribute.value;
    case Attribute::State::unspecified:
      break;
  }
  return "unspecified";
}

std::string asked(const Files& files, const std::string& path, const std::string& name) {
  const Change change = change_of(files);
  return word(Attributes(change.after, change.read).of(path, name));
}

}  // namespace

TEST_CASE("an attribute is set, unset, a value or unspecified") {
  const Files files{{".gitattributes", "*.a x -y z=1 !w\n*.b -x=2\n# *.c x\n  *.d\tx\r\n"}};
  CHECK(asked(files, "f.a", "x") == "set");
  CHECK(asked(files, "f.a", "y") == "unset");
  CHECK(asked(files, "f.a", "z") == "1");
  CHECK(asked(files, "f.a", "w") == "unspecified");
  CHECK(asked(files, "f.b", "x") == "unset");
  CHECK(asked(files, "f.c", "x") == "unspecified");
  CHECK(asked(files, "d/f.d", "x") == "set");
  CHECK(asked({}, "f.a", "x") == "unspecified");
}

TEST_CASE("a nearer file and a later line win") {
  const Files files{{".gitattributes", "* x=root\n*.a y=1\n*.a y=2\n"},
                    {"d/.gitattributes", "*.a x=d\n/e/*.b x=e\n"},
                    {"d/e/.gitattributes", "f.a !x\n"}};
  CHECK(asked(files, "f.a", "x") == "root");
  CHECK(asked(files, "f.a", "y") == "2");
  CHECK(asked(files, "d/f.a", "x") == "d");
  CHECK(asked(files, "d/e/f.a", "x") == "unspecified");
  CHECK(asked(files, "d/e/f.b", "x") == "e");
  CHECK(asked(files, "e/f.b", "x") == "root");
}

TEST_CASE("macros stand for what they define") {
  CHECK(asked({{".gitattributes", "*.a binary\n"}}, "f.a", "text") == "unset");
  CHECK(asked({{".gitattributes", "*.a binary\n"}}, "f.a", "binary") == "set");
  CHECK(asked({{".gitattributes", "*.a text binary\n"}}, "f.a", "text") == "unset");
  CHECK(asked({{".gitattributes", "*.a binary text\n"}}, "f.a", "text") == "set");
  CHECK(asked({{".gitattributes", "*.a -binary\n"}}, "f.a", "text") == "unspecified");
  CHECK(asked({{".gitattributes", "[attr]m one=1 n\n[attr]n two\n*.a m\n"}}, "f.a", "two") ==
        "set");
  CHECK(asked({{".gitattributes", "[attr]binary x\n*.a binary\n"}}, "f.a", "text") ==
        "unspecified");
  // Below the root nobody defines any; what goes in circles ends.
  CHECK(asked({{"d/.gitattributes", "[attr]m x\n*.a m\n"}}, "d/f.a", "x") == "unspecified");
  CHECK(asked({{".gitattributes", "[attr]m n\n[attr]n m\n*.a m\n"}}, "f.a", "n") == "set");
}

TEST_CASE("a byte-order mark is no part of the first pattern") {
  // So Git reads the working tree's file; of the index it takes the mark for a part (2.39).
  CHECK(asked({{".gitattributes", "\xEF\xBB\xBF*.a x\n"}}, "f.a", "x") == "set");
}

TEST_CASE("lines that Git ignores are ignored") {
  CHECK(asked({{".gitattributes", "!*.a x\n"}}, "f.a", "x") == "unspecified");
  CHECK(asked({{".gitattributes", "d/ x\n"}}, "d/f.a", "x") == "unspecified");
  CHECK(asked({{".gitattributes", "*.a x y$z\n"}}, "f.a", "x") == "unspecified");
  CHECK(asked({{".gitattributes", "*.a x " + std::string(2048, 'y') + "\n"}}, "f.a", "x") ==
        "unspecified");
}

TEST_CASE("a directory's file is looked up once") {
  const Change change = change_of({{".gitattributes", "*.a x\n"}, {"d/e/f.a", ""}});
  std::map<std::string, int> lookups;
  TreeView view;
  view.find = [&](std::string_view path) {
    ++lookups[std::string(path)];
    return change.after.find(path);
  };
  int reads = 0;
  const std::function<Bytes(const Oid&)> read = [&](const Oid& id) {
    ++reads;
    return change.read(id);
  };
  const Attributes attributes(view, read);
  for (int i = 0; i < 3; ++i) CHECK(attributes.of("d/e/f.a", "x").is_set());
  CHECK(lookups == std::map<std::string, int>{
                       {".gitattributes", 1}, {"d/.gitattributes", 1}, {"d/e/.gitattributes", 1}});
  CHECK(reads == 1);
}

namespace {

std::string pick(std::mt19937& random, const std::vector<std::string>& of) {
  return of[random() % of.size()];
}

std::string some_pattern(std::mt19937& random) {
  static const std::vector<std::string> parts{
      "*", "**",  "***",  "?",           "a",        "b",    "ab",       ".c",   "a b",
      "/", "/",   "/**/", "**/",         "[ab]",     "[!a]", "[^b-z]",   "[a-]", "[]a]",
      "[", "\\*", "\\a",  "[[:alpha:]]", "[[:x:]]",  "[[:",  "[\\]a]",   "*.c",  "a*",
      "-", "!",   "#",    "\\",          "\xC3\xA4", "é*",   "[a-c]*/b", "[/]",  "a/b"};
  std::string pattern;
  for (std::size_t n = 1 + random() % 4; n > 0; --n) pattern += pick(random, parts);
  return pattern;
}

std::string some_line(std::mt19937& random) {
  std::string line = pick(random, {"", "", "", "", " ", "\t"});
  std::string pattern = some_pattern(random);
  if (random() % 12 == 0) pattern = pick(random, {"[attr]m", "[attr]n", "[attr]binary", "[attr]-"});
  if (random() % 8 == 0 || pattern.find(' ') != std::string::npos) {
    std::string quoted = "\"";
    for (const char c : pattern)
      quoted += c == '\\' || c == '"' ? std::string("\\") + c : std::string(1, c);
    pattern = quoted + (random() % 8 == 0 ? "\\141" : "") + (random() % 10 == 0 ? "" : "\"");
  }
  line += pattern;
  for (std::size_t n = random() % 4; n > 0; --n)
    line += pick(random, {" ", "\t", "  "}) + pick(random, {"", "", "", "-", "!", "--"}) +
            pick(random, {"x", "y", "text", "diff", "binary", "m", "n", "x=1", "y=a=b", "eol=lf",
                          "z=", "bad$", "linguist-generated=true"});
  return line + pick(random, {"\n", "\n", "\n", "\r\n", " \n"});
}

// As `git check-attr -z -a` prints them.
std::map<std::string, std::map<std::string, std::string>> printed(const std::string& out) {
  std::map<std::string, std::map<std::string, std::string>> result;
  std::vector<std::string> fields;
  for (std::size_t at = 0; at < out.size();) {
    const std::size_t end = out.find('\0', at);
    fields.push_back(out.substr(at, end - at));
    at = end + 1;
  }
  for (std::size_t i = 0; i + 2 < fields.size(); i += 3)
    result[fields[i]][fields[i + 1]] = fields[i + 2];
  return result;
}

}  // namespace

TEST_CASE("random .gitattributes files mean what they mean to Git") {
  const testing::RandomRounds rounds("attributes", 1, 40);
  const test::Scratch scratch;
  scratch.run("git init -q . && git config core.attributesFile /dev/null");
  std::size_t told = 0;
  for (std::uint64_t round = 0; round < rounds.rounds(); ++round) {
    std::mt19937 random = rounds.generator(round);
    Files files;
    for (const char* directory : {"", "a/", "a/b/", "ab/"}) {
      if (random() % 3 == 0) continue;
      std::string text;
      for (std::size_t n = random() % 14; n > 0; --n) text += some_line(random);
      files[std::string(directory) + ".gitattributes"] = text;
    }
    std::string paths, script = "rm -rf a ab .gitattributes .git/index; mkdir -p a/b ab\n";
    for (const char* directory : {"", "a/", "a/b/", "ab/", "a/ab/b/", "\xC3\xA4/"})
      for (const char* name : {"a", "b", "ab", "x.c", "a.c", "a b", "*", "[", "a*", "\xC3\xA4", "-",
                               "#", "!a", "]", "\\", "aab", "]a", "é.c"})
        paths += std::string(directory) + name + '\0';
    scratch.run(script);
    for (const auto& [path, text] : files) test::Scratch::write(scratch.path() + "/" + path, text);
    test::Scratch::write(scratch.path() + "/.paths", paths);
    const auto expected = printed(scratch.run(
        "export GIT_ATTR_NOSYSTEM=1; git add -f $(find a ab .gitattributes -name .gitattributes "
        "2>/dev/null) .paths >/dev/null 2>&1; rm -rf a ab .gitattributes; "
        "git check-attr --cached --all -z --stdin <.paths"));
    const Change change = change_of(files);
    const Attributes attributes(change.after, change.read);
    for (std::size_t at = 0; at < paths.size();) {
      const std::size_t end = paths.find('\0', at);
      const std::string path = paths.substr(at, end - at);
      at = end + 1;
      std::map<std::string, std::string> found;
      for (const auto& [name, attribute] : attributes.all(path)) found[name] = word(attribute);
      const auto wanted = expected.find(path);
      INFO("MOONGATE_TEST_SEED=" << rounds.seed() + round << " MOONGATE_TEST_ROUNDS=1, " << path);
      for (const auto& [file, text] : files) UNSCOPED_INFO(file << ":\n" << text);
      REQUIRE(found ==
              (wanted == expected.end() ? std::map<std::string, std::string>() : wanted->second));
      told += found.size();
    }
  }
  CHECK(told > rounds.rounds());
}

}  // namespace moongate
