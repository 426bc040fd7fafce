/* GENIUS ids: slugs, made different by a hash table. The table only says whether an id
 * is taken, so its order decides nothing. */
#include "case/genius_ids.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_SLUG = 40, MOST_ID = 80 };

/* Ids that the case format keeps for itself. */
static bool is_reserved(const char *id) {
  static const char *const reserved[] = {"not",  "and",   "or",  "in",
                                         "true", "false", "null"};
  for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
    if (strcmp(id, reserved[i]) == 0)
      return true;
  }
  return false;
}

/* The small letter or digit that stands for `c` in an id, or 0. */
static char id_character(char c) {
  if (c >= 'A' && c <= 'Z')
    return (char)(c - 'A' + 'a');
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '\0';
}

/* The slug of name in out[MOST_SLUG + 1]; may be empty. "-5" is "minus_5". */
static void make_slug(const char *name, char *out) {
  size_t n = 0;
  bool gap = false;
  if (name[0] == '-' && name[1] >= '0' && name[1] <= '9') {
    memcpy(out, "minus", 5);
    n = 5;
    gap = true;
  }
  for (; *name != '\0' && n + 2 <= MOST_SLUG; name++) {
    char c = id_character(*name);
    if (c == '\0') {
      gap = true;
      continue;
    }
    if (gap && n > 0)
      out[n++] = '_';
    gap = false;
    out[n++] = c;
  }
  out[n] = '\0';
}

bool eir_i_ids_init(eir_i_ids *ids, eir_i_arena *arena, size_t most) {
  size_t n = 8;
  while (n / 2 <= most)
    n *= 2;
  *ids = (eir_i_ids){.arena = arena, .n_slots = n};
  ids->slots = eir_i_arena_take_array(arena, n, sizeof *ids->slots);
  return ids->slots != NULL;
}

/* The slot that holds `id`, or the free one where it belongs. */
static eir_i_id_slot *slot_of(const eir_i_ids *ids, const char *id) {
  uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
  for (const char *at = id; *at != '\0'; at++)
    hash = (hash ^ (unsigned char)*at) * UINT64_C(1099511628211);
  size_t i = (size_t)(hash ^ hash >> 32) & (ids->n_slots - 1);
  while (ids->slots[i].id != NULL && strcmp(ids->slots[i].id, id) != 0)
    i = (i + 1) & (ids->n_slots - 1);
  return &ids->slots[i];
}

const char *eir_i_ids_make(eir_i_ids *ids, const char *name, const char *otherwise,
                           bool digit_first) {
  char slug[MOST_SLUG + 1], id[MOST_ID];
  make_slug(name, slug);
  bool needs_letter = slug[0] >= '0' && slug[0] <= '9' && !digit_first;
  if (slug[0] == '\0')
    snprintf(id, sizeof id, "%s", otherwise);
  else if (needs_letter || is_reserved(slug))
    snprintf(id, sizeof id, "%s_%s", otherwise, slug);
  else
    snprintf(id, sizeof id, "%s", slug);
  eir_i_id_slot *first = slot_of(ids, id), *slot = first;
  while (slot->id != NULL) { /* the number goes on from the last, so this is quick */
    snprintf(id, sizeof id, "%.48s_%zu", first->id, ++first->n_alike + 1);
    slot = slot_of(ids, id);
  }
  slot->id = eir_i_arena_copy_text(ids->arena, id, strlen(id));
  return slot->id;
}
