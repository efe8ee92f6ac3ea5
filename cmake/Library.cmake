# What a program links: libmoongate.so and libmoongate.a. Of both only the names in moongate.h are
# visible, so that a program may have its own Lua, libgit2 or RE2 next to them.

# The engine as archives, in the order that a linker resolves them. Named as files, because the
# targets would bring the distribution's archives along, which suit no shared library.
set(moongate_own_archives
  $<TARGET_FILE:moongate_core> $<TARGET_FILE:moongate_patterns> $<TARGET_FILE:moongate_compiled>
  $<TARGET_FILE:moongate_core>)
set(moongate_own_targets moongate_core moongate_patterns moongate_compiled)
set(moongate_pinned moongate::lua moongate::git2 moongate::tree_sitter)

# Shared: RE2 and Vectorscan are the distribution's shared libraries, whose archives are not
# position-independent.
set(export_map "${CMAKE_CURRENT_SOURCE_DIR}/sdk/moongate.map")
add_library(moongate_shared SHARED $<TARGET_OBJECTS:moongate_c_api>)
add_dependencies(moongate_shared ${moongate_own_targets})
set_target_properties(moongate_shared PROPERTIES
  OUTPUT_NAME moongate
  EXPORT_NAME moongate
  LINKER_LANGUAGE CXX
  VERSION "${PROJECT_VERSION}"
  SOVERSION "${PROJECT_VERSION_MAJOR}"
  LINK_DEPENDS "${export_map}")
target_link_libraries(moongate_shared PRIVATE
  ${moongate_own_archives} ${moongate_pinned}
  moongate::re2_shared moongate::hs_runtime_shared moongate::deflate moongate::zlib
  moongate_options)
target_link_options(moongate_shared PRIVATE
  "LINKER:--version-script,${export_map}" LINKER:--no-undefined LINKER:--as-needed
  LINKER:--exclude-libs,ALL $<$<CONFIG:Release>:-s>)
target_include_directories(moongate_shared INTERFACE
  "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")

# Static: one object with everything but the C and C++ runtimes in it, all of whose symbols but
# ours are local. Groups of equal inline functions are dissolved: the program's linker would else
# take one of its own for one of ours and find that ours is local.
find_program(MOONGATE_BFD NAMES ld.bfd ld REQUIRED)
mark_as_advanced(MOONGATE_BFD)
set(static_object "${CMAKE_CURRENT_BINARY_DIR}/libmoongate.o")
set(static_archive "${CMAKE_CURRENT_BINARY_DIR}/libmoongate.a")
set(archives ${moongate_own_archives})
foreach(name ${moongate_pinned} moongate::re2 moongate::hs moongate::deflate moongate::zlib)
  list(APPEND archives "$<TARGET_FILE:${name}>")
endforeach()
add_custom_command(
  OUTPUT "${static_archive}"
  COMMAND "${MOONGATE_BFD}" -r --force-group-allocation -o "${static_object}"
    $<TARGET_OBJECTS:moongate_c_api> ${archives}
  COMMAND "${CMAKE_OBJCOPY}" --wildcard --keep-global-symbol=moongate_* --strip-unneeded
    "${static_object}"
  COMMAND "${CMAKE_COMMAND}" -E rm -f "${static_archive}"
  COMMAND "${CMAKE_AR}" qcsD "${static_archive}" "${static_object}"
  DEPENDS moongate_c_api $<TARGET_OBJECTS:moongate_c_api> ${moongate_own_targets}
  COMMENT "Linking libmoongate.a"
  COMMAND_EXPAND_LISTS VERBATIM)
add_custom_target(moongate_static ALL DEPENDS "${static_archive}")
