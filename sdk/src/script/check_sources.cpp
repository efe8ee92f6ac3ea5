#include "script/check_sources.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "core/embedded.h"
#include "core/hash.h"
#include "script/compiled_checks.h"

namespace moongate {

namespace {

std::string_view directory_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash + 1);
}

// A sibling's name is one file's stem: with dots or slashes it could climb out of the directory.
bool is_plain(std::string_view name) {
  return !name.empty() && name != ".." && name != "." &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '-';
         });
}

using Files = std::map<std::string, std::string, std::less<>>;

const CompiledFile* compiled_file(std::string_view path) {
  const std::span<const CompiledFile> files = compiled_files();
  const auto found = std::lower_bound(
      files.begin(), files.end(), path,
      [](const CompiledFile& file, std::string_view wanted) { return file.path < wanted; });
  return found != files.end() && found->path == path ? &*found : nullptr;
}

std::string_view bytecode_of(std::string_view path) {
  const CompiledFile* const file = compiled_file(path);
  return file ? file->bytecode : std::string_view();
}

}  // namespace

std::optional<std::string> check_name(std::string_view path) {
  if (!path.ends_with(".lua")) return std::nullopt;
  path.remove_suffix(4);
  // A hidden or private directory holds modules for its neighbours.
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    if (part.empty() || part.front() == '_' || part.front() == '.') return std::nullopt;
    begin = end + 1;
  }
  if (path.ends_with("_test")) return std::nullopt;
  if (path.ends_with("/init")) path.remove_suffix(5);
  if (path == "init") return std::nullopt;
  return std::string(path);
}

std::vector<CheckSource> check_sources(std::vector<SourceFile> files, const std::string& prefix,
                                       bool built_in) {
  const auto shared = std::make_shared<Files>();
  for (SourceFile& file : files) shared->emplace(std::move(file.path), std::move(file.text));
  // The program's own are known by the program; of a team's, any may require any sibling.
  std::string identity = "built in";
  if (!built_in) {
    std::string all;
    for (const auto& [path, text] : *shared) {
      append_field(all, path);
      append_field(all, text);
    }
    identity = blob_hash(all).hex();
  }
  std::vector<CheckSource> sources;
  for (const auto& [path, text] : *shared) {
    const std::optional<std::string> name = check_name(path);
    if (!name) continue;
    CheckSource source;
    source.name = *name;
    source.path = prefix + path;
    source.text = text;
    source.built_in = built_in;
    source.identity = identity;
    const CompiledFile* const compiled = built_in ? compiled_file(source.path) : nullptr;
    if (compiled) {
      source.bytecode = compiled->bytecode;
      source.declaration = compiled->declaration;
    }
    source.module = [shared, prefix, built_in, directory = std::string(directory_of(path))](
                        std::string_view wanted) -> std::optional<ModuleText> {
      if (wanted.starts_with("moongate.")) return library_module(wanted);
      if (!is_plain(wanted)) return std::nullopt;
      const auto found = shared->find(directory + std::string(wanted) + ".lua");
      if (found == shared->end()) return std::nullopt;
      std::string found_path = prefix + found->first;
      const std::string_view bytecode = built_in ? bytecode_of(found_path) : std::string_view();
      return ModuleText{std::move(found_path), found->second, bytecode};
    };
    sources.push_back(std::move(source));
  }
  std::sort(sources.begin(), sources.end(),
            [](const CheckSource& a, const CheckSource& b) { return a.name < b.name; });
  return sources;
}

const std::vector<CheckSource>& built_in_sources() {
  static const std::vector<CheckSource> sources = [] {
    std::vector<SourceFile> files;
    for (const EmbeddedFile& file : embedded_files())
      if (file.path.starts_with("checks/") && file.path.ends_with(".lua") &&
          !file.path.ends_with("_test.lua"))
        files.push_back({std::string(file.path.substr(7)), std::string(file.bytes)});
    return check_sources(std::move(files), "checks/", true);
  }();
  return sources;
}

std::optional<ModuleText> library_module(std::string_view name) {
  if (!name.starts_with("moongate.") || !is_plain(name.substr(9))) return std::nullopt;
  const std::string path = "lua/moongate/" + std::string(name.substr(9)) + ".lua";
  for (const EmbeddedFile& file : embedded_files())
    if (file.path == path) return ModuleText{path, std::string(file.bytes), bytecode_of(path)};
  return std::nullopt;
}

}  // namespace moongate
