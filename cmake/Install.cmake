# cmake --install build/release --prefix P: the program, the libraries and what finds them. Nothing
# installed knows P, so that the directory can be moved.
include(CMakePackageConfigHelpers)

install(TARGETS moongate RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")

# Made by the program itself from the flags that it declares.
set(generated_pages "${CMAKE_CURRENT_BINARY_DIR}/pages")
set(bash_completion "${generated_pages}/moongate.bash")
set(zsh_completion "${generated_pages}/_moongate")
set(fish_completion "${generated_pages}/moongate.fish")
set(manual_page "${generated_pages}/moongate.1")
file(MAKE_DIRECTORY "${generated_pages}")
add_custom_command(
  OUTPUT "${bash_completion}" "${zsh_completion}" "${fish_completion}" "${manual_page}"
  COMMAND moongate completion bash > "${bash_completion}"
  COMMAND moongate completion zsh > "${zsh_completion}"
  COMMAND moongate completion fish > "${fish_completion}"
  COMMAND moongate help --man > "${manual_page}"
  DEPENDS moongate
  COMMENT "Writing completions and the manual page"
  VERBATIM)
add_custom_target(moongate_pages ALL
  DEPENDS "${bash_completion}" "${zsh_completion}" "${fish_completion}" "${manual_page}")
add_dependencies(moongate_product moongate_pages)
install(FILES "${bash_completion}" RENAME moongate
  DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
install(FILES "${zsh_completion}" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions")
install(FILES "${fish_completion}"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
install(FILES "${manual_page}" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")

# Licence texts: ours, and those of everything whose code is in the program and the libraries.
set(licences "${CMAKE_INSTALL_DATADIR}/licenses/moongate")
install(FILES LICENSE DESTINATION "${licences}")
if(IS_DIRECTORY "${deps_prefix}/share/licences")
  install(DIRECTORY "${deps_prefix}/share/licences/" DESTINATION "${licences}/third_party")
endif()
foreach(package libre2-dev libvectorscan-dev libdeflate-dev zlib1g-dev nlohmann-json3-dev
    libtomlplusplus-dev libcli11-dev)
  if(EXISTS "/usr/share/doc/${package}/copyright")
    install(FILES "/usr/share/doc/${package}/copyright"
      DESTINATION "${licences}/third_party" RENAME "${package}")
  endif()
endforeach()

if(NOT MOONGATE_LIBRARIES)
  return()
endif()

install(DIRECTORY sdk/include/moongate DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")
install(TARGETS moongate_shared EXPORT moongate
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(FILES "${static_archive}" DESTINATION "${CMAKE_INSTALL_LIBDIR}")

set(package_directory "${CMAKE_INSTALL_LIBDIR}/cmake/moongate")
install(EXPORT moongate NAMESPACE moongate:: FILE moongate-shared.cmake
  DESTINATION "${package_directory}")
configure_package_config_file(cmake/moongate-config.cmake.in
  "${CMAKE_CURRENT_BINARY_DIR}/package/moongate-config.cmake"
  INSTALL_DESTINATION "${package_directory}"
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR)
write_basic_package_version_file(
  "${CMAKE_CURRENT_BINARY_DIR}/package/moongate-config-version.cmake"
  VERSION "${PROJECT_VERSION}" COMPATIBILITY SameMajorVersion)
install(FILES
  "${CMAKE_CURRENT_BINARY_DIR}/package/moongate-config.cmake"
  "${CMAKE_CURRENT_BINARY_DIR}/package/moongate-config-version.cmake"
  DESTINATION "${package_directory}")

# pkg-config finds the prefix from where the file lies.
set(pkgconfig_directory "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
file(RELATIVE_PATH pkgconfig_prefix "/prefix/${pkgconfig_directory}" "/prefix")
string(REGEX REPLACE "/$" "" pkgconfig_prefix "${pkgconfig_prefix}")
configure_file(cmake/moongate.pc.in "${CMAKE_CURRENT_BINARY_DIR}/package/moongate.pc" @ONLY)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/package/moongate.pc" DESTINATION "${pkgconfig_directory}")
