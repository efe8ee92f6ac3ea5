#pragma once

#include <span>
#include <string_view>

namespace moongate {

/// What starting would have to compute of an embedded Lua file: its bytecode, and of a check also
/// its declaration. Made from the file while the project is built, by the same Lua and the same
/// reader; the file remains the source. All views live as long as the program.
struct CompiledFile {
  std::string_view path;         ///< as in embedded.h: `checks/size-limit.lua`
  std::string_view bytecode;     ///< with the line numbers that errors name
  std::string_view declaration;  ///< script/declaration_codec.h; empty for what is no check
};

/// Sorted by path, bytewise; empty in the programs of the build itself. Implemented by a source
/// that the build generates (tools/compile_checks.cpp).
std::span<const CompiledFile> compiled_files();

}  // namespace moongate
