/* Robust bounds: extremes of each party, put together by the rule of consent.
 *
 * That an outcome is signed for every value is a matter of each party alone, as long as
 * all must sign: some party refuses for some values, or none does. That it is signed
 * for some values asks for values that suit all at once: the best for each, unless
 * inputs drawn together stand in the way. Whether there is a deal for every value, or
 * for some, the solver says of two cases that bound all draws from both sides, and of
 * points of the ranges that are bad for everyone. */
#include "explain/robust_bounds.h"

#include <assert.h>

#include "case/vary.h"
#include "explain/judge.h"
#include "explain/robust_ranges.h"
#include "sample/draw.h"
#include "solve/existence.h"

#include "base/banned.h"

/* Of one question to the solver. */
static const uint64_t question_steps = 20000000;

typedef struct bounds {
  eir_explanation *e;
  const eir_case *the_case;
  const eir_i_inputs *inputs;
  eir_i_ranges *ranges; /* [n_parties]; recipe NULL where all is known */
  bool entangled;       /* some inputs are drawn together */
  eir_i_ends ends;
  eir_i_arena arena;   /* of all of it */
  eir_i_arena scratch; /* of one question */
} bounds;

/* ---- rules ---- */

/* May the rule hold; may it not? */
static void chances(const bounds *b, const eir_i_rule *rule, bool *out_may_hold,
                    bool *out_may_fail) {
  *out_may_hold = true;
  *out_may_fail = false;
  if (rule->unknown == EIR_I_NONE)
    return;
  const eir_i_unknown *unknown = &b->the_case->unknowns[rule->unknown];
  *out_may_hold = eir_i_rational_compare(unknown->high, eir_i_rational_whole(0)) > 0;
  *out_may_fail = eir_i_rational_compare(unknown->low, eir_i_rational_whole(1)) < 0;
}

/* With `best`: can all rules be met at once, those that may fail left out? Else: are
 * they met whichever of them hold? */
static bool rules_met(bounds *b, const eir_i_rule *rules, size_t n,
                      const uint32_t *options, bool best) {
  for (size_t i = 0; i < n; i++) {
    bool may_hold, may_fail;
    chances(b, &rules[i], &may_hold, &may_fail);
    if (!may_hold || eir_i_judge_expression(rules[i].expression, options))
      continue;
    if (!best || !may_fail)
      return false;
    /* It must not hold: its number must be high. */
    eir_i_ends_send(&b->ends, b->the_case->unknowns[rules[i].unknown].group, true);
  }
  return true;
}

static bool common_rules_met(bounds *b, const uint32_t *options, bool best) {
  const eir_case *the_case = b->the_case;
  if (!rules_met(b, the_case->constraints, the_case->n_constraints, options, best))
    return false;
  for (size_t p = 0; p < the_case->n_parties; p++) {
    const eir_i_position *position = &the_case->parties[p].position;
    if ((the_case->parties[p].roles & EIR_ROLE_GUARANTOR) != 0 &&
        eir_i_judge_needs(the_case, p, options) &&
        !rules_met(b, position->red_lines, position->n_red_lines, options, best))
      return false;
  }
  return true;
}

/* ---- parties ---- */

static bool stances_met(const bounds *b, const eir_i_position *position,
                        const uint32_t *options, bool best) {
  for (size_t i = 0; i < b->the_case->n_issues; i++) {
    const uint8_t *stances = position->stances[i];
    eir_i_stance stance =
        stances == NULL ? EIR_I_STANCE_MISSING : (eir_i_stance)stances[options[i]];
    if (!eir_i_stance_consents(stance, best))
      return false;
  }
  return true;
}

/* Does the party accept for some values (`best`), or for all? */
static eir_answer accepts(bounds *b, uint32_t party, const uint32_t *options,
                          bool best) {
  const eir_i_party *of = &b->the_case->parties[party];
  const eir_i_position *position = &of->position;
  if (!rules_met(b, position->red_lines, position->n_red_lines, options, best))
    return EIR_NO;
  if (!eir_i_party_has_scores(of))
    return stances_met(b, position, options, best) ? EIR_YES : EIR_NO;
  if (b->ranges[party].recipe != NULL)
    return eir_i_ranges_reach(&b->ranges[party], options, best, &b->ends);
  bool reaches =
      eir_i_judge_score(b->the_case, party, options) >= position->reservation;
  return reaches ? EIR_YES : EIR_NO;
}

/* How many signatories say what, and whether one who must accept does not. */
typedef struct votes {
  size_t yes, no, unknown;
  bool veto_no, veto_unknown;
} votes;

static votes count_votes(bounds *b, const uint32_t *options, bool best) {
  votes v = {0};
  for (size_t k = 0; k < b->the_case->n_signatories; k++) {
    uint32_t party = b->the_case->signatories[k];
    eir_answer answer = accepts(b, party, options, best);
    bool veto = b->the_case->parties[party].veto;
    v.yes += answer == EIR_YES;
    v.no += answer == EIR_NO;
    v.unknown += answer == EIR_UNKNOWN;
    v.veto_no |= veto && answer == EIR_NO;
    v.veto_unknown |= veto && answer == EIR_UNKNOWN;
  }
  return v;
}

static void forget_ends(bounds *b) {
  for (size_t g = 0; g < b->the_case->n_groups; g++)
    b->ends.of_group[g] = 0;
  b->ends.conflict = false;
}

/* ---- outcomes ---- */

/* Refusals that single parties can each make for some values happen at once where
 * nothing ties their inputs; where all must sign, or it is a veto, one is enough. But
 * the extreme of a party whose own inputs are tied need not be reached. */
static eir_answer is_certain(bounds *b, const uint32_t *options) {
  const eir_case *the_case = b->the_case;
  if (!common_rules_met(b, options, false))
    return EIR_NO;
  forget_ends(b);
  votes v = count_votes(b, options, false);
  if (!v.veto_no && !v.veto_unknown && v.yes >= the_case->quota)
    return EIR_YES;
  bool fails = v.veto_no || v.yes + v.unknown < the_case->quota;
  return fails && !b->entangled ? EIR_NO : EIR_UNKNOWN;
}

static eir_answer is_possible(bounds *b, const uint32_t *options) {
  const eir_case *the_case = b->the_case;
  forget_ends(b);
  if (!common_rules_met(b, options, true))
    return EIR_NO;
  votes v = count_votes(b, options, true);
  if (v.veto_no || v.yes + v.unknown < the_case->quota)
    return EIR_NO;
  bool suits = !v.veto_unknown && v.yes >= the_case->quota;
  return suits && !b->ends.conflict ? EIR_YES : EIR_UNKNOWN;
}

/* ---- the whole ---- */

static bool keep_rules(bounds *b, const eir_i_rule **io_rules, size_t *io_n,
                       bool best) {
  eir_i_rule *kept = eir_i_arena_take_raw(&b->scratch, *io_n, sizeof *kept);
  if (kept == NULL)
    return false;
  size_t n = 0;
  for (size_t i = 0; i < *io_n; i++) {
    bool may_hold, may_fail;
    chances(b, &(*io_rules)[i], &may_hold, &may_fail);
    if (!may_hold || (best && may_fail))
      continue;
    kept[n] = (*io_rules)[i];
    kept[n++].unknown = EIR_I_NONE;
  }
  *io_rules = kept;
  *io_n = n;
  return true;
}

/* The case in which every party accepts what it accepts for some values, or only what
 * it accepts for all. *out_case is NULL where numbers are too long for it. */
static eir_status bounding_case(bounds *b, bool best, const eir_case **out_case) {
  eir_case *copy = eir_i_vary_copy(b->the_case, &b->scratch);
  *out_case = NULL;
  if (copy == NULL || !keep_rules(b, &copy->constraints, &copy->n_constraints, best))
    return EIR_NO_MEMORY;
  for (size_t p = 0; p < copy->n_parties; p++) {
    eir_i_position *position = &copy->parties[p].position;
    bool usable = true;
    if (b->ranges[p].recipe != NULL) {
      eir_status status =
          eir_i_ranges_position(&b->ranges[p], best, &b->scratch, position, &usable);
      if (status != EIR_OK || !usable)
        return status;
    }
    if (!keep_rules(b, &position->red_lines, &position->n_red_lines, best))
      return EIR_NO_MEMORY;
  }
  *out_case = copy;
  return EIR_OK;
}

/* Is there a deal in it? out_outcome[n_issues] if so. */
static eir_status ask(bounds *b, const eir_case *varied, bool best,
                      eir_answer *out_answer, uint32_t *out_outcome) {
  eir_i_effort *all = &b->e->effort;
  *out_answer = EIR_UNKNOWN;
  eir_i_effort effort = {.callbacks = all->callbacks, .width = 1};
  effort.max_steps = question_steps;
  if (all->max_steps != 0) {
    uint64_t left = all->max_steps > all->steps ? all->max_steps - all->steps : 1;
    effort.max_steps = left < question_steps ? left : question_steps;
  }
  eir_status status =
      eir_i_exists(varied, best ? EIR_I_CONSENT_POSSIBLE : EIR_I_CONSENT_CERTAIN,
                   &effort, b->e->n_threads, &b->scratch, out_answer, out_outcome);
  all->steps += effort.steps;
  if (effort.end == EIR_END_STOPPED)
    eir_i_effort_end(all, EIR_END_STOPPED);
  return status;
}

static eir_status ask_bounds(bounds *b, bool best, uint32_t *outcome) {
  eir_robust *robust = &b->e->robust;
  const eir_case *varied;
  eir_answer answer = EIR_UNKNOWN;
  eir_status status = bounding_case(b, best, &varied);
  if (status == EIR_OK && varied != NULL)
    status = ask(b, varied, best, &answer, outcome);
  if (status == EIR_OK && best && answer == EIR_NO)
    robust->ever = EIR_NO;
  if (status == EIR_OK && best && answer == EIR_YES)
    robust->ever = is_possible(b, outcome) == EIR_YES ? EIR_YES : EIR_UNKNOWN;
  if (status == EIR_OK && !best && answer == EIR_YES) {
    assert(is_certain(b, outcome) == EIR_YES);
    robust->always = EIR_YES;
  }
  eir_i_arena_clear(&b->scratch);
  return status;
}

/* ---- points that are bad for everyone ---- */

/* The end of an input that is bad: high for reservations, low for values; weights go
 * where the point wants them. */
static void mark_high(const bounds *b, bool weights_high, uint8_t *high) {
  for (size_t p = 0; p < b->the_case->n_parties; p++) {
    const eir_i_recipe *recipe = b->ranges[p].recipe;
    if (recipe == NULL)
      continue;
    if (recipe->reservation != EIR_I_NONE &&
        recipe->numbers[recipe->reservation].unknown != EIR_I_NONE)
      high[recipe->numbers[recipe->reservation].unknown] = 1;
    for (size_t i = 0; recipe->weight != NULL && i < b->the_case->n_issues; i++) {
      uint32_t number = recipe->weight[i];
      if (number != EIR_I_NONE && recipe->numbers[number].unknown != EIR_I_NONE)
        high[recipe->numbers[number].unknown] = weights_high;
    }
  }
}

/* Inputs that are drawn together go to the end of the first of them. */
static void keep_together(const bounds *b, uint8_t *high) {
  const eir_case *the_case = b->the_case;
  for (size_t i = the_case->n_unknowns; i-- > 0;) {
    for (size_t j = 0; j < i; j++) {
      uint32_t group = the_case->unknowns[i].group;
      if (group != EIR_I_NONE && group == the_case->unknowns[j].group) {
        high[i] = high[j];
        break;
      }
    }
  }
}

static void draw_point(const bounds *b, const uint8_t *high, eir_i_drawn *drawn) {
  for (size_t i = 0; i < b->inputs->count; i++) {
    const eir_i_input *input = &b->inputs->items[i];
    bool at_high = high[i] != 0;
    if (input->kind == EIR_I_INPUT_UNIFORM || input->kind == EIR_I_INPUT_TRIANGULAR)
      drawn[i].value = at_high ? input->high : input->low;
    else /* low: it holds, if it may */
      drawn[i].value = at_high ? input->low >= EIR_I_DRAW_UNIT : input->high > 0;
  }
}

/* Is there no deal at a point of the ranges? */
static eir_status try_point(bounds *b, bool weights_high, uint32_t *outcome) {
  uint8_t *high = eir_i_arena_take_array(&b->scratch, b->inputs->count, sizeof *high);
  eir_i_drawn *drawn =
      eir_i_arena_take_array(&b->scratch, b->inputs->count, sizeof *drawn);
  if (high == NULL || drawn == NULL)
    return EIR_NO_MEMORY;
  mark_high(b, weights_high, high);
  keep_together(b, high);
  draw_point(b, high, drawn);
  const eir_case *varied;
  eir_answer answer = EIR_UNKNOWN;
  eir_status status = EIR_OK;
  eir_i_made made = eir_i_draw_case(b->inputs, drawn, &b->scratch, &varied);
  if (made == EIR_I_MADE_NO_MEMORY)
    status = EIR_NO_MEMORY;
  if (made == EIR_I_MADE)
    status = ask(b, varied, false, &answer, outcome);
  if (answer == EIR_NO)
    b->e->robust.always = EIR_NO;
  eir_i_arena_clear(&b->scratch);
  return status;
}

/* Draws are rounded: they prove nothing about a range that has no such value in it. */
static bool draws_stay_inside(const eir_i_inputs *inputs) {
  for (size_t i = 0; i < inputs->n_unknowns; i++) {
    const eir_i_unknown *unknown = &inputs->the_case->unknowns[i];
    const eir_i_input *input = &inputs->items[i];
    const eir_i_rational low = {input->low, input->unit};
    const eir_i_rational high = {input->high, input->unit};
    if (eir_i_rational_compare(low, unknown->low) < 0 ||
        eir_i_rational_compare(high, unknown->high) > 0)
      return false;
  }
  return true;
}

static bool goes_on(const bounds *b) {
  return b->e->effort.end == EIR_END_COMPLETE;
}

static eir_status bound_all(bounds *b) {
  uint32_t *outcome =
      eir_i_arena_take_array(&b->arena, b->the_case->n_issues, sizeof *outcome);
  if (outcome == NULL)
    return EIR_NO_MEMORY;
  eir_robust *robust = &b->e->robust;
  eir_status status = ask_bounds(b, true, outcome);
  if (status == EIR_OK && robust->ever == EIR_NO)
    robust->always = EIR_NO;
  else if (status == EIR_OK && goes_on(b))
    status = ask_bounds(b, false, outcome);
  if (robust->always == EIR_YES)
    robust->ever = EIR_YES;
  bool points = draws_stay_inside(b->inputs);
  for (int i = 0; i < 2 && status == EIR_OK && points; i++) {
    if (robust->always == EIR_UNKNOWN && goes_on(b))
      status = try_point(b, i == 1, outcome);
  }
  return status;
}

/* ---- all of it ---- */

static eir_status make_ranges(bounds *b) {
  const eir_case *the_case = b->the_case;
  b->ranges = eir_i_arena_take_array(&b->arena, the_case->n_parties, sizeof *b->ranges);
  b->ends.of_group =
      eir_i_arena_take_array(&b->arena, the_case->n_groups, sizeof *b->ends.of_group);
  if (b->ranges == NULL || b->ends.of_group == NULL)
    return EIR_NO_MEMORY;
  for (uint32_t p = 0; p < the_case->n_parties; p++) {
    if (the_case->parties[p].position.recipe != NULL &&
        eir_i_ranges_make(the_case, p, &b->arena, &b->ranges[p]) != EIR_OK)
      return EIR_NO_MEMORY;
  }
  return EIR_OK;
}

eir_status eir_i_robust_bounds(eir_explanation *explanation, const eir_i_inputs *inputs,
                               eir_robust_deal *deals, size_t n_deals) {
  bounds b = {.e = explanation,
              .the_case = explanation->the_case,
              .inputs = inputs,
              .entangled = explanation->the_case->n_groups > 0};
  eir_i_arena_init(&b.arena, &explanation->memory);
  eir_i_arena_init(&b.scratch, &explanation->memory);
  eir_status status = make_ranges(&b);
  for (size_t i = 0; i < n_deals && status == EIR_OK; i++) {
    deals[i].certain = is_certain(&b, deals[i].deal.options);
    deals[i].possible = is_possible(&b, deals[i].deal.options);
  }
  if (status == EIR_OK)
    status = bound_all(&b);
  eir_i_arena_free(&b.arena);
  eir_i_arena_free(&b.scratch);
  return status;
}

void eir_i_robust_learn(eir_explanation *explanation, const eir_i_inputs *inputs,
                        eir_robust_deal *deals, size_t n_deals) {
  eir_robust *robust = &explanation->robust;
  if (!draws_stay_inside(inputs))
    return;
  assert(robust->ever != EIR_NO || robust->deal.count == 0);
  assert(robust->always != EIR_YES || robust->deal.count == robust->samples);
  if (robust->deal.count > 0)
    robust->ever = EIR_YES;
  if (robust->deal.count < robust->samples)
    robust->always = EIR_NO;
  for (size_t i = 0; i < n_deals; i++) {
    uint64_t count = deals[i].signed_by_all.count;
    assert(deals[i].possible != EIR_NO || count == 0);
    assert(deals[i].certain != EIR_YES || count == robust->samples);
    if (count > 0)
      deals[i].possible = EIR_YES;
    if (count < robust->samples)
      deals[i].certain = EIR_NO;
  }
}
