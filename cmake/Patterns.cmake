# What is computed of the built-in checks while the project is built: their patterns as a Vectorscan
# database, their Lua as bytecode, their declarations as data.
#
# The compilers link the core, which reads the checks' tables; what they make are libraries of their
# own (moongate_patterns, moongate_compiled), so that the core does not depend on itself. Whoever links
# a program links moongate_sdk: all of them.

set(patterns_source "${CMAKE_CURRENT_BINARY_DIR}/generated/builtin_patterns.cpp")

add_executable(moongate_compile_patterns "${CMAKE_SOURCE_DIR}/tools/compile_patterns.cpp")
target_link_libraries(moongate_compile_patterns PRIVATE moongate_core)

add_custom_command(
  OUTPUT "${patterns_source}"
  COMMAND moongate_compile_patterns "${patterns_source}"
  DEPENDS moongate_compile_patterns
  COMMENT "Compiling the built-in patterns"
  VERBATIM)

add_library(moongate_patterns STATIC "${patterns_source}")
target_include_directories(moongate_patterns PRIVATE "${CMAKE_SOURCE_DIR}/sdk/src")
target_link_libraries(moongate_patterns PRIVATE moongate_options)

set(compiled_source "${CMAKE_CURRENT_BINARY_DIR}/generated/compiled_checks.cpp")

add_executable(moongate_compile_checks "${CMAKE_SOURCE_DIR}/tools/compile_checks.cpp")
target_link_libraries(moongate_compile_checks PRIVATE moongate_core)

add_custom_command(
  OUTPUT "${compiled_source}"
  COMMAND moongate_compile_checks "${compiled_source}"
  DEPENDS moongate_compile_checks
  COMMENT "Compiling the built-in checks"
  VERBATIM)

add_library(moongate_compiled STATIC "${compiled_source}")
target_include_directories(moongate_compiled PRIVATE "${CMAKE_SOURCE_DIR}/sdk/src")
target_link_libraries(moongate_compiled PRIVATE moongate_options)

add_library(moongate_sdk INTERFACE)
target_link_libraries(moongate_sdk INTERFACE
  moongate_core moongate_patterns moongate_compiled moongate_core)
