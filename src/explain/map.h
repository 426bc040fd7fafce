/* Map: which sets of demands are not yet known to conflict or to be met.
 *
 * A formula with a variable for each demand (true: it is on), kept by the SAT solver
 * CaDiCaL. A conflict adds the clause "one of these is off"; a set that can be met adds
 * "one of the others is on". Each model is a set about which nothing is known; when
 * there is none left, all is known (Liffiton et al. 2016, "Fast, flexible MUS
 * enumeration"). */
#ifndef EIR_EXPLAIN_MAP_H
#define EIR_EXPLAIN_MAP_H

#include "solve/effort.h"

typedef struct eir_i_map eir_i_map;

/* Which of the sets is wanted. */
typedef enum eir_i_map_aim {
  EIR_I_MAP_CHEAP_OFF, /* what is off costs least, then is least in number */
  EIR_I_MAP_FEW_ON     /* least in number */
} eir_i_map_aim;

typedef enum eir_i_map_found {
  EIR_I_MAP_NONE,   /* every set is known */
  EIR_I_MAP_BEST,   /* a set, and none is better in what is wanted */
  EIR_I_MAP_SOME,   /* a set, but the proof that it is best took too long */
  EIR_I_MAP_STOPPED /* the effort ended */
} eir_i_map_found;

/* For cost[n] demands, each cost at least 0. NULL without memory. CaDiCaL's own memory
 * is not counted; it is small, as every clause comes from a question to the solver.
 * Free with eir_i_map_free(). */
eir_i_map *eir_i_map_new(const int64_t *cost, size_t n, eir_i_arena *arena);
void eir_i_map_free(eir_i_map *map);

/* One of members[count] must be off, or on. False without memory. */
bool eir_i_map_add(eir_i_map *map, const size_t *members, size_t count,
                   bool off) EIR_NO_RESULT_IGNORED;

/* A set about which nothing is known, into out_on[n]. Returns EIR_OK or
 * EIR_NO_MEMORY. */
eir_status eir_i_map_seed(eir_i_map *map, eir_i_map_aim aim, eir_i_effort *effort,
                          bool *out_on, eir_i_map_found *out_found);
/* Is what members[count] cost, when they are off, no more than that of any set about
 * which nothing is known? */
bool eir_i_map_is_least(const eir_i_map *map, const size_t *members, size_t count);

#endif
