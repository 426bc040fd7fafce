/* What is not known, against brute force: random small cases with ranges of every kind,
 * rules that may not hold, open stances, quotas, vetoes and guarantors.
 *
 * In every draw the search must find what looking at every outcome of the drawn case
 * finds. The bounds are compared with every corner of the ranges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "explain/judge.h"
#include "explain/robust_bounds.h"
#include "explain/robust_search.h"
#include "explained.h"
#include "seeded.h"

#include "base/banned.h"

enum { CASES = 1200, DRAWS = 12, MOST_CORNERS = 11, MOST_PARTIES = 3 };

/* ---- random cases ---- */

typedef struct maker {
  seeded random;
  eir_i_text text;
  unsigned n_issues;
  unsigned n_options[4];
  unsigned open; /* how many more inputs may be unknown */
} maker;

static const char *const issue_names[] = {"x", "y", "z", "w"};
static const char *const option_names[] = {"p", "q", "r", "s"};

static void add_tenths(maker *m, int64_t tenths) {
  eir_i_text_add_format(&m->text, "%s%lld.%lld", tenths < 0 ? "-" : "",
                        (long long)llabs(tenths) / 10, (long long)llabs(tenths) % 10);
}

/* A number from least to most tenths: fixed, or a range of either kind. */
static void add_number(maker *m, int64_t least, int64_t most) {
  int64_t value[3];
  for (size_t i = 0; i < 3; i++)
    value[i] = seeded_between(&m->random, least, most);
  for (size_t i = 0; i < 3; i++) {
    for (size_t j = 0; j + 1 < 3; j++) {
      if (value[j] > value[j + 1]) {
        int64_t other = value[j];
        value[j] = value[j + 1];
        value[j + 1] = other;
      }
    }
  }
  if (m->open == 0 || seeded_chance(&m->random, 60)) {
    add_tenths(m, value[1]);
    return;
  }
  m->open--;
  bool triangular = seeded_chance(&m->random, 40);
  eir_i_text_add(&m->text, triangular ? "{low: " : "[");
  add_tenths(m, value[0]);
  if (triangular) {
    eir_i_text_add(&m->text, ", mode: ");
    add_tenths(m, value[1]);
  }
  eir_i_text_add(&m->text, triangular ? ", high: " : ", ");
  add_tenths(m, value[2]);
  eir_i_text_add(&m->text, triangular ? "}" : "]");
}

static void add_atom(maker *m) {
  unsigned i = seeded_below(&m->random, m->n_issues);
  bool equal = seeded_chance(&m->random, 50);
  eir_i_text_add_format(&m->text, "%s %s %s", issue_names[i], equal ? "=" : "!=",
                        option_names[seeded_below(&m->random, m->n_options[i])]);
}

static void add_expression(maker *m) {
  static const char *const between[] = {" -> ", " or ", " and "};
  add_atom(m);
  if (seeded_chance(&m->random, 70)) {
    eir_i_text_add(&m->text, between[seeded_below(&m->random, 3)]);
    add_atom(m);
  }
  if (seeded_chance(&m->random, 20)) {
    eir_i_text_add(&m->text, " or not (");
    add_atom(m);
    eir_i_text_add(&m->text, " or ");
    add_atom(m);
    eir_i_text_add(&m->text, ")");
  }
}

static void add_rule(maker *m, unsigned number) {
  static const char *const holds[] = {"unknown", "[0.2, 0.7]", "[0, 0]", "[1, 1]",
                                      "[0, 0.4]"};
  eir_i_text_add_format(&m->text, "{id: r%u, rule: \"", number);
  add_expression(m);
  eir_i_text_add(&m->text, "\"");
  if (m->open > 0 && seeded_chance(&m->random, 50)) {
    m->open--;
    eir_i_text_add_format(&m->text, ", holds: %s", holds[seeded_below(&m->random, 5)]);
  }
  eir_i_text_add(&m->text, "}");
}

static void add_rules(maker *m, const char *key, unsigned most) {
  unsigned n = seeded_below(&m->random, most + 1);
  eir_i_text_add_format(&m->text, "%s: [", key);
  for (unsigned i = 0; i < n; i++) {
    eir_i_text_add(&m->text, i == 0 ? "" : ", ");
    add_rule(m, i);
  }
  eir_i_text_add(&m->text, "]");
}

/* Ranges that overlap, so that an order of them is one that can be kept. */
static void add_wide(maker *m) {
  m->open--;
  eir_i_text_add(&m->text, "[");
  add_tenths(m, seeded_between(&m->random, -5, 6));
  eir_i_text_add(&m->text, ", ");
  add_tenths(m, seeded_between(&m->random, 6, 20));
  eir_i_text_add(&m->text, "]");
}

static void add_values(maker *m, const char *key) {
  eir_i_text_add_format(&m->text, "%s: {", key);
  for (unsigned i = 0; i < m->n_issues; i++) {
    eir_i_text_add_format(&m->text, "%s%s: {", i == 0 ? "" : ", ", issue_names[i]);
    bool ordered = m->open >= 2 && seeded_chance(&m->random, 30);
    for (unsigned o = 0; o < m->n_options[i]; o++) {
      eir_i_text_add_format(&m->text, "%s%s: ", o == 0 ? "" : ", ", option_names[o]);
      ordered &&o < 2 ? add_wide(m) : add_number(m, -5, 20);
    }
    eir_i_text_add(&m->text, ordered ? ", order: [q, p]" : "");
    eir_i_text_add(&m->text, "}");
  }
  eir_i_text_add(&m->text, "}");
}

static void add_scores(maker *m) {
  bool weighted = seeded_chance(&m->random, 60);
  if (seeded_chance(&m->random, 85)) {
    eir_i_text_add(&m->text, "reservation: ");
    add_number(m, -2, weighted ? 15 : 25);
    eir_i_text_add(&m->text, ", ");
  }
  if (seeded_chance(&m->random, 15)) {
    eir_i_text_add(&m->text, "cap: ");
    add_number(m, 5, 30);
    eir_i_text_add(&m->text, ", ");
  }
  if (weighted) {
    eir_i_text_add(&m->text, "weights: {");
    for (unsigned i = 0; i < m->n_issues; i++) {
      eir_i_text_add_format(&m->text, "%s%s: ", i == 0 ? "" : ", ", issue_names[i]);
      add_number(m, 0, 10);
    }
    eir_i_text_add(&m->text,
                   seeded_chance(&m->random, 50) ? "}, normalise: true, " : "}, ");
  } else if (seeded_chance(&m->random, 50)) {
    eir_i_text_add(&m->text, "scale: 10, ");
  }
  add_values(m, weighted ? "values" : "points");
  if (seeded_chance(&m->random, 35)) {
    eir_i_text_add(&m->text, ", interactions: [{when: \"");
    add_expression(m);
    eir_i_text_add(&m->text, "\", add: ");
    add_number(m, -10, 10);
    eir_i_text_add(&m->text, "}]");
  }
}

static void add_stances(maker *m) {
  static const char *const stances[] = {"accepts", "prefers", "refuses", "unknown"};
  eir_i_text_add(&m->text, "stance: {");
  for (unsigned i = 0; i < m->n_issues; i++) {
    eir_i_text_add_format(&m->text, "%s%s: {", i == 0 ? "" : ", ", issue_names[i]);
    for (unsigned o = 0; o < m->n_options[i]; o++) {
      unsigned stance = seeded_below(&m->random, m->open > 0 ? 4 : 3);
      m->open -= stance == 3;
      eir_i_text_add_format(&m->text, "%s%s: %s", o == 0 ? "" : ", ", option_names[o],
                            stances[stance]);
    }
    eir_i_text_add(&m->text, "}");
  }
  eir_i_text_add(&m->text, "}");
}

static void add_issues(maker *m, bool guarantor) {
  m->n_issues = 2 + seeded_below(&m->random, 3);
  eir_i_text_add(&m->text, "issues:\n");
  for (unsigned i = 0; i < m->n_issues; i++) {
    m->n_options[i] = 2 + seeded_below(&m->random, m->n_issues > 3 ? 2 : 3);
    eir_i_text_add_format(&m->text, "  %s: {options: {", issue_names[i]);
    for (unsigned o = 0; o < m->n_options[i]; o++)
      eir_i_text_add_format(&m->text, "%s%s: {%s}", o == 0 ? "" : ", ", option_names[o],
                            guarantor && seeded_chance(&m->random, 25) ? "needs: [g]"
                                                                       : "");
    eir_i_text_add(&m->text, "}}\n");
  }
}

/* Everything but what is drawn together. */
static void make_case(maker *m, uint64_t seed) {
  static const char *const names[MOST_PARTIES] = {"a", "b", "c"};
  m->random = seeded_from(seed);
  m->open = 1 + seeded_below(&m->random, MOST_CORNERS);
  eir_i_text_clear(&m->text);
  unsigned n = 1 + seeded_below(&m->random, MOST_PARTIES);
  bool guarantor = seeded_chance(&m->random, 30);
  eir_i_text_add(&m->text, "eirene: 1\nparties:\n");
  for (unsigned p = 0; p < n && p < MOST_PARTIES; p++)
    eir_i_text_add_format(&m->text, "  %s: {%s}\n", names[p],
                          seeded_chance(&m->random, 20) ? "veto: true" : "");
  if (guarantor)
    eir_i_text_add(&m->text, "  g: {role: guarantor}\n");
  if (seeded_chance(&m->random, 35))
    eir_i_text_add_format(&m->text, "consent: {at_least: %u}\n",
                          1 + seeded_below(&m->random, n));
  add_issues(m, guarantor);
  add_rules(m, "constraints", 2);
  eir_i_text_add(&m->text, "\npositions:\n");
  for (unsigned p = 0; p < n && p < MOST_PARTIES; p++) {
    eir_i_text_add_format(&m->text, "  %s: {", names[p]);
    seeded_chance(&m->random, 80) ? add_scores(m) : add_stances(m);
    add_rules(m, ", red_lines", 2);
    eir_i_text_add(&m->text, "}\n");
  }
  if (guarantor) {
    add_rules(m, "  g: {red_lines", 2);
    eir_i_text_add(&m->text, "}\n");
  }
}

/* ---- a case opened ---- */

typedef struct bench {
  eir_context *context;
  eir_case *the_case;
  eir_solution *solution;
  eir_explanation *e;
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_inputs inputs;
  eir_i_plan plan;
  eir_i_hand hand;
  bool tied;
} bench;

static eir_case *read_case(eir_context *context, const eir_i_text *text) {
  eir_case *made = NULL;
  eir_diagnostics *messages = NULL;
  eir_case_read_text(context, "case", NULL, text->data, text->length, &made, &messages);
  eir_diagnostics_free(messages);
  return made;
}

/* Draws some unknowns together: paths are known once the case was read. */
static void tie(maker *m, const eir_case *the_case) {
  size_t n = the_case->n_unknowns;
  if (n < 2 || !seeded_chance(&m->random, 30))
    return;
  size_t first = seeded_below(&m->random, (uint32_t)n - 1);
  size_t count = 2 + seeded_below(&m->random, 2);
  eir_i_text_add(&m->text, "together: [");
  for (size_t i = first; i < first + count && i < n; i++)
    eir_i_text_add_format(&m->text, "%s%s", i == first ? "" : ", ",
                          the_case->unknowns[i].path);
  eir_i_text_add(&m->text, "]\n");
}

/* False where the case is not one that the reader takes: an order may name options that
 * an issue does not have, or weights may add up to nothing. */
static bool bench_open(bench *b, maker *m, uint64_t seed) {
  memset(b, 0, sizeof *b);
  make_case(m, seed);
  assert_int_equal(eir_context_new(NULL, &b->context), EIR_OK);
  b->the_case = read_case(b->context, &m->text);
  if (b->the_case != NULL) {
    size_t length = m->text.length;
    tie(m, b->the_case);
    b->tied = m->text.length > length;
    eir_case_free(b->the_case);
    b->the_case = read_case(b->context, &m->text);
  }
  if (b->the_case == NULL) {
    eir_context_free(b->context);
    return false;
  }
  assert_int_equal(eir_solve(b->the_case, NULL, NULL, &b->solution), EIR_OK);
  b->e = explained_new(b->solution, NULL);
  assert_non_null(b->e);
  eir_i_memory_init(&b->memory, NULL);
  eir_i_arena_init(&b->arena, &b->memory);
  assert_int_equal(eir_i_inputs_list(b->the_case, seed, &b->arena, &b->inputs), EIR_OK);
  assert_int_equal(eir_i_plan_make(b->e, &b->inputs, &b->arena, &b->plan), EIR_OK);
  assert_int_equal(eir_i_hand_init(&b->hand, &b->plan, &b->memory), EIR_OK);
  return true;
}

static void bench_close(bench *b) {
  eir_i_hand_free(&b->hand);
  eir_i_arena_free(&b->arena);
  explained_free(b->e);
  eir_solution_free(b->solution);
  eir_case_free(b->the_case);
  eir_context_free(b->context);
}

static void *take(bench *b, size_t count, size_t size) {
  void *taken = eir_i_arena_take_array(&b->arena, count, size);
  if (taken == NULL)
    abort();
  return taken;
}

static bool next_outcome(const eir_case *the_case, uint32_t *options) {
  for (size_t i = the_case->n_issues; i-- > 0;) {
    if (++options[i] < the_case->issues[i].n_options)
      return true;
    options[i] = 0;
  }
  return false;
}

static void fail_case(const maker *m, uint64_t seed, const char *what) {
  print_error("case %llu: %s\n%s\n", (unsigned long long)seed, what, m->text.data);
  fail();
}

/* ---- draws ---- */

/* Utility surpluses of a drawn case, by its own scores; the yardstick of points without
 * a scale is that of the middle. */
static int64_t least_surplus(const bench *b, const eir_case *drawn,
                             const uint32_t *options) {
  eir_i_i128 least = EIR_I_MOST_SURPLUS;
  for (size_t k = 0; k < drawn->n_signatories; k++) {
    uint32_t party = drawn->signatories[k];
    const eir_i_position *position = &drawn->parties[party].position;
    int64_t score = eir_i_judge_score(drawn, party, options);
    eir_i_i128 scale = position->scale;
    if (scale == 0)
      scale = (eir_i_i128)b->solution->scale[k] * position->unit /
              b->the_case->parties[party].position.unit;
    if (scale < 1)
      scale = 1;
    eir_i_i128 above =
        ((eir_i_i128)score - position->reservation) * INT64_C(1000000000000);
    eir_i_i128 surplus = above / scale - (above % scale < 0);
    least = surplus < least ? surplus : least;
  }
  return (int64_t)least;
}

typedef struct seen {
  size_t cases, rated, quotas, tied, draws, deals, looked, listed;
  size_t certain[3], possible[3], always[3], ever[3];
} seen;

static void look_at(bench *b, const uint32_t *options, eir_i_looked_at *out) {
  uint32_t *cells = take(b, b->plan.n_issues, sizeof *cells);
  uint64_t *violated = take(b, b->plan.n_words, sizeof *violated);
  for (size_t i = 0; i < b->plan.n_issues; i++)
    cells[i] = eir_i_plan_cell(&b->plan, i, options[i]);
  eir_i_plan_violated(&b->plan, options, violated);
  *out = (eir_i_looked_at){cells, violated};
}

/* One draw: every outcome judged alike, and the best found. */
static void try_draw(bench *b, const maker *m, uint64_t seed, uint64_t index,
                     seen *all) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, &b->memory);
  const eir_case *drawn;
  eir_i_made made = eir_i_hand_deal(&b->hand, index);
  assert_int_equal(eir_i_draw_case(&b->inputs, b->hand.drawn, &arena, &drawn), made);
  if (made == EIR_I_MADE) {
    uint32_t options[4] = {0};
    bool found = false;
    int64_t best = -EIR_I_MOST_SURPLUS;
    do {
      bool deal = eir_i_judge_deal(drawn, options, false, NULL);
      eir_i_looked_at looked;
      look_at(b, options, &looked);
      int64_t surplus, wanted = b->plan.rated ? least_surplus(b, drawn, options) : 0;
      if (eir_i_hand_judge(&b->hand, &looked, &surplus) != deal)
        fail_case(m, seed, "an outcome is judged wrongly");
      if (surplus != wanted)
        fail_case(m, seed, "a least surplus is wrong");
      if (deal && (!found || wanted > best))
        best = wanted;
      found |= deal;
      all->looked++;
    } while (next_outcome(b->the_case, options));
    eir_i_best_deal of = {.surplus = -EIR_I_MOST_SURPLUS};
    assert_true(eir_i_hand_best(&b->hand, &of));
    if (of.found != found || (found && b->plan.rated && of.surplus != best))
      fail_case(m, seed, "the best deal of a draw is wrong");
    eir_i_best_deal any = {.any = true};
    assert_true(eir_i_hand_best(&b->hand, &any));
    if (any.found != found)
      fail_case(m, seed, "that there is a deal in a draw is wrong");
    /* With it known already, nothing better is found. */
    if (found && b->plan.rated) {
      assert_true(eir_i_hand_best(&b->hand, &of));
      assert_true(of.surplus == best);
    }
    all->draws++;
    all->deals += found;
  }
  eir_i_arena_free(&arena);
}

/* ---- bounds ---- */

/* A corner: every input at an end, those drawn together at the same. False if `corner`
 * sends them apart. */
static bool set_corner(const bench *b, size_t corner, eir_i_drawn *drawn) {
  for (size_t i = 0; i < b->inputs.count; i++) {
    const eir_i_input *input = &b->inputs.items[i];
    bool high = (corner >> i & 1) != 0;
    for (size_t j = 0; j < i && i < b->inputs.n_unknowns; j++) {
      uint32_t group = b->the_case->unknowns[i].group;
      if (group != EIR_I_NONE && group == b->the_case->unknowns[j].group &&
          high != ((corner >> j & 1) != 0))
        return false;
    }
    if (input->kind <= EIR_I_INPUT_TRIANGULAR) {
      drawn[i].value = high ? input->high : input->low;
      continue;
    }
    /* A rule holds where its number is low, if ever; and where it is high, if
     * always. */
    drawn[i].value = high ? input->low == EIR_I_DRAW_UNIT : input->high > 0;
  }
  return true;
}

typedef struct corner_counts {
  size_t n_outcomes, n_corners, n_with_deal;
  size_t *deals; /* [n_outcomes] corners in which it is a deal */
} corner_counts;

static void count_corners(bench *b, corner_counts *c) {
  eir_i_drawn *drawn = take(b, b->inputs.count, sizeof *drawn);
  for (size_t corner = 0; corner < (size_t)1 << b->inputs.count; corner++) {
    eir_i_arena arena;
    eir_i_arena_init(&arena, &b->memory);
    const eir_case *made;
    if (set_corner(b, corner, drawn) &&
        eir_i_draw_case(&b->inputs, drawn, &arena, &made) == EIR_I_MADE) {
      uint32_t options[4] = {0};
      bool any = false;
      size_t n = 0;
      do {
        bool deal = eir_i_judge_deal(made, options, false, NULL);
        any |= deal;
        c->deals[n++] += deal;
      } while (next_outcome(b->the_case, options));
      c->n_corners++;
      c->n_with_deal += any;
    }
    eir_i_arena_free(&arena);
  }
}

/* What is said to be so for all corners, or for some, against how many there are. */
static bool right_for_all(eir_answer said, size_t count, size_t of) {
  return said == EIR_UNKNOWN || (said == EIR_YES) == (count == of);
}

static bool right_for_some(eir_answer said, size_t count) {
  return said == EIR_UNKNOWN || (said == EIR_YES) == (count > 0);
}

static void try_bounds(bench *b, const maker *m, uint64_t seed, seen *all) {
  corner_counts c = {.n_outcomes = 1};
  for (size_t i = 0; i < b->the_case->n_issues; i++)
    c.n_outcomes *= b->the_case->issues[i].n_options;
  c.deals = take(b, c.n_outcomes, sizeof *c.deals);
  eir_robust_deal *deals = take(b, c.n_outcomes, sizeof *deals);
  uint32_t options[4] = {0};
  size_t n = 0;
  do {
    uint32_t *copy = take(b, 4, sizeof *copy);
    memcpy(copy, options, sizeof options);
    deals[n++].deal.options = copy;
  } while (next_outcome(b->the_case, options));
  b->e->robust = (eir_robust){.always = EIR_UNKNOWN, .ever = EIR_UNKNOWN};
  assert_int_equal(eir_i_robust_bounds(b->e, &b->inputs, deals, n), EIR_OK);
  count_corners(b, &c);
  if (c.n_corners == 0)
    return;
  for (size_t i = 0; i < n; i++) {
    all->certain[deals[i].certain]++;
    all->possible[deals[i].possible]++;
    if (!right_for_all(deals[i].certain, c.deals[i], c.n_corners))
      fail_case(m, seed, "a deal is certain, or is not, wrongly");
    if (!right_for_some(deals[i].possible, c.deals[i]))
      fail_case(m, seed, "a deal is possible, or is not, wrongly");
    if (!b->tied &&
        (deals[i].certain == EIR_UNKNOWN || deals[i].possible == EIR_UNKNOWN))
      fail_case(m, seed, "nothing is drawn together, and yet a bound is open");
  }
  all->always[b->e->robust.always]++;
  all->ever[b->e->robust.ever]++;
  if (b->e->robust.always == EIR_YES && c.n_with_deal < c.n_corners)
    fail_case(m, seed, "not always");
  if (b->e->robust.always == EIR_NO && !b->tied && c.n_with_deal == c.n_corners)
    fail_case(m, seed, "always, as far as corners tell");
  if (!right_for_some(b->e->robust.ever, c.n_with_deal))
    fail_case(m, seed, "ever");
}

/* ---- the whole ---- */

enum { SAMPLES = 60 };

/* The explanation of a case, and what each draw of it says when looked at alone. */
typedef struct whole {
  eir_explanation *e;
  eir_robust robust;
  size_t n_draws; /* that were made */
  const eir_case *drawn[SAMPLES];
  eir_i_drawn *values[SAMPLES];
  bool deal[SAMPLES];
  int64_t best[SAMPLES];
} whole;

static bool write_json(void *user, const char *data, size_t size) {
  eir_i_text_add_format(user, "%.*s", (int)size, data);
  return true;
}

static eir_explanation *explain(const bench *b, uint64_t seed, int64_t threads,
                                eir_i_text *json) {
  eir_options *options;
  eir_explanation *e;
  assert_int_equal(eir_options_new(b->context, &options), EIR_OK);
  assert_int_equal(eir_options_set(options, "samples", SAMPLES), EIR_OK);
  assert_int_equal(eir_options_set(options, "seed", (int64_t)seed), EIR_OK);
  assert_int_equal(eir_options_set(options, "threads", threads), EIR_OK);
  assert_int_equal(eir_explain(b->solution, NULL, options, NULL, &e), EIR_OK);
  eir_options_free(options);
  eir_i_text_clear(json);
  assert_int_equal(eir_explanation_write_json(e, 0, write_json, json), EIR_OK);
  return e;
}

static void make_draws(bench *b, whole *w) {
  for (uint64_t i = 0; i < SAMPLES; i++) {
    size_t at = w->n_draws;
    w->values[at] = take(b, b->inputs.count, sizeof **w->values);
    eir_i_draw(&b->inputs, i, w->values[at]);
    if (eir_i_draw_case(&b->inputs, w->values[at], &b->arena, &w->drawn[at]) !=
        EIR_I_MADE)
      continue;
    uint32_t options[4] = {0};
    w->deal[at] = false;
    do {
      if (!eir_i_judge_deal(w->drawn[at], options, false, NULL))
        continue;
      int64_t surplus = b->plan.rated ? least_surplus(b, w->drawn[at], options) : 0;
      if (!w->deal[at] || surplus > w->best[at])
        w->best[at] = surplus;
      w->deal[at] = true;
    } while (next_outcome(b->the_case, options));
    w->n_draws++;
  }
}

static int compare_int64(const void *left, const void *right) {
  int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
  return (a > b) - (a < b);
}

static bool same_number(double a, double b) {
  return a - b < 1e-9 && b - a < 1e-9;
}

static bool deal_right(const bench *b, const whole *w, size_t index) {
  eir_robust_deal deal = eir_explanation_robust_deal(w->e, index);
  int64_t regrets[SAMPLES];
  size_t n = 0, count = 0;
  for (size_t i = 0; i < w->n_draws; i++) {
    count += eir_i_judge_deal(w->drawn[i], deal.deal.options, false, NULL);
    if (w->deal[i])
      regrets[n++] = w->best[i] - least_surplus(b, w->drawn[i], deal.deal.options);
  }
  qsort(regrets, n, sizeof *regrets, compare_int64);
  size_t middle = n == 0 ? 0 : (n - 1) / 2;
  double worst = n == 0 ? 0 : (double)regrets[n - 1] * 1e-12;
  double median = n == 0 ? 0 : (double)regrets[middle] * 1e-12;
  return deal.signed_by_all.count == count && same_number(deal.worst_regret, worst) &&
         same_number(deal.median_regret, median);
}

/* Which part of its range the input was drawn from; rules: does it hold? */
static size_t part_of(const eir_i_input *input, const eir_i_drawn *drawn) {
  if (input->kind > EIR_I_INPUT_TRIANGULAR)
    return drawn->value != 0;
  const uint64_t third = UINT64_MAX / 3;
  return drawn->at <= third ? 0 : drawn->at <= 2 * third + 1 ? 1 : 2;
}

static bool swing_right(const bench *b, const whole *w, size_t index) {
  eir_unknown unknown = eir_explanation_unknown(w->e, index);
  size_t i = 0, draws[3] = {0}, deals[3] = {0};
  while (strcmp(b->inputs.items[i].path, unknown.path) != 0)
    i++;
  for (size_t s = 0; s < w->n_draws; s++) {
    size_t part = part_of(&b->inputs.items[i], &w->values[s][i]);
    draws[part]++;
    deals[part] += w->deal[s];
  }
  double least = 1, most = 0;
  for (size_t p = 0; p < 3; p++) {
    double share = draws[p] == 0 ? 0 : (double)deals[p] / (double)draws[p];
    least = draws[p] > 0 && share < least ? share : least;
    most = draws[p] > 0 && share > most ? share : most;
  }
  return same_number(unknown.swing, w->n_draws == 0 ? 0 : most - least);
}

static void try_whole(bench *b, const maker *m, uint64_t seed, eir_i_text *json,
                      seen *all) {
  whole w = {0};
  eir_i_text other;
  eir_i_text_init(&other, &b->memory);
  w.e = explain(b, seed, 1, json);
  for (int64_t threads = 2; threads <= 3; threads++) {
    eir_explanation_free(explain(b, seed, threads, &other));
    if (strcmp(json->data, other.data) != 0)
      fail_case(m, seed, "threads change the answer");
  }
  eir_i_text_free(&other);
  if (eir_explanation_has(w.e, EIR_EXPLAINED_ROBUST) != (b->inputs.count > 0))
    fail_case(m, seed, "what is not known is left out, or made up");
  w.robust = eir_explanation_robust(w.e);
  make_draws(b, &w);
  size_t with_deal = 0;
  for (size_t i = 0; i < w.n_draws; i++)
    with_deal += w.deal[i];
  if (b->inputs.count > 0 &&
      (w.robust.samples != w.n_draws || w.robust.deal.count != with_deal))
    fail_case(m, seed, "draws are counted wrongly");
  all->listed += w.robust.n_deals;
  for (size_t i = 0; i < w.robust.n_deals; i++) {
    if (!deal_right(b, &w, i))
      fail_case(m, seed, "shares or regrets of a deal are wrong");
  }
  for (size_t i = 0; i < w.robust.n_unknowns; i++) {
    if (!swing_right(b, &w, i))
      fail_case(m, seed, "a swing is wrong");
  }
  eir_explanation_free(w.e);
}

static void agrees_with_brute_force(void **state) {
  (void)state;
  eir_i_memory memory;
  maker m = {0};
  seen all = {0};
  const char *wanted = getenv("EIR_CASES");
  size_t cases = wanted == NULL ? CASES : (size_t)strtoull(wanted, NULL, 10);
  cases = cases < CASES ? cases : CASES;
  eir_i_memory_init(&memory, NULL);
  eir_i_text json;
  eir_i_text_init(&m.text, &memory);
  eir_i_text_init(&json, &memory);
  for (uint64_t seed = 1; seed <= cases; seed++) {
    bench b;
    if (!bench_open(&b, &m, seed))
      continue;
    for (uint64_t i = 0; i < DRAWS; i++)
      try_draw(&b, &m, seed, i, &all);
    if (b.inputs.count <= MOST_CORNERS)
      try_bounds(&b, &m, seed, &all);
    try_whole(&b, &m, seed, &json, &all);
    all.cases++;
    all.rated += b.plan.rated;
    all.quotas += !b.plan.all_sign;
    all.tied += b.tied;
    bench_close(&b);
  }
  eir_i_text_free(&m.text);
  eir_i_text_free(&json);
  print_message("%zu cases, %zu rated, %zu quotas, %zu tied; %zu draws, %zu with a "
                "deal; %zu outcomes; %zu deals listed\n",
                all.cases, all.rated, all.quotas, all.tied, all.draws, all.deals,
                all.looked, all.listed);
  print_message("unknown, no, yes: certain %zu %zu %zu, possible %zu %zu %zu, always "
                "%zu %zu %zu, ever %zu %zu %zu\n",
                all.certain[EIR_UNKNOWN], all.certain[EIR_NO], all.certain[EIR_YES],
                all.possible[EIR_UNKNOWN], all.possible[EIR_NO], all.possible[EIR_YES],
                all.always[EIR_UNKNOWN], all.always[EIR_NO], all.always[EIR_YES],
                all.ever[EIR_UNKNOWN], all.ever[EIR_NO], all.ever[EIR_YES]);
  if (wanted != NULL)
    return;
  assert_true(all.cases > CASES * 9 / 10 && all.rated > 100 && all.quotas > 100);
  assert_true(all.tied > 50 && all.deals > 100 && all.deals < all.draws);
  assert_true(all.listed > 500);
  for (size_t i = 0; i < 3; i++)
    assert_true(all.certain[i] > 0 && all.possible[i] > 0 && all.always[i] > 0);
  assert_true(all.ever[EIR_YES] > 50 && all.ever[EIR_NO] > 20);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(agrees_with_brute_force),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
