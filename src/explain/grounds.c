/* Grounds: what the answer rests on, and which assumptions it hangs by.
 *
 * An assumption is withdrawn as if it had never been written: a rule is dropped, a
 * reservation value is not asked for, an interaction adds nothing, and what a party
 * says of one issue counts 0. Each is withdrawn alone, and the question asked again. */
#include <string.h>

#include "case/vary.h"
#include "explain/demands.h"
#include "solve/existence.h"
#include "solve/walk.h"

#include "base/banned.h"

enum {
  BASIS_TEXT = 0,
  BASIS_READING = 1,
  BASIS_ASSUMPTION = 2,
  STEPS_IN_ALL = 200000000 /* for all withdrawals together; what is left is said */
};

typedef struct trial {
  eir_explanation *e;
  eir_i_effort effort; /* of all withdrawals */
  eir_i_array pivots;  /* of eir_pivot */
  eir_i_text text;     /* scratch */
  bool *on;            /* [n_demands] all true */
  bool complete;
} trial;

/* ---- what there is, by basis ---- */

static size_t basis_index(const char *basis) {
  if (basis != NULL && strcmp(basis, "text") == 0)
    return BASIS_TEXT;
  return basis != NULL && strcmp(basis, "reading") == 0 ? BASIS_READING
                                                        : BASIS_ASSUMPTION;
}

static void count_stances(const eir_case *the_case, const eir_i_position *position,
                          uint64_t *count) {
  for (size_t i = 0; i < the_case->n_issues; i++)
    for (size_t o = 0;
         position->stances[i] != NULL && o < the_case->issues[i].n_options; o++)
      *count += position->stances[i][o] != EIR_I_STANCE_MISSING;
}

static void count_position(const eir_case *the_case, const eir_i_position *position,
                           eir_grounds *grounds) {
  for (size_t b = 0; b <= BASIS_ASSUMPTION; b++)
    grounds->numbers[b] += position->n_numbers[b];
  for (size_t i = 0; i < position->n_red_lines; i++)
    grounds->rules[basis_index(position->red_lines[i].notes.basis)]++;
  for (size_t i = 0; i < position->n_interactions; i++)
    grounds->rules[basis_index(position->interactions[i].notes.basis)]++;
  if (position->kind == EIR_POSITION_STANCE)
    count_stances(the_case, position,
                  &grounds->numbers[basis_index(position->notes.basis)]);
}

static void count_grounds(const eir_case *the_case, eir_grounds *grounds) {
  for (size_t i = 0; i < the_case->n_constraints; i++)
    grounds->rules[basis_index(the_case->constraints[i].notes.basis)]++;
  for (size_t p = 0; p < the_case->n_parties; p++)
    count_position(the_case, &the_case->parties[p].position, grounds);
}

/* ---- the question, asked of a case with something withdrawn ---- */

static eir_status is_deal(const eir_explanation *e, const eir_case *varied,
                          eir_i_arena *arena, eir_i_effort *effort,
                          eir_answer *answer) {
  eir_i_walk *walk;
  if (eir_i_walk_new(varied, EIR_I_CONSENT_CERTAIN, NULL, arena, &walk) != EIR_OK)
    return EIR_NO_MEMORY;
  eir_i_walk_restart_at(walk, e->outcome.outcome.options);
  *answer = eir_i_walk_next(walk, effort) ? EIR_YES : EIR_NO;
  if (effort->end != EIR_END_COMPLETE)
    *answer = EIR_UNKNOWN;
  return EIR_OK;
}

static eir_status ask(trial *t, const eir_case *varied, eir_i_arena *arena,
                      eir_answer *answer) {
  if (t->e->has[EIR_EXPLAINED_OUTCOME])
    return is_deal(t->e, varied, arena, &t->effort, answer);
  uint32_t *witness = eir_i_arena_take_array(arena, varied->n_issues, sizeof *witness);
  if (witness == NULL)
    return EIR_NO_MEMORY;
  return eir_i_exists(varied, EIR_I_CONSENT_CERTAIN, &t->effort, t->e->n_threads, arena,
                      answer, witness);
}

static eir_status keep_pivot(trial *t, const char *text, eir_answer becomes) {
  eir_i_arena *arena = &t->e->arena;
  const char *path = t->text.failed
                         ? NULL
                         : eir_i_arena_copy_text(arena, t->text.data, t->text.length);
  const char *copy = eir_i_arena_copy_text(arena, text, strlen(text));
  const eir_pivot pivot = {path, copy, becomes};
  if (path == NULL || copy == NULL || !eir_i_array_push(&t->pivots, &pivot))
    return EIR_NO_MEMORY;
  return EIR_OK;
}

/* Asks the question of `varied`, whose path is in t->text, and frees the arena. */
static eir_status judge(trial *t, const eir_case *varied, const char *text,
                        eir_i_arena *arena) {
  eir_answer answer = EIR_UNKNOWN;
  eir_status status = EIR_OK;
  if (t->effort.end == EIR_END_COMPLETE)
    status = ask(t, varied, arena, &answer);
  if (answer == EIR_UNKNOWN)
    t->complete = false;
  else if (status == EIR_OK && answer != t->e->answer)
    status = keep_pivot(t, text, answer);
  eir_i_text_clear(&t->text);
  eir_i_arena_free(arena);
  return status;
}

/* ---- demands ---- */

static eir_status withdraw_demand(trial *t, size_t demand) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, &t->e->memory);
  const eir_case *varied;
  t->on[demand] = false;
  eir_status status = eir_i_demands_vary(t->e, t->on, &arena, &varied);
  t->on[demand] = true;
  if (status != EIR_OK) {
    eir_i_arena_free(&arena);
    return status;
  }
  eir_i_text_add(&t->text, t->e->demands[demand].id);
  return judge(t, varied, t->e->demands[demand].text, &arena);
}

/* Dropping a demand opens deals and closes none, so there is nothing to ask where the
 * answer is yes. */
static eir_status withdraw_demands(trial *t) {
  const eir_explanation *e = t->e;
  eir_status status = EIR_OK;
  for (size_t i = 0; e->answer == EIR_NO && status == EIR_OK && i < e->n_demands; i++)
    if (basis_index(e->demands[i].basis) == BASIS_ASSUMPTION)
      status = withdraw_demand(t, i);
  return status;
}

/* ---- scores ---- */

static eir_status withdraw_interaction(trial *t, size_t party, size_t index) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, &t->e->memory);
  eir_case *copy = eir_i_vary_copy(t->e->the_case, &arena);
  const eir_i_position *from = &t->e->the_case->parties[party].position;
  eir_i_interaction *kept =
      eir_i_arena_take_array(&arena, from->n_interactions, sizeof *kept);
  if (copy == NULL || kept == NULL) {
    eir_i_arena_free(&arena);
    return EIR_NO_MEMORY;
  }
  memcpy(kept, from->interactions, from->n_interactions * sizeof *kept);
  kept[index].add = 0;
  copy->parties[party].position.interactions = kept;
  eir_i_text_add_format(&t->text, "positions.%s.interactions[%zu]",
                        t->e->the_case->parties[party].id, index + 1);
  return judge(t, copy, from->interactions[index].text, &arena);
}

static eir_status withdraw_issue(trial *t, size_t party, size_t issue) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, &t->e->memory);
  eir_case *copy = eir_i_vary_copy(t->e->the_case, &arena);
  const eir_i_position *from = &t->e->the_case->parties[party].position;
  size_t n = t->e->the_case->n_issues;
  const int64_t **scores = eir_i_arena_take_array(&arena, n, sizeof *scores);
  if (copy == NULL || scores == NULL) {
    eir_i_arena_free(&arena);
    return EIR_NO_MEMORY;
  }
  for (size_t i = 0; i < n; i++)
    scores[i] = i == issue ? NULL : from->scores[i];
  copy->parties[party].position.scores = scores;
  eir_i_text_add_format(&t->text, "positions.%s.%s.%s",
                        t->e->the_case->parties[party].id,
                        from->kind == EIR_POSITION_POINTS ? "points" : "values",
                        t->e->the_case->issues[issue].id);
  return judge(t, copy, "what this issue is worth to the party", &arena);
}

/* Is every number of the position an assumption? Single numbers are not told apart. */
static bool is_assumed(const eir_i_position *position) {
  return position->n_numbers[BASIS_TEXT] == 0 &&
         position->n_numbers[BASIS_READING] == 0 &&
         position->n_numbers[BASIS_ASSUMPTION] > 0;
}

static eir_status withdraw_scores(trial *t, size_t party) {
  const eir_case *the_case = t->e->the_case;
  const eir_i_position *position = &the_case->parties[party].position;
  eir_status status = EIR_OK;
  for (size_t i = 0; status == EIR_OK && i < position->n_interactions; i++)
    if (basis_index(position->interactions[i].notes.basis) == BASIS_ASSUMPTION)
      status = withdraw_interaction(t, party, i);
  for (size_t i = 0; status == EIR_OK && i < the_case->n_issues; i++)
    if (is_assumed(position) && position->scores[i] != NULL)
      status = withdraw_issue(t, party, i);
  return status;
}

static eir_status withdraw_all(trial *t) {
  const eir_case *the_case = t->e->the_case;
  eir_status status = withdraw_demands(t);
  for (size_t p = 0; status == EIR_OK && p < the_case->n_parties; p++)
    if (eir_i_party_has_scores(&the_case->parties[p]) &&
        (the_case->parties[p].roles & EIR_ROLE_SIGNATORY) != 0)
      status = withdraw_scores(t, p);
  return status;
}

eir_status eir_i_explain_grounds(eir_explanation *e) {
  trial t = {.e = e, .complete = true, .effort = e->effort};
  eir_i_array_init(&t.pivots, &e->memory, sizeof(eir_pivot));
  eir_i_text_init(&t.text, &e->memory);
  t.effort.end = EIR_END_COMPLETE;
  if (t.effort.max_steps == 0 || t.effort.max_steps > t.effort.steps + STEPS_IN_ALL)
    t.effort.max_steps = t.effort.steps + STEPS_IN_ALL;
  count_grounds(e->the_case, &e->grounds);
  t.on = eir_i_arena_take_array(&e->arena, e->n_demands, sizeof *t.on);
  eir_status status = t.on == NULL ? EIR_NO_MEMORY : EIR_OK;
  if (status == EIR_OK)
    memset(t.on, true, e->n_demands * sizeof *t.on);
  if (status == EIR_OK && e->answer != EIR_UNKNOWN)
    status = withdraw_all(&t);
  eir_pivot *pivots = eir_i_arena_take_array(&e->arena, t.pivots.count, sizeof *pivots);
  if (pivots == NULL)
    status = EIR_NO_MEMORY;
  else if (t.pivots.count > 0)
    memcpy(pivots, t.pivots.items, t.pivots.count * sizeof *pivots);
  e->pivots = pivots;
  e->grounds.n_pivots = pivots == NULL ? 0 : t.pivots.count;
  e->grounds.complete = t.complete && e->answer != EIR_UNKNOWN;
  e->effort.steps = t.effort.steps;
  eir_i_text_free(&t.text);
  eir_i_array_free(&t.pivots);
  return status;
}
