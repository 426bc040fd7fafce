/* Read positions: what each party wants, from its mapping to integer scores.
 *
 * The exact numbers of one position are held in a working arena until they are all
 * known; then they are converted to the party's unit (score.c), and the arena is
 * freed. */
#include <assert.h>
#include <string.h>

#include "case/include.h"
#include "case/read_table.h"
#include "case/reader.h"
#include "case/score.h"

#include "base/banned.h"

/* A position while it is read. */
typedef struct draft {
  const eir_i_node *node;
  uint32_t party;
  eir_i_party *owner;
  eir_i_position *position;
  eir_i_arena work;
  eir_i_rational **cells; /* [n_issues] */
  eir_i_rational *adds;   /* [n_interactions] */
  eir_i_interaction *interactions;
  eir_i_rational reservation, scale, cap;
} draft;

static const eir_i_node *get(const draft *d, const char *key) {
  return eir_i_node_get(d->node, key);
}

static const eir_i_node *key_node(const draft *d, const char *key) {
  return eir_i_node_find_key(d->node, key);
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
  const eir_i_table_place place = {.issue = issue, .party = d->party, .work = &d->work};
  d->cells[issue] = eir_i_read_entries(reader, node, &place);
}

/* Values are read first, so that their own faults are reported at their own places;
 * then each weight multiplies them. An issue without values counts 0, whatever its
 * weight. */
static void apply_weight(eir_i_reader *reader, draft *d, const eir_i_node *node,
                         uint32_t issue) {
  eir_i_rational weight;
  if (!eir_i_read_number(reader, node, &weight))
    return;
  if (weight.n < 0) {
    eir_i_fault(reader, node,
                "a weight must not be below 0; if less of it is better, "
                "say so in 'values'");
    return;
  }
  eir_i_rational *cells = d->cells[issue];
  for (size_t i = 0; cells != NULL && i < reader->the_case->issues[issue].n_options;
       i++)
    if (eir_i_rational_multiply(weight, cells[i], &cells[i])) {
      eir_i_fault(reader, node,
                  "this weight times a value has more digits than can be "
                  "held exactly; write fewer digits");
      return;
    }
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

static bool read_number_key(eir_i_reader *reader, draft *d, const char *key,
                            eir_i_rational *out) {
  const eir_i_node *node = get(d, key);
  if (node == NULL)
    return false;
  size_t mark = eir_i_path_enter(reader, key);
  bool good = eir_i_read_number(reader, node, out);
  eir_i_path_leave(reader, mark);
  return good;
}

static bool read_scale(eir_i_reader *reader, draft *d) {
  if (!read_number_key(reader, d, "scale", &d->scale))
    return false;
  if (d->scale.n > 0)
    return true;
  size_t mark = eir_i_path_enter(reader, "scale");
  eir_i_fault(reader, get(d, "scale"),
              "a scale must be above 0: it is the score that counts as utility 1");
  eir_i_path_leave(reader, mark);
  return false;
}

static void read_power(eir_i_reader *reader, draft *d) {
  const eir_i_node *node = get(d, "power");
  int64_t power = 1;
  d->position->power = 1;
  if (node == NULL)
    return;
  size_t mark = eir_i_path_enter(reader, "power");
  if (eir_i_read_integer(reader, node, "power", 1, EIR_I_MAX_POWER, &power))
    d->position->power = (unsigned)power;
  eir_i_path_leave(reader, mark);
}

/* What a unit of utility is worth a period later; kept for the verbs that come. */
static void read_discount(eir_i_reader *reader, draft *d) {
  const eir_i_node *node = get(d, "discount");
  eir_i_rational discount;
  if (!read_number_key(reader, d, "discount", &discount))
    return;
  if (discount.n > 0 && discount.n <= discount.d) {
    d->position->discount = eir_i_keep_text(reader, node);
    return;
  }
  size_t mark = eir_i_path_enter(reader, "discount");
  eir_i_fault(reader, node, "a discount factor is above 0 and at most 1");
  eir_i_path_leave(reader, mark);
}

/* ---- interactions ---- */

static void read_interaction(eir_i_reader *reader, const eir_i_node *node,
                             eir_i_interaction *out, eir_i_rational *out_add) {
  *out_add = eir_i_rational_whole(0);
  out->place = eir_i_node_place(node);
  if (!eir_i_check_shape(reader, node, &eir_i_shape_interaction))
    return;
  const eir_i_node *when = eir_i_node_get(node, "when");
  const eir_i_node *add = eir_i_node_get(node, "add");
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
  if (add == NULL) {
    eir_i_fault_missing(reader, node, "add", &eir_i_shape_interaction,
                        "the change of the score");
  } else {
    size_t mark = eir_i_path_enter(reader, "add");
    eir_i_read_number(reader, add, out_add);
    eir_i_path_leave(reader, mark);
  }
  eir_i_read_notes(reader, node, &eir_i_shape_interaction, &out->notes);
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
      read_interaction(reader, &node->as.children[i], &d->interactions[i], &d->adds[i]);
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

/* Only for positions without a fault: then every cell holds a number. */
static void convert(eir_i_reader *reader, draft *d, bool reservation, bool scale,
                    bool cap) {
  assert(d->position->kind == EIR_POSITION_POINTS ||
         d->position->kind == EIR_POSITION_WEIGHTS);
  const eir_case *the_case = reader->the_case;
  size_t n = the_case->n_issues;
  size_t *n_options = eir_i_arena_take_array(&d->work, n, sizeof *n_options);
  int64_t *adds =
      eir_i_arena_take_array(&d->work, d->position->n_interactions, sizeof *adds);
  if (n_options == NULL || adds == NULL) {
    reader->no_memory = true;
    return;
  }
  for (size_t i = 0; i < n; i++)
    n_options[i] = the_case->issues[i].n_options;
  const eir_i_score_input input = {.cells = (const eir_i_rational *const *)d->cells,
                                   .n_options = n_options,
                                   .n_issues = n,
                                   .adds = d->adds,
                                   .n_adds = d->position->n_interactions,
                                   .reservation = reservation ? &d->reservation : NULL,
                                   .scale = scale ? &d->scale : NULL,
                                   .cap = cap ? &d->cap : NULL};
  eir_i_score_result result =
      eir_i_score_convert(&input, reader->arena, d->position, adds);
  report_score(reader, d, result);
  d->position->has_reservation = reservation;
  d->position->reservation_cost = EIR_I_COST_ONE;
  d->position->has_cap = cap;
  if (!scale && d->position->kind == EIR_POSITION_WEIGHTS)
    d->position->scale = d->position->unit;
  for (size_t i = 0; i < d->position->n_interactions; i++)
    d->interactions[i].add = adds[i];
}

static void read_scores(eir_i_reader *reader, draft *d) {
  size_t errors = eir_i_errors(reader);
  d->cells =
      eir_i_arena_take_array(&d->work, reader->the_case->n_issues, sizeof *d->cells);
  if (d->cells == NULL) {
    reader->no_memory = true;
    return;
  }
  bool reservation = read_number_key(reader, d, "reservation", &d->reservation);
  bool scale = read_scale(reader, d);
  bool cap = read_number_key(reader, d, "cap", &d->cap);
  read_power(reader, d);
  read_discount(reader, d);
  bool points = d->position->kind == EIR_POSITION_POINTS;
  each_issue(reader, d, points ? "points" : "values",
             points ? "a mapping of issues to points" : "a mapping of issues to values",
             read_entry);
  if (!points) {
    each_issue(reader, d, "weights", "a mapping of issues to weights", apply_weight);
    require_weights(reader, d);
  }
  read_interactions(reader, d);
  if (eir_i_errors(reader) == errors && !reader->no_memory)
    convert(reader, d, reservation, scale, cap);
}

/* ---- kinds ---- */

/* Reports each key of keys[n] that the position has. */
static void refuse_keys(eir_i_reader *reader, const draft *d, const char *const *keys,
                        size_t n, const char *why) {
  for (size_t i = 0; i < n; i++) {
    const eir_i_node *key = key_node(d, keys[i]);
    if (key != NULL)
      eir_i_fault(reader, key, "'%s' %s", keys[i], why);
  }
}

static void read_stances(eir_i_reader *reader, draft *d) {
  static const char *const scored[] = {"reservation", "scale",    "cap",
                                       "power",       "discount", "interactions"};
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
      "reservation", "points",       "scale", "weights", "values",
      "stance",      "interactions", "power", "cap",     "discount"};
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

static void read_content(eir_i_reader *reader, draft *d) {
  if (!eir_i_check_shape(reader, d->node, &eir_i_shape_position))
    return;
  eir_i_arena_init(&d->work, &reader->the_case->memory);
  unsigned roles = d->owner->roles;
  if (roles != 0 && (roles & EIR_ROLE_SIGNATORY) == 0)
    read_guarantor(reader, d);
  else
    read_signatory(reader, d);
  if (!reader->no_memory)
    read_red_lines(reader, d);
  eir_i_read_notes(reader, d->node, &eir_i_shape_position, &d->position->notes);
  eir_i_arena_free(&d->work);
}

static void read_position(eir_i_reader *reader, const eir_i_node *key,
                          const eir_i_node *value, uint32_t party) {
  eir_i_party *owner = &reader->the_case->parties[party];
  draft d = {
      .node = value, .party = party, .owner = owner, .position = &owner->position};
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
  d.node = eir_i_include_follow(reader, &included, value);
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

void eir_i_read_positions(eir_i_reader *reader, const eir_i_node *root) {
  const eir_i_node *node = eir_i_node_get(root, "positions");
  if (node == NULL || node->kind != EIR_I_NODE_MAPPING)
    return;
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
