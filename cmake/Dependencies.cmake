# Everything that is not ours, as targets moongate::<name>; third_party/README.md says why each.
#
#   moongate::lua moongate::git2 moongate::tree_sitter       built from pinned sources, static, PIC
#   moongate::re2 moongate::hs                               the distribution's archives: PIE, not PIC
#   moongate::re2_shared moongate::hs_runtime_shared         for a shared library, which needs PIC
#   moongate::deflate moongate::zlib                         the distribution's archives
#   moongate::json moongate::tomlplusplus moongate::cli11    headers
#   moongate::catch2                                         tests only, with its main

option(MOONGATE_SYSTEM_LIBGIT2
  "Use the installed libgit2 (1.9 or later): without SHA-256 repositories, with network code" OFF)
set(MOONGATE_DEPS_PREFIX "" CACHE PATH "Result of an earlier third_party/build; empty: build it")

if(MOONGATE_DEPS_PREFIX)
  set(deps_prefix "${MOONGATE_DEPS_PREFIX}")
else()
  # Returns at once when nothing changed; otherwise the one long step of a first build.
  execute_process(
    COMMAND "${CMAKE_SOURCE_DIR}/third_party/build"
    OUTPUT_VARIABLE deps_prefix
    OUTPUT_STRIP_TRAILING_WHITESPACE
    COMMAND_ERROR_IS_FATAL ANY)
  file(GLOB_RECURSE patches CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/third_party/patches/*.patch")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${patches}
    "${CMAKE_SOURCE_DIR}/third_party/build"
    "${CMAKE_SOURCE_DIR}/third_party/fetch"
    "${CMAKE_SOURCE_DIR}/third_party/manifest"
    "${CMAKE_SOURCE_DIR}/third_party/CMakeLists.txt")
endif()

# moongate_archive(<name> <file> [<include directory>]): a static library as moongate::<name>.
function(moongate_archive name file)
  add_library(moongate::${name} STATIC IMPORTED GLOBAL)
  set_target_properties(moongate::${name} PROPERTIES IMPORTED_LOCATION "${file}")
  if(ARGC GREATER 2)
    set_target_properties(moongate::${name} PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${ARGV2}")
  endif()
endfunction()

# moongate_system(<name> <header> <package> <library file…>): one of the distribution's libraries,
# or only its headers when no file is named.
function(moongate_system name header package)
  find_path(MOONGATE_${name}_INCLUDE "${header}")
  mark_as_advanced(MOONGATE_${name}_INCLUDE)
  if(NOT MOONGATE_${name}_INCLUDE)
    message(FATAL_ERROR "No header ${header}: install the package ${package}, or run ./dev build")
  endif()
  if(ARGN)
    find_library(MOONGATE_${name}_LIBRARY NAMES ${ARGN})
    mark_as_advanced(MOONGATE_${name}_LIBRARY)
    if(NOT MOONGATE_${name}_LIBRARY)
      message(FATAL_ERROR "No library ${ARGN}: install the package ${package}, or run ./dev build")
    endif()
    add_library(moongate::${name} UNKNOWN IMPORTED GLOBAL)
    set_target_properties(moongate::${name} PROPERTIES
      IMPORTED_LOCATION "${MOONGATE_${name}_LIBRARY}")
  else()
    add_library(moongate::${name} INTERFACE IMPORTED GLOBAL)
  endif()
  # The compiler knows its own directories, and naming them again would change their order.
  if(NOT MOONGATE_${name}_INCLUDE IN_LIST CMAKE_CXX_IMPLICIT_INCLUDE_DIRECTORIES)
    set_target_properties(moongate::${name} PROPERTIES
      INTERFACE_INCLUDE_DIRECTORIES "${MOONGATE_${name}_INCLUDE}")
  endif()
endfunction()

moongate_archive(lua "${deps_prefix}/lib/libmoongate_lua.a" "${deps_prefix}/include")
moongate_archive(tree_sitter "${deps_prefix}/lib/libmoongate_tree_sitter.a" "${deps_prefix}/include")

if(MOONGATE_SYSTEM_LIBGIT2)
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(system_git2 REQUIRED IMPORTED_TARGET GLOBAL libgit2>=1.9)
  add_library(moongate::git2 ALIAS PkgConfig::system_git2)
else()
  moongate_archive(git2 "${deps_prefix}/lib/libgit2-experimental.a" "${deps_prefix}/include")
endif()

moongate_system(re2 re2/re2.h libre2-dev libre2.a)
moongate_system(re2_shared re2/re2.h libre2-dev libre2.so)
moongate_system(hs hs/hs.h libvectorscan-dev libhs.a)
moongate_system(hs_runtime_shared hs/hs.h libvectorscan-dev libhs_runtime.so)
moongate_system(deflate libdeflate.h libdeflate-dev libdeflate.a)
moongate_system(zlib zlib.h zlib1g-dev libz.a)
moongate_system(json nlohmann/json.hpp nlohmann-json3-dev)
moongate_system(cli11 CLI/CLI.hpp libcli11-dev)
moongate_system(tomlplusplus toml++/toml.h libtomlplusplus-dev)
# Debian's package also has a shared library; headers alone keep the program in one piece.
set_target_properties(moongate::tomlplusplus PROPERTIES
  INTERFACE_COMPILE_DEFINITIONS TOML_HEADER_ONLY=1)
if(MOONGATE_TESTS)
  moongate_system(catch2 catch2/catch.hpp catch2 libCatch2WithMain.a)
endif()

add_library(moongate_dependencies INTERFACE)
target_link_libraries(moongate_dependencies INTERFACE
  moongate::lua moongate::git2 moongate::tree_sitter moongate::re2 moongate::hs moongate::deflate
  moongate::zlib
  moongate::json moongate::tomlplusplus moongate::cli11)
