# The options that every target of the project is compiled with, as the interface target
# eirene_compile, and the packages that the library needs.

set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_BUILD_RPATH_USE_ORIGIN ON)

add_library(eirene_compile INTERFACE)
target_compile_definitions(eirene_compile INTERFACE _XOPEN_SOURCE=700)
# Fused multiply-add would make the last digit of a report depend on the machine.
target_compile_options(
  eirene_compile
  INTERFACE -ffp-contract=off
            -Wall
            -Wextra
            -Wpedantic
            -Wshadow
            -Wconversion
            -Wsign-conversion
            -Wstrict-prototypes
            -Wmissing-prototypes
            -Wvla
            -Wundef
            -Wcast-qual
            -Wwrite-strings
            -Wdouble-promotion
            -Wformat=2
            -Wswitch-enum)
if(EIR_CHECK_ANSWERS)
  target_compile_definitions(eirene_compile INTERFACE EIR_CHECK_ANSWERS=1)
endif()

if(EIR_SANITIZE)
  set(eir_sanitize_flags -fsanitize=${EIR_SANITIZE} -fno-omit-frame-pointer
                         -fno-sanitize-recover=all)
  target_compile_options(eirene_compile INTERFACE ${eir_sanitize_flags})
  target_link_options(eirene_compile INTERFACE ${eir_sanitize_flags})
endif()
if(EIR_FUZZ)
  target_compile_options(eirene_compile INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(EIR_COVERAGE)
  target_compile_options(eirene_compile INTERFACE --coverage -fprofile-update=atomic)
  target_link_options(eirene_compile INTERFACE --coverage)
endif()

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(expat REQUIRED IMPORTED_TARGET expat)
pkg_check_modules(libfyaml REQUIRED IMPORTED_TARGET libfyaml)
pkg_check_modules(gmp REQUIRED IMPORTED_TARGET gmp)
pkg_check_modules(libcrypto REQUIRED IMPORTED_TARGET libcrypto)

# CaDiCaL comes as a static library of C++, used through its C interface. What is linked
# to it must not export its symbols.
find_path(EIR_CADICAL_INCLUDE ccadical.h REQUIRED)
find_library(EIR_CADICAL_LIBRARY libcadical.a REQUIRED)
mark_as_advanced(EIR_CADICAL_INCLUDE EIR_CADICAL_LIBRARY)
add_library(eirene_cadical INTERFACE)
target_include_directories(eirene_cadical SYSTEM INTERFACE ${EIR_CADICAL_INCLUDE})
target_link_libraries(eirene_cadical INTERFACE ${EIR_CADICAL_LIBRARY} stdc++ m)
