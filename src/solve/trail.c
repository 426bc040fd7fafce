/* Trail: walking steps back. */
#include "solve/trail.h"

#include "base/banned.h"

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
    a = trail->layers[t][a.parent];
    b = trail->layers[t][b.parent];
  }
}

void eir_i_trail_outcomes(const eir_i_trail *trail, size_t count, uint32_t *place,
                          uint32_t *outcomes) {
  enum {
    BLOCK = 64
  }; /* so that its rows stay in the cache while columns are written */
  size_t n = trail->n_layers;
  for (size_t first = 0; first < count; first += BLOCK) {
    size_t end = count - first < BLOCK ? count : first + BLOCK;
    for (size_t t = n; t > 0; t--) {
      const eir_i_step *steps = trail->layers[t];
      uint32_t *column = outcomes + trail->issue_at[t - 1];
      for (size_t i = first; i < end; i++) {
        eir_i_step step = steps[place[i]];
        column[i * n] = step.option;
        place[i] = step.parent;
      }
    }
  }
}
