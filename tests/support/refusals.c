/* Job: an oracle for explanations, from the definitions: a party accepts what breaks
 * none of its demands. */
#include "refusals.h"

#include <stdlib.h>

#include "base/banned.h"

static void *room(size_t count, size_t size) {
  void *block = calloc(count > 0 ? count : 1, size);
  if (block == NULL)
    abort();
  return block;
}

enum { ANY_OPTION = UINT8_MAX }; /* of a party that is silent on the issue */

/* ---- the list ---- */

static void add(refusals *r, refusal demand) {
  r->demands[r->n_demands++] = demand;
}

static bool is_silent(const sketch *s, const sketch_entry *entry, size_t issue) {
  for (uint8_t o = 0; entry->listed && o < s->issues[issue].n_options; o++)
    if (entry->stance[o] != SKETCH_MISSING)
      return false;
  return true;
}

static void add_stances(refusals *r, size_t p) {
  const sketch *s = r->o->s;
  for (size_t i = 0; i < s->n_issues; i++) {
    const sketch_entry *entry = &s->parties[p].entries[i];
    if (is_silent(s, entry, i)) {
      add(r, (refusal){EIR_DEMAND_UNKNOWN, p, 0, i, ANY_OPTION});
      continue;
    }
    for (uint8_t o = 0; o < s->issues[i].n_options; o++) {
      const uint8_t stance = entry->listed ? entry->stance[o] : SKETCH_MISSING;
      refusal demand = {.party = p, .issue = i, .option = o};
      demand.kind = stance == SKETCH_REFUSES ? EIR_DEMAND_REFUSAL : EIR_DEMAND_UNKNOWN;
      if (stance == SKETCH_REFUSES || stance == SKETCH_UNKNOWN ||
          stance == SKETCH_MISSING)
        add(r, demand);
    }
  }
}

static size_t most_demands(const sketch *s) {
  size_t options = 0;
  for (size_t i = 0; i < s->n_issues; i++)
    options += s->issues[i].n_options;
  return s->n_constraints + s->n_parties * (SKETCH_MAX_RULES + 1 + options);
}

static void list_demands(refusals *r) {
  const sketch *s = r->o->s;
  r->demands = room(most_demands(s), sizeof *r->demands);
  for (size_t c = 0; c < s->n_constraints; c++)
    add(r, (refusal){EIR_DEMAND_CONSTRAINT, SIZE_MAX, c, SIZE_MAX, 0});
  for (size_t p = 0; p < s->n_parties; p++) {
    const sketch_party *party = &s->parties[p];
    for (size_t l = 0; l < party->n_red_lines; l++)
      add(r, (refusal){EIR_DEMAND_RED_LINE, p, l, SIZE_MAX, 0});
    if (party->signs && sketch_has_scores(party))
      add(r, (refusal){EIR_DEMAND_RESERVATION, p, 0, SIZE_MAX, 0});
    if (party->signs && party->position == SKETCH_STANCES)
      add_stances(r, p);
  }
}

/* ---- what is broken ---- */

static size_t signatory_number(const oracle *o, size_t party) {
  size_t k = 0;
  while (sketch_signatory(o->s, k) != party)
    k++;
  return k;
}

static bool breaks(const oracle *o, const refusal *demand, size_t n,
                   const sketch_outcome outcome) {
  const sketch *s = o->s;
  switch (demand->kind) {
  case EIR_DEMAND_CONSTRAINT:
    return !sketch_holds(&s->constraints[demand->rule], outcome);
  case EIR_DEMAND_RED_LINE:
    return !sketch_holds(&s->parties[demand->party].red_lines[demand->rule], outcome);
  case EIR_DEMAND_RESERVATION: {
    const size_t k = signatory_number(o, demand->party);
    return oracle_scores(o, n)[k] < o->reservation[k];
  }
  case EIR_DEMAND_REFUSAL:
  case EIR_DEMAND_UNKNOWN:
    break;
  }
  return demand->option == ANY_OPTION || outcome[demand->issue] == demand->option;
}

refusals *refusals_of(const oracle *o) {
  refusals *r = room(1, sizeof *r);
  r->o = o;
  list_demands(r);
  r->broken = room(o->n_outcomes * r->n_demands, sizeof *r->broken);
  sketch_outcome outcome;
  for (size_t n = 0; n < o->n_outcomes; n++) {
    oracle_outcome(o, n, outcome);
    for (size_t d = 0; d < r->n_demands; d++)
      r->broken[n * r->n_demands + d] = breaks(o, &r->demands[d], n, outcome);
  }
  return r;
}

void refusals_free(refusals *r) {
  if (r == NULL)
    return;
  free(r->demands);
  free(r->broken);
  free(r);
}

bool refusals_broken(const refusals *r, size_t outcome, size_t demand) {
  return r->broken[outcome * r->n_demands + demand];
}

/* ---- deals ---- */

static bool breaks_any_of(const refusals *r, size_t outcome, size_t party,
                          const bool *on, bool only_red_lines) {
  for (size_t d = 0; d < r->n_demands; d++) {
    if (r->demands[d].party != party || !on[d] || !refusals_broken(r, outcome, d))
      continue;
    if (!only_red_lines || r->demands[d].kind == EIR_DEMAND_RED_LINE)
      return true;
  }
  return false;
}

bool refusals_refuses(const refusals *r, size_t outcome, size_t party, const bool *on) {
  return breaks_any_of(r, outcome, party, on, false);
}

bool refusals_legal(const refusals *r, size_t outcome, const bool *on) {
  return !breaks_any_of(r, outcome, SIZE_MAX, on, false);
}

bool refusals_needed(const refusals *r, size_t outcome, size_t party) {
  sketch_outcome options;
  oracle_outcome(r->o, outcome, options);
  for (size_t i = 0; i < r->o->s->n_issues; i++) {
    if ((r->o->s->issues[i].needs[options[i]] >> party & 1) != 0)
      return true;
  }
  return false;
}

bool refusals_deal(const refusals *r, size_t outcome, const bool *on, size_t quota,
                   size_t absent) {
  const sketch *s = r->o->s;
  size_t n_accept = 0;
  for (size_t p = 0; p < s->n_parties; p++) {
    const sketch_party *party = &s->parties[p];
    const bool accepts = p != absent && !refusals_refuses(r, outcome, p, on);
    if (party->signs && !accepts && party->veto)
      return false;
    n_accept += party->signs && accepts;
    if (refusals_needed(r, outcome, p) && breaks_any_of(r, outcome, p, on, true))
      return false;
  }
  return n_accept >= quota && refusals_legal(r, outcome, on);
}

size_t refusals_quota(const refusals *r) {
  return r->o->s->quota != 0 ? r->o->s->quota : r->o->n_signatories;
}
