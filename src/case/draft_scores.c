/* Draft, scores: the numbers of a position, key by key. They are held in the draft
 * until all of them are known. */
#include "case/draft.h"
#include "case/read_table.h"

#include "base/banned.h"

/* ---- issue by issue ---- */

static void read_entry(eir_i_reader *reader, eir_i_draft *d, const eir_i_node *node,
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
static void read_weight(eir_i_reader *reader, eir_i_draft *d, const eir_i_node *node,
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

/* Every issue that has values needs a weight. (One that has a weight alone counts
 * 0.) */
static void require_weights(eir_i_reader *reader, const eir_i_draft *d) {
  const eir_i_node *values = eir_i_draft_get(d, "values"),
                   *weights = eir_i_draft_get(d, "weights");
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
static uint32_t read_number_key(eir_i_reader *reader, eir_i_draft *d, const char *key,
                                const eir_i_shape *shape) {
  const eir_i_node *node = eir_i_draft_get(d, key);
  if (node == NULL)
    return EIR_I_NONE;
  const eir_i_number_name name = {.section = key};
  size_t mark = eir_i_path_enter(reader, key);
  uint32_t number = eir_i_read_quantity(reader, node, shape, &name, &d->numbers);
  eir_i_path_leave(reader, mark);
  return number;
}

static void read_reservation(eir_i_reader *reader, eir_i_draft *d) {
  const eir_i_node *node = eir_i_draft_get(d, "reservation"), *cost = NULL;
  d->recipe.reservation =
      read_number_key(reader, d, "reservation", &eir_i_shape_reservation);
  if (d->recipe.reservation != EIR_I_NONE)
    d->position->reservation_notes = d->numbers.last;
  d->position->reservation_cost = EIR_I_COST_ONE;
  if (node != NULL && node->kind == EIR_I_NODE_MAPPING)
    cost = eir_i_node_get(node, "cost");
  if (cost == NULL)
    return;
  size_t mark = eir_i_path_enter(reader, "reservation.cost");
  d->position->reservation_cost = eir_i_read_cost(reader, cost);
  eir_i_path_leave(reader, mark);
}

static void read_scale(eir_i_reader *reader, eir_i_draft *d) {
  uint32_t scale = read_number_key(reader, d, "scale", &eir_i_shape_number);
  d->recipe.scale = scale;
  if (scale == EIR_I_NONE || eir_i_number_low(reader, &d->numbers, scale).n > 0)
    return;
  size_t mark = eir_i_path_enter(reader, "scale");
  eir_i_fault(reader, eir_i_draft_get(d, "scale"),
              "a scale must be above 0: it is the score that counts as utility 1");
  eir_i_path_leave(reader, mark);
}

static void read_power(eir_i_reader *reader, eir_i_draft *d) {
  const eir_i_node *node = eir_i_draft_get(d, "power");
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
static void read_discount(eir_i_reader *reader, eir_i_draft *d) {
  const eir_i_node *node = eir_i_draft_get(d, "discount");
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

static void read_normalise(eir_i_reader *reader, eir_i_draft *d) {
  const eir_i_node *node = eir_i_draft_get(d, "normalise");
  if (node == NULL)
    return;
  size_t mark = eir_i_path_enter(reader, "normalise");
  eir_i_read_flag(reader, node, &d->recipe.normalise);
  eir_i_path_leave(reader, mark);
}

/* ---- interactions ---- */

/* Its change of the score: a number, or EIR_I_NONE. */
static uint32_t read_add(eir_i_reader *reader, eir_i_draft *d, const eir_i_node *node,
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

static void read_interaction(eir_i_reader *reader, eir_i_draft *d,
                             const eir_i_node *node, size_t index) {
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

static void read_interactions(eir_i_reader *reader, eir_i_draft *d) {
  const eir_i_node *node = eir_i_draft_get(d, "interactions");
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

/* ---- all of it ---- */

static bool start_tables(eir_i_reader *reader, eir_i_draft *d) {
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

void eir_i_read_scores(eir_i_reader *reader, eir_i_draft *d) {
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
    eir_i_refuse_keys(reader, d, weighted, 1, "is about weights, and points have none");
    eir_i_each_issue(reader, d, "points", "a mapping of issues to points", read_entry);
  } else {
    read_normalise(reader, d);
    eir_i_each_issue(reader, d, "values", "a mapping of issues to values", read_entry);
    eir_i_each_issue(reader, d, "weights", "a mapping of issues to weights",
                     read_weight);
    require_weights(reader, d);
  }
  read_interactions(reader, d);
  if (eir_i_errors(reader) == errors && !reader->no_memory)
    eir_i_draft_convert(reader, d);
  if (eir_i_errors(reader) == errors && !reader->no_memory)
    eir_i_draft_keep_recipe(reader, d);
}
