#include "syntax/comment_syntax.h"

#include <algorithm>
#include <array>
#include <utility>

namespace moongate {

namespace {

using Line = CommentSyntax::Line;
using Block = CommentSyntax::Block;
using Quote = CommentSyntax::Quote;

constexpr Quote double_quote{"\"", "\"", true, false, 0};
constexpr Quote single_quote{"'", "'", true, false, 0};
// At most as long as the longest character, '\u{10FFFF}': in other languages of the group the sign
// means something else, such as a lifetime of Rust.
constexpr Quote character{"'", "'", true, false, 12};
constexpr Quote backquote{"`", "`", true, true, 0};
constexpr Quote triple_double{"\"\"\"", "\"\"\"", true, true, 0};
constexpr Quote triple_single{"'''", "'''", true, true, 0};
constexpr Block slash_star{"/*", "*/", false};
constexpr Block html_comment{"<!--", "-->", false};

constexpr Line slashes{"//", false};
constexpr Line hash{"#", true};
constexpr Line dashes{"--", false};
constexpr Line semicolon{";", true};

CommentSyntax c_like() {
  return {.lines = {slashes}, .blocks = {slash_star}, .quotes = {double_quote, character}};
}

// Helm's, Jinja's and the like, in files of a language that has no comments of these forms.
CommentSyntax with_templates(CommentSyntax syntax) {
  for (const Block& block : {Block{"{{/*", "*/", false}, Block{"{{- /*", "*/", false},
                             Block{"{#", "#}", false}, Block{"{{!", "}}", false}})
    syntax.blocks.push_back(block);
  return syntax;
}

struct Group {
  std::vector<std::string_view> languages;
  CommentSyntax syntax;
};

std::vector<Group> make_groups() {
  std::vector<Group> groups;
  const auto add = [&](std::vector<std::string_view> languages, CommentSyntax syntax) {
    groups.push_back({std::move(languages), std::move(syntax)});
  };
  add({"actionscript",  "bicep",      "c",           "cpp",           "cuda",     "d",
       "dart",          "devicetree", "dot",         "glsl",          "hlsl",     "idl",
       "java",          "move",       "objective-c", "objective-cpp", "odin",     "opencl",
       "prisma",        "go-mod",     "protobuf",    "qml",           "rescript", "reason",
       "solidity",      "typst",      "vala",        "wgsl",          "wit",      "zig",
       "systemverilog", "verilog",    "blueprint"},
      c_like());
  CommentSyntax syntax = c_like();
  syntax.quotes = {triple_double, double_quote, character};
  add({"kotlin", "scala", "swift"}, syntax);
  syntax.quotes = {triple_double, {"@\"", "\"", false, true, 0}, double_quote, character};
  add({"csharp"}, syntax);
  syntax.quotes = {triple_double, triple_single, double_quote, single_quote};
  add({"groovy"}, syntax);
  syntax.quotes = {{"r#\"", "\"#", false, true, 0},
                   {"r\"", "\"", false, true, 0},
                   {"\"", "\"", true, true, 0},
                   character};
  syntax.blocks = {{"/*", "*/", true}};
  add({"rust"}, syntax);
  syntax = c_like();
  syntax.quotes = {double_quote, character, {"`", "`", false, true, 0}};
  add({"go"}, syntax);
  syntax.quotes = {double_quote, single_quote, backquote};
  add({"javascript", "typescript", "tsx", "jsonc", "json5", "json"}, syntax);
  syntax.quotes = {double_quote, single_quote};
  add({"less", "scss", "sass", "stylus", "cue"}, syntax);
  syntax.lines = {};
  add({"css"}, syntax);
  syntax.lines = {slashes, hash};
  add({"hcl", "terraform", "jsonnet", "thrift", "puppet"}, syntax);
  syntax.blocks.push_back(html_comment);
  add({"php"}, syntax);

  syntax = {.lines = {{"#", false}},
            .quotes = {triple_double, triple_single, double_quote, single_quote}};
  add({"python", "cython", "starlark", "meson", "gdscript"}, syntax);
  syntax.lines = {hash};
  add({"toml"}, with_templates(syntax));
  syntax.quotes = {triple_double, double_quote};
  add({"elixir", "graphql"}, syntax);
  syntax.quotes = {double_quote, single_quote};
  add({"awk", "crystal", "perl", "r", "sed", "jq", "just", "ninja", "procfile", "gettext", "fish"},
      syntax);
  syntax.blocks = {{"#=", "=#", true}};
  add({"julia"}, syntax);
  syntax.blocks = {{"#[", "]#", true}};
  add({"nim"}, syntax);
  syntax.blocks = {{"###", "###", false}};
  add({"coffeescript"}, syntax);
  syntax.blocks = {{"=begin", "=end", false}};
  add({"ruby"}, syntax);
  syntax.blocks = {{"<#", "#>", false}};
  add({"powershell"}, syntax);
  syntax.blocks = {{"#[[", "]]", false}};
  syntax.quotes = {double_quote};
  add({"cmake"}, syntax);
  syntax.blocks = {slash_star};
  syntax.quotes = {{"''", "''", false, true, 0}, double_quote};
  add({"nix"}, syntax);
  syntax.blocks = {};
  syntax.quotes = {double_quote, {"'", "'", false, false, 0}};
  add({"yaml", "dockerfile", "dotenv", "nginx"}, with_templates(syntax));
  add({"nushell", "tcl"}, syntax);
  add({"make"}, {.lines = {hash}, .escapes = true});
  add({"gitignore", "gitattributes"}, {.lines = {hash}});
  add({"ini"}, with_templates({.lines = {hash, semicolon}}));
  add({"properties"}, with_templates({.lines = {hash, {"!", true}}}));
  add({"shell"}, {.lines = {hash},
                  .quotes = {{"$'", "'", true, true, 0},
                             {"'", "'", false, true, 0},
                             {"\"", "\"", true, true, 0}},
                  .escapes = true,
                  .here_documents = true});

  add({"lua", "luau"},
      {.lines = {dashes}, .quotes = {double_quote, single_quote}, .long_brackets = true});
  syntax = {.lines = {dashes},
            .blocks = {slash_star},
            .quotes = {{"'", "'", false, true, 0}, {"\"", "\"", false, false, 0}}};
  add({"sql"}, with_templates(syntax));
  add({"ada", "vhdl"}, {.lines = {dashes}, .quotes = {{"\"", "\"", false, false, 0}}});
  add({"agda", "dhall", "elm", "haskell", "purescript", "cabal"},
      {.lines = {dashes}, .blocks = {{"{-", "-}", true}}, .quotes = {double_quote}});
  add({"clojure", "emacs-lisp", "lisp", "racket", "scheme"},
      {.lines = {{";", false}},
       .blocks = {{"#|", "|#", true}},
       .quotes = {{"\"", "\"", true, true, 0}}});
  add({"webassembly"},
      {.lines = {{";;", false}}, .blocks = {{"(;", ";)", true}}, .quotes = {double_quote}});
  add({"assembly"}, {.lines = {semicolon, slashes, hash, {"@", true}},
                     .blocks = {slash_star},
                     .quotes = {double_quote}});
  add({"latex", "bibtex"}, {.lines = {{"%", false}}, .escapes = true});
  add({"erlang"}, {.lines = {{"%", false}}, .quotes = {double_quote}});
  add({"prolog"}, {.lines = {{"%", false}}, .blocks = {slash_star}, .quotes = {double_quote}});
  add({"ocaml"}, {.blocks = {{"(*", "*)", true}}, .quotes = {{"\"", "\"", true, true, 0}}});
  add({"fsharp"}, {.lines = {slashes},
                   .blocks = {{"(*", "*)", true}},
                   .quotes = {triple_double, double_quote}});
  add({"pascal"}, {.lines = {slashes},
                   .blocks = {{"{", "}", false}, {"(*", "*)", false}},
                   .quotes = {{"'", "'", false, false, 0}}});

  add({"svg", "xml"}, with_templates({.blocks = {html_comment}}));
  // With scripts and styles in them.
  add({"astro", "html", "svelte", "vue"},
      with_templates({.lines = {slashes}, .blocks = {html_comment, slash_star}}));
  add({"markdown"}, {.blocks = {html_comment}, .fences = true});
  return groups;
}

}  // namespace

const CommentSyntax* comment_syntax(std::string_view language) {
  static const std::vector<Group> groups = make_groups();
  for (const Group& group : groups)
    if (std::find(group.languages.begin(), group.languages.end(), language) !=
        group.languages.end())
      return &group.syntax;
  return nullptr;
}

}  // namespace moongate
