/* Job: which shapes of cases were tried? A generator that quietly stopped making, say,
 * quotas would leave them untested. */
#include <string.h>

#include "compare.h"

#include "base/banned.h"

static void add_party(shapes *t, const sketch *s, size_t p) {
  const sketch_party *party = &s->parties[p];
  const bool scored = sketch_has_scores(party);
  t->interactions += party->n_interactions > 0;
  t->red_lines += party->n_red_lines > 0;
  t->vetoes += party->veto;
  t->stances += party->position == SKETCH_STANCES;
  t->points += party->position == SKETCH_POINTS;
  t->weights += party->position == SKETCH_WEIGHTS;
  t->caps += scored && party->has_cap;
  t->powers += scored && party->power > 1;
  t->scales += scored && party->has_scale;
  t->no_reservation += scored && !party->has_reservation;
  for (size_t i = 0; i < s->n_issues; i++) {
    t->breakpoints +=
        scored && party->entries[i].listed && party->entries[i].breakpoints;
  }
}

static void add_answer(shapes *t, const oracle *o) {
  const sketch *s = o->s;
  size_t n_scored = 0;
  for (size_t k = 0; k < o->n_signatories; k++) {
    n_scored += sketch_has_scores(&s->parties[sketch_signatory(s, k)]);
    t->rounded += o->rounded[k];
    for (size_t n = 0; n < o->n_outcomes; n++) {
      const int64_t score = oracle_scores(o, n)[k];
      t->negative += score < 0;
      t->met_exactly += o->certain[n] && score != 0 && score == o->reservation[k];
    }
  }
  t->all_stances += n_scored == 0;
  t->mixed_stances += n_scored > 0 && n_scored < o->n_signatories;
  t->deals += o->n_certain > 0;
  t->uncertain += o->has_uncertain;
  t->only_possible +=
      o->has_uncertain && !o->has_stances && o->n_certain == 0 && o->n_possible > 0;
  t->no_deals += o->n_possible == 0;
  t->large_frontier += o->frontier_size > 100;
  t->equal_vectors += o->frontier_size > 0 && o->frontier_size < o->n_certain;
  if (o->frontier_size == 0)
    return;
  t->ties += o->solutions[ORACLE_NASH].ties > 1;
  t->no_gain += !o->solutions[ORACLE_NASH].has_value;
}

void shapes_add(shapes *total, const oracle *o) {
  const sketch *s = o->s;
  total->cases++;
  total->constraints += s->n_constraints > 0;
  total->quotas += s->quota != 0 && s->quota < o->n_signatories;
  total->one_party += o->n_signatories == 1;
  total->five_or_more += o->n_signatories >= 5;
  for (size_t p = 0; p < s->n_parties; p++)
    add_party(total, s, p);
  for (size_t i = 0; i < s->n_issues; i++) {
    const sketch_issue *issue = &s->issues[i];
    total->ranges += issue->kind == SKETCH_RANGE;
    total->awards += issue->kind >= SKETCH_DIVISIBLE;
    total->one_option += issue->n_options == 1;
    for (size_t n = 0; n < issue->n_options; n++)
      total->needs += issue->needs[n] != 0;
  }
  add_answer(total, o);
  oracle_winner *winner = oracle_adjusted_winner(o);
  total->winners += winner->kind == ORACLE_WINNER_FOUND;
  total->splits += winner->kind == ORACLE_WINNER_SPLITS;
  oracle_winner_free(winner);
}

const char *shapes_missing(const shapes *t) {
  const struct {
    const char *name;
    size_t count;
  } all[] = {{"deals", t->deals},
             {"no deals", t->no_deals},
             {"ties", t->ties},
             {"interactions", t->interactions},
             {"red lines", t->red_lines},
             {"constraints", t->constraints},
             {"rules that may not hold", t->uncertain},
             {"deals only without such rules", t->only_possible},
             {"quotas", t->quotas},
             {"vetoes", t->vetoes},
             {"needs", t->needs},
             {"stances", t->stances},
             {"stances alone", t->all_stances},
             {"stances and scores", t->mixed_stances},
             {"ranges", t->ranges},
             {"breakpoints", t->breakpoints},
             {"awards", t->awards},
             {"caps", t->caps},
             {"powers", t->powers},
             {"scales", t->scales},
             {"no reservation", t->no_reservation},
             {"points", t->points},
             {"weights", t->weights},
             {"rounded scores", t->rounded},
             {"negative scores", t->negative},
             {"issues of one option", t->one_option},
             {"one signatory", t->one_party},
             {"five signatories or more", t->five_or_more},
             {"equal or dominated deals", t->equal_vectors},
             {"adjusted winner", t->winners},
             {"indivisible items that would be split", t->splits},
             {"reservations met exactly", t->met_exactly},
             {"large frontiers", t->large_frontier},
             {"deals without gain", t->no_gain}};
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
    if (all[i].count == 0)
      return all[i].name;
  }
  return NULL;
}
