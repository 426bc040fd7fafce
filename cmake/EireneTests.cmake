# Tests, all run by CTest from the root of the source tree:
#   tests/unit/test_*.c, tests/property/test_*.c   one cmocka program each
#   tests/cli/*.sh and *.py, tests/install/*.sh    scripts; EIRENE names the program.
#                                                  Names that begin with lib or _ are not
#                                                  tests but parts of them.
#   tools/check-*                                  rules that the source tree keeps
# A script that ends with status 77 counts as skipped.

set(EIR_TEST_SECONDS 120 CACHE STRING "Time limit of one test")
if(EIR_SANITIZE OR EIR_COVERAGE)
  math(EXPR eir_test_seconds "${EIR_TEST_SECONDS} * 10")
else()
  set(eir_test_seconds ${EIR_TEST_SECONDS})
endif()

pkg_check_modules(cmocka REQUIRED IMPORTED_TARGET cmocka)
pkg_check_modules(jansson REQUIRED IMPORTED_TARGET jansson)

# A locale that writes 1,5, made in the build folder: no answer may depend on it. glibc
# looks for locales in LOCPATH.
set(eir_locales ${PROJECT_BINARY_DIR}/locales)
find_program(EIR_LOCALEDEF localedef)
if(EIR_LOCALEDEF AND NOT EXISTS ${eir_locales}/de_DE.UTF-8/LC_NUMERIC)
  file(MAKE_DIRECTORY ${eir_locales})
  execute_process(COMMAND ${EIR_LOCALEDEF} -i de_DE -f UTF-8 ${eir_locales}/de_DE.UTF-8
                  OUTPUT_QUIET ERROR_QUIET)
endif()

set(eir_comma_locale)
if(EXISTS ${eir_locales}/de_DE.UTF-8/LC_NUMERIC)
  set(eir_comma_locale de_DE.UTF-8)
endif()

# EIRENE_SANITIZE lets a script leave out what a sanitizer forbids, such as a small limit
# on memory. A sanitizer's finding ends a program with 99, which is no answer of ours.
set(eir_test_environment
    EIRENE=${PROJECT_BINARY_DIR}/eirene
    EIRENE_SOURCE=${PROJECT_SOURCE_DIR}
    EIRENE_BUILD=${PROJECT_BINARY_DIR}
    EIRENE_SANITIZE=${EIR_SANITIZE}
    CC=${CMAKE_C_COMPILER}
    LC_ALL=C.UTF-8
    LOCPATH=${eir_locales}
    EIRENE_COMMA_LOCALE=${eir_comma_locale}
    PYTHONDONTWRITEBYTECODE=1
    ASAN_OPTIONS=exitcode=99:allocator_may_return_null=1:detect_stack_use_after_return=1
    UBSAN_OPTIONS=exitcode=99:print_stacktrace=1
    TSAN_OPTIONS=exitcode=99:allocator_may_return_null=1
    MSAN_OPTIONS=exitcode=99:allocator_may_return_null=1)

# TSan and counting of branches make everything ten times slower, and most random cases
# run the same code.
if(EIR_SANITIZE MATCHES "thread" OR EIR_COVERAGE)
  list(APPEND eir_test_environment EIR_CASES=1000)
endif()

function(eir_add_test name)
  add_test(NAME ${name} COMMAND ${ARGN} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(
    ${name} PROPERTIES TIMEOUT ${eir_test_seconds} SKIP_RETURN_CODE 77
                       ENVIRONMENT "${eir_test_environment}")
endfunction()

file(GLOB eir_support CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/support/*.c)
if(NOT eir_support)
  set(eir_support ${PROJECT_SOURCE_DIR}/cmake/empty.c)
endif()
add_library(eirene_test_support STATIC ${eir_support})
target_include_directories(eirene_test_support PUBLIC ${PROJECT_SOURCE_DIR}/tests
                                                      ${PROJECT_SOURCE_DIR}/tests/support)
target_compile_definitions(eirene_test_support
                           PUBLIC EIR_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(eirene_test_support PUBLIC eirene_core PkgConfig::cmocka
                                                 PkgConfig::jansson)

# MSan takes what a library built without it has written for uninitialised: a test that
# mentions what works through libfyaml, GMP or jansson is not labelled msan, nor are the
# property tests, which all read cases.
set(eir_foreign
    "gmp|jansson|expat|genius|wide|concept|case_text|eir_case_|eir_solve|sketch|oracle|tree\\.h")

foreach(kind IN ITEMS unit property)
  file(GLOB eir_tests CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${kind}/test_*.c)
  foreach(source IN LISTS eir_tests)
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY
                                             ${PROJECT_BINARY_DIR}/tests)
    target_link_libraries(${name} PRIVATE eirene_test_support)
    string(REGEX REPLACE "^test_" "" short ${name})
    eir_add_test(${kind}.${short} ${name})
    file(STRINGS ${source} foreign REGEX "${eir_foreign}")
    if(kind STREQUAL "unit" AND NOT foreign)
      set_property(TEST ${kind}.${short} PROPERTY LABELS msan)
    endif()
  endforeach()
endforeach()

foreach(kind IN ITEMS cli install)
  file(GLOB eir_scripts CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${kind}/*.sh
       ${PROJECT_SOURCE_DIR}/tests/${kind}/*.py)
  foreach(script IN LISTS eir_scripts)
    get_filename_component(name ${script} NAME_WE)
    if(name MATCHES "^(lib|_)")
      continue()
    endif()
    string(REGEX REPLACE "^test_" "" short ${name})
    if(script MATCHES "\\.py$")
      eir_add_test(${kind}.${short} python3 ${script})
    else()
      eir_add_test(${kind}.${short} sh ${script})
    endif()
  endforeach()
endforeach()
set_property(TEST install.same_bytes install.dev PROPERTY TIMEOUT 600)
foreach(script IN ITEMS completion dev example header same_bytes)
  set_property(TEST install.${script} PROPERTY LABELS install)
endforeach()
# They compile on every processor.
set_property(TEST install.same_bytes install.dev PROPERTY PROCESSORS 2)

eir_add_test(lint.layers ${PROJECT_SOURCE_DIR}/tools/check-layers)
eir_add_test(lint.format ${PROJECT_SOURCE_DIR}/tools/check-format)
eir_add_test(lint.symbols ${PROJECT_SOURCE_DIR}/tools/check-symbols
             $<TARGET_FILE:libeirene>)
set_property(TEST lint.layers lint.format lint.symbols PROPERTY LABELS lint)
