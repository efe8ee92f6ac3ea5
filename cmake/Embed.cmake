# The Lua of checks/, lua/ and templates/check/, the pages of the checks, and the files of
# templates/project/ (except for the hooks, which only cookiecutter runs) are part of the program.

set(moongate_embed_roots checks lua templates/check)

# moongate_embed_files(<variable> <output>): generates <output>, which implements
# sdk/src/core/embedded.h, and names it in <variable>. It is made again when a file changes, comes or goes.
function(moongate_embed_files variable output)
  set(files)
  foreach(root IN LISTS moongate_embed_roots)
    file(GLOB_RECURSE found RELATIVE "${CMAKE_SOURCE_DIR}" CONFIGURE_DEPENDS
      "${CMAKE_SOURCE_DIR}/${root}/*.lua" "${CMAKE_SOURCE_DIR}/${root}/*.md")
    list(APPEND files ${found})
  endforeach()
  file(GLOB_RECURSE found RELATIVE "${CMAKE_SOURCE_DIR}" CONFIGURE_DEPENDS
    "${CMAKE_SOURCE_DIR}/templates/project/{{cookiecutter.project_slug}}/*")
  list(APPEND files docs/report.schema.json templates/project/cookiecutter.json ${found})
  list(SORT files)

  # The list stands in a file, rewritten only when it differs, so that a removed file is noticed.
  list(JOIN files "\n" lines)
  set(list_file "${output}.list")
  file(CONFIGURE OUTPUT "${list_file}" CONTENT "${lines}\n" @ONLY)

  list(TRANSFORM files PREPEND "${CMAKE_SOURCE_DIR}/" OUTPUT_VARIABLE inputs)
  add_custom_command(
    OUTPUT "${output}"
    COMMAND moongate_embed "${CMAKE_SOURCE_DIR}" "${list_file}" "${output}"
    DEPENDS moongate_embed "${list_file}" ${inputs}
    COMMENT "Embedding the built-in checks"
    VERBATIM)
  set(${variable} "${output}" PARENT_SCOPE)
endfunction()
