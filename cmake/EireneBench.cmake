# bench/bench_*.c: a program each; the other files of the folder are linked to all.

file(GLOB eir_benches CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/bench/bench_*.c)
file(GLOB eir_bench_parts CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/bench/*.c)
list(REMOVE_ITEM eir_bench_parts ${eir_benches})
foreach(source IN LISTS eir_benches)
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} ${source} ${eir_bench_parts})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY
                                           ${PROJECT_BINARY_DIR}/bench)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/bench)
  target_link_libraries(${name} PRIVATE eirene_core)
endforeach()
