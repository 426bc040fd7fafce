/* Conflicts and unlocks against brute force over all sets of demands: every one that is
 * reported is minimal, none is missing, each is where its size or cost puts it, the two
 * kinds hit one another, and falls are least. Random cases rarely lack a deal, so
 * reservations are raised until there is none. */
#include <assert.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "explained.h"
#include "oracle_demands.h"
#include "random_cases.h"

#include "explain/demands.h"

#include "base/banned.h"

enum { CASES = 8200, WANTED = 5000, OUTCOMES = 48, MOST_DEMANDS = 11 };

typedef struct seen_cases {
  size_t all, no_deal, conflicts, unlocks, falls, joint_falls, stances, quotas, vetoes,
      guarantors, constraints, costs, several, wide_falls;
} seen_cases;

/* ---- cases without a deal, of few demands ---- */

/* Makes one stance of the party acceptance that is none; false when all are. */
static bool accept_one(sketch *s, sketch_party *party) {
  for (size_t i = s->n_issues; i-- > 0;) {
    sketch_entry *entry = &party->entries[i];
    if (!entry->listed)
      memset(entry->stance, SKETCH_MISSING, sizeof entry->stance);
    entry->listed = true;
    for (size_t o = s->issues[i].n_options; o-- > 0;) {
      uint8_t *stance = &entry->stance[o];
      if (*stance == SKETCH_UNKNOWN || *stance == SKETCH_MISSING ||
          *stance == SKETCH_REFUSES) {
        *stance = SKETCH_ACCEPTS;
        return true;
      }
    }
  }
  return false;
}

/* Leaves out one demand other than a reservation; false when there is none. */
static bool leave_one_out(sketch *s) {
  for (size_t p = s->n_parties; p-- > 0;) {
    sketch_party *party = &s->parties[p];
    if (party->signs && party->position == SKETCH_STANCES && accept_one(s, party))
      return true;
    if (party->n_red_lines > 1) {
      party->n_red_lines--;
      return true;
    }
  }
  if (s->n_constraints == 0)
    return false;
  s->n_constraints--;
  return true;
}

/* An answer in any units: where they may not fit, scores are rounded. */
static oracle *rough_answer(const sketch *s) {
  bool rounded[SKETCH_MAX_PARTIES] = {false};
  for (size_t k = 0; k < sketch_signatories(s); k++)
    rounded[k] = !oracle_must_be_exact(s, k);
  return oracle_answer(s, rounded);
}

/* Raises reservations to what few outcomes reach, one party after the other, until
 * there is no deal. False when that is not enough. */
static bool leave_no_deal(sketch *s) {
  for (size_t k = 0; k < sketch_signatories(s); k++) {
    oracle *o = rough_answer(s);
    size_t n_deals = o->n_certain;
    sketch_party *party = &s->parties[sketch_signatory(s, k)];
    if (n_deals > 0 && sketch_has_scores(party)) {
      /* The best score over the outcomes, or a little less in every other case. */
      int64_t best = INT64_MIN, second = INT64_MIN;
      for (size_t n = 0; n < o->n_outcomes; n++) {
        const int64_t score = oracle_scores(o, n)[k];
        if (score > best) {
          second = best;
          best = score;
        } else if (score < best && score > second) {
          second = score;
        }
      }
      bool lower = second != INT64_MIN && (k + s->n_issues) % 2 == 0;
      party->has_reservation = true;
      party->reservation = (sketch_number){lower ? second : best, o->unit[k]};
    }
    oracle_free(o);
    if (n_deals == 0)
      return true;
  }
  oracle *o = rough_answer(s);
  size_t n_deals = o->n_certain;
  oracle_free(o);
  return n_deals == 0;
}

/* NULL: this one cannot be made to fit. */
static sketch *make_fit(const sketch *from) {
  sketch *s = sketch_copy(from);
  bool fits = true;
  while (fits && oracle_demand_count(s) > MOST_DEMANDS)
    fits = leave_one_out(s);
  if (fits && leave_no_deal(s) && oracle_demand_count(s) <= MOST_DEMANDS)
    return s;
  sketch_free(s);
  return NULL;
}

/* ---- one case ---- */

typedef struct trial_case {
  run r;
  oracle *o;
  oracle_demands *truth;
  eir_options *options;
  eir_explanation *e;
  eir_i_origin origins[ORACLE_MAX_DEMANDS];
} trial_case;

static bool costs_differ(const trial_case *c) {
  return c->o->n_outcomes % 2 == 0;
}

/* Some costs other than 1, zero among them. */
static void set_costs(trial_case *c) {
  static const int64_t costs[] = {1000000, 2500000, 0, 3000000, 1};
  memcpy(c->origins, c->e->origins, c->e->n_demands * sizeof *c->origins);
  for (size_t d = 0; costs_differ(c) && d < c->e->n_demands; d++)
    c->origins[d].cost = costs[(d * 7 + c->o->n_outcomes) % 5];
  c->e->origins = c->origins;
}

/* Explains the case (again), with at most `max` conflicts and unlocks (0: all). */
static bool explain(trial_case *c, int64_t max, verdict *v) {
  explained_free(c->e);
  c->e = NULL;
  if (c->options == NULL && eir_options_new(c->r.context, &c->options) != EIR_OK)
    return fault(v, VERDICT_CALL, "options");
  if (eir_options_set(c->options, "max", max) != EIR_OK)
    return fault(v, VERDICT_CALL, "max");
  c->e = explained_new(c->r.solution, c->options);
  if (c->e == NULL)
    return fault(v, VERDICT_CALL, "no memory");
  if (c->e->n_demands != c->truth->n)
    return fault(v, VERDICT_CONFLICT, "%zu demands, expected %zu", c->e->n_demands,
                 c->truth->n);
  set_costs(c);
  if (eir_i_explain_conflicts(c->e) != EIR_OK)
    return fault(v, VERDICT_CALL, "conflicts");
  if (c->e->effort.end != EIR_END_COMPLETE)
    return fault(v, VERDICT_CALL, "the effort ended");
  return true;
}

static bool open_case(trial_case *c, const sketch *s, verdict *v) {
  memset(c, 0, sizeof *c);
  const run_settings plain = {.count = false};
  if (!run_read(&c->r, s, v) || !run_solve(&c->r, &plain, v))
    return false;
  bool rounded[SKETCH_MAX_PARTIES] = {false};
  for (size_t k = 0; k < sketch_signatories(s); k++) {
    const eir_party_info info = eir_case_party(c->r.the_case, sketch_signatory(s, k));
    rounded[k] = info.has_scores && !info.exact;
  }
  c->o = oracle_answer(s, rounded);
  c->truth = oracle_demands_make(c->o);
  return true;
}

static void close_case(trial_case *c) {
  explained_free(c->e);
  eir_options_free(c->options);
  oracle_demands_free(c->truth);
  oracle_free(c->o);
  run_free(&c->r);
}

static bool demands_right(const trial_case *c, verdict *v) {
  assert(c->e != NULL);
  static const eir_demand_kind kinds[] = {EIR_DEMAND_CONSTRAINT, EIR_DEMAND_RED_LINE,
                                          EIR_DEMAND_RESERVATION, EIR_DEMAND_REFUSAL,
                                          EIR_DEMAND_UNKNOWN};
  for (size_t d = 0; d < c->e->n_demands; d++) {
    const eir_demand *said = &c->e->demands[d];
    const oracle_demand *truth = &c->truth->list[d];
    bool right = said->kind == kinds[truth->kind];
    if (truth->kind != ORACLE_CONSTRAINT)
      right = right && said->party == truth->party;
    if (truth->kind == ORACLE_REFUSAL || truth->kind == ORACLE_UNKNOWN)
      right = right && said->issue == truth->issue &&
              said->option == (uint32_t)truth->option;
    if (!right)
      return fault(v, VERDICT_CONFLICT, "demand %zu is %s", d, said->id);
  }
  return true;
}

static uint32_t bits_of(eir_demand_set set) {
  uint32_t bits = 0;
  for (size_t i = 0; i < set.count; i++)
    bits |= UINT32_C(1) << set.demands[i];
  return bits;
}

static bool ascends(eir_demand_set set) {
  for (size_t i = 1; i < set.count; i++) {
    if (set.demands[i - 1] >= set.demands[i])
      return false;
  }
  return true;
}

/* Do the sets come in the order of their demands, where size and cost are equal? */
static bool comes_before(eir_demand_set a, eir_demand_set b) {
  for (size_t i = 0; i < a.count && i < b.count; i++) {
    if (a.demands[i] != b.demands[i])
      return a.demands[i] < b.demands[i];
  }
  return false;
}

static int64_t cost_of(const trial_case *c, eir_demand_set set) {
  int64_t cost = 0;
  for (size_t i = 0; i < set.count; i++)
    cost += c->origins[set.demands[i]].cost;
  return cost;
}

static bool conflicts_right(const trial_case *c, seen_cases *seen, verdict *v) {
  size_t expected = 0;
  for (uint32_t set = 0; set < UINT32_C(1) << c->truth->n; set++)
    expected += oracle_is_conflict(c->truth, set);
  const eir_explanation *e = c->e;
  if (e->n_conflicts != expected)
    return fault(v, VERDICT_CONFLICT, "%zu conflicts, expected %zu", e->n_conflicts,
                 expected);
  for (size_t i = 0; i < expected; i++) {
    const eir_demand_set set = e->conflicts[i];
    if (!ascends(set) || !oracle_is_conflict(c->truth, bits_of(set)))
      return fault(v, VERDICT_CONFLICT, "conflict %zu is none", i);
    if (i == 0)
      continue;
    const eir_demand_set last = e->conflicts[i - 1];
    if (last.count > set.count || (last.count == set.count && !comes_before(last, set)))
      return fault(v, VERDICT_CONFLICT, "conflict %zu is out of order", i);
  }
  seen->conflicts += expected;
  seen->several += expected > 1;
  return true;
}

static size_t number_of(const oracle *o, const uint32_t *options) {
  size_t number = 0;
  for (size_t i = 0; i < o->s->n_issues; i++)
    number = number * o->s->issues[i].n_options + options[i];
  return number;
}

static size_t signatory_of(const sketch *s, size_t party) {
  size_t k = 0;
  while (sketch_signatory(s, k) != party)
    k++;
  return k;
}

/* Are the falls of unlock i the least, and is its outcome where they are? */
static bool falls_right(const trial_case *c, size_t i, seen_cases *seen, verdict *v) {
  const eir_unlock *unlock = &c->e->unlocks[i];
  const uint32_t bits = bits_of(unlock->demands);
  const oracle *o = c->o;
  size_t f = 0;
  const size_t best = oracle_least_falls(c->truth, bits);
  for (size_t d = 0; d < c->truth->n; d++) {
    const oracle_demand *demand = &c->truth->list[d];
    if ((bits >> d & 1) == 0 || demand->kind != ORACLE_RESERVATION)
      continue;
    const size_t k = signatory_of(o->s, demand->party);
    const int64_t fall = o->reservation[k] - oracle_scores(o, best)[k];
    const eir_party_info info = eir_case_party(c->r.the_case, demand->party);
    if (!unlock->has_falls || f >= unlock->n_falls ||
        unlock->falls[f].party != demand->party)
      return fault(v, VERDICT_CONFLICT, "unlock %zu lacks a fall", i);
    if ((eir_i_i128)unlock->falls[f].amount * o->unit[k] !=
        (eir_i_i128)fall * info.unit)
      return fault(v, VERDICT_CONFLICT,
                   "unlock %zu: fall %" PRId64 " / %" PRId64 ", expected %" PRId64
                   " / %" PRId64,
                   i, unlock->falls[f].amount, info.unit, fall, o->unit[k]);
    f++;
  }
  if (unlock->has_falls != (f > 0) || unlock->n_falls != f)
    return fault(v, VERDICT_CONFLICT, "unlock %zu has %zu falls, expected %zu", i,
                 unlock->n_falls, f);
  if (number_of(o, unlock->outcome) != best)
    return fault(v, VERDICT_CONFLICT, "unlock %zu: outcome %zu, expected %zu", i,
                 number_of(o, unlock->outcome), best);
  seen->falls += f > 0;
  seen->joint_falls += f > 1;
  return true;
}

static bool unlocks_right(const trial_case *c, seen_cases *seen, verdict *v) {
  const uint32_t all = (UINT32_C(1) << c->truth->n) - 1;
  size_t expected = 0;
  for (uint32_t set = 0; set <= all; set++)
    expected += oracle_is_unlock(c->truth, set);
  const eir_explanation *e = c->e;
  if (e->n_unlocks != expected)
    return fault(v, VERDICT_CONFLICT, "%zu unlocks, expected %zu", e->n_unlocks,
                 expected);
  for (size_t i = 0; i < expected; i++) {
    const eir_demand_set set = e->unlocks[i].demands;
    const uint32_t bits = bits_of(set);
    if (!ascends(set) || !oracle_is_unlock(c->truth, bits))
      return fault(v, VERDICT_CONFLICT, "unlock %zu is none", i);
    if (e->unlocks[i].outcome == NULL ||
        !oracle_demands_deal(c->truth, number_of(c->o, e->unlocks[i].outcome),
                             all & ~bits))
      return fault(v, VERDICT_CONFLICT, "unlock %zu: its outcome is no deal", i);
    if (!falls_right(c, i, seen, v))
      return false;
    if (i == 0)
      continue;
    const eir_demand_set last = e->unlocks[i - 1].demands;
    const int64_t more = cost_of(c, set) - cost_of(c, last);
    if (more < 0 || (more == 0 && last.count > set.count) ||
        (more == 0 && last.count == set.count && !comes_before(last, set)))
      return fault(v, VERDICT_CONFLICT, "unlock %zu is out of order", i);
  }
  seen->unlocks += expected;
  return true;
}

/* Each of `hit` meets every one of `by`, and none of its demands is superfluous. */
static bool hits_all(uint32_t hit, const uint32_t *by, size_t n) {
  uint32_t needed = 0;
  for (size_t i = 0; i < n; i++) {
    const uint32_t common = hit & by[i];
    if (common == 0)
      return false;
    if ((common & (common - 1)) == 0)
      needed |= common;
  }
  return needed == hit;
}

/* Unlocks are exactly the minimal sets that hit every conflict, and the reverse. */
static bool is_dual(const trial_case *c, verdict *v) {
  const eir_explanation *e = c->e;
  uint32_t *sets[2];
  const size_t n[2] = {e->n_conflicts, e->n_unlocks};
  for (int k = 0; k < 2; k++) {
    sets[k] = calloc(n[k] + 1, sizeof *sets[k]);
    for (size_t i = 0; sets[k] != NULL && i < n[k]; i++)
      sets[k][i] = bits_of(k == 0 ? e->conflicts[i] : e->unlocks[i].demands);
  }
  size_t hitting[2] = {0, 0};
  for (uint32_t set = 0; set < UINT32_C(1) << c->truth->n; set++) {
    for (int k = 0; k < 2 && sets[0] != NULL && sets[1] != NULL; k++)
      hitting[k] += hits_all(set, sets[k], n[k]);
  }
  free(sets[0]);
  free(sets[1]);
  if (hitting[0] != n[1] || hitting[1] != n[0])
    return fault(v, VERDICT_CONFLICT, "%zu conflicts are hit by %zu sets, not %zu",
                 n[0], hitting[0], n[1]);
  return true;
}

static void note_shape(const trial_case *c, seen_cases *seen) {
  const sketch *s = c->o->s;
  seen->no_deal++;
  seen->costs += costs_differ(c);
  seen->stances += c->o->has_stances;
  seen->quotas += s->quota != 0 && s->quota < c->o->n_signatories;
  seen->constraints += s->n_constraints > 0;
  bool veto = false, guarantor = false;
  for (size_t p = 0; p < s->n_parties; p++) {
    veto = veto || s->parties[p].veto;
    guarantor =
        guarantor || (s->parties[p].guarantees && s->parties[p].n_red_lines > 0);
  }
  seen->vetoes += veto;
  seen->guarantors += guarantor;
}

static bool all_right(const trial_case *c, seen_cases *seen, verdict *v) {
  assert(c->e != NULL); /* explain() made it */
  if (!c->e->conflicts_complete)
    return fault(v, VERDICT_CONFLICT, "not complete");
  return conflicts_right(c, seen, v) && unlocks_right(c, seen, v) && is_dual(c, v);
}

/* Sizes of the first conflicts and costs of the first unlocks. */
typedef struct firsts {
  size_t n_conflicts, n_unlocks;
  size_t sizes[4];
  int64_t costs[4];
} firsts;

static firsts firsts_of(const trial_case *c) {
  assert(c->e != NULL);
  firsts f = {.n_conflicts = c->e->n_conflicts, .n_unlocks = c->e->n_unlocks};
  for (size_t i = 0; i < 4 && i < f.n_conflicts; i++)
    f.sizes[i] = c->e->conflicts[i].count;
  for (size_t i = 0; i < 4 && i < f.n_unlocks; i++)
    f.costs[i] = cost_of(c, c->e->unlocks[i].demands);
  return f;
}

/* With --max the smallest conflicts and the cheapest unlocks come, and it is not said
 * that they are all unless they are. */
static bool max_right(trial_case *c, size_t max, verdict *v) {
  const firsts all = firsts_of(c);
  if (!explain(c, (int64_t)max, v))
    return false;
  const firsts few = firsts_of(c);
  const size_t n_conflicts = all.n_conflicts < max ? all.n_conflicts : max;
  const size_t n_unlocks = all.n_unlocks < max ? all.n_unlocks : max;
  if (few.n_conflicts != n_conflicts || few.n_unlocks != n_unlocks)
    return fault(v, VERDICT_CONFLICT, "max %zu: %zu conflicts, %zu unlocks", max,
                 few.n_conflicts, few.n_unlocks);
  for (size_t i = 0; i < max; i++) {
    if (few.sizes[i] != (i < n_conflicts ? all.sizes[i] : 0) ||
        few.costs[i] != (i < n_unlocks ? all.costs[i] : 0))
      return fault(v, VERDICT_CONFLICT, "max %zu: number %zu is not among the first",
                   max, i);
  }
  const bool left_out = all.n_conflicts > max || all.n_unlocks > max;
  if (left_out && c->e->conflicts_complete)
    return fault(v, VERDICT_CONFLICT, "max %zu: not all, but said to be", max);
  for (size_t i = 0; i < n_conflicts; i++) {
    if (!oracle_is_conflict(c->truth, bits_of(c->e->conflicts[i])))
      return fault(v, VERDICT_CONFLICT, "max %zu: conflict %zu is none", max, i);
  }
  for (size_t i = 0; i < n_unlocks; i++) {
    if (!oracle_is_unlock(c->truth, bits_of(c->e->unlocks[i].demands)))
      return fault(v, VERDICT_CONFLICT, "max %zu: unlock %zu is none", max, i);
  }
  return true;
}

/* Scales for which sums of falls do not fit 64 bits: they are large primes, and so near
 * one another that the falls of parties weigh almost the same. */
static bool wide_scales_right(trial_case *c, seen_cases *seen, verdict *v) {
  static const int64_t primes[] = {
      INT64_C(2305843009213693951), INT64_C(2305843009213693921),
      INT64_C(2305843009213693907), INT64_C(2305843009213693723)};
  int64_t scale[SKETCH_MAX_PARTIES];
  for (size_t k = 0; k < c->o->n_signatories; k++) {
    const size_t p = sketch_signatory(c->o->s, k);
    const eir_party_info info = eir_case_party(c->r.the_case, p);
    if (info.has_scores && info.unit != c->o->unit[k])
      return true; /* a unit of its own would make other scales */
    scale[k] = primes[k % 4];
  }
  const int64_t *own = c->r.solution->scale;
  memcpy(c->o->scale, scale, c->o->n_signatories * sizeof *scale);
  c->r.solution->scale = scale;
  const size_t before = seen->joint_falls;
  const bool right = explain(c, 0, v) && all_right(c, seen, v);
  seen->wide_falls += seen->joint_falls - before;
  c->r.solution->scale = own;
  return right;
}

/* Lowering a reservation never closes a deal: each unlock stays one, or more than
 * one. */
static bool lower_right(trial_case *c, verdict *v) {
  assert(c->e != NULL);
  const sketch *s = c->o->s;
  sketch *lower = sketch_copy(s);
  const size_t k = c->truth->n % c->o->n_signatories;
  sketch_party *party = &lower->parties[sketch_signatory(lower, k)];
  bool right = true;
  if (sketch_has_scores(party)) {
    const sketch_number from =
        party->has_reservation ? party->reservation : (sketch_number){0, 1};
    party->has_reservation = true;
    party->reservation = (sketch_number){from.num - from.den, from.den};
    trial_case d;
    right = open_case(&d, lower, v);
    bool none = right && eir_solution_deals_exist(d.r.solution) == EIR_NO;
    right = right && (!none || explain(&d, 0, v));
    assert(!none || !right || d.e != NULL);
    for (size_t i = 0; none && right && i < c->e->n_unlocks; i++) {
      const uint32_t bits = bits_of(c->e->unlocks[i].demands);
      bool opens = false;
      for (size_t j = 0; j < d.e->n_unlocks; j++)
        opens = opens || (bits_of(d.e->unlocks[j].demands) & ~bits) == 0;
      if (!opens)
        right = fault(v, VERDICT_CONFLICT, "unlock %zu is closed by a lower value", i);
    }
    close_case(&d);
  }
  sketch_free(lower);
  return right;
}

static bool check(const sketch *from, void *user, verdict *v) {
  seen_cases *seen = user;
  seen->all++;
  sketch *s = make_fit(from);
  if (s == NULL)
    return true;
  trial_case c;
  bool right = open_case(&c, s, v);
  if (right && eir_solution_deals_exist(c.r.solution) == EIR_NO) {
    right = explain(&c, 0, v) && demands_right(&c, v) && all_right(&c, seen, v);
    note_shape(&c, seen);
    const size_t turn = (c.o->n_outcomes + 5 * c.truth->n + s->n_issues) % 6;
    if (right && turn == 0)
      right = lower_right(&c, v);
    else if (right && turn <= 2)
      right = max_right(&c, turn, v);
    else if (right && turn == 3 && c.e->n_unlocks > 1)
      right = wide_scales_right(&c, seen, v);
  }
  close_case(&c);
  sketch_free(s);
  return right;
}

static void agree_with_brute_force(void **state) {
  random_cases_try(40000, CASES, OUTCOMES, check, *state);
}

static void every_shape_occurred(void **state) {
  const seen_cases *seen = *state;
  if (getenv("EIR_SEED") != NULL || getenv("EIR_CASES") != NULL)
    skip();
  print_message("%zu without a deal: %zu conflicts, %zu unlocks, %zu with falls, %zu "
                "of several parties, %zu of these wide\n",
                seen->no_deal, seen->conflicts, seen->unlocks, seen->falls,
                seen->joint_falls, seen->wide_falls);
  assert_true(seen->no_deal >= WANTED);
  assert_true(seen->stances > 200 && seen->quotas > 200 && seen->vetoes > 200);
  assert_true(seen->guarantors > 200 && seen->constraints > 200);
  assert_true(seen->costs > 200 && seen->several > 200);
  assert_true(seen->joint_falls > 200 && seen->wide_falls > 50);
}

int main(void) {
  seen_cases seen = {0};
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_prestate(agree_with_brute_force, &seen),
      cmocka_unit_test_prestate(every_shape_occurred, &seen)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
