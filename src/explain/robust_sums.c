/* Robust sums: counts of draws, and order statistics of integers.
 *
 * For the swings the uniform numbers of the inputs are drawn once more: that is cheaper
 * than keeping them. */
#include "explain/robust_sums.h"

#include <math.h>
#include <stdlib.h>

#include "base/banned.h"

enum { PARTS = 3 };

/* The 97.5 % point of the normal distribution. */
static const double normal_quantile = 1.959963984540054;
static const double pico = 1e-12;

eir_share eir_i_robust_share(uint64_t count, uint64_t samples) {
  eir_share share = {.count = count, .sampling_high = 1};
  if (samples == 0)
    return share;
  double n = (double)samples, p = (double)count / n;
  double square = normal_quantile * normal_quantile;
  double middle = p + square / (2 * n);
  double half = normal_quantile * sqrt(p * (1 - p) / n + square / (4 * n * n));
  share.share = p;
  share.sampling_low = count == 0 ? 0 : (middle - half) / (1 + square / n);
  share.sampling_high = count == samples ? 1 : (middle + half) / (1 + square / n);
  return share;
}

/* ---- deals ---- */

static int compare_regrets(const void *left, const void *right) {
  int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
  return (a > b) - (a < b);
}

/* Of an even number, the lower of the two in the middle. */
static void set_regrets(const eir_i_robust_run *run, size_t index, int64_t *sorted,
                        eir_robust_deal *deal) {
  const int64_t *regrets = run->regrets + index * run->stride;
  size_t n = 0;
  for (size_t s = 0; s < run->n_samples; s++) {
    if (run->states[s] == EIR_I_DRAW_DEAL)
      sorted[n++] = regrets[s];
  }
  if (n == 0)
    return;
  qsort(sorted, n, sizeof *sorted, compare_regrets);
  deal->worst_regret = (double)sorted[n - 1] * pico;
  size_t middle = (n - 1) / 2;
  deal->median_regret = (double)sorted[middle] * pico;
}

static uint64_t count_accepted(const eir_i_robust_run *run, size_t index) {
  const uint8_t *accepted = run->accepted + index * run->stride;
  uint64_t count = 0;
  for (size_t s = 0; s < run->n_samples; s++)
    count += run->states[s] == EIR_I_DRAW_DEAL && accepted[s] != 0;
  return count;
}

eir_status eir_i_robust_sum(const eir_i_robust_run *run, eir_i_memory *memory,
                            eir_robust *robust, eir_robust_deal *deals) {
  uint64_t made = 0, with_deal = 0;
  for (size_t s = 0; s < run->n_samples; s++) {
    made += run->states[s] != EIR_I_DRAW_NOT_MADE;
    with_deal += run->states[s] == EIR_I_DRAW_DEAL;
  }
  size_t room = (run->n_samples + 1) * sizeof(int64_t);
  int64_t *sorted = eir_i_allocate(memory, room);
  if (sorted == NULL)
    return EIR_NO_MEMORY;
  robust->samples = made;
  robust->deal = eir_i_robust_share(with_deal, made);
  robust->best = SIZE_MAX;
  for (size_t i = 0; i < run->n_looked_at; i++) {
    deals[i].signed_by_all = eir_i_robust_share(count_accepted(run, i), made);
    set_regrets(run, i, sorted, &deals[i]);
    if (robust->best == SIZE_MAX ||
        deals[i].signed_by_all.count > deals[robust->best].signed_by_all.count)
      robust->best = i;
  }
  eir_i_release(memory, sorted, room);
  return EIR_OK;
}

/* ---- unknowns ---- */

/* Draws of one part of an input's range. */
typedef struct part {
  uint64_t draws;
  uint64_t deals;
  uint64_t best;
} part;

static size_t part_of(const eir_i_input *input, const eir_i_drawn *drawn) {
  if (input->kind == EIR_I_INPUT_RULE || input->kind == EIR_I_INPUT_STANCE)
    return drawn->value != 0;
  return (size_t)(((eir_i_u128)drawn->at * PARTS) >> 64);
}

/* The largest less the least share of the parts in which there are draws. */
static double swing(const part *parts, bool of_best) {
  double least = 1, most = 0;
  for (size_t i = 0; i < PARTS; i++) {
    if (parts[i].draws == 0)
      continue;
    uint64_t count = of_best ? parts[i].best : parts[i].deals;
    double share = (double)count / (double)parts[i].draws;
    least = share < least ? share : least;
    most = share > most ? share : most;
  }
  return most > least ? most - least : 0;
}

static void count_parts(const eir_i_robust_run *run, size_t best, eir_i_drawn *drawn,
                        part *parts) {
  const eir_i_inputs *inputs = run->plan->inputs;
  const uint8_t *accepted =
      best == SIZE_MAX ? NULL : run->accepted + best * run->stride;
  for (size_t s = 0; s < run->n_samples; s++) {
    if (run->states[s] == EIR_I_DRAW_NOT_MADE)
      continue;
    bool deal = run->states[s] == EIR_I_DRAW_DEAL;
    eir_i_draw(inputs, s, drawn);
    for (size_t i = 0; i < inputs->count; i++) {
      part *of = &parts[i * PARTS + part_of(&inputs->items[i], &drawn[i])];
      of->draws++;
      of->deals += deal;
      of->best += deal && accepted != NULL && accepted[s] != 0;
    }
  }
}

/* Largest swing first, then that of the best deal, then in order: a merge from the
 * bottom up, in unknowns[n] and spare[n]. */
static void sort_unknowns(eir_unknown *unknowns, eir_unknown *spare, size_t n) {
  for (size_t width = 1; width < n; width *= 2) {
    for (size_t start = 0; start < n; start += 2 * width) {
      size_t middle = start + width < n ? start + width : n;
      size_t end = start + 2 * width < n ? start + 2 * width : n;
      size_t left = start, right = middle;
      for (size_t i = start; i < end; i++) {
        const eir_unknown *a = &unknowns[left], *b = &unknowns[right];
        bool take_left = left < middle &&
                         (right == end || a->swing > b->swing ||
                          (!(a->swing < b->swing) && a->swing_best >= b->swing_best));
        spare[i] = take_left ? unknowns[left++] : unknowns[right++];
      }
    }
    for (size_t i = 0; i < n; i++)
      unknowns[i] = spare[i];
  }
}

eir_status eir_i_robust_swings(const eir_i_robust_run *run, size_t best,
                               eir_i_memory *memory, eir_unknown *unknowns) {
  size_t n = run->plan->inputs->count;
  eir_i_arena arena;
  eir_i_arena_init(&arena, memory);
  eir_i_drawn *drawn = eir_i_arena_take_array(&arena, n, sizeof *drawn);
  part *parts = eir_i_arena_take_array(&arena, n, PARTS * sizeof *parts);
  eir_unknown *spare = eir_i_arena_take_array(&arena, n, sizeof *spare);
  eir_status status = EIR_NO_MEMORY;
  if (drawn != NULL && parts != NULL && spare != NULL) {
    count_parts(run, best, drawn, parts);
    for (size_t i = 0; i < n; i++) {
      unknowns[i].swing = swing(&parts[i * PARTS], false);
      unknowns[i].swing_best = swing(&parts[i * PARTS], true);
    }
    sort_unknowns(unknowns, spare, n);
    status = EIR_OK;
  }
  eir_i_arena_free(&arena);
  return status;
}
