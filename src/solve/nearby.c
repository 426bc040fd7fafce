/* Nearby: a k-d tree of buckets, grown by cutting full ones at their median.
 *
 * Where a vector is put only decides how soon it is found: what is said about a vector
 * follows from the boxes, and a box holds all that is below it. So vectors that tie
 * with a cut may be on either side of it. Sixteen or twenty-four vectors a leaf took
 * as long as 32; a fan of two, as usual, took more instructions than eight. */
#include "solve/nearby.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

enum {
  FAN = 8,         /* children of a node, vectors of a block */
  BUCKET = 32,     /* vectors of a leaf */
  MOST_DEPTH = 60, /* deeper leaves are not cut but chained */
  MOST_STACK = (MOST_DEPTH + 2) * FAN
};

/* Marks the number of a leaf among children. */
#define IS_LEAF UINT32_C(0x80000000)

typedef struct cut {
  int32_t at; /* keys from here on go to the new child */
  uint16_t side;
  uint16_t child; /* the child that was cut */
} cut;

typedef struct node {
  uint32_t child[FAN]; /* nodes, or leaves with IS_LEAF */
  cut cuts[FAN - 1];   /* cuts[i] made child i + 1 */
  uint32_t n_children;
} node;

typedef struct leaf {
  uint32_t number[BUCKET];
  uint32_t count;
  uint32_t next; /* a full leaf behind this one, with IS_LEAF; 0: none */
} leaf;

void eir_i_nearby_init(eir_i_nearby *t, size_t n_dimensions, eir_i_memory *memory) {
  assert(n_dimensions <= EIR_I_NEARBY_MOST_DIMENSIONS);
  *t = (eir_i_nearby){.n_dimensions = n_dimensions == 0 ? 1 : n_dimensions};
  eir_i_array_init(&t->nodes, memory, sizeof(node));
  eir_i_array_init(&t->most, memory, sizeof(int32_t));
  eir_i_array_init(&t->leaves, memory, sizeof(leaf));
  eir_i_array_init(&t->keys, memory, sizeof(int32_t));
}

void eir_i_nearby_free(eir_i_nearby *t) {
  eir_i_array_free(&t->nodes);
  eir_i_array_free(&t->most);
  eir_i_array_free(&t->leaves);
  eir_i_array_free(&t->keys);
}

/* ---- the parts ---- */

static node *node_at(const eir_i_nearby *t, uint32_t at) {
  return (node *)t->nodes.items + at;
}

static int32_t *most_of(const eir_i_nearby *t, uint32_t at) {
  return (int32_t *)t->most.items + (size_t)at * FAN * t->n_dimensions;
}

static leaf *leaf_at(const eir_i_nearby *t, uint32_t at) {
  return (leaf *)t->leaves.items + (at & ~IS_LEAF);
}

static int32_t *keys_of(const eir_i_nearby *t, uint32_t at) {
  return (int32_t *)t->keys.items + (size_t)(at & ~IS_LEAF) * BUCKET * t->n_dimensions;
}

/* Where key d of vector i stands in the blocks of a leaf. */
static size_t place_of(const eir_i_nearby *t, size_t i, size_t d) {
  return (i / FAN * t->n_dimensions + d) * FAN + i % FAN;
}

/* Empty places hold what meets no demand. */
static void clear(int32_t *keys, size_t count) {
  for (size_t i = 0; i < count; i++)
    keys[i] = INT32_MIN;
}

/* Room for one more node and one more leaf. */
static bool reserve(eir_i_nearby *t) {
  return eir_i_array_reserve(&t->nodes, 1) &&
         eir_i_array_reserve(&t->most, FAN * t->n_dimensions) &&
         eir_i_array_reserve(&t->leaves, 1) &&
         eir_i_array_reserve(&t->keys, BUCKET * t->n_dimensions);
}

static uint32_t new_node(eir_i_nearby *t, uint32_t child) {
  uint32_t at = (uint32_t)t->nodes.count++;
  *node_at(t, at) = (node){.child = {child}, .n_children = 1};
  clear(most_of(t, at), FAN * t->n_dimensions);
  t->most.count += FAN * t->n_dimensions;
  return at;
}

static uint32_t new_leaf(eir_i_nearby *t) {
  uint32_t at = (uint32_t)t->leaves.count++;
  *leaf_at(t, at) = (leaf){.count = 0};
  clear(keys_of(t, at), BUCKET * t->n_dimensions);
  t->keys.count += BUCKET * t->n_dimensions;
  return at | IS_LEAF;
}

static void put(const eir_i_nearby *t, uint32_t at, const int32_t *key,
                uint32_t number) {
  leaf *l = leaf_at(t, at);
  assert(l->count < BUCKET);
  int32_t *keys = keys_of(t, at);
  for (size_t d = 0; d < t->n_dimensions; d++)
    keys[place_of(t, l->count, d)] = key[d];
  l->number[l->count++] = number;
}

static void raise_most(const eir_i_nearby *t, uint32_t at, size_t child,
                       const int32_t *key) {
  int32_t *most = most_of(t, at) + child;
  for (size_t d = 0; d < t->n_dimensions; d++)
    most[d * FAN] = key[d] > most[d * FAN] ? key[d] : most[d * FAN];
}

/* The child to which the cuts send a vector. */
static size_t route(const node *n, const int32_t *key) {
  size_t child = 0;
  for (size_t i = 0; i + 1 < n->n_children; i++) {
    const cut *c = &n->cuts[i];
    child = c->child == child && key[c->side] >= c->at ? i + 1 : child;
  }
  return child;
}

/* ---- cutting a full leaf ---- */

static size_t widest_side(const eir_i_nearby *t, const int32_t *keys) {
  size_t widest = 0;
  int32_t size = -1;
  for (size_t d = 0; d < t->n_dimensions; d++) {
    int32_t low = INT32_MAX, high = 0;
    for (size_t i = 0; i < BUCKET; i++) {
      int32_t key = keys[place_of(t, i, d)];
      low = key < low ? key : low;
      high = key > high ? key : high;
    }
    if (high - low > size) {
      size = high - low;
      widest = d;
    }
  }
  return widest;
}

/* A leaf's vectors in the order of one key. */
static void sort_by_side(const eir_i_nearby *t, const int32_t *keys, size_t side,
                         uint8_t *order) {
  for (size_t i = 0; i < BUCKET; i++) {
    int32_t key = keys[place_of(t, i, side)];
    size_t at = i;
    for (; at > 0 && keys[place_of(t, order[at - 1], side)] > key; at--)
      order[at] = order[at - 1];
    order[at] = (uint8_t)i;
  }
}

/* Cuts the full leaf that is `child` of node `at`, which has room for one more. */
static void cut_leaf(eir_i_nearby *t, uint32_t at, size_t child) {
  node *n = node_at(t, at);
  size_t m = t->n_dimensions, other = n->n_children++;
  assert(other < FAN);
  uint32_t low = n->child[child], high = new_leaf(t);
  leaf old = *leaf_at(t, low);
  int32_t keys[BUCKET * EIR_I_NEARBY_MOST_DIMENSIONS];
  memcpy(keys, keys_of(t, low), BUCKET * m * sizeof *keys);
  size_t side = widest_side(t, keys);
  uint8_t order[BUCKET];
  sort_by_side(t, keys, side, order);
  n->child[other] = high;
  n->cuts[other - 1] = (cut){.at = keys[place_of(t, order[BUCKET / 2], side)],
                             .side = (uint16_t)side,
                             .child = (uint16_t)child};
  leaf_at(t, low)->count = 0;
  clear(keys_of(t, low), BUCKET * m);
  for (size_t d = 0; d < m; d++)
    most_of(t, at)[d * FAN + child] = INT32_MIN;
  for (size_t i = 0; i < BUCKET; i++) {
    int32_t key[EIR_I_NEARBY_MOST_DIMENSIONS];
    for (size_t d = 0; d < m; d++)
      key[d] = keys[place_of(t, order[i], d)];
    put(t, i < BUCKET / 2 ? low : high, key, old.number[order[i]]);
    raise_most(t, at, i < BUCKET / 2 ? child : other, key);
  }
}

/* Puts a node of its own between a leaf and a node that has no room for another. */
static void sink_leaf(eir_i_nearby *t, uint32_t at, size_t child) {
  uint32_t below = new_node(t, node_at(t, at)->child[child]);
  node_at(t, at)->child[child] = below;
  for (size_t d = 0; d < t->n_dimensions; d++)
    most_of(t, below)[d * FAN] = most_of(t, at)[d * FAN + child];
}

/* Makes room where a full leaf is in the way: one step of several. */
static void make_room(eir_i_nearby *t, uint32_t at, size_t child, size_t depth) {
  node *n = node_at(t, at);
  if (n->n_children < FAN) {
    cut_leaf(t, at, child);
  } else if (depth < MOST_DEPTH) {
    sink_leaf(t, at, child);
  } else {
    uint32_t full = n->child[child];
    n->child[child] = new_leaf(t);
    leaf_at(t, n->child[child])->next = full;
  }
}

bool eir_i_nearby_add(eir_i_nearby *t, const int32_t *key) {
  if (t->nodes.count == 0) {
    if (!reserve(t))
      return false;
    new_node(t, new_leaf(t));
  }
  uint32_t at = 0;
  for (size_t depth = 0;;) {
    const node *n = node_at(t, at);
    size_t child = route(n, key);
    uint32_t below = n->child[child];
    raise_most(t, at, child, key);
    if ((below & IS_LEAF) == 0) {
      at = below;
      depth++;
      continue;
    }
    if (leaf_at(t, below)->count < BUCKET) {
      put(t, below, key, t->count++);
      return true;
    }
    if (!reserve(t))
      return false;
    make_room(t, at, child, depth);
  }
}

/* ---- finding ---- */

typedef struct query {
  eir_i_lanes demand[EIR_I_NEARBY_MOST_DIMENSIONS]; /* each in all lanes */
  const int32_t *near;
  eir_i_nearby_test *test;
  const void *context;
  uint32_t stack[MOST_STACK];
  size_t depth;
  uint64_t steps;
} query;

/* Which of a block's eight meet the demand: a bit each. */
EIR_ALWAYS_INLINE unsigned meeting(const query *q, const int32_t *block, size_t m) {
  eir_i_lanes low = {0}, high = {0};
  for (size_t d = 0; d < m; d++) {
    low |= eir_i_lanes_load(block + d * FAN) < q->demand[d];
    high |= eir_i_lanes_load(block + d * FAN + EIR_I_LANES) < q->demand[d];
  }
  return (eir_i_lanes_bits(low) | eir_i_lanes_bits(high) << EIR_I_LANES) ^ 0xff;
}

/* The children that meet the demand; the one where `near` would stand is taken off the
 * stack first, since most often what is sought is there. */
EIR_ALWAYS_INLINE void push_children(const eir_i_nearby *t, query *q, uint32_t at,
                                     size_t m) {
  const node *n = node_at(t, at);
  unsigned found = meeting(q, (const int32_t *)t->most.items + (size_t)at * FAN * m, m);
  q->steps += n->n_children;
  if ((found & (found - 1)) != 0) {
    unsigned first = (unsigned)route(n, q->near);
    for (unsigned others = found & ~(1u << first); others != 0; others &= others - 1)
      q->stack[q->depth++] = n->child[eir_i_lowest_bit(others)];
    found &= 1u << first;
  }
  if (found != 0)
    q->stack[q->depth++] = n->child[eir_i_lowest_bit(found)];
  assert(q->depth <= MOST_STACK);
}

EIR_ALWAYS_INLINE int64_t search_leaf(const eir_i_nearby *t, query *q, uint32_t at,
                                      size_t m) {
  const leaf *l = leaf_at(t, at);
  const int32_t *keys =
      (const int32_t *)t->keys.items + (size_t)(at & ~IS_LEAF) * BUCKET * m;
  q->steps += l->count;
  for (size_t i = 0; i < l->count; i += FAN) {
    unsigned found = meeting(q, keys + i * m, m);
    for (; found != 0; found &= found - 1) {
      uint32_t number = l->number[i + eir_i_lowest_bit(found)];
      if (q->test(q->context, number))
        return number;
    }
  }
  if (l->next != 0)
    q->stack[q->depth++] = l->next;
  return EIR_I_NEARBY_NONE;
}

EIR_ALWAYS_INLINE int64_t search(const eir_i_nearby *t, query *q, size_t m) {
  while (q->depth > 0) {
    uint32_t at = q->stack[--q->depth];
    if ((at & IS_LEAF) == 0) {
      push_children(t, q, at, m);
      continue;
    }
    int64_t number = search_leaf(t, q, at, m);
    if (number != EIR_I_NEARBY_NONE)
      return number;
  }
  return EIR_I_NEARBY_NONE;
}

int64_t eir_i_nearby_find(const eir_i_nearby *t, const int32_t *demand,
                          const int32_t *near, eir_i_nearby_test *test,
                          const void *context, uint64_t *steps) {
  if (t->count == 0)
    return EIR_I_NEARBY_NONE;
  query q;
  for (size_t d = 0; d < t->n_dimensions; d++)
    q.demand[d] = (eir_i_lanes){demand[d], demand[d], demand[d], demand[d]};
  q.near = near;
  q.test = test;
  q.context = context;
  q.stack[0] = 0;
  q.depth = 1;
  q.steps = 0;
  /* Four parties as a constant, so that the compiler unrolls them. */
  int64_t number =
      t->n_dimensions == 4 ? search(t, &q, 4) : search(t, &q, t->n_dimensions);
  *steps += q.steps;
  return number;
}
