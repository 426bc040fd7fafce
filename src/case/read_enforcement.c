/* Read enforcement: a pass of its own over parties and issues, after both are known,
 * because options name parties and parties offer what options require.
 *
 * Its numbers are read as those of a position (read_number.c), but the unknowns among
 * them are kept apart: solving does not rest on them. */
#include "case/read_enforcement.h"

#include <assert.h>
#include <string.h>

#include "case/enforcement.h"
#include "case/read_number.h"

#include "base/banned.h"

typedef struct enforcing {
  eir_i_reader *reader;
  eir_i_enforcing *made;
  eir_i_numbers numbers;
  const char **capabilities; /* [EIR_I_MAX_CAPABILITIES] */
  bool any;
  /* Where the number being read stands. */
  const char *section; /* parties or issues */
  const char *id;
  const char *option; /* NULL for a party */
} enforcing;

/* ---- numbers ---- */

typedef enum bounds { ANY, NOT_NEGATIVE, CHANCE, BELOW_ONE } bounds;

static const char *const bounds_words[] = {"", "is not below 0", "lies from 0 to 1",
                                           "lies from 0 to below 1"};

static bool is_within(eir_i_rational low, eir_i_rational high, bounds allowed) {
  const eir_i_i128 most = (eir_i_i128)1 << 60;
  if (low.n <= -most || high.n >= most || low.d >= most || high.d >= most)
    return false;
  if (allowed == ANY)
    return true;
  if (low.n < 0)
    return false;
  return allowed == NOT_NEGATIVE || high.n < high.d ||
         (allowed == CHANCE && high.n == high.d);
}

/* "enforcement." and the keys below it, in the case's memory. */
static const char *tail_of(enforcing *e, const char *a, const char *b) {
  eir_i_text text;
  eir_i_message_init(e->reader, &text);
  if (e->option != NULL)
    eir_i_text_add(&text, "enforcement.");
  eir_i_text_add(&text, a);
  if (b != NULL)
    eir_i_text_add_format(&text, ".%s", b);
  const char *kept = NULL;
  if (!text.failed)
    kept = eir_i_arena_copy_text(&e->reader->scratch, text.data, text.length);
  e->reader->no_memory |= kept == NULL;
  eir_i_text_free(&text);
  return kept;
}

/* A number or range; its index, or EIR_I_NONE after a message. */
static uint32_t read_number(enforcing *e, const eir_i_node *node, bounds allowed,
                            const char *what, const char *tail) {
  eir_i_number_name name = {.section = e->section, .issue = e->id, .tail = tail};
  name.option = e->option;
  if (tail == NULL)
    return EIR_I_NONE;
  const uint32_t index =
      eir_i_read_quantity(e->reader, node, &eir_i_shape_number, &name, &e->numbers);
  if (index == EIR_I_NONE)
    return index;
  if (is_within(eir_i_number_low(e->reader, &e->numbers, index),
                eir_i_number_high(e->reader, &e->numbers, index), allowed))
    return index;
  if (allowed == ANY)
    eir_i_fault(e->reader, node, "%s has more digits than can be held exactly", what);
  else
    eir_i_fault(e->reader, node, "%s %s", what, bounds_words[allowed]);
  return EIR_I_NONE;
}

/* The number under `key`, if it is there. */
static uint32_t read_member(enforcing *e, const eir_i_node *mapping, const char *key,
                            bounds allowed, const char *what, const char *above) {
  const eir_i_node *node = eir_i_node_get(mapping, key);
  if (node == NULL)
    return EIR_I_NONE;
  size_t mark = eir_i_path_enter(e->reader, key);
  const uint32_t number =
      read_number(e, node, allowed, what,
                  above == NULL ? tail_of(e, key, NULL) : tail_of(e, above, key));
  eir_i_path_leave(e->reader, mark);
  return number;
}

/* A fixed number from 0 with at most 6 decimals, in parts of 10^-6; `otherwise` after a
 * message. */
static int64_t read_parts(enforcing *e, const eir_i_node *node, int64_t most,
                          const char *what, int64_t otherwise) {
  enum { PARTS = 1000000 };
  eir_i_rational number;
  if (!eir_i_read_number(e->reader, node, &number))
    return otherwise;
  if (number.n >= 0 &&
      eir_i_rational_compare(number, eir_i_rational_whole(most)) <= 0 &&
      number.d <= PARTS && PARTS % (int64_t)number.d == 0)
    return (int64_t)number.n * (PARTS / (int64_t)number.d);
  eir_i_fault(e->reader, node, "%s is a number from 0 to %lld with at most 6 decimals",
              what, (long long)most);
  return otherwise;
}

/* ---- numbers by party ---- */

/* Why, and where it is written, of a mapping whose notes nobody asks for: checked. */
static void read_notes(enforcing *e, const eir_i_node *mapping,
                       const eir_i_shape *shape) {
  eir_i_notes notes;
  eir_i_read_notes(e->reader, mapping, shape, &notes);
}

static const eir_i_by_party nobody = {.all = EIR_I_NONE};

/* "a number" or "{party: number}". */
static eir_i_by_party read_by_party(enforcing *e, const eir_i_node *node,
                                    bounds allowed, const char *what, const char *key) {
  eir_i_reader *reader = e->reader;
  eir_i_by_party made = nobody;
  if (node->kind != EIR_I_NODE_MAPPING || eir_i_is_quantity(node)) {
    made.all = read_number(e, node, allowed, what, tail_of(e, key, NULL));
    return made;
  }
  size_t n = reader->the_case->n_parties;
  uint32_t *each = eir_i_take(reader, n, sizeof *each);
  for (size_t i = 0; each != NULL && i < n; i++)
    each[i] = EIR_I_NONE;
  for (size_t i = 0; each != NULL && i < node->count; i++) {
    const eir_i_node *id = eir_i_node_key(node, i);
    const uint32_t party = eir_i_read_party_ref(reader, id);
    if (party == EIR_I_NO_NAME || party >= n)
      continue;
    size_t mark = eir_i_path_enter(reader, id->as.text);
    each[party] = read_number(e, eir_i_node_value(node, i), allowed, what,
                              tail_of(e, key, id->as.text));
    eir_i_path_leave(reader, mark);
  }
  made.each = each;
  return made;
}

static eir_i_by_party by_party_member(enforcing *e, const eir_i_node *mapping,
                                      const char *key, bounds allowed,
                                      const char *what) {
  const eir_i_node *node = eir_i_node_get(mapping, key);
  if (node == NULL)
    return nobody;
  size_t mark = eir_i_path_enter(e->reader, key);
  const eir_i_by_party made = read_by_party(e, node, allowed, what, key);
  eir_i_path_leave(e->reader, mark);
  return made;
}

/* ---- capabilities ---- */

/* The index of a capability, which becomes known by being named. */
static uint32_t find_capability(enforcing *e, const eir_i_node *id) {
  if (!eir_i_check_id(e->reader, id, "a capability", false))
    return EIR_I_NONE;
  eir_i_enforcing *made = e->made;
  for (size_t i = 0; i < made->n_capabilities; i++)
    if (strcmp(e->capabilities[i], id->as.text) == 0)
      return (uint32_t)i;
  if (made->n_capabilities == EIR_I_MAX_CAPABILITIES) {
    eir_i_fault(e->reader, id, "at most %d capabilities are supported",
                (int)EIR_I_MAX_CAPABILITIES);
    return EIR_I_NONE;
  }
  e->capabilities[made->n_capabilities] = eir_i_keep_text(e->reader, id);
  return e->reader->no_memory ? EIR_I_NONE : (uint32_t)made->n_capabilities++;
}

/* {capability: amount, ...} */
static const eir_i_amount *read_amounts(enforcing *e, const eir_i_node *node,
                                        size_t *out_n) {
  eir_i_reader *reader = e->reader;
  *out_n = 0;
  if (!eir_i_expect(reader, node, EIR_I_NODE_MAPPING,
                    "a mapping of capabilities to amounts"))
    return NULL;
  eir_i_amount *amounts = eir_i_take(reader, node->count, sizeof *amounts);
  for (size_t i = 0; amounts != NULL && i < node->count; i++) {
    const eir_i_node *id = eir_i_node_key(node, i);
    size_t mark = eir_i_path_enter(reader, id->as.text);
    const uint32_t capability = find_capability(e, id);
    const int64_t amount =
        read_parts(e, eir_i_node_value(node, i), 1000000000, "an amount", -1);
    if (capability != EIR_I_NONE && amount >= 0)
      amounts[(*out_n)++] = (eir_i_amount){capability, amount};
    eir_i_path_leave(reader, mark);
  }
  return amounts;
}

/* ---- guarantees ---- */

static uint32_t read_guarantor(enforcing *e, const eir_i_node *node) {
  const uint32_t party = eir_i_read_party_ref(e->reader, node);
  if (party == EIR_I_NO_NAME)
    return EIR_I_NONE;
  const unsigned roles = e->reader->the_case->parties[party].roles;
  if (roles == 0 || (roles & EIR_ROLE_GUARANTOR) != 0)
    return party;
  eir_i_fault(e->reader, node,
              "'%s' is not a guarantor; name guarantors only, or give the party the "
              "role guarantor",
              eir_i_quote(node->as.text).text);
  return EIR_I_NONE;
}

/* `by`: a guarantor, or a list of them. */
static void read_by(enforcing *e, const eir_i_node *node, eir_i_guarantee *guarantee) {
  const bool list = node->kind == EIR_I_NODE_LIST;
  const size_t n = list ? node->count : 1;
  uint32_t *by = eir_i_take(e->reader, n, sizeof *by);
  for (size_t i = 0; by != NULL && i < n; i++) {
    by[guarantee->n_by] = read_guarantor(e, list ? &node->as.children[i] : node);
    guarantee->n_by += by[guarantee->n_by] != EIR_I_NONE;
  }
  guarantee->by = by;
}

static const eir_i_guarantee *read_guarantee(enforcing *e, const eir_i_node *node) {
  eir_i_reader *reader = e->reader;
  if (!eir_i_check_shape(reader, node, &eir_i_shape_guarantee))
    return NULL;
  eir_i_guarantee *made = eir_i_take(reader, 1, sizeof *made);
  if (made == NULL)
    return NULL;
  *made = (eir_i_guarantee){.cost = nobody};
  read_notes(e, node, &eir_i_shape_guarantee);
  const eir_i_node *by = eir_i_node_get(node, "by"), *add = eir_i_node_get(node, "add");
  const eir_i_node *needs = eir_i_node_get(node, "requires");
  if (by != NULL)
    read_by(e, by, made);
  made->reacts =
      read_member(e, node, "reacts", CHANCE, "the chance of a reaction", "guarantee");
  made->own_cost =
      read_member(e, node, "own_cost", NOT_NEGATIVE, "a cost", "guarantee");
  made->benefit =
      read_member(e, node, "benefit", NOT_NEGATIVE, "a benefit", "guarantee");
  const eir_i_node *cost = eir_i_node_get(node, "cost");
  if (cost != NULL) {
    size_t mark = eir_i_path_enter(reader, "cost");
    made->cost = read_by_party(e, cost, NOT_NEGATIVE, "a cost", "guarantee.cost");
    eir_i_path_leave(reader, mark);
  }
  if (add != NULL)
    eir_i_read_flag(reader, add, &made->add);
  if (needs != NULL) {
    size_t mark = eir_i_path_enter(reader, "requires");
    made->requires = read_amounts(e, needs, &made->n_requires);
    eir_i_path_leave(reader, mark);
  }
  return made;
}

/* ---- options ---- */

static eir_i_by_party read_reversion(enforcing *e, const eir_i_node *mapping) {
  const eir_i_node *node = eir_i_node_get(mapping, "reversion");
  if (node == NULL)
    return nobody;
  eir_i_by_party made = nobody;
  size_t mark = eir_i_path_enter(e->reader, "reversion");
  if (eir_i_check_shape(e->reader, node, &eir_i_shape_reversion)) {
    read_notes(e, node, &eir_i_shape_reversion);
    const eir_i_node *by = eir_i_node_get(node, "lower_by");
    if (by != NULL)
      made = read_by_party(e, by, ANY, "a sanction", "reversion.lower_by");
  }
  eir_i_path_leave(e->reader, mark);
  return made;
}

static const eir_i_enforcement *read_enforcement(enforcing *e, const eir_i_node *node) {
  eir_i_reader *reader = e->reader;
  if (!eir_i_check_shape(reader, node, &eir_i_shape_enforcement))
    return NULL;
  eir_i_enforcement *made = eir_i_take(reader, 1, sizeof *made);
  if (made == NULL)
    return NULL;
  made->place = eir_i_node_place(node);
  eir_i_read_notes(reader, node, &eir_i_shape_enforcement, &made->notes);
  e->numbers.notes = &made->notes;
  e->any = true;
  made->detection =
      read_member(e, node, "detection", CHANCE, "a chance of detection", NULL);
  made->false_alarm =
      read_member(e, node, "false_alarm", CHANCE, "a chance of false alarms", NULL);
  made->lower_by = read_reversion(e, node);
  made->temptation = by_party_member(e, node, "temptation", ANY, "a temptation");
  made->buffer = by_party_member(e, node, "buffer", NOT_NEGATIVE, "a buffer");
  made->power_shift = by_party_member(e, node, "power_shift", ANY, "a shift of power");
  const eir_i_node *guarantee = eir_i_node_get(node, "guarantee");
  if (guarantee != NULL) {
    size_t mark = eir_i_path_enter(reader, "guarantee");
    made->guarantee = read_guarantee(e, guarantee);
    eir_i_path_leave(reader, mark);
  }
  const eir_i_node *cost = eir_i_node_get(node, "cost");
  made->cost = cost == NULL ? -1 : read_parts(e, cost, 1000000, "a cost", -1);
  e->numbers.notes = NULL;
  return made;
}

/* The options of an issue that has them as a mapping. */
static const eir_i_enforcement **read_options(enforcing *e, const eir_i_node *options,
                                              const eir_i_issue *issue) {
  eir_i_reader *reader = e->reader;
  const eir_i_enforcement **row = NULL;
  for (size_t i = 0; i < options->count && !reader->no_memory; i++) {
    const eir_i_node *value = eir_i_node_value(options, i);
    const eir_i_node *node =
        value->kind == EIR_I_NODE_MAPPING ? eir_i_node_get(value, "enforcement") : NULL;
    if (node == NULL)
      continue;
    if (row == NULL)
      row = eir_i_take(reader, issue->n_options, sizeof *row);
    if (row == NULL)
      return NULL;
    e->option = issue->options[i].id;
    size_t mark = eir_i_path_enter(reader, e->option);
    size_t inner = eir_i_path_enter(reader, "enforcement");
    row[i] = read_enforcement(e, node);
    eir_i_path_leave(reader, inner);
    eir_i_path_leave(reader, mark);
  }
  return row;
}

static void read_issues(enforcing *e, const eir_i_node *root,
                        const eir_i_enforcement ***rows) {
  const eir_case *the_case = e->reader->the_case;
  const eir_i_node *issues = eir_i_node_get(root, "issues");
  size_t section = eir_i_path_enter(e->reader, "issues");
  e->section = "issues";
  for (size_t i = 0; i < the_case->n_issues && !e->reader->no_memory; i++) {
    const eir_i_issue *issue = &the_case->issues[i];
    const eir_i_node *node = eir_i_node_value(issues, i);
    const eir_i_node *options =
        node->kind == EIR_I_NODE_MAPPING ? eir_i_node_get(node, "options") : NULL;
    if (options == NULL || options->kind != EIR_I_NODE_MAPPING ||
        options->count != issue->n_options)
      continue;
    e->id = issue->id;
    size_t mark = eir_i_path_enter(e->reader, issue->id);
    size_t inner = eir_i_path_enter(e->reader, "options");
    rows[i] = read_options(e, options, issue);
    eir_i_path_leave(e->reader, inner);
    eir_i_path_leave(e->reader, mark);
  }
  eir_i_path_leave(e->reader, section);
}

/* ---- parties ---- */

/* war_cost: a number, or {per_period: number}. */
static void read_war_cost(enforcing *e, const eir_i_node *party,
                          eir_i_endurance *endurance) {
  const eir_i_node *node = eir_i_node_get(party, "war_cost");
  if (node == NULL)
    return;
  size_t mark = eir_i_path_enter(e->reader, "war_cost");
  const eir_i_node *flow =
      node->kind == EIR_I_NODE_MAPPING ? eir_i_node_get(node, "per_period") : NULL;
  endurance->war_cost_is_flow = flow != NULL;
  if (flow != NULL && eir_i_check_shape(e->reader, node, &eir_i_shape_war_cost))
    read_notes(e, node, &eir_i_shape_war_cost);
  endurance->war_cost =
      read_number(e, flow != NULL ? flow : node, NOT_NEGATIVE, "the cost of a war",
                  tail_of(e, "war_cost", flow != NULL ? "per_period" : NULL));
  eir_i_path_leave(e->reader, mark);
}

static void read_offer(enforcing *e, const eir_i_node *node, eir_i_endurance *party) {
  if (!eir_i_check_shape(e->reader, node, &eir_i_shape_offer))
    return;
  read_notes(e, node, &eir_i_shape_offer);
  const eir_i_node *of = eir_i_node_get(node, "of");
  const eir_i_node *cost = eir_i_node_get(node, "cost");
  const eir_i_node *stays = eir_i_node_get(node, "stays");
  if (of == NULL)
    eir_i_fault_missing(e->reader, node, "of", &eir_i_shape_offer,
                        "what is offered, such as {brigades: 2}");
  else
    party->offers = read_amounts(e, of, &party->n_offers);
  if (cost != NULL)
    party->offer_cost = read_parts(e, cost, 1000000, "a cost", 0);
  if (stays != NULL)
    party->stays = read_parts(e, stays, 1, "the chance of staying", party->stays);
}

static void read_party(enforcing *e, const eir_i_node *node, const eir_i_party *party,
                       eir_i_endurance *endurance) {
  eir_i_reader *reader = e->reader;
  endurance->patience = read_member(e, node, "patience", BELOW_ONE, "patience", NULL);
  endurance->wins = read_member(e, node, "wins", CHANCE, "the chance of winning", NULL);
  read_war_cost(e, node, endurance);
  const eir_i_node *offer = eir_i_node_get(node, "offers");
  if (offer != NULL) {
    size_t mark = eir_i_path_enter(reader, "offers");
    if (party->roles != 0 && (party->roles & EIR_ROLE_GUARANTOR) == 0)
      eir_i_fault(reader, offer,
                  "only a guarantor offers capabilities; add the role "
                  "guarantor");
    read_offer(e, offer, endurance);
    eir_i_path_leave(reader, mark);
  }
  e->any |= endurance->patience != EIR_I_NONE || endurance->n_offers > 0;
}

static void read_parties(enforcing *e, const eir_i_node *root,
                         eir_i_endurance *endurance) {
  const eir_case *the_case = e->reader->the_case;
  const eir_i_node *parties = eir_i_node_get(root, "parties");
  size_t section = eir_i_path_enter(e->reader, "parties");
  e->section = "parties";
  e->option = NULL;
  for (size_t i = 0; i < the_case->n_parties && !e->reader->no_memory; i++) {
    endurance[i] = (eir_i_endurance){.patience = EIR_I_NONE,
                                     .war_cost = EIR_I_NONE,
                                     .wins = EIR_I_NONE,
                                     .stays = 1000000};
    const eir_i_node *node = eir_i_node_value(parties, i);
    if (node->kind != EIR_I_NODE_MAPPING)
      continue;
    e->id = the_case->parties[i].id;
    size_t mark = eir_i_path_enter(e->reader, e->id);
    read_party(e, node, &the_case->parties[i], &endurance[i]);
    eir_i_path_leave(e->reader, mark);
  }
  eir_i_path_leave(e->reader, section);
}

/* ---- all of it ---- */

static void keep_numbers(enforcing *e) {
  eir_i_enforcing *made = e->made;
  const size_t n = e->numbers.list.count;
  eir_i_number *numbers = eir_i_take(e->reader, n, sizeof *numbers);
  if (numbers != NULL && n > 0)
    memcpy(numbers, e->numbers.list.items, n * sizeof *numbers);
  made->numbers = numbers;
  made->n_numbers = numbers == NULL ? 0 : n;
  for (size_t i = 0; i < 3; i++)
    made->n_basis[i] = e->numbers.by_basis[i];
  made->n_basis[2] += e->numbers.without_basis;
  made->unknowns = e->reader->the_case->unknowns;
  made->n_unknowns = e->reader->the_case->n_unknowns;
}

static void read_all(enforcing *e, const eir_i_node *root) {
  eir_i_reader *reader = e->reader;
  const eir_case *the_case = reader->the_case;
  eir_i_enforcing *made = e->made;
  const eir_i_enforcement ***rows =
      eir_i_take(reader, the_case->n_issues, sizeof *rows);
  eir_i_endurance *endurance =
      eir_i_take(reader, the_case->n_parties, sizeof *endurance);
  e->capabilities = eir_i_take(reader, EIR_I_MAX_CAPABILITIES, sizeof(char *));
  if (reader->no_memory)
    return;
  read_parties(e, root, endurance);
  read_issues(e, root, rows);
  made->parties = endurance;
  made->options = (const eir_i_enforcement *const *const *)rows;
  made->capabilities = e->capabilities;
  keep_numbers(e);
}

static void read_period(eir_i_reader *reader, const eir_i_node *root,
                        eir_i_words *out) {
  const eir_i_node *node = eir_i_node_get(root, "period");
  if (node == NULL)
    return;
  size_t mark = eir_i_path_enter(reader, "period");
  eir_i_read_words(reader, node, out);
  eir_i_path_leave(reader, mark);
}

/* The list of unknowns of the case makes room for that of enforcement while it is
 * read. */
void eir_i_read_enforcement(eir_i_reader *reader, const eir_i_node *root) {
  eir_case *the_case = reader->the_case;
  if (the_case->n_issues == 0 || the_case->n_parties == 0)
    return;
  assert(reader->owner == NULL);
  const eir_i_unknown *unknowns = the_case->unknowns;
  const size_t n_unknowns = the_case->n_unknowns, room = reader->unknowns_room;
  enforcing e = {.reader = reader,
                 .made = eir_i_take(reader, 1, sizeof(eir_i_enforcing))};
  if (e.made == NULL)
    return;
  eir_i_array_init(&e.numbers.list, &the_case->memory, sizeof(eir_i_number));
  the_case->unknowns = NULL;
  the_case->n_unknowns = reader->unknowns_room = 0;
  read_period(reader, root, &e.made->period);
  read_all(&e, root);
  the_case->unknowns = unknowns;
  the_case->n_unknowns = n_unknowns;
  reader->unknowns_room = room;
  eir_i_array_free(&e.numbers.list);
  if (e.any && !reader->no_memory)
    the_case->enforcing = e.made;
}
