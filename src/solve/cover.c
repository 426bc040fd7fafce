/* Cover: one pass over all candidates, best sums first, with a forest of k-d trees of
 * what was kept.
 *
 * Shifted fronts in the order of their sums stay in that order, so a heap merges them.
 * What dominates a vector has the greater sum and comes before it: the result is free
 * of dominance by itself. Trees are static; kept vectors wait in a short list until
 * there are enough for a tree, and trees of equal size are built into one, as digits
 * carry in a binary counter (Bentley and Saxe 1980). */
#include "solve/cover.h"

#include <assert.h>
#include <string.h>

#include "solve/kdtree.h"

#include "base/banned.h"

/* Sums weigh a score by WEIGHT / scale: 2^62 scores of 64 parties still fit in 128
 * bits. */
#define WEIGHT (INT64_C(1) << 54)

enum { WAITING = 32, MOST_TREES = 32, MOST_DEPTH = 128, BATCH = 1024 };

/* The next vector of a shifted front. */
typedef struct head {
  eir_i_i128 sum;
  const eir_i_shifted *source;
  uint32_t at;
} head;

typedef struct planted {
  eir_i_arena arena;
  eir_i_kd_tree tree;
  size_t first; /* the kept vectors it holds: first .. first + tree.count - 1 */
} planted;

typedef struct merging {
  const eir_i_cover *cover;
  const eir_i_filter *filter;
  int64_t budget;
  size_t n; /* dimensions, the loss included */
  size_t m; /* without it */
  eir_i_kept *kept;
  size_t first;              /* of this merge's vectors among the kept */
  planted trees[MOST_TREES]; /* larger ones first */
  size_t n_trees;
  int64_t weight[EIR_I_MAX_SIGNATORIES];
  int64_t vector[EIR_I_MAX_SIGNATORIES + 1]; /* the candidate */
  int64_t demand[EIR_I_MAX_SIGNATORIES];     /* what a stand-in must have at least */
  uint64_t steps;
} merging;

bool eir_i_cover_add_loss(eir_i_problem *problem, eir_i_arena *arena) {
  size_t m = problem->n_dimensions, n = m + 1, n_issues = problem->n_issues;
  int64_t **gain = eir_i_arena_take_array(arena, n_issues, sizeof *gain);
  int64_t *floor = eir_i_arena_take_array(arena, n, sizeof *floor);
  if (gain == NULL || floor == NULL)
    return false;
  for (size_t i = 0; i < n_issues; i++) {
    size_t n_options = problem->n_options[i];
    gain[i] = eir_i_arena_take_array(arena, n_options, n * sizeof(int64_t));
    if (gain[i] == NULL)
      return false;
    for (size_t o = 0; o < n_options; o++)
      memcpy(gain[i] + o * n, problem->gain[i] + o * m, m * sizeof(int64_t));
  }
  memcpy(floor, problem->floor, m * sizeof *floor);
  floor[m] = INT64_MIN;
  problem->gain = gain;
  problem->floor = floor;
  problem->n_dimensions = n;
  return true;
}

int64_t eir_i_cover_budget(const eir_i_cover *cover, size_t done, size_t n_issues) {
  if (done == n_issues)
    return cover->epsilon;
  eir_i_i128 part = (eir_i_i128)cover->epsilon * (eir_i_i128)done;
  return (int64_t)(part / (2 * (eir_i_i128)n_issues));
}

/* ---- what was kept ---- */

static int64_t *kept_row(const merging *g, size_t index) {
  return eir_i_array_at(&g->kept->scores, (g->first + index) * g->n);
}

static size_t n_kept(const merging *g) {
  return g->kept->steps.count - g->first;
}

static size_t n_planted(const merging *g) {
  if (g->n_trees == 0)
    return 0;
  const planted *last = &g->trees[g->n_trees - 1];
  return last->first + last->tree.count;
}

/* Plants the waiting vectors, together with the trees that are no larger. */
static bool plant(merging *g) {
  size_t size = n_kept(g) - n_planted(g);
  while (g->n_trees > 0 && g->trees[g->n_trees - 1].tree.count <= size) {
    planted *last = &g->trees[--g->n_trees];
    size += last->tree.count;
    eir_i_arena_free(&last->arena);
  }
  assert(g->n_trees < MOST_TREES);
  planted *made = &g->trees[g->n_trees];
  made->first = n_kept(g) - size;
  eir_i_arena_init(&made->arena, g->filter->memory);
  g->n_trees++; /* so that it is freed also if it cannot be built */
  return eir_i_kd_build(&made->tree, kept_row(g, made->first), (uint32_t)size, g->n,
                        g->m, &made->arena);
}

static bool keep(merging *g, const head *from) {
  eir_i_step step = {from->source->front.first + from->at, from->source->option};
  if (!eir_i_array_reserve(&g->kept->scores, g->n) ||
      !eir_i_array_push(&g->kept->steps, &step))
    return false;
  memcpy((int64_t *)g->kept->scores.items + g->kept->scores.count, g->vector,
         g->n * sizeof(int64_t));
  g->kept->scores.count += g->n;
  return n_kept(g) - n_planted(g) < WAITING || plant(g);
}

/* ---- stand-ins ---- */

static bool meets(const int64_t *scores, const int64_t *demand, size_t m) {
  for (size_t d = 0; d < m; d++) {
    if (scores[d] < demand[d])
      return false;
  }
  return true;
}

/* The number within the tree of a vector that meets the demand, or UINT32_MAX. */
static uint32_t find_in_tree(merging *g, const eir_i_kd_tree *tree) {
  uint32_t stack[MOST_DEPTH];
  size_t depth = 0;
  stack[depth++] = 0;
  while (depth > 0) {
    uint32_t node = stack[--depth];
    g->steps++;
    if (!meets(tree->most + node * g->n, g->demand, g->m))
      continue;
    const eir_i_kd_node *at = &tree->nodes[node];
    if (at->left != 0) {
      assert(depth + 2 <= MOST_DEPTH);
      stack[depth++] = at->left;
      stack[depth++] = at->left + 1; /* the upper half first */
      continue;
    }
    g->steps += at->end - at->first;
    for (uint32_t i = at->first; i < at->end; i++) {
      if (meets(tree->scores + i * g->n, g->demand, g->m))
        return tree->number[i];
    }
  }
  return UINT32_MAX;
}

/* The row of a kept vector that meets the demand, or NULL. */
static int64_t *find_stand_in(merging *g) {
  for (size_t t = 0; t < g->n_trees; t++) {
    uint32_t number = find_in_tree(g, &g->trees[t].tree);
    if (number != UINT32_MAX)
      return kept_row(g, g->trees[t].first + number);
  }
  for (size_t i = n_planted(g); i < n_kept(g); i++) {
    g->steps++;
    if (meets(kept_row(g, i), g->demand, g->m))
      return kept_row(g, i);
  }
  return NULL;
}

/* A stand-in may be worse than the candidate by what is left of the budget. */
static void set_demand(merging *g) {
  eir_i_i128 left = g->budget - g->vector[g->m];
  assert(left >= 0);
  for (size_t d = 0; d < g->m; d++)
    g->demand[d] =
        g->vector[d] - (int64_t)(left * g->cover->scale[d] / EIR_I_COVER_ONE);
}

/* Makes the stand-in carry what is lost by leaving the candidate out. */
static void charge(const merging *g, int64_t *stand_in) {
  int64_t most = 0;
  for (size_t d = 0; d < g->m; d++) {
    eir_i_i128 worse = (eir_i_i128)g->vector[d] - stand_in[d];
    eir_i_i128 scale = g->cover->scale[d];
    if (worse <= 0)
      continue;
    int64_t loss = (int64_t)((worse * EIR_I_COVER_ONE + scale - 1) / scale);
    if (loss > most)
      most = loss;
  }
  int64_t total = g->vector[g->m] + most;
  assert(total <= g->budget);
  if (total > stand_in[g->m])
    stand_in[g->m] = total;
}

/* ---- the merge ---- */

static void load(const merging *g, const head *from, int64_t *vector) {
  const int64_t *scores = from->source->front.scores + from->at * g->n;
  for (size_t d = 0; d < g->n; d++)
    vector[d] = scores[d] + from->source->shift[d];
}

/* Moves a head to the next vector that takes part, from its place on; false at the
 * end. */
static bool settle(const merging *g, head *from) {
  const eir_i_front *front = &from->source->front;
  for (; from->at < front->count; from->at++) {
    const int64_t *scores = front->scores + from->at * g->n;
    if (!meets(scores, from->source->least, g->m))
      continue;
    from->sum = 0;
    for (size_t d = 0; d < g->m; d++)
      from->sum += (eir_i_i128)(scores[d] + from->source->shift[d]) * g->weight[d];
    return true;
  }
  return false;
}

/* Of equal sums the first source goes first. */
static bool comes_before(const head *a, const head *b) {
  return a->sum != b->sum ? a->sum > b->sum : a->source < b->source;
}

static void sift_down(head *heap, size_t count, size_t at) {
  head moved = heap[at];
  for (;;) {
    size_t child = 2 * at + 1;
    if (child >= count)
      break;
    if (child + 1 < count && comes_before(&heap[child + 1], &heap[child]))
      child++;
    if (!comes_before(&heap[child], &moved))
      break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = moved;
}

static bool judge(merging *g, const head *candidate) {
  load(g, candidate, g->vector);
  set_demand(g);
  int64_t *stand_in = find_stand_in(g);
  if (stand_in == NULL)
    return keep(g, candidate);
  charge(g, stand_in);
  return true;
}

static bool merge(merging *g, const eir_i_shifted *sources, size_t count, head *heap) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++) {
    heap[n] = (head){.source = &sources[i]};
    n += settle(g, &heap[n]) ? 1 : 0;
  }
  for (size_t i = n / 2; i-- > 0;)
    sift_down(heap, n, i);
  while (n > 0) {
    if (!judge(g, &heap[0]))
      return false;
    heap[0].at++;
    if (!settle(g, &heap[0]))
      heap[0] = heap[--n];
    if (n > 1)
      sift_down(heap, n, 0);
    if (g->steps < BATCH)
      continue;
    if (!eir_i_effort_spend(g->filter->effort, g->steps) ||
        !eir_i_effort_points(g->filter->effort, n_kept(g)))
      return false;
    g->steps = 0;
  }
  return eir_i_effort_spend(g->filter->effort, g->steps) &&
         eir_i_effort_points(g->filter->effort, n_kept(g));
}

bool eir_i_cover_merge(const eir_i_cover *cover, int64_t budget,
                       const eir_i_filter *filter, const eir_i_shifted *sources,
                       size_t count, eir_i_kept *kept) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, filter->memory);
  merging *g = eir_i_arena_take(&arena, sizeof *g);
  head *heap = eir_i_arena_take_array(&arena, count, sizeof *heap);
  bool done = g != NULL && heap != NULL;
  if (done) {
    *g = (merging){.cover = cover,
                   .filter = filter,
                   .budget = budget,
                   .n = filter->n_dimensions,
                   .m = filter->n_dimensions - 1,
                   .kept = kept,
                   .first = kept->steps.count};
    for (size_t d = 0; d < g->m; d++)
      g->weight[d] = cover->scale[d] < WEIGHT ? WEIGHT / cover->scale[d] : 1;
    done = merge(g, sources, count, heap);
    for (size_t t = 0; t < g->n_trees; t++)
      eir_i_arena_free(&g->trees[t].arena);
  }
  eir_i_arena_free(&arena);
  return done;
}
