/* Meeting: lists of partial sums forwards from the first issue and backwards from the
 * last, one list a state, whichever is shorter being carried on.
 *
 * A sum that cannot reach a floor any more is dropped. One that reaches all of them
 * whatever follows is counted at once, times the completions of its state, and dropped
 * too. Equal sums of a state become one row. */
#include "solve/meeting.h"

#include <assert.h>

#include "solve/narrow.h"
#include "solve/states.h"

#include "base/banned.h"

/* All ways of a list together stay below this, see pairs.h. */
#define MOST_WAYS (((eir_i_u128)1 << 63) - 1)
#define TOO_MANY (~(eir_i_u128)0)

/* What is known of a layer's states before any list is made. */
typedef struct prospects {
  int64_t *least_after; /* [n_states][n_dimensions] least that the rest can add */
  int64_t *most_before; /* [n_states][n_dimensions] */
  eir_i_u128 *after;    /* [n_states] completions, or TOO_MANY */
  eir_i_u128 *before;   /* [n_states] ways to come there, or TOO_MANY; 0: dead */
  eir_i_u128 all_after, all_before; /* sums over the states */
} prospects;

/* The lists of one layer: rows[first[s]] .. rows[first[s + 1] - 1] belong to state s,
 * counted in entries. */
typedef struct side {
  size_t place;
  eir_i_array rows, new_rows; /* of int64_t */
  size_t *first, *new_first;  /* [most states + 1] */
} side;

typedef struct meeting {
  const eir_i_problem *problem;
  eir_i_effort *effort;
  eir_i_memory *memory;
  eir_i_arena arena;
  eir_i_states states;
  prospects *prospects; /* [n_issues + 1] */
  size_t n, row;        /* dimensions; entries of a row */
  eir_i_summing summing;
  int64_t *least, *sure; /* [n] scratch */
  side front, back;
  eir_i_array sources; /* of eir_i_sums_source, scratch */
  size_t *fan;         /* [most states + 1] scratch */
  eir_i_u128 total;
  bool too_many;
} meeting;

typedef struct edge {
  uint32_t target;
  const int64_t *gain, *bonus;
} edge;

/* The edge of a state by an option of the issue at `place`; false if there is none. */
static bool find_edge(const meeting *m, size_t place, uint32_t state, uint32_t option,
                      edge *out) {
  uint32_t issue = m->states.order.issue_at[place];
  if (!m->problem->allowed[issue][option])
    return false;
  const eir_i_layer *layer = &m->states.layers[place];
  const uint32_t *class_of = m->states.classes.of_option[issue];
  size_t at = (size_t)state * layer->n_classes;
  const eir_i_transition *step =
      &layer->transitions[at + (class_of == NULL ? 0 : class_of[option])];
  out->target = step->target;
  out->gain = m->problem->gain[issue] + option * m->n;
  out->bonus =
      step->bonus == EIR_I_BONUS_NONE ? NULL : m->states.bonuses + step->bonus * m->n;
  return step->target != EIR_I_STATE_DEAD;
}

static uint32_t n_options_at(const meeting *m, size_t place) {
  return m->problem->n_options[m->states.order.issue_at[place]];
}

static int64_t worth(const edge *e, size_t d) {
  return e->gain[d] + (e->bonus == NULL ? 0 : e->bonus[d]);
}

/* ---- prospects ---- */

static void add_capped(eir_i_u128 *to, eir_i_u128 more) {
  if (EIR_ADD_OVERFLOWS(*to, more, to))
    *to = TOO_MANY;
}

static void look_along(meeting *m, size_t place, uint32_t state, const edge *e,
                       bool backwards) {
  prospects *here = &m->prospects[place], *there = &m->prospects[place + 1];
  size_t n = m->n, s = state, t = e->target;
  if (backwards)
    add_capped(&here->after[s], there->after[t]);
  else
    add_capped(&there->before[t], here->before[s]);
  for (size_t d = 0; d < n; d++) {
    int64_t *least = &here->least_after[s * n + d];
    int64_t *most = &there->most_before[t * n + d];
    if (backwards && there->least_after[t * n + d] + worth(e, d) < *least)
      *least = there->least_after[t * n + d] + worth(e, d);
    if (!backwards && here->most_before[s * n + d] + worth(e, d) > *most)
      *most = here->most_before[s * n + d] + worth(e, d);
  }
}

static bool look_from_layer(meeting *m, size_t place, bool backwards) {
  const eir_i_layer *layer = &m->states.layers[place];
  prospects *here = &m->prospects[place];
  edge e;
  for (uint32_t s = 0; s < layer->n_states; s++) {
    if (!eir_i_effort_spend(m->effort, n_options_at(m, place) / 8 + 1))
      return false;
    if (!backwards && here->before[s] == 0)
      continue; /* dead: nothing leads on from it */
    for (uint32_t o = 0; o < n_options_at(m, place); o++) {
      if (find_edge(m, place, s, o, &e))
        look_along(m, place, s, &e, backwards);
    }
    add_capped(backwards ? &here->all_after : &here->all_before,
               backwards ? here->after[s] : here->before[s]);
  }
  return true;
}

static bool make_room(meeting *m) {
  size_t n_issues = m->problem->n_issues, n = m->n, most = 1;
  m->prospects = eir_i_arena_take_array(&m->arena, n_issues + 1, sizeof *m->prospects);
  for (size_t t = 0; m->prospects != NULL && t <= n_issues; t++) {
    size_t n_states = m->states.layers[t].n_states;
    prospects *p = &m->prospects[t];
    most = n_states > most ? n_states : most;
    p->least_after =
        eir_i_arena_take_array(&m->arena, n_states, (n + 1) * sizeof(int64_t));
    p->most_before =
        eir_i_arena_take_array(&m->arena, n_states, (n + 1) * sizeof(int64_t));
    p->after = eir_i_arena_take_array(&m->arena, n_states, sizeof *p->after);
    p->before = eir_i_arena_take_array(&m->arena, n_states, sizeof *p->before);
    if (p->least_after == NULL || p->most_before == NULL || p->after == NULL ||
        p->before == NULL)
      return false;
    for (size_t i = 0; i < n_states * n; i++) {
      p->least_after[i] = t == n_issues ? 0 : INT64_MAX;
      p->most_before[i] = t == 0 ? 0 : INT64_MIN;
    }
  }
  size_t **lists[] = {&m->front.first, &m->front.new_first, &m->back.first,
                      &m->back.new_first, &m->fan};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    *lists[i] = eir_i_arena_take_array(&m->arena, most + 1, sizeof(size_t));
    if (*lists[i] == NULL)
      return false;
  }
  m->least = eir_i_arena_take_array(&m->arena, n, sizeof *m->least);
  m->sure = eir_i_arena_take_array(&m->arena, n, sizeof *m->sure);
  return m->prospects != NULL && m->least != NULL && m->sure != NULL;
}

static bool look_ahead(meeting *m) {
  size_t n_issues = m->problem->n_issues;
  prospects *first = &m->prospects[0], *last = &m->prospects[n_issues];
  first->before[0] = first->all_before = 1;
  last->after[0] = last->all_after = 1;
  for (size_t t = n_issues; t-- > 0;) {
    if (!look_from_layer(m, t, true))
      return false;
  }
  first->all_before = 0; /* the layers are summed as they are left */
  for (size_t t = 0; t < n_issues; t++) {
    if (!look_from_layer(m, t, false))
      return false;
  }
  last->all_before = last->before[0];
  return true;
}

/* ---- lists ---- */

static eir_i_sums list_of(const meeting *m, const side *of, uint32_t state) {
  size_t from = of->first[state], count = (of->first[state + 1] - from) / m->row;
  const int64_t *rows = of->rows.items;
  return (eir_i_sums){count == 0 ? NULL : rows + from, count};
}

static void take_new(side *of, size_t place) {
  eir_i_array rows = of->rows;
  size_t *first = of->first;
  of->rows = of->new_rows;
  of->first = of->new_first;
  of->new_rows = rows;
  of->new_first = first;
  of->place = place;
}

static bool count_sure(meeting *m, eir_i_u128 completions) {
  eir_i_u128 sure = 0;
  if (m->summing.sure_ways == 0)
    return true;
  if (completions == TOO_MANY ||
      EIR_MUL_OVERFLOWS(m->summing.sure_ways, completions, &sure) ||
      EIR_ADD_OVERFLOWS(m->total, sure, &m->total))
    m->too_many = true;
  m->summing.sure_ways = 0;
  return !m->too_many;
}

/* Makes the front list of a state from sources[count]. */
static bool unite_front(meeting *m, size_t place, uint32_t state,
                        const eir_i_sums_source *sources, size_t count) {
  const int64_t *most_after = m->states.layers[place].potential + state * m->n;
  const prospects *there = &m->prospects[place];
  m->front.new_first[state] = m->front.new_rows.count;
  if (count == 0)
    return true;
  for (size_t d = 0; d < m->n; d++) {
    m->least[d] = m->problem->floor[d] - most_after[d];
    m->sure[d] = m->problem->floor[d] - there->least_after[state * m->n + d];
  }
  m->summing.sure = m->sure;
  return eir_i_sums_unite(&m->summing, sources, count, &m->front.new_rows) &&
         count_sure(m, there->after[state]);
}

static bool unite_back(meeting *m, size_t place, uint32_t state,
                       const eir_i_sums_source *sources, size_t count) {
  m->back.new_first[state] = m->back.new_rows.count;
  if (count == 0)
    return true;
  for (size_t d = 0; d < m->n; d++)
    m->least[d] =
        m->problem->floor[d] - m->prospects[place].most_before[state * m->n + d];
  m->summing.sure = NULL;
  return eir_i_sums_unite(&m->summing, sources, count, &m->back.new_rows);
}

/* The lists of the ends: one row of zeros, made in one way. */
static bool start(meeting *m) {
  int64_t *zero = eir_i_arena_take_array(&m->arena, m->row, sizeof *zero);
  if (zero == NULL)
    return false;
  zero[m->n] = 1;
  eir_i_sums_source source = {{zero, 1}, zero, NULL};
  size_t n_issues = m->problem->n_issues;
  if (!unite_front(m, 0, 0, &source, 1) || !unite_back(m, n_issues, 0, &source, 1))
    return false;
  m->front.new_first[1] = m->front.new_rows.count;
  m->back.new_first[1] = m->back.new_rows.count;
  take_new(&m->front, 0);
  take_new(&m->back, n_issues);
  return true;
}

/* Makes fan[t] the number of edges into the states before t: where their sources
 * begin. */
static bool count_edges(meeting *m, size_t place) {
  uint32_t n_targets = m->states.layers[place + 1].n_states;
  edge e;
  for (uint32_t t = 0; t <= n_targets; t++)
    m->fan[t] = 0;
  for (uint32_t s = 0; s < m->states.layers[place].n_states; s++) {
    if (!eir_i_effort_spend(m->effort, n_options_at(m, place) / 8 + 1))
      return false;
    for (uint32_t o = 0; o < n_options_at(m, place); o++) {
      if (find_edge(m, place, s, o, &e))
        m->fan[e.target + 1]++;
    }
  }
  for (uint32_t t = 0; t < n_targets; t++)
    m->fan[t + 1] += m->fan[t];
  return true;
}

/* Fills the sources by target; fan[t] becomes the end of those of t. */
static bool sort_sources(meeting *m, size_t place) {
  if (!count_edges(m, place))
    return false;
  size_t n_edges = m->fan[m->states.layers[place + 1].n_states];
  m->sources.count = 0;
  if (!eir_i_array_reserve(&m->sources, n_edges))
    return false;
  eir_i_sums_source *sources = m->sources.items;
  m->sources.count = n_edges;
  edge e;
  for (uint32_t s = 0; s < m->states.layers[place].n_states; s++) {
    eir_i_sums list = list_of(m, &m->front, s);
    for (uint32_t o = 0; o < n_options_at(m, place); o++) {
      if (find_edge(m, place, s, o, &e))
        sources[m->fan[e.target]++] = (eir_i_sums_source){list, e.gain, e.bonus};
    }
  }
  return true;
}

static bool step_front(meeting *m) {
  size_t place = m->front.place;
  uint32_t n_targets = m->states.layers[place + 1].n_states;
  if (!sort_sources(m, place))
    return false;
  m->front.new_rows.count = 0;
  const eir_i_sums_source *sources = m->sources.items;
  size_t from = 0;
  for (uint32_t t = 0; t < n_targets; t++) {
    if (!unite_front(m, place + 1, t, sources + from, m->fan[t] - from))
      return false;
    from = m->fan[t];
  }
  m->front.new_first[n_targets] = m->front.new_rows.count;
  take_new(&m->front, place + 1);
  return true;
}

static bool step_back(meeting *m) {
  size_t place = m->back.place - 1;
  uint32_t n_states = m->states.layers[place].n_states;
  m->back.new_rows.count = 0;
  edge e;
  for (uint32_t s = 0; s < n_states; s++) {
    m->sources.count = 0;
    if (!eir_i_array_reserve(&m->sources, n_options_at(m, place)))
      return false;
    bool dead = m->prospects[place].before[s] == 0;
    for (uint32_t o = 0; !dead && o < n_options_at(m, place); o++) {
      if (!find_edge(m, place, s, o, &e))
        continue;
      eir_i_sums_source *source =
          (eir_i_sums_source *)m->sources.items + m->sources.count++;
      *source = (eir_i_sums_source){list_of(m, &m->back, e.target), e.gain, e.bonus};
    }
    if (!unite_back(m, place, s, m->sources.items, m->sources.count))
      return false;
  }
  m->back.new_first[n_states] = m->back.new_rows.count;
  take_new(&m->back, place);
  return true;
}

/* ---- the meeting ---- */

/* The shorter side goes on; but all ways of its lists must fit in their type. */
static bool step(meeting *m, size_t cut) {
  size_t front = m->front.place, back = m->back.place;
  bool fits_front = m->prospects[front + 1].all_before <= MOST_WAYS;
  bool fits_back = m->prospects[back - 1].all_after <= MOST_WAYS;
  if (cut != EIR_I_CUT_BALANCED) {
    fits_front = fits_front && front < cut;
    fits_back = fits_back && back > cut;
  }
  if (!fits_front && !fits_back) {
    m->too_many = true;
    return false;
  }
  double cost_front = (double)m->front.rows.count * n_options_at(m, front);
  double cost_back = (double)m->back.rows.count * n_options_at(m, back - 1);
  return fits_front && (!fits_back || cost_front <= cost_back) ? step_front(m)
                                                               : step_back(m);
}

static bool meet(meeting *m, size_t cut) {
  if (!start(m))
    return false;
  m->effort->progress.total = m->problem->n_issues;
  while (m->front.place < m->back.place && m->front.rows.count > 0) {
    m->effort->progress.done = m->front.place + m->problem->n_issues - m->back.place;
    if (!step(m, cut))
      return false;
  }
  if (m->front.rows.count == 0)
    return true;        /* all were sure, or none can count */
  eir_i_u128 pairs = 0; /* no more than the outcomes of the halves: below 2^126 */
  for (uint32_t s = 0; s < m->states.layers[m->front.place].n_states; s++) {
    eir_i_sums before = list_of(m, &m->front, s), after = list_of(m, &m->back, s);
    if (!eir_i_pairs_add(&before, &after, m->problem->floor, m->n, m->memory, m->effort,
                         &pairs))
      return false;
  }
  m->too_many = EIR_ADD_OVERFLOWS(m->total, pairs, &m->total);
  return !m->too_many;
}

/* False without memory, when the effort ended or the number is too large. */
static bool count_all(meeting *m, const eir_i_problem *problem, size_t cut) {
  eir_i_problem narrow;
  if (eir_i_problem_narrow(problem, &m->arena, &narrow) != EIR_OK)
    return false;
  m->problem = &narrow;
  m->n = narrow.n_dimensions;
  m->row = m->n + 1;
  if (eir_i_states_make(&narrow, &m->arena, m->effort, &m->states) != EIR_OK ||
      m->effort->end != EIR_END_COMPLETE)
    return false;
  if (!m->states.feasible)
    return true;
  eir_i_summing_init(&m->summing, m->n, m->memory, m->effort);
  bool done = make_room(m) && look_ahead(m);
  m->summing.least = m->least;
  done = done && meet(m, cut);
  eir_i_summing_free(&m->summing);
  return done;
}

eir_status eir_i_meeting_count(const eir_i_problem *problem, size_t cut,
                               eir_i_memory *memory, eir_i_effort *effort,
                               eir_i_tally *out_tally) {
  *out_tally = (eir_i_tally){.known = false};
  meeting m = {.effort = effort, .memory = memory};
  eir_i_arena_init(&m.arena, memory);
  eir_i_array_init(&m.sources, memory, sizeof(eir_i_sums_source));
  side *const sides[2] = {&m.front, &m.back};
  for (int i = 0; i < 2; i++) {
    eir_i_array_init(&sides[i]->rows, memory, sizeof(int64_t));
    eir_i_array_init(&sides[i]->new_rows, memory, sizeof(int64_t));
  }
  bool done = problem->impossible || count_all(&m, problem, cut);
  for (int i = 0; i < 2; i++) {
    eir_i_array_free(&sides[i]->rows);
    eir_i_array_free(&sides[i]->new_rows);
  }
  eir_i_array_free(&m.sources);
  eir_i_arena_free(&m.arena);
  if (done)
    *out_tally = (eir_i_tally){.known = true, .count = m.total};
  if (done || m.too_many || effort->end != EIR_END_COMPLETE)
    return EIR_OK;
  return eir_i_effort_no_memory(effort, memory);
}
