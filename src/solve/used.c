/* Used: for every option that no known deal takes, a search for one that does.
 *
 * Where there are many deals, a known one often stays a deal when it takes the option,
 * or a walk that is held to the option soon meets one; where the option is out of the
 * question, the walk soon ends. What is left is counted. */
#include "solve/used.h"

#include <assert.h>

#include "solve/walk.h"

#include "base/banned.h"

typedef struct search {
  const eir_i_used_question *question;
  const eir_case *the_case;
  uint64_t counts_left;
  uint8_t *const *used;
  eir_i_memory *memory;
  eir_i_effort *effort;
  eir_i_walk *walk;
  uint32_t *options; /* [n_issues] scratch */
} search;

static void mark(const search *s, const uint32_t *options) {
  for (size_t i = 0; i < s->the_case->n_issues; i++)
    s->used[i][options[i]] = 1;
}

/* Counts the deals with the option. *out_settled stays false if that cannot be done. */
static eir_status count_with(search *s, size_t issue, uint32_t option,
                             bool *out_settled) {
  if (s->counts_left == 0)
    return EIR_OK;
  s->counts_left--;
  eir_i_tally_question question = {.the_case = s->the_case,
                                   .consent = s->question->consent,
                                   .cut = EIR_I_CUT_BALANCED,
                                   .issue = issue,
                                   .option = option};
  eir_i_tally found;
  eir_status status = eir_i_tally_deals(&question, s->memory, s->effort, &found);
  if (status == EIR_OK && found.known) {
    *out_settled = true;
    s->used[issue][option] = found.count > 0;
  }
  return status;
}

/* Tries known deals, evenly chosen, with the option in place of their own. */
static bool try_deals(search *s, size_t issue, uint32_t option, eir_i_effort *brief) {
  const eir_i_used_question *q = s->question;
  size_t n = s->the_case->n_issues;
  assert(n > 0);
  uint64_t tries = q->walk_steps / 2 / n + 1;
  assert(tries > 0);
  size_t stride = tries < q->n_deals ? q->n_deals / (size_t)tries + 1 : 1;
  for (size_t d = 0; d < q->n_deals; d += stride) {
    for (size_t i = 0; i < n; i++)
      s->options[i] = q->deals[d * n + i];
    s->options[issue] = option;
    eir_i_walk_restart_at(s->walk, s->options);
    if (eir_i_walk_next(s->walk, brief))
      return true;
  }
  return false;
}

static eir_status settle(search *s, size_t issue, uint32_t option, bool *out_settled) {
  eir_i_effort brief = {.callbacks = s->effort->callbacks,
                        .max_steps = s->question->walk_steps};
  brief.progress = s->effort->progress;
  *out_settled = false;
  bool met = try_deals(s, issue, option, &brief);
  if (!met) {
    eir_i_walk_restart(s->walk, issue, option);
    met = eir_i_walk_next(s->walk, &brief);
  }
  if (!eir_i_effort_spend(s->effort, brief.steps))
    return EIR_OK;
  if (met)
    mark(s, eir_i_walk_options(s->walk));
  *out_settled = met || brief.end == EIR_END_COMPLETE;
  if (*out_settled)
    return EIR_OK;
  if (brief.end == EIR_END_STOPPED) {
    eir_i_effort_end(s->effort, brief.end);
    return EIR_OK;
  }
  return count_with(s, issue, option, out_settled);
}

static eir_status settle_all(search *s, bool *out_known) {
  *out_known = true;
  for (size_t d = 0; d < s->question->n_deals; d++)
    mark(s, s->question->deals + d * s->the_case->n_issues);
  for (size_t i = 0; i < s->the_case->n_issues; i++) {
    for (uint32_t o = 0; o < s->the_case->issues[i].n_options; o++) {
      if (s->used[i][o])
        continue;
      eir_status status = settle(s, i, o, out_known);
      if (status != EIR_OK || !*out_known)
        return status;
    }
  }
  return EIR_OK;
}

eir_status eir_i_used_find(const eir_i_used_question *question, uint8_t *const *used,
                           eir_i_memory *memory, eir_i_effort *effort,
                           bool *out_known) {
  *out_known = false;
  eir_i_arena arena;
  eir_i_arena_init(&arena, memory);
  search s = {.question = question,
              .the_case = question->the_case,
              .counts_left = question->most_counts,
              .used = used,
              .memory = memory,
              .effort = effort};
  eir_status status =
      eir_i_walk_new(question->the_case, question->consent, NULL, &arena, &s.walk);
  s.options = eir_i_arena_take_array(&arena, s.the_case->n_issues, sizeof *s.options);
  if (s.options == NULL)
    status = EIR_NO_MEMORY;
  if (status == EIR_OK)
    status = settle_all(&s, out_known);
  eir_i_arena_free(&arena);
  return status;
}
