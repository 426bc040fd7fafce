/* Job: random cases of every shape. Each case first draws its shape (how many parties,
 * what numbers, which rules), then its parts. Reservations, red lines and constraints
 * are fitted to one outcome, the anchor, in most cases: without it nearly all cases of
 * many parties would have no deal. */
#include "sketch_make.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

/* Where a case's numbers come from. */
typedef enum palette {
  FEW_VALUES, /* 0..2: many ties */
  ALL_EQUAL,
  POINTS_0_100,
  AROUND_ZERO,
  ONE_DECIMAL,
  SIX_DECIMALS,
  FRACTIONS,
  LARGE,
  HUGE_POINTS, /* sums near the limit of 64 bits */
  AWKWARD,     /* no common denominator fits: scores are rounded on entry */
  PALETTES
} palette;

typedef struct maker {
  seeded random;
  sketch *s;
  size_t max_outcomes;
  palette numbers;
  bool large; /* wanted: a large frontier */
  /* The last signatory loses what the others gain: all is frontier. */
  bool zero_sum;
  bool opposed;  /* odd signatories want the contrary of even ones */
  bool stances;  /* some signatory takes stances */
  bool anchored; /* rules and reservations allow the anchor */
  sketch_outcome anchor;
} maker;

static uint32_t below(maker *m, uint32_t n) {
  return seeded_below(&m->random, n);
}

static bool chance(maker *m, unsigned percent) {
  return seeded_chance(&m->random, percent);
}

static int64_t between(maker *m, int64_t least, int64_t most) {
  return seeded_between(&m->random, least, most);
}

static sketch_number number(int64_t num, int64_t den) {
  return (sketch_number){num, den};
}

static sketch_number draw(maker *m) {
  static const int64_t dens[] = {2, 3, 3, 7, 9, 11, 6, 1};
  static const int64_t primes[] = {99961, 99971, 99989, 99991};
  const uint32_t which = below(m, 8); /* drawn apart: arguments have no order */
  switch (m->numbers) {
  case FEW_VALUES:
    return number(between(m, 0, 2), 1);
  case ALL_EQUAL:
    return number(1, 1);
  case AROUND_ZERO:
    return number(between(m, -20, 20), 1);
  case ONE_DECIMAL:
    return number(between(m, -5, 60), 10);
  case SIX_DECIMALS:
    return number(between(m, 0, 2000000), 1000000);
  case FRACTIONS:
    return number(between(m, -6, 30), dens[which]);
  case LARGE:
    return number(between(m, -1000000000, 2000000000), 1);
  case HUGE_POINTS:
    return number(between(m, -100000000000000000, 100000000000000000), 1);
  case AWKWARD:
    return number(between(m, 0, 300000), primes[which % 4]);
  case POINTS_0_100:
  case PALETTES:
    break;
  }
  return number(between(m, 0, 100), 1);
}

/* ---- parties and issues ---- */

static void make_parties(maker *m) {
  static const uint8_t signatories[] = {1, 2, 2, 2, 2, 2, 3, 3, 3, 3,
                                        3, 4, 4, 4, 4, 5, 5, 5, 6, 6};
  sketch *s = m->s;
  size_t n_sign = signatories[below(m, sizeof signatories)];
  if (m->large && n_sign < 3)
    n_sign += 2;
  const size_t n_other = chance(m, 30) ? 1 + below(m, 3) : 0;
  uint32_t order[SKETCH_MAX_PARTIES];
  s->n_parties = (uint8_t)(n_sign + n_other);
  for (uint32_t p = 0; p < s->n_parties; p++)
    order[p] = p;
  seeded_shuffle(&m->random, order, s->n_parties);
  for (size_t p = 0; p < s->n_parties; p++) {
    sketch_party *party = &s->parties[order[p]];
    party->tag = (uint8_t)(2 * (s->n_parties - 1 - order[p]) + below(m, 2));
    party->signs = p < n_sign;
    party->guarantees = party->signs ? chance(m, 10) : chance(m, 70);
    party->mediates = !party->signs && !party->guarantees;
    party->veto = party->signs && chance(m, 15);
  }
  if (chance(m, 25))
    s->quota = (uint8_t)(1 + below(m, (uint32_t)n_sign));
}

static void make_list(maker *m, sketch_issue *issue, size_t most) {
  issue->kind = SKETCH_LIST;
  issue->n_options = (uint8_t)(1 + below(m, (uint32_t)most));
  if (issue->n_options == 1 && most > 1 && chance(m, 70))
    issue->n_options = 2;
  uint32_t tags[SKETCH_MAX_OPTIONS];
  for (uint32_t o = 0; o < issue->n_options; o++)
    tags[o] = o + 1;
  seeded_shuffle(&m->random, tags, issue->n_options);
  for (size_t o = 0; o < issue->n_options; o++)
    issue->option_tag[o] = (uint8_t)tags[o];
}

static void make_range(maker *m, sketch_issue *issue, size_t most) {
  static const sketch_number steps[] = {{1, 1},  {5, 1}, {1, 2},
                                        {1, 10}, {3, 1}, {1, 4}};
  issue->kind = SKETCH_RANGE;
  issue->n_options = (uint8_t)(1 + below(m, (uint32_t)most));
  issue->step = steps[below(m, 6)];
  issue->from = number(between(m, -4, 4), issue->step.den);
}

/* Two signatories for an award; with only two they may be left unsaid. */
static void make_award(maker *m, sketch_issue *issue) {
  const size_t n = sketch_signatories(m->s);
  issue->kind = chance(m, 60) ? SKETCH_DIVISIBLE : SKETCH_INDIVISIBLE;
  issue->n_options = 2;
  const uint32_t first = below(m, (uint32_t)n);
  uint32_t second = below(m, (uint32_t)n - 1);
  if (second >= first)
    second++;
  issue->between[0] = (uint8_t)sketch_signatory(m->s, first);
  issue->between[1] = (uint8_t)sketch_signatory(m->s, second);
  const bool in_order = first < second;
  issue->says_between = n != 2 || !in_order || chance(m, 30);
}

/* `awards_only`: the shape that Adjusted Winner wants. */
static void make_issues(maker *m, bool awards_only) {
  sketch *s = m->s;
  size_t wanted = 1 + below(m, awards_only || m->max_outcomes > 100 ? 8 : 5);
  if (m->max_outcomes > 3000)
    wanted = 5 + below(m, SKETCH_MAX_ISSUES - 5);
  const size_t n = sketch_signatories(s);
  const unsigned award_share = chance(m, 25) ? 40 : 0;
  size_t left = m->max_outcomes;
  for (size_t i = 0; i < wanted; i++) {
    if (left == 1 && i > 0 && !chance(m, 20))
      break; /* the rest have one option each */
    sketch_issue *issue = &s->issues[s->n_issues];
    issue->tag = (uint8_t)(10 * (wanted - i) + below(m, 10));
    size_t most = 2 + below(m, m->max_outcomes > 100 ? 7 : 4);
    if (m->large)
      most = 4 + below(m, 8);
    if (chance(m, 4))
      most = SKETCH_MAX_OPTIONS;
    if (chance(m, 5))
      most = 1;
    if (most > left)
      most = left;
    if (n >= 2 && left >= 2 && (awards_only || chance(m, award_share))) {
      make_award(m, issue);
    } else if (chance(m, 25)) {
      make_range(m, issue, most);
    } else {
      make_list(m, issue, most);
    }
    assert(issue->n_options > 0);
    left /= issue->n_options;
    s->n_issues++;
  }
}

/* Options of lists that call on guarantors. */
static void make_needs(maker *m) {
  for (size_t p = 0; p < m->s->n_parties; p++) {
    if (!m->s->parties[p].guarantees)
      continue;
    for (size_t i = 0; i < m->s->n_issues; i++) {
      sketch_issue *issue = &m->s->issues[i];
      if (issue->kind != SKETCH_LIST || !chance(m, 50))
        continue;
      issue->needs[below(m, issue->n_options)] |= 1U << p;
    }
  }
}

/* ---- rules ---- */

static uint8_t make_atom(maker *m, sketch_rule *rule) {
  sketch_node *node = &rule->nodes[rule->n_nodes];
  node->issue = (uint8_t)below(m, m->s->n_issues);
  const sketch_issue *issue = &m->s->issues[node->issue];
  node->option = (uint8_t)below(m, issue->n_options);
  const uint32_t kinds = issue->kind == SKETCH_RANGE ? 7 : 3;
  node->kind = (uint8_t)(SKETCH_EQUAL + below(m, kinds));
  if (node->kind == SKETCH_IN) {
    node->set = 1U << node->option;
    for (size_t o = 0; o < issue->n_options; o++) {
      if (chance(m, 40))
        node->set |= 1U << o;
    }
  }
  if (chance(m, 3))
    node->kind = chance(m, 50) ? SKETCH_TRUE : SKETCH_FALSE;
  return rule->n_nodes++;
}

/* Recursion: `depth` falls. */
static uint8_t make_node(maker *m, sketch_rule *rule, unsigned depth) {
  if (depth == 0 || rule->n_nodes > SKETCH_MAX_NODES / 2 || chance(m, 35)) {
    return make_atom(m, rule);
  }
  static const uint8_t kinds[] = {SKETCH_NOT, SKETCH_AND, SKETCH_AND,
                                  SKETCH_OR,  SKETCH_OR,  SKETCH_IMPLIES};
  const uint8_t n = rule->n_nodes++;
  const uint8_t kind = kinds[below(m, 6)];
  rule->nodes[n].kind = kind;
  rule->nodes[n].left = make_node(m, rule, depth - 1);
  if (kind != SKETCH_NOT)
    rule->nodes[n].right = make_node(m, rule, depth - 1);
  return n;
}

/* Puts a "not" on top. */
static void negate(sketch_rule *rule) {
  assert(rule->n_nodes < SKETCH_MAX_NODES);
  memmove(&rule->nodes[1], &rule->nodes[0], rule->n_nodes * sizeof rule->nodes[0]);
  rule->n_nodes++;
  for (size_t n = 1; n < rule->n_nodes; n++) {
    rule->nodes[n].left++;
    rule->nodes[n].right++;
  }
  rule->nodes[0] = (sketch_node){.kind = SKETCH_NOT, .left = 1};
}

static void make_rule(maker *m, sketch_rule *rule) {
  memset(rule, 0, sizeof *rule);
  make_node(m, rule, below(m, 4));
}

/* A rule that forbids something; it allows the anchor in an anchored case. */
static void make_demand(maker *m, sketch_rule *rule) {
  make_rule(m, rule);
  if (m->anchored && !sketch_holds(rule, m->anchor))
    negate(rule);
}

static uint8_t make_demands(maker *m, sketch_rule *rules) {
  const uint8_t n = (uint8_t)(1 + below(m, 3));
  for (size_t r = 0; r < n; r++)
    make_demand(m, &rules[r]);
  return n;
}

/* ---- positions ---- */

/* What is left of 100 a head after the others' values. */
static void balance_entry(maker *m, size_t p, size_t issue) {
  sketch_entry *entry = &m->s->parties[p].entries[issue];
  for (size_t o = 0; o < m->s->issues[issue].n_options; o++) {
    int64_t left = 0;
    for (size_t q = 0; q < p; q++) {
      const sketch_entry *other = &m->s->parties[q].entries[issue];
      if (m->s->parties[q].signs && other->listed) {
        left += 100 - other->value[o].num / other->value[o].den;
      }
    }
    entry->value[o] = number(left, 1);
  }
}

static void make_entry(maker *m, size_t p, size_t issue) {
  const sketch_issue *the_issue = &m->s->issues[issue];
  const bool award = the_issue->kind >= SKETCH_DIVISIBLE;
  sketch_entry *entry = &m->s->parties[p].entries[issue];
  if (award && sketch_award_option(the_issue, p) < 0)
    return; /* it gets nothing of it */
  entry->listed = chance(m, 92);
  entry->weight = chance(m, 8) ? number(0, 1) : number(between(m, 0, 100), 100);
  if (m->numbers == FRACTIONS && chance(m, 50))
    entry->weight = number(between(m, 0, 5), 7);
  const size_t mirror = p > 0 ? p - 1 : 0;
  const bool contrary =
      m->opposed && p % 2 == 1 && sketch_has_scores(&m->s->parties[mirror]);
  for (size_t o = 0; o < the_issue->n_options; o++) {
    entry->value[o] = draw(m);
    const sketch_number other = m->s->parties[mirror].entries[issue].value[o];
    if (contrary && !award && other.den == 1) {
      entry->value[o] = number(100 - other.num + between(m, 0, 3), 1);
    }
  }
  if (m->zero_sum && p == sketch_signatory(m->s, sketch_signatories(m->s) - 1)) {
    balance_entry(m, p, issue);
  }
  if (award && chance(m, 90) && entry->value[0].num < 0) {
    entry->value[0].num = -entry->value[0].num;
  }
  if (the_issue->kind == SKETCH_RANGE && m->numbers != HUGE_POINTS && chance(m, 50)) {
    assert(the_issue->n_options > 0);
    entry->breakpoints = 1U | 1U << (the_issue->n_options - 1);
    if (chance(m, 60))
      entry->breakpoints |= 1U << below(m, the_issue->n_options);
  }
}

static void make_stances(maker *m, size_t p) {
  sketch_party *party = &m->s->parties[p];
  party->position = SKETCH_STANCES;
  for (size_t i = 0; i < m->s->n_issues; i++) {
    sketch_entry *entry = &party->entries[i];
    entry->listed = chance(m, 95);
    for (size_t o = 0; o < m->s->issues[i].n_options; o++) {
      const bool mild = m->anchored && o == m->anchor[i];
      uint8_t stance = (uint8_t)(SKETCH_PREFERS + below(m, 3));
      if (!mild && chance(m, 15))
        stance = SKETCH_REFUSES;
      if (chance(m, mild ? 5 : 15))
        stance = SKETCH_UNKNOWN;
      if (chance(m, mild ? 2 : 5))
        stance = SKETCH_MISSING;
      entry->stance[o] = stance;
    }
  }
}

/* The number nearest to `exact` from below that still fits, for reservations and
 * caps. */
static bool from_mpq(const mpq_t exact, sketch_number *out) {
  if (!mpz_fits_slong_p(mpq_numref(exact)) || !mpz_fits_slong_p(mpq_denref(exact))) {
    return false;
  }
  *out = number(mpz_get_si(mpq_numref(exact)), mpz_get_si(mpq_denref(exact)));
  const int64_t most = INT64_C(1000000000000);
  if (out->den == 1)
    return true;
  return out->num > -most && out->num < most && out->den < most;
}

/* A number that is the party's score of some outcome, so that equality occurs. */
static bool score_somewhere(maker *m, size_t p, const sketch_outcome where,
                            sketch_number *out) {
  mpq_t score;
  mpq_init(score);
  sketch_score(score, m->s, p, where, false);
  const bool fits = from_mpq(score, out);
  mpq_clear(score);
  return fits;
}

static void draw_outcome(maker *m, sketch_outcome out) {
  sketch_first(out);
  for (size_t i = 0; i < m->s->n_issues; i++) {
    out[i] = (uint8_t)below(m, m->s->issues[i].n_options);
  }
}

static void make_settings(maker *m, size_t p) {
  sketch_party *party = &m->s->parties[p];
  sketch_outcome where;
  draw_outcome(m, where);
  if (chance(m, 6))
    party->has_cap = score_somewhere(m, p, where, &party->cap);
  draw_outcome(m, where);
  if (m->anchored && chance(m, 70))
    memcpy(where, m->anchor, sizeof where);
  if (chance(m, 75)) {
    party->has_reservation = score_somewhere(m, p, where, &party->reservation);
    sketch_number at_anchor;
    if (m->anchored && party->has_reservation &&
        score_somewhere(m, p, m->anchor, &at_anchor)) {
      mpq_t a, b;
      mpq_inits(a, b, NULL);
      sketch_to_mpq(a, at_anchor);
      sketch_to_mpq(b, party->reservation);
      if (mpq_cmp(b, a) > 0)
        party->reservation = at_anchor;
      mpq_clears(a, b, NULL);
      if (chance(m, 75) && party->reservation.num > 0)
        party->reservation.num /= 2;
    }
    if (chance(m, 5))
      party->reservation.num++;
  }
  if (chance(m, 25)) {
    party->has_scale = true;
    const int64_t thirds = chance(m, 70) ? 1 : 3;
    party->scale = number(between(m, 1, 120), thirds);
  }
  if (chance(m, 10))
    party->power = (uint8_t)(1 + below(m, chance(m, 80) ? 4 : 16));
}

static void make_scores(maker *m, size_t p, bool interacts) {
  sketch_party *party = &m->s->parties[p];
  const bool whole = m->zero_sum || m->numbers == HUGE_POINTS;
  party->position = chance(m, 60) || whole ? SKETCH_POINTS : SKETCH_WEIGHTS;
  for (size_t i = 0; i < m->s->n_issues; i++)
    make_entry(m, p, i);
  if (interacts && chance(m, 60)) {
    party->n_interactions = (uint8_t)(1 + below(m, 3));
    for (size_t i = 0; i < party->n_interactions; i++) {
      make_rule(m, &party->interactions[i].when);
      party->interactions[i].add = draw(m);
      if (chance(m, 50))
        party->interactions[i].add.num *= -1;
    }
  }
  make_settings(m, p);
}

static void make_positions(maker *m, bool interacts, bool red_lines) {
  sketch *s = m->s;
  for (size_t p = 0; p < s->n_parties; p++) {
    sketch_party *party = &s->parties[p];
    if (party->signs && m->stances && chance(m, 60)) {
      make_stances(m, p);
    } else if (party->signs) {
      make_scores(m, p, interacts);
    } else if (party->guarantees && chance(m, 75)) {
      party->position = SKETCH_RED_LINES_ONLY;
      party->n_red_lines = make_demands(m, party->red_lines);
    }
    if (party->signs && red_lines && chance(m, 40)) {
      party->n_red_lines = make_demands(m, party->red_lines);
    }
  }
}

/* Rules that may not hold. Drawn last, so that it changes nothing else of a case. */
static void make_uncertain(maker *m) {
  sketch *s = m->s;
  for (size_t c = 0; c < s->n_constraints; c++)
    s->constraints[c].uncertain = chance(m, 50);
  for (size_t p = 0; p < s->n_parties; p++) {
    for (size_t r = 0; r < s->parties[p].n_red_lines; r++) {
      sketch_rule *rule = &s->parties[p].red_lines[r];
      rule->uncertain = chance(m, 50);
      if (rule->uncertain && chance(m, 20)) {
        rule->n_nodes = 1;
        rule->nodes[0] = (sketch_node){.kind = SKETCH_FALSE};
      }
    }
  }
}

/* The shape of the case as a whole. */
static void make_shape(maker *m, size_t max_outcomes) {
  static const size_t sizes[] = {1, 4, 12, 40, 100, 300, 300, 1000, 3000, 3000};
  m->max_outcomes = sizes[below(m, 10)];
  m->large = max_outcomes > 3000;
  if (m->large || m->max_outcomes > max_outcomes)
    m->max_outcomes = max_outcomes;
  m->numbers = (palette)below(m, PALETTES);
  if (m->large && m->numbers < POINTS_0_100)
    m->numbers = POINTS_0_100;
  const bool rare = m->numbers == ALL_EQUAL || m->numbers == AWKWARD;
  if (rare && chance(m, 50))
    m->numbers = POINTS_0_100;
  m->opposed = chance(m, 40);
  m->zero_sum = m->large && m->numbers != HUGE_POINTS && chance(m, 50);
  m->stances = !m->large && chance(m, 12);
  m->anchored = chance(m, 80);
  m->s->style = (uint8_t)below(m, 250);
}

sketch *sketch_make(uint64_t seed, size_t max_outcomes) {
  assert(max_outcomes >= 1);
  maker m = {.random = seeded_from(seed), .s = sketch_new()};
  make_shape(&m, max_outcomes);
  make_parties(&m);
  const bool awards_only = sketch_signatories(m.s) == 2 && chance(&m, 15);
  make_issues(&m, awards_only);
  draw_outcome(&m, m.anchor);
  if (!awards_only)
    make_needs(&m);
  const bool interacts = !awards_only && chance(&m, 35);
  const bool red_lines = !awards_only && chance(&m, 30);
  make_positions(&m, interacts, red_lines);
  if (!awards_only && chance(&m, 25)) {
    m.s->n_constraints = make_demands(&m, m.s->constraints);
  }
  if (chance(&m, 30))
    make_uncertain(&m);
  return m.s;
}
