#include "core/language.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace moongate {
namespace {

struct Entry {
  std::string_view key, language;
};

// Whole file names, as they are written.
constexpr auto by_name = std::to_array<Entry>({
    {".babelrc", "json"},
    {".bash_aliases", "shell"},
    {".bash_logout", "shell"},
    {".bash_profile", "shell"},
    {".bashrc", "shell"},
    {".clang-format", "yaml"},
    {".clang-tidy", "yaml"},
    {".clangd", "yaml"},
    {".editorconfig", "ini"},
    {".eslintrc", "json"},
    {".gitattributes", "gitattributes"},
    {".gitconfig", "ini"},
    {".gitignore", "gitignore"},
    {".gitmodules", "ini"},
    {".luacheckrc", "lua"},
    {".npmrc", "ini"},
    {".prettierrc", "json"},
    {".profile", "shell"},
    {".pylintrc", "ini"},
    {".vimrc", "vim"},
    {".zprofile", "shell"},
    {".zshenv", "shell"},
    {".zshrc", "shell"},
    {"APKBUILD", "shell"},
    {"BUCK", "starlark"},
    {"BUILD", "starlark"},
    {"BUILD.bazel", "starlark"},
    {"Brewfile", "ruby"},
    {"CMakeLists.txt", "cmake"},
    {"Capfile", "ruby"},
    {"Cargo.lock", "toml"},
    {"Containerfile", "dockerfile"},
    {"Dockerfile", "dockerfile"},
    {"Earthfile", "dockerfile"},
    {"Fastfile", "ruby"},
    {"GNUmakefile", "make"},
    {"Gemfile", "ruby"},
    {"Guardfile", "ruby"},
    {"Jenkinsfile", "groovy"},
    {"Justfile", "just"},
    {"Kbuild", "make"},
    {"Makefile", "make"},
    {"Makefile.am", "make"},
    {"Makefile.in", "make"},
    {"PKGBUILD", "shell"},
    {"Pipfile", "toml"},
    {"Podfile", "ruby"},
    {"Procfile", "procfile"},
    {"Rakefile", "ruby"},
    {"SConscript", "python"},
    {"SConstruct", "python"},
    {"Snakefile", "python"},
    {"Tiltfile", "starlark"},
    {"Vagrantfile", "ruby"},
    {"WORKSPACE", "starlark"},
    {"configure.ac", "m4"},
    {"composer.lock", "json"},
    {"flake.lock", "json"},
    {"go.mod", "go-mod"},
    {"go.sum", "go-sum"},
    {"justfile", "just"},
    {"makefile", "make"},
    {"meson.build", "meson"},
    {"meson_options.txt", "meson"},
    {"nginx.conf", "nginx"},
    {"poetry.lock", "toml"},
    {"wscript", "python"},
});

// Extensions in lower case; those with several dots are tried first.
constexpr auto by_extension = std::to_array<Entry>({
    {"4gl", "4gl"},
    {"abap", "abap"},
    {"ada", "ada"},
    {"adb", "ada"},
    {"ads", "ada"},
    {"agda", "agda"},
    {"applescript", "applescript"},
    {"as", "actionscript"},
    {"asciidoc", "asciidoc"},
    {"adoc", "asciidoc"},
    {"asm", "assembly"},
    {"astro", "astro"},
    {"awk", "awk"},
    {"bash", "shell"},
    {"bat", "batch"},
    {"bats", "shell"},
    {"bib", "bibtex"},
    {"bicep", "bicep"},
    {"blp", "blueprint"},
    {"bzl", "starlark"},
    {"c", "c"},
    {"c++", "cpp"},
    {"cabal", "cabal"},
    {"cbl", "cobol"},
    {"cc", "cpp"},
    {"cfg", "ini"},
    {"cjs", "javascript"},
    {"cl", "opencl"},
    {"clj", "clojure"},
    {"cljc", "clojure"},
    {"cljs", "clojure"},
    {"cmake", "cmake"},
    {"cmd", "batch"},
    {"cob", "cobol"},
    {"coffee", "coffeescript"},
    {"conf", "ini"},
    {"cpp", "cpp"},
    {"cppm", "cpp"},
    {"cr", "crystal"},
    {"cs", "csharp"},
    {"cshtml", "razor"},
    {"csproj", "xml"},
    {"css", "css"},
    {"csv", "csv"},
    {"csx", "csharp"},
    {"cts", "typescript"},
    {"cu", "cuda"},
    {"cue", "cue"},
    {"cuh", "cuda"},
    {"cxx", "cpp"},
    {"d", "d"},
    {"dart", "dart"},
    {"dhall", "dhall"},
    {"diff", "diff"},
    {"dockerfile", "dockerfile"},
    {"dot", "dot"},
    {"dts", "devicetree"},
    {"dtsi", "devicetree"},
    {"ebuild", "shell"},
    {"eex", "elixir"},
    {"el", "emacs-lisp"},
    {"elm", "elm"},
    {"env", "dotenv"},
    {"erb", "erb"},
    {"erl", "erlang"},
    {"ex", "elixir"},
    {"exs", "elixir"},
    {"f", "fortran"},
    {"f03", "fortran"},
    {"f08", "fortran"},
    {"f90", "fortran"},
    {"f95", "fortran"},
    {"fish", "fish"},
    {"for", "fortran"},
    {"frag", "glsl"},
    {"fs", "fsharp"},
    {"fsi", "fsharp"},
    {"fsx", "fsharp"},
    {"gd", "gdscript"},
    {"gemspec", "ruby"},
    {"geojson", "json"},
    {"gitignore", "gitignore"},
    {"gleam", "gleam"},
    {"glsl", "glsl"},
    {"go", "go"},
    {"gql", "graphql"},
    {"gradle", "groovy"},
    {"gradle.kts", "kotlin"},
    {"graphql", "graphql"},
    {"groovy", "groovy"},
    {"gv", "dot"},
    {"gyp", "python"},
    {"h", "c"},
    {"h++", "cpp"},
    {"haml", "haml"},
    {"handlebars", "handlebars"},
    {"hbs", "handlebars"},
    {"hcl", "hcl"},
    {"heex", "elixir"},
    {"hh", "cpp"},
    {"hlsl", "hlsl"},
    {"hpp", "cpp"},
    {"hrl", "erlang"},
    {"hs", "haskell"},
    {"htm", "html"},
    {"html", "html"},
    {"hxx", "cpp"},
    {"idl", "idl"},
    {"inc", "inc"},
    {"ini", "ini"},
    {"inl", "cpp"},
    {"ino", "cpp"},
    {"ipp", "cpp"},
    {"ipynb", "jupyter"},
    {"ixx", "cpp"},
    {"j2", "jinja"},
    {"java", "java"},
    {"jinja", "jinja"},
    {"jinja2", "jinja"},
    {"jl", "julia"},
    {"js", "javascript"},
    {"json", "json"},
    {"json5", "json5"},
    {"jsonc", "jsonc"},
    {"jsonl", "jsonl"},
    {"jsonnet", "jsonnet"},
    {"jsp", "jsp"},
    {"jsx", "javascript"},
    {"just", "just"},
    {"ksh", "shell"},
    {"kt", "kotlin"},
    {"kts", "kotlin"},
    {"less", "less"},
    {"lhs", "haskell"},
    {"libsonnet", "jsonnet"},
    {"liquid", "liquid"},
    {"lisp", "lisp"},
    {"log", "log"},
    {"lua", "lua"},
    {"luau", "luau"},
    {"m", "objective-c"},
    {"m4", "m4"},
    {"mak", "make"},
    {"markdown", "markdown"},
    {"md", "markdown"},
    {"mdx", "mdx"},
    {"mjs", "javascript"},
    {"mk", "make"},
    {"ml", "ocaml"},
    {"mli", "ocaml"},
    {"mm", "objective-cpp"},
    {"move", "move"},
    {"mts", "typescript"},
    {"mustache", "mustache"},
    {"ndjson", "jsonl"},
    {"nim", "nim"},
    {"nims", "nim"},
    {"ninja", "ninja"},
    {"nix", "nix"},
    {"nu", "nushell"},
    {"odin", "odin"},
    {"org", "org"},
    {"pas", "pascal"},
    {"patch", "diff"},
    {"php", "php"},
    {"phtml", "php"},
    {"pl", "perl"},
    {"plist", "xml"},
    {"pm", "perl"},
    {"po", "gettext"},
    {"pot", "gettext"},
    {"pp", "puppet"},
    {"prisma", "prisma"},
    {"pro", "prolog"},
    {"properties", "properties"},
    {"proto", "protobuf"},
    {"ps1", "powershell"},
    {"psd1", "powershell"},
    {"psm1", "powershell"},
    {"pug", "pug"},
    {"purs", "purescript"},
    {"py", "python"},
    {"pyi", "python"},
    {"pyw", "python"},
    {"pyx", "cython"},
    {"pxd", "cython"},
    {"qml", "qml"},
    {"r", "r"},
    {"rake", "ruby"},
    {"razor", "razor"},
    {"rb", "ruby"},
    {"re", "reason"},
    {"rei", "reason"},
    {"res", "rescript"},
    {"rkt", "racket"},
    {"rmd", "rmarkdown"},
    {"rs", "rust"},
    {"rst", "restructuredtext"},
    {"ru", "ruby"},
    {"s", "assembly"},
    {"sass", "sass"},
    {"sbt", "scala"},
    {"sc", "scala"},
    {"scala", "scala"},
    {"scm", "scheme"},
    {"scss", "scss"},
    {"sh", "shell"},
    {"sls", "yaml"},
    {"sol", "solidity"},
    {"sql", "sql"},
    {"ss", "scheme"},
    {"star", "starlark"},
    {"styl", "stylus"},
    {"sv", "systemverilog"},
    {"svelte", "svelte"},
    {"svg", "svg"},
    {"svh", "systemverilog"},
    {"swift", "swift"},
    {"t", "perl"},
    {"tcl", "tcl"},
    {"tex", "latex"},
    {"tf", "terraform"},
    {"tfvars", "terraform"},
    {"thrift", "thrift"},
    {"toml", "toml"},
    {"tpp", "cpp"},
    {"ts", "typescript"},
    {"tsv", "tsv"},
    {"tsx", "tsx"},
    {"twig", "twig"},
    {"txt", "text"},
    {"typ", "typst"},
    {"v", "verilog"},
    {"vala", "vala"},
    {"vb", "vb"},
    {"vbs", "vbscript"},
    {"vcxproj", "xml"},
    {"vert", "glsl"},
    {"vhd", "vhdl"},
    {"vhdl", "vhdl"},
    {"vim", "vim"},
    {"vue", "vue"},
    {"wat", "webassembly"},
    {"wgsl", "wgsl"},
    {"wit", "wit"},
    {"xaml", "xml"},
    {"xhtml", "html"},
    {"xml", "xml"},
    {"xsd", "xml"},
    {"xsl", "xml"},
    {"xslt", "xml"},
    {"yaml", "yaml"},
    {"yml", "yaml"},
    {"zig", "zig"},
    {"zsh", "shell"},
});

// What a "#!" line's program is called, without a version.
constexpr auto by_interpreter = std::to_array<Entry>({
    {"ash", "shell"},
    {"awk", "awk"},
    {"bash", "shell"},
    {"bats", "shell"},
    {"bun", "typescript"},
    {"crystal", "crystal"},
    {"dash", "shell"},
    {"deno", "typescript"},
    {"elixir", "elixir"},
    {"escript", "erlang"},
    {"fish", "fish"},
    {"gawk", "awk"},
    {"groovy", "groovy"},
    {"guile", "scheme"},
    {"jq", "jq"},
    {"julia", "julia"},
    {"ksh", "shell"},
    {"lua", "lua"},
    {"luajit", "lua"},
    {"make", "make"},
    {"mksh", "shell"},
    {"node", "javascript"},
    {"nodejs", "javascript"},
    {"nu", "nushell"},
    {"osascript", "applescript"},
    {"perl", "perl"},
    {"php", "php"},
    {"pwsh", "powershell"},
    {"pypy", "python"},
    {"python", "python"},
    {"racket", "racket"},
    {"Rscript", "r"},
    {"ruby", "ruby"},
    {"runghc", "haskell"},
    {"runhaskell", "haskell"},
    {"sbcl", "lisp"},
    {"scala", "scala"},
    {"sed", "sed"},
    {"sh", "shell"},
    {"swift", "swift"},
    {"tclsh", "tcl"},
    {"ts-node", "typescript"},
    {"tsx", "typescript"},
    {"uv", "python"},
    {"zsh", "shell"},
});

std::string_view look_up(std::span<const Entry> table, std::string_view key) {
  for (const Entry& entry : table)
    if (entry.key == key) return entry.language;
  return {};
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace

std::string_view language_by_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  if (const auto found = look_up(by_name, name); !found.empty()) return found;
  if (name == ".env" || name.starts_with(".env.")) return "dotenv";
  // Dockerfile.release, Makefile.local …
  for (const std::string_view stem : {"Dockerfile", "Containerfile", "Makefile", "Jenkinsfile"})
    if (name.size() > stem.size() && name.starts_with(stem) && name[stem.size()] == '.')
      return look_up(by_name, stem);
  // `.C` and `.H` are C++ where case matters, and Git's paths do.
  if (name.ends_with(".C") || name.ends_with(".H")) return "cpp";
  std::string folded = lower(name);
  // `x.cmake.in`, `config.h.in`: a template is in the language of what it makes.
  for (const std::string_view ending :
       {".in", ".tmpl", ".template", ".example", ".sample", ".dist"})
    if (folded.ends_with(ending)) {
      folded.resize(folded.size() - ending.size());
      break;
    }
  for (std::size_t dot = folded.find('.'); dot != std::string::npos;
       dot = folded.find('.', dot + 1))
    if (const auto found = look_up(by_extension, std::string_view(folded).substr(dot + 1));
        !found.empty())
      return found;
  return {};
}

std::string_view language_by_first_line(std::string_view text) {
  if (text.starts_with("<?xml")) return "xml";
  if (text.starts_with("<?php")) return "php";
  if (!text.starts_with("#!")) return {};
  std::string_view line = text.substr(2, std::min<std::size_t>(text.find('\n'), 512) - 2);
  const auto next_word = [&line] {
    const std::size_t from = std::min(line.find_first_not_of(" \t\r"), line.size());
    const std::size_t to = std::min(line.find_first_of(" \t\r", from), line.size());
    const std::string_view word = line.substr(from, to - from);
    line.remove_prefix(to);
    return word;
  };
  const auto base = [](std::string_view word) { return word.substr(word.rfind('/') + 1); };
  std::string_view program = base(next_word());
  if (program == "env") {  // skips its options and variables: `env -S FOO=1 python3`
    do {
      program = next_word();
    } while (!program.empty() &&
             (program.front() == '-' || program.find('=') != std::string_view::npos));
    program = base(program);
  }
  if (const auto found = look_up(by_interpreter, program); !found.empty()) return found;
  // python3.12, lua5.4, pypy3
  while (!program.empty() && (std::isdigit(static_cast<unsigned char>(program.back())) ||
                              program.back() == '.' || program.back() == '-'))
    program.remove_suffix(1);
  return look_up(by_interpreter, program);
}

std::string_view language_of(std::string_view path, std::string_view text) {
  const std::string_view found = language_by_name(path);
  return found.empty() ? language_by_first_line(text) : found;
}

std::vector<std::string> language_ids() {
  std::vector<std::string> ids;
  for (const std::span<const Entry> table :
       {std::span<const Entry>(by_name), std::span<const Entry>(by_extension),
        std::span<const Entry>(by_interpreter)})
    for (const Entry& entry : table) ids.emplace_back(entry.language);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

bool is_language(std::string_view id) {
  const std::vector<std::string> ids = language_ids();
  return std::binary_search(ids.begin(), ids.end(), id);
}

}  // namespace moongate
