/* Coalition: sufficiency, minimal coalitions, and how many may be lost.
 *
 * Minimal coalitions are found in depth: members in the order of what they offer,
 * largest first, each taken or left. A branch ends when what is taken suffices, or when
 * it could not even with all of the rest. With one capability each coalition found in
 * this order is minimal; with several it is tested. */
#include "hold/coalition.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "hold/totals.h"

#include "base/banned.h"

typedef struct searching {
  const eir_i_offers *offers;
  uint32_t order[EIR_I_COALITION_MEMBERS]; /* largest first */
  /* rest[i][c]: what members order[i], order[i + 1], ... offer of c */
  int64_t rest[EIR_I_COALITION_MEMBERS + 1][EIR_I_COALITION_CAPABILITIES];
  uint64_t *found; /* [EIR_I_COALITION_LISTED] */
  size_t n_found;
  uint64_t steps;
  bool ended; /* before all were found */
} searching;

static int64_t offer_of(const eir_i_offers *o, size_t member, size_t capability) {
  return o->offers[member * o->n_capabilities + capability];
}

static bool is_enough(const eir_i_offers *o, const int64_t *totals) {
  for (size_t c = 0; c < o->n_capabilities; c++)
    if (totals[c] < o->required[c])
      return false;
  return true;
}

static bool suffices(const eir_i_offers *o, uint64_t coalition) {
  int64_t totals[EIR_I_COALITION_CAPABILITIES] = {0};
  for (size_t m = 0; m < o->n_members; m++) {
    for (size_t c = 0; c < o->n_capabilities && (coalition >> m & 1) != 0; c++)
      totals[c] += offer_of(o, m, c);
  }
  return is_enough(o, totals);
}

/* ---- minimal coalitions ---- */

static bool is_minimal(const eir_i_offers *o, uint64_t coalition) {
  for (size_t m = 0; m < o->n_members; m++) {
    const uint64_t without = coalition & ~(UINT64_C(1) << m);
    if (without != coalition && suffices(o, without))
      return false;
  }
  return true;
}

/* The sum over the capabilities of what is offered, as a share of what is required. */
static double weight_of(const eir_i_offers *o, size_t member) {
  double weight = 0;
  for (size_t c = 0; c < o->n_capabilities; c++)
    if (o->required[c] > 0)
      weight += (double)offer_of(o, member, c) / (double)o->required[c];
  return weight;
}

static void order_members(searching *s) {
  const eir_i_offers *o = s->offers;
  for (size_t i = 0; i < o->n_members; i++) {
    size_t at = i;
    while (at > 0 && weight_of(o, s->order[at - 1]) < weight_of(o, i)) {
      s->order[at] = s->order[at - 1];
      at--;
    }
    s->order[at] = (uint32_t)i;
  }
  for (size_t i = o->n_members; i-- > 0;)
    for (size_t c = 0; c < o->n_capabilities; c++)
      s->rest[i][c] = s->rest[i + 1][c] + offer_of(o, s->order[i], c);
}

static void keep(searching *s, uint64_t coalition) {
  if (!is_minimal(s->offers, coalition))
    return;
  if (s->n_found == EIR_I_COALITION_LISTED)
    s->ended = true;
  else
    s->found[s->n_found++] = coalition;
}

static bool is_within_reach(const searching *s, size_t next, const int64_t *totals) {
  for (size_t c = 0; c < s->offers->n_capabilities; c++)
    if (totals[c] + s->rest[next][c] < s->offers->required[c])
      return false;
  return true;
}

/* Depth first, without recursion: `taken` says which of order[0..depth) are in. */
static void search_minimal(searching *s) {
  const eir_i_offers *o = s->offers;
  const size_t width = o->n_capabilities;
  int64_t totals[EIR_I_COALITION_CAPABILITIES] = {0};
  uint64_t taken = 0;
  size_t depth = 0;
  bool back = false;
  while (!s->ended) {
    s->ended = ++s->steps > EIR_I_COALITION_STEPS;
    if (!back && is_enough(o, totals)) {
      keep(s, taken);
      back = true;
    }
    if (!back && (depth == o->n_members || !is_within_reach(s, depth, totals)))
      back = true;
    if (!back) { /* take the next member */
      const uint32_t member = s->order[depth++];
      taken |= UINT64_C(1) << member;
      for (size_t c = 0; c < width; c++)
        totals[c] += offer_of(o, member, c);
      continue;
    }
    while (depth > 0 && (taken >> s->order[depth - 1] & 1) == 0)
      depth--;
    if (depth == 0)
      return;
    const uint32_t member = s->order[depth - 1]; /* leave the last one taken */
    taken &= ~(UINT64_C(1) << member);
    for (size_t c = 0; c < width; c++)
      totals[c] -= offer_of(o, member, c);
    back = false;
  }
}

static unsigned size_of(uint64_t coalition) {
  unsigned n = 0;
  for (; coalition != 0; coalition &= coalition - 1)
    n++;
  return n;
}

/* By size, then the one whose members come first. */
static int compare_coalitions(const void *a, const void *b) {
  uint64_t left, right;
  memcpy(&left, a, sizeof left);
  memcpy(&right, b, sizeof right);
  const unsigned m = size_of(left), n = size_of(right);
  if (m != n)
    return m < n ? -1 : 1;
  const uint64_t apart = left ^ right;
  if (apart == 0)
    return 0;
  return (left & (apart & (~apart + 1))) != 0 ? -1 : 1;
}

static eir_status find_minimal(const eir_i_offers *offers, eir_i_arena *arena,
                               eir_i_coalition *out) {
  searching *s = eir_i_arena_take(arena, sizeof *s);
  if (s == NULL)
    return EIR_NO_MEMORY;
  s->offers = offers;
  s->found = eir_i_arena_take_array(arena, EIR_I_COALITION_LISTED, sizeof *s->found);
  if (s->found == NULL)
    return EIR_NO_MEMORY;
  order_members(s);
  if (out->suffices)
    search_minimal(s);
  qsort(s->found, s->n_found, sizeof *s->found, compare_coalitions);
  out->minimal = s->found;
  out->n_minimal = s->n_found;
  out->all_minimal = !s->ended;
  return EIR_OK;
}

/* ---- losses ---- */

static int compare_down(const void *a, const void *b) {
  int64_t left, right;
  memcpy(&left, a, sizeof left);
  memcpy(&right, b, sizeof right);
  return (left < right) - (left > right);
}

/* How many of the largest offers of a capability must go before it falls short; one
 * more than all if it never does. */
static size_t losses_that_break(const eir_i_offers *o, size_t capability) {
  int64_t offers[EIR_I_COALITION_MEMBERS];
  int64_t total = 0;
  for (size_t m = 0; m < o->n_members; m++)
    total += offers[m] = offer_of(o, m, capability);
  qsort(offers, o->n_members, sizeof offers[0], compare_down);
  for (size_t n = 0; n < o->n_members; n++) {
    if (total < o->required[capability])
      return n;
    total -= offers[n];
  }
  return total < o->required[capability] ? o->n_members : o->n_members + 1;
}

static size_t find_losses(const eir_i_offers *o) {
  size_t least = o->n_members + 1;
  for (size_t c = 0; c < o->n_capabilities; c++) {
    const size_t n = losses_that_break(o, c);
    least = n < least ? n : least;
  }
  return least == 0 ? 0 : least - 1;
}

eir_status eir_i_coalition_find(const eir_i_offers *offers, eir_i_arena *arena,
                                eir_i_coalition *out_coalition) {
  assert(offers->n_members <= EIR_I_COALITION_MEMBERS);
  assert(offers->n_capabilities <= EIR_I_COALITION_CAPABILITIES);
  *out_coalition = (eir_i_coalition){.suffices = false};
  const uint64_t all = (UINT64_C(1) << offers->n_members) - 1;
  out_coalition->suffices = suffices(offers, all);
  out_coalition->survives = find_losses(offers);
  eir_status status = find_minimal(offers, arena, out_coalition);
  if (status == EIR_OK)
    status = eir_i_totals_find(offers, arena, out_coalition);
  return status;
}
