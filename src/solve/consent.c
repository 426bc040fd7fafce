/* Consent: coalitions, the union of their frontiers, and caps. */
#include "solve/consent.h"

#include <assert.h>
#include <string.h>

#include "solve/front.h"
#include "solve/walk.h"

#include "base/banned.h"

/* Steps an issue before a walk counts as lost. */
enum { SHORT_WALK = 50 };

typedef struct gathering {
  const eir_i_question *question;
  eir_i_effort *effort;
  eir_i_arena *arena; /* for the result */
  eir_i_frontier all; /* union so far, in `held` */
  eir_i_arena held;
  bool has_cap;
} gathering;

static const eir_i_party *signatory(const eir_case *the_case, size_t i) {
  return &the_case->parties[the_case->signatories[i]];
}

/* ---- filtering lists of entries ---- */

static int compare_scores(const int64_t *a, const int64_t *b, size_t n) {
  for (size_t d = 0; d < n; d++) {
    if (a[d] != b[d])
      return a[d] > b[d] ? -1 : 1;
  }
  return 0;
}

static int compare_outcomes(const eir_i_frontier *f, size_t a, const eir_i_frontier *g,
                            size_t b) {
  const uint32_t *left = f->outcomes + a * f->n_issues;
  const uint32_t *right = g->outcomes + b * g->n_issues;
  for (size_t i = 0; i < f->n_issues; i++) {
    if (left[i] != right[i])
      return left[i] < right[i] ? -1 : 1;
  }
  return 0;
}

static bool make_room(eir_i_frontier *f, size_t count, const eir_i_frontier *like,
                      eir_i_arena *arena) {
  *f = (eir_i_frontier){.n_dimensions = like->n_dimensions, .n_issues = like->n_issues};
  f->scores =
      eir_i_arena_take_raw(arena, count, (f->n_dimensions + 1) * sizeof(int64_t));
  f->outcomes = eir_i_arena_take_raw(arena, count, f->n_issues * sizeof(uint32_t));
  return f->scores != NULL && f->outcomes != NULL;
}

static void append(eir_i_frontier *to, const eir_i_frontier *from, size_t entry) {
  size_t n = to->n_dimensions;
  memcpy(to->scores + to->count * n, from->scores + entry * n, n * sizeof(int64_t));
  memcpy(to->outcomes + to->count * to->n_issues,
         from->outcomes + entry * from->n_issues, to->n_issues * sizeof(uint32_t));
  to->count++;
}

/* Filters `sources`, whose vectors are numbered like the entries of `from`. No two
 * vectors are equal, or `from` is about to get new outcomes: which of two equal ones is
 * kept then does not matter, as long as one is, so the trail just tells them apart. */
static bool filter_entries(gathering *g, const eir_i_frontier *from,
                           const eir_i_shifted *sources, size_t n_sources,
                           eir_i_arena *arena, eir_i_frontier *out) {
  static const uint32_t no_issue = 0;
  eir_i_trail trail = {.issue_at = &no_issue};
  eir_i_filter filter = {.n_dimensions = from->n_dimensions,
                         .memory = arena->memory,
                         .effort = g->effort,
                         .trail = &trail,
                         .n_threads = g->question->n_threads};
  eir_i_kept kept;
  eir_i_array_init(&kept.scores, arena->memory, sizeof(int64_t));
  eir_i_array_init(&kept.steps, arena->memory, sizeof(eir_i_step));
  bool done = eir_i_front_merge(&filter, sources, n_sources, &kept) &&
              make_room(out, kept.steps.count, from, arena);
  for (size_t i = 0; done && i < kept.steps.count; i++)
    append(out, from, ((eir_i_step *)eir_i_array_at(&kept.steps, i))->parent);
  eir_i_array_free(&kept.scores);
  eir_i_array_free(&kept.steps);
  return done;
}

/* ---- caps ---- */

static bool any_cap(const eir_case *the_case) {
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    if (signatory(the_case, i)->position.has_cap)
      return true;
  }
  return false;
}

static void cap_scores(const gathering *g, eir_i_frontier *f) {
  const eir_case *the_case = g->question->the_case;
  size_t d = 0;
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    const eir_i_party *party = signatory(the_case, i);
    if (!eir_i_party_has_scores(party))
      continue;
    for (size_t e = 0; e < f->count && party->position.has_cap; e++) {
      int64_t *score = &f->scores[e * f->n_dimensions + d];
      if (*score > party->position.cap)
        *score = party->position.cap;
    }
    d++;
  }
}

/* Capping makes equal and dominated vectors: each entry becomes a front of its own, and
 * they are filtered again. */
static bool apply_caps(gathering *g, eir_i_frontier *f, eir_i_arena *arena) {
  cap_scores(g, f);
  size_t n = f->n_dimensions;
  eir_i_shifted *sources = eir_i_arena_take_array(arena, f->count, sizeof *sources);
  int64_t *zero = eir_i_arena_take_array(arena, n, sizeof *zero);
  int64_t *least = eir_i_arena_take_array(arena, n, sizeof *least);
  if (sources == NULL || zero == NULL || least == NULL)
    return false;
  for (size_t d = 0; d < n; d++)
    least[d] = INT64_MIN;
  for (size_t e = 0; e < f->count; e++)
    sources[e] = (eir_i_shifted){.front = {f->scores + e * n, (uint32_t)e, 1},
                                 .shift = zero,
                                 .least = least,
                                 .option = (uint32_t)e};
  eir_i_frontier capped;
  if (!filter_entries(g, f, sources, f->count, arena, &capped))
    return false;
  *f = capped;
  return true;
}

/* Under a cap a dominated partial sum can end in an equal vector, so the engine's
 * outcome need not be the first. It is where every score lies below its cap: the vector
 * is then that of the outcome before capping, and the engine keeps the first of
 * those. */
static bool is_at_cap(const gathering *g, const int64_t *scores) {
  const eir_case *the_case = g->question->the_case;
  size_t d = 0;
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    const eir_i_party *party = signatory(the_case, i);
    if (!eir_i_party_has_scores(party))
      continue;
    if (party->position.has_cap && scores[d] >= party->position.cap)
      return true;
    d++;
  }
  return false;
}

/* Walks to the first outcome with at least these scores, where that is a short way.
 * *out_found: it was, and the entry has it now. */
static bool walk_to_first(gathering *g, eir_i_frontier *f, size_t entry,
                          bool *out_found) {
  const eir_case *the_case = g->question->the_case;
  eir_i_effort patience = {.max_steps = SHORT_WALK * f->n_issues};
  eir_i_arena scratch;
  eir_i_arena_init(&scratch, g->arena->memory);
  size_t d = 0;
  int64_t *least =
      eir_i_arena_take_array(&scratch, the_case->n_signatories, sizeof *least);
  bool done = least != NULL;
  for (size_t i = 0; done && i < the_case->n_signatories; i++) {
    bool has = eir_i_party_has_scores(signatory(the_case, i));
    least[i] = has ? f->scores[entry * f->n_dimensions + d++] : INT64_MIN;
  }
  eir_i_walk *walk;
  done = done && eir_i_walk_new(the_case, g->question->consent, least, &scratch,
                                &walk) == EIR_OK;
  *out_found = done && eir_i_walk_next(walk, &patience);
  if (*out_found)
    memcpy(f->outcomes + entry * f->n_issues, eir_i_walk_options(walk),
           f->n_issues * sizeof(uint32_t));
  eir_i_arena_free(&scratch);
  return done && eir_i_effort_spend(g->effort, patience.steps);
}

/* Asks the engine for an outcome before `options` that differs from `issue` on; puts it
 * into `options` when there is one. */
static bool step_back(gathering *g, const int64_t *least, uint32_t issue,
                      uint32_t *options, bool *out_found) {
  eir_i_before before = {.options = options, .issue = issue, .least = least};
  eir_i_question question = {.the_case = g->question->the_case,
                             .consent = g->question->consent,
                             .any = true,
                             .n_threads = g->question->n_threads,
                             .before = &before};
  eir_i_arena scratch;
  eir_i_arena_init(&scratch, g->arena->memory);
  eir_i_frontier found;
  bool done =
      eir_i_consent_frontier(&question, g->effort, &scratch, &found) == EIR_OK &&
      g->effort->end == EIR_END_COMPLETE;
  *out_found = done && found.count > 0;
  if (*out_found)
    memcpy(options, found.outcomes, found.n_issues * sizeof(uint32_t));
  eir_i_arena_free(&scratch);
  return done;
}

/* Gives the entry the first outcome with at least its scores. The walk knows little of
 * interactions and can get lost among 10^10 outcomes; the engine does not: from the
 * outcome at hand, one issue after the other, it is asked for an earlier one. */
static bool first_outcome(gathering *g, eir_i_frontier *f, size_t entry) {
  const int64_t *least = f->scores + entry * f->n_dimensions;
  uint32_t *options = f->outcomes + entry * f->n_issues;
  if (!is_at_cap(g, least))
    return true;
  bool found;
  if (!walk_to_first(g, f, entry, &found))
    return false;
  for (uint32_t issue = 0; !found && issue < f->n_issues; issue++) {
    for (bool earlier = true; earlier && options[issue] > 0;) {
      if (!step_back(g, least, issue, options, &earlier))
        return false;
    }
  }
  return true;
}

/* ---- the union ---- */

/* Appends to `all` the entries of a and b, without those that the other has with an
 * earlier outcome: those of a first, then those of b. Returns how many came from a, or
 * SIZE_MAX without memory. */
static size_t concatenate(const eir_i_frontier *a, const eir_i_frontier *b,
                          eir_i_arena *arena, eir_i_frontier *all) {
  size_t n = a->n_dimensions, from_a = 0;
  if (!make_room(all, a->count + b->count, a, arena))
    return SIZE_MAX;
  for (int pass = 0; pass < 2; pass++) {
    const eir_i_frontier *own = pass == 0 ? a : b, *other = pass == 0 ? b : a;
    for (size_t i = 0, j = 0; i < own->count; i++) { /* both are in the same order */
      const int64_t *scores = own->scores + i * n;
      while (j < other->count && compare_scores(other->scores + j * n, scores, n) < 0)
        j++;
      bool twin =
          j < other->count && compare_scores(other->scores + j * n, scores, n) == 0;
      int by = twin ? compare_outcomes(own, i, other, j) : -1;
      if (by < 0 || (by == 0 && pass == 0))
        append(all, own, i);
    }
    if (pass == 0)
      from_a = all->count;
  }
  return from_a;
}

static bool unite(gathering *g, const eir_i_frontier *found) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, g->arena->memory);
  size_t n = found->n_dimensions;
  eir_i_frontier both = {0}, united = {0};
  size_t from_first = concatenate(&g->all, found, &arena, &both);
  int64_t *zero = eir_i_arena_take_array(&arena, n, sizeof *zero);
  int64_t *least = eir_i_arena_take_array(&arena, n, sizeof *least);
  bool done = from_first != SIZE_MAX && zero != NULL && least != NULL;
  for (size_t d = 0; done && d < n; d++)
    least[d] = INT64_MIN;
  if (done) {
    eir_i_shifted sources[2] = {
        {.front = {both.scores, 0, (uint32_t)from_first},
         .shift = zero,
         .least = least},
        {.front = {both.scores + from_first * n, (uint32_t)from_first,
                   (uint32_t)(both.count - from_first)},
         .shift = zero,
         .least = least}};
    done = filter_entries(g, &both, sources, 2, &arena, &united);
  }
  if (!done) {
    eir_i_arena_free(&arena);
    return false;
  }
  eir_i_arena_free(&g->held);
  g->held = arena;
  g->all = united;
  return true;
}

/* ---- coalitions ---- */

static eir_status find_frontier(gathering *g, const eir_i_problem *problem,
                                eir_i_arena *to, eir_i_frontier *found) {
  const eir_i_question *question = g->question;
  if (question->find != NULL)
    return question->find(question->find_user, problem, to, found);
  return eir_i_frontier_find(problem, g->effort, question->n_threads, to, found);
}

/* Leaves in the problem only the outcomes that `before` asks for. */
static void narrow(eir_i_problem *problem, const eir_i_before *before) {
  assert(before->issue < problem->n_issues);
  for (size_t d = 0; d < problem->n_dimensions; d++) {
    if (problem->floor[d] < before->least[d])
      problem->floor[d] = before->least[d];
  }
  for (uint32_t i = 0; i <= before->issue; i++) {
    bool any = false;
    for (uint32_t o = 0; o < problem->n_options[i]; o++) {
      uint32_t known = before->options[i];
      if (i < before->issue ? o != known : o >= known)
        problem->allowed[i][o] = 0;
      any |= problem->allowed[i][o] != 0;
    }
    if (!any)
      problem->impossible = true;
  }
}

/* Finds one coalition's frontier, caps applied; the result goes to `to`. */
static bool find_one(gathering *g, uint64_t members, eir_i_arena *to,
                     eir_i_frontier *found) {
  eir_i_arena scratch;
  eir_i_arena_init(&scratch, g->arena->memory);
  eir_i_problem problem;
  const eir_i_question *question = g->question;
  bool done = eir_i_problem_make(question->the_case, question->consent, members,
                                 SIZE_MAX, &scratch, &problem) == EIR_OK;
  if (done && question->cover != NULL) {
    problem.cover = question->cover;
    done = eir_i_cover_add_loss(&problem, &scratch);
  }
  if (done && question->before != NULL)
    narrow(&problem, question->before);
  done = done && find_frontier(g, &problem, to, found) == EIR_OK &&
         g->effort->end == EIR_END_COMPLETE;
  eir_i_arena_free(&scratch);
  bool as_it_is = !g->has_cap || question->before != NULL || found->count == 0;
  return done && (as_it_is || apply_caps(g, found, to));
}

/* The only one: its frontier is the result as it stands. */
static bool solve_alone(gathering *g, uint64_t members) {
  return find_one(g, members, g->arena, &g->all);
}

static bool solve_coalition(gathering *g, uint64_t members) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, g->arena->memory);
  eir_i_frontier found;
  bool done = find_one(g, members, &arena, &found);
  if (done && g->all.count > 0) {
    done = found.count == 0 || unite(g, &found);
  } else if (done) {
    eir_i_arena_free(&g->held);
    g->held = arena; /* keep it as it is */
    g->all = found;
    return true;
  }
  eir_i_arena_free(&arena);
  return done;
}

/* No other coalition follows. Its frontier need not be copied, unless caps leave old
 * versions of it behind. */
static bool solve_only(gathering *g, uint64_t members) {
  return g->has_cap ? solve_coalition(g, members) : solve_alone(g, members);
}

/* The next larger number with as many bits (Gosper, HAKMEM 175). */
static uint64_t next_choice(uint64_t bits) {
  assert(bits != 0);
  uint64_t lowest = bits & (0 - bits), ripple = bits + lowest;
  return (((ripple ^ bits) >> 2) / lowest) | ripple;
}

/* Spreads the low bits of `choice` over the places that are set in `among`. */
static uint64_t spread(uint64_t choice, uint64_t among) {
  uint64_t spread_out = 0;
  for (; choice != 0; choice >>= 1) {
    uint64_t lowest = among & (0 - among);
    if ((choice & 1) != 0)
      spread_out |= lowest;
    among &= among - 1;
  }
  return spread_out;
}

static bool solve_coalitions(gathering *g) {
  const eir_case *the_case = g->question->the_case;
  uint64_t vetoes = 0, others = 0;
  size_t n_vetoes = 0, n_others = 0;
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    bool veto = signatory(the_case, i)->veto;
    *(veto ? &vetoes : &others) |= UINT64_C(1) << i;
    veto ? n_vetoes++ : n_others++;
  }
  size_t wanted = the_case->quota > n_vetoes ? the_case->quota - n_vetoes : 0;
  if (wanted == 0)
    return solve_only(g, vetoes);
  if (wanted == n_others)
    return solve_only(g, vetoes | others);
  assert(wanted < n_others && n_others <= 64);
  uint64_t choice = (UINT64_C(1) << wanted) - 1;
  uint64_t end = n_others == 64 ? 0 : UINT64_C(1) << n_others;
  for (;;) {
    if (!solve_coalition(g, vetoes | spread(choice, others)))
      return false;
    if (g->question->any && g->all.count > 0)
      return true;
    uint64_t next = next_choice(choice);
    if (next <= choice || (end != 0 && next >= end))
      return true;
    choice = next;
  }
}

static bool gather(gathering *g) {
  eir_i_consent consent = g->question->consent;
  bool asks = consent == EIR_I_CONSENT_CERTAIN || consent == EIR_I_CONSENT_POSSIBLE;
  if (!(asks ? solve_coalitions(g) : solve_alone(g, 0)))
    return false;
  /* A cover's entry has the scores of its own outcome, which need not be the first. */
  bool exact = g->question->cover == NULL && !g->question->any;
  for (size_t e = 0; g->has_cap && exact && e < g->all.count; e++) {
    if (!first_outcome(g, &g->all, e))
      return false;
  }
  return true;
}

/* Moves the union into the result's arena. */
static bool settle(gathering *g, eir_i_frontier *out) {
  if (g->held.chunks == NULL) { /* there was only one coalition: it is there */
    *out = g->all;
    return true;
  }
  if (!make_room(out, g->all.count, &g->all, g->arena))
    return false;
  for (size_t e = 0; e < g->all.count; e++)
    append(out, &g->all, e);
  return true;
}

eir_status eir_i_consent_frontier(const eir_i_question *question, eir_i_effort *effort,
                                  eir_i_arena *arena, eir_i_frontier *out_frontier) {
  *out_frontier = (eir_i_frontier){.n_issues = question->the_case->n_issues};
  gathering g = {.question = question,
                 .effort = effort,
                 .arena = arena,
                 .has_cap = any_cap(question->the_case)};
  eir_i_arena_init(&g.held, arena->memory);
  bool done = gather(&g);
  if (done || (question->any && g.all.count > 0))
    done = settle(&g, out_frontier);
  eir_i_arena_free(&g.held);
  if (done || effort->end != EIR_END_COMPLETE)
    return EIR_OK;
  return eir_i_effort_no_memory(effort, arena->memory);
}
