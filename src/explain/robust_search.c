/* Robust search: depth first, with bounds, over the options of each issue.
 *
 * A branch is left when a party cannot reach what it needs with the best of the rest.
 * What it needs is its reservation, and, once a deal is known, a score at which its
 * surplus is above the least surplus of that deal. All of it is in integers. The best
 * of the rest of one party is rarely that of another: so there is one more bound, a
 * weighted sum of the scores that must reach the weighted sum of the needs (Geoffrion
 * 1974, "Lagrangean relaxation for integer programming"). Any weights are right; good
 * ones leave most branches at once. */
#include "explain/robust_search.h"

#include <assert.h>
#include <math.h>

#include "base/banned.h"

#define PICO INT64_C(1000000000000)

enum { POLL_STEPS = 1 << 12, HALVINGS = 12, ROUNDS = 24 };

/* ---- weights ---- */

static void set_utilities(eir_i_hand *h) {
  size_t n = h->plan->n_dimensions;
  for (size_t c = 0; c < h->plan->n_cells; c++) {
    for (size_t d = 0; d < n; d++)
      h->utility[c * n + d] = (double)h->gain[c * (n + 1) + d] / (double)h->scale[d];
  }
}

/* The surplus of each party if every issue takes the option of the largest weighted
 * utility. */
static void find_surpluses(eir_i_hand *h) {
  const eir_i_plan *plan = h->plan;
  size_t n = plan->n_dimensions;
  for (size_t d = 0; d < n; d++)
    h->surplus[d] = -(double)h->reservation[d] / (double)h->scale[d];
  for (size_t place = 0; place < plan->n_issues; place++) {
    const double *best = NULL;
    double most = 0;
    for (size_t c = plan->first_cell[place]; c < plan->first_cell[place + 1]; c++) {
      if (h->banned[c])
        continue;
      const double *utility = h->utility + c * n;
      double sum = 0;
      for (size_t d = 0; d < n; d++)
        sum += h->weight[d] * utility[d];
      if (best == NULL || sum > most) {
        best = utility;
        most = sum;
      }
    }
    for (size_t d = 0; d < n && best != NULL; d++)
      h->surplus[d] += best[d];
  }
}

/* Two parties: the weight at which neither gains more than the other, by halving. */
static void weigh_two(eir_i_hand *h) {
  double low = 0, high = 1;
  for (int i = 0; i < HALVINGS; i++) {
    h->weight[0] = (low + high) / 2;
    h->weight[1] = 1 - h->weight[0];
    find_surpluses(h);
    if (h->surplus[0] > h->surplus[1])
      high = h->weight[0];
    else
      low = h->weight[0];
  }
}

/* More parties: subgradient steps towards those that gain least. */
static void weigh_many(eir_i_hand *h) {
  size_t n = h->plan->n_dimensions;
  for (size_t d = 0; d < n; d++)
    h->weight[d] = 1 / (double)n;
  for (int round = 0; round < ROUNDS; round++) {
    find_surpluses(h);
    double mean = 0, spread = 0, sum = 0;
    for (size_t d = 0; d < n; d++)
      mean += h->surplus[d] / (double)n;
    for (size_t d = 0; d < n; d++)
      spread += (h->surplus[d] - mean) * (h->surplus[d] - mean);
    if (!(spread > 0))
      return;
    double step = 0.5 / ((1 + (double)round / 2) * sqrt(spread));
    for (size_t d = 0; d < n; d++) {
      h->weight[d] -= step * (h->surplus[d] - mean);
      if (h->weight[d] < 0)
        h->weight[d] = 0;
      sum += h->weight[d];
    }
    for (size_t d = 0; d < n; d++)
      h->weight[d] = sum > 0 ? h->weight[d] / sum : 1 / (double)n;
  }
}

/* The largest sum of scores, in absolute value, that a party can have: below 2^62, as
 * the model warrants. */
static double most_at_stake(const eir_i_hand *h, size_t d) {
  const eir_i_plan *plan = h->plan;
  size_t n = plan->n_dimensions;
  double sum = 1;
  for (size_t place = 0; place < plan->n_issues; place++) {
    double most = 0;
    for (size_t c = plan->first_cell[place]; c < plan->first_cell[place + 1]; c++) {
      double gain = (double)h->gain[c * (n + 1) + d];
      gain = gain < 0 ? -gain : gain;
      most = gain > most ? gain : most;
    }
    sum += most;
  }
  for (size_t c = 0; c < plan->n_clauses; c++) {
    if (plan->clauses[c].dimension == d)
      sum += h->add[c] < 0 ? -(double)h->add[c] : (double)h->add[c];
  }
  return sum;
}

/* Whole multipliers of the scores, in proportion to the weights, such that weighted
 * sums stay below 2^61. */
static void set_multipliers(eir_i_hand *h) {
  size_t n = h->plan->n_dimensions;
  double sum = 0;
  for (size_t d = 0; d < n; d++) {
    h->surplus[d] = h->weight[d] / (double)h->scale[d]; /* reused: a rate */
    sum += h->surplus[d] * most_at_stake(h, d);
  }
  for (size_t d = 0; d < n; d++) {
    double multiplier = sum > 0 ? h->surplus[d] * (0x1p60 / sum) : 0;
    h->multiplier[d] = multiplier < 0x1p60 ? (int64_t)multiplier : 0;
  }
}

/* ---- tables ---- */

static void set_weighted(eir_i_hand *h) {
  size_t n = h->plan->n_dimensions;
  for (size_t c = 0; c < h->plan->n_cells; c++) {
    int64_t *gain = h->gain + c * (n + 1);
    gain[n] = 0;
    for (size_t d = 0; d < n; d++)
      gain[n] += h->multiplier[d] * gain[d];
  }
}

/* The cells of each place that are not banned, by weighted gain. */
static bool sort_cells(eir_i_hand *h) {
  const eir_i_plan *plan = h->plan;
  size_t n = plan->n_dimensions;
  for (size_t place = 0; place < plan->n_issues; place++) {
    uint32_t *sorted = h->sorted + plan->first_cell[place];
    uint32_t count = 0;
    for (uint32_t c = plan->first_cell[place]; c < plan->first_cell[place + 1]; c++) {
      if (h->banned[c])
        continue;
      int64_t weighted = h->gain[c * (n + 1) + n];
      uint32_t at = count++;
      for (; at > 0 && h->gain[sorted[at - 1] * (n + 1) + n] < weighted; at--)
        sorted[at] = sorted[at - 1];
      sorted[at] = c;
    }
    h->n_sorted[place] = count;
    if (count == 0)
      return false;
  }
  return true;
}

/* What interactions decided at a place can add at most. */
static void add_bonuses(const eir_i_hand *h, size_t place, int64_t *row) {
  const eir_i_plan *plan = h->plan;
  for (size_t w = 0; w < plan->n_words; w++) {
    uint64_t due = plan->due[place * plan->n_words + w] & plan->bonus[w];
    for (; due != 0; due &= due - 1) {
      size_t c = w * 64 + (size_t)eir_i_bits64(due & (0 - due)) - 1;
      uint32_t d = plan->clauses[c].dimension;
      if (h->add[c] <= 0)
        continue;
      row[d] += h->add[c];
      row[plan->n_dimensions] += h->multiplier[d] * h->add[c];
    }
  }
}

/* From the last place back: the most that the rest can add. */
static void set_rest(eir_i_hand *h) {
  const eir_i_plan *plan = h->plan;
  size_t width = plan->n_dimensions + 1;
  for (size_t d = 0; d < width; d++)
    h->rest[plan->n_issues * width + d] = 0;
  for (size_t place = plan->n_issues; place-- > 0;) {
    int64_t *rest = h->rest + place * width, *slack = h->slack + place * width;
    const uint32_t *sorted = h->sorted + plan->first_cell[place];
    for (size_t d = 0; d < width; d++)
      slack[d] = rest[width + d];
    add_bonuses(h, place, slack);
    for (size_t d = 0; d < width; d++) {
      int64_t most = h->gain[sorted[0] * width + d];
      for (size_t i = 1; i < h->n_sorted[place]; i++) {
        int64_t gain = h->gain[sorted[i] * width + d];
        most = gain > most ? gain : most;
      }
      rest[d] = most + slack[d];
    }
  }
}

/* ---- needs ---- */

static int64_t clamp(eir_i_i128 value) {
  if (value < INT64_MIN)
    return INT64_MIN;
  return value > INT64_MAX ? INT64_MAX : (int64_t)value;
}

/* The least score at which the party's surplus is above `surplus`. */
static int64_t score_above(const eir_i_hand *h, size_t d, int64_t surplus) {
  eir_i_i128 product = ((eir_i_i128)surplus + 1) * h->scale[d];
  eir_i_i128 above = product / PICO;
  if (product % PICO > 0)
    above++;
  int64_t score = clamp(above + h->reservation[d]);
  return score > h->cap[d] ? INT64_MAX : score;
}

/* Those who must sign need their floor; a better deal needs more of everyone. */
static void set_needs(eir_i_hand *h, const eir_i_best_deal *best) {
  const eir_i_plan *plan = h->plan;
  size_t n = plan->n_dimensions;
  eir_i_i128 weighted = 0;
  bool any = false;
  for (size_t d = 0; d < n; d++) {
    bool must = plan->all_sign || (plan->vetoes & plan->signatory[d]) != 0;
    int64_t need = must ? h->floor[d] : INT64_MIN;
    if (best->found) {
      int64_t above = score_above(h, d, best->surplus);
      need = above > need ? above : need;
    }
    h->need[d] = need;
    any |= need == INT64_MIN && h->multiplier[d] > 0;
    weighted += (eir_i_i128)h->multiplier[d] * need;
  }
  h->need[n] = any ? INT64_MIN : clamp(weighted);
}

/* ---- the search ---- */

typedef struct search {
  eir_i_hand *h;
  eir_i_best_deal *best;
  bool ended;
} search;

static bool poll(search *s) {
  eir_i_best_deal *best = s->best;
  best->steps++;
  bool beyond = best->max_steps != 0 && best->steps > best->max_steps;
  bool asks = best->steps % POLL_STEPS == 0 && best->goes_on != NULL;
  s->ended = beyond || (asks && !best->goes_on(best->user));
  return !s->ended;
}

static bool look(const search *s, size_t place, size_t clause) {
  const eir_i_plan *plan = s->h->plan;
  for (size_t p = 0; p <= place; p++) {
    const uint32_t *sorted = s->h->sorted + plan->first_cell[p];
    uint32_t cell = sorted[s->h->next[p] - 1];
    s->h->options[plan->issue_at[p]] = cell - plan->first_cell[p];
  }
  return eir_i_plan_look(&plan->clauses[clause], s->h->options);
}

/* Clauses that are decided at the place and not met: rules end the branch or drive a
 * signatory away, interactions add. */
static bool settle_clauses(const search *s, size_t place, const uint64_t *met,
                           int64_t *score, uint64_t *io_alive) {
  const eir_i_hand *h = s->h;
  const eir_i_plan *plan = h->plan;
  for (size_t w = 0; w < plan->n_words; w++) {
    uint64_t broken = plan->due[place * plan->n_words + w] & h->active[w] & ~met[w];
    for (; broken != 0; broken &= broken - 1) {
      size_t c = w * 64 + (size_t)eir_i_bits64(broken & (0 - broken)) - 1;
      const eir_i_plan_clause *clause = &plan->clauses[c];
      if (clause->whole != NULL && look(s, place, c))
        continue;
      if (clause->dimension != EIR_I_NONE) {
        score[clause->dimension] += h->add[c];
        score[plan->n_dimensions] += h->multiplier[clause->dimension] * h->add[c];
      } else if (clause->owner == 0) {
        return false;
      } else {
        *io_alive &= ~clause->owner;
      }
    }
  }
  return true;
}

static size_t count_bits(uint64_t bits) {
  size_t count = 0;
  for (; bits != 0; bits &= bits - 1)
    count++;
  return count;
}

/* Can enough signatories still accept? */
static bool enough_alive(const search *s, size_t place, const int64_t *score,
                         uint64_t *io_alive) {
  const eir_i_hand *h = s->h;
  const eir_i_plan *plan = h->plan;
  if (plan->all_sign)
    return true; /* refusals end a branch at once */
  const int64_t *rest = h->rest + (place + 1) * (plan->n_dimensions + 1);
  for (size_t d = 0; d < plan->n_dimensions; d++) {
    if (h->floor[d] == INT64_MAX || score[d] + rest[d] < h->floor[d])
      *io_alive &= ~plan->signatory[d];
  }
  return (plan->vetoes & ~*io_alive) == 0 &&
         count_bits(*io_alive) >= plan->the_case->quota;
}

/* Takes a cell at a place. False if nothing beyond it is a better deal; *out_last: nor
 * beyond any cell that comes after it there. */
static bool take(search *s, size_t place, uint32_t cell, bool *out_last) {
  eir_i_hand *h = s->h;
  const eir_i_plan *plan = h->plan;
  size_t n = plan->n_dimensions, words = plan->n_words;
  const int64_t *gain = h->gain + cell * (n + 1);
  const int64_t *before = h->score + place * (n + 1);
  const int64_t *slack = h->slack + place * (n + 1);
  int64_t *after = h->score + (place + 1) * (n + 1);
  after[n] = before[n] + gain[n];
  *out_last = after[n] + slack[n] < h->need[n];
  if (*out_last)
    return false;
  for (size_t d = 0; d < n; d++) {
    after[d] = before[d] + gain[d];
    if (after[d] + slack[d] < h->need[d])
      return false;
  }
  const uint64_t *satisfies = plan->satisfies + cell * words;
  uint64_t *met = h->met + (place + 1) * words;
  for (size_t w = 0; w < words; w++)
    met[w] = h->met[place * words + w] | satisfies[w];
  h->alive[place + 1] = h->alive[place] & ~h->refused[cell];
  return settle_clauses(s, place, met, after, &h->alive[place + 1]) &&
         enough_alive(s, place, after, &h->alive[place + 1]);
}

/* A leaf: a deal, and a better one if everyone has what it needs. */
static void keep(search *s) {
  eir_i_hand *h = s->h;
  size_t n = h->plan->n_dimensions;
  const int64_t *score = h->score + h->plan->n_issues * (n + 1);
  for (size_t d = 0; d < n; d++) {
    if (score[d] < h->need[d])
      return;
  }
  int64_t surplus = h->plan->rated ? eir_i_hand_surplus(h, score) : 0;
  assert(!s->best->found || surplus > s->best->surplus);
  s->best->found = true;
  s->best->surplus = surplus;
  set_needs(h, s->best);
}

static bool is_enough(const search *s) {
  return s->best->found && (s->best->any || !s->h->plan->rated);
}

static void run(search *s) {
  eir_i_hand *h = s->h;
  const eir_i_plan *plan = h->plan;
  size_t place = 0;
  h->next[0] = 0;
  for (;;) {
    if (h->next[place] == h->n_sorted[place]) {
      if (place == 0)
        return;
      place--;
      continue;
    }
    uint32_t cell = h->sorted[plan->first_cell[place] + h->next[place]++];
    bool last;
    if (!poll(s))
      return;
    if (!take(s, place, cell, &last)) {
      if (last)
        h->next[place] = h->n_sorted[place];
    } else if (place + 1 < plan->n_issues) {
      h->next[++place] = 0;
    } else {
      keep(s);
      if (is_enough(s))
        return;
    }
  }
}

static void prepare(eir_i_hand *h) {
  size_t n = h->plan->n_dimensions;
  h->weight[0] = 1;
  if (n > 1) {
    set_utilities(h);
    n == 2 ? weigh_two(h) : weigh_many(h);
  }
  set_multipliers(h);
  set_weighted(h);
}

bool eir_i_hand_best(eir_i_hand *hand, eir_i_best_deal *io_best) {
  const eir_i_plan *plan = hand->plan;
  search s = {.h = hand, .best = io_best};
  if (is_enough(&s))
    return true;
  prepare(hand);
  if (!sort_cells(hand))
    return true; /* an issue has no option left */
  set_rest(hand);
  set_needs(hand, io_best);
  size_t n = plan->n_dimensions;
  for (size_t d = 0; d < n; d++) {
    if (hand->need[d] == INT64_MAX)
      return true;
  }
  for (size_t d = 0; d <= n; d++)
    hand->score[d] = 0;
  for (size_t w = 0; w < plan->n_words; w++)
    hand->met[w] = 0;
  hand->alive[0] = plan->everyone;
  run(&s);
  return !s.ended;
}
