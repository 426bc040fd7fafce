/* Clauses: combining what the options of an outcome say. */
#include "hold/clauses.h"

#include <assert.h>

#include "base/banned.h"

/* ---- fractions ---- */

/* n / d with fewer than 2^62 for both, rounded where they are longer: to 12 decimals,
 * to 6 above 10^5, to whole ones above 10^11. Utilities beyond 10^17 count as that. */
static eir_i_rational shorten(eir_i_rational x) {
  const eir_i_i128 most = (eir_i_i128)1 << 62, largest = 100000000000000000;
  if (x.n < most && x.n > -most && x.d < most)
    return x;
  const bool negative = x.n < 0;
  eir_i_i128 n = negative ? -x.n : x.n;
  const eir_i_i128 whole = n / x.d;
  const eir_i_i128 unit = whole < 100000         ? 1000000000000
                          : whole < 100000000000 ? 1000000
                                                 : 1;
  if (whole >= largest)
    return eir_i_rational_whole((int64_t)(negative ? -largest : largest));
  eir_i_i128 rest = n % x.d, d = x.d;
  while (d >= (eir_i_i128)1 << 84) { /* so that rest * unit fits */
    d >>= 1;
    rest >>= 1;
  }
  n = whole * unit + (rest * unit + d / 2) / d;
  return (eir_i_rational){.n = negative ? -n : n, .d = unit};
}

eir_i_rational eir_i_short_add(eir_i_rational a, eir_i_rational b) {
  eir_i_rational sum = a;
  bool too_long = eir_i_rational_add(a, b, &sum);
  assert(!too_long); /* both are short */
  (void)too_long;
  return shorten(sum);
}

eir_i_rational eir_i_short_subtract(eir_i_rational a, eir_i_rational b) {
  b.n = -b.n;
  return eir_i_short_add(a, b);
}

eir_i_rational eir_i_short_multiply(eir_i_rational a, eir_i_rational b) {
  eir_i_rational product = a;
  bool too_long = eir_i_rational_multiply(a, b, &product);
  assert(!too_long);
  (void)too_long;
  return shorten(product);
}

eir_i_rational eir_i_short_divide(eir_i_rational a, eir_i_rational b) {
  assert(b.n > 0);
  return eir_i_short_multiply(a, (eir_i_rational){.n = b.d, .d = b.n});
}

static const eir_i_rational zero = {.n = 0, .d = 1}, one = {.n = 1, .d = 1};

/* ---- numbers ---- */

eir_i_rational eir_i_clauses_value(const eir_i_clauses *clauses, uint32_t number,
                                   eir_i_pick pick) {
  if (number == EIR_I_NONE)
    return zero;
  const eir_i_number *of = &clauses->enforcing->numbers[number];
  if (of->unknown == EIR_I_NONE || pick == EIR_I_PICK_MIDDLE)
    return of->value;
  const eir_i_unknown *unknown = &clauses->enforcing->unknowns[of->unknown];
  if (pick == EIR_I_PICK_DRAWN)
    return clauses->drawn[of->unknown];
  return pick == EIR_I_PICK_LOW ? unknown->low : unknown->high;
}

static eir_i_pick opposite(eir_i_pick pick) {
  if (pick == EIR_I_PICK_LOW)
    return EIR_I_PICK_HIGH;
  return pick == EIR_I_PICK_HIGH ? EIR_I_PICK_LOW : pick;
}

static eir_i_rational of_party(const eir_i_clauses *clauses, eir_i_by_party by,
                               size_t party, eir_i_pick pick) {
  const uint32_t number = by.each != NULL ? by.each[party] : by.all;
  return eir_i_clauses_value(clauses, number, pick);
}

static const eir_i_enforcement *clause_of(const eir_i_clauses *clauses, size_t issue) {
  return eir_i_enforcement_of(clauses->enforcing, issue, clauses->outcome[issue]);
}

/* ---- guarantees ---- */

size_t eir_i_clauses_members(const eir_i_clauses *clauses,
                             const eir_i_guarantee *guarantee, uint32_t *out_members) {
  size_t n = 0;
  if (guarantee->n_by > 0) {
    for (size_t i = 0; i < guarantee->n_by && n < EIR_I_COALITION_MEMBERS; i++)
      out_members[n++] = guarantee->by[i];
    return n;
  }
  for (size_t p = 0; p < clauses->the_case->n_parties; p++)
    if (clauses->enforcing->parties[p].n_offers > 0 && n < EIR_I_COALITION_MEMBERS)
      out_members[n++] = (uint32_t)p;
  return n;
}

static int64_t offer_of(const eir_i_endurance *party, uint32_t capability) {
  int64_t sum = 0;
  for (size_t i = 0; i < party->n_offers; i++)
    if (party->offers[i].capability == capability)
      sum += party->offers[i].amount;
  return sum;
}

bool eir_i_clauses_suffice(const eir_i_clauses *clauses,
                           const eir_i_guarantee *guarantee) {
  if (guarantee->n_requires == 0)
    return true;
  uint32_t members[EIR_I_COALITION_MEMBERS];
  const size_t n = eir_i_clauses_members(clauses, guarantee, members);
  for (size_t i = 0; i < guarantee->n_requires; i++) {
    int64_t sum = 0;
    for (size_t m = 0; m < n; m++)
      sum += offer_of(&clauses->enforcing->parties[members[m]],
                      guarantee->requires[i].capability);
    if (sum < guarantee->requires[i].amount)
      return false;
  }
  return true;
}

static bool counts(const eir_i_clauses *clauses, const eir_i_guarantee *guarantee,
                   eir_i_pick pick) {
  const eir_i_rational cost =
      eir_i_clauses_value(clauses, guarantee->own_cost, opposite(pick));
  const eir_i_rational benefit = eir_i_clauses_value(clauses, guarantee->benefit, pick);
  return eir_i_rational_compare(cost, benefit) <= 0 &&
         eir_i_clauses_suffice(clauses, guarantee);
}

/* The guarantees that count together: the chance of the strongest, and the cost that
 * with this chance gives the sum of what they are expected to cost. */
static void set_guarantee(const eir_i_clauses *clauses, size_t party, eir_i_pick pick,
                          eir_i_keeping *out, bool *out_void) {
  eir_i_rational strongest = zero, added = zero;
  bool any = false;
  out->reacts = out->guarantee = zero;
  for (size_t i = 0; i < clauses->the_case->n_issues; i++) {
    const eir_i_enforcement *clause = clause_of(clauses, i);
    const eir_i_guarantee *g = clause == NULL ? NULL : clause->guarantee;
    if (g == NULL)
      continue;
    if (!counts(clauses, g, pick)) {
      *out_void = true;
      continue;
    }
    const eir_i_rational reacts = eir_i_clauses_value(clauses, g->reacts, pick);
    const eir_i_rational cost = of_party(clauses, g->cost, party, pick);
    const eir_i_rational expected = eir_i_short_multiply(reacts, cost);
    if (!any || (!g->add && eir_i_rational_compare(expected, strongest) > 0) ||
        out->reacts.n == 0) {
      out->reacts = reacts;
      out->guarantee = cost;
    }
    any = true;
    if (g->add)
      added = eir_i_short_add(added, expected);
    else if (eir_i_rational_compare(expected, strongest) > 0)
      strongest = expected;
  }
  if (added.n > 0) {
    strongest = eir_i_short_add(strongest, added);
    if (out->reacts.n > 0)
      out->guarantee = eir_i_short_divide(strongest, out->reacts);
  }
}

/* ---- the rest ---- */

/* 1 - (1 - a)(1 - b) */
static eir_i_rational either(eir_i_rational a, eir_i_rational b) {
  const eir_i_rational miss =
      eir_i_short_multiply(eir_i_short_subtract(one, a), eir_i_short_subtract(one, b));
  return eir_i_short_subtract(one, miss);
}

void eir_i_clauses_set(const eir_i_clauses *clauses, size_t party, eir_i_pick pick,
                       eir_i_keeping *out_keeping, eir_i_rational *out_sanction,
                       bool *out_void) {
  bool ignored = false;
  eir_i_keeping *k = out_keeping;
  k->detection = k->false_alarm = k->patience = k->reacts = k->guarantee = zero;
  k->severity = one;
  *out_sanction = zero;
  eir_i_rational temptation = zero, buffer = zero;
  if (clauses->enforcing != NULL) {
    const eir_i_endurance *endurance = &clauses->enforcing->parties[party];
    k->patience = eir_i_clauses_value(clauses, endurance->patience, pick);
    set_guarantee(clauses, party, pick, k, out_void == NULL ? &ignored : out_void);
  }
  for (size_t i = 0; i < clauses->the_case->n_issues; i++) {
    const eir_i_enforcement *c = clause_of(clauses, i);
    if (c == NULL)
      continue;
    k->detection =
        either(k->detection, eir_i_clauses_value(clauses, c->detection, pick));
    k->false_alarm =
        either(k->false_alarm, eir_i_clauses_value(clauses, c->false_alarm, pick));
    temptation =
        eir_i_short_add(temptation, of_party(clauses, c->temptation, party, pick));
    buffer =
        eir_i_short_add(buffer, of_party(clauses, c->buffer, party, opposite(pick)));
    *out_sanction =
        eir_i_short_add(*out_sanction, of_party(clauses, c->lower_by, party, pick));
  }
  k->temptation = temptation;
  if (buffer.n > 0 && temptation.n > 0) {
    k->temptation = eir_i_short_subtract(temptation, buffer);
    if (k->temptation.n < 0)
      k->temptation = zero;
  }
}

eir_i_rational eir_i_clauses_shift(const eir_i_clauses *clauses, size_t party,
                                   eir_i_pick pick) {
  eir_i_rational sum = zero;
  for (size_t i = 0; i < clauses->the_case->n_issues; i++) {
    const eir_i_enforcement *c = clause_of(clauses, i);
    if (c != NULL)
      sum = eir_i_short_add(sum, of_party(clauses, c->power_shift, party, pick));
  }
  return sum;
}
