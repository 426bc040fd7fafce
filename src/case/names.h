/* Names: finding an id in a list of ids. Sorted once, then binary search, so that no
 * choice of ids makes it slow. */
#ifndef EIR_CASE_NAMES_H
#define EIR_CASE_NAMES_H

#include "base/memory.h"

#define EIR_I_NO_NAME UINT32_MAX

typedef struct eir_i_names {
  const char *const *names; /* [n], lent */
  const uint32_t *order;    /* [n] indices by name, equal names in their first order */
  size_t n;
} eir_i_names;

/* Sorts names[n]; what it needs comes from `arena`. False without memory. */
bool eir_i_names_build(eir_i_names *out_names, eir_i_arena *arena,
                       const char *const *names, size_t n) EIR_NO_RESULT_IGNORED;

/* The index of the first entry equal to `name`, or EIR_I_NO_NAME. */
uint32_t eir_i_names_find(const eir_i_names *names, const char *name);

#endif
