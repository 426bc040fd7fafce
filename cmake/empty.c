/* Stands in for a folder that has no source files yet, so that a target can be made. */
typedef int eir_i_empty;
