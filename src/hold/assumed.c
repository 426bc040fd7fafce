/* Assumed: bounds first, then draws.
 *
 * In each parameter alone the slack rises throughout or falls throughout (see
 * keeping_enough.c), so over a box of parameters it is least and largest at corners.
 * Where no corner fails, no value does; where all fail for a party, all values do. What
 * the corners leave open is settled by draws, or stays open.
 *
 * Draws are those of sample/draws.h: one number an input, rounded to 6 decimals, the
 * same for the same seed. The swing of an input is the largest less the least share
 * among the thirds of its range. */
#include "hold/assumed.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "sample/draw.h"
#include "solve/check_case.h"
#include "solve/problem.h"

#include "base/banned.h"

enum { THIRDS = 3, POLL = 1024 };

/* How often it held, by thirds of an input's range. */
typedef struct tally_of_thirds {
  uint64_t draws[THIRDS];
  uint64_t held[THIRDS];
} tally_of_thirds;

typedef struct assuming {
  eir_holding *holding;
  const eir_solution *solution;
  const uint32_t *outcome;
  eir_case joined; /* the case, with the unknowns of enforcement after its own */
  eir_i_inputs inputs;
  eir_i_drawn *drawn;      /* [inputs.count] */
  eir_i_rational *values;  /* [n_unknowns] of enforcement */
  tally_of_thirds *thirds; /* [inputs.count] */
  eir_i_arena scratch;
  uint64_t made, held;
} assuming;

static const eir_i_party *signatory(const assuming *a, size_t i) {
  const eir_case *the_case = a->solution->the_case;
  return &the_case->parties[the_case->signatories[i]];
}

/* ---- bounds ---- */

static eir_i_rational product(eir_i_rational a, eir_i_rational b) {
  return eir_i_short_multiply(a, b);
}

/* The two ends of each parameter. A guarantee counts by its expected cost. */
static bool set_ends(assuming *a, size_t i, eir_i_keeping ends[2]) {
  const eir_case *the_case = a->solution->the_case;
  const eir_i_clauses clauses = {
      .the_case = the_case, .enforcing = the_case->enforcing, .outcome = a->outcome};
  eir_i_rational comply[2], reservation[2], sanction[2];
  if (!eir_i_utility_range(a->solution, a->outcome, i, &a->scratch, comply,
                           reservation))
    return false;
  const size_t party = the_case->signatories[i];
  eir_i_clauses_set(&clauses, party, EIR_I_PICK_LOW, &ends[0], &sanction[0], NULL);
  eir_i_clauses_set(&clauses, party, EIR_I_PICK_HIGH, &ends[1], &sanction[1], NULL);
  for (int k = 0; k < 2; k++) {
    ends[k].comply = comply[k];
    ends[k].reversion = eir_i_short_subtract(reservation[k], sanction[1 - k]);
    ends[k].guarantee = product(ends[k].guarantee, ends[k].reacts);
    ends[k].reacts = eir_i_rational_whole(1);
  }
  return true;
}

/* Corner number `corner` of the box. */
static eir_i_keeping corner_of(const eir_i_keeping ends[2], unsigned corner) {
  return (eir_i_keeping){.comply = ends[corner & 1].comply,
                         .reversion = ends[corner >> 1 & 1].reversion,
                         .temptation = ends[corner >> 2 & 1].temptation,
                         .detection = ends[corner >> 3 & 1].detection,
                         .false_alarm = ends[corner >> 4 & 1].false_alarm,
                         .guarantee = ends[corner >> 5 & 1].guarantee,
                         .patience = ends[corner >> 6 & 1].patience,
                         .reacts = eir_i_rational_whole(1),
                         .severity = eir_i_rational_whole(1)};
}

static void find_bounds(assuming *a) {
  const unsigned corners = 1U << 7;
  eir_hold_assumed *out = &a->holding->assumed;
  out->always = EIR_YES;
  out->ever = EIR_UNKNOWN;
  for (size_t i = 0; i < a->solution->the_case->n_signatories; i++) {
    if (!eir_i_party_has_scores(signatory(a, i)))
      continue;
    eir_i_keeping ends[2];
    if (!set_ends(a, i, ends)) {
      out->always = EIR_UNKNOWN;
      continue;
    }
    unsigned held = 0;
    for (unsigned c = 0; c < corners; c++) {
      const eir_i_keeping corner = corner_of(ends, c);
      held += eir_i_keeping_sign(&corner) >= 0;
    }
    if (held < corners)
      out->always = EIR_UNKNOWN;
    if (held == 0)
      out->ever = EIR_NO;
  }
  if (out->always == EIR_YES)
    out->ever = EIR_YES;
  if (out->ever == EIR_NO)
    out->always = EIR_NO;
}

/* ---- draws ---- */

static eir_status prepare(assuming *a, uint64_t seed) {
  const eir_case *the_case = a->solution->the_case;
  const eir_i_enforcing *e = the_case->enforcing;
  eir_i_arena *arena = &a->holding->arena;
  const size_t own = the_case->n_unknowns, more = e == NULL ? 0 : e->n_unknowns;
  eir_i_unknown *all = eir_i_arena_take_array(arena, own + more + 1, sizeof *all);
  a->values = eir_i_arena_take_array(arena, more + 1, sizeof *a->values);
  if (all == NULL || a->values == NULL)
    return EIR_NO_MEMORY;
  if (own > 0)
    memcpy(all, the_case->unknowns, own * sizeof *all);
  if (more > 0)
    memcpy(all + own, e->unknowns, more * sizeof *all);
  a->joined = *the_case;
  a->joined.unknowns = all;
  a->joined.n_unknowns = own + more;
  eir_status status = eir_i_inputs_list(&a->joined, seed, arena, &a->inputs);
  if (status != EIR_OK)
    return status;
  a->drawn = eir_i_arena_take_array(arena, a->inputs.count + 1, sizeof *a->drawn);
  a->thirds = eir_i_arena_take_array(arena, a->inputs.count + 1, sizeof *a->thirds);
  return a->drawn == NULL || a->thirds == NULL ? EIR_NO_MEMORY : EIR_OK;
}

/* Comply and reversion, before sanctions, of signatory i in the draw. */
static eir_i_made draw_utilities(assuming *a, size_t i, eir_i_keeping *out) {
  const eir_case *the_case = a->solution->the_case;
  const eir_i_position *position = &signatory(a, i)->position;
  if (position->recipe == NULL) {
    eir_i_outcome_utilities(a->solution, a->outcome, i, &out->comply, &out->reversion);
    return EIR_I_MADE;
  }
  eir_i_position drawn = *position;
  eir_i_made made = eir_i_draw_position(&a->inputs, the_case->signatories[i], a->drawn,
                                        &a->scratch, &drawn);
  if (made != EIR_I_MADE)
    return made;
  /* Where no scale is given it is that at the middle. */
  eir_i_rational scale = {.n = drawn.scale, .d = drawn.unit};
  if (drawn.scale == 0)
    scale = (eir_i_rational){.n = a->solution->scale[i], .d = position->unit};
  if (scale.n <= 0)
    return EIR_I_NOT_MADE;
  const int64_t score = eir_i_check_score(&drawn, the_case->n_issues, a->outcome);
  const eir_i_rational per = eir_i_short_divide(eir_i_rational_whole(1), scale);
  out->comply = product((eir_i_rational){.n = score, .d = drawn.unit}, per);
  out->reversion =
      product((eir_i_rational){.n = drawn.reservation, .d = drawn.unit}, per);
  return EIR_I_MADE;
}

/* Does it hold for everyone in the draw? */
static eir_i_made look(assuming *a, bool *out_holds) {
  const eir_case *the_case = a->solution->the_case;
  const eir_i_clauses clauses = {.the_case = the_case,
                                 .enforcing = the_case->enforcing,
                                 .outcome = a->outcome,
                                 .drawn = a->values};
  *out_holds = true;
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    if (!eir_i_party_has_scores(signatory(a, i)))
      continue;
    eir_i_keeping keeping;
    eir_i_rational sanction;
    eir_i_clauses_set(&clauses, the_case->signatories[i], EIR_I_PICK_DRAWN, &keeping,
                      &sanction, NULL);
    eir_i_made made = draw_utilities(a, i, &keeping);
    if (made != EIR_I_MADE)
      return made;
    keeping.reversion = eir_i_short_subtract(keeping.reversion, sanction);
    *out_holds = *out_holds && eir_i_keeping_sign(&keeping) >= 0;
  }
  return EIR_I_MADE;
}

static void count_draw(assuming *a, bool holds) {
  a->made++;
  a->held += holds;
  for (size_t i = 0; i < a->inputs.count; i++) {
    const size_t third = (size_t)(((eir_i_u128)a->drawn[i].at * THIRDS) >> 64);
    a->thirds[i].draws[third]++;
    a->thirds[i].held[third] += holds;
  }
}

static eir_status draw_all(assuming *a, uint64_t samples,
                           const eir_callbacks *callbacks) {
  const eir_case *the_case = a->solution->the_case;
  const size_t own = the_case->n_unknowns;
  for (uint64_t s = 0; s < samples; s++) {
    if (s % POLL == 0 && callbacks != NULL && callbacks->stop != NULL &&
        callbacks->stop(callbacks->user))
      return EIR_OK;
    eir_i_draw(&a->inputs, s, a->drawn);
    for (size_t i = own; i < a->joined.n_unknowns; i++)
      a->values[i - own] =
          (eir_i_rational){.n = a->drawn[i].value, .d = a->inputs.items[i].unit};
    bool holds;
    eir_i_made made = look(a, &holds);
    eir_i_arena_clear(&a->scratch);
    if (made == EIR_I_MADE_NO_MEMORY)
      return EIR_NO_MEMORY;
    if (made == EIR_I_MADE)
      count_draw(a, holds);
  }
  return EIR_OK;
}

/* ---- what the draws say ---- */

/* `count` of `n` with the 95 % interval of Wilson (1927). */
static eir_share share_of(uint64_t count, uint64_t n) {
  const double z = 1.959963984540054, draws = (double)n;
  if (n == 0)
    return (eir_share){.count = 0, .share = 0, .sampling_low = 0, .sampling_high = 1};
  const double p = (double)count / draws, w = 1 + z * z / draws;
  const double middle = (p + z * z / (2 * draws)) / w;
  const double half = z / w * sqrt(p * (1 - p) / draws + z * z / (4 * draws * draws));
  return (eir_share){.count = count,
                     .share = p,
                     .sampling_low = count == 0 ? 0 : middle - half,
                     .sampling_high = count == n ? 1 : middle + half};
}

static double swing_of(const tally_of_thirds *thirds) {
  double least = 1, most = 0;
  for (int t = 0; t < THIRDS; t++) {
    if (thirds->draws[t] == 0)
      continue;
    const double share = (double)thirds->held[t] / (double)thirds->draws[t];
    least = share < least ? share : least;
    most = share > most ? share : most;
  }
  return most > least ? most - least : 0;
}

static const char *number_text(eir_i_arena *arena, eir_i_rational value) {
  char text[64];
  const size_t length = eir_i_format_ratio(value.n, value.d, 12, text, sizeof text);
  return eir_i_arena_copy_text(arena, text, length);
}

static void mark(const eir_i_enforcing *e, uint32_t number, bool *counts) {
  if (number != EIR_I_NONE && e->numbers[number].unknown != EIR_I_NONE)
    counts[e->numbers[number].unknown] = true;
}

static void mark_by_party(const assuming *a, eir_i_by_party by, bool *counts) {
  const eir_case *the_case = a->solution->the_case;
  mark(the_case->enforcing, by.all, counts);
  for (size_t i = 0; i < the_case->n_signatories && by.each != NULL; i++)
    mark(the_case->enforcing, by.each[the_case->signatories[i]], counts);
}

/* Marks the unknowns of enforcement that the outcome's slacks are made of. */
static void mark_outcome(const assuming *a, bool *counts) {
  const eir_case *the_case = a->solution->the_case;
  const eir_i_enforcing *all = the_case->enforcing;
  for (size_t i = 0; i < the_case->n_signatories && all != NULL; i++)
    mark(all, all->parties[the_case->signatories[i]].patience, counts);
  for (size_t i = 0; i < the_case->n_issues; i++) {
    const eir_i_enforcement *e = eir_i_enforcement_of(all, i, a->outcome[i]);
    if (e == NULL)
      continue;
    mark(all, e->detection, counts);
    mark(all, e->false_alarm, counts);
    mark_by_party(a, e->lower_by, counts);
    mark_by_party(a, e->temptation, counts);
    mark_by_party(a, e->buffer, counts);
    if (e->guarantee == NULL)
      continue;
    mark(all, e->guarantee->reacts, counts);
    mark(all, e->guarantee->own_cost, counts);
    mark(all, e->guarantee->benefit, counts);
    mark_by_party(a, e->guarantee->cost, counts);
  }
}

/* Can the input move whether it holds? Red lines and stances cannot, nor what options
 * say that the outcome does not take. */
static bool matters(const assuming *a, size_t input, const bool *counts) {
  const eir_case *the_case = a->solution->the_case;
  if (a->inputs.items[input].kind > EIR_I_INPUT_TRIANGULAR)
    return false;
  return input >= the_case->n_unknowns ? counts[input - the_case->n_unknowns]
                                       : the_case->unknowns[input].party != EIR_I_NONE;
}

static bool list_unknowns(assuming *a) {
  eir_holding *holding = a->holding;
  eir_unknown *unknowns =
      eir_i_arena_take_array(&holding->arena, a->inputs.count + 1, sizeof *unknowns);
  bool *counts =
      eir_i_arena_take_array(&holding->arena, a->inputs.count + 1, sizeof *counts);
  if (unknowns == NULL || counts == NULL)
    return false;
  mark_outcome(a, counts);
  size_t n = 0;
  for (size_t i = 0; i < a->joined.n_unknowns; i++) {
    const eir_i_unknown *of = &a->joined.unknowns[i];
    if (!matters(a, i, counts))
      continue;
    const eir_unknown made = {
        .path = of->path,
        .low = number_text(&holding->arena, of->low),
        .high = number_text(&holding->arena, of->high),
        .source = of->notes.source == NULL ? "" : of->notes.source,
        .basis = of->notes.basis == NULL ? "assumption" : of->notes.basis,
        .swing = swing_of(&a->thirds[i])};
    if (made.low == NULL || made.high == NULL)
      return false;
    size_t at = n++; /* largest swing first; the order of the case otherwise */
    for (; at > 0 && unknowns[at - 1].swing < made.swing; at--)
      unknowns[at] = unknowns[at - 1];
    unknowns[at] = made;
  }
  holding->unknowns = unknowns;
  holding->assumed.n_unknowns = n;
  return true;
}

static eir_status sample(assuming *a, uint64_t samples, uint64_t seed,
                         const eir_callbacks *callbacks) {
  eir_hold_assumed *out = &a->holding->assumed;
  eir_status status = prepare(a, seed);
  if (status == EIR_OK)
    status = draw_all(a, samples, callbacks);
  if (status != EIR_OK)
    return status;
  out->samples = a->made;
  out->seed = seed;
  out->holds = share_of(a->held, a->made);
  if (a->held > 0 && out->ever == EIR_UNKNOWN)
    out->ever = EIR_YES;
  if (a->held < a->made && out->always == EIR_UNKNOWN)
    out->always = EIR_NO;
  return list_unknowns(a) ? EIR_OK : EIR_NO_MEMORY;
}

static bool has_ranges(const assuming *a) {
  const eir_case *the_case = a->solution->the_case;
  if (the_case->enforcing != NULL && the_case->enforcing->n_unknowns > 0)
    return true;
  for (size_t i = 0; i < the_case->n_signatories; i++)
    if (signatory(a, i)->position.recipe != NULL)
      return true;
  return false;
}

eir_status eir_i_hold_assumed(eir_holding *holding, const eir_solution *solution,
                              const eir_options *options,
                              const eir_callbacks *callbacks) {
  assuming a = {.holding = holding, .solution = solution, .outcome = holding->outcome};
  if (!has_ranges(&a))
    return EIR_OK;
  eir_i_arena_init(&a.scratch, &holding->memory);
  holding->assumed.given = true;
  find_bounds(&a);
  eir_i_arena_clear(&a.scratch);
  eir_status status =
      sample(&a, (uint64_t)eir_i_setting(options, EIR_I_SETTING_SAMPLES),
             (uint64_t)eir_i_setting(options, EIR_I_SETTING_SEED), callbacks);
  eir_i_arena_free(&a.scratch);
  return status;
}
