#include "engine/generated_files.h"

#include <algorithm>
#include <array>
#include <vector>

namespace moongate {

namespace {

constexpr auto vendored_directories = std::to_array<std::string_view>(
    {"3rdparty", "Godeps", "Pods", "bower_components", "node_modules", "third-party", "third_party",
     "thirdparty", "vendor"});

// In the root alone: deeper in a tree people call their own modules so.
constexpr auto vendored_in_root = std::to_array<std::string_view>({"deps"});

constexpr auto generated_names = std::to_array<std::string_view>({".terraform.lock.hcl",
                                                                  "Cargo.lock",
                                                                  "Gemfile.lock",
                                                                  "MODULE.bazel.lock",
                                                                  "Pipfile.lock",
                                                                  "Podfile.lock",
                                                                  "bun.lock",
                                                                  "composer.lock",
                                                                  "deno.lock",
                                                                  "flake.lock",
                                                                  "go.sum",
                                                                  "go.work.sum",
                                                                  "gradle.lockfile",
                                                                  "mix.lock",
                                                                  "npm-shrinkwrap.json",
                                                                  "package-lock.json",
                                                                  "packages.lock.json",
                                                                  "pdm.lock",
                                                                  "pixi.lock",
                                                                  "pnpm-lock.yaml",
                                                                  "poetry.lock",
                                                                  "pubspec.lock",
                                                                  "pylock.toml",
                                                                  "uv.lock",
                                                                  "yarn.lock"});

constexpr auto generated_endings = std::to_array<std::string_view>(
    {".Designer.cs", ".ambr",   ".css.map",  ".designer.cs", ".freezed.dart", ".g.cs",
     ".g.dart",      ".js.map", ".mjs.map",  ".min.css",     ".min.js",       ".min.mjs",
     ".pb.cc",       ".pb.go",  ".pb.gw.go", ".pb.h",        ".pb.swift",     ".pbobjc.h",
     ".pbobjc.m",    ".snap",   ".snap.new", "_grpc.pb.go",  "_pb.d.ts",      "_pb.js",
     "_pb.rb",       "_pb2.py", "_pb2.pyi",  "_pb2_grpc.py", ".approved.txt", ".received.txt",
     ".verified.txt"});

template <class List>
bool has(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

enum class Said : std::uint8_t { nothing, yes, no };

Said said(const Attribute& attribute) {
  if (attribute.is_set() || attribute.is("true")) return Said::yes;
  if (attribute.is_unset() || attribute.is("false")) return Said::no;
  return Said::nothing;
}

}  // namespace

NamedAs named_as(std::string_view path) {
  std::string_view rest = path;
  bool root = true;
  for (std::size_t slash = rest.find('/'); slash != std::string_view::npos;
       slash = rest.find('/'), root = false) {
    const std::string_view directory = rest.substr(0, slash);
    if (has(vendored_directories, directory) || (root && has(vendored_in_root, directory)))
      return NamedAs::vendored;
    if (directory == "__snapshots__") return NamedAs::generated;
    rest.remove_prefix(slash + 1);
  }
  const bool generated =
      has(generated_names, rest) ||
      std::any_of(generated_endings.begin(), generated_endings.end(),
                  [&](std::string_view ending) { return rest.ends_with(ending); });
  return generated ? NamedAs::generated : NamedAs::nothing;
}

bool is_generated(const Attributes& attributes, std::string_view path) {
  static const std::vector<std::string_view> names{"linguist-generated", "linguist-vendored"};
  const std::vector<Attribute> stated = attributes.of(path, names);
  const Said generated = said(stated[0]), vendored = said(stated[1]);
  if (generated == Said::yes || vendored == Said::yes) return true;
  switch (named_as(path)) {
    case NamedAs::vendored:
      return vendored != Said::no;
    case NamedAs::generated:
      return generated != Said::no;
    case NamedAs::nothing:
      break;
  }
  return false;
}

}  // namespace moongate
