/* Read positions: what each party wants, from its mapping to integer scores.
 *
 * The numbers of one position and how its scores follow from them, its recipe, are held
 * in a working arena until they are all known; then the scores are made (recipe.c), and
 * the arena is freed. Where a number is a range, the case keeps the recipe. */
#include <assert.h>
#include <string.h>

#include "case/include.h"
#include "case/read_table.h"
#include "case/reader.h"
#include "case/recipe.h"

#include "base/banned.h"

/* A position while it is read. */
typedef struct draft {
  const eir_i_node *node;
  uint32_t party;
  eir_i_party *owner;
  eir_i_position *position;
  eir_i_arena work;
  eir_i_numbers numbers;
  eir_i_array orders;   /* of eir_i_order_of_numbers */
  eir_i_cell **cells;   /* [n_issues] */
  uint32_t *weight;     /* [n_issues] */
  uint32_t *adds;       /* [n_interactions] */
  size_t first_unknown; /* of the case's, that is of this position */
  eir_i_interaction *interactions;
  eir_i_recipe recipe;
} draft;

static const eir_i_node *get(const draft *d, const char *key) {
  return eir_i_node_get(d->node, key);
}

static const eir_i_node *key_node(const draft *d, const char *key) {
  return eir_i_node_find_key(d->node, key);
}

/* Reports each key of keys[n] that the position has. */
static void refuse_keys(eir_i_reader *reader, const draft *d, const char *const *keys,
                        size_t n, const char *why) {
  for (size_t i = 0; i < n; i++) {
    const eir_i_node *key = key_node(d, keys[i]);
    if (key != NULL)
      eir_i_fault(reader, key, "'%s' %s", keys[i], why);
  }
}

/* ---- points, weights and values, stance: issue by issue ---- */

typedef void (*entry_reader)(eir_i_reader *reader, draft *d, const eir_i_node *node,
                             uint32_t issue);

/* Calls `read` for every entry of the mapping under `key` whose issue is known. */
static void each_issue(eir_i_reader *reader, draft *d, const char *key,
                       const char *expected, entry_reader read) {
  const eir_i_node *node = get(d, key);
  if (node == NULL)
    return;
  size_t section = eir_i_path_enter(reader, key);
  bool mapping = eir_i_expect(reader, node, EIR_I_NODE_MAPPING, expected);
  for (size_t i = 0; mapping && i < node->count && !reader->no_memory; i++) {
    const eir_i_node *name = eir_i_node_key(node, i);
    size_t mark = eir_i_path_enter(reader, name->as.text);
    uint32_t issue = eir_i_read_issue_ref(reader, name);
    if (issue != EIR_I_NO_NAME)
      read(reader, d, eir_i_node_value(node, i), issue);
    eir_i_path_leave(reader, mark);
  }
  eir_i_path_leave(reader, section);
}

static void read_entry(eir_i_reader *reader, draft *d, const eir_i_node *node,
                       uint32_t issue) {
  bool points = d->position->kind == EIR_POSITION_POINTS;
  const eir_i_table_place place = {.issue = issue,
                                   .party = d->party,
                                   .section = points ? "points" : "values",
                                   .numbers = &d->numbers,
                                   .orders = &d->orders,
                                   .work = &d->work};
  d->cells[issue] = eir_i_read_entries(reader, node, &place);
}

/* An issue without values counts 0, whatever its weight. */
static void read_weight(eir_i_reader *reader, draft *d, const eir_i_node *node,
                        uint32_t issue) {
  const eir_i_number_name name = {.section = "weights",
                                  .issue = reader->scope.issues[issue].id};
  uint32_t number =
      eir_i_read_quantity(reader, node, &eir_i_shape_number, &name, &d->numbers);
  d->weight[issue] = number;
  if (number != EIR_I_NONE && eir_i_number_low(reader, &d->numbers, number).n < 0)
    eir_i_fault(reader, node,
                "a weight must not be below 0; if less of it is better, "
                "say so in 'values'");
}

static void read_stance(eir_i_reader *reader, draft *d, const eir_i_node *node,
                        uint32_t issue) {
  const eir_i_table_place place = {.issue = issue, .party = d->party, .work = &d->work};
  const uint8_t **stances = (const uint8_t **)(uintptr_t)d->position->stances;
  stances[issue] = eir_i_read_stances(reader, node, &place);
}

/* Every issue that has values needs a weight. (One that has a weight alone counts
 * 0.) */
static void require_weights(eir_i_reader *reader, const draft *d) {
  const eir_i_node *values = get(d, "values"), *weights = get(d, "weights");
  if (values->kind != EIR_I_NODE_MAPPING || weights->kind != EIR_I_NODE_MAPPING)
    return;
  const char **names =
      eir_i_arena_take_array(&reader->scratch, weights->count, sizeof *names);
  eir_i_names weighted;
  if (names == NULL) {
    reader->no_memory = true;
    return;
  }
  for (size_t i = 0; i < weights->count; i++)
    names[i] = eir_i_node_key(weights, i)->as.text;
  if (!eir_i_names_build(&weighted, &reader->scratch, names, weights->count)) {
    reader->no_memory = true;
    return;
  }
  size_t section = eir_i_path_enter(reader, "values");
  for (size_t i = 0; i < values->count; i++) {
    const eir_i_node *key = eir_i_node_key(values, i);
    if (eir_i_names_find(&weighted, key->as.text) != EIR_I_NO_NAME ||
        eir_i_scope_find(&reader->scope, key->as.text) == EIR_I_NO_NAME)
      continue; /* it has one, or is unknown and was reported */
    eir_i_fault(reader, key,
                "issue %s has values but no weight; add it to 'weights', or remove it "
                "here",
                eir_i_quote(key->as.text).text);
  }
  eir_i_path_leave(reader, section);
}

/* ---- single numbers ---- */

/* EIR_I_NONE if it is not given, or after a message. */
static uint32_t read_number_key(eir_i_reader *reader, draft *d, const char *key,
                                const eir_i_shape *shape) {
  const eir_i_node *node = get(d, key);
  if (node == NULL)
    return EIR_I_NONE;
  const eir_i_number_name name = {.section = key};
  size_t mark = eir_i_path_enter(reader, key);
  uint32_t number = eir_i_read_quantity(reader, node, shape, &name, &d->numbers);
  eir_i_path_leave(reader, mark);
  return number;
}

static void read_reservation(eir_i_reader *reader, draft *d) {
  const eir_i_node *node = get(d, "reservation"), *cost = NULL;
  d->recipe.reservation =
      read_number_key(reader, d, "reservation", &eir_i_shape_reservation);
  d->position->reservation_cost = EIR_I_COST_ONE;
  if (node != NULL && node->kind == EIR_I_NODE_MAPPING)
    cost = eir_i_node_get(node, "cost");
  if (cost == NULL)
    return;
  size_t mark = eir_i_path_enter(reader, "reservation.cost");
  d->position->reservation_cost = eir_i_read_cost(reader, cost);
  eir_i_path_leave(reader, mark);
}

static void read_scale(eir_i_reader *reader, draft *d) {
  uint32_t scale = read_number_key(reader, d, "scale", &eir_i_shape_number);
  d->recipe.scale = scale;
  if (scale == EIR_I_NONE || eir_i_number_low(reader, &d->numbers, scale).n > 0)
    return;
  size_t mark = eir_i_path_enter(reader, "scale");
  eir_i_fault(reader, get(d, "scale"),
              "a scale must be above 0: it is the score that counts as utility 1");
  eir_i_path_leave(reader, mark);
}

static void read_power(eir_i_reader *reader, draft *d) {
  const eir_i_node *node = get(d, "power");
  int64_t power = 1;
  d->position->power = 1;
  if (node == NULL)
    return;
  size_t mark = eir_i_path_enter(reader, "power");
  node = eir_i_read_known(reader, node, "a power", &d->numbers);
  if (node != NULL &&
      eir_i_read_integer(reader, node, "power", 1, EIR_I_MAX_POWER, &power))
    d->position->power = (unsigned)power;
  eir_i_path_leave(reader, mark);
}

/* What a unit of utility is worth a period later; kept for the verbs that come. */
static void read_discount(eir_i_reader *reader, draft *d) {
  const eir_i_node *node = get(d, "discount");
  eir_i_rational discount;
  if (node == NULL)
    return;
  size_t mark = eir_i_path_enter(reader, "discount");
  node = eir_i_read_known(reader, node, "a discount factor", &d->numbers);
  if (node != NULL && eir_i_read_number(reader, node, &discount)) {
    if (discount.n > 0 && discount.n <= discount.d)
      d->position->discount = eir_i_keep_text(reader, node);
    else
      eir_i_fault(reader, node, "a discount factor is above 0 and at most 1");
  }
  eir_i_path_leave(reader, mark);
}

static void read_normalise(eir_i_reader *reader, draft *d) {
  const eir_i_node *node = get(d, "normalise");
  if (node == NULL)
    return;
  size_t mark = eir_i_path_enter(reader, "normalise");
  eir_i_read_flag(reader, node, &d->recipe.normalise);
  eir_i_path_leave(reader, mark);
}

/* ---- interactions ---- */

/* Its change of the score: a number, or EIR_I_NONE. */
static uint32_t read_add(eir_i_reader *reader, draft *d, const eir_i_node *node,
                         const eir_i_interaction *interaction, size_t index) {
  const eir_i_node *add = eir_i_node_get(node, "add");
  const eir_i_node *id = eir_i_node_get(node, "id");
  if (add == NULL) {
    eir_i_fault_missing(reader, node, "add", &eir_i_shape_interaction,
                        "the change of the score");
    return EIR_I_NONE;
  }
  bool named = id != NULL && id->kind == EIR_I_NODE_SCALAR;
  const eir_i_number_name name = {.section = "interactions",
                                  .option = named ? id->as.text : NULL,
                                  .index = index + 1,
                                  .tail = "add"};
  size_t mark = eir_i_path_enter(reader, "add");
  d->numbers.notes = &interaction->notes;
  uint32_t number =
      eir_i_read_quantity(reader, add, &eir_i_shape_number, &name, &d->numbers);
  d->numbers.notes = NULL;
  eir_i_path_leave(reader, mark);
  return number;
}

static void read_interaction(eir_i_reader *reader, draft *d, const eir_i_node *node,
                             size_t index) {
  eir_i_interaction *out = &d->interactions[index];
  out->place = eir_i_node_place(node);
  d->adds[index] = EIR_I_NONE;
  if (!eir_i_check_shape(reader, node, &eir_i_shape_interaction))
    return;
  const eir_i_node *when = eir_i_node_get(node, "when");
  const eir_i_node *id = eir_i_node_get(node, "id");
  if (id != NULL)
    eir_i_check_id(reader, id, "an interaction", false);
  if (when == NULL) {
    eir_i_fault_missing(reader, node, "when", &eir_i_shape_interaction, "the rule");
  } else {
    size_t mark = eir_i_path_enter(reader, "when");
    out->when = eir_i_read_rule(reader, when);
    out->place = eir_i_node_place(when);
    if (when->kind == EIR_I_NODE_SCALAR)
      out->text = eir_i_keep_text(reader, when);
    eir_i_path_leave(reader, mark);
  }
  eir_i_read_notes(reader, node, &eir_i_shape_interaction, &out->notes);
  d->adds[index] = read_add(reader, d, node, out, index);
}

static void read_interactions(eir_i_reader *reader, draft *d) {
  const eir_i_node *node = get(d, "interactions");
  if (node == NULL)
    return;
  size_t section = eir_i_path_enter(reader, "interactions");
  if (eir_i_expect(reader, node, EIR_I_NODE_LIST, "a list of interactions")) {
    d->interactions = eir_i_take(reader, node->count, sizeof *d->interactions);
    d->adds = eir_i_arena_take_array(&d->work, node->count, sizeof *d->adds);
    if (d->adds == NULL)
      reader->no_memory = true;
    if (!reader->no_memory)
      d->position->n_interactions = node->count;
    for (size_t i = 0; i < node->count && !reader->no_memory; i++) {
      size_t mark = eir_i_path_enter_index(reader, i);
      read_interaction(reader, d, &node->as.children[i], i);
      eir_i_path_leave(reader, mark);
    }
    d->position->interactions = d->interactions;
  }
  eir_i_path_leave(reader, section);
}

static void read_red_lines(eir_i_reader *reader, draft *d) {
  const eir_i_node *node = get(d, "red_lines");
  if (node == NULL)
    return;
  size_t section = eir_i_path_enter(reader, "red_lines");
  eir_i_read_rules(reader, node, &eir_i_shape_red_line, "a list of red lines",
                   &d->position->red_lines, &d->position->n_red_lines);
  eir_i_path_leave(reader, section);
}

/* ---- conversion ---- */

/* At the key where the numbers begin; which of them is too large is for people to
 * say. */
static void report_score(eir_i_reader *reader, const draft *d,
                         eir_i_score_result result) {
  if (result == EIR_I_SCORE_NO_MEMORY)
    reader->no_memory = true;
  if (result == EIR_I_SCORE_TOO_LARGE)
    eir_i_fault(
        reader,
        key_node(d, d->position->kind == EIR_POSITION_POINTS ? "points" : "values"),
        "the scores of %s need more than 62 bits; write them in a larger unit, "
        "such as thousands, or with fewer digits",
        eir_i_quote(d->owner->id).text);
  if (result == EIR_I_SCORE_TINY_SCALE)
    eir_i_fault(reader, get(d, "scale"),
                "this scale is below 10^-12, the smallest unit of scores; write the "
                "scores in a smaller unit");
}

/* A fault of an issue, at its value under `section`. */
static void fault_of_issue(eir_i_reader *reader, const draft *d, const char *section,
                           size_t issue, const char *message) {
  const char *id = reader->scope.issues[issue].id;
  size_t outer = eir_i_path_enter(reader, section);
  size_t inner = eir_i_path_enter(reader, id);
  eir_i_fault(reader, eir_i_node_get(get(d, section), id), "%s", message);
  eir_i_path_leave(reader, inner);
  eir_i_path_leave(reader, outer);
}

/* Reports the issue if its entries have too many digits. */
static void try_issue(eir_i_reader *reader, const draft *d,
                      const eir_i_rational *middle, size_t issue) {
  bool points = d->position->kind == EIR_POSITION_POINTS;
  eir_i_score_result result =
      eir_i_recipe_try(reader->the_case, &d->recipe, middle, issue);
  if (result == EIR_I_SCORE_LONG_VALUE)
    fault_of_issue(reader, d, points ? "points" : "values", issue,
                   "between these breakpoints a number has more digits than can be "
                   "held exactly; write fewer digits");
  if (result == EIR_I_SCORE_LONG_WEIGHT)
    fault_of_issue(reader, d, "weights", issue,
                   "this weight times a value has more digits than can be held "
                   "exactly; write fewer digits");
}

/* Can the weights be divided by their sum, where that is asked for? */
static bool try_sum(eir_i_reader *reader, const draft *d,
                    const eir_i_rational *middle) {
  eir_i_score_result result =
      eir_i_recipe_try_sum(reader->the_case, &d->recipe, middle);
  if (result == EIR_I_SCORE_OK)
    return true;
  size_t mark = eir_i_path_enter(reader, "weights");
  eir_i_fault(reader, get(d, "weights"),
              result == EIR_I_SCORE_NO_SUM
                  ? "these weights add up to 0, so they cannot be divided by their "
                    "sum; remove 'normalise', or give a weight above 0"
                  : "the sum of these weights has more digits than can be held "
                    "exactly; write fewer digits");
  eir_i_path_leave(reader, mark);
  return false;
}

/* Do all entries have few enough digits? */
static bool try_recipe(eir_i_reader *reader, const draft *d,
                       const eir_i_rational *middle) {
  size_t errors = eir_i_errors(reader);
  if (!try_sum(reader, d, middle))
    return false;
  for (size_t i = 0; i < reader->the_case->n_issues; i++) {
    if (d->cells[i] != NULL)
      try_issue(reader, d, middle, i);
  }
  return eir_i_errors(reader) == errors;
}

/* The given numbers, and the middle or mode of what is a range. */
static const eir_i_rational *middle_values(eir_i_reader *reader, draft *d) {
  size_t n = d->recipe.n_numbers;
  eir_i_rational *middle = eir_i_arena_take_raw(&d->work, n, sizeof *middle);
  if (middle == NULL)
    reader->no_memory = true;
  for (size_t i = 0; middle != NULL && i < n; i++)
    middle[i] = d->recipe.numbers[i].value;
  return middle;
}

/* Only for positions without a fault: then every cell holds a number. */
static void convert(eir_i_reader *reader, draft *d) {
  eir_i_position *position = d->position;
  assert(position->kind == EIR_POSITION_POINTS ||
         position->kind == EIR_POSITION_WEIGHTS);
  d->recipe.numbers = d->numbers.list.items;
  d->recipe.n_numbers = d->numbers.list.count;
  d->recipe.cells = (const eir_i_cell *const *)d->cells;
  d->recipe.weight = position->kind == EIR_POSITION_WEIGHTS ? d->weight : NULL;
  d->recipe.adds = d->adds;
  d->recipe.orders = d->orders.items;
  d->recipe.n_orders = d->orders.count;
  position->has_reservation = d->recipe.reservation != EIR_I_NONE;
  position->has_cap = d->recipe.cap != EIR_I_NONE;
  int64_t *adds =
      eir_i_arena_take_array(&d->work, position->n_interactions, sizeof *adds);
  const eir_i_rational *middle = middle_values(reader, d);
  if (adds == NULL || middle == NULL) {
    reader->no_memory = true;
    return;
  }
  if (!try_recipe(reader, d, middle))
    return;
  report_score(reader, d,
               eir_i_recipe_scores(reader->the_case, &d->recipe, middle, reader->arena,
                                   position, adds));
  for (size_t i = 0; i < position->n_interactions; i++)
    d->interactions[i].add = adds[i];
}

static void *keep_array(eir_i_reader *reader, const void *from, size_t n, size_t size) {
  void *copy = eir_i_take(reader, n, size);
  if (copy != NULL && n > 0)
    memcpy(copy, from, n * size);
  return copy;
}

static void keep_cells(eir_i_reader *reader, eir_i_recipe *recipe) {
  const eir_case *the_case = reader->the_case;
  eir_i_cell **cells =
      keep_array(reader, recipe->cells, the_case->n_issues, sizeof *cells);
  for (size_t i = 0; cells != NULL && i < the_case->n_issues; i++) {
    if (cells[i] != NULL)
      cells[i] =
          keep_array(reader, cells[i], the_case->issues[i].n_options, sizeof *cells[i]);
  }
  recipe->cells = (const eir_i_cell *const *)cells;
}

static void keep_orders(eir_i_reader *reader, eir_i_recipe *recipe) {
  eir_i_order_of_numbers *orders =
      keep_array(reader, recipe->orders, recipe->n_orders, sizeof *orders);
  for (size_t i = 0; orders != NULL && i < recipe->n_orders; i++)
    orders[i].numbers =
        keep_array(reader, orders[i].numbers, orders[i].n, sizeof *orders[i].numbers);
  recipe->orders = orders;
}

/* Moves the recipe to the case, if a number of the position is a range. */
static void keep_recipe(eir_i_reader *reader, const draft *d) {
  const eir_case *the_case = reader->the_case;
  if (the_case->n_unknowns == d->first_unknown)
    return;
  eir_i_recipe *kept = keep_array(reader, &d->recipe, 1, sizeof *kept);
  if (kept == NULL)
    return;
  kept->shares_unit = eir_i_recipe_shares_unit(the_case, kept);
  kept->numbers =
      keep_array(reader, kept->numbers, kept->n_numbers, sizeof *kept->numbers);
  if (kept->weight != NULL)
    kept->weight =
        keep_array(reader, kept->weight, the_case->n_issues, sizeof *kept->weight);
  kept->adds =
      keep_array(reader, kept->adds, d->position->n_interactions, sizeof *kept->adds);
  keep_cells(reader, kept);
  keep_orders(reader, kept);
  d->position->recipe = kept;
}

static bool start_tables(eir_i_reader *reader, draft *d) {
  size_t n = reader->the_case->n_issues;
  d->cells = eir_i_arena_take_array(&d->work, n, sizeof *d->cells);
  d->weight = eir_i_arena_take_array(&d->work, n, sizeof *d->weight);
  if (d->cells == NULL || d->weight == NULL) {
    reader->no_memory = true;
    return false;
  }
  for (size_t i = 0; i < n; i++)
    d->weight[i] = EIR_I_NONE;
  return true;
}

static void read_scores(eir_i_reader *reader, draft *d) {
  size_t errors = eir_i_errors(reader);
  if (!start_tables(reader, d))
    return;
  read_reservation(reader, d);
  read_scale(reader, d);
  d->recipe.cap = read_number_key(reader, d, "cap", &eir_i_shape_number);
  read_power(reader, d);
  read_discount(reader, d);
  if (d->position->kind == EIR_POSITION_POINTS) {
    static const char *const weighted[] = {"normalise"};
    refuse_keys(reader, d, weighted, 1, "is about weights, and points have none");
    each_issue(reader, d, "points", "a mapping of issues to points", read_entry);
  } else {
    read_normalise(reader, d);
    each_issue(reader, d, "values", "a mapping of issues to values", read_entry);
    each_issue(reader, d, "weights", "a mapping of issues to weights", read_weight);
    require_weights(reader, d);
  }
  read_interactions(reader, d);
  if (eir_i_errors(reader) == errors && !reader->no_memory)
    convert(reader, d);
  if (eir_i_errors(reader) == errors && !reader->no_memory)
    keep_recipe(reader, d);
}

/* ---- kinds ---- */

static void read_stances(eir_i_reader *reader, draft *d) {
  static const char *const scored[] = {
      "reservation", "scale", "cap", "power", "discount", "interactions", "normalise"};
  d->position->kind = EIR_POSITION_STANCE;
  d->position->power = 1;
  refuse_keys(reader, d, scored, sizeof scored / sizeof scored[0],
              "is about scores, and a position with 'stance' has none; remove it");
  d->position->stances =
      eir_i_take(reader, reader->the_case->n_issues, sizeof *d->position->stances);
  if (d->position->stances != NULL)
    each_issue(reader, d, "stance", "a mapping of issues to stances", read_stance);
}

/* A guarantor that does not sign is asked only whether its red lines hold. */
static void read_guarantor(eir_i_reader *reader, draft *d) {
  static const char *const wanted[] = {
      "reservation",  "points", "scale", "weights",  "values",   "stance",
      "interactions", "power",  "cap",   "discount", "normalise"};
  refuse_keys(reader, d, wanted, sizeof wanted / sizeof wanted[0],
              "is not for a guarantor that does not sign, which has red lines only; "
              "remove it, or give the party the role signatory");
}

/* The key at which a second kind of position begins. */
static const eir_i_node *second_kind(const draft *d) {
  static const char *const keys[] = {"points", "weights", "values", "stance"};
  static const int kinds[] = {1, 2, 2, 3};
  int first = 0;
  for (size_t i = 0; i < d->node->count; i++) {
    const eir_i_node *key = eir_i_node_key(d->node, i);
    for (size_t k = 0; k < 4; k++) {
      if (strcmp(key->as.text, keys[k]) != 0 || kinds[k] == first)
        continue;
      if (first != 0)
        return key;
      first = kinds[k];
    }
  }
  return d->node;
}

/* Which of the three kinds it is decides which other keys it may have. */
static void read_signatory(eir_i_reader *reader, draft *d) {
  bool points = get(d, "points") != NULL, stance = get(d, "stance") != NULL;
  bool weights = get(d, "weights") != NULL, values = get(d, "values") != NULL;
  int kinds = points + stance + (weights || values);
  if (kinds == 0) {
    eir_i_fault(reader, d->node,
                "the position of a signatory needs 'points', 'weights' "
                "and 'values', or 'stance'; write 'points: {}' if all "
                "outcomes are the same to it");
  } else if (kinds > 1) {
    eir_i_fault(reader, second_kind(d),
                "a position has either 'points', or 'weights' and 'values', "
                "or 'stance'; remove the others");
  } else if (stance) {
    read_stances(reader, d);
  } else if (points) {
    d->position->kind = EIR_POSITION_POINTS;
    read_scores(reader, d);
  } else if (weights && values) {
    d->position->kind = EIR_POSITION_WEIGHTS;
    read_scores(reader, d);
  } else {
    eir_i_fault(reader, key_node(d, weights ? "weights" : "values"),
                "'%s' is of use only together with '%s'; add it, or write 'points' "
                "instead",
                weights ? "weights" : "values", weights ? "values" : "weights");
  }
}

/* ---- one position ---- */

/* Numbers without a basis have that of their position. */
static void settle_basis(eir_i_reader *reader, const draft *d) {
  static const char *const words[] = {"text", "reading", "assumption"};
  const eir_i_notes *notes = &d->position->notes;
  size_t basis = 2;
  for (size_t i = 0; notes->basis != NULL && i < 3; i++) {
    if (strcmp(notes->basis, words[i]) == 0)
      basis = i;
  }
  for (size_t i = 0; i < 3; i++)
    d->position->n_numbers[i] = d->numbers.by_basis[i];
  d->position->n_numbers[basis] += d->numbers.without_basis;
  for (size_t i = d->first_unknown; i < reader->the_case->n_unknowns; i++) {
    eir_i_unknown *unknown = (eir_i_unknown *)(uintptr_t)&reader->the_case->unknowns[i];
    bool rule = unknown->kind == EIR_I_UNKNOWN_RULE;
    if (!rule && unknown->notes.basis == NULL && unknown->notes.source == NULL)
      unknown->notes.source = notes->source;
    if (unknown->notes.basis == NULL)
      unknown->notes.basis = rule ? words[2] : words[basis];
  }
}

static void read_parts(eir_i_reader *reader, draft *d) {
  unsigned roles = d->owner->roles;
  const eir_i_node *together = get(d, "together");
  if (roles != 0 && (roles & EIR_ROLE_SIGNATORY) == 0)
    read_guarantor(reader, d);
  else
    read_signatory(reader, d);
  if (!reader->no_memory)
    read_red_lines(reader, d);
  eir_i_read_notes(reader, d->node, &eir_i_shape_position, &d->position->notes);
  settle_basis(reader, d);
  if (together != NULL && !reader->no_memory)
    eir_i_read_together(reader, together, d->first_unknown);
}

static void read_content(eir_i_reader *reader, draft *d) {
  if (!eir_i_check_shape(reader, d->node, &eir_i_shape_position))
    return;
  eir_i_memory *memory = &reader->the_case->memory;
  eir_i_arena_init(&d->work, memory);
  eir_i_array_init(&d->numbers.list, memory, sizeof(eir_i_number));
  eir_i_array_init(&d->orders, memory, sizeof(eir_i_order_of_numbers));
  d->first_unknown = reader->the_case->n_unknowns;
  reader->owner = d->owner;
  read_parts(reader, d);
  reader->owner = NULL;
  eir_i_array_free(&d->numbers.list);
  eir_i_array_free(&d->orders);
  eir_i_arena_free(&d->work);
}

static void read_position(eir_i_reader *reader, const eir_i_node *key,
                          const eir_i_node *value, uint32_t party) {
  eir_i_party *owner = &reader->the_case->parties[party];
  draft d = {
      .node = value,
      .party = party,
      .owner = owner,
      .position = &owner->position,
      .recipe = {.reservation = EIR_I_NONE, .scale = EIR_I_NONE, .cap = EIR_I_NONE}};
  owner->position.given = true;
  owner->position.power = 1;
  owner->position.unit = 1;
  owner->position.exact = true;
  owner->position.place = eir_i_node_place(key);
  if (value->kind != EIR_I_NODE_MAPPING || eir_i_node_get(value, "include") == NULL) {
    read_content(reader, &d);
    return;
  }
  eir_i_included included;
  eir_i_include_open(reader, &included);
  d.node = eir_i_include_follow(reader, &included, owner->id, value);
  if (d.node != NULL && !reader->no_memory)
    read_content(reader, &d);
  eir_i_include_close(reader, &included);
}

/* May this party have a position? */
static bool check_owner(eir_i_reader *reader, const eir_i_node *key,
                        const eir_i_party *owner) {
  unsigned wanted = EIR_ROLE_SIGNATORY | EIR_ROLE_GUARANTOR;
  if (owner->roles == 0 || (owner->roles & wanted) != 0)
    return true;
  eir_i_fault(
      reader, key,
      "%s is neither a signatory nor a guarantor and has no position; remove it, "
      "or change the role of the party",
      eir_i_quote(owner->id).text);
  return false;
}

static void report_missing(eir_i_reader *reader) {
  const eir_case *the_case = reader->the_case;
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    const eir_i_party *party = &the_case->parties[the_case->signatories[i]];
    if (party->position.given)
      continue;
    eir_i_fault_at(
        reader, party->place,
        "signatory %s has no position; add one, or write 'points: {}' if all "
        "outcomes are the same to it",
        eir_i_quote(party->id).text);
  }
}

static void read_all(eir_i_reader *reader, const eir_i_node *node) {
  size_t section = eir_i_path_enter(reader, "positions");
  for (size_t i = 0; i < node->count && !reader->no_memory; i++) {
    const eir_i_node *key = eir_i_node_key(node, i);
    size_t mark = eir_i_path_enter(reader, key->as.text);
    uint32_t party = eir_i_read_party_ref(reader, key);
    if (party != EIR_I_NO_NAME &&
        check_owner(reader, key, &reader->the_case->parties[party]))
      read_position(reader, key, eir_i_node_value(node, i), party);
    eir_i_path_leave(reader, mark);
  }
  if (!reader->no_memory)
    report_missing(reader);
  eir_i_path_leave(reader, section);
}

/* What is drawn together may be in several positions, and is read after them. */
void eir_i_read_positions(eir_i_reader *reader, const eir_i_node *root) {
  const eir_i_node *node = eir_i_node_get(root, "positions");
  const eir_i_node *together = eir_i_node_get(root, "together");
  if (node != NULL && node->kind == EIR_I_NODE_MAPPING)
    read_all(reader, node);
  if (together != NULL && !reader->no_memory)
    eir_i_read_together(reader, together, 0);
}
