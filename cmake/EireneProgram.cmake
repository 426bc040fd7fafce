# The command line. It sees the public header and its own folder, nothing else, and
# links the shared library alone.

file(GLOB eir_program_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/cli/*.c)
if(eir_program_sources)
  add_executable(eirene ${eir_program_sources})
  target_include_directories(eirene PRIVATE ${PROJECT_SOURCE_DIR}/cli)
  target_link_libraries(eirene PRIVATE eirene_compile libeirene)
  file(RELATIVE_PATH eir_library_from_program ${CMAKE_INSTALL_FULL_BINDIR}
       ${CMAKE_INSTALL_FULL_LIBDIR})
  set_target_properties(
    eirene PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}
                      INSTALL_RPATH "$ORIGIN/${eir_library_from_program}")
endif()
