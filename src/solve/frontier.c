/* Frontier: a dynamic program over the states.
 *
 * Each state of a layer holds the front of the partial sums that lead to it. The front
 * of a state of the next layer is the filtered union of the fronts before it, each
 * shifted by what an option gives. Sums that cannot reach a floor even with the best of
 * the rest are left out at once. Options that another of their class beats are dropped
 * first. */
#include "solve/frontier.h"

#include <assert.h>
#include <string.h>

#include "solve/cover.h"
#include "solve/front.h"

#include "base/banned.h"

/* Comparing all pairs of options pays while there are few. */
enum { FEW_OPTIONS = 256 };

typedef struct run {
  const eir_i_problem *problem;
  eir_i_effort *effort;
  eir_i_memory *memory;
  eir_i_arena keep;    /* states and trail: until the outcomes are read */
  eir_i_arena scratch; /* of one layer */
  eir_i_states states;
  eir_i_filter filter;
  eir_i_trail trail;
  eir_i_trail_layer *layers; /* [n_issues + 1] the trail's */
  int64_t *no_least;         /* [n_dimensions] INT64_MIN: no floor */
  bool has_floor;
  eir_i_front *fronts; /* of the layer at hand, one a state */
  eir_i_kept now;      /* its vectors; the steps are in the trail */
  size_t n_now;        /* their number */
  eir_i_kept next;
} run;

/* ---- options ---- */

/* Is a at least b for everyone? */
static bool is_at_least(const int64_t *a, const int64_t *b, size_t n) {
  size_t d = 0;
  while (d < n && a[d] >= b[d])
    d++;
  return d == n;
}

/* Of equal options the first is kept. */
static bool is_beaten(const run *r, uint32_t issue, uint32_t option,
                      const uint32_t *others, size_t count) {
  size_t n = r->problem->n_dimensions;
  const int64_t *gain = r->problem->gain[issue];
  const uint32_t *class_of = r->states.classes.of_option[issue];
  for (size_t i = 0; i < count; i++) {
    if (class_of != NULL && class_of[others[i]] != class_of[option])
      continue;
    if (is_at_least(gain + others[i] * n, gain + option * n, n))
      return true;
  }
  return false;
}

/* Lists the options of an issue worth trying; returns their number. Each is compared
 * with those that nothing before it beats, in both directions. */
static size_t useful_options(const run *r, uint32_t issue, uint32_t *options) {
  const uint8_t *allowed = r->problem->allowed[issue];
  uint32_t n = r->problem->n_options[issue];
  size_t count = 0;
  for (uint32_t o = 0; o < n; o++) {
    if (!allowed[o])
      continue;
    if (n <= FEW_OPTIONS) {
      if (is_beaten(r, issue, o, options, count))
        continue;
      size_t kept = 0;
      for (size_t i = 0; i < count; i++) {
        if (!is_beaten(r, issue, options[i], &o, 1))
          options[kept++] = options[i];
      }
      count = kept;
    }
    options[count++] = o;
  }
  return count;
}

/* ---- sources ---- */

static int64_t clamp(eir_i_i128 value) {
  if (value < INT64_MIN)
    return INT64_MIN;
  return value > INT64_MAX ? INT64_MAX : (int64_t)value;
}

/* What a vector must have to reach the floors from `target` on. */
static const int64_t *least_of(run *r, const eir_i_layer *after, uint32_t target,
                               const int64_t *shift) {
  if (!r->has_floor)
    return r->no_least;
  size_t n = r->problem->n_dimensions;
  const int64_t *potential = after->potential + target * n;
  int64_t *least = eir_i_arena_take_array(&r->scratch, n, sizeof *least);
  if (least == NULL)
    return NULL;
  for (size_t d = 0; d < n; d++) {
    int64_t floor = r->problem->floor[d];
    least[d] = floor == INT64_MIN ? INT64_MIN
                                  : clamp((eir_i_i128)floor - potential[d] - shift[d]);
  }
  return least;
}

static const int64_t *shift_of(run *r, uint32_t issue, uint32_t option,
                               uint32_t bonus) {
  size_t n = r->problem->n_dimensions;
  const int64_t *gain = r->problem->gain[issue] + option * n;
  if (bonus == EIR_I_BONUS_NONE)
    return gain;
  int64_t *shift = eir_i_arena_take_array(&r->scratch, n, sizeof *shift);
  if (shift == NULL)
    return NULL;
  for (size_t d = 0; d < n; d++)
    shift[d] = gain[d] + r->states.bonuses[bonus * n + d];
  return shift;
}

typedef struct batch {
  eir_i_shifted *sources; /* sorted by target, then state, then option */
  uint32_t *first;        /* [n targets + 1] */
} batch;

static eir_i_transition transition_of(const run *r, const eir_i_layer *layer,
                                      uint32_t issue, uint32_t state, uint32_t option) {
  const uint32_t *class_of = r->states.classes.of_option[issue];
  uint32_t c = class_of == NULL ? 0 : class_of[option];
  return layer->transitions[(size_t)state * layer->n_classes + c];
}

static bool place_source(run *r, const eir_i_layer *after, uint32_t issue,
                         uint32_t state, uint32_t option, eir_i_transition t,
                         eir_i_shifted *out) {
  const int64_t *shift = shift_of(r, issue, option, t.bonus);
  if (shift == NULL)
    return false;
  *out = (eir_i_shifted){.front = r->fronts[state],
                         .shift = shift,
                         .least = least_of(r, after, t.target, shift),
                         .option = option};
  return out->least != NULL;
}

/* Sorts all shifted fronts of a layer by the state they lead to: counts, then
 * places. */
static bool make_batch(run *r, size_t place, batch *out) {
  const eir_i_layer *layer = &r->states.layers[place];
  const eir_i_layer *after = &r->states.layers[place + 1];
  uint32_t issue = r->states.order.issue_at[place];
  uint32_t *options = eir_i_arena_take_array(&r->scratch, r->problem->n_options[issue],
                                             sizeof *options);
  out->first = eir_i_arena_take_array(&r->scratch, after->n_states + (size_t)2,
                                      sizeof *out->first);
  if (options == NULL || out->first == NULL)
    return false;
  size_t n_options = useful_options(r, issue, options);
  for (int pass = 0; pass < 2; pass++) {
    for (uint32_t s = 0; s < layer->n_states; s++) {
      for (size_t i = 0; i < n_options && r->fronts[s].count > 0; i++) {
        eir_i_transition t = transition_of(r, layer, issue, s, options[i]);
        if (t.target == EIR_I_STATE_DEAD)
          continue;
        if (pass == 0) {
          out->first[t.target + 2]++;
        } else if (!place_source(r, after, issue, s, options[i], t,
                                 &out->sources[out->first[t.target + 1]++])) {
          return false;
        }
      }
    }
    if (pass == 1)
      break;
    for (size_t i = 1; i <= after->n_states; i++)
      out->first[i + 1] += out->first[i];
    out->sources = eir_i_arena_take_array(&r->scratch, out->first[after->n_states + 1],
                                          sizeof *out->sources);
    if (out->sources == NULL)
      return false;
  }
  return true;
}

/* ---- layers ---- */

static bool start(run *r) {
  eir_i_memory *memory = r->memory;
  size_t n = r->problem->n_dimensions, n_issues = r->problem->n_issues;
  eir_i_array_init(&r->now.scores, memory, sizeof(int64_t));
  eir_i_array_init(&r->now.steps, memory, sizeof(eir_i_step));
  eir_i_array_init(&r->next.scores, memory, sizeof(int64_t));
  eir_i_array_init(&r->next.steps, memory, sizeof(eir_i_step));
  r->layers = eir_i_arena_take_array(&r->keep, n_issues + 1, sizeof *r->layers);
  r->no_least = eir_i_arena_take_array(&r->keep, n, sizeof *r->no_least);
  r->fronts = eir_i_arena_take(&r->keep, sizeof *r->fronts);
  if (r->layers == NULL || r->no_least == NULL || r->fronts == NULL ||
      !eir_i_array_reserve(&r->now.scores, n + 1))
    return false;
  memset(r->now.scores.items, 0, (n + 1) * sizeof(int64_t));
  *r->fronts = (eir_i_front){.scores = r->now.scores.items, .first = 0, .count = 1};
  r->n_now = 1;
  for (size_t d = 0; d < n; d++) {
    r->no_least[d] = INT64_MIN;
    r->has_floor |= r->problem->floor[d] != INT64_MIN;
  }
  r->trail = (eir_i_trail){.layers = r->layers, .issue_at = r->states.order.issue_at};
  return true;
}

static void swap_kept(run *r) {
  eir_i_kept kept = r->now;
  r->now = r->next;
  r->next = kept;
  r->next.scores.count = r->next.steps.count = 0;
}

/* The steps of a finished layer go into the trail; the scores become the present. */
static bool finish_layer(run *r, size_t place, const uint32_t *first) {
  uint32_t n_states = r->states.layers[place + 1].n_states;
  size_t n = r->problem->n_dimensions, count = r->next.steps.count;
  uint32_t n_options = r->problem->n_options[r->states.order.issue_at[place]];
  eir_i_front *fronts = eir_i_arena_take_array(&r->keep, n_states, sizeof *fronts);
  if (fronts == NULL || !eir_i_trail_hold(r->next.steps.items, count, r->n_now,
                                          n_options, &r->keep, &r->layers[place + 1]))
    return false;
  r->n_now = count;
  swap_kept(r);
  for (uint32_t s = 0; s < n_states; s++) {
    const int64_t *scores = r->now.scores.items;
    fronts[s] = (eir_i_front){.scores = scores == NULL ? NULL : scores + first[s] * n,
                              .first = first[s],
                              .count = first[s + 1] - first[s]};
  }
  r->fronts = fronts;
  r->trail.n_layers = place + 1;
  return true;
}

/* Appends the front of a state of the layer after `place`. */
static bool merge_sources(run *r, size_t place, const eir_i_shifted *sources,
                          size_t count) {
  const eir_i_cover *cover = r->problem->cover;
  if (cover == NULL)
    return eir_i_front_merge(&r->filter, sources, count, &r->next);
  int64_t budget = eir_i_cover_budget(cover, place + 1, r->problem->n_issues);
  return eir_i_cover_merge(cover, budget, &r->filter, sources, count, &r->next);
}

static bool run_layer(run *r, size_t place) {
  uint32_t n_states = r->states.layers[place + 1].n_states;
  batch sorted = {0};
  if (!make_batch(r, place, &sorted))
    return false;
  uint32_t *first =
      eir_i_arena_take_array(&r->scratch, (size_t)n_states + 1, sizeof *first);
  if (first == NULL)
    return false;
  for (uint32_t s = 0; s < n_states; s++) {
    const eir_i_shifted *sources = sorted.sources + sorted.first[s];
    size_t count = sorted.first[s + 1] - sorted.first[s];
    if (!merge_sources(r, place, sources, count))
      return false;
    if (r->next.steps.count > UINT32_MAX - 1)
      return eir_i_effort_end(r->effort, EIR_END_LIMIT_POINTS);
    first[s + 1] = (uint32_t)r->next.steps.count;
  }
  if (!eir_i_effort_points(r->effort, r->next.steps.count))
    return false;
  bool done = finish_layer(r, place, first);
  eir_i_arena_clear(&r->scratch);
  return done;
}

/* Does vector a of the last front come before b in the order of frontiers? */
static bool comes_first(const run *r, uint32_t a, uint32_t b) {
  size_t n = r->problem->n_dimensions;
  const int64_t *left = r->fronts[0].scores + a * n;
  const int64_t *right = r->fronts[0].scores + b * n;
  size_t d = 0;
  while (d + 1 < n && left[d] == right[d])
    d++;
  return left[d] > right[d];
}

static void sift_down(const run *r, uint32_t *order, size_t count, size_t at) {
  uint32_t moved = order[at];
  for (size_t child; (child = 2 * at + 1) < count; at = child) {
    if (child + 1 < count && comes_first(r, order[child], order[child + 1]))
      child++;
    if (!comes_first(r, moved, order[child]))
      break;
    order[at] = order[child];
  }
  order[at] = moved;
}

/* A cover comes in the order of its sums: sorts its numbers by scores, by a heap. */
static void sort_cover(const run *r, uint32_t *order, size_t count) {
  for (size_t i = count / 2; i-- > 0;)
    sift_down(r, order, count, i);
  for (size_t left = count; left > 1;) {
    uint32_t last = order[0];
    order[0] = order[--left];
    order[left] = last;
    sift_down(r, order, left, 0);
  }
}

static bool read_outcomes(run *r, eir_i_arena *arena, eir_i_frontier *out) {
  size_t n_issues = r->problem->n_issues, n = r->problem->n_dimensions;
  size_t count = r->fronts[0].count;
  eir_i_array_free(&r->next.scores); /* room for the outcomes */
  eir_i_array_free(&r->next.steps);
  eir_i_array_free(&r->now.steps);
  out->scores = eir_i_arena_take_raw(arena, count, (n + 1) * sizeof *out->scores);
  out->outcomes = eir_i_arena_take_raw(arena, count, n_issues * sizeof(uint32_t));
  uint32_t *place = eir_i_arena_take_raw(&r->scratch, count, sizeof *place);
  if (out->scores == NULL || out->outcomes == NULL || place == NULL)
    return false;
  for (size_t i = 0; i < count; i++)
    place[i] = (uint32_t)i;
  if (r->problem->cover != NULL)
    sort_cover(r, place, count);
  for (size_t i = 0; i < count; i++) /* without the loss, if there is one */
    memcpy(out->scores + i * out->n_dimensions, r->fronts[0].scores + place[i] * n,
           out->n_dimensions * sizeof *out->scores);
  eir_i_trail_outcomes(&r->trail, count, place, out->outcomes);
  out->count = count;
  return true;
}

static bool run_layers(run *r, eir_i_arena *arena, eir_i_frontier *out) {
  if (eir_i_states_make(r->problem, &r->keep, r->effort, &r->states) != EIR_OK ||
      r->effort->end != EIR_END_COMPLETE)
    return false;
  if (!r->states.feasible)
    return true;
  if (!start(r))
    return false;
  r->effort->progress.total = r->problem->n_issues;
  for (size_t place = 0; place < r->problem->n_issues; place++) {
    r->effort->progress.done = place;
    if (!run_layer(r, place))
      return false;
    if (r->n_now == 0)
      return true; /* nothing can reach the floors */
  }
  assert(r->states.layers[r->problem->n_issues].n_states == 1);
  return read_outcomes(r, arena, out);
}

eir_status eir_i_frontier_find(const eir_i_problem *problem, eir_i_effort *effort,
                               size_t n_threads, eir_i_arena *arena,
                               eir_i_frontier *out_frontier) {
  size_t n = problem->n_dimensions - (problem->cover != NULL ? 1 : 0);
  *out_frontier = (eir_i_frontier){.n_dimensions = n, .n_issues = problem->n_issues};
  run r = {.problem = problem, .effort = effort, .memory = arena->memory};
  eir_i_arena_init(&r.keep, r.memory);
  eir_i_arena_init(&r.scratch, r.memory);
  r.filter = (eir_i_filter){.n_dimensions = problem->n_dimensions,
                            .memory = r.memory,
                            .effort = effort,
                            .trail = &r.trail,
                            .n_threads = n_threads};
  bool done = run_layers(&r, arena, out_frontier);
  eir_i_array_free(&r.now.scores);
  eir_i_array_free(&r.now.steps);
  eir_i_array_free(&r.next.scores);
  eir_i_array_free(&r.next.steps);
  eir_i_arena_free(&r.scratch);
  eir_i_arena_free(&r.keep);
  if (done)
    return EIR_OK;
  if (effort->end != EIR_END_COMPLETE)
    return EIR_OK;
  return eir_i_effort_no_memory(effort, arena->memory);
}
