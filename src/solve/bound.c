/* Bound: integer weights, exact totals, and the problem with totals as dimensions. */
#include "solve/bound.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "solve/wide.h"

#include "base/banned.h"

/* A total of scores stays below 2^59, as far from overflow as the scores themselves. */
enum { WEIGHT_BITS = 60, TOTAL_BITS = 59 };

/* ---- weights ---- */

static eir_i_i128 size_of(int64_t value) {
  return value < 0 ? -(eir_i_i128)value : (eir_i_i128)value;
}

eir_i_i128 eir_i_bound_magnitude(const eir_i_problem *problem, size_t dimension) {
  size_t n = problem->n_dimensions;
  eir_i_i128 sum = 0;
  for (size_t i = 0; i < problem->n_issues; i++) {
    eir_i_i128 most = 0;
    for (uint32_t o = 0; o < problem->n_options[i]; o++) {
      eir_i_i128 size = size_of(problem->gain[i][o * n + dimension]);
      if (size > most)
        most = size;
    }
    sum += most;
  }
  for (size_t b = 0; b < problem->n_bonuses; b++) {
    if (problem->bonuses[b].dimension == dimension)
      sum += size_of(problem->bonuses[b].add);
  }
  return sum;
}

bool eir_i_bound_weights(const eir_i_problem *problem, const double *multipliers,
                         eir_i_arena *arena, uint64_t **out_weight) {
  size_t n = problem->n_dimensions;
  double most = 0, total = 0;
  *out_weight = NULL;
  for (size_t d = 0; d < n; d++) {
    double size = (double)eir_i_bound_magnitude(problem, d) + 1;
    if (multipliers[d] > most)
      most = multipliers[d];
    total += multipliers[d] * size;
  }
  if (!(most > 0) || !isfinite(total))
    return true;
  double scale = fmin(ldexp(1, WEIGHT_BITS) / most, ldexp(1, TOTAL_BITS) / total);
  uint64_t *weight = eir_i_arena_take_array(arena, n, sizeof *weight);
  if (weight == NULL)
    return false;
  for (size_t d = 0; d < n; d++)
    weight[d] = multipliers[d] > 0 ? (uint64_t)(multipliers[d] * scale) : 0;
  *out_weight = weight;
  return true;
}

eir_i_i128 eir_i_bound_of_floors(const eir_i_bound *bound, size_t n_dimensions,
                                 const uint64_t *weight) {
  eir_i_i128 total = 0;
  for (size_t d = 0; d < n_dimensions; d++) {
    assert(weight[d] == 0 || bound->floor[d] != INT64_MIN);
    if (weight[d] != 0)
      total += (eir_i_i128)weight[d] * bound->floor[d];
  }
  return total;
}

/* ---- the product ---- */

/* x ^ (power of 2) by shifting, 63 bits at a time. */
static void shift_up(eir_i_wide *wide, uint64_t bits) {
  for (; bits >= 63; bits -= 63)
    eir_i_wide_multiply(wide, UINT64_C(1) << 63);
  if (bits > 0)
    eir_i_wide_multiply(wide, UINT64_C(1) << bits);
}

typedef struct product {
  size_t n;
  const uint64_t *weight;
  const int64_t *base;
  const unsigned *power;
  const int64_t *scores;
  unsigned powers; /* their sum */
  eir_i_wide left, right;
} product;

/* right = P^P * product of (weight * gain)^power: what (sum of weight * gain)^P times
 * the product of power^power cannot be below. */
static void fill_right(product *p) {
  eir_i_wide_set(&p->right, 1);
  for (unsigned k = 0; k < p->powers; k++)
    eir_i_wide_multiply(&p->right, p->powers);
  for (size_t d = 0; d < p->n; d++) {
    for (unsigned k = 0; k < p->power[d]; k++) {
      eir_i_wide_multiply(&p->right, p->weight[d]);
      eir_i_wide_multiply(&p->right, (uint64_t)(p->scores[d] - p->base[d]));
    }
  }
}

static bool is_below(product *p, uint64_t mantissa, unsigned shift) {
  eir_i_wide_set(&p->left, 1);
  for (unsigned k = 0; k < p->powers; k++)
    eir_i_wide_multiply(&p->left, mantissa);
  shift_up(&p->left, (uint64_t)shift * p->powers);
  for (size_t d = 0; d < p->n; d++) {
    for (unsigned k = 0; k < p->power[d]; k++)
      eir_i_wide_multiply(&p->left, p->power[d]);
  }
  return eir_i_wide_compare(&p->left, &p->right) <= 0;
}

/* The total, guessed by logarithms and then proved: a guess that is too high is
 * lowered. */
static eir_i_i128 prove_total(product *p) {
  double guess = 0;
  for (size_t d = 0; d < p->n; d++) {
    if (p->power[d] > 0)
      guess +=
          p->power[d] * (log((double)p->weight[d]) +
                         log((double)(p->scores[d] - p->base[d])) - log(p->power[d]));
  }
  guess = p->powers * exp(guess / p->powers);
  if (!(guess >= 1))
    return 0; /* all gains are positive, so any sum is */
  int exponent;
  double fraction = frexp(guess, &exponent);
  unsigned shift = exponent > 62 ? (unsigned)exponent - 62 : 0;
  uint64_t mantissa = (uint64_t)ldexp(fraction, exponent - (int)shift);
  uint64_t lower = (mantissa >> 44) + 1;
  fill_right(p);
  while (mantissa > 0 && !is_below(p, mantissa, shift)) {
    mantissa = mantissa > lower ? mantissa - lower : 0;
    lower *= 2;
  }
  return (eir_i_i128)mantissa << shift;
}

bool eir_i_bound_of_product(size_t n_dimensions, const uint64_t *weight,
                            const int64_t *base, const unsigned *power,
                            const int64_t *scores, eir_i_arena *arena,
                            eir_i_i128 *out_least) {
  product p = {.n = n_dimensions,
               .weight = weight,
               .base = base,
               .power = power,
               .scores = scores};
  for (size_t d = 0; d < n_dimensions; d++) {
    assert(power[d] == 0 ? weight[d] == 0 : weight[d] > 0 && scores[d] > base[d]);
    p.powers += power[d];
  }
  *out_least = 0;
  size_t room = p.powers * (size_t)3 + 8;
  if (!eir_i_wide_make(&p.left, room, arena) || !eir_i_wide_make(&p.right, room, arena))
    return false;
  eir_i_i128 least = p.powers > 0 ? prove_total(&p) : 0;
  for (size_t d = 0; d < n_dimensions; d++)
    least += (eir_i_i128)weight[d] * base[d];
  *out_least = least;
  return true;
}

/* ---- the largest total ---- */

typedef struct totaller {
  const eir_i_problem *problem;
  const eir_i_states *states;
  const uint64_t *weight;
  eir_i_i128 *here;       /* [most states] from a state on */
  eir_i_i128 *after;      /* the same of the next layer */
  eir_i_i128 *class_best; /* [most classes] */
} totaller;

static eir_i_i128 weigh(const totaller *t, const int64_t *scores) {
  eir_i_i128 sum = 0;
  for (size_t d = 0; d < t->problem->n_dimensions; d++)
    sum += (eir_i_i128)t->weight[d] * scores[d];
  return sum;
}

/* A class without an allowed option has no transition either. */
static void total_classes(totaller *t, uint32_t issue, uint32_t n_classes) {
  const eir_i_problem *problem = t->problem;
  const uint32_t *class_of = t->states->classes.of_option[issue];
  for (uint32_t c = 0; c < n_classes; c++)
    t->class_best[c] = -((eir_i_i128)1 << 126);
  for (uint32_t o = 0; o < problem->n_options[issue]; o++) {
    if (!problem->allowed[issue][o])
      continue;
    eir_i_i128 *best = &t->class_best[class_of == NULL ? 0 : class_of[o]];
    eir_i_i128 sum = weigh(t, problem->gain[issue] + o * problem->n_dimensions);
    if (sum > *best)
      *best = sum;
  }
}

static void total_states(totaller *t, size_t place) {
  const eir_i_layer *layer = &t->states->layers[place];
  size_t n = t->problem->n_dimensions;
  for (uint32_t s = 0; s < layer->n_states; s++) {
    bool any = false;
    for (uint32_t c = 0; c < layer->n_classes; c++) {
      eir_i_transition by = layer->transitions[(size_t)s * layer->n_classes + c];
      if (by.target == EIR_I_STATE_DEAD)
        continue;
      eir_i_i128 sum = t->class_best[c] + t->after[by.target];
      if (by.bonus != EIR_I_BONUS_NONE)
        sum += weigh(t, t->states->bonuses + by.bonus * n);
      if (!any || sum > t->here[s])
        t->here[s] = sum;
      any = true;
    }
  }
}

bool eir_i_bound_most(const eir_i_problem *problem, const eir_i_states *states,
                      const uint64_t *weight, eir_i_memory *memory,
                      eir_i_i128 *out_most) {
  assert(states->feasible);
  size_t n_states = 1, n_classes = 1;
  for (size_t place = 0; place <= problem->n_issues; place++) {
    const eir_i_layer *layer = &states->layers[place];
    n_states = layer->n_states > n_states ? layer->n_states : n_states;
    n_classes = layer->n_classes > n_classes ? layer->n_classes : n_classes;
  }
  eir_i_arena arena;
  eir_i_arena_init(&arena, memory);
  totaller t = {.problem = problem, .states = states, .weight = weight};
  t.here = eir_i_arena_take_array(&arena, n_states, sizeof *t.here);
  t.after = eir_i_arena_take_array(&arena, n_states, sizeof *t.after);
  t.class_best = eir_i_arena_take_array(&arena, n_classes, sizeof *t.class_best);
  bool done = t.here != NULL && t.after != NULL && t.class_best != NULL;
  for (size_t place = problem->n_issues; done && place-- > 0;) {
    total_classes(&t, states->order.issue_at[place], states->layers[place].n_classes);
    total_states(&t, place);
    eir_i_i128 *swap = t.here;
    t.here = t.after;
    t.after = swap;
  }
  *out_most = done ? t.after[0] : 0;
  eir_i_arena_free(&arena);
  return done;
}

/* ---- the problem with totals ---- */

typedef struct widened {
  const eir_i_problem *from;
  const eir_i_bound *bound;
  eir_i_arena *arena;
  eir_i_problem problem;
} widened;

static int64_t total_of(const widened *w, size_t t, const int64_t *scores) {
  eir_i_i128 sum = 0;
  for (size_t d = 0; d < w->from->n_dimensions; d++)
    sum += (eir_i_i128)w->bound->totals[t].weight[d] * scores[d];
  assert(sum >> 62 == 0 || sum >> 62 == -1);
  return (int64_t)sum;
}

static bool widen_gains(widened *w) {
  size_t n = w->from->n_dimensions, m = w->problem.n_dimensions;
  int64_t **gain = eir_i_arena_take_array(w->arena, w->from->n_issues, sizeof *gain);
  if (gain == NULL)
    return false;
  for (size_t i = 0; i < w->from->n_issues; i++) {
    uint32_t n_options = w->from->n_options[i];
    gain[i] = eir_i_arena_take_array(w->arena, n_options, m * sizeof(int64_t));
    if (gain[i] == NULL)
      return false;
    for (uint32_t o = 0; o < n_options; o++) {
      const int64_t *old = w->from->gain[i] + o * n;
      memcpy(gain[i] + o * m, old, n * sizeof *old);
      for (size_t t = 0; t < m - n; t++)
        gain[i][o * m + n + t] = total_of(w, t, old);
    }
  }
  w->problem.gain = gain;
  return true;
}

static bool widen_bonuses(widened *w) {
  size_t n_totals = w->bound->n_totals, n = w->from->n_bonuses, count = n;
  eir_i_bonus *bonuses =
      eir_i_arena_take_array(w->arena, n, (n_totals + 1) * sizeof *bonuses);
  if (bonuses == NULL)
    return false;
  if (n > 0)
    memcpy(bonuses, w->from->bonuses, n * sizeof *bonuses);
  for (size_t b = 0; b < n; b++) {
    for (size_t t = 0; t < n_totals; t++) {
      eir_i_bonus made = bonuses[b];
      eir_i_i128 sum =
          (eir_i_i128)w->bound->totals[t].weight[made.dimension] * made.add;
      made.dimension = (uint32_t)(w->from->n_dimensions + t);
      made.add = (int64_t)sum;
      if (made.add != 0)
        bonuses[count++] = made;
    }
  }
  w->problem.bonuses = bonuses;
  w->problem.n_bonuses = count;
  return true;
}

static bool widen_floors(widened *w) {
  size_t n = w->from->n_dimensions, m = w->problem.n_dimensions;
  int64_t *floor = eir_i_arena_take_array(w->arena, m, sizeof *floor);
  uint32_t *dimensions = eir_i_arena_take_array(w->arena, m, sizeof *dimensions);
  if (floor == NULL || dimensions == NULL)
    return false;
  for (size_t d = 0; d < n; d++) {
    int64_t given = w->from->floor[d], bound = w->bound->floor[d];
    floor[d] = bound > given ? bound : given;
    dimensions[d] = w->from->dimensions[d];
  }
  for (size_t t = 0; t < m - n; t++) {
    eir_i_i128 least = w->bound->totals[t].least, most = (eir_i_i128)1 << 61;
    floor[n + t] = (int64_t)(least > most ? most : least < -most ? -most : least);
  }
  w->problem.floor = floor;
  w->problem.dimensions = dimensions;
  return true;
}

/* Totals are sums of the scores, so they change nothing in which vectors are equal or
 * dominated: they are just left out again. */
static void drop_totals(eir_i_frontier *f, size_t n) {
  for (size_t e = 0; e < f->count; e++)
    memmove(f->scores + e * n, f->scores + e * f->n_dimensions, n * sizeof(int64_t));
  f->n_dimensions = n;
}

eir_status eir_i_bound_frontier(const eir_i_problem *problem, const eir_i_bound *bound,
                                eir_i_effort *effort, size_t n_threads,
                                eir_i_arena *arena, eir_i_frontier *out_frontier) {
  *out_frontier = (eir_i_frontier){.n_dimensions = problem->n_dimensions,
                                   .n_issues = problem->n_issues};
  eir_i_arena scratch;
  eir_i_arena_init(&scratch, arena->memory);
  widened w = {.from = problem, .bound = bound, .arena = &scratch};
  w.problem = *problem;
  w.problem.n_dimensions += bound->n_totals;
  bool done = widen_gains(&w) && widen_bonuses(&w) && widen_floors(&w);
  eir_status status =
      done ? eir_i_frontier_find(&w.problem, effort, n_threads, arena, out_frontier)
           : EIR_NO_MEMORY;
  drop_totals(out_frontier, problem->n_dimensions);
  eir_i_arena_free(&scratch);
  return status == EIR_OK ? EIR_OK : eir_i_effort_no_memory(effort, arena->memory);
}
