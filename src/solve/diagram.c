/* Diagrams: building by "and" and "or" of two diagrams, with a memo and a unique
 * table. */
#include "solve/diagram.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

enum { MEMO_SIZE = 1 << 12, MAX_NODES = 1 << 22 };

typedef struct node {
  uint32_t position;
  uint32_t offset;
} node;

typedef enum operation { OPERATION_AND = 1, OPERATION_OR = 2 } operation;

/* A direct-mapped cache: forgetting costs time, never truth. */
typedef struct eir_i_diagram_memo {
  uint32_t left;
  uint32_t right;
  uint32_t operation; /* 0: free */
  uint32_t result;
} memo_entry;

static uint64_t mix(uint64_t value) { /* the finaliser of splitmix64 */
  value = (value ^ (value >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  value = (value ^ (value >> 27)) * UINT64_C(0x94d049bb133111eb);
  return value ^ (value >> 31);
}

static const node *node_at(const eir_i_diagram *diagram, uint32_t index) {
  return eir_i_array_at(&diagram->nodes, index);
}

uint32_t eir_i_diagram_position(const eir_i_diagram *diagram, uint32_t index) {
  return node_at(diagram, index)->position;
}

uint32_t eir_i_diagram_child(const eir_i_diagram *diagram, uint32_t index,
                             uint32_t class_index) {
  assert(index > EIR_I_DIAGRAM_TRUE);
  return ((const uint32_t *)
              diagram->children.items)[node_at(diagram, index)->offset + class_index];
}

static uint32_t arity(const eir_i_diagram *diagram, uint32_t position) {
  return diagram->classes->n_classes[diagram->order[position]];
}

eir_status eir_i_diagram_init(eir_i_diagram *diagram, const eir_i_problem *problem,
                              const eir_i_classes *classes, const uint32_t *order,
                              const uint32_t *position, eir_i_arena *arena,
                              eir_i_effort *effort) {
  *diagram = (eir_i_diagram){.memory = arena->memory,
                             .effort = effort,
                             .position = position,
                             .order = order,
                             .classes = classes,
                             .unique_size = 1024};
  eir_i_array_init(&diagram->nodes, arena->memory, sizeof(node));
  eir_i_array_init(&diagram->children, arena->memory, sizeof(uint32_t));
  if (problem->n_clauses + problem->n_bonuses == 0) { /* nothing will be asked of it */
    diagram->unique_size = 0;
    return EIR_OK;
  }
  for (size_t i = 0; i < problem->n_issues; i++) {
    if (classes->n_classes[i] > 1)
      diagram->n_scratch += classes->n_classes[i];
  }
  diagram->scratch =
      eir_i_arena_take_array(arena, diagram->n_scratch, sizeof *diagram->scratch);
  diagram->memo = eir_i_arena_take_array(arena, MEMO_SIZE, sizeof *diagram->memo);
  diagram->unique =
      eir_i_allocate_array(arena->memory, diagram->unique_size, sizeof(uint32_t));
  node leaf = {UINT32_MAX, 0};
  if (diagram->scratch == NULL || diagram->memo == NULL || diagram->unique == NULL ||
      !eir_i_array_push(&diagram->nodes, &leaf) ||
      !eir_i_array_push(&diagram->nodes, &leaf))
    return EIR_NO_MEMORY;
  return EIR_OK;
}

void eir_i_diagram_free(eir_i_diagram *diagram) {
  if (diagram->memory == NULL)
    return;
  eir_i_array_free(&diagram->nodes);
  eir_i_array_free(&diagram->children);
  eir_i_release(diagram->memory, diagram->unique,
                diagram->unique_size * sizeof(uint32_t));
  diagram->unique = NULL;
}

/* ---- making nodes ---- */

static uint64_t hash_children(uint32_t position, const uint32_t *children, uint32_t n) {
  uint64_t hash = mix(position + 1);
  for (uint32_t i = 0; i < n; i++)
    hash = mix(hash ^ children[i]);
  return hash;
}

static bool grow_unique(eir_i_diagram *diagram) {
  size_t size = diagram->unique_size * 2;
  uint32_t *table = eir_i_allocate_array(diagram->memory, size, sizeof *table);
  if (table == NULL)
    return false;
  for (uint32_t i = 2; i < diagram->nodes.count; i++) {
    const node *made = node_at(diagram, i);
    const uint32_t *children = eir_i_array_at(&diagram->children, made->offset);
    size_t at =
        hash_children(made->position, children, arity(diagram, made->position)) &
        (size - 1);
    while (table[at] != 0)
      at = (at + 1) & (size - 1);
    table[at] = i;
  }
  eir_i_release(diagram->memory, diagram->unique,
                diagram->unique_size * sizeof(uint32_t));
  diagram->unique = table;
  diagram->unique_size = size;
  return true;
}

static bool append_node(eir_i_diagram *diagram, uint32_t position,
                        const uint32_t *children, uint32_t n, uint32_t *out_node) {
  if (diagram->nodes.count >= MAX_NODES)
    return eir_i_effort_end(diagram->effort, EIR_END_LIMIT_STATES);
  node made = {position, (uint32_t)diagram->children.count};
  if (diagram->children.count > UINT32_MAX - n)
    return eir_i_effort_end(diagram->effort, EIR_END_LIMIT_STATES);
  if (!eir_i_array_reserve(&diagram->children, n) ||
      !eir_i_array_push(&diagram->nodes, &made))
    return false;
  memcpy((uint32_t *)diagram->children.items + made.offset, children,
         n * sizeof *children);
  diagram->children.count += n;
  *out_node = (uint32_t)(diagram->nodes.count - 1);
  return true;
}

/* The node with these children: the child itself when all are the same, one made before
 * when there is one. */
static bool find_or_make(eir_i_diagram *diagram, uint32_t position,
                         const uint32_t *children, uint32_t *out_node) {
  uint32_t n = arity(diagram, position), same = 1;
  while (same < n && children[same] == children[0])
    same++;
  *out_node = children[0];
  if (same == n)
    return true;
  if (diagram->nodes.count * 2 > diagram->unique_size && !grow_unique(diagram))
    return false;
  size_t mask = diagram->unique_size - 1;
  size_t at = hash_children(position, children, n) & mask;
  for (; diagram->unique[at] != 0; at = (at + 1) & mask) {
    const node *other = node_at(diagram, diagram->unique[at]);
    if (other->position != position)
      continue;
    const uint32_t *others = eir_i_array_at(&diagram->children, other->offset);
    if (memcmp(others, children, n * sizeof *children) != 0)
      continue;
    *out_node = diagram->unique[at];
    return true;
  }
  if (!append_node(diagram, position, children, n, out_node))
    return false;
  diagram->unique[at] = *out_node;
  return true;
}

/* ---- combining ---- */

static bool combine(eir_i_diagram *diagram, operation op, uint32_t left, uint32_t right,
                    uint32_t *out_node);

static uint32_t step_down(const eir_i_diagram *diagram, uint32_t index,
                          uint32_t position, uint32_t class_index) {
  if (eir_i_diagram_position(diagram, index) != position)
    return index;
  return eir_i_diagram_child(diagram, index, class_index);
}

/* Recursion goes one issue down a level: at most EIR_I_MAX_SCOPE deep. */
static bool combine_below(eir_i_diagram *diagram, operation op, uint32_t left,
                          uint32_t right, uint32_t *out_node) {
  uint32_t position = eir_i_diagram_position(diagram, left);
  uint32_t other = eir_i_diagram_position(diagram, right);
  if (other < position)
    position = other;
  uint32_t n = arity(diagram, position);
  assert(diagram->top + n <= diagram->n_scratch);
  uint32_t *children = diagram->scratch + diagram->top;
  diagram->top += n;
  bool done = eir_i_effort_spend(diagram->effort, 1);
  for (uint32_t c = 0; c < n && done; c++) {
    done = combine(diagram, op, step_down(diagram, left, position, c),
                   step_down(diagram, right, position, c), &children[c]);
  }
  if (done)
    done = find_or_make(diagram, position, children, out_node);
  diagram->top -= n;
  return done;
}

static bool combine(eir_i_diagram *diagram, operation op, uint32_t left, uint32_t right,
                    uint32_t *out_node) {
  uint32_t absorbing = op == OPERATION_AND ? EIR_I_DIAGRAM_FALSE : EIR_I_DIAGRAM_TRUE;
  uint32_t neutral = op == OPERATION_AND ? EIR_I_DIAGRAM_TRUE : EIR_I_DIAGRAM_FALSE;
  *out_node = absorbing;
  if (left == absorbing || right == absorbing)
    return true;
  *out_node = left == neutral ? right : left;
  if (left == neutral || right == neutral || left == right)
    return true;
  if (left > right) { /* both operations commute */
    uint32_t swap = left;
    left = right;
    right = swap;
  }
  size_t slot = mix((uint64_t)left << 32 | right) ^ (uint64_t)op;
  memo_entry *memo = &diagram->memo[slot & (MEMO_SIZE - 1)];
  if (memo->operation == op && memo->left == left && memo->right == right) {
    *out_node = memo->result;
    return true;
  }
  if (!combine_below(diagram, op, left, right, out_node))
    return false;
  *memo = (memo_entry){left, right, op, *out_node};
  return true;
}

static bool make_atom(eir_i_diagram *diagram, const eir_i_expression *atom,
                      bool negated, uint32_t *out_node) {
  uint32_t n = diagram->classes->n_classes[atom->issue];
  const uint32_t *example = diagram->classes->example[atom->issue];
  *out_node = eir_i_atom_holds(atom, example[0]) != negated ? EIR_I_DIAGRAM_TRUE
                                                            : EIR_I_DIAGRAM_FALSE;
  if (n == 1)
    return true;
  uint32_t *children = diagram->scratch + diagram->top;
  for (uint32_t c = 0; c < n; c++)
    children[c] = eir_i_atom_holds(atom, example[c]) != negated ? EIR_I_DIAGRAM_TRUE
                                                                : EIR_I_DIAGRAM_FALSE;
  return find_or_make(diagram, diagram->position[atom->issue], children, out_node);
}

/* Bounded by EIR_I_MAX_EXPRESSION_DEPTH. */
static bool make(eir_i_diagram *diagram, const eir_i_expression *expression,
                 bool negated, uint32_t *out_node) {
  eir_i_expression_kind kind = expression->kind;
  if (kind == EIR_I_EXPRESSION_ATOM)
    return make_atom(diagram, expression, negated, out_node);
  if (kind == EIR_I_EXPRESSION_NOT)
    return make(diagram, expression->children[0], !negated, out_node);
  bool conjunction = (kind == EIR_I_EXPRESSION_AND) != negated;
  if (kind == EIR_I_EXPRESSION_TRUE || kind == EIR_I_EXPRESSION_FALSE)
    conjunction = (kind == EIR_I_EXPRESSION_TRUE) != negated; /* no parts: neutral */
  uint32_t result = conjunction ? EIR_I_DIAGRAM_TRUE : EIR_I_DIAGRAM_FALSE;
  for (size_t i = 0; i < expression->n_children; i++) {
    bool flip = kind == EIR_I_EXPRESSION_IMPLIES && i == 0;
    uint32_t part;
    if (!make(diagram, expression->children[i], negated != flip, &part) ||
        !combine(diagram, conjunction ? OPERATION_AND : OPERATION_OR, result, part,
                 &result))
      return false;
  }
  *out_node = result;
  return true;
}

bool eir_i_diagram_expression(eir_i_diagram *diagram,
                              const eir_i_expression *expression, uint32_t *out_node) {
  return make(diagram, expression, false, out_node);
}

bool eir_i_diagram_clause(eir_i_diagram *diagram, const eir_i_clause *clause,
                          uint32_t *out_node) {
  uint32_t result = EIR_I_DIAGRAM_FALSE;
  for (size_t i = 0; i < clause->n_literals; i++) {
    uint32_t part;
    const eir_i_literal *literal = &clause->literals[i];
    if (!make(diagram, literal->expression, literal->negated, &part) ||
        !combine(diagram, OPERATION_OR, result, part, &result))
      return false;
  }
  *out_node = result;
  return true;
}
