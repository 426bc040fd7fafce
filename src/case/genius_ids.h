/* GENIUS ids: from free text to ids of a case, each different. */
#ifndef EIR_CASE_GENIUS_IDS_H
#define EIR_CASE_GENIUS_IDS_H

#include "base/memory.h"

/* The ids given so far in one set: of parties, of issues, or of an issue's options. */
typedef struct eir_i_id_slot {
  const char *id; /* NULL: free */
  size_t n_alike; /* how many ids were derived from it */
} eir_i_id_slot;

typedef struct eir_i_ids {
  eir_i_arena *arena;
  eir_i_id_slot *slots; /* [n_slots], a power of two, open addressing */
  size_t n_slots;
} eir_i_ids;

/* Room for `most` ids; false without memory. */
bool eir_i_ids_init(eir_i_ids *ids, eir_i_arena *arena, size_t most);

/* An id made from `name` that the set does not have yet: small letters and digits of
 * the name with '_' for everything between, `otherwise` where nothing is left, and
 * "_2", "_3" ... where the id is taken. Unless `digit_first` it starts with a letter.
 * NULL without memory. */
const char *eir_i_ids_make(eir_i_ids *ids, const char *name, const char *otherwise,
                           bool digit_first);

#endif
