/* Map: the sets of demands that nothing is known about, best first.
 *
 * What is wanted of a set (little cost off, few demands on) is a sum of weights. A
 * network of full adders makes its binary digits from the variables, and "at most k" is
 * a few clauses over the digits, switched on by a variable of their own. The least k
 * with a model is found by halving; it starts from the last one (a formula that grows
 * only makes it larger) or from what clauses that share no weight add up to. */
#include "explain/map.h"

#include <assert.h>
#include <ccadical.h>

#include "solve/wide.h"

#include "base/banned.h"

enum {
  AIMS = 2,
  MAX_BITS = 128,
  SATISFIABLE = 10, /* what ccadical_solve() returns */
  UNSATISFIABLE = 20,
  PATIENCE = 8192,     /* most conflicts of CaDiCaL before a proof is too long */
  LEAST_PATIENCE = 64, /* after many that were too long */
  TERMINATE_STEPS = 64 /* counted for each time that CaDiCaL asks to go on */
};

typedef struct clause {
  const size_t *members;
  size_t count;
  bool off;
} clause;

/* A sum of weights that is to be small. */
typedef struct objective {
  bool of_off;          /* of the demands that are off, or of those that are on */
  bool made;            /* the digits are */
  eir_i_u128 *weight;   /* [n] */
  int digits[MAX_BITS]; /* literals, least first; 0: the digit is always 0 */
  size_t n_digits;
  eir_i_u128 least;   /* no model has less */
  int guard;          /* literal that switches the last bound on; 0: none */
  eir_i_u128 guarded; /* that bound */
} objective;

struct eir_i_map {
  CCaDiCaL *solver;
  eir_i_arena *arena;
  eir_i_effort *effort; /* of the call that is under way */
  size_t n;
  int patience;        /* conflicts of CaDiCaL that a proof may take */
  int n_variables;     /* 1..n: demands */
  eir_i_array clauses; /* of clause */
  eir_i_u128 *left;    /* [n] scratch */
  objective objectives[AIMS];
};

/* ---- making ---- */

/* Cost first, then number: weights are costs over their common divisor times n + 1,
 * plus 1, so that the sum of the ones never reaches one unit of cost. */
static void weigh_costs(eir_i_u128 *weight, const int64_t *cost, size_t n) {
  uint64_t common = 0;
  bool equal = true;
  for (size_t d = 0; d < n; d++) {
    assert(cost[d] >= 0);
    common = eir_i_gcd(common, (uint64_t)cost[d]);
    equal = equal && cost[d] == cost[0];
  }
  for (size_t d = 0; d < n; d++) {
    uint64_t parts = common == 0 ? 0 : (uint64_t)cost[d] / common;
    weight[d] = equal ? 1 : (eir_i_u128)parts * (n + 1) + 1;
  }
}

eir_i_map *eir_i_map_new(const int64_t *cost, size_t n, eir_i_arena *arena) {
  eir_i_map *map = eir_i_arena_take(arena, sizeof *map);
  if (map == NULL)
    return NULL;
  *map =
      (eir_i_map){.arena = arena, .n = n, .n_variables = (int)n, .patience = PATIENCE};
  map->left = eir_i_arena_take_array(arena, n, sizeof *map->left);
  for (int a = 0; a < AIMS; a++) {
    objective *made = &map->objectives[a];
    made->of_off = a == EIR_I_MAP_CHEAP_OFF;
    made->weight = eir_i_arena_take_array(arena, n, sizeof *made->weight);
    if (map->left == NULL || made->weight == NULL)
      return NULL;
    for (size_t d = 0; d < n; d++)
      made->weight[d] = 1;
  }
  weigh_costs(map->objectives[EIR_I_MAP_CHEAP_OFF].weight, cost, n);
  map->solver = ccadical_init();
  if (map->solver == NULL)
    return NULL;
  /* Variables are first tried as true: large sets, of which little is off. */
  ccadical_set_option(map->solver, "quiet", 1);
  eir_i_array_init(&map->clauses, arena->memory, sizeof(clause));
  for (int v = 1; v <= map->n_variables; v++)
    ccadical_freeze(map->solver, v);
  return map;
}

void eir_i_map_free(eir_i_map *map) {
  if (map == NULL)
    return;
  ccadical_release(map->solver);
  eir_i_array_free(&map->clauses);
}

static void add_clause(eir_i_map *map, const int *literals, size_t n) {
  for (size_t i = 0; i < n; i++)
    ccadical_add(map->solver, literals[i]);
  ccadical_add(map->solver, 0);
}

bool eir_i_map_add(eir_i_map *map, const size_t *members, size_t count, bool off) {
  size_t *copy = eir_i_arena_take_array(map->arena, count, sizeof *copy);
  if (copy == NULL)
    return false;
  for (size_t i = 0; i < count; i++)
    copy[i] = members[i];
  clause made = {copy, count, off};
  if (!eir_i_array_push(&map->clauses, &made))
    return false;
  for (size_t i = 0; i < count; i++) {
    assert(members[i] < map->n);
    int variable = (int)members[i] + 1;
    ccadical_add(map->solver, off ? -variable : variable);
  }
  ccadical_add(map->solver, 0);
  return true;
}

/* ---- sums ---- */

static int new_variable(eir_i_map *map) {
  ccadical_freeze(map->solver, ++map->n_variables);
  return map->n_variables;
}

/* Adds a + b + c (c may be 0: none): the sum's digit and its carry. */
static void add_digits(eir_i_map *map, int a, int b, int c, int *out_sum,
                       int *out_carry) {
  int sum = new_variable(map), carry = new_variable(map);
  const int in[3] = {a, b, c};
  int n = c == 0 ? 2 : 3;
  for (int values = 0; values < 1 << n; values++) {
    /* For each row of the truth table: these inputs imply these outputs. */
    int literals[4], ones = 0;
    for (int i = 0; i < n; i++) {
      bool one = (values >> i & 1) != 0;
      ones += one;
      literals[i] = one ? -in[i] : in[i];
    }
    literals[n] = (ones & 1) != 0 ? sum : -sum;
    add_clause(map, literals, (size_t)n + 1);
    literals[n] = ones >= 2 ? carry : -carry;
    add_clause(map, literals, (size_t)n + 1);
  }
  *out_sum = sum;
  *out_carry = carry;
}

/* Adds up the literals that wait for one digit; carries wait for the next. */
static bool add_up(eir_i_map *map, eir_i_array *waiting, eir_i_array *next,
                   int *out_digit) {
  size_t first = 0;
  while (waiting->count - first > 1) {
    const int *literals = waiting->items;
    bool three = waiting->count - first > 2;
    int sum, carry;
    add_digits(map, literals[first], literals[first + 1],
               three ? literals[first + 2] : 0, &sum, &carry);
    first += three ? 3 : 2;
    if (!eir_i_array_push(waiting, &sum) || !eir_i_array_push(next, &carry))
      return false;
  }
  *out_digit = waiting->count == first ? 0 : *(int *)eir_i_array_at(waiting, first);
  return true;
}

/* Makes the digits of the sum. */
static bool make_digits(eir_i_map *map, objective *of) {
  eir_i_array waiting[2]; /* for this digit, and for the next */
  for (int i = 0; i < 2; i++)
    eir_i_array_init(&waiting[i], map->arena->memory, sizeof(int));
  eir_i_u128 above = 1; /* weights from this bit on; 0 when none is left */
  bool done = true;
  of->n_digits = 0;
  for (size_t bit = 0; done && bit < MAX_BITS; bit++) {
    eir_i_array *now = &waiting[bit % 2], *next = &waiting[(bit + 1) % 2];
    above = 0;
    for (size_t d = 0; done && d < map->n; d++) {
      int literal = of->of_off ? -((int)d + 1) : (int)d + 1;
      above |= of->weight[d] >> bit;
      if ((of->weight[d] >> bit & 1) != 0)
        done = eir_i_array_push(now, &literal);
    }
    if (above == 0 && now->count == 0)
      break;
    done = done && add_up(map, now, next, &of->digits[bit]);
    of->n_digits = bit + 1;
    now->count = 0;
  }
  for (int i = 0; i < 2; i++)
    eir_i_array_free(&waiting[i]);
  of->made = done;
  return done;
}

/* Switches on, for the next call of the solver, that the sum is at most `bound`: where
 * the bound has a 0 and the sum a 1, some higher digit must be smaller. */
static void assume_at_most(eir_i_map *map, objective *of, eir_i_u128 bound) {
  if (of->guard == 0 || of->guarded != bound) {
    if (of->guard != 0) { /* the old one is never used again */
      int never = -of->guard;
      add_clause(map, &never, 1);
    }
    of->guard = new_variable(map);
    of->guarded = bound;
    for (size_t bit = 0; bit < of->n_digits; bit++) {
      if ((bound >> bit & 1) != 0 || of->digits[bit] == 0)
        continue;
      ccadical_add(map->solver, -of->guard);
      ccadical_add(map->solver, -of->digits[bit]);
      bool never = false; /* a higher digit of the sum is always smaller */
      for (size_t high = bit + 1; high < of->n_digits; high++) {
        if ((bound >> high & 1) == 0)
          continue;
        if (of->digits[high] == 0)
          never = true;
        else
          ccadical_add(map->solver, -of->digits[high]);
      }
      /* A clause that holds anyway is given a literal and its opposite. */
      if (never)
        ccadical_add(map->solver, of->guard);
      ccadical_add(map->solver, 0);
    }
  }
  ccadical_assume(map->solver, of->guard);
}

/* ---- seeds ---- */

/* Clauses that share no weight each need their least: what they add up to. */
static eir_i_u128 packing_bound(eir_i_map *map, const objective *of) {
  eir_i_u128 sum = 0;
  for (size_t d = 0; d < map->n; d++)
    map->left[d] = of->weight[d];
  for (size_t c = 0; c < map->clauses.count; c++) {
    const clause *at = eir_i_array_at(&map->clauses, c);
    if (at->off != of->of_off || at->count == 0)
      continue;
    eir_i_u128 least = map->left[at->members[0]];
    for (size_t i = 1; i < at->count; i++) {
      if (map->left[at->members[i]] < least)
        least = map->left[at->members[i]];
    }
    for (size_t i = 0; i < at->count; i++)
      map->left[at->members[i]] -= least;
    sum += least;
  }
  return sum;
}

static eir_i_u128 read_model(const eir_i_map *map, const objective *of, bool *out_on) {
  eir_i_u128 sum = 0;
  for (size_t d = 0; d < map->n; d++) {
    out_on[d] = ccadical_val(map->solver, (int)d + 1) > 0;
    if (out_on[d] != of->of_off)
      sum += of->weight[d];
  }
  return sum;
}

static int must_end(void *state) {
  eir_i_map *map = state;
  return !eir_i_effort_spend(map->effort, TERMINATE_STEPS);
}

static int solve(eir_i_map *map) {
  if (!eir_i_effort_spend(map->effort, TERMINATE_STEPS))
    return 0;
  ccadical_set_terminate(map->solver, map, must_end);
  return ccadical_solve(map->solver);
}

/* What was too long once will be again: less and less time is spent on it. */
static eir_i_map_found give_up(eir_i_map *map) {
  map->patience /= 4;
  if (map->patience < LEAST_PATIENCE)
    map->patience = LEAST_PATIENCE;
  return map->effort->end == EIR_END_COMPLETE ? EIR_I_MAP_SOME : EIR_I_MAP_STOPPED;
}

/* Halves what lies between the least that is possible and the model at hand. */
static eir_i_map_found improve(eir_i_map *map, objective *of, bool *on) {
  eir_i_u128 at = read_model(map, of, on);
  eir_i_u128 packed = packing_bound(map, of);
  if (packed > of->least)
    of->least = packed;
  assert(of->least <= at);
  for (bool first = true; of->least < at; first = false) {
    /* Most often there is another one just as good as the last. */
    eir_i_u128 bound = first ? of->least : of->least + (at - of->least) / 2;
    assume_at_most(map, of, bound);
    ccadical_limit(map->solver, "conflicts", map->patience);
    int found = solve(map);
    if (found == SATISFIABLE)
      at = read_model(map, of, on);
    else if (found == UNSATISFIABLE)
      of->least = bound + 1;
    else
      return give_up(map);
    assert(found != SATISFIABLE || at <= bound);
  }
  if (map->patience < PATIENCE)
    map->patience += LEAST_PATIENCE;
  return EIR_I_MAP_BEST;
}

eir_status eir_i_map_seed(eir_i_map *map, eir_i_map_aim aim, eir_i_effort *effort,
                          bool *out_on, eir_i_map_found *out_found) {
  objective *of = &map->objectives[aim];
  map->effort = effort;
  *out_found = EIR_I_MAP_STOPPED;
  if (!of->made && !make_digits(map, of))
    return EIR_NO_MEMORY;
  int found = solve(map);
  if (found == UNSATISFIABLE)
    *out_found = EIR_I_MAP_NONE;
  else if (found == SATISFIABLE)
    *out_found = improve(map, of, out_on);
  return EIR_OK;
}

bool eir_i_map_is_least(const eir_i_map *map, const size_t *members, size_t count) {
  const objective *of = &map->objectives[EIR_I_MAP_CHEAP_OFF];
  eir_i_u128 sum = 0;
  for (size_t i = 0; i < count; i++)
    sum += of->weight[members[i]];
  return sum <= of->least;
}
