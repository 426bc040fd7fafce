/* Tally: consent by quota, by inclusion and exclusion.
 *
 * Let N(S) be the number of outcomes that all of the vetoes and of the set S accept.
 * With q of the others wanted beside the vetoes, an outcome that j of them accept is
 * counted in C(j, k) of the N(S) with k members, and
 *   sum over k >= q of (-1)^(k-q) C(k-1, q-1) C(j, k) = 1 if j >= q, else 0
 * (Feller, An Introduction to Probability Theory, chapter IV). Sums are taken modulo
 * 2^128, which is exact because the deals are at most the sum of N(S) over k = q, and
 * that is checked to fit. */
#include "solve/tally.h"

#include <assert.h>

#include "base/banned.h"

typedef struct gathering {
  const eir_i_tally_question *question;
  eir_i_memory *memory;
  eir_i_effort *effort;
  uint64_t vetoes;
  uint64_t others[EIR_I_MAX_SIGNATORIES]; /* [n_others] their bits */
  size_t n_others, wanted;
  eir_i_u128 total;
  eir_i_u128 least_sets; /* sum of N(S) over sets of just enough members */
  bool unknown;
} gathering;

static gathering new_gathering(const eir_case *the_case) {
  gathering g = {.total = 0};
  size_t n_vetoes = 0;
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    uint64_t bit = UINT64_C(1) << i;
    if (the_case->parties[the_case->signatories[i]].veto) {
      g.vetoes |= bit;
      n_vetoes++;
    } else {
      g.others[g.n_others++] = bit;
    }
  }
  g.wanted = the_case->quota > n_vetoes ? the_case->quota - n_vetoes : 0;
  return g;
}

/* C(n, k), exact below n = 63, where it fits. */
static uint64_t choose(size_t n, size_t k) {
  eir_i_u128 result = 1;
  for (size_t i = 0; i < k; i++)
    result = result * (n - i) / (i + 1);
  return (uint64_t)result;
}

uint64_t eir_i_tally_coalitions(const eir_case *the_case) {
  gathering g = new_gathering(the_case);
  if (g.wanted == 0)
    return 1;
  uint64_t sets = 0;
  for (size_t k = g.wanted; k <= g.n_others; k++) {
    sets += choose(g.n_others, k);
    if (sets > EIR_I_TALLY_MOST_COALITIONS)
      return EIR_I_TALLY_MOST_COALITIONS + 1;
  }
  return sets;
}

/* Leaves the one option of the issue. */
static void keep_option(eir_i_problem *problem, size_t issue, uint32_t option) {
  for (uint32_t o = 0; o < problem->n_options[issue]; o++) {
    if (o != option)
      problem->allowed[issue][o] = 0;
  }
  if (!problem->allowed[issue][option])
    problem->impossible = true;
}

/* N of the vetoes and `members`. */
static eir_status count_set(gathering *g, uint64_t members, eir_i_tally *out) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, g->memory);
  eir_i_problem problem;
  *out = (eir_i_tally){.known = false};
  const eir_i_tally_question *q = g->question;
  eir_status status = eir_i_problem_make(q->the_case, q->consent, g->vetoes | members,
                                         SIZE_MAX, &arena, &problem);
  if (status == EIR_OK && q->issue != SIZE_MAX)
    keep_option(&problem, q->issue, q->option);
  if (status == EIR_OK)
    status = eir_i_meeting_count(&problem, q->cut, g->memory, g->effort, out);
  eir_i_arena_free(&arena);
  return status;
}

static eir_status add_set(gathering *g, uint64_t members, size_t size,
                          eir_i_u128 *out_count) {
  eir_i_tally one;
  *out_count = 0;
  eir_status status = count_set(g, members, &one);
  if (status != EIR_OK || !one.known) {
    g->unknown = true;
    return status;
  }
  *out_count = one.count;
  if (size == g->wanted && EIR_ADD_OVERFLOWS(g->least_sets, one.count, &g->least_sets))
    g->unknown = true;
  eir_i_u128 term = one.count * choose(size - 1, g->wanted - 1);
  if ((size - g->wanted) % 2 == 0)
    g->total += term;
  else
    g->total -= term;
  return EIR_OK;
}

/* Visits every set of at least `wanted` others, depth first: after a set come those
 * with a later member more. What nobody agrees to, no larger set agrees to either. */
static eir_status add_sets(gathering *g) {
  size_t chosen[EIR_I_MAX_SIGNATORIES], size = 0, next = 0;
  uint64_t members = 0;
  for (;;) {
    bool enough_left = next < g->n_others && size + g->n_others - next >= g->wanted;
    if (!enough_left) {
      if (size == 0)
        return EIR_OK;
      next = chosen[--size];
      members &= ~g->others[next++];
      continue;
    }
    members |= g->others[next];
    chosen[size++] = next++;
    eir_i_u128 count = 1;
    eir_status status = EIR_OK;
    if (size >= g->wanted)
      status = add_set(g, members, size, &count);
    if (status != EIR_OK || g->unknown)
      return status;
    if (count == 0)
      next = g->n_others;
  }
}

eir_status eir_i_tally_deals(const eir_i_tally_question *question, eir_i_memory *memory,
                             eir_i_effort *effort, eir_i_tally *out_tally) {
  assert(question->consent == EIR_I_CONSENT_CERTAIN ||
         question->consent == EIR_I_CONSENT_POSSIBLE);
  *out_tally = (eir_i_tally){.known = false};
  gathering g = new_gathering(question->the_case);
  g.question = question;
  g.memory = memory;
  g.effort = effort;
  if (g.wanted == 0)
    return count_set(&g, 0, out_tally);
  if (g.wanted == g.n_others) {
    uint64_t all = 0;
    for (size_t i = 0; i < g.n_others; i++)
      all |= g.others[i];
    return count_set(&g, all, out_tally);
  }
  eir_status status = add_sets(&g);
  if (status == EIR_OK && !g.unknown)
    *out_tally = (eir_i_tally){.known = true, .count = g.total};
  return status;
}
