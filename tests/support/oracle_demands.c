/* Job: demands, conflicts, unlocks and falls by looking at all there is. */
#include "oracle_demands.h"

#include <assert.h>
#include <stdlib.h>

#include "base/banned.h"

static void *room(size_t count, size_t size) {
  void *block = calloc(count > 0 ? count : 1, size);
  if (block == NULL)
    abort();
  return block;
}

/* ---- the list ---- */

static uint8_t stance_of(const sketch_party *party, size_t issue, size_t option) {
  const sketch_entry *entry = &party->entries[issue];
  return entry->listed ? entry->stance[option] : SKETCH_MISSING;
}

/* The demands so far; those beyond `most` are only counted. */
typedef struct listing {
  oracle_demand *list;
  size_t most;
  size_t n;
} listing;

static void put(listing *l, oracle_demand demand) {
  if (l->n < l->most)
    l->list[l->n] = demand;
  l->n++;
}

static bool is_silent(const sketch *s, size_t p, size_t issue) {
  for (size_t o = 0; o < s->issues[issue].n_options; o++)
    if (stance_of(&s->parties[p], issue, o) != SKETCH_MISSING)
      return false;
  return true;
}

static void put_stances(listing *l, const sketch *s, size_t p) {
  for (size_t i = 0; i < s->n_issues; i++) {
    if (is_silent(s, p, i)) {
      put(l, (oracle_demand){ORACLE_UNKNOWN, p, 0, i, SIZE_MAX});
      continue;
    }
    for (size_t o = 0; o < s->issues[i].n_options; o++) {
      const uint8_t stance = stance_of(&s->parties[p], i, o);
      oracle_demand demand = {.party = p, .issue = i, .option = o};
      demand.kind = stance == SKETCH_REFUSES ? ORACLE_REFUSAL : ORACLE_UNKNOWN;
      if (stance == SKETCH_REFUSES || stance == SKETCH_UNKNOWN ||
          stance == SKETCH_MISSING)
        put(l, demand);
    }
  }
}

static void put_all(listing *l, const sketch *s) {
  for (size_t c = 0; c < s->n_constraints; c++)
    put(l, (oracle_demand){.kind = ORACLE_CONSTRAINT, .rule = c});
  for (size_t p = 0; p < s->n_parties; p++) {
    const sketch_party *party = &s->parties[p];
    for (size_t r = 0; r < party->n_red_lines; r++)
      put(l, (oracle_demand){.kind = ORACLE_RED_LINE, .party = p, .rule = r});
    if (party->signs && sketch_has_scores(party))
      put(l, (oracle_demand){.kind = ORACLE_RESERVATION, .party = p});
    else if (party->signs)
      put_stances(l, s, p);
  }
}

size_t oracle_demand_count(const sketch *s) {
  listing l = {0};
  put_all(&l, s);
  return l.n;
}

/* ---- outcomes ---- */

/* The number of the party as a signatory, or as many as there are. */
static size_t signatory_number(const oracle *o, size_t party) {
  size_t k = 0;
  while (k < o->n_signatories && sketch_signatory(o->s, k) != party)
    k++;
  return k;
}

static bool is_needed(const sketch *s, size_t party, const sketch_outcome outcome) {
  for (size_t i = 0; i < s->n_issues; i++) {
    if ((s->issues[i].needs[outcome[i]] >> party & 1) != 0)
      return true;
  }
  return false;
}

static void judge(oracle_demands *d, size_t n, const sketch_outcome outcome) {
  const oracle *o = d->o;
  const sketch *s = o->s;
  uint32_t *refuses = &d->refuses[n * o->n_signatories];
  for (size_t i = 0; i < d->n; i++) {
    const oracle_demand *demand = &d->list[i];
    const sketch_party *party = &s->parties[demand->party];
    const size_t k = signatory_number(o, demand->party);
    bool broken = false;
    switch (demand->kind) {
    case ORACLE_CONSTRAINT:
      if (!sketch_holds(&s->constraints[demand->rule], outcome))
        d->forbids[n] |= UINT32_C(1) << i;
      continue;
    case ORACLE_RED_LINE:
      broken = !sketch_holds(&party->red_lines[demand->rule], outcome);
      if (broken && is_needed(s, demand->party, outcome))
        d->forbids[n] |= UINT32_C(1) << i;
      break;
    case ORACLE_RESERVATION:
      broken = oracle_scores(o, n)[k] < o->reservation[k];
      break;
    case ORACLE_REFUSAL:
    case ORACLE_UNKNOWN:
      broken = demand->option == SIZE_MAX || outcome[demand->issue] == demand->option;
      break;
    }
    if (broken && k < o->n_signatories)
      refuses[k] |= UINT32_C(1) << i;
  }
}

bool oracle_demands_deal(const oracle_demands *d, size_t n, uint32_t set) {
  const oracle *o = d->o;
  const sketch *s = o->s;
  if ((d->forbids[n] & set) != 0)
    return false;
  size_t n_accept = 0;
  for (size_t k = 0; k < o->n_signatories; k++) {
    const bool accepts = (d->refuses[n * o->n_signatories + k] & set) == 0;
    if (!accepts && s->parties[sketch_signatory(s, k)].veto)
      return false;
    n_accept += accepts;
  }
  return n_accept >= (s->quota != 0 ? s->quota : o->n_signatories);
}

oracle_demands *oracle_demands_make(const oracle *o) {
  oracle_demands *d = room(1, sizeof *d);
  d->o = o;
  listing l = {.list = d->list, .most = ORACLE_MAX_DEMANDS};
  put_all(&l, o->s);
  d->n = l.n;
  assert(d->n <= ORACLE_MAX_DEMANDS);
  d->forbids = room(o->n_outcomes, sizeof *d->forbids);
  d->refuses = room(o->n_outcomes * o->n_signatories, sizeof *d->refuses);
  d->met = room((size_t)1 << d->n, sizeof *d->met);
  sketch_outcome outcome;
  sketch_first(outcome);
  for (size_t n = 0; n < o->n_outcomes; n++, sketch_next(o->s, outcome))
    judge(d, n, outcome);
  for (uint32_t set = 0; set < UINT32_C(1) << d->n; set++) {
    for (size_t n = 0; n < o->n_outcomes && !d->met[set]; n++)
      d->met[set] = oracle_demands_deal(d, n, set);
  }
  return d;
}

void oracle_demands_free(oracle_demands *d) {
  if (d == NULL)
    return;
  free(d->forbids);
  free(d->refuses);
  free(d->met);
  free(d);
}

/* ---- minimal sets ---- */

bool oracle_is_conflict(const oracle_demands *d, uint32_t set) {
  if (d->met[set])
    return false;
  for (size_t i = 0; i < d->n; i++) {
    const uint32_t without = set & ~(UINT32_C(1) << i);
    if (without != set && !d->met[without])
      return false;
  }
  return true;
}

bool oracle_is_unlock(const oracle_demands *d, uint32_t set) {
  const uint32_t all = (UINT32_C(1) << d->n) - 1;
  if (!d->met[all & ~set])
    return false;
  for (size_t i = 0; i < d->n; i++) {
    const uint32_t less = set & ~(UINT32_C(1) << i);
    if (less != set && d->met[all & ~less])
      return false;
  }
  return true;
}

/* ---- falls ---- */

size_t oracle_least_falls(const oracle_demands *d, uint32_t unlock) {
  const oracle *o = d->o;
  const uint32_t others = ((UINT32_C(1) << d->n) - 1) & ~unlock;
  size_t best = o->n_outcomes;
  mpq_t least, sum, part;
  mpq_inits(least, sum, part, NULL);
  for (size_t n = 0; n < o->n_outcomes; n++) {
    if (!oracle_demands_deal(d, n, others))
      continue;
    mpq_set_ui(sum, 0, 1);
    for (size_t i = 0; i < d->n; i++) {
      if ((unlock >> i & 1) == 0 || d->list[i].kind != ORACLE_RESERVATION)
        continue;
      const size_t k = signatory_number(o, d->list[i].party);
      mpq_set_si(part, o->reservation[k] - oracle_scores(o, n)[k], 1);
      mpz_set_si(mpq_denref(part), o->scale[k]);
      mpq_canonicalize(part);
      mpq_add(sum, sum, part);
    }
    if (best == o->n_outcomes || mpq_cmp(sum, least) < 0) {
      mpq_set(least, sum);
      best = n;
    }
  }
  mpq_clears(least, sum, part, NULL);
  return best;
}
