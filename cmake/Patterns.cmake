# The built-in checks' patterns, compiled into a Vectorscan database while the project is built.
#
# The compiler links the core, which reads the checks' tables; what it makes is a library of its own
# (moongate_patterns), so that the core does not depend on itself. Whoever links a program links
# moongate_sdk: both.

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

add_library(moongate_sdk INTERFACE)
target_link_libraries(moongate_sdk INTERFACE moongate_core moongate_patterns moongate_core)
