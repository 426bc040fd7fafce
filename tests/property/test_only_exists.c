/* Existence and best scores against brute force, in random cases with every kind of
 * rule and consent: the answers are right, and the witnesses are deals by the checker,
 * which shares no code with the solver. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "random_cases.h"

#include "solve/check_case.h"
#include "solve/existence.h"

#include "base/banned.h"

enum { CASES = 5000, OUTCOMES = 1200, MOST_ISSUES = SKETCH_MAX_ISSUES };

typedef struct seen_answers {
  size_t questions, yes, no, best, none;
} seen_answers;

/* What is true of one question, by looking at every outcome. */
typedef struct truth {
  bool exists;
  bool scored[64];
  int64_t best[64];
} truth;

static bool counts(const eir_case *the_case, eir_i_consent consent,
                   const uint32_t *outcome) {
  switch (consent) {
  case EIR_I_CONSENT_CERTAIN:
  case EIR_I_CONSENT_POSSIBLE:
    return eir_i_check_deal(the_case, outcome, consent == EIR_I_CONSENT_POSSIBLE);
  case EIR_I_CONSENT_IGNORED:
    return eir_i_check_legal(the_case, outcome);
  case EIR_I_CONSENT_FREE:
    return true;
  }
  return false;
}

static const eir_i_position *position_of(const eir_case *the_case, size_t k) {
  return &the_case->parties[the_case->signatories[k]].position;
}

static void find_truth(const eir_case *the_case, eir_i_consent consent, truth *t) {
  uint32_t outcome[MOST_ISSUES] = {0};
  *t = (truth){0};
  for (size_t k = 0; k < the_case->n_signatories; k++) {
    t->scored[k] = eir_i_check_scored(position_of(the_case, k));
    t->best[k] = INT64_MIN;
  }
  do {
    if (!counts(the_case, consent, outcome))
      continue;
    t->exists = true;
    for (size_t k = 0; k < the_case->n_signatories; k++) {
      if (!t->scored[k])
        continue;
      const int64_t score =
          eir_i_check_score(position_of(the_case, k), the_case->n_issues, outcome);
      if (score > t->best[k])
        t->best[k] = score;
    }
  } while (eir_i_check_next(the_case, outcome));
}

static bool existence_right(const eir_case *the_case, eir_i_consent consent,
                            const truth *t, eir_i_arena *arena, verdict *v) {
  uint32_t outcome[MOST_ISSUES] = {0};
  eir_i_effort effort = {0};
  eir_answer answer;
  if (eir_i_exists(the_case, consent, &effort, 1, arena, &answer, outcome) != EIR_OK)
    return fault(v, VERDICT_CALL, "existence: no memory");
  if (answer != (t->exists ? EIR_YES : EIR_NO))
    return fault(v, VERDICT_EXIST, "consent %d: existence is %d, expected %d",
                 (int)consent, (int)answer, t->exists);
  if (answer == EIR_YES && !counts(the_case, consent, outcome))
    return fault(v, VERDICT_EXIST, "consent %d: the witness does not count",
                 (int)consent);
  return true;
}

static bool best_right(const eir_case *the_case, eir_i_consent consent, size_t k,
                       const truth *t, eir_i_arena *arena, verdict *v) {
  uint32_t outcome[MOST_ISSUES] = {0};
  eir_i_effort effort = {0};
  eir_i_best best = {.signatory = k, .outcome = outcome};
  if (eir_i_best_score(the_case, consent, &effort, 1, arena, &best) != EIR_OK)
    return fault(v, VERDICT_CALL, "best score: no memory");
  if (best.answer != (t->exists ? EIR_YES : EIR_NO) || best.found != t->exists)
    return fault(v, VERDICT_EXIST, "consent %d: a best score is %d", (int)consent,
                 (int)best.answer);
  if (!best.found)
    return true;
  if (best.score != t->best[k])
    return fault(v, VERDICT_VALUE, "consent %d: best score %lld, expected %lld",
                 (int)consent, (long long)best.score, (long long)t->best[k]);
  if (!counts(the_case, consent, outcome) ||
      eir_i_check_score(position_of(the_case, k), the_case->n_issues, outcome) !=
          best.score)
    return fault(v, VERDICT_VALUE, "consent %d: the best score's witness is wrong",
                 (int)consent);
  return true;
}

static bool check(const sketch *s, void *user, verdict *v) {
  seen_answers *seen = user;
  run r;
  bool right = run_read(&r, s, v);
  for (int c = 0; right && c <= EIR_I_CONSENT_FREE; c++) {
    const eir_i_consent consent = (eir_i_consent)c;
    eir_i_memory memory;
    eir_i_arena arena;
    truth t;
    eir_i_memory_init(&memory, NULL);
    eir_i_arena_init(&arena, &memory);
    find_truth(r.the_case, consent, &t);
    seen->questions++;
    *(t.exists ? &seen->yes : &seen->no) += 1;
    right = existence_right(r.the_case, consent, &t, &arena, v);
    for (size_t k = 0; right && k < r.the_case->n_signatories; k++) {
      if (!t.scored[k])
        continue;
      *(t.exists ? &seen->best : &seen->none) += 1;
      right = best_right(r.the_case, consent, k, &t, &arena, v);
    }
    if (right && memory.held != 0)
      right = fault(v, VERDICT_CALL, "memory is left in the arena");
    eir_i_arena_free(&arena);
  }
  run_free(&r);
  return right;
}

static void existence_agrees_with_brute_force(void **state) {
  (void)state;
  seen_answers seen = {0};
  random_cases_try(23000000, CASES, OUTCOMES, check, &seen);
  print_message("%zu questions, %zu yes, %zu no; best scores: %zu, none %zu\n",
                seen.questions, seen.yes, seen.no, seen.best, seen.none);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(existence_agrees_with_brute_force),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
