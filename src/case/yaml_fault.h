/* YAML fault: what libfyaml found wrong, in words for people. */
#ifndef EIR_CASE_YAML_FAULT_H
#define EIR_CASE_YAML_FAULT_H

#include "base/diagnostics.h"

struct fy_diag;

/* The first error that `diag` collected: its message, which lives as long as `diag`
 * does, and in *place its line and column. *place stays where the error has none. */
const char *eir_i_yaml_fault(struct fy_diag *diag, eir_i_place *place);

#endif
