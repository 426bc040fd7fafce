/* Four dimensions and more: which vectors of a shifted front are dominated is asked of
 * the k-d trees of the others, box against box.
 *
 * A front never dominates itself under one shift, so only pairs of shifted fronts are
 * compared: a + s is dominated by b + t when b is at least a + (s - t). Whole boxes are
 * ruled out or in at once. The tests are on 32-bit keys: of boxes four parties in a
 * register, of the vectors of a leaf one party of four vectors, so that leaves of 48
 * cost less than many boxes. Keys are rounded scores; what passes is tested again in 64
 * bits. The answer for a vector does not depend on the order of the comparisons, so the
 * trees can be shared out among threads. */
#include "solve/front.h"

#include <assert.h>
#include <stdatomic.h>
#include <string.h>

#include "base/threads.h"
#include "case/model.h"
#include "solve/kdtree.h"

#include "base/banned.h"

/* Pairs grow with the square of the shifted fronts: more than this are merged in
 * groups. */
enum { GROUP = 32, SMALL = 4096, POLL = 1 << 14, MOST_PIECE = 1 << 14 };

/* A shifted front, or the result of merging a group (then the steps are its own). */
typedef struct side {
  eir_i_kd_tree *tree;
  const int64_t *shift;
  const int64_t *least;
  const eir_i_shifted *source; /* NULL: `steps` holds them */
  const eir_i_step *steps;
  uint8_t *dead;       /* [count] in the tree's order */
  uint32_t *node_left; /* [n_nodes] vectors not dead below the node */
} side;

/* Part of the work: the vectors of a side that are below one node of its tree. Pieces
 * of a side are about as large as each other, and small enough that threads end
 * together. */
typedef struct piece {
  uint32_t side;
  uint32_t node;
  uint64_t steps; /* comparisons */
} piece;

typedef struct contest {
  const eir_i_filter *filter;
  side *sides;
  size_t count;
  eir_i_key_scale scale;
  atomic_bool stop;
  size_t *order; /* [count] sides, those that are shifted most first */
  piece *pieces;
  size_t n_pieces;
} contest;

enum { MOST_KEYS = EIR_I_MAX_SIGNATORIES };

typedef struct duel {
  contest *all;
  side *a;       /* whose vectors are judged */
  const side *b; /* by whom */
  size_t n_lanes;
  int64_t delta[EIR_I_MAX_SIGNATORIES]; /* a's shift less b's */
  int32_t key_delta[MOST_KEYS];         /* the same in keys, rounded down; 0 beyond */
  uint64_t steps;
  uint64_t next_poll;
  bool is_caller;
} duel;

static eir_i_step step_of(const side *s, uint32_t place) {
  uint32_t number = s->tree->number[place];
  if (s->source == NULL)
    return s->steps[number];
  return (eir_i_step){s->source->front.first + number, s->source->option};
}

/* ---- one pair of shifted fronts ---- */

/* Is some key of `low`, raised by the duel's delta, above that of `high`? Then high is
 * not at least low in all dimensions. */
static inline bool exceeds(const duel *d, const int32_t *low, const int32_t *high,
                           size_t n_lanes) {
  for (size_t i = 0; i < n_lanes * EIR_I_LANES; i += EIR_I_LANES) {
    eir_i_lanes raised = eir_i_lanes_load(low + i) + eir_i_lanes_load(d->key_delta + i);
    if (eir_i_lanes_less(eir_i_lanes_load(high + i), raised))
      return true;
  }
  return false;
}

/* Do all vectors of box b dominate all of box a? Rounding can hide up to two keys, so
 * that much is asked for; lanes beyond the dimensions are equal and do not count. */
static bool is_above(const duel *d, const int32_t *a_most, const int32_t *b_least) {
  size_t n = d->all->filter->n_dimensions;
  for (size_t i = 0; i < n; i++) {
    if (b_least[i] <= a_most[i] + d->key_delta[i] + 2)
      return false;
  }
  return true;
}

/* Marks everything below the node. The counts of nodes above are put right by the
 * caller, on its way up. */
static void kill_all(side *a, uint32_t node) {
  const eir_i_kd_node *at = &a->tree->nodes[node];
  memset(a->dead + at->first, 1, at->end - at->first);
  a->node_left[node] = 0;
}

static bool is_dominated(const duel *d, uint32_t place_a, uint32_t place_b) {
  size_t n = d->all->filter->n_dimensions;
  const int64_t *a = d->a->tree->scores + place_a * n;
  const int64_t *b = d->b->tree->scores + place_b * n;
  bool equal = true;
  for (size_t i = 0; i < n; i++) {
    int64_t raised = a[i] + d->delta[i];
    if (b[i] < raised)
      return false;
    equal &= b[i] == raised;
  }
  if (!equal)
    return true;
  return eir_i_trail_compare(d->all->filter->trail, step_of(d->b, place_b),
                             step_of(d->a, place_a)) < 0;
}

/* Is vector `place` of side a dominated by one of the leaf? The first test is against
 * the leaf's box. The last four may reach into the next leaf: what dominates there
 * dominates too. */
EIR_ALWAYS_INLINE bool falls_to_leaf(duel *d, uint32_t place, uint32_t node_b,
                                     size_t n) {
  const eir_i_kd_tree *tree = d->b->tree;
  const eir_i_kd_node *leaf = &tree->nodes[node_b];
  size_t n_lanes = (n + EIR_I_LANES - 1) / EIR_I_LANES, width = n_lanes * EIR_I_LANES;
  const int32_t *key = d->a->tree->key + place * width;
  d->steps++;
  if (exceeds(d, key, tree->key_most + node_b * width, n_lanes))
    return false;
  d->steps += leaf->end - leaf->first;
  for (uint32_t j = leaf->first; j < leaf->end; j += EIR_I_LANES) {
    eir_i_lanes less = {0};
    for (size_t i = 0; i < n; i++) {
      int32_t raised = key[i] + d->key_delta[i];
      const int32_t *column = tree->columns + i * tree->column_size;
      less |=
          eir_i_lanes_load(column + j) < (eir_i_lanes){raised, raised, raised, raised};
    }
    unsigned found = eir_i_lanes_bits(less) ^ 0xf;
    for (; found != 0; found &= found - 1) {
      if (is_dominated(d, place, j + eir_i_lowest_bit(found)))
        return true;
    }
  }
  return false;
}

EIR_ALWAYS_INLINE void compare_leaves_of(duel *d, uint32_t node_a, uint32_t node_b,
                                         size_t n) {
  const eir_i_kd_node *a = &d->a->tree->nodes[node_a];
  for (uint32_t i = a->first; i < a->end; i++) {
    if (d->a->dead[i] || !falls_to_leaf(d, i, node_b, n))
      continue;
    d->a->dead[i] = 1;
    d->a->node_left[node_a]--;
  }
}

/* The usual numbers of parties as constants, so that the compiler unrolls them. */
static void compare_leaves(duel *d, uint32_t node_a, uint32_t node_b) {
  size_t n = d->all->filter->n_dimensions;
  if (n == 4)
    compare_leaves_of(d, node_a, node_b, 4);
  else if (n == 5)
    compare_leaves_of(d, node_a, node_b, 5);
  else if (n == 6)
    compare_leaves_of(d, node_a, node_b, 6);
  else
    compare_leaves_of(d, node_a, node_b, n);
}

/* The library is asked whether to stop on the calling thread only; the others look at
 * the flag. */
static bool go_on(duel *d) {
  if (d->steps >= d->next_poll) {
    d->next_poll = d->steps + POLL;
    const eir_callbacks *callbacks = d->all->filter->effort->callbacks;
    if (d->is_caller && callbacks != NULL && callbacks->stop != NULL &&
        callbacks->stop(callbacks->user))
      atomic_store(&d->all->stop, true);
  }
  return !atomic_load_explicit(&d->all->stop, memory_order_relaxed);
}

/* Depth: the two trees' heights, at most 64 in all. */
static void compare_nodes(duel *d, uint32_t node_a, uint32_t node_b) {
  if (d->a->node_left[node_a] == 0)
    return;
  d->steps++;
  const eir_i_kd_tree *ta = d->a->tree, *tb = d->b->tree;
  size_t width = d->n_lanes * EIR_I_LANES;
  if (exceeds(d, ta->key_least + node_a * width, tb->key_most + node_b * width,
              d->n_lanes) ||
      !go_on(d))
    return;
  if (is_above(d, ta->key_most + node_a * width, tb->key_least + node_b * width)) {
    kill_all(d->a, node_a);
    return;
  }
  const eir_i_kd_node *a = &d->a->tree->nodes[node_a];
  const eir_i_kd_node *b = &d->b->tree->nodes[node_b];
  if (a->left == 0 && b->left == 0) {
    compare_leaves(d, node_a, node_b);
  } else if (b->left != 0 && (a->left == 0 || b->end - b->first >= a->end - a->first)) {
    compare_nodes(d, node_a, b->left + 1); /* the upper half dominates more */
    compare_nodes(d, node_a, b->left);
  } else {
    uint32_t *left = d->a->node_left;
    compare_nodes(d, a->left, node_b);
    compare_nodes(d, a->left + 1, node_b);
    left[node_a] = left[a->left] + left[a->left + 1];
  }
}

/* ---- all pairs ---- */

static void face(duel *d, const side *b) {
  d->b = b;
  for (size_t i = 0; i < d->all->filter->n_dimensions; i++) {
    d->delta[i] = d->a->shift[i] - b->shift[i];
    int64_t size = INT64_C(1) << d->all->scale.shift[i]; /* division rounds to zero */
    int64_t key = d->delta[i] / size;
    d->key_delta[i] = (int32_t)(d->delta[i] % size < 0 ? key - 1 : key);
  }
}

static void judge(void *context, size_t number, bool is_caller) {
  contest *all = context;
  piece *work = &all->pieces[number];
  duel d = {.all = all, .a = &all->sides[work->side], .is_caller = is_caller};
  d.n_lanes = d.a->tree->n_lanes;
  for (size_t k = 0; k < all->count; k++) {
    size_t j = all->order[k];
    if (j == work->side)
      continue;
    face(&d, &all->sides[j]);
    compare_nodes(&d, work->node, 0);
  }
  work->steps = d.steps;
}

/* Lists the highest nodes of all sides that hold at most MOST_PIECE vectors. Where the
 * pieces lie does not depend on the number of threads. */
static bool cut_pieces(contest *all, size_t total, eir_i_arena *arena) {
  /* Halves of more than MOST_PIECE are larger than half of it. */
  size_t most = all->count + 2 * (total / (MOST_PIECE / 2));
  all->pieces = eir_i_arena_take_array(arena, most, sizeof *all->pieces);
  if (all->pieces == NULL)
    return false;
  for (size_t s = 0; s < all->count; s++) {
    const eir_i_kd_tree *tree = all->sides[s].tree;
    size_t first = all->n_pieces;
    assert(first < most);
    all->pieces[all->n_pieces++] = (piece){.side = (uint32_t)s};
    for (size_t i = first; i < all->n_pieces;) {
      const eir_i_kd_node *at = &tree->nodes[all->pieces[i].node];
      if (at->left == 0 || at->end - at->first <= MOST_PIECE) {
        i++;
        continue;
      }
      assert(all->n_pieces < most);
      all->pieces[i].node = at->left;
      all->pieces[all->n_pieces++] = (piece){.side = (uint32_t)s, .node = at->left + 1};
    }
  }
  return true;
}

static bool is_below_least(const side *s, uint32_t place, size_t n) {
  if (s->least == NULL)
    return false;
  const int64_t *scores = s->tree->scores + place * n;
  for (size_t i = 0; i < n; i++) {
    if (scores[i] < s->least[i])
      return true;
  }
  return false;
}

static bool start_side(side *s, size_t n, eir_i_arena *arena) {
  const eir_i_kd_tree *tree = s->tree;
  s->dead = eir_i_arena_take_array(arena, tree->count, 1);
  s->node_left = eir_i_arena_take_array(arena, tree->n_nodes, sizeof(uint32_t));
  if (s->dead == NULL || s->node_left == NULL)
    return false;
  for (uint32_t i = 0; i < tree->count; i++)
    s->dead[i] = is_below_least(s, i, n) ? 1 : 0;
  for (uint32_t node = tree->n_nodes; node-- > 0;) { /* children come after parents */
    const eir_i_kd_node *at = &tree->nodes[node];
    if (at->left != 0) {
      s->node_left[node] = s->node_left[at->left] + s->node_left[at->left + 1];
      continue;
    }
    for (uint32_t i = at->first; i < at->end; i++)
      s->node_left[node] += !s->dead[i];
  }
  return true;
}

/* ---- the result ---- */

/* The next vector of a side that is not dominated. */
typedef struct head {
  const side *from;
  const uint32_t *place; /* [count] where vector `number` stands in the tree; DEAD */
  uint32_t number;
} head;

#define DEAD UINT32_MAX

static bool settle(head *h) {
  while (h->number < h->from->tree->count && h->place[h->number] == DEAD)
    h->number++;
  return h->number < h->from->tree->count;
}

/* Does the vector of head a come before that of b in the order of fronts? Equal ones
 * have but one survivor. */
static bool comes_before(const head *a, const head *b, size_t n) {
  const int64_t *left = a->from->tree->scores + a->place[a->number] * n;
  const int64_t *right = b->from->tree->scores + b->place[b->number] * n;
  for (size_t d = 0; d < n; d++) {
    int64_t apart = left[d] + a->from->shift[d] - (right[d] + b->from->shift[d]);
    if (apart != 0)
      return apart > 0;
  }
  return false;
}

static void sift_down(head *heap, size_t count, size_t at, size_t n) {
  head moved = heap[at];
  for (size_t child; (child = 2 * at + 1) < count; at = child) {
    if (child + 1 < count && comes_before(&heap[child + 1], &heap[child], n))
      child++;
    if (!comes_before(&heap[child], &moved, n))
      break;
    heap[at] = heap[child];
  }
  heap[at] = moved;
}

static void append(const head *h, size_t n, eir_i_kept *kept) {
  uint32_t place = h->place[h->number];
  int64_t *to = (int64_t *)kept->scores.items + kept->scores.count;
  for (size_t d = 0; d < n; d++)
    to[d] = h->from->tree->scores[place * n + d] + h->from->shift[d];
  ((eir_i_step *)kept->steps.items)[kept->steps.count++] = step_of(h->from, place);
  kept->scores.count += n;
}

/* Which vectors survive, in the order of the front that the side came from. */
static bool list_places(const side *s, eir_i_arena *arena, head *out) {
  const eir_i_kd_tree *tree = s->tree;
  uint32_t *place = eir_i_arena_take_raw(arena, tree->count, sizeof *place);
  if (place == NULL)
    return false;
  for (uint32_t i = 0; i < tree->count; i++)
    place[tree->number[i]] = s->dead[i] ? DEAD : i;
  *out = (head){.from = s, .place = place};
  return true;
}

/* Shifted fronts in order stay in order: a heap merges what is left of them. */
static bool collect(const eir_i_filter *filter, const contest *all, eir_i_arena *arena,
                    eir_i_kept *kept) {
  size_t n = filter->n_dimensions, total = 0, count = 0;
  head *heap = eir_i_arena_take_array(arena, all->count, sizeof *heap);
  if (heap == NULL)
    return false;
  for (size_t s = 0; s < all->count; s++) {
    for (uint32_t i = 0; i < all->sides[s].tree->count; i++)
      total += !all->sides[s].dead[i];
    if (!list_places(&all->sides[s], arena, &heap[count]))
      return false;
    count += settle(&heap[count]) ? 1 : 0;
  }
  if (!eir_i_effort_points(filter->effort, total) ||
      !eir_i_array_reserve(&kept->scores, total * n) ||
      !eir_i_array_reserve(&kept->steps, total))
    return false;
  for (size_t i = count / 2; i-- > 0;)
    sift_down(heap, count, i, n);
  while (count > 0) {
    append(&heap[0], n, kept);
    heap[0].number++;
    if (!settle(&heap[0]))
      heap[0] = heap[--count];
    if (count > 1)
      sift_down(heap, count, 0, n);
  }
  return true;
}

/* Widens low .. high. */
static void widen(int64_t value, int64_t *low, int64_t *high) {
  if (value < *low)
    *low = value;
  if (value > *high)
    *high = value;
}

/* A scale for all trees: keys and their differences under any two shifts fit in 32
 * bits. */
static bool make_scale(contest *all, eir_i_arena *arena) {
  size_t n = all->filter->n_dimensions;
  int64_t *base = eir_i_arena_take_array(arena, n, sizeof *base);
  unsigned *shift = eir_i_arena_take_array(arena, n, sizeof *shift);
  if (base == NULL || shift == NULL)
    return false;
  for (size_t d = 0; d < n; d++) {
    int64_t least = INT64_MAX, most = INT64_MIN, least_shift = INT64_MAX,
            most_shift = INT64_MIN;
    for (size_t s = 0; s < all->count; s++) {
      widen(all->sides[s].tree->least[d], &least, &most);
      widen(all->sides[s].tree->most[d], &least, &most);
      widen(all->sides[s].shift[d], &least_shift, &most_shift);
    }
    uint64_t range = (uint64_t)most - (uint64_t)least;
    uint64_t shifts = (uint64_t)most_shift - (uint64_t)least_shift;
    int bits = eir_i_bits64(range > shifts ? range : shifts);
    base[d] = least;
    shift[d] = bits > 29 ? (unsigned)(bits - 29) : 0;
  }
  all->scale = (eir_i_key_scale){base, shift};
  return true;
}

/* How far a side is shifted, all dimensions against their ranges together. */
static double reach(const contest *all, size_t side_index) {
  double sum = 0;
  for (size_t d = 0; d < all->filter->n_dimensions; d++) {
    const eir_i_kd_tree *tree = all->sides[0].tree;
    double range = (double)tree->most[d] - (double)tree->least[d];
    sum += (double)all->sides[side_index].shift[d] / (range > 0 ? range : 1);
  }
  return sum;
}

/* What is shifted most dominates most: judged by it first, a vector falls soonest. The
 * order changes the work, not the answer. */
static bool order_sides(contest *all, eir_i_arena *arena) {
  all->order = eir_i_arena_take_array(arena, all->count, sizeof *all->order);
  if (all->order == NULL)
    return false;
  for (size_t i = 0; i < all->count; i++) {
    size_t at = i;
    for (; at > 0 && reach(all, i) > reach(all, all->order[at - 1]); at--)
      all->order[at] = all->order[at - 1];
    all->order[at] = i;
  }
  return true;
}

static bool start_sides(contest *all, eir_i_arena *arena, size_t *out_total) {
  *out_total = 0;
  for (size_t s = 0; s < all->count; s++) {
    side *at = &all->sides[s];
    *out_total += at->tree->count;
    if (!start_side(at, all->filter->n_dimensions, arena))
      return false;
    bool shared = s > 0 && at->tree == all->sides[s - 1].tree; /* keys are there */
    if (!shared && !eir_i_kd_make_keys(at->tree, &all->scale, arena))
      return false;
  }
  return true;
}

static bool hold_contest(const eir_i_filter *filter, side *sides, size_t count,
                         eir_i_arena *arena, eir_i_kept *kept) {
  contest all = {.filter = filter, .sides = sides, .count = count};
  atomic_init(&all.stop, false);
  size_t total;
  if (!make_scale(&all, arena) || !order_sides(&all, arena) ||
      !start_sides(&all, arena, &total) || !cut_pieces(&all, total, arena) ||
      !eir_i_effort_spend(filter->effort, total))
    return false;
  eir_i_parallel(total < SMALL ? 1 : filter->n_threads, all.n_pieces, judge, &all);
  if (atomic_load(&all.stop))
    return eir_i_effort_end(filter->effort, EIR_END_STOPPED);
  uint64_t steps = 0;
  for (size_t i = 0; i < all.n_pieces; i++)
    steps += all.pieces[i].steps;
  return eir_i_effort_spend(filter->effort, steps) &&
         collect(filter, &all, arena, kept);
}

/* ---- sources ---- */

/* Shifted fronts of one state share its tree. Sources of a state stand together. */
static bool plant_trees(const eir_i_filter *filter, const eir_i_shifted *sources,
                        size_t count, side *sides, size_t *out_count,
                        eir_i_arena *arena) {
  eir_i_kd_tree *tree = NULL;
  const int64_t *planted = NULL;
  size_t n_sides = 0;
  for (size_t i = 0; i < count; i++) {
    const eir_i_shifted *source = &sources[i];
    if (source->front.count == 0)
      continue;
    if (tree == NULL || source->front.scores != planted) {
      tree = eir_i_arena_take(arena, sizeof *tree);
      planted = source->front.scores;
      if (tree == NULL ||
          !eir_i_kd_build(tree, planted, source->front.count, filter->n_dimensions,
                          filter->n_dimensions, arena))
        return false;
    }
    sides[n_sides++] = (side){
        .tree = tree, .shift = source->shift, .least = source->least, .source = source};
  }
  *out_count = n_sides;
  return true;
}

static bool merge_group(const eir_i_filter *filter, const eir_i_shifted *sources,
                        size_t count, eir_i_kept *kept) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, filter->memory);
  side *sides = eir_i_arena_take_array(&arena, count, sizeof *sides);
  size_t n_sides = 0;
  bool done = sides != NULL &&
              plant_trees(filter, sources, count, sides, &n_sides, &arena) &&
              hold_contest(filter, sides, n_sides, &arena, kept);
  eir_i_arena_free(&arena);
  return done;
}

/* Merges groups of sources first, then the results, which keep their own steps. */
static bool merge_groups(const eir_i_filter *filter, const eir_i_shifted *sources,
                         size_t count, eir_i_kept *kept, eir_i_kept *groups,
                         eir_i_arena *arena) {
  size_t n_groups = (count + GROUP - 1) / GROUP, n = filter->n_dimensions;
  side *sides = eir_i_arena_take_array(arena, n_groups, sizeof *sides);
  eir_i_kd_tree *trees = eir_i_arena_take_array(arena, n_groups, sizeof *trees);
  size_t *first = eir_i_arena_take_array(arena, n_groups + 1, sizeof *first);
  int64_t *zero = eir_i_arena_take_array(arena, n, sizeof *zero);
  if (sides == NULL || trees == NULL || first == NULL || zero == NULL)
    return false;
  for (size_t g = 0; g < n_groups; g++) {
    size_t size = count - g * GROUP < GROUP ? count - g * GROUP : GROUP;
    if (!merge_group(filter, sources + g * GROUP, size, groups))
      return false;
    first[g + 1] = groups->steps.count;
  }
  size_t n_sides = 0;
  for (size_t g = 0; g < n_groups; g++) {
    uint32_t size = (uint32_t)(first[g + 1] - first[g]);
    if (size == 0)
      continue;
    if (!eir_i_kd_build(&trees[g], (int64_t *)groups->scores.items + first[g] * n, size,
                        n, n, arena))
      return false;
    sides[n_sides++] = (side){.tree = &trees[g],
                              .shift = zero,
                              .steps = (eir_i_step *)groups->steps.items + first[g]};
  }
  return hold_contest(filter, sides, n_sides, arena, kept);
}

bool eir_i_front_merge_many(const eir_i_filter *filter, const eir_i_shifted *sources,
                            size_t count, eir_i_kept *kept) {
  if (count <= GROUP)
    return merge_group(filter, sources, count, kept);
  eir_i_arena arena;
  eir_i_kept groups;
  eir_i_arena_init(&arena, filter->memory);
  eir_i_array_init(&groups.scores, filter->memory, sizeof(int64_t));
  eir_i_array_init(&groups.steps, filter->memory, sizeof(eir_i_step));
  bool done = merge_groups(filter, sources, count, kept, &groups, &arena);
  eir_i_array_free(&groups.scores);
  eir_i_array_free(&groups.steps);
  eir_i_arena_free(&arena);
  return done;
}
