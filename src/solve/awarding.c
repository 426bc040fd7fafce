/* Awarding: Adjusted Winner.
 *
 * Points are scaled to equal totals by multiplying each side's with the other's total.
 * Every item goes to the side that values it more; then items move from the side that
 * is ahead to the other, those that lose least by it first, until both have the same.
 * At most the last one is shared. Among items that are equally good to move, whole ones
 * that fit go before the one that is shared, so that an indivisible item is not split
 * where that can be seen to be avoidable. */
#include "solve/awarding.h"

#include "solve/problem.h"
#include "solve/wide.h"

#include "base/banned.h"

enum { DECIMALS = 12 };

typedef struct item {
  uint32_t issue;
  bool divisible;
  int64_t points[2]; /* of the signatories, own units */
  int holder;        /* 0 or 1 */
} item;

typedef struct table {
  const eir_case *the_case;
  eir_i_arena *arena;
  const eir_i_party *party[2];
  item *items;
  size_t n;
  int64_t total[2];
  eir_i_i128 sum[2];       /* scaled */
  int ahead;               /* the side that gives */
  size_t shared;           /* index into items, or SIZE_MAX */
  eir_i_i128 moved, whole; /* moved / whole of the shared item goes to the other side */
} table;

/* Does the procedure apply at all? */
static bool applies(const eir_case *the_case, table *t) {
  if (the_case->n_signatories != 2 || the_case->n_constraints > 0)
    return false;
  for (size_t i = 0; i < the_case->n_parties; i++) {
    const eir_i_position *position = &the_case->parties[i].position;
    if (position->n_red_lines > 0 || position->n_interactions > 0)
      return false;
  }
  for (int k = 0; k < 2; k++) {
    t->party[k] = &the_case->parties[the_case->signatories[k]];
    if (!eir_i_party_has_scores(t->party[k]))
      return false;
  }
  for (size_t i = 0; i < the_case->n_issues; i++) {
    eir_issue_kind kind = the_case->issues[i].kind;
    if (kind != EIR_ISSUE_AWARD_DIVISIBLE && kind != EIR_ISSUE_AWARD_INDIVISIBLE)
      return false;
    for (int k = 0; k < 2; k++) {
      uint32_t party = the_case->issues[i].between[k];
      if (party != the_case->signatories[0] && party != the_case->signatories[1])
        return false;
    }
  }
  return true;
}

/* The option by which signatory k gets the item. */
static uint32_t option_for(const table *t, uint32_t issue, int k) {
  return t->the_case->issues[issue].between[0] == t->the_case->signatories[k] ? 0 : 1;
}

static int64_t worth(const table *t, uint32_t issue, int k) {
  const int64_t *scores = t->party[k]->position.scores[issue];
  return scores == NULL ? 0 : scores[option_for(t, issue, k)];
}

static eir_i_i128 scaled(const table *t, const item *of, int k) {
  return (eir_i_i128)of->points[k] * t->total[1 - k];
}

/* Fills the items and totals; false when points are negative or a total is not above
 * 0. */
static bool lay_out(table *t) {
  bool fit = true;
  for (uint32_t i = 0; i < t->n; i++) {
    eir_issue_kind kind = t->the_case->issues[i].kind;
    t->items[i] = (item){.issue = i, .divisible = kind == EIR_ISSUE_AWARD_DIVISIBLE};
    for (int k = 0; k < 2; k++) {
      t->items[i].points[k] = worth(t, i, k);
      if (t->items[i].points[k] < 0)
        fit = false;
      t->total[k] += t->items[i].points[k];
    }
  }
  return fit && t->total[0] > 0 && t->total[1] > 0;
}

static void hand_out(table *t) {
  t->sum[0] = t->sum[1] = 0;
  t->shared = SIZE_MAX;
  for (size_t i = 0; i < t->n; i++) {
    item *at = &t->items[i];
    at->holder = scaled(t, at, 1) > scaled(t, at, 0) ? 1 : 0;
    t->sum[at->holder] += scaled(t, at, at->holder);
  }
  t->ahead = t->sum[0] >= t->sum[1] ? 0 : 1;
}

static bool is_worthless(const item *of) {
  return of->points[0] == 0 && of->points[1] == 0;
}

/* Below 0 when a loses less than b by moving: giver's points over taker's. What is
 * worth nothing to both comes last. */
static int compare_loss(const table *t, const item *a, const item *b) {
  int giver = t->ahead, taker = 1 - giver;
  if (is_worthless(a) || is_worthless(b))
    return is_worthless(a) - is_worthless(b);
  eir_i_i128 left = (eir_i_i128)a->points[giver] * b->points[taker];
  eir_i_i128 right = (eir_i_i128)b->points[giver] * a->points[taker];
  return left < right ? -1 : left > right;
}

/* Insertion sort: awards are few, and it is stable in the order of issues. */
static void sort_by_loss(table *t) {
  for (size_t i = 1; i < t->n; i++) {
    item moving = t->items[i];
    size_t at = i;
    for (; at > 0 && compare_loss(t, &moving, &t->items[at - 1]) < 0; at--)
      t->items[at] = t->items[at - 1];
    t->items[at] = moving;
  }
}

/* Moves an item that fits whole, or, if it may, shares it. False: it does neither. */
static bool move_item(table *t, size_t index) {
  item *at = &t->items[index];
  int giver = t->ahead, taker = 1 - giver;
  eir_i_i128 gap = t->sum[giver] - t->sum[taker];
  eir_i_i128 step = scaled(t, at, 0) + scaled(t, at, 1);
  if (step <= gap) {
    t->sum[giver] -= scaled(t, at, giver);
    t->sum[taker] += scaled(t, at, taker);
    at->holder = taker;
    return true;
  }
  if (!at->divisible)
    return false;
  t->shared = index;
  t->moved = gap;
  t->whole = step;
  t->sum[giver] = t->sum[taker]; /* even; the scores are read from the items */
  return true;
}

/* Moves until both sides are even; false when that would split an indivisible item. The
 * items of one loss are gone through twice: indivisible ones first, then the others. */
static bool make_even(table *t) {
  for (size_t from = 0; from < t->n && t->sum[0] != t->sum[1];) {
    size_t end = from + 1;
    while (end < t->n && compare_loss(t, &t->items[from], &t->items[end]) == 0)
      end++;
    bool stuck = false;
    for (int pass = 0; pass < 2; pass++) {
      for (size_t i = from; i < end && t->sum[0] != t->sum[1]; i++) {
        if (t->items[i].holder != t->ahead || t->items[i].divisible != (pass == 1))
          continue;
        if (!move_item(t, i))
          stuck = true;
      }
    }
    if (stuck && t->sum[0] != t->sum[1])
      return false;
    from = end;
  }
  return true;
}

/* ---- reporting ---- */

static eir_i_i128 gcd128(eir_i_i128 a, eir_i_i128 b) {
  while (b != 0) {
    eir_i_i128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

static const char *format(const table *t, eir_i_i128 numerator,
                          eir_i_i128 denominator) {
  char text[64];
  size_t length =
      eir_i_format_ratio(numerator, denominator, DECIMALS, text, sizeof text);
  return eir_i_arena_copy_text(t->arena, text, length);
}

static int64_t points_held(const table *t, int k) {
  int64_t sum = 0;
  for (size_t i = 0; i < t->n; i++) {
    if (i != t->shared && t->items[i].holder == k)
      sum += t->items[i].points[k];
  }
  return sum;
}

/* What of the shared item goes to signatory k, as part / t->whole. */
static eir_i_i128 part_of(const table *t, int k) {
  return k == t->ahead ? t->whole - t->moved : t->moved;
}

/* held + points * part / whole, in the party's own points: exact but for the last
 * decimal. */
static const char *score_text(const table *t, int k) {
  int64_t unit = t->party[k]->position.unit, held = points_held(t, k);
  if (t->shared == SIZE_MAX)
    return format(t, held, unit);
  enum { ROOM = 8 };
  eir_i_wide sum, part, whole;
  if (!eir_i_wide_make(&sum, ROOM, t->arena) ||
      !eir_i_wide_make(&part, ROOM, t->arena) ||
      !eir_i_wide_make(&whole, ROOM, t->arena))
    return NULL;
  eir_i_wide_set128(&part, (eir_i_u128)part_of(t, k));
  eir_i_wide_set128(&whole, (eir_i_u128)t->whole);
  eir_i_wide_add_product(&sum, &part, (uint64_t)t->items[t->shared].points[k]);
  eir_i_wide_add_product(&sum, &whole, (uint64_t)held);
  eir_i_wide_multiply(&whole, (uint64_t)unit);
  eir_i_text text;
  eir_i_text_init(&text, t->arena->memory);
  eir_i_wide_add_ratio(&sum, &whole, DECIMALS, &text);
  const char *copy =
      text.failed ? NULL : eir_i_arena_copy_text(t->arena, text.data, text.length);
  eir_i_text_free(&text);
  return copy;
}

/* held + points * part / whole >= reservation, exactly. */
static bool accepts(const table *t, int k, bool *out_no_memory) {
  eir_i_i128 missing =
      (eir_i_i128)t->party[k]->position.reservation - points_held(t, k);
  if (eir_i_party_floor(t->party[k]) == INT64_MAX)
    return false;
  if (missing <= 0)
    return true;
  if (t->shared == SIZE_MAX || missing > INT64_MAX)
    return false;
  eir_i_wide got, needed;
  if (!eir_i_wide_make(&got, 4, t->arena) || !eir_i_wide_make(&needed, 4, t->arena)) {
    *out_no_memory = true;
    return false;
  }
  eir_i_wide_set128(&got, (eir_i_u128)part_of(t, k));
  eir_i_wide_multiply(&got, (uint64_t)t->items[t->shared].points[k]);
  eir_i_wide_set128(&needed, (eir_i_u128)t->whole);
  eir_i_wide_multiply(&needed, (uint64_t)missing);
  return eir_i_wide_compare(&got, &needed) >= 0;
}

static bool report_share(table *t, eir_i_awarding *out) {
  if (t->shared == SIZE_MAX)
    return true;
  eir_i_i128 common = gcd128(t->whole, t->moved);
  t->whole /= common;
  t->moved /= common;
  uint32_t issue = t->items[t->shared].issue;
  out->shared = issue;
  out->options[issue] = UINT32_MAX;
  for (int k = 0; k < 2; k++) {
    const char *text = format(t, part_of(t, k), t->whole);
    if (text == NULL)
      return false;
    out->shares[option_for(t, issue, k)] = text;
  }
  return true;
}

static eir_status report(table *t, eir_i_awarding *out) {
  out->options = eir_i_arena_take_array(t->arena, t->n, sizeof *out->options);
  if (out->options == NULL)
    return EIR_NO_MEMORY;
  for (size_t i = 0; i < t->n; i++)
    out->options[t->items[i].issue] =
        option_for(t, t->items[i].issue, t->items[i].holder);
  if (!report_share(t, out))
    return EIR_NO_MEMORY;
  bool no_memory = false;
  for (int k = 0; k < 2; k++) {
    out->scores[k] = score_text(t, k);
    out->accepted[k] = accepts(t, k, &no_memory);
    if (out->scores[k] == NULL)
      return EIR_NO_MEMORY;
  }
  out->found = true;
  return no_memory ? EIR_NO_MEMORY : EIR_OK;
}

eir_status eir_i_awarding_find(const eir_case *the_case, eir_i_arena *arena,
                               eir_i_awarding *out_awarding) {
  *out_awarding = (eir_i_awarding){.shared = SIZE_MAX};
  table t = {.the_case = the_case, .arena = arena, .n = the_case->n_issues};
  if (!applies(the_case, &t))
    return EIR_OK;
  t.items = eir_i_arena_take_array(arena, t.n, sizeof *t.items);
  if (t.items == NULL)
    return EIR_NO_MEMORY;
  if (!lay_out(&t)) {
    out_awarding->why_not = "Adjusted Winner is not shown: it needs points of at least "
                            "0 whose sum is above 0 "
                            "for both signatories.";
    return EIR_OK;
  }
  hand_out(&t);
  sort_by_loss(&t);
  if (!make_even(&t)) {
    out_awarding->why_not =
        "Adjusted Winner is not shown: equal shares would split an item that is "
        "indivisible.";
    return EIR_OK;
  }
  return report(&t, out_awarding);
}
