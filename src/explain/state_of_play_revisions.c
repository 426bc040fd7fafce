/* State of play, revisions: what changed between two versions of one text, and what
 * that is worth to each party that has scores. Differences of scores are exact; only
 * their decimal text may be rounded. */
#include <assert.h>
#include <string.h>

#include "explain/judge.h"
#include "explain/state_of_play.h"
#include "solve/problem.h"
#include "solve/scale.h"

#include "base/banned.h"

enum { DECIMALS = 12, NUMBER_BYTES = 64 };

/* Two versions that are compared; their outcomes are known. */
typedef struct versions {
  eir_state_of_play *state;
  const eir_case *the_case;
  const uint32_t *from; /* [n_issues] */
  const uint32_t *to;
} versions;

static bool is_complete(const eir_case *the_case, const uint32_t *outcome) {
  for (size_t i = 0; i < the_case->n_issues; i++)
    if (outcome[i] == UINT32_MAX)
      return false;
  return true;
}

/* That an issue was opened, or settled for the first time, is a change too. */
static bool list_changes(const versions *v, eir_revision *out) {
  size_t n = 0;
  for (size_t i = 0; i < v->the_case->n_issues; i++)
    n += v->from[i] != v->to[i];
  eir_revised_issue *issues =
      eir_i_arena_take_array(&v->state->arena, n, sizeof *issues);
  if (issues == NULL)
    return false;
  for (size_t i = 0; i < v->the_case->n_issues; i++)
    if (v->from[i] != v->to[i])
      issues[out->n_issues++] = (eir_revised_issue){i, v->from[i], v->to[i]};
  out->issues = issues;
  return true;
}

/* ---- what it is worth ---- */

/* No overflow: the sum over issues of the largest absolute entry is below 2^62
 * (model.h), so a difference of two scores is below 2^63. */
static int64_t score_change(const versions *v, size_t party, bool complete) {
  if (complete)
    return eir_i_judge_score(v->the_case, party, v->to) -
           eir_i_judge_score(v->the_case, party, v->from);
  const eir_i_position *position = &v->the_case->parties[party].position;
  int64_t change = 0;
  for (size_t i = 0; i < v->the_case->n_issues; i++) {
    const int64_t *scores = position->scores[i];
    if (scores != NULL && v->from[i] != UINT32_MAX && v->to[i] != UINT32_MAX)
      change += scores[v->to[i]] - scores[v->from[i]];
  }
  return change;
}

/* score / divisor in decimal; NULL without memory. */
static const char *ratio_text(const versions *v, int64_t score, int64_t divisor) {
  char text[NUMBER_BYTES];
  assert(divisor > 0);
  size_t length = eir_i_format_ratio(score, divisor, DECIMALS, text, sizeof text);
  return eir_i_arena_copy_text(&v->state->arena, text, length);
}

static bool make_effect(const versions *v, size_t party, bool complete,
                        eir_revision_effect *out) {
  int64_t change = score_change(v, party, complete), scale = 0;
  eir_i_effort effort = eir_i_state_effort(v->state);
  eir_i_memory memory;
  eir_i_memory_init(&memory, &v->state->memory.allocator);
  if (eir_i_scale_find(v->the_case, party, &effort, &memory, &scale) != EIR_OK)
    return false;
  bool known = effort.end == EIR_END_COMPLETE;
  v->state->cut |= !known;
  out->party = party;
  out->score = ratio_text(v, change, v->the_case->parties[party].position.unit);
  out->utility = known ? ratio_text(v, change, scale) : "";
  return out->score != NULL && out->utility != NULL;
}

/* Parties with stances have no measure of it. */
static bool list_effects(const versions *v, eir_revision *out) {
  const eir_case *the_case = v->the_case;
  eir_revision_effect *effects = eir_i_arena_take_array(
      &v->state->arena, the_case->n_signatories, sizeof *effects);
  if (effects == NULL)
    return false;
  for (size_t k = 0; k < the_case->n_signatories; k++) {
    size_t party = the_case->signatories[k];
    if (!eir_i_party_has_scores(&the_case->parties[party]))
      continue;
    if (!make_effect(v, party, out->complete, &effects[out->n_effects++]))
      return false;
  }
  out->effects = effects;
  return true;
}

static bool compare(eir_state_of_play *state, uint32_t from, uint32_t to,
                    eir_revision *out) {
  const versions v = {.state = state,
                      .the_case = state->the_case,
                      .from = state->record->entries[from].outcome,
                      .to = state->record->entries[to].outcome};
  *out = (eir_revision){.from = state->place_of[from], .to = state->place_of[to]};
  if (v.from == NULL || v.to == NULL)
    return true;
  out->known = true;
  out->complete = is_complete(v.the_case, v.from) && is_complete(v.the_case, v.to);
  return list_changes(&v, out) && list_effects(&v, out);
}

bool eir_i_state_make_revisions(eir_state_of_play *state) {
  eir_revision *revisions =
      eir_i_arena_take_array(&state->arena, state->n_entries, sizeof *revisions);
  if (revisions == NULL)
    return false;
  for (size_t k = 0; k < state->n_entries; k++) {
    uint32_t to = state->entry_at[k], from = state->record->entries[to].replaces;
    if (from != EIR_I_NONE &&
        !compare(state, from, to, &revisions[state->n_revisions++]))
      return false;
  }
  state->revisions = revisions;
  return true;
}
