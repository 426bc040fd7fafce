/* Trail: walking steps back. */
#include "solve/trail.h"

#include <assert.h>

#include "base/banned.h"

static eir_i_step step_at(const eir_i_trail_layer *layer, uint32_t number) {
  if (layer->narrow == NULL)
    return layer->wide[number];
  uint32_t held = layer->narrow[number];
  return (eir_i_step){held >> layer->option_bits,
                      held & ((UINT32_C(1) << layer->option_bits) - 1)};
}

static bool hold_wide(const eir_i_step *steps, size_t count, eir_i_arena *arena,
                      eir_i_trail_layer *out_layer) {
  eir_i_step *held = eir_i_arena_take_raw(arena, count, sizeof *held);
  for (size_t i = 0; held != NULL && i < count; i++)
    held[i] = steps[i];
  *out_layer = (eir_i_trail_layer){.wide = held};
  return held != NULL;
}

bool eir_i_trail_hold(const eir_i_step *steps, size_t count, size_t n_parents,
                      uint32_t n_options, eir_i_arena *arena,
                      eir_i_trail_layer *out_layer) {
  assert(n_parents > 0 && n_options > 0);
  int option_bits = eir_i_bits64(n_options - 1);
  if (eir_i_bits64(n_parents - 1) + option_bits > 32 || option_bits == 32)
    return hold_wide(steps, count, arena, out_layer);
  uint32_t *held = eir_i_arena_take_raw(arena, count, sizeof *held);
  for (size_t i = 0; held != NULL && i < count; i++) {
    assert(steps[i].parent < n_parents && steps[i].option < n_options);
    held[i] = steps[i].parent << option_bits | steps[i].option;
  }
  *out_layer =
      (eir_i_trail_layer){.narrow = held, .option_bits = (unsigned)option_bits};
  return held != NULL;
}

int eir_i_trail_compare(const eir_i_trail *trail, eir_i_step a, eir_i_step b) {
  uint32_t first_issue = UINT32_MAX;
  int result = 0;
  for (size_t t = trail->n_layers;; t--) {
    uint32_t issue = trail->issue_at[t];
    if (a.option != b.option && issue < first_issue) {
      first_issue = issue;
      result = a.option < b.option ? -1 : 1;
    }
    if (t == 0 || a.parent == b.parent)
      return result;
    a = step_at(&trail->layers[t], a.parent);
    b = step_at(&trail->layers[t], b.parent);
  }
}

/* A step back of vectors at[count], whose options go down a column of rows. */
static void step_back(const eir_i_trail_layer *layer, size_t count, uint32_t *at,
                      uint32_t *column, size_t row) {
  if (layer->narrow == NULL) {
    for (size_t i = 0; i < count; i++) {
      eir_i_step step = layer->wide[at[i]];
      column[i * row] = step.option;
      at[i] = step.parent;
    }
    return;
  }
  const uint32_t *steps = layer->narrow;
  unsigned bits = layer->option_bits;
  uint32_t mask = (UINT32_C(1) << bits) - 1;
  for (size_t i = 0; i < count; i++) {
    uint32_t held = steps[at[i]];
    at[i] = held >> bits;
    column[i * row] = held & mask;
  }
}

void eir_i_trail_outcomes(const eir_i_trail *trail, size_t count, uint32_t *place,
                          uint32_t *outcomes) {
  enum {
    BLOCK = 16
  }; /* so that its rows stay in the cache while columns are written */
  size_t n = trail->n_layers;
  for (size_t first = 0; first < count; first += BLOCK) {
    size_t some = count - first < BLOCK ? count - first : BLOCK;
    for (size_t t = n; t > 0; t--)
      step_back(&trail->layers[t], some, place + first,
                outcomes + first * n + trail->issue_at[t - 1], n);
  }
}
