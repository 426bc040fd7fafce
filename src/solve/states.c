/* States: forward over the tuples of what is left of each rule, then backward for
 * potentials and dead ends. */
#include "solve/states.h"

#include <assert.h>
#include <string.h>

#include "solve/diagram.h"

#include "base/banned.h"

enum { MAX_TRANSITIONS = 1 << 25 };

typedef struct factor {
  uint32_t root;
  uint32_t last; /* place of the last issue in its scope */
  bool is_bonus;
  uint32_t dimension; /* of a bonus */
  int64_t add;
} factor;

/* The states of one layer: rows of nodes, one a factor under way. */
typedef struct tuples {
  eir_i_array nodes; /* of uint32_t, rows of n_active */
  size_t n_active;
  uint32_t n_states;
  uint32_t *table; /* hash of row -> state + 1 */
  size_t table_size;
} tuples;

typedef struct maker {
  const eir_i_problem *problem;
  eir_i_arena *arena;
  eir_i_effort *effort;
  eir_i_states *states;
  eir_i_ties ties;
  eir_i_diagram diagram;
  factor *factors;          /* [ties.n] */
  uint32_t *starting;       /* [ties.n] factors by the place of their root */
  uint32_t *starting_first; /* [n_issues + 2] */
  uint32_t *active;         /* factors under way before the place at hand */
  uint32_t *next_active;
  size_t n_active, n_next_active;
  tuples now, next;
  uint32_t *row;      /* [ties.n] scratch: the next state's row */
  int64_t *row_bonus; /* [n_dimensions] scratch */
  bool row_has_bonus;
  uint8_t *open_class; /* [most classes of an issue] scratch */
  eir_i_array bonuses; /* of int64_t */
  uint64_t n_transitions;
} maker;

/* ---- factors ---- */

static bool make_factor(maker *m, size_t tie) {
  const eir_i_problem *problem = m->problem;
  factor *made = &m->factors[tie];
  for (uint32_t i = m->ties.start[tie]; i < m->ties.start[tie + 1]; i++) {
    uint32_t place = m->states->order.place_of[m->ties.issues[i]];
    if (place > made->last)
      made->last = place;
  }
  if (tie < problem->n_clauses)
    return eir_i_diagram_clause(&m->diagram, &problem->clauses[tie], &made->root);
  const eir_i_bonus *bonus = &problem->bonuses[tie - problem->n_clauses];
  made->is_bonus = true;
  made->dimension = bonus->dimension;
  made->add = bonus->add;
  return eir_i_diagram_expression(&m->diagram, bonus->when, &made->root);
}

/* Sorts the factors by the place where they start. Those decided from the outset start
 * nowhere; a rule that is false then makes the problem infeasible. */
static void list_starting(maker *m) {
  size_t n_issues = m->problem->n_issues;
  uint32_t *first = m->starting_first;
  for (int pass = 0; pass < 2; pass++) {
    for (uint32_t f = 0; f < m->ties.n; f++) {
      uint32_t place = eir_i_diagram_position(&m->diagram, m->factors[f].root);
      if (place == UINT32_MAX) {
        bool holds = m->factors[f].root == EIR_I_DIAGRAM_TRUE;
        if (!m->factors[f].is_bonus && !holds)
          m->states->feasible = false;
        continue;
      }
      if (pass == 0)
        first[place + 2]++;
      else
        m->starting[first[place + 1]++] = f;
    }
    for (size_t i = 1; pass == 0 && i <= n_issues; i++)
      first[i + 1] += first[i];
  }
}

static bool make_factors(maker *m) {
  size_t n = m->ties.n, n_issues = m->problem->n_issues;
  m->factors = eir_i_arena_take_array(m->arena, n, sizeof(factor));
  m->starting = eir_i_arena_take_array(m->arena, n, sizeof(uint32_t));
  m->starting_first = eir_i_arena_take_array(m->arena, n_issues + 2, sizeof(uint32_t));
  m->active = eir_i_arena_take_array(m->arena, n, sizeof(uint32_t));
  m->next_active = eir_i_arena_take_array(m->arena, n, sizeof(uint32_t));
  m->row = eir_i_arena_take_array(m->arena, n, sizeof(uint32_t));
  m->row_bonus =
      eir_i_arena_take_array(m->arena, m->problem->n_dimensions, sizeof(int64_t));
  uint32_t most_classes = 1;
  for (size_t i = 0; i < n_issues; i++) {
    if (m->states->classes.n_classes[i] > most_classes)
      most_classes = m->states->classes.n_classes[i];
  }
  m->open_class = eir_i_arena_take_array(m->arena, most_classes, 1);
  if (m->factors == NULL || m->starting == NULL || m->starting_first == NULL ||
      m->active == NULL || m->next_active == NULL || m->row == NULL ||
      m->row_bonus == NULL || m->open_class == NULL)
    return false;
  for (size_t t = 0; t < n; t++) {
    if (!make_factor(m, t))
      return false;
  }
  list_starting(m);
  return true;
}

/* ---- tuples ---- */

static uint64_t hash_row(const uint32_t *row, size_t n) {
  uint64_t hash = UINT64_C(0x9e3779b97f4a7c15);
  for (size_t i = 0; i < n; i++) {
    hash = (hash ^ row[i]) * UINT64_C(0xff51afd7ed558ccd);
    hash ^= hash >> 32;
  }
  return hash;
}

static const uint32_t *row_at(const tuples *t, uint32_t state) {
  if (t->n_active == 0)
    return NULL;
  return (const uint32_t *)t->nodes.items + (size_t)state * t->n_active;
}

static bool grow_table(maker *m, tuples *t) {
  size_t size = t->table_size == 0 ? 64 : t->table_size * 2;
  uint32_t *table = eir_i_allocate_array(m->arena->memory, size, sizeof *table);
  if (table == NULL)
    return false;
  for (uint32_t s = 0; s < t->n_states; s++) {
    size_t at = hash_row(row_at(t, s), t->n_active) & (size - 1);
    while (table[at] != 0)
      at = (at + 1) & (size - 1);
    table[at] = s + 1;
  }
  eir_i_release(m->arena->memory, t->table, t->table_size * sizeof *table);
  t->table = table;
  t->table_size = size;
  return true;
}

/* The state of the next layer whose row is m->row, made if it is new. */
static bool find_state(maker *m, uint32_t *out_state) {
  tuples *t = &m->next;
  if (t->n_active == 0) { /* nothing is left of any rule: one state */
    t->n_states = 1;
    *out_state = 0;
    return true;
  }
  if ((size_t)t->n_states * 2 >= t->table_size && !grow_table(m, t))
    return false;
  size_t mask = t->table_size - 1;
  size_t at = hash_row(m->row, t->n_active) & mask;
  for (; t->table[at] != 0; at = (at + 1) & mask) {
    *out_state = t->table[at] - 1;
    if (memcmp(row_at(t, *out_state), m->row, t->n_active * sizeof(uint32_t)) == 0)
      return true;
  }
  if (t->n_states >= EIR_I_MAX_STATES)
    return eir_i_effort_end(m->effort, EIR_END_LIMIT_STATES);
  if (!eir_i_array_reserve(&t->nodes, t->n_active))
    return false;
  memcpy((uint32_t *)t->nodes.items + t->nodes.count, m->row,
         t->n_active * sizeof(uint32_t));
  t->nodes.count += t->n_active;
  *out_state = t->n_states++;
  t->table[at] = *out_state + 1;
  return true;
}

static void clear_tuples(tuples *t, size_t n_active) {
  t->nodes.count = 0;
  t->n_states = 0;
  t->n_active = n_active;
  if (t->table != NULL)
    memset(t->table, 0, t->table_size * sizeof(uint32_t));
}

/* ---- transitions ---- */

/* One factor after the issue at `place` took an option of the class. Returns false when
 * a rule broke. A bonus that was earned is added and counts as done. */
static bool advance(maker *m, uint32_t f, uint32_t node, uint32_t place,
                    uint32_t class_index, uint32_t *out_node) {
  const factor *from = &m->factors[f];
  if (eir_i_diagram_position(&m->diagram, node) == place)
    node = eir_i_diagram_child(&m->diagram, node, class_index);
  if (from->is_bonus && node == EIR_I_DIAGRAM_TRUE) {
    m->row_bonus[from->dimension] += from->add;
    m->row_has_bonus = true;
    node = EIR_I_DIAGRAM_FALSE;
  }
  *out_node = node;
  return from->is_bonus || node != EIR_I_DIAGRAM_FALSE;
}

/* Fills m->row and m->row_bonus for a state and a class. False: a rule broke. */
static bool next_row(maker *m, uint32_t state, uint32_t place, uint32_t class_index) {
  size_t at = 0;
  const uint32_t *row = row_at(&m->now, state);
  uint32_t node;
  for (size_t i = 0; i < m->n_active; i++) {
    uint32_t f = m->active[i];
    if (!advance(m, f, row[i], place, class_index, &node))
      return false;
    if (m->factors[f].last > place)
      m->row[at++] = node;
  }
  for (uint32_t i = m->starting_first[place]; i < m->starting_first[place + 1]; i++) {
    uint32_t f = m->starting[i];
    if (!advance(m, f, m->factors[f].root, place, class_index, &node))
      return false;
    if (m->factors[f].last > place)
      m->row[at++] = node;
  }
  assert(at == m->next.n_active);
  return true;
}

static bool store_bonus(maker *m, uint32_t *out_bonus) {
  size_t n = m->problem->n_dimensions;
  *out_bonus = EIR_I_BONUS_NONE;
  if (!m->row_has_bonus)
    return true;
  if (m->bonuses.count / (n + 1) >= UINT32_MAX - 1)
    return eir_i_effort_end(m->effort, EIR_END_LIMIT_STATES);
  if (!eir_i_array_reserve(&m->bonuses, n))
    return false;
  *out_bonus = (uint32_t)(m->bonuses.count / n);
  memcpy((int64_t *)m->bonuses.items + m->bonuses.count, m->row_bonus,
         n * sizeof(int64_t));
  m->bonuses.count += n;
  return true;
}

static void clear_bonus(maker *m) {
  if (m->row_has_bonus)
    memset(m->row_bonus, 0, m->problem->n_dimensions * sizeof(int64_t));
  m->row_has_bonus = false;
}

/* Bonuses that are true whatever is chosen are earned by the first issue. */
static void add_certain_bonuses(maker *m) {
  for (size_t f = 0; f < m->ties.n; f++) {
    if (!m->factors[f].is_bonus || m->factors[f].root != EIR_I_DIAGRAM_TRUE)
      continue;
    m->row_bonus[m->factors[f].dimension] += m->factors[f].add;
    m->row_has_bonus = true;
  }
}

/* Which classes of the issue have an option that is allowed. */
static void mark_open_classes(maker *m, uint32_t issue) {
  const uint32_t *of_option = m->states->classes.of_option[issue];
  memset(m->open_class, 0, m->states->classes.n_classes[issue]);
  for (uint32_t o = 0; o < m->problem->n_options[issue]; o++) {
    if (m->problem->allowed[issue][o])
      m->open_class[of_option == NULL ? 0 : of_option[o]] = 1;
  }
}

static bool make_transition(maker *m, uint32_t state, uint32_t place, uint32_t c,
                            eir_i_transition *out) {
  *out = (eir_i_transition){EIR_I_STATE_DEAD, EIR_I_BONUS_NONE};
  if (!m->open_class[c])
    return true;
  clear_bonus(m);
  if (place == 0)
    add_certain_bonuses(m);
  if (!next_row(m, state, place, c))
    return true;
  return find_state(m, &out->target) && store_bonus(m, &out->bonus);
}

static void list_next_active(maker *m, uint32_t place) {
  m->n_next_active = 0;
  for (size_t i = 0; i < m->n_active; i++) {
    if (m->factors[m->active[i]].last > place)
      m->next_active[m->n_next_active++] = m->active[i];
  }
  for (uint32_t i = m->starting_first[place]; i < m->starting_first[place + 1]; i++) {
    if (m->factors[m->starting[i]].last > place)
      m->next_active[m->n_next_active++] = m->starting[i];
  }
}

static void swap_tuples(maker *m) {
  tuples tuples_now = m->now;
  m->now = m->next;
  m->next = tuples_now;
  uint32_t *active = m->active;
  m->active = m->next_active;
  m->next_active = active;
  m->n_active = m->n_next_active;
}

static bool make_layer(maker *m, uint32_t place) {
  eir_i_layer *layer = &m->states->layers[place];
  layer->n_states = m->now.n_states;
  layer->n_classes = m->states->classes.n_classes[m->states->order.issue_at[place]];
  uint64_t n = (uint64_t)layer->n_states * layer->n_classes;
  m->n_transitions += n;
  if (m->n_transitions > MAX_TRANSITIONS)
    return eir_i_effort_end(m->effort, EIR_END_LIMIT_STATES);
  layer->transitions = eir_i_arena_take_array(m->arena, n, sizeof *layer->transitions);
  if (layer->transitions == NULL)
    return false;
  mark_open_classes(m, m->states->order.issue_at[place]);
  list_next_active(m, place);
  clear_tuples(&m->next, m->n_next_active);
  for (uint32_t s = 0; s < layer->n_states; s++) {
    if (!eir_i_effort_spend(m->effort, layer->n_classes / 8 + 1))
      return false;
    for (uint32_t c = 0; c < layer->n_classes; c++) {
      if (!make_transition(m, s, place, c,
                           &layer->transitions[(size_t)s * layer->n_classes + c]))
        return false;
    }
  }
  if (m->next.n_states > m->effort->width)
    m->effort->width = m->next.n_states;
  swap_tuples(m);
  return true;
}

static bool make_layers(maker *m) {
  size_t n_issues = m->problem->n_issues;
  eir_i_layer *layers = eir_i_arena_take_array(m->arena, n_issues + 1, sizeof *layers);
  if (layers == NULL)
    return false;
  m->states->layers = layers;
  m->now.n_states = 1;
  for (uint32_t place = 0; place < n_issues; place++) {
    if (!make_layer(m, place))
      return false;
  }
  layers[n_issues].n_states = m->now.n_states;
  assert(m->now.n_states <= 1);
  return true;
}

/* ---- potentials ---- */

/* best[class][dimension]: the most that an allowed option of the class gives. */
static void best_of_classes(const maker *m, uint32_t issue, int64_t *best) {
  size_t d_count = m->problem->n_dimensions;
  const uint32_t *of_option = m->states->classes.of_option[issue];
  for (size_t i = 0; i < m->states->classes.n_classes[issue] * d_count; i++)
    best[i] = INT64_MIN;
  for (uint32_t o = 0; o < m->problem->n_options[issue]; o++) {
    if (!m->problem->allowed[issue][o])
      continue;
    size_t row = (of_option == NULL ? 0 : of_option[o]) * d_count;
    for (size_t d = 0; d < d_count; d++) {
      int64_t gain = m->problem->gain[issue][o * d_count + d];
      if (gain > best[row + d])
        best[row + d] = gain;
    }
  }
}

/* Fills a state's potential from its transitions; false when they are all dead. */
static bool state_potential(const maker *m, const eir_i_layer *layer,
                            const eir_i_layer *after, uint32_t state,
                            const int64_t *best, const uint8_t *dead_after) {
  size_t n = m->problem->n_dimensions;
  int64_t *potential = layer->potential + state * n;
  bool alive = false;
  for (size_t d = 0; d < n; d++)
    potential[d] = INT64_MIN;
  for (uint32_t c = 0; c < layer->n_classes; c++) {
    eir_i_transition *t = &layer->transitions[(size_t)state * layer->n_classes + c];
    if (t->target != EIR_I_STATE_DEAD && dead_after[t->target])
      t->target = EIR_I_STATE_DEAD;
    if (t->target == EIR_I_STATE_DEAD)
      continue;
    alive = true;
    const int64_t *rest = after->potential + t->target * n;
    const int64_t *bonus = t->bonus == EIR_I_BONUS_NONE
                               ? NULL
                               : (const int64_t *)m->bonuses.items + t->bonus * n;
    for (size_t d = 0; d < n; d++) {
      int64_t value = best[c * n + d] + rest[d] + (bonus == NULL ? 0 : bonus[d]);
      if (value > potential[d])
        potential[d] = value;
    }
  }
  return alive;
}

static bool make_potentials(maker *m) {
  size_t n_issues = m->problem->n_issues, n = m->problem->n_dimensions;
  eir_i_layer *layers = m->states->layers;
  uint32_t most_states = 1, most_classes = 1;
  for (size_t place = 0; place <= n_issues; place++) {
    eir_i_layer *layer = &layers[place];
    layer->potential = eir_i_arena_take_array(m->arena, layer->n_states,
                                              (n + 1) * sizeof *layer->potential);
    if (layer->potential == NULL)
      return false;
    if (layer->n_states > most_states)
      most_states = layer->n_states;
    if (layer->n_classes > most_classes)
      most_classes = layer->n_classes;
  }
  uint8_t *dead = eir_i_arena_take_array(m->arena, most_states, 2);
  int64_t *best =
      eir_i_arena_take_array(m->arena, most_classes, (n + 1) * sizeof *best);
  if (dead == NULL || best == NULL)
    return false;
  uint8_t *dead_after = dead + most_states;
  for (size_t place = n_issues; place-- > 0;) {
    best_of_classes(m, m->states->order.issue_at[place], best);
    bool any = false;
    for (uint32_t s = 0; s < layers[place].n_states; s++) {
      bool alive =
          state_potential(m, &layers[place], &layers[place + 1], s, best, dead_after);
      dead[s] = !alive;
      any |= alive;
    }
    if (!any)
      m->states->feasible = false;
    uint8_t *swap = dead;
    dead = dead_after;
    dead_after = swap;
  }
  return true;
}

/* ---- all of it ---- */

static bool settle_bonuses(maker *m) {
  int64_t *rows = eir_i_arena_take_array(m->arena, m->bonuses.count, sizeof *rows);
  if (rows == NULL)
    return false;
  if (m->bonuses.count > 0)
    memcpy(rows, m->bonuses.items, m->bonuses.count * sizeof *rows);
  m->states->bonuses = rows;
  return true;
}

static bool make_all(maker *m) {
  if (!make_factors(m))
    return false;
  if (!m->states->feasible)
    return true;
  return make_layers(m) && make_potentials(m) && settle_bonuses(m);
}

static void free_maker(maker *m) {
  eir_i_memory *memory = m->arena->memory;
  eir_i_diagram_free(&m->diagram);
  eir_i_array_free(&m->bonuses);
  tuples *both[2] = {&m->now, &m->next};
  for (int i = 0; i < 2; i++) {
    eir_i_array_free(&both[i]->nodes);
    eir_i_release(memory, both[i]->table, both[i]->table_size * sizeof(uint32_t));
  }
}

/* False without memory or when the effort ended. */
static bool prepare(maker *m) {
  eir_i_states *states = m->states;
  if (eir_i_classes_make(m->problem, m->arena, m->effort, &states->classes) != EIR_OK ||
      eir_i_ties_make(m->problem, m->arena, m->effort, &m->ties) != EIR_OK ||
      m->effort->end != EIR_END_COMPLETE)
    return false;
  if (eir_i_order_make(m->problem, &states->classes, &m->ties, m->arena,
                       &states->order) != EIR_OK)
    return false;
  return eir_i_diagram_init(&m->diagram, m->problem, &states->classes,
                            states->order.issue_at, states->order.place_of, m->arena,
                            m->effort) == EIR_OK;
}

eir_status eir_i_states_make(const eir_i_problem *problem, eir_i_arena *arena,
                             eir_i_effort *effort, eir_i_states *out_states) {
  *out_states = (eir_i_states){.feasible = !problem->impossible};
  maker m = {
      .problem = problem, .arena = arena, .effort = effort, .states = out_states};
  eir_i_array_init(&m.bonuses, arena->memory, sizeof(int64_t));
  eir_i_array_init(&m.now.nodes, arena->memory, sizeof(uint32_t));
  eir_i_array_init(&m.next.nodes, arena->memory, sizeof(uint32_t));
  if (effort->width == 0)
    effort->width = 1;
  bool done = problem->impossible || (prepare(&m) && make_all(&m));
  free_maker(&m);
  if (done || effort->end != EIR_END_COMPLETE)
    return EIR_OK;
  return eir_i_effort_no_memory(effort, arena->memory);
}
