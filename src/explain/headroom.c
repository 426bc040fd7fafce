/* Headroom: a signatory without whom there is a deal can ask for anything. If there is
 * none, every deal has its consent, and the one that gives it the most is the last to
 * remain as its reservation rises. */
#include "explain/headroom.h"

#include <assert.h>

#include "case/vary.h"
#include "explain/judge.h"
#include "solve/existence.h"
#include "solve/problem.h"

#include "base/banned.h"

enum { MOST_WITNESSES = 1000 };

typedef struct seeker {
  const eir_explanation *explanation;
  const eir_case *the_case;
  size_t k;
  eir_i_effort *effort;
  eir_i_headroom *out;
} seeker;

/* Does some deal of the frontier have signatures enough without signatory k, who has no
 * veto? A look at the first ones spares most searches. */
static bool has_witness(const seeker *s) {
  const eir_solution *solution = s->explanation->solution;
  const eir_i_frontier *deals = &solution->deals;
  for (size_t e = 0; solution->has_deals && e < deals->count; e++) {
    if (e == MOST_WITNESSES)
      break;
    const uint32_t *options = deals->outcomes + e * deals->n_issues;
    size_t signatures = 0;
    for (size_t i = 0; i < s->the_case->n_signatories; i++)
      signatures +=
          i != s->k &&
          eir_i_judge_accepts(s->the_case, s->the_case->signatories[i], options, false);
    if (signatures >= s->the_case->quota)
      return true;
  }
  return false;
}

/* Is there a deal though signatory k does not sign? */
static eir_status exists_without(seeker *s, eir_i_arena *arena,
                                 eir_answer *out_answer) {
  size_t n = s->the_case->n_signatories;
  eir_case *fewer = eir_i_vary_copy(s->the_case, arena);
  uint32_t *others = eir_i_arena_take_array(arena, n, sizeof *others);
  uint32_t *outcome =
      eir_i_arena_take_array(arena, s->the_case->n_issues, sizeof *outcome);
  if (fewer == NULL || others == NULL || outcome == NULL)
    return EIR_NO_MEMORY;
  for (size_t i = 0, at = 0; i < n; i++) {
    if (i != s->k)
      others[at++] = s->the_case->signatories[i];
  }
  fewer->signatories = others;
  fewer->n_signatories = n - 1;
  assert(fewer->quota <= n - 1);
  return eir_i_exists(fewer, EIR_I_CONSENT_CERTAIN, s->effort,
                      s->explanation->n_threads, arena, out_answer, outcome);
}

/* The most that a deal gives signatory k. That its reservation stands changes nothing:
 * there is a deal that reaches it. */
static eir_status find_most(seeker *s, eir_i_arena *arena) {
  const eir_solution *solution = s->explanation->solution;
  if (solution->has_deals && solution->ideal != NULL && solution->cover.epsilon == 0) {
    *s->out = (eir_i_headroom){.known = true, .most = solution->ideal[s->k]};
    return EIR_OK;
  }
  eir_i_best best = {.signatory = s->k};
  best.outcome =
      eir_i_arena_take_array(arena, s->the_case->n_issues, sizeof *best.outcome);
  if (best.outcome == NULL)
    return EIR_NO_MEMORY;
  eir_status status = eir_i_best_score(s->the_case, EIR_I_CONSENT_CERTAIN, s->effort,
                                       s->explanation->n_threads, arena, &best);
  if (status == EIR_OK && best.answer == EIR_YES)
    *s->out = (eir_i_headroom){.known = true, .most = best.score};
  return status;
}

static eir_status search(seeker *s, bool needed, eir_i_arena *arena) {
  eir_answer without = needed ? EIR_NO : EIR_UNKNOWN;
  eir_status status = EIR_OK;
  if (!needed && has_witness(s))
    without = EIR_YES;
  else if (!needed)
    status = exists_without(s, arena, &without);
  if (status == EIR_OK && without == EIR_NO)
    return find_most(s, arena);
  if (status == EIR_OK && without == EIR_YES)
    *s->out = (eir_i_headroom){.known = true, .unlimited = true};
  return status;
}

eir_status eir_i_headroom_search(const eir_explanation *explanation, size_t k,
                                 eir_i_effort *effort, eir_i_headroom *out_headroom) {
  const eir_case *the_case = explanation->the_case;
  const eir_i_party *party = &the_case->parties[the_case->signatories[k]];
  assert(eir_i_party_has_scores(party));
  *out_headroom = (eir_i_headroom){.known = false};
  seeker s = {.explanation = explanation,
              .the_case = the_case,
              .k = k,
              .effort = effort,
              .out = out_headroom};
  bool needed = party->veto || the_case->quota == the_case->n_signatories;
  eir_i_arena arena;
  eir_i_arena_init(&arena, explanation->arena.memory);
  eir_status status = search(&s, needed, &arena);
  eir_i_arena_free(&arena);
  return status;
}
