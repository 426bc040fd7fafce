/* Job: compares the solutions, Adjusted Winner and the printed numbers with the
 * oracle. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"

#include "base/banned.h"

static size_t number_of(const oracle *o, const uint32_t *options) {
  size_t number = 0;
  for (size_t i = 0; i < o->s->n_issues; i++) {
    number = number * o->s->issues[i].n_options + options[i];
  }
  return number;
}

/* ---- numbers as text ---- */

/* Is the text num / den, rounded to 12 decimals? */
static bool text_says(const char *text, int64_t num, int64_t den) {
  mpq_t said, truth;
  mpq_inits(said, truth, NULL);
  mpq_set_si(truth, num, (unsigned long)den);
  mpq_canonicalize(truth);
  sketch_round(truth);
  const bool same = run_parse_number(said, text) && mpq_equal(said, truth) != 0;
  mpq_clears(said, truth, NULL);
  return same;
}

static bool texts_right(const run *r, const oracle *o, eir_deal deal, verdict *v) {
  const size_t number = number_of(o, deal.options);
  for (size_t k = 0; k < o->n_signatories; k++) {
    char text[48];
    const int64_t truth = oracle_scores(o, number)[k];
    eir_solution_utility_text(r->solution, k, deal.scores[k], text, sizeof text);
    if (!text_says(text, truth, o->scale[k])) {
      return fault(v, VERDICT_TEXT, "signatory %zu: utility %s", k, text);
    }
    eir_solution_score_text(r->solution, k, deal.scores[k], text, sizeof text);
    if (!text_says(text, truth, o->unit[k])) {
      return fault(v, VERDICT_TEXT, "signatory %zu: score %s", k, text);
    }
  }
  return true;
}

/* ---- the four solutions ---- */

static bool value_right(const eir_concept_result *result, const oracle_solution *truth,
                        bool sum, const char *name, verdict *v) {
  if (result->has_value != truth->has_value) {
    return fault(v, VERDICT_VALUE, "%s: has_value is %d", name, result->has_value);
  }
  if (!truth->has_value)
    return true;
  mpq_t said;
  mpq_init(said);
  /* a sum of utilities is given as a double alone */
  const bool same = (sum && result->value_exact[0] == '\0') ||
                    (run_parse_number(said, result->value_exact) &&
                     mpq_equal(said, truth->value) != 0);
  mpq_clear(said);
  if (!same) {
    char *expected = mpq_get_str(NULL, 10, truth->value);
    fault(v, VERDICT_VALUE, "%s: value %s, expected %s", name, result->value_exact,
          expected);
    void (*release)(void *, size_t);
    mp_get_memory_functions(NULL, NULL, &release);
    release(expected, strlen(expected) + 1);
    return false;
  }
  const double expected = mpq_get_d(truth->value);
  if (fabs(result->value - expected) > 1e-12 * fabs(expected)) {
    return fault(v, VERDICT_VALUE, "%s: value %.17g, expected %.17g", name,
                 result->value, expected);
  }
  return true;
}

bool compare_solutions(const run *r, const oracle *o, verdict *v) {
  const bool expected = o->has_frontier && o->n_certain > 0;
  for (int c = 0; c < EIR_CONCEPT_COUNT; c++) {
    const char *name = eir_concept_id((eir_concept)c);
    const eir_concept_result result = eir_solution_concept(r->solution, (eir_concept)c);
    const oracle_solution *truth = &o->solutions[c];
    if (result.found != expected) {
      return fault(v, VERDICT_SOLUTION, "%s: found is %d", name, result.found);
    }
    if (!expected)
      continue;
    const size_t number = number_of(o, result.deal.options);
    if (number != truth->outcome || result.ties != truth->ties) {
      return fault(v, VERDICT_SOLUTION,
                   "%s: outcome number %zu with %zu ties, expected %zu with %zu", name,
                   number, result.ties, truth->outcome, truth->ties);
    }
    if (!value_right(&result, truth, c == EIR_UTILITARIAN, name, v))
      return false;
    if (!texts_right(r, o, result.deal, v))
      return false;
  }
  return true;
}

/* ---- Adjusted Winner ---- */

/* Is `said` the rounding of `truth` to 12 decimals? */
static bool rounds_to(const mpq_t said, const mpq_t truth) {
  mpq_t rounded;
  mpq_init(rounded);
  mpq_set(rounded, truth);
  sketch_round(rounded);
  const bool does = mpq_equal(said, rounded) != 0;
  mpq_clear(rounded);
  return does;
}

/* What signatory k gets by the division as told; false if that makes no sense. */
static bool told_score(const oracle *o, const eir_adjusted_winner *said, size_t k,
                       mpq_t out) {
  const size_t p = sketch_signatory(o->s, k);
  mpq_t worth, share;
  mpq_inits(worth, share, NULL);
  mpq_set_ui(out, 0, 1);
  bool sensible = true;
  for (size_t i = 0; i < o->s->n_issues; i++) {
    const int option = sketch_award_option(&o->s->issues[i], p);
    sketch_worth(worth, o->s, p, i, (size_t)option);
    if (said->options[i] == UINT32_MAX) {
      sensible = sensible && i == said->shared &&
                 o->s->issues[i].kind == SKETCH_DIVISIBLE &&
                 run_parse_number(share, said->shares[option]);
      mpq_mul(worth, worth, share);
    } else if (said->options[i] != (uint32_t)option) {
      sensible = sensible && said->options[i] < 2;
      continue;
    }
    mpq_add(out, out, worth);
  }
  mpq_clears(worth, share, NULL);
  return sensible;
}

/* Shares have 12 decimals, so the score they give is off by the item's worth times as
 * much; hence the relative bound. */
static bool roughly(const mpq_t a, const mpq_t b) {
  return fabs(mpq_get_d(a) - mpq_get_d(b)) <= 1e-9 + 1e-11 * fabs(mpq_get_d(b));
}

static bool division_right(const oracle *o, const eir_adjusted_winner *said,
                           const oracle_winner *truth, verdict *v) {
  mpq_t score;
  mpq_init(score);
  bool right = true;
  for (size_t k = 0; k < 2 && right; k++) {
    if (!run_parse_number(score, said->scores[k]) ||
        !rounds_to(score, truth->scores[k])) {
      right = fault(v, VERDICT_WINNER, "signatory %zu has %s, expected %.15g", k,
                    said->scores[k], mpq_get_d(truth->scores[k]));
    } else if (!told_score(o, said, k, score) || !roughly(score, truth->scores[k])) {
      right = fault(v, VERDICT_WINNER, "the division gives signatory %zu %.15g", k,
                    mpq_get_d(score));
    } else if (said->accepted[k] != truth->accepted[k]) {
      right = fault(v, VERDICT_WINNER, "signatory %zu: accepted is %d", k,
                    said->accepted[k]);
    }
  }
  mpq_clear(score);
  return right;
}

bool compare_winner(const run *r, const oracle *o, verdict *v) {
  const eir_adjusted_winner said = eir_solution_adjusted_winner(r->solution);
  oracle_winner *truth = oracle_adjusted_winner(o);
  bool right = true;
  if (truth->kind == ORACLE_WINNER_NONE || truth->kind == ORACLE_WINNER_SPLITS) {
    right = !said.found || fault(v, VERDICT_WINNER, "adjusted winner, where none is");
  } else if (truth->kind == ORACLE_WINNER_FOUND && !said.found && o->n_certain > 0) {
    right = fault(v, VERDICT_WINNER, "no adjusted winner");
  } else if (truth->kind != ORACLE_WINNER_UNSAID && said.found) {
    right = division_right(o, &said, truth, v);
  }
  if (right && truth->kind == ORACLE_WINNER_SPLITS && o->n_certain > 0 &&
      eir_solution_note_count(r->solution) == 0) {
    right = fault(v, VERDICT_WINNER, "no note says why there is no adjusted winner");
  }
  oracle_winner_free(truth);
  return right;
}
