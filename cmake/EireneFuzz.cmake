# fuzz/fuzz_*.c: with EIR_FUZZ a libFuzzer program each; else a program that replays
# the files of fuzz/corpus/<name>, as a test.

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
    eir_add_test(fuzz.${short} ${name} ${PROJECT_SOURCE_DIR}/fuzz/corpus/${short})
  endif()
endforeach()
