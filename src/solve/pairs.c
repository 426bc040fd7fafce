/* Pairs: counting dominance by divide and conquer (Bentley, Multidimensional
 * divide-and-conquer, 1980).
 *
 * A row b asks for the rows a with a[d] >= floor[d] - b[d] in every dimension. Givers
 * (rows of a) and askers (rows of b) are put in one line per dimension, best first and
 * givers first among equals: an asker is given exactly the givers that stand before it
 * in every line. Only places in the lines matter from there on. One line is the order
 * in which points are stored. With one line more a Fenwick tree over its places counts;
 * with two or more the points are halved by their places in one of them, which that
 * line then says nothing more about between givers of the first half and askers of the
 * second. Small sets are settled by bitsets. */
#include "solve/pairs.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

enum { MAX_LINES = 64, WORD = 64 };

#define ASKER (UINT64_C(1) << 63)

/* Points in the order of the last line. Places in the others are 0 .. count - 1, each
 * taken once. */
typedef struct points {
  size_t count;
  size_t n_lines; /* beside the one they are stored in */
  size_t n_givers;
  uint64_t *ways;  /* [count]; with ASKER set: of an asker */
  uint32_t *place; /* [n_lines][count] */
} points;

typedef struct counter {
  eir_i_memory *memory;
  eir_i_effort *effort;
  uint64_t *tree; /* [most points + 1] scratch */
  eir_i_u128 total;
} counter;

static bool is_asker(uint64_t ways) {
  return (ways & ASKER) != 0;
}

static void give(counter *c, uint64_t asker, uint64_t given) {
  c->total += (eir_i_u128)(asker & ~ASKER) * given;
}

/* ---- one line, and two ---- */

static void count_in_line(counter *c, const points *p) {
  uint64_t sum = 0;
  for (size_t i = 0; i < p->count; i++) {
    if (is_asker(p->ways[i]))
      give(c, p->ways[i], sum);
    else
      sum += p->ways[i];
  }
}

static void count_by_tree(counter *c, const points *p) {
  uint64_t *tree = c->tree;
  memset(tree, 0, (p->count + 1) * sizeof *tree);
  for (size_t i = 0; i < p->count; i++) {
    uint64_t ways = p->ways[i];
    size_t at = p->place[i];
    if (is_asker(ways)) {
      uint64_t sum = 0;
      for (; at > 0; at &= at - 1)
        sum += tree[at];
      give(c, ways, sum);
    } else {
      for (at++; at <= p->count; at += at & (0 - at))
        tree[at] += ways;
    }
  }
}

/* ---- small sets: a word of givers at a time ---- */

/* Sets up to this are settled by bitsets. More lines make halving dearer. */
static size_t small_set(size_t n_lines) {
  static const size_t sizes[] = {0, 0, 128, 512, 1536};
  return n_lines < 5 ? sizes[n_lines] : SIZE_MAX;
}

typedef struct leaf {
  size_t count, n_lines, n_givers;
  uint64_t *seen;   /* [count] of an asker: the givers of the word that it is given */
  uint64_t *ways;   /* [n_givers] */
  uint32_t *number; /* [count] of a giver; UINT32_MAX: an asker */
  uint32_t *at;     /* [n_lines][count] the point at each place */
} leaf;

static uint64_t count_bits(uint64_t bits) {
  bits -= bits >> 1 & UINT64_C(0x5555555555555555);
  bits = (bits & UINT64_C(0x3333333333333333)) +
         (bits >> 2 & UINT64_C(0x3333333333333333));
  bits = (bits + (bits >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
  return bits * UINT64_C(0x0101010101010101) >> 56;
}

/* Leaves in `seen` the givers number first .. first + 63 that stand before the asker in
 * every line. */
static void see_word(const leaf *l, uint32_t first) {
  uint64_t before = 0;
  for (size_t i = 0; i < l->count; i++) {
    uint32_t number = l->number[i];
    if (number == UINT32_MAX)
      l->seen[i] = before;
    else if (number - first < WORD) /* wraps round for the words before */
      before |= UINT64_C(1) << (number - first);
  }
  for (size_t k = 0; k < l->n_lines; k++) {
    const uint32_t *at = l->at + k * l->count;
    before = 0;
    for (size_t j = 0; j < l->count; j++) {
      uint32_t number = l->number[at[j]];
      if (number == UINT32_MAX)
        l->seen[at[j]] &= before;
      else if (number - first < WORD)
        before |= UINT64_C(1) << (number - first);
    }
  }
}

static void give_word(counter *c, const points *p, const leaf *l, uint32_t first,
                      bool all_once) {
  for (size_t i = 0; i < l->count; i++) {
    uint64_t seen = l->number[i] == UINT32_MAX ? l->seen[i] : 0;
    if (seen == 0)
      continue;
    uint64_t sum = 0;
    if (all_once) {
      sum = count_bits(seen);
    } else {
      for (; seen != 0; seen &= seen - 1) {
        uint64_t lowest = seen & (0 - seen);
        sum += l->ways[first + (size_t)eir_i_bits64(lowest) - 1];
      }
    }
    give(c, p->ways[i], sum);
  }
}

static bool count_by_words(counter *c, const points *p, leaf *l) {
  bool all_once = true;
  uint32_t n = 0;
  for (size_t i = 0; i < p->count; i++) {
    l->number[i] = is_asker(p->ways[i]) ? UINT32_MAX : n;
    if (is_asker(p->ways[i]))
      continue;
    all_once &= p->ways[i] == 1;
    l->ways[n++] = p->ways[i];
  }
  for (size_t k = 0; k < p->n_lines; k++) {
    for (uint32_t i = 0; i < p->count; i++)
      l->at[k * p->count + p->place[k * p->count + i]] = i;
  }
  for (uint32_t first = 0; first < n; first += WORD) {
    if (!eir_i_effort_spend(c->effort, p->count / 8 * p->n_lines + 1))
      return false;
    see_word(l, first);
    give_word(c, p, l, first, all_once);
    if (n - first <= WORD)
      break; /* the number of givers can be near the end of its type */
  }
  return true;
}

static bool count_by_bits(counter *c, const points *p) {
  size_t per_point = 2 * sizeof(uint64_t) + (p->n_lines + 1) * sizeof(uint32_t);
  size_t bytes = p->count * per_point;
  char *block = eir_i_allocate(c->memory, bytes);
  if (block == NULL)
    return false;
  leaf l = {.count = p->count, .n_lines = p->n_lines, .n_givers = p->n_givers};
  l.seen = (uint64_t *)(void *)block;
  l.ways = l.seen + p->count;
  l.number = (uint32_t *)(void *)(l.ways + p->count);
  l.at = l.number + p->count;
  bool done = count_by_words(c, p, &l);
  eir_i_release(c->memory, block, bytes);
  return done;
}

/* ---- halving ---- */

enum {
  FIRST,
  SECOND,
  ACROSS,
  N_PARTS
}; /* across: givers of the first half, askers of
                                            the second */

typedef struct halving {
  const points *whole;
  uint32_t middle;
  points part[N_PARTS];
  uint8_t *half;   /* [count] by place in a line: FIRST or SECOND, + 2: across too */
  uint32_t *place; /* [count] by place in a line: the place in the half's line */
  uint32_t *place_across; /* [count] */
  void *block;
  size_t bytes;
} halving;

static bool goes_across(const halving *h, size_t i) {
  return (h->whole->place[i] >= h->middle) == is_asker(h->whole->ways[i]);
}

static bool make_room(counter *c, halving *h) {
  const points *p = h->whole;
  size_t count[N_PARTS] = {h->middle, p->count - h->middle, 0};
  for (size_t i = 0; i < p->count; i++)
    count[ACROSS] += goes_across(h, i);
  size_t n_all = p->count + count[ACROSS] + 1; /* 1: what is written over, below */
  h->bytes = n_all * (sizeof(uint64_t) + p->n_lines * sizeof(uint32_t)) +
             p->count * (2 * sizeof(uint32_t) + 1);
  h->block = eir_i_allocate(c->memory, h->bytes);
  if (h->block == NULL)
    return false;
  uint64_t *ways = h->block;
  uint32_t *place = (uint32_t *)(void *)(ways + n_all);
  for (int k = 0; k < N_PARTS; k++) {
    h->part[k] = (points){.count = count[k],
                          .n_lines = p->n_lines - (k == ACROSS),
                          .ways = ways,
                          .place = place};
    ways += count[k];
    place += count[k] * p->n_lines;
  }
  h->place = place + p->n_lines;
  h->place_across = h->place + p->count;
  h->half = (uint8_t *)(h->place_across + p->count);
  return true;
}

/* Ways, and places in the line that is halved. Which half a point is in cannot be
 * foreseen, so there is no branch on it: what does not go across is written over. */
static void split_ways(halving *h) {
  const points *p = h->whole;
  uint64_t *ways[2] = {h->part[FIRST].ways, h->part[SECOND].ways};
  uint32_t *place[2] = {h->part[FIRST].place, h->part[SECOND].place};
  const uint32_t begin[2] = {0, h->middle};
  size_t n_givers[2] = {0}, n_across = 0, givers_across = 0;
  for (size_t i = 0; i < p->count; i++) {
    uint64_t of = p->ways[i];
    bool second = p->place[i] >= h->middle, giver = !is_asker(of);
    *ways[second]++ = of;
    *place[second]++ = p->place[i] - begin[second];
    n_givers[second] += giver;
    h->part[ACROSS].ways[n_across] = of;
    n_across += second != giver;
    givers_across += !second && giver;
  }
  h->part[FIRST].n_givers = n_givers[FIRST];
  h->part[SECOND].n_givers = n_givers[SECOND];
  h->part[ACROSS].n_givers = givers_across;
}

/* Places in another line. */
static void split_line(halving *h, size_t line) {
  const points *p = h->whole;
  const uint32_t *place = p->place + line * p->count;
  for (size_t i = 0; i < p->count; i++)
    h->half[place[i]] = (uint8_t)((p->place[i] >= h->middle) + 2 * goes_across(h, i));
  uint32_t taken[2] = {0}, across = 0;
  for (size_t j = 0; j < p->count; j++) {
    h->place[j] = taken[h->half[j] & 1]++;
    h->place_across[j] = across;
    across += h->half[j] >> 1;
  }
  uint32_t *to[N_PARTS];
  for (int k = 0; k < N_PARTS; k++)
    to[k] = h->part[k].place + (line - (k == ACROSS)) * h->part[k].count;
  for (size_t i = 0; i < p->count; i++) {
    uint8_t half = h->half[place[i]];
    *to[half & 1]++ = h->place[place[i]];
    *to[ACROSS] = h->place_across[place[i]];
    to[ACROSS] += half >> 1;
  }
}

/* Calls itself to a depth of the logarithm of the points, times the lines. */
static bool count_points(counter *c, const points *p) {
  if (p->n_givers == 0 || p->n_givers == p->count)
    return true;
  if (!eir_i_effort_spend(c->effort, p->count))
    return false;
  if (p->n_lines == 0)
    count_in_line(c, p);
  else if (p->n_lines == 1)
    count_by_tree(c, p);
  if (p->n_lines < 2)
    return true;
  if (p->count <= small_set(p->n_lines))
    return count_by_bits(c, p);
  halving h = {.whole = p, .middle = (uint32_t)(p->count / 2)};
  if (!make_room(c, &h))
    return false;
  split_ways(&h);
  for (size_t line = 1; line < p->n_lines; line++)
    split_line(&h, line);
  bool done = count_points(c, &h.part[ACROSS]) && count_points(c, &h.part[FIRST]) &&
              count_points(c, &h.part[SECOND]);
  eir_i_release(c->memory, h.block, h.bytes);
  return done;
}

/* ---- from rows to places ---- */

typedef struct key {
  uint64_t value;
  uint32_t point;
} key;

/* What is compared, and what the keys are made of. */
typedef struct question {
  const eir_i_sums *a, *b;
  const int64_t *floor;
  size_t row;                              /* entries of a row */
  size_t n;                                /* dimensions that matter */
  size_t which[MAX_LINES];                 /* [n] */
  int64_t low[MAX_LINES], high[MAX_LINES]; /* [n] of a's scores */
} question;

static void bounds(const eir_i_sums *sums, size_t row, size_t d, int64_t *low,
                   int64_t *high) {
  *low = INT64_MAX;
  *high = INT64_MIN;
  for (size_t i = 0; i < sums->count; i++) {
    int64_t score = sums->rows[i * row + d];
    if (score < *low)
      *low = score;
    if (score > *high)
      *high = score;
  }
}

/* Leaves out the dimensions that every pair reaches; false if one is beyond all. The
 * first, in which the rows are sorted, comes last: points are stored in its order. */
static bool choose_dimensions(question *q, size_t n_dimensions) {
  for (size_t d = n_dimensions; d-- > 0;) {
    int64_t low[2], high[2];
    bounds(q->a, q->row, d, &low[0], &high[0]);
    bounds(q->b, q->row, d, &low[1], &high[1]);
    if (high[0] + high[1] < q->floor[d])
      return false;
    if (low[0] + low[1] >= q->floor[d])
      continue;
    q->low[q->n] = low[0];
    q->high[q->n] = high[0];
    q->which[q->n++] = d;
  }
  return true;
}

/* Small for what stands early: the distance from the best giver, doubled, and 1 for
 * askers, who stand behind equal givers. What an asker asks is brought into the range
 * of the givers, so that the key fits: scores are within 2^62 of 0. */
static void fill_keys(const question *q, size_t k, key *keys) {
  uint32_t n = 0;
  size_t d = q->which[k];
  for (size_t i = 0; i < q->a->count; i++) {
    uint64_t behind = (uint64_t)q->high[k] + 1 - (uint64_t)q->a->rows[i * q->row + d];
    keys[n] = (key){behind * 2, n};
    n++;
  }
  for (size_t i = 0; i < q->b->count; i++) {
    int64_t asked = q->floor[d] - q->b->rows[i * q->row + d];
    if (asked < q->low[k])
      asked = q->low[k];
    if (asked > q->high[k])
      asked = q->high[k] + 1;
    uint64_t behind = (uint64_t)q->high[k] + 1 - (uint64_t)asked;
    keys[n] = (key){behind * 2 + 1, n};
    n++;
  }
}

static void insertion_sort(key *keys, size_t count) {
  for (size_t i = 1; i < count; i++) {
    key moved = keys[i];
    size_t at = i;
    for (; at > 0 && keys[at - 1].value > moved.value; at--)
      keys[at] = keys[at - 1];
    keys[at] = moved;
  }
}

/* Sorts by digits, the last first; the result is in one of the two arrays. */
static key *sort_keys(key *keys, key *spare, size_t count) {
  enum { MOST_BITS = 11, FEW_BITS = 6 };
  if (count <= 48) {
    insertion_sort(keys, count);
    return keys;
  }
  int width = count < 4096 ? FEW_BITS : MOST_BITS;
  uint64_t all = 0;
  for (size_t i = 0; i < count; i++)
    all |= keys[i].value;
  for (int shift = 0; shift < eir_i_bits64(all); shift += width) {
    size_t first[(1 << MOST_BITS) + 1];
    uint64_t mask = (UINT64_C(1) << width) - 1;
    memset(first, 0, (mask + 2) * sizeof *first);
    for (size_t i = 0; i < count; i++)
      first[(keys[i].value >> shift & mask) + 1]++;
    for (size_t i = 1; i <= mask; i++)
      first[i] += first[i - 1];
    for (size_t i = 0; i < count; i++)
      spare[first[keys[i].value >> shift & mask]++] = keys[i];
    key *swap = keys;
    keys = spare;
    spare = swap;
  }
  return keys;
}

/* The line of the first dimension: givers from their last row, askers from their first.
 */
static void merge_line(const question *q, uint32_t *line) {
  size_t n_a = q->a->count, n_b = q->b->count, i = n_a, j = 0;
  while (i > 0 && j < n_b) {
    bool reached = q->a->rows[(i - 1) * q->row] + q->b->rows[j * q->row] >= q->floor[0];
    *line++ = (uint32_t)(reached ? i - 1 : n_a + j);
    i -= reached;
    j += !reached;
  }
  while (i > 0)
    *line++ = (uint32_t)--i;
  while (j < n_b)
    *line++ = (uint32_t)(n_a + j++);
}

/* Puts the points into their lines. rank[n][count] is scratch. */
static bool line_up(const question *q, counter *c, key *keys, uint32_t *rank,
                    points *p) {
  uint32_t *line = rank + p->n_lines * p->count;
  for (size_t k = 0; k < q->n; k++) {
    if (!eir_i_effort_spend(c->effort, p->count))
      return false;
    if (q->which[k] == 0) { /* the last, if it is one of them */
      merge_line(q, line);
      break;
    }
    fill_keys(q, k, keys);
    const key *sorted = sort_keys(keys, keys + p->count, p->count);
    for (uint32_t j = 0; j < p->count; j++) {
      if (k < p->n_lines)
        rank[k * p->count + sorted[j].point] = j;
      else
        line[j] = sorted[j].point;
    }
  }
  for (size_t j = 0; j < p->count; j++) {
    size_t point = line[j], n_a = q->a->count;
    const int64_t *row =
        point < n_a ? q->a->rows + point * q->row : q->b->rows + (point - n_a) * q->row;
    p->ways[j] = (uint64_t)row[q->row - 1] | (point < n_a ? 0 : ASKER);
    for (size_t k = 0; k < p->n_lines; k++)
      p->place[k * p->count + j] = rank[k * p->count + point];
  }
  return true;
}

/* Keys and ranks are needed only until the points stand in their lines. */
static bool make_points(const question *q, counter *c, points *p) {
  size_t keys_bytes = 2 * p->count * sizeof(key);
  size_t rank_bytes = q->n * p->count * sizeof(uint32_t);
  key *keys = eir_i_allocate(c->memory, keys_bytes);
  uint32_t *rank = eir_i_allocate(c->memory, rank_bytes);
  bool done = keys != NULL && rank != NULL && line_up(q, c, keys, rank, p);
  eir_i_release(c->memory, rank, rank_bytes);
  eir_i_release(c->memory, keys, keys_bytes);
  return done;
}

static uint64_t all_ways(const eir_i_sums *sums, size_t row) {
  uint64_t sum = 0;
  for (size_t i = 0; i < sums->count; i++)
    sum += (uint64_t)sums->rows[i * row + row - 1];
  assert(sum < ASKER);
  return sum;
}

static bool count_question(const question *q, counter *c) {
  points p = {
      .count = q->a->count + q->b->count, .n_lines = q->n - 1, .n_givers = q->a->count};
  if (p.count >= UINT32_MAX) /* at 16 bytes each at least */
    return eir_i_effort_end(c->effort, EIR_END_LIMIT_MEMORY);
  size_t bytes = p.count * (sizeof(uint64_t) + q->n * sizeof(uint32_t));
  size_t tree_bytes = (p.count + 1) * sizeof(uint64_t);
  p.ways = eir_i_allocate(c->memory, bytes);
  p.place = p.ways == NULL ? NULL : (uint32_t *)(void *)(p.ways + p.count);
  bool done = p.ways != NULL && make_points(q, c, &p);
  c->tree = done ? eir_i_allocate(c->memory, tree_bytes) : NULL;
  done = done && c->tree != NULL && count_points(c, &p);
  eir_i_release(c->memory, c->tree, tree_bytes);
  eir_i_release(c->memory, p.ways, bytes);
  return done;
}

bool eir_i_pairs_add(const eir_i_sums *a, const eir_i_sums *b, const int64_t *floor,
                     size_t n_dimensions, eir_i_memory *memory, eir_i_effort *effort,
                     eir_i_u128 *total) {
  assert(n_dimensions <= MAX_LINES);
  if (a->count == 0 || b->count == 0)
    return true;
  question q = {.a = a, .b = b, .floor = floor, .row = n_dimensions + 1};
  if (!eir_i_effort_spend(effort, a->count + b->count))
    return false;
  if (!choose_dimensions(&q, n_dimensions))
    return true;
  counter c = {.memory = memory, .effort = effort};
  if (q.n == 0)
    c.total = (eir_i_u128)all_ways(a, q.row) * all_ways(b, q.row);
  else if (!count_question(&q, &c))
    return false;
  *total += c.total;
  return true;
}
