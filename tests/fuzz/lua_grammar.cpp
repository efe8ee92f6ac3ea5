#include "lua_grammar.h"

#include <cctype>
#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace moongate::fuzz {

namespace {

using Words = std::initializer_list<std::string_view>;

const Words numbers = {"0",
                       "1",
                       "-1",
                       "2",
                       "3.5",
                       "255",
                       "1000",
                       "1e6",
                       "1 << 20",
                       "2^31",
                       "2^53",
                       "1e15",
                       "1e308",
                       "math.huge",
                       "-math.huge",
                       "0/0",
                       "math.maxinteger",
                       "math.mininteger",
                       "0x7fffffff",
                       "0xffffffffffffffff",
                       "#line.text",
                       "line.number"};
const Words strings = {R"("")",
                       R"("a")",
                       R"("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")",
                       "line.text",
                       "line.file.text",
                       "line.file.path",
                       R"(("x"):rep(1000))",
                       R"(("ab"):rep(1 << 18))",
                       R"("\0\255\xC3")",
                       R"("\u{10FFFF}")",
                       R"("::error::x\27[31m\r\n")",
                       R"("<![CDATA[]]>&amp;")",
                       R"("../../etc")",
                       R"("%s%d%q%99s")",
                       R"("\27Lua")",
                       R"(("[{"):rep(1000))",
                       "tostring({})"};
const Words patterns = {R"_(".-.-.-.-b")_",
                        R"_("a*a*a*a*b")_",
                        R"_("%f[%w]%w+")_",
                        R"_("%b()")_",
                        R"_("(.)(.)%2%1")_",
                        R"_("[^%s]-$")_",
                        R"_("%")_",
                        R"_("[a")_",
                        R"_("(()")_",
                        R"_("%9")_",
                        R"_("^.*$")_",
                        R"_("")_",
                        R"_("[%z-\255]+")_",
                        R"_(("a?"):rep(40) .. ("a"):rep(40))_",
                        R"_("(a|b)*c{1,50}")_"};
const Words functions = {"pcall",
                         "xpcall",
                         "error",
                         "assert",
                         "select",
                         "next",
                         "pairs",
                         "ipairs",
                         "rawget",
                         "rawset",
                         "rawlen",
                         "rawequal",
                         "setmetatable",
                         "getmetatable",
                         "tostring",
                         "tonumber",
                         "type",
                         "require",
                         "string.rep",
                         "string.format",
                         "string.find",
                         "string.match",
                         "string.gmatch",
                         "string.gsub",
                         "string.byte",
                         "string.char",
                         "string.sub",
                         "string.reverse",
                         "string.lower",
                         "string.upper",
                         "string.len",
                         "string.pack",
                         "string.unpack",
                         "string.packsize",
                         "table.concat",
                         "table.insert",
                         "table.remove",
                         "table.move",
                         "table.pack",
                         "table.unpack",
                         "table.sort",
                         "utf8.char",
                         "utf8.codepoint",
                         "utf8.len",
                         "utf8.offset",
                         "utf8.codes",
                         "math.floor",
                         "math.tointeger",
                         "math.fmod",
                         "math.ult",
                         "math.max",
                         "coroutine.create",
                         "coroutine.wrap",
                         "coroutine.yield",
                         "coroutine.close",
                         "coroutine.status",
                         "coroutine.isyieldable",
                         "coroutine.running",
                         "coroutine.resume",
                         "regex.new",
                         "regex.escape",
                         "glob.match",
                         "glob.any",
                         "json.decode",
                         "line.report",
                         "line.file.report",
                         "line.file.lines",
                         "line.file.added_lines",
                         "keep",
                         "f"};
const Words events = {"__index", "__newindex",  "__call", "__close", "__tostring", "__name",
                      "__len",   "__eq",        "__lt",   "__le",    "__concat",   "__unm",
                      "__add",   "__idiv",      "__band", "__shl",   "__pairs",    "__gc",
                      "__mode",  "__metatable", "__pow",  "__mod",   "__bnot",     "__div"};
const Words binary = {"+",  "-", "*",  "/", "//", "%", "^",  "..", "==",  "~=", "<",
                      "<=", ">", ">=", "&", "|",  "~", "<<", ">>", "and", "or"};
const Words unary = {"-", "#", "not ", "~"};
const Words fields = {"text",     "number",    "file",       "path",
                      "old_path", "size",      "mode",       "language",
                      "old_text", "status",    "ending",     "nothing",
                      "report",   "is_binary", "line_count", "added_line_count"};
const Words variables = {"a", "b", "c", "t", "f", "keep", "line", "opt", "g"};

std::string pick(const Words& words, Random& random) {
  return std::string(*(words.begin() + random.below(words.size())));
}

class Grammar {
 public:
  explicit Grammar(Random& random) : random_(random) {}

  std::string block(int depth) {
    std::string text;
    const std::size_t count = 1 + random_.below(depth > 2 ? 5 : 3);
    for (std::size_t i = 0; i < count; ++i) text += statement(depth);
    return text;
  }

 private:
  std::string statement(int depth) {
    if (depth <= 0 || left_ <= 0) return "keep = " + leaf() + "\n";
    --left_;
    const int inner = depth - 1;
    switch (random_.below(27)) {
      case 0:
        return "while " + (chance(3) ? "true" : expression(inner)) + " do\n" + block(inner) +
               "end\n";
      case 1:
        return "repeat\n" + block(inner) + "until " + (chance(3) ? "false" : expression(inner)) +
               "\n";
      case 2:
        return "for i = " + number() + ", " + number() + ", " + number() + " do\n" + block(inner) +
               "end\n";
      case 3:
        return "for a, b in " + expression(inner) + " do\n" + block(inner) + "end\n";
      case 4:
        return "for a, b in pairs(" + expression(inner) + ") do\n" + block(inner) + "end\n";
      case 5:
        return "if " + expression(inner) + " then\n" + block(inner) + "else\n" + block(inner) +
               "end\n";
      case 6:
        return "local function f(...)\n" + block(inner) + "do return f(...) end\nend\n" +
               (chance(2) ? "pcall(f)\n" : "f(" + expression(inner) + ")\n");
      case 7:
        return "local a <close> = setmetatable({}, { __close = " + function(depth) + " })\n";
      case 8: {
        const std::string label = "l" + std::to_string(++labels_);
        return "do\n::" + label + "::\ndo\n" + block(inner) + "end\n" +
               (chance(2) ? "goto " + label + "\n" : "") + "end\n";
      }
      case 9:
        return "pcall(" + function(depth) + ")\n";
      case 10:
        return "xpcall(" + function(depth) + ", " + function(depth) + ")\n";
      case 11:
        return "coroutine.wrap(" + function(depth) + ")(" + expression(inner) + ")\n";
      case 12:
        return "keep = coroutine.create(" + function(depth) + ")\ncoroutine.resume(keep, " +
               expression(inner) + ")\ncoroutine.close(keep)\n";
      case 13:
        return "setmetatable(t, { " + pick(events, random_) + " = " +
               (chance(2) ? function(depth) : expression(inner)) + " })\n";
      case 14:
        return "t[" + expression(inner) + "] = " + expression(inner) + "\n";
      case 15:
        return "local a, b, c = " + expression(inner) + "\n";
      case 16:
        return pick(variables, random_) + " = " + expression(inner) + "\n";
      case 17:
        return "line:report(" + text() + ", { column = " + number() + ", length = " + number() +
               ", end_line = " + number() + ", fix = " + text() + ", help = " + text() +
               ", value = " + number() + " })\n";
      case 18:
        return "line.file:report(tostring(" + expression(inner) + "), { column = " + number() +
               ", line = " + number() + " })\n";
      case 19:
        return "for l in line.file:" + std::string(chance(2) ? "lines" : "added_lines") +
               "() do\nkeep = l\n" + block(inner) + "end\n";
      case 20:
        return "t[#t + 1] = keep\n";
      case 21:
        return "table.sort(" + expression(inner) + ", " + function(depth) + ")\n";
      case 22:
        return "string.gsub(" + text() + ", " + pick(patterns, random_) + ", " + function(depth) +
               ")\n";
      case 23:
        return "do error(" + expression(inner) + ") end\n";
      case 24:
        return "coroutine.yield(" + expression(inner) + ")\n";
      case 25:
        return "pcall(" + pick(functions, random_) + ", " + arguments(depth) + ")\n";
      default:
        return pick(functions, random_) + "(" + arguments(depth) + ")\n";
    }
  }

  std::string expression(int depth) {
    if (depth <= 0 || left_ <= 0) return leaf();
    --left_;
    const int inner = depth - 1;
    switch (random_.below(14)) {
      case 0:
      case 1:
      case 2:
        return leaf();
      case 3:
      case 4:
        return "(" + expression(inner) + " " + pick(binary, random_) + " " + expression(inner) +
               ")";
      case 5:
        return "(" + pick(unary, random_) + expression(inner) + ")";
      case 6:
        return "{ " + expression(inner) + ", x = " + expression(inner) + ", [" + leaf() +
               "] = " + expression(inner) + " }";
      case 7:
        return function(depth);
      case 8:
        return "setmetatable({ " + expression(inner) + " }, { " + pick(events, random_) + " = " +
               function(depth) + ", " + pick(events, random_) + " = " + expression(inner) + " })";
      case 9:
        return "(" + expression(inner) + ")." + pick(fields, random_);
      case 10:
        return "coroutine.wrap(" + function(depth) + ")";
      case 11:
        return "regex.new(" + pick(patterns, random_) + "):find(" + text() + ", " + number() + ")";
      default:
        return pick(functions, random_) + "(" + arguments(depth) + ")";
    }
  }

  std::string function(int depth) {
    return "function(a, b, ...)\n" + block(depth - 1) + "do return " + leaf() + " end\nend";
  }

  std::string arguments(int depth) {
    std::string list = expression(depth - 1);
    for (std::size_t i = random_.below(4); i > 0; --i) list += ", " + expression(depth - 1);
    return list;
  }

  std::string leaf() {
    switch (random_.below(6)) {
      case 0:
        return number();
      case 1:
        return text();
      case 2:
        return pick(patterns, random_);
      case 3:
        return pick({"nil", "true", "{}", "...", "_G", "_ENV", "string", "line"}, random_);
      case 4:
        return pick(functions, random_);
      default:
        return pick(variables, random_);
    }
  }

  std::string number() { return "(" + pick(numbers, random_) + ")"; }
  std::string text() { return pick(strings, random_); }
  bool chance(std::size_t of) { return random_.below(of) == 0; }

  Random& random_;
  int left_ = 120;  // statements and expressions that may still branch
  int labels_ = 0;
};

std::string check_around(const std::string& body, Random& random) {
  return "local regex, glob, json = require 'moongate.regex', require 'moongate.glob', require "
         "'moongate.json'\nlocal t, g, keep, f = {}, {}, nil, nil\nreturn {\n  api = 1,\n"
         "  summary = \"generated\",\n" +
         std::string(random.below(8) == 0 ? "  changed_file = function(file, opt, ...)\n"
                                            "local line = { text = file.text or '', number = 1, "
                                            "file = file, report = file.report }\n"
                                          : "  added_line = function(line, opt, ...)\n") +
         body + "  end,\n}\n";
}

// The attack's words, numbers and strings, some of them exchanged for others.
std::string with_other_words(const std::string& attack, Random& random) {
  std::string text;
  const std::size_t seldom = 4 + random.below(30);
  for (std::size_t at = 0; at < attack.size();) {
    const auto in_word = [&](std::size_t i) {
      return i < attack.size() &&
             (std::isalnum(static_cast<unsigned char>(attack[i])) || attack[i] == '_');
    };
    std::size_t end = at + 1;
    if (in_word(at))
      while (in_word(end)) ++end;
    std::string word = attack.substr(at, end - at);
    if (in_word(at) && random.below(seldom) == 0) {
      if (std::isdigit(static_cast<unsigned char>(word[0])))
        word = "(" + pick(numbers, random) + ")";
      else if (word.starts_with("__"))
        word = pick(events, random);
      else if (random.below(3) == 0)
        word = pick(variables, random);
    }
    text += word;
    at = end;
  }
  return text;
}

// Only what is the body of `added_line`; a whole chunk is taken as it is.
std::string body_of(std::string attack) {
  while (attack.starts_with("-- "))
    attack.erase(0, std::min(attack.find('\n'), attack.size() - 1) + 1);
  return attack;
}

std::string random_line(Random& random) {
  static const Words pieces = {"int x = 1;",
                               "  return;",
                               "\t",
                               "   ",
                               "<<<<<<< HEAD",
                               "=======",
                               ">>>>>>> theirs",
                               "|||||||",
                               "console.log(1)",
                               "debugger;",
                               "import pdb; pdb.set_trace()",
                               "password = \"hunter2hunter2\"",
                               "key: ",
                               "AKIA",
                               "ghp_",
                               "-----BEGIN PRIVATE KEY-----",
                               "moongate:ignore lint/trailing-whitespace because",
                               "moongate:ignore",
                               "\xEF\xBB\xBF",
                               "\xC3\xA4",
                               "\xFF\xFE",
                               "\xE2\x80\xAE",
                               "::error::x",
                               "\x1b[31m",
                               "]]>",
                               "https://u:p@example.com/",
                               "feat: x",
                               "BREAKING CHANGE: y",
                               "Signed-off-by: A <a@example.com>",
                               "((((((((",
                               "}}}}}}}}",
                               "\"\"\"",
                               "/*",
                               "*/",
                               "#!/bin/sh",
                               "TODO",
                               "0123456789abcdef0123456789abcdef01234567"};
  std::string line;
  for (std::size_t i = random.below(5); i > 0; --i) line += pick(pieces, random);
  if (random.below(40) == 0) line += std::string(random.below(20000), 'x');
  if (random.below(20) == 0) line += static_cast<char>(random.next());
  if (random.below(6) == 0)
    for (std::size_t i = random.below(60); i > 0; --i)
      line += "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/="[random.below(65)];
  return line;
}

std::string random_text(Random& random) {
  std::string text;
  const std::size_t lines = random.below(random.below(10) == 0 ? 400 : 20);
  for (std::size_t i = 0; i < lines; ++i)
    text += random_line(random) + (random.below(12) == 0   ? "\r\n"
                                   : random.below(60) == 0 ? "\r"
                                                           : "\n");
  if (random.below(4) == 0) text += random_line(random);
  if (random.below(60) == 0) text += std::string(1, '\0');
  return text;
}

}  // namespace

std::string generated_lua(const std::vector<std::string>& attacks, Random& random) {
  std::string body;
  const std::size_t kind = random.below(8);
  if (kind >= 4) body += with_other_words(body_of(attacks[random.below(attacks.size())]), random);
  if (kind <= 5) {
    Grammar grammar(random);
    const std::string made = grammar.block(6);
    body = random.below(2) == 0 ? made + body : "do\n" + body + "\nend\n" + made;
  }
  return check_around(body, random);
}

// The separators of targets: 0x1e between entries, 0x1f between an entry's parts.
std::string generated_change(const std::vector<std::string>& corpus, Random& random) {
  if (random.below(4) == 0) return mutated(corpus, random);
  static const Words paths = {"a.c",           "src/b.py",    "c.js",     "d.lua", "README.md",
                              "e.json",        "f.yml",       "Makefile", "g.sh",  "h/i/j.go",
                              "k.java",        "l.txt",       ".env",     "m.rs",  "n.toml",
                              "o.ts",          "p.html",      "q.css",    "r.rb",  "s.bat",
                              "moongate.toml", "t\xC3\xA4.c", "u\xFF.c",  "v w.c"};
  std::string text;
  for (std::size_t i = 1 + random.below(4); i > 0; --i) {
    const std::string before = random_text(random);
    std::string after;
    if (random.below(2) == 0) {
      after = before;
      for (std::size_t edits = 1 + random.below(4); edits > 0; --edits) {
        const std::size_t at = random.below(after.size() + 1);
        if (random.below(3) == 0)
          after.erase(at, random.below(40));
        else
          after.insert(at, random_line(random) + "\n");
      }
    } else {
      after = random_text(random);
    }
    text += pick(paths, random) + "\x1f" + (random.below(3) == 0 ? "\x1a" : before) + "\x1f" +
            (random.below(10) == 0 ? "\x1a" : after) + "\x1e";
  }
  for (std::size_t i = random.below(3); i > 0; --i)
    text += "commit:\x1f" + random_line(random) + "\n\n" + random_text(random) + "\x1e";
  if (random.below(3) == 0) text += "branch:\x1f" + random_line(random) + "\x1e";
  return text;
}

}  // namespace moongate::fuzz
