# fuzz/fuzz_*.c: with EIR_FUZZ a libFuzzer program each; else a program that replays
# the files of fuzz/corpus/<name>, as a test. The case reader, with a view and
# without one, also gets the test corpus.

set(eir_seeds_case ${PROJECT_SOURCE_DIR}/tests/corpus/valid
                   ${PROJECT_SOURCE_DIR}/tests/corpus/invalid)
set(eir_seeds_view ${eir_seeds_case} ${PROJECT_SOURCE_DIR}/fuzz/corpus/case)

file(GLOB eir_fuzzers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/fuzz/fuzz_*.c)
foreach(source IN LISTS eir_fuzzers)
  get_filename_component(name ${source} NAME_WE)
  string(REGEX REPLACE "^fuzz_" "" short ${name})
  add_executable(${name} ${source})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY
                                           ${PROJECT_BINARY_DIR}/fuzz)
  target_link_libraries(${name} PRIVATE eirene_core)
  if(EIR_FUZZ)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(${name} PRIVATE ${PROJECT_SOURCE_DIR}/fuzz/replay_main.c)
    set(seeds ${eir_seeds_${short}})
    if(EXISTS ${PROJECT_SOURCE_DIR}/fuzz/corpus/${short})
      list(APPEND seeds ${PROJECT_SOURCE_DIR}/fuzz/corpus/${short})
    endif()
    eir_add_test(fuzz.${short} ${name} ${seeds})
  endif()
endforeach()
