/* Vary: a case with demands switched off.
 *
 * A variation is a shallow copy of a case: what is not changed is shared, so the case
 * must outlive it, and it is freed with the arena, never by eir_case_free(). */
#ifndef EIR_CASE_VARY_H
#define EIR_CASE_VARY_H

#include "case/model.h"

/* A copy whose parties[n_parties] (with their positions) and constraints may be
 * changed. NULL without memory. */
eir_case *eir_i_vary_copy(const eir_case *the_case, eir_i_arena *arena);

/* A reservation that every score reaches, caps below it included. */
void eir_i_vary_free_reservation(eir_case *copy, size_t party);

/* Keeps of constraints, or of a party's red lines, those with keep[i]. False without
 * memory. */
bool eir_i_vary_constraints(eir_case *copy, const bool *keep,
                            eir_i_arena *arena) EIR_NO_RESULT_IGNORED;
bool eir_i_vary_red_lines(eir_case *copy, size_t party, const bool *keep,
                          eir_i_arena *arena) EIR_NO_RESULT_IGNORED;
/* The party accepts `option` of `issue` (its stance becomes accepts). False without
 * memory. */
bool eir_i_vary_stance(eir_case *copy, size_t party, size_t issue, uint32_t option,
                       eir_i_arena *arena) EIR_NO_RESULT_IGNORED;
/* The party accepts every outcome. False without memory. */
bool eir_i_vary_accept_all(eir_case *copy, size_t party,
                           eir_i_arena *arena) EIR_NO_RESULT_IGNORED;

#endif
