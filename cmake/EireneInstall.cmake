# What `cmake --install` copies: program, library, header, pkg-config file, CMake package,
# manual pages, completion and licence.

include(CMakePackageConfigHelpers)

install(TARGETS libeirene EXPORT eirene-targets)
if(TARGET eirene)
  install(TARGETS eirene)
endif()
install(FILES ${PROJECT_SOURCE_DIR}/include/eirene/eirene.h
              ${PROJECT_SOURCE_DIR}/include/eirene/explain.h
              ${PROJECT_SOURCE_DIR}/include/eirene/hold.h
              ${PROJECT_SOURCE_DIR}/include/eirene/show.h
              ${PROJECT_BINARY_DIR}/include/eirene/version.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/eirene)

set(eir_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/eirene)
install(EXPORT eirene-targets NAMESPACE eirene:: DESTINATION ${eir_package_dir})
configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/cmake/eirene-config.cmake.in
  ${PROJECT_BINARY_DIR}/eirene-config.cmake INSTALL_DESTINATION ${eir_package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/eirene-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/eirene-config.cmake
              ${PROJECT_BINARY_DIR}/eirene-config-version.cmake
        DESTINATION ${eir_package_dir})

# The pkg-config file finds its prefix from its own place, so an installed tree may move.
file(RELATIVE_PATH eir_prefix_from_pc ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig
     ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" eir_prefix_from_pc "${eir_prefix_from_pc}")
configure_file(${PROJECT_SOURCE_DIR}/cmake/eirene.pc.in ${PROJECT_BINARY_DIR}/eirene.pc
               @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/eirene.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
file(GLOB eir_manuals CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/man/*.1)
if(eir_manuals)
  install(FILES ${eir_manuals} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()
install(FILES ${PROJECT_SOURCE_DIR}/tools/completion.bash
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME eirene)
