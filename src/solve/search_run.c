/* Search run: deals, which of two is better, and floors. */
#include "solve/search_run.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

eir_i_effort *eir_i_run_effort(eir_i_only_run *r) {
  return &r->solution->effort;
}

bool eir_i_run_goes_on(const eir_i_only_run *r) {
  return r->solution->effort.end == EIR_END_COMPLETE;
}

/* ---- deals ---- */

bool eir_i_run_make_deal(eir_i_only_run *r, eir_i_only_deal *deal) {
  *deal = (eir_i_only_deal){0};
  deal->outcome = eir_i_arena_take_array(&r->arena, r->n_issues, sizeof(uint32_t));
  deal->scores = eir_i_arena_take_array(&r->arena, r->n, sizeof(int64_t));
  return deal->outcome != NULL && deal->scores != NULL;
}

void eir_i_run_set_deal(const eir_i_only_run *r, eir_i_only_deal *deal,
                        const uint32_t *outcome, const int64_t *scores) {
  memcpy(deal->outcome, outcome, r->n_issues * sizeof *outcome);
  for (size_t d = 0; d < r->n; d++)
    deal->scores[d] = scores[d] > r->cap[d] ? r->cap[d] : scores[d];
  deal->any = true;
}

eir_i_stakes eir_i_run_stakes(const eir_i_only_run *r) {
  eir_i_stakes stakes = *r->stakes;
  stakes.ideal = r->concept == EIR_KALAI_SMORODINSKY ? r->ideal : r->reach;
  return stakes;
}

/* Takes the deal as the best if it is better, compared exactly. */
eir_status eir_i_run_offer(eir_i_only_run *r, const uint32_t *outcome,
                           const int64_t *scores) {
  if (!r->best.any) {
    eir_i_run_set_deal(r, &r->best, outcome, scores);
    return EIR_OK;
  }
  eir_i_arena scratch;
  eir_i_arena_init(&scratch, &r->solution->memory);
  eir_i_frontier two = {.count = 2, .n_dimensions = r->n, .n_issues = r->n_issues};
  two.scores = eir_i_arena_take_array(&scratch, 2 * r->n, sizeof(int64_t));
  two.outcomes = eir_i_arena_take_array(&scratch, 2 * r->n_issues, sizeof(uint32_t));
  eir_status status = EIR_NO_MEMORY;
  if (two.scores != NULL && two.outcomes != NULL) {
    eir_i_only_deal second = {true, two.outcomes + r->n_issues, two.scores + r->n};
    memcpy(two.scores, r->best.scores, r->n * sizeof(int64_t));
    memcpy(two.outcomes, r->best.outcome, r->n_issues * sizeof(uint32_t));
    eir_i_run_set_deal(r, &second, outcome, scores);
    eir_i_stakes stakes = eir_i_run_stakes(r);
    eir_i_choice choice;
    status = eir_i_concept_choose(r->concept, &two, &stakes, &scratch, &choice);
    if (status == EIR_OK && choice.entry == 1)
      eir_i_run_set_deal(r, &r->best, outcome, scores);
  }
  eir_i_arena_free(&scratch);
  return status;
}

/* ---- floors and goals ---- */

/* The least that each party must get in this coalition; false when that is out of
 * reach, so that nothing is to be found. */
bool eir_i_run_set_floors(eir_i_only_spot *s) {
  eir_i_only_run *r = s->r;
  const int64_t *reach = s->states.layers[0].potential;
  for (size_t d = 0; d < r->n; d++) {
    int64_t floor = s->problem->floor[d];
    if ((r->gaining >> d & 1) != 0 && floor <= r->stakes->reservation[d])
      floor = r->stakes->reservation[d] + 1;
    r->floor[d] = floor;
    if (floor != INT64_MIN && (floor > reach[d] || floor > r->cap[d]))
      return false;
  }
  return true;
}

bool eir_i_run_all_gain(const eir_i_only_run *r, const int64_t *scores) {
  for (size_t d = 0; d < r->n; d++) {
    bool gains = scores[d] > r->stakes->reservation[d];
    if (gains != ((r->gaining >> d & 1) != 0))
      return false;
  }
  return true;
}

int64_t eir_i_run_whole_of(const eir_i_only_run *r, size_t d) {
  return r->concept == EIR_KALAI_SMORODINSKY ? r->ideal[d] - r->stakes->reservation[d]
                                             : r->stakes->scale[d];
}

/* ---- quests ---- */

/* The scores of an outcome that meets the rules, by a walk through the states. */
static void add_scores(const eir_i_only_spot *s, const uint32_t *outcome,
                       int64_t *scores) {
  const eir_i_problem *problem = s->problem;
  size_t n = problem->n_dimensions;
  uint32_t state = 0;
  memset(scores, 0, n * sizeof *scores);
  for (size_t place = 0; place < problem->n_issues; place++) {
    const eir_i_layer *layer = &s->states.layers[place];
    uint32_t issue = s->states.order.issue_at[place], o = outcome[issue];
    const uint32_t *class_of = s->states.classes.of_option[issue];
    eir_i_transition t = layer->transitions[(size_t)state * layer->n_classes +
                                            (class_of == NULL ? 0 : class_of[o])];
    assert(t.target != EIR_I_STATE_DEAD);
    for (size_t d = 0; d < n; d++) {
      scores[d] += problem->gain[issue][o * n + d];
      if (t.bonus != EIR_I_BONUS_NONE)
        scores[d] += s->states.bonuses[t.bonus * n + d];
    }
    state = t.target;
  }
}

eir_status eir_i_run_quest(eir_i_only_spot *s, size_t most_of, eir_i_quest *io_quest,
                           int64_t *scores) {
  eir_i_only_run *r = s->r;
  eir_i_problem problem = *s->problem;
  problem.floor = r->floor;
  bool known = io_quest->found;
  int64_t score = io_quest->score;
  *io_quest = (eir_i_quest){.problem = &problem,
                            .effort = eir_i_run_effort(r),
                            .memory = s->scratch.memory,
                            .n_threads = r->n_threads,
                            .most_of = most_of,
                            .enough = most_of == SIZE_MAX ? INT64_MAX : r->cap[most_of],
                            .found = known,
                            .score = score};
  io_quest->outcome =
      eir_i_arena_take_array(&s->scratch, r->n_issues, sizeof(uint32_t));
  if (io_quest->outcome == NULL)
    return EIR_NO_MEMORY;
  eir_status status = eir_i_search_floors(io_quest);
  if (status == EIR_OK && io_quest->found && !known && scores != NULL)
    add_scores(s, io_quest->outcome, scores);
  return status;
}
