/* Totals: dynamic programming over what coalitions have of each capability.
 *
 * More of a capability than is required is as good as enough, so totals are cut off at
 * what is required, and each is counted in the largest part that all offers of it are
 * multiples of. Coalitions with the same totals are one state: the chance that just
 * such a one stays, and the cheapest of them. Members are taken in one after the
 * other; a state that could not suffice even with all of the rest is dropped, and those
 * that suffice are one. */
#include "hold/totals.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

typedef struct state {
  uint64_t key; /* the totals, as digits of a number of mixed base */
  double chance;
  int64_t cost;       /* of the cheapest */
  uint64_t coalition; /* the cheapest; of several the smallest, then the first */
} state;

typedef struct table {
  state *states; /* [n] in the order in which they were met */
  size_t n;
  uint32_t *slots; /* [n_slots] index into states plus 1; 0: free */
  size_t n_slots;  /* a power of two */
} table;

typedef struct totalling {
  const eir_i_offers *offers;
  int64_t part[EIR_I_COALITION_CAPABILITIES];
  int64_t required[EIR_I_COALITION_CAPABILITIES]; /* in parts, rounded up */
  uint64_t base[EIR_I_COALITION_CAPABILITIES];    /* worth of a digit in the key */
  table now, next;
  eir_i_arena scratch;
} totalling;

/* ---- keys ---- */

static int64_t gcd(int64_t a, int64_t b) {
  while (b != 0) {
    const int64_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

static int64_t offer_of(const totalling *t, size_t member, size_t capability) {
  const eir_i_offers *o = t->offers;
  return o->offers[member * o->n_capabilities + capability] / t->part[capability];
}

/* False if the totals have too many digits for a key. */
static bool choose_parts(totalling *t) {
  const eir_i_offers *o = t->offers;
  uint64_t worth = 1;
  for (size_t c = 0; c < o->n_capabilities; c++) {
    int64_t part = 0;
    for (size_t m = 0; m < o->n_members; m++)
      part = gcd(o->offers[m * o->n_capabilities + c], part);
    t->part[c] = part == 0 ? 1 : part;
    t->required[c] = (o->required[c] + t->part[c] - 1) / t->part[c];
    t->base[c] = worth;
    if (EIR_MUL_OVERFLOWS(worth, (uint64_t)t->required[c] + 1, &worth))
      return false;
  }
  return true;
}

static void read_key(const totalling *t, uint64_t key, int64_t *totals) {
  for (size_t c = 0; c < t->offers->n_capabilities; c++) {
    const uint64_t digits = (uint64_t)t->required[c] + 1;
    totals[c] = (int64_t)(key / t->base[c] % digits);
  }
}

static uint64_t make_key(const totalling *t, const int64_t *totals) {
  uint64_t key = 0;
  for (size_t c = 0; c < t->offers->n_capabilities; c++)
    key += (uint64_t)totals[c] * t->base[c];
  return key;
}

/* ---- states ---- */

static unsigned size_of(uint64_t coalition) {
  unsigned n = 0;
  for (; coalition != 0; coalition &= coalition - 1)
    n++;
  return n;
}

static bool is_better(const state *a, const state *b) {
  if (a->cost != b->cost)
    return a->cost < b->cost;
  const unsigned m = size_of(a->coalition), n = size_of(b->coalition);
  if (m != n)
    return m < n;
  const uint64_t apart = a->coalition ^ b->coalition;
  return (a->coalition & (apart & (~apart + 1))) != 0;
}

/* False if the table is full. */
static bool put(table *into, const state *added) {
  uint64_t hash = added->key * UINT64_C(0x9e3779b97f4a7c15);
  size_t slot = (size_t)(hash >> 32) & (into->n_slots - 1);
  for (; into->slots[slot] != 0; slot = (slot + 1) & (into->n_slots - 1)) {
    state *found = &into->states[into->slots[slot] - 1];
    if (found->key != added->key)
      continue;
    const double chance = found->chance + added->chance;
    if (is_better(added, found))
      *found = *added;
    found->chance = chance;
    return true;
  }
  if (into->n == EIR_I_COALITION_STATES)
    return false;
  into->states[into->n++] = *added;
  into->slots[slot] = (uint32_t)into->n;
  return true;
}

static void clear(table *t) {
  memset(t->slots, 0, t->n_slots * sizeof *t->slots);
  t->n = 0;
}

static bool make_table(eir_i_arena *scratch, size_t room, table *out) {
  out->n_slots = 2 * room;
  out->states = eir_i_arena_take_raw(scratch, room, sizeof *out->states);
  out->slots = eir_i_arena_take_array(scratch, out->n_slots, sizeof *out->slots);
  return out->states != NULL && out->slots != NULL;
}

/* ---- members ---- */

/* What members after `member` offer. */
static void sum_rest(const totalling *t, size_t member, int64_t *rest) {
  for (size_t c = 0; c < t->offers->n_capabilities; c++) {
    rest[c] = 0;
    for (size_t m = member + 1; m < t->offers->n_members; m++)
      rest[c] += offer_of(t, m, c);
  }
}

/* The state after `member` left (`taken` false) or stayed; false if the table is
 * full. */
static bool extend(totalling *t, const state *from, size_t member, bool taken,
                   const int64_t *rest) {
  const eir_i_offers *o = t->offers;
  int64_t totals[EIR_I_COALITION_CAPABILITIES];
  read_key(t, from->key, totals);
  for (size_t c = 0; c < o->n_capabilities; c++) {
    totals[c] += taken ? offer_of(t, member, c) : 0;
    if (totals[c] > t->required[c])
      totals[c] = t->required[c];
    if (totals[c] + rest[c] < t->required[c])
      return true; /* out of reach */
  }
  state added = *from;
  added.key = make_key(t, totals);
  const double stays = (double)o->stays[member] / EIR_I_COALITION_CHANCE_ONE;
  added.chance *= taken ? stays : 1 - stays;
  added.cost += taken ? o->cost[member] : 0;
  added.coalition |= taken ? UINT64_C(1) << member : 0;
  return put(&t->next, &added);
}

/* Takes in all members; false if there are too many totals. */
static bool take_all_in(totalling *t) {
  const state empty = {.chance = 1};
  bool room = put(&t->now, &empty);
  for (size_t m = 0; m < t->offers->n_members && room; m++) {
    int64_t rest[EIR_I_COALITION_CAPABILITIES] = {0};
    sum_rest(t, m, rest);
    clear(&t->next);
    for (size_t i = 0; i < t->now.n && room; i++)
      room = extend(t, &t->now.states[i], m, false, rest) &&
             extend(t, &t->now.states[i], m, true, rest);
    const table swapped = t->now;
    t->now = t->next;
    t->next = swapped;
  }
  return room;
}

/* Tables large enough for all coalitions, all totals, or the limit. */
static bool make_tables(totalling *t) {
  const size_t last = t->offers->n_capabilities;
  size_t room = EIR_I_COALITION_STATES;
  if (last == 0 || t->offers->n_members < 20)
    room = (size_t)2 << (last == 0 ? 0 : t->offers->n_members);
  const uint64_t totals =
      last == 0 ? 1 : t->base[last - 1] * ((uint64_t)t->required[last - 1] + 1);
  while (room > 2 && room / 2 >= totals)
    room /= 2;
  return make_table(&t->scratch, room, &t->now) &&
         make_table(&t->scratch, room, &t->next);
}

eir_status eir_i_totals_find(const eir_i_offers *offers, eir_i_arena *arena,
                             eir_i_coalition *out_coalition) {
  totalling t = {.offers = offers};
  eir_i_arena_init(&t.scratch, arena->memory);
  out_coalition->totals_known = !out_coalition->suffices;
  if (!out_coalition->suffices || !choose_parts(&t))
    return EIR_OK;
  if (!make_tables(&t)) {
    eir_i_arena_free(&t.scratch);
    return EIR_NO_MEMORY;
  }
  if (take_all_in(&t)) {
    assert(t.now.n == 1); /* the state that has all that is required */
    out_coalition->totals_known = true;
    out_coalition->cheapest = t.now.states[0].coalition;
    out_coalition->cheapest_cost = t.now.states[0].cost;
    out_coalition->chance = t.now.states[0].chance;
  }
  eir_i_arena_free(&t.scratch);
  return EIR_OK;
}
