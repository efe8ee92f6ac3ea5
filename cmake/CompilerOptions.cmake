# How everything of ours is compiled: moongate_options carries it, so that third-party code
# (included as system headers, compiled elsewhere) is not judged by our warnings.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# Only what moongate.h declares leaves the libraries.
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

option(MOONGATE_WARNINGS_ARE_ERRORS "Turn every compiler warning into an error" ON)

add_library(moongate_options INTERFACE)
target_compile_options(moongate_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-align -Wimplicit-fallthrough
  # In GCC plain -Wshadow also rejects a parameter named like a public member.
  $<IF:$<CXX_COMPILER_ID:GNU>,-Wshadow=local,-Wshadow>
  -ffunction-sections -fdata-sections
  # A symbol that is unique in the process cannot be made local to libmoongate.a.
  $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>
  # No path of the machine that built it in the program or its debug information; this also lets
  # several checkouts share one compiler cache.
  "-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=")
if(MOONGATE_WARNINGS_ARE_ERRORS)
  target_compile_options(moongate_options INTERFACE -Werror)
endif()
if(NOT APPLE)
  target_link_options(moongate_options INTERFACE -Wl,--gc-sections)
endif()

if(MOONGATE_SANITIZE)
  target_compile_options(moongate_options INTERFACE
    "-fsanitize=${MOONGATE_SANITIZE}" -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(moongate_options INTERFACE "-fsanitize=${MOONGATE_SANITIZE}")
endif()

find_package(Threads REQUIRED)
target_link_libraries(moongate_options INTERFACE Threads::Threads)

# A fast linker where one is installed. The static program keeps the default linker: it is linked
# seldom, and it is the one that is shipped.
if(NOT MOONGATE_STATIC)
  find_program(MOONGATE_MOLD mold)
  find_program(MOONGATE_LLD ld.lld)
  mark_as_advanced(MOONGATE_MOLD MOONGATE_LLD)
  if(MOONGATE_MOLD)
    target_link_options(moongate_options INTERFACE -fuse-ld=mold)
  elseif(MOONGATE_LLD)
    target_link_options(moongate_options INTERFACE -fuse-ld=lld)
  endif()
endif()

# ccache, shared between checkouts: paths below the checkout are made relative before hashing.
find_program(MOONGATE_CCACHE ccache)
mark_as_advanced(MOONGATE_CCACHE)
if(MOONGATE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(launcher "${CMAKE_COMMAND}" -E env
    "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1 CCACHE_MAXSIZE=2G
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    "${MOONGATE_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${launcher}")
  set(CMAKE_C_COMPILER_LAUNCHER "${launcher}")
endif()
