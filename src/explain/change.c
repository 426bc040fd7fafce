/* Change: all changes of one issue are tried, then all of two of which neither alone is
 * enough; the best few of each are kept.
 *
 * A change is the better the less it takes from the other signatories: utilities are
 * compared as fractions, exactly. Where options are so many that trying all pairs would
 * take long, only those near the outcome's own are paired, and `changes_complete` says
 * that not all was tried. */
#include "explain/change.h"

#include <assert.h>
#include <string.h>

#include "explain/judge.h"

#include "base/banned.h"

/* What the search may cost, in issues and rules looked at, for all refusers. */
enum { MOST_LOOKS = 200000000 };

typedef struct listed {
  eir_change change;
  int64_t *gain; /* [n_signatories] of the change */
  int64_t loss;  /* the largest of another signatory's, over its `scale` */
  int64_t scale;
} listed;

/* The best changes so far, best first. The last place is for the next to be tried. */
typedef struct shortlist {
  listed best[EIR_I_CHANGES_LISTED + 1];
  size_t count;
  bool overflowed;
} shortlist;

typedef struct search {
  eir_explanation *explanation;
  const eir_case *the_case;
  size_t party; /* the refuser */
  bool signs;   /* else it is a guarantor that is called on */
  const int64_t *scores;
  const uint32_t *base; /* [n_issues] the outcome */
  uint32_t *trial;      /* [n_issues] the outcome with a change */
  uint8_t **enough;     /* [n_issues][n_options] brings the party in on its own */
  uint32_t reach;       /* in pairs: how far an option may be from the outcome's */
  shortlist ones, twos;
  eir_i_effort effort;
  bool complete;
} search;

/* ---- which change is better ---- */

/* Exact: |loss| < 2^63 and scale < 2^63. */
static int compare_losses(const listed *a, const listed *b) {
  eir_i_i128 left = (eir_i_i128)a->loss * b->scale;
  eir_i_i128 right = (eir_i_i128)b->loss * a->scale;
  return left < right ? -1 : left > right;
}

/* Where all is equal, what was tried first comes first. */
static bool is_better(const listed *a, const listed *b) {
  if (a->change.keeps_constraints != b->change.keeps_constraints)
    return a->change.keeps_constraints;
  int by = compare_losses(a, b);
  if (by != 0)
    return by < 0;
  return a->change.n_signatures > b->change.n_signatures;
}

/* Takes in what stands in the list's last place. */
static void take_in(shortlist *list) {
  size_t at = list->count;
  if (at == EIR_I_CHANGES_LISTED)
    list->overflowed = true;
  else
    list->count++;
  for (; at > 0 && is_better(&list->best[at], &list->best[at - 1]); at--) {
    listed moved = list->best[at];
    list->best[at] = list->best[at - 1];
    list->best[at - 1] = moved;
  }
}

/* ---- trying one ---- */

static int64_t scale_of(const search *s, size_t signatory) {
  const int64_t *scale = s->explanation->solution->scale;
  return scale == NULL ? 1 : scale[signatory];
}

/* Fills what the change does to the signatories. */
static void weigh(const search *s, listed *tried) {
  bool any = false;
  for (size_t k = 0; k < s->the_case->n_signatories; k++) {
    size_t party = s->the_case->signatories[k];
    tried->gain[k] = eir_i_judge_score(s->the_case, party, s->trial) - s->scores[k];
    if (party == s->party)
      continue;
    listed one = {.loss = -tried->gain[k], .scale = scale_of(s, k)};
    if (any && compare_losses(&one, tried) <= 0)
      continue;
    tried->loss = one.loss;
    tried->scale = one.scale;
    any = true;
  }
  if (!any) { /* there is nobody else */
    tried->loss = 0;
    tried->scale = 1;
  }
}

static bool brings_in(const search *s) {
  if (s->signs)
    return eir_i_judge_accepts(s->the_case, s->party, s->trial, false);
  return !eir_i_judge_needs(s->the_case, s->party, s->trial) ||
         eir_i_judge_red_lines(&s->the_case->parties[s->party], s->trial, false);
}

/* How much is looked at to see what one party makes of an outcome. */
static uint64_t looks_of_party(const eir_case *the_case, size_t party) {
  const eir_i_position *position = &the_case->parties[party].position;
  return the_case->n_issues + position->n_interactions + position->n_red_lines;
}

static uint64_t looks_of_all(const eir_case *the_case) {
  uint64_t looks = the_case->n_constraints;
  for (size_t k = 0; k < the_case->n_signatories; k++)
    looks += 2 * looks_of_party(the_case, the_case->signatories[k]);
  return looks;
}

/* Tries what `trial` is now: `change` says what is different. Returns whether it brings
 * the party in; false also when the effort has ended. */
static bool try_change(search *s, eir_change change, shortlist *list) {
  if (!eir_i_effort_spend(&s->effort, looks_of_party(s->the_case, s->party)) ||
      !brings_in(s))
    return false;
  if (!eir_i_effort_spend(&s->effort, looks_of_all(s->the_case)))
    return false;
  listed *tried = &list->best[list->count];
  weigh(s, tried);
  change.party = s->party;
  change.keeps_constraints = eir_i_judge_constraints(s->the_case, s->trial, false);
  change.is_deal = eir_i_judge_deal(s->the_case, s->trial, false, &change.n_signatures);
  tried->change = change;
  take_in(list);
  return true;
}

/* ---- trying all ---- */

static void try_ones(search *s) {
  for (uint32_t i = 0; i < s->the_case->n_issues; i++) {
    for (uint32_t o = 0; o < s->the_case->issues[i].n_options; o++) {
      if (o == s->base[i])
        continue;
      s->trial[i] = o;
      eir_change change = {.n_issues = 1, .issue = {i, SIZE_MAX}, .option = {o}};
      s->enough[i][o] = try_change(s, change, &s->ones);
    }
    s->trial[i] = s->base[i];
    if (s->effort.end != EIR_END_COMPLETE)
      return;
  }
}

/* The options of an issue that are paired: first <= o < end. */
static void paired_options(const search *s, size_t issue, uint32_t *out_first,
                           uint32_t *out_end) {
  uint32_t n = (uint32_t)s->the_case->issues[issue].n_options, at = s->base[issue];
  *out_first = at > s->reach ? at - s->reach : 0;
  *out_end = n - at > s->reach ? at + s->reach + 1 : n;
}

/* Tries the options of issue j beside that which issue i has taken. */
static void try_second(search *s, uint32_t i, uint32_t j) {
  uint32_t first, end;
  paired_options(s, j, &first, &end);
  for (uint32_t o = first; o < end; o++) {
    if (o == s->base[j] || s->enough[j][o])
      continue;
    s->trial[j] = o;
    eir_change change = {.n_issues = 2, .issue = {i, j}, .option = {s->trial[i], o}};
    if (!try_change(s, change, &s->twos) && s->effort.end != EIR_END_COMPLETE)
      break;
  }
  s->trial[j] = s->base[j];
}

static void try_twos(search *s) {
  uint32_t n_issues = (uint32_t)s->the_case->n_issues;
  for (uint32_t i = 0; i < n_issues; i++) {
    uint32_t first, end;
    paired_options(s, i, &first, &end);
    for (uint32_t o = first; o < end; o++) {
      if (o == s->base[i] || s->enough[i][o])
        continue;
      s->trial[i] = o;
      for (uint32_t j = i + 1; j < n_issues && s->effort.end == EIR_END_COMPLETE; j++)
        try_second(s, i, j);
    }
    s->trial[i] = s->base[i];
  }
}

/* Pairs within reach, at most: (sum^2 - sum of squares) / 2. A case has at most 10^6
 * options, so the squares fit. */
static uint64_t pairs_within(const search *s) {
  uint64_t sum = 0, squares = 0;
  for (size_t i = 0; i < s->the_case->n_issues; i++) {
    uint32_t first, end;
    paired_options(s, i, &first, &end);
    uint64_t n = end - first - 1;
    sum += n;
    squares += n * n;
  }
  return (sum * sum - squares) / 2;
}

/* Halves the reach until all pairs within it can be tried. */
static void settle_reach(search *s) {
  if (s->effort.end != EIR_END_COMPLETE)
    return;
  assert(s->effort.steps <= s->effort.max_steps);
  uint64_t looks = looks_of_party(s->the_case, s->party) + looks_of_all(s->the_case);
  uint64_t most = (s->effort.max_steps - s->effort.steps) / looks;
  s->reach = 1;
  for (size_t i = 0; i < s->the_case->n_issues; i++) {
    if (s->the_case->issues[i].n_options > s->reach)
      s->reach = (uint32_t)s->the_case->issues[i].n_options;
  }
  while (s->reach > 1 && pairs_within(s) > most) {
    s->reach /= 2;
    s->complete = false;
  }
}

/* ---- refusers ---- */

static bool append_list(search *s, const shortlist *list, eir_i_array *changes) {
  size_t n = s->the_case->n_signatories;
  for (size_t i = 0; i < list->count; i++) {
    const listed *from = &list->best[i];
    int64_t *gain = eir_i_arena_take_array(&s->explanation->arena, n, sizeof *gain);
    if (gain == NULL)
      return false;
    memcpy(gain, from->gain, n * sizeof *gain);
    eir_change made = from->change;
    made.gain = gain;
    if (!eir_i_array_push(changes, &made))
      return false;
  }
  s->complete &= !list->overflowed;
  return true;
}

/* Forgets the last refuser. */
static void start(search *s, const eir_party_review *refuser, uint64_t looks) {
  s->party = refuser->party;
  s->signs = false;
  for (size_t k = 0; k < s->the_case->n_signatories; k++)
    s->signs |= s->the_case->signatories[k] == refuser->party;
  shortlist *lists[2] = {&s->ones, &s->twos};
  for (int l = 0; l < 2; l++) {
    lists[l]->count = 0;
    lists[l]->overflowed = false;
  }
  for (size_t i = 0; i < s->the_case->n_issues; i++)
    memset(s->enough[i], 0, s->the_case->issues[i].n_options);
  s->effort = s->explanation->effort;
  uint64_t most = s->effort.steps + looks;
  if (s->effort.max_steps == 0 || s->effort.max_steps > most)
    s->effort.max_steps = most;
}

/* Hands the effort back: the end of a refuser's share is no end of the run. */
static void finish(search *s) {
  eir_i_effort *whole = &s->explanation->effort;
  eir_end end = s->effort.end;
  bool own_share = end == EIR_END_LIMIT_STEPS &&
                   (whole->max_steps == 0 || s->effort.max_steps < whole->max_steps);
  if (end != EIR_END_COMPLETE)
    s->complete = false;
  whole->steps = s->effort.steps;
  whole->next_poll = s->effort.next_poll;
  if (end != EIR_END_COMPLETE && !own_share)
    eir_i_effort_end(whole, end);
}

static bool search_all(search *s, eir_i_array *changes) {
  const eir_explanation *explanation = s->explanation;
  size_t n_refusers = 0;
  for (size_t r = 0; r < explanation->n_reviews; r++)
    n_refusers += !explanation->reviews[r].accepts;
  for (size_t r = 0; r < explanation->n_reviews; r++) {
    if (explanation->reviews[r].accepts)
      continue;
    start(s, &explanation->reviews[r], MOST_LOOKS / n_refusers);
    try_ones(s);
    settle_reach(s);
    try_twos(s);
    finish(s);
    if (!append_list(s, &s->ones, changes) || !append_list(s, &s->twos, changes))
      return false;
  }
  return true;
}

static bool make_room(search *s, eir_i_arena *arena) {
  size_t n_issues = s->the_case->n_issues, n = s->the_case->n_signatories;
  s->trial = eir_i_arena_take_array(arena, n_issues, sizeof *s->trial);
  s->enough = eir_i_option_table(s->the_case, arena);
  if (s->trial == NULL || s->enough == NULL)
    return false;
  memcpy(s->trial, s->base, n_issues * sizeof *s->trial);
  for (size_t i = 0; i <= EIR_I_CHANGES_LISTED; i++) {
    s->ones.best[i].gain = eir_i_arena_take_array(arena, n, sizeof(int64_t));
    s->twos.best[i].gain = eir_i_arena_take_array(arena, n, sizeof(int64_t));
    if (s->ones.best[i].gain == NULL || s->twos.best[i].gain == NULL)
      return false;
  }
  return true;
}

/* Moves the changes into the explanation. */
static bool settle(search *s, const eir_i_array *changes) {
  eir_explanation *explanation = s->explanation;
  eir_change *made =
      eir_i_arena_take_array(&explanation->arena, changes->count, sizeof *made);
  if (made == NULL)
    return false;
  if (changes->count > 0)
    memcpy(made, changes->items, changes->count * sizeof *made);
  explanation->changes = made;
  explanation->outcome.n_changes = changes->count;
  explanation->outcome.changes_complete = s->complete;
  return true;
}

eir_status eir_i_explain_changes(eir_explanation *explanation) {
  search s = {.explanation = explanation,
              .the_case = explanation->the_case,
              .scores = explanation->outcome.outcome.scores,
              .base = explanation->outcome.outcome.options,
              .complete = true};
  assert(s.base != NULL);
  eir_i_arena arena;
  eir_i_array changes;
  eir_i_arena_init(&arena, &explanation->memory);
  eir_i_array_init(&changes, &explanation->memory, sizeof(eir_change));
  bool done = make_room(&s, &arena) && search_all(&s, &changes) && settle(&s, &changes);
  eir_i_array_free(&changes);
  eir_i_arena_free(&arena);
  return done ? EIR_OK : EIR_NO_MEMORY;
}
