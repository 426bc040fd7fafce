/* Robust plan: rules into bits, and the order of the search.
 *
 * Issues are taken so that clauses are decided early, and among equal ones where the
 * stakes are high. The order decides how long the search takes, never what it finds. */
#include "explain/robust_plan.h"

#include <assert.h>

#include "explain/judge.h"
#include "solve/clause.h"
#include "solve/issue_set.h"

#include "base/banned.h"

/* A clause before its bit is known. */
typedef struct draft {
  eir_i_plan_clause clause;
  const eir_i_clause *from;
  uint32_t guarantor;     /* binds where `unless` needs it; EIR_I_NONE: everywhere */
  uint32_t unless;        /* an issue */
  const uint32_t *issues; /* [n_issues] those it depends on */
  size_t n_issues;
} draft;

typedef struct maker {
  eir_i_plan *plan;
  const eir_case *the_case;
  eir_i_arena *arena;
  eir_i_array split;  /* of eir_i_clause */
  eir_i_array drafts; /* of draft: clauses over two or more issues */
  eir_i_array single; /* of draft: over one or none */
  eir_i_array bans;
  eir_i_array adds;
  eir_i_issue_set scope;
} maker;

/* ---- drafts ---- */

static bool copy_scope(maker *m, draft *d) {
  uint32_t *issues = eir_i_arena_take_array(m->arena, m->scope.count, sizeof *issues);
  if (issues == NULL)
    return false;
  for (size_t i = 0; i < m->scope.count; i++)
    issues[i] = m->scope.issues[i];
  d->issues = issues;
  d->n_issues = m->scope.count;
  return true;
}

static bool keep_draft(maker *m, draft d, const eir_i_clause *clause) {
  eir_i_clause *copy = eir_i_arena_take(m->arena, sizeof *copy);
  if (copy == NULL)
    return false;
  *copy = *clause;
  d.from = copy;
  eir_i_issue_set_clear(&m->scope);
  for (size_t i = 0; i < clause->n_literals; i++)
    eir_i_issue_set_add_expression(&m->scope, clause->literals[i].expression);
  if (d.guarantor != EIR_I_NONE)
    eir_i_issue_set_add(&m->scope, d.unless);
  return copy_scope(m, &d) &&
         eir_i_array_push(d.n_issues > 1 ? &m->drafts : &m->single, &d);
}

/* Adds the clauses of a literal that must be true. */
static bool add_literal(maker *m, eir_i_literal literal, draft d) {
  m->split.count = 0;
  if (!eir_i_clauses_split(&literal, 1, m->arena, &m->split))
    return false;
  for (size_t i = 0; i < m->split.count; i++) {
    if (!keep_draft(m, d, eir_i_array_at(&m->split, i)))
      return false;
  }
  return true;
}

static bool add_rules(maker *m, const eir_i_rule *rules, size_t n, draft d) {
  for (size_t i = 0; i < n; i++) {
    d.clause.input = rules[i].unknown;
    if (!add_literal(m, (eir_i_literal){rules[i].expression, false}, d))
      return false;
  }
  return true;
}

static draft rule_draft(uint64_t owner) {
  return (draft){.clause = {.owner = owner, .dimension = EIR_I_NONE},
                 .guarantor = EIR_I_NONE};
}

static bool needs(const eir_i_option *option, size_t party) {
  for (size_t i = 0; i < option->n_needs; i++) {
    if (option->needs[i] == party)
      return true;
  }
  return false;
}

/* A guarantor's red lines bind where one of its options is taken. */
static bool add_guarantor(maker *m, uint32_t party) {
  const eir_i_position *position = &m->the_case->parties[party].position;
  draft d = rule_draft(0);
  d.guarantor = party;
  for (uint32_t i = 0; i < m->the_case->n_issues; i++) {
    const eir_i_issue *issue = &m->the_case->issues[i];
    bool any = false;
    for (size_t o = 0; o < issue->n_options; o++)
      any |= needs(&issue->options[o], party);
    d.unless = i;
    if (any && !add_rules(m, position->red_lines, position->n_red_lines, d))
      return false;
  }
  return true;
}

static bool add_all_rules(maker *m) {
  const eir_case *the_case = m->the_case;
  if (!add_rules(m, the_case->constraints, the_case->n_constraints, rule_draft(0)))
    return false;
  for (size_t k = 0; k < the_case->n_signatories; k++) {
    const eir_i_position *position =
        &the_case->parties[the_case->signatories[k]].position;
    draft d = rule_draft(m->plan->all_sign ? 0 : UINT64_C(1) << k);
    if (!add_rules(m, position->red_lines, position->n_red_lines, d))
      return false;
  }
  for (uint32_t p = 0; p < the_case->n_parties; p++) {
    if ((the_case->parties[p].roles & EIR_ROLE_GUARANTOR) != 0 && !add_guarantor(m, p))
      return false;
  }
  return true;
}

/* The clauses of "the condition is false": one, or else it is looked at whole. */
static bool add_interaction(maker *m, uint32_t dimension, uint32_t index) {
  const eir_i_interaction *interaction =
      &m->the_case->parties[m->plan->party[dimension]].position.interactions[index];
  draft d = rule_draft(0);
  d.clause.dimension = dimension;
  d.clause.interaction = index;
  d.clause.input = EIR_I_NONE;
  eir_i_literal *literal = eir_i_arena_take(m->arena, sizeof *literal);
  if (literal == NULL)
    return false;
  *literal = (eir_i_literal){interaction->when, true};
  m->split.count = 0;
  if (!eir_i_clauses_split(literal, 1, m->arena, &m->split))
    return false;
  if (m->split.count == 1)
    return keep_draft(m, d, eir_i_array_at(&m->split, 0));
  return keep_draft(m, d, &(eir_i_clause){literal, 1});
}

static bool add_interactions(maker *m) {
  for (uint32_t d = 0; d < m->plan->n_dimensions; d++) {
    const eir_i_position *position = &m->the_case->parties[m->plan->party[d]].position;
    for (uint32_t i = 0; i < position->n_interactions; i++) {
      if (!add_interaction(m, d, i))
        return false;
    }
  }
  return true;
}

/* ---- what one option tells ---- */

/* The one issue that a literal names, EIR_I_NONE if there are several; *out_none: it
 * names none. */
static uint32_t literal_issue(maker *m, const eir_i_literal *literal, bool *out_none) {
  eir_i_issue_set_clear(&m->scope);
  eir_i_issue_set_add_expression(&m->scope, literal->expression);
  *out_none = m->scope.count == 0;
  return m->scope.count == 1 ? m->scope.issues[0] : EIR_I_NONE;
}

/* Does taking the option make the clause true, whatever else is taken? *io_look: some
 * literal names several issues, so that more must be looked at. */
static bool option_satisfies(maker *m, const draft *d, size_t issue, uint32_t option,
                             bool *io_look) {
  for (size_t i = 0; i < d->from->n_literals; i++) {
    const eir_i_literal *literal = &d->from->literals[i];
    bool none;
    uint32_t named = literal_issue(m, literal, &none);
    if (named == EIR_I_NONE && !none) {
      *io_look = true;
      continue;
    }
    if ((none || named == issue) &&
        eir_i_expression_of_one(literal->expression, option) != literal->negated)
      return true;
  }
  return d->guarantor != EIR_I_NONE && d->unless == issue &&
         !needs(&m->the_case->issues[issue].options[option], d->guarantor);
}

/* A rule over one issue, or over none, which is tried over the first. */
static bool settle_single(maker *m, const draft *d) {
  uint32_t issue = d->n_issues == 1 ? d->issues[0] : 0;
  for (uint32_t o = 0; o < m->the_case->issues[issue].n_options; o++) {
    bool look = false;
    if (option_satisfies(m, d, issue, o, &look))
      continue;
    assert(!look);
    uint32_t cell = eir_i_plan_cell(m->plan, issue, o);
    const eir_i_plan_ban ban = {d->clause.owner, d->clause.input, cell};
    const eir_i_plan_add add = {d->clause.dimension, d->clause.interaction, cell};
    if (!(d->clause.dimension == EIR_I_NONE ? eir_i_array_push(&m->bans, &ban)
                                            : eir_i_array_push(&m->adds, &add)))
      return false;
  }
  return true;
}

static uint64_t bit_of(size_t clause) {
  return UINT64_C(1) << clause % 64;
}

static void settle_draft(maker *m, size_t index, eir_i_plan_clause *clauses) {
  eir_i_plan *plan = m->plan;
  const draft *d = eir_i_array_at(&m->drafts, index);
  size_t word = index / 64;
  bool look = false;
  uint32_t last = 0;
  for (size_t i = 0; i < d->n_issues; i++) {
    uint32_t issue = d->issues[i];
    if (plan->place_of[issue] > last)
      last = plan->place_of[issue];
    for (uint32_t o = 0; o < m->the_case->issues[issue].n_options; o++) {
      size_t cell = eir_i_plan_cell(plan, issue, o);
      if (option_satisfies(m, d, issue, o, &look))
        plan->satisfies[cell * plan->n_words + word] |= bit_of(index);
    }
  }
  clauses[index] = d->clause;
  plan->due[last * plan->n_words + word] |= bit_of(index);
  if (look) {
    clauses[index].whole = d->from;
    plan->whole[word] |= bit_of(index);
  }
  if (d->clause.dimension != EIR_I_NONE)
    plan->bonus[word] |= bit_of(index);
}

/* ---- the order ---- */

/* How far the issue moves the parties that it moves most, in parts of all that they
 * have at stake. */
static double stakes(const eir_i_plan *plan, size_t issue) {
  double sum = 0;
  for (size_t d = 0; d < plan->n_dimensions; d++) {
    const eir_i_position *position = &plan->the_case->parties[plan->party[d]].position;
    const int64_t *scores = position->scores[issue];
    if (scores == NULL)
      continue;
    int64_t low = scores[0], high = scores[0];
    for (size_t o = 1; o < plan->the_case->issues[issue].n_options; o++) {
      low = scores[o] < low ? scores[o] : low;
      high = scores[o] > high ? scores[o] : high;
    }
    sum += ((double)high - (double)low) / (double)plan->yardstick[d];
  }
  return sum;
}

/* Clauses that would be decided, and those that would be under way, if the issue were
 * taken next. */
static void count_clauses(const maker *m, const uint8_t *taken, uint32_t issue,
                          size_t *out_decided, size_t *out_open) {
  *out_decided = *out_open = 0;
  for (size_t c = 0; c < m->drafts.count; c++) {
    const draft *d = eir_i_array_at(&m->drafts, c);
    size_t missing = 0;
    bool names = false;
    for (size_t i = 0; i < d->n_issues; i++) {
      names |= d->issues[i] == issue;
      missing += d->issues[i] != issue && !taken[d->issues[i]];
    }
    *out_decided += names && missing == 0;
    *out_open += names && missing > 0;
  }
}

/* The factors were tried on talks of two parties: without those for clauses, draws in
 * which rules alone rule everything out cost ten times as much. */
static bool choose_order(maker *m) {
  eir_i_plan *plan = m->plan;
  uint8_t *taken = eir_i_arena_take_array(m->arena, plan->n_issues, sizeof *taken);
  if (taken == NULL)
    return false;
  for (uint32_t place = 0; place < plan->n_issues; place++) {
    uint32_t best = EIR_I_NONE;
    double best_worth = 0;
    for (uint32_t i = 0; i < plan->n_issues; i++) {
      if (taken[i])
        continue;
      size_t decided, open;
      count_clauses(m, taken, i, &decided, &open);
      double worth = stakes(plan, i) + 0.5 * (double)decided + 0.1 * (double)open;
      if (best == EIR_I_NONE || worth > best_worth) {
        best = i;
        best_worth = worth;
      }
    }
    taken[best] = 1;
    plan->issue_at[place] = best;
    plan->place_of[best] = place;
    plan->first_cell[place + 1] =
        plan->first_cell[place] + (uint32_t)m->the_case->issues[best].n_options;
  }
  plan->n_cells = plan->first_cell[plan->n_issues];
  return true;
}

/* ---- parties ---- */

static bool make_dimensions(maker *m, const eir_explanation *explanation) {
  const eir_case *the_case = m->the_case;
  eir_i_plan *plan = m->plan;
  size_t most = the_case->n_signatories;
  uint32_t *party = eir_i_arena_take_array(m->arena, most, sizeof *party);
  uint64_t *signatory = eir_i_arena_take_array(m->arena, most, sizeof *signatory);
  int64_t *yardstick = eir_i_arena_take_array(m->arena, most, sizeof *yardstick);
  if (party == NULL || signatory == NULL || yardstick == NULL)
    return false;
  for (size_t k = 0; k < most; k++) {
    const eir_i_party *of = &the_case->parties[the_case->signatories[k]];
    plan->everyone |= UINT64_C(1) << k;
    if (of->veto)
      plan->vetoes |= UINT64_C(1) << k;
    if (!eir_i_party_has_scores(of))
      continue;
    party[plan->n_dimensions] = the_case->signatories[k];
    signatory[plan->n_dimensions] = UINT64_C(1) << k;
    int64_t scale = explanation->solution->scale[k];
    yardstick[plan->n_dimensions++] = scale > 0 ? scale : 1;
  }
  plan->rated = plan->n_dimensions == most;
  plan->all_sign = the_case->quota == most;
  plan->party = party;
  plan->signatory = signatory;
  plan->yardstick = yardstick;
  return true;
}

/* Stances that are refusals, and open ones that may be. */
static bool ban_stances(maker *m) {
  const eir_case *the_case = m->the_case;
  eir_i_plan_ban ban = {.input = EIR_I_NONE};
  for (size_t k = 0; k < the_case->n_signatories; k++) {
    const eir_i_position *position =
        &the_case->parties[the_case->signatories[k]].position;
    ban.owner = m->plan->all_sign ? 0 : UINT64_C(1) << k;
    for (uint32_t i = 0;
         position->kind == EIR_POSITION_STANCE && i < the_case->n_issues; i++) {
      const uint8_t *stances = position->stances[i];
      for (uint32_t o = 0; stances != NULL && o < the_case->issues[i].n_options; o++) {
        ban.cell = eir_i_plan_cell(m->plan, i, o);
        if (stances[o] == EIR_I_STANCE_REFUSES && !eir_i_array_push(&m->bans, &ban))
          return false;
      }
    }
  }
  return true;
}

static size_t signatory_number(const eir_case *the_case, uint32_t party) {
  size_t k = 0;
  while (the_case->signatories[k] != party)
    k++;
  return k;
}

static bool ban_open_stances(maker *m) {
  const eir_i_inputs *inputs = m->plan->inputs;
  for (size_t i = inputs->n_unknowns; i < inputs->count; i++) {
    const eir_i_input *input = &inputs->items[i];
    size_t k = signatory_number(m->the_case, input->party);
    const eir_i_plan_ban ban = {
        .owner = m->plan->all_sign ? 0 : UINT64_C(1) << k,
        .input = (uint32_t)i,
        .cell = eir_i_plan_cell(m->plan, input->issue, input->option)};
    if (!eir_i_array_push(&m->bans, &ban))
      return false;
  }
  return true;
}

/* ---- all of it ---- */

static void *settle(const eir_i_array *array, eir_i_arena *arena) {
  char *items = eir_i_arena_take_raw(arena, array->count, array->item_size);
  const char *from = array->items;
  for (size_t i = 0; items != NULL && i < array->count * array->item_size; i++)
    items[i] = from[i];
  return items;
}

static bool take_arrays(maker *m) {
  eir_i_plan *plan = m->plan;
  size_t n = plan->n_issues;
  plan->issue_at = eir_i_arena_take_array(m->arena, n, sizeof *plan->issue_at);
  plan->place_of = eir_i_arena_take_array(m->arena, n, sizeof *plan->place_of);
  plan->first_cell = eir_i_arena_take_array(m->arena, n + 1, sizeof *plan->first_cell);
  return plan->issue_at != NULL && plan->place_of != NULL && plan->first_cell != NULL &&
         eir_i_issue_set_make(&m->scope, n, m->arena);
}

static bool take_bits(maker *m) {
  eir_i_plan *plan = m->plan;
  plan->n_clauses = m->drafts.count;
  plan->n_words = plan->n_clauses / 64 + 1;
  size_t row = plan->n_words * sizeof(uint64_t);
  plan->satisfies = eir_i_arena_take_array(m->arena, plan->n_cells, row);
  plan->due = eir_i_arena_take_array(m->arena, plan->n_issues, row);
  plan->whole = eir_i_arena_take_array(m->arena, 1, row);
  plan->bonus = eir_i_arena_take_array(m->arena, 1, row);
  return plan->satisfies != NULL && plan->due != NULL && plan->whole != NULL &&
         plan->bonus != NULL;
}

static bool settle_all(maker *m) {
  eir_i_plan *plan = m->plan;
  eir_i_plan_clause *clauses =
      eir_i_arena_take_array(m->arena, m->drafts.count, sizeof *clauses);
  if (clauses == NULL || !take_bits(m))
    return false;
  for (size_t i = 0; i < m->drafts.count; i++)
    settle_draft(m, i, clauses);
  for (size_t i = 0; i < m->single.count; i++) {
    if (!settle_single(m, eir_i_array_at(&m->single, i)))
      return false;
  }
  if (!ban_stances(m) || !ban_open_stances(m))
    return false;
  plan->clauses = clauses;
  plan->bans = settle(&m->bans, m->arena);
  plan->n_bans = m->bans.count;
  plan->adds = settle(&m->adds, m->arena);
  plan->n_adds = m->adds.count;
  return plan->bans != NULL && plan->adds != NULL;
}

eir_status eir_i_plan_make(const eir_explanation *explanation,
                           const eir_i_inputs *inputs, eir_i_arena *arena,
                           eir_i_plan *out_plan) {
  const eir_case *the_case = explanation->the_case;
  *out_plan = (eir_i_plan){
      .the_case = the_case, .inputs = inputs, .n_issues = the_case->n_issues};
  maker m = {.plan = out_plan, .the_case = the_case, .arena = arena};
  eir_i_array_init(&m.split, arena->memory, sizeof(eir_i_clause));
  eir_i_array_init(&m.drafts, arena->memory, sizeof(draft));
  eir_i_array_init(&m.single, arena->memory, sizeof(draft));
  eir_i_array_init(&m.bans, arena->memory, sizeof(eir_i_plan_ban));
  eir_i_array_init(&m.adds, arena->memory, sizeof(eir_i_plan_add));
  bool done = take_arrays(&m) && make_dimensions(&m, explanation) &&
              add_all_rules(&m) && add_interactions(&m) && choose_order(&m) &&
              settle_all(&m);
  eir_i_array_free(&m.split);
  eir_i_array_free(&m.drafts);
  eir_i_array_free(&m.single);
  eir_i_array_free(&m.bans);
  eir_i_array_free(&m.adds);
  return done ? EIR_OK : EIR_NO_MEMORY;
}

/* ---- outcomes ---- */

bool eir_i_plan_look(const eir_i_plan_clause *clause, const uint32_t *options) {
  for (size_t i = 0; i < clause->whole->n_literals; i++) {
    const eir_i_literal *literal = &clause->whole->literals[i];
    if (eir_i_judge_expression(literal->expression, options) != literal->negated)
      return true;
  }
  return false;
}

void eir_i_plan_violated(const eir_i_plan *plan, const uint32_t *options,
                         uint64_t *out_violated) {
  for (size_t w = 0; w < plan->n_words; w++)
    out_violated[w] = 0;
  for (size_t c = 0; c < plan->n_clauses; c++) {
    bool satisfied = false;
    for (size_t i = 0; i < plan->n_issues; i++) {
      size_t cell = eir_i_plan_cell(plan, i, options[i]);
      satisfied |= (plan->satisfies[cell * plan->n_words + c / 64] & bit_of(c)) != 0;
    }
    if (plan->clauses[c].whole != NULL)
      satisfied = satisfied || eir_i_plan_look(&plan->clauses[c], options);
    if (!satisfied)
      out_violated[c / 64] |= bit_of(c);
  }
}
