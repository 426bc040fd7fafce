/* Read positions: what each party wants, from its mapping to integer scores.
 *
 * The numbers of one position and how its scores follow from them, its recipe, are held
 * in a working arena until they are all known; then the scores are made (recipe.c), and
 * the arena is freed. Where a number is a range, the case keeps the recipe. */
#include <string.h>

#include "case/draft.h"
#include "case/include.h"
#include "case/read_table.h"

#include "base/banned.h"

/* ---- parts ---- */

static void read_stance(eir_i_reader *reader, eir_i_draft *d, const eir_i_node *node,
                        uint32_t issue) {
  const eir_i_table_place place = {.issue = issue, .party = d->party, .work = &d->work};
  const uint8_t **stances = (const uint8_t **)(uintptr_t)d->position->stances;
  stances[issue] = eir_i_read_stances(reader, node, &place);
}

static void read_red_lines(eir_i_reader *reader, eir_i_draft *d) {
  const eir_i_node *node = eir_i_draft_get(d, "red_lines");
  if (node == NULL)
    return;
  size_t section = eir_i_path_enter(reader, "red_lines");
  eir_i_read_rules(reader, node, &eir_i_shape_red_line, "a list of red lines",
                   &d->position->red_lines, &d->position->n_red_lines);
  eir_i_path_leave(reader, section);
}

/* ---- kinds ---- */

static void read_stances(eir_i_reader *reader, eir_i_draft *d) {
  static const char *const scored[] = {
      "reservation", "scale", "cap", "power", "discount", "interactions", "normalise"};
  d->position->kind = EIR_POSITION_STANCE;
  d->position->power = 1;
  eir_i_refuse_keys(
      reader, d, scored, sizeof scored / sizeof scored[0],
      "is about scores, and a position with 'stance' has none; remove it");
  d->position->stances =
      eir_i_take(reader, reader->the_case->n_issues, sizeof *d->position->stances);
  if (d->position->stances != NULL)
    eir_i_each_issue(reader, d, "stance", "a mapping of issues to stances",
                     read_stance);
}

/* A guarantor that does not sign is asked only whether its red lines hold. */
static void read_guarantor(eir_i_reader *reader, eir_i_draft *d) {
  static const char *const wanted[] = {
      "reservation",  "points", "scale", "weights",  "values",   "stance",
      "interactions", "power",  "cap",   "discount", "normalise"};
  eir_i_refuse_keys(
      reader, d, wanted, sizeof wanted / sizeof wanted[0],
      "is not for a guarantor that does not sign, which has red lines only; "
      "remove it, or give the party the role signatory");
}

/* The key at which a second kind of position begins. */
static const eir_i_node *second_kind(const eir_i_draft *d) {
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
static void read_signatory(eir_i_reader *reader, eir_i_draft *d) {
  bool points = eir_i_draft_get(d, "points") != NULL,
       stance = eir_i_draft_get(d, "stance") != NULL;
  bool weights = eir_i_draft_get(d, "weights") != NULL,
       values = eir_i_draft_get(d, "values") != NULL;
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
    eir_i_read_scores(reader, d);
  } else if (weights && values) {
    d->position->kind = EIR_POSITION_WEIGHTS;
    eir_i_read_scores(reader, d);
  } else {
    eir_i_fault(reader, eir_i_draft_key(d, weights ? "weights" : "values"),
                "'%s' is of use only together with '%s'; add it, or write 'points' "
                "instead",
                weights ? "weights" : "values", weights ? "values" : "weights");
  }
}

/* ---- one position ---- */

/* Numbers without a basis have that of their position. */
static void settle_basis(eir_i_reader *reader, const eir_i_draft *d) {
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

static void read_parts(eir_i_reader *reader, eir_i_draft *d) {
  unsigned roles = d->owner->roles;
  const eir_i_node *together = eir_i_draft_get(d, "together");
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

static void read_content(eir_i_reader *reader, eir_i_draft *d) {
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
  eir_i_draft d = {
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
