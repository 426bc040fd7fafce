# The library, twice from the same objects:
#   libeirene    the shared library, which exports what the public header marks
#   eirene_core  a static one for the tests, which also reach the internal functions

configure_file(${PROJECT_SOURCE_DIR}/include/eirene/version.h.in
               ${PROJECT_BINARY_DIR}/include/eirene/version.h @ONLY)

file(GLOB eir_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/base/*.c
     ${PROJECT_SOURCE_DIR}/src/case/*.c ${PROJECT_SOURCE_DIR}/src/solve/*.c
     ${PROJECT_SOURCE_DIR}/src/sample/*.c ${PROJECT_SOURCE_DIR}/src/explain/*.c
     ${PROJECT_SOURCE_DIR}/src/hold/*.c)
if(NOT eir_sources)
  set(eir_sources ${PROJECT_SOURCE_DIR}/cmake/empty.c)
endif()

add_library(eirene_objects OBJECT ${eir_sources})
set_target_properties(eirene_objects PROPERTIES POSITION_INDEPENDENT_CODE ON
                                                C_VISIBILITY_PRESET hidden)
target_compile_definitions(eirene_objects PRIVATE EIR_BUILD_SHARED)
target_include_directories(
  eirene_objects PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include
                         ${PROJECT_BINARY_DIR}/include)
target_link_libraries(eirene_objects PRIVATE eirene_compile PkgConfig::expat
                                             PkgConfig::libfyaml PkgConfig::gmp
                                             PkgConfig::libcrypto eirene_cadical
                                             Threads::Threads)

add_library(libeirene SHARED $<TARGET_OBJECTS:eirene_objects>)
add_library(eirene::eirene ALIAS libeirene)
set_target_properties(
  libeirene
  PROPERTIES OUTPUT_NAME eirene
             EXPORT_NAME eirene
             VERSION ${PROJECT_VERSION}
             SOVERSION ${PROJECT_VERSION_MAJOR}
             LINKER_LANGUAGE C
             LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
target_include_directories(
  libeirene INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                      $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>
                      $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_libraries(libeirene PRIVATE $<BUILD_INTERFACE:eirene_compile>
                                        $<BUILD_INTERFACE:PkgConfig::expat>
                                        $<BUILD_INTERFACE:PkgConfig::libfyaml>
                                        $<BUILD_INTERFACE:PkgConfig::gmp>
                                        $<BUILD_INTERFACE:PkgConfig::libcrypto>
                                        $<BUILD_INTERFACE:eirene_cadical>
                                        $<BUILD_INTERFACE:Threads::Threads>
                                        $<BUILD_INTERFACE:m>)
target_link_options(libeirene PRIVATE -Wl,--exclude-libs,libcadical.a)
if(NOT EIR_SANITIZE AND NOT EIR_FUZZ)
  target_link_options(libeirene PRIVATE -Wl,-z,defs)
endif()

add_library(eirene_core STATIC EXCLUDE_FROM_ALL $<TARGET_OBJECTS:eirene_objects>)
set_target_properties(eirene_core PROPERTIES LINKER_LANGUAGE C)
target_include_directories(
  eirene_core PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include
                     ${PROJECT_BINARY_DIR}/include)
target_link_libraries(eirene_core PUBLIC eirene_compile PkgConfig::expat
                                         PkgConfig::libfyaml PkgConfig::gmp
                                         PkgConfig::libcrypto eirene_cadical
                                         Threads::Threads m)
