/* Read number: a number as it is written, and what is not known of it.
 *
 * A number is N, [low, high], {low, mode, high} or {value: ...}; the mappings may say
 * where it comes from. Each one of a position gets an index, by which its recipe
 * (recipe.h) names it; ranges get an entry in the unknowns of the case, too. */
#include "case/read_number.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

/* low <= mode <= high; a plain number is all three. */
typedef struct quantity {
  eir_i_rational low, mode, high;
  bool range;
  eir_i_unknown_kind kind;
} quantity;

/* ---- forms ---- */

/* The middle of low and high; false, after a message, if it cannot be held. */
static bool find_middle(eir_i_reader *reader, const eir_i_node *node, quantity *q) {
  eir_i_rational sum;
  if (!eir_i_rational_add(q->low, q->high, &sum) &&
      !eir_i_rational_divide(sum, eir_i_rational_whole(2), &q->mode))
    return true;
  eir_i_fault(reader, node,
              "the middle of this range has more digits than can be held exactly; "
              "write fewer digits");
  return false;
}

static bool read_pair(eir_i_reader *reader, const eir_i_node *node, quantity *q) {
  if (node->count != 2) {
    eir_i_fault(reader, node,
                "expected a number or a range [low, high], found a list of %u",
                (unsigned)node->count);
    return false;
  }
  const eir_i_node *items = node->as.children;
  bool low = eir_i_read_number(reader, &items[0], &q->low);
  bool high = eir_i_read_number(reader, &items[1], &q->high);
  if (!low || !high)
    return false;
  if (eir_i_rational_compare(q->low, q->high) > 0) {
    eir_i_fault(reader, node, "a range ascends, and %s is above %s; swap them",
                eir_i_quote(items[0].as.text).text, eir_i_quote(items[1].as.text).text);
    return false;
  }
  q->range = true;
  q->kind = EIR_I_UNKNOWN_UNIFORM;
  return find_middle(reader, node, q);
}

/* N or [low, high]. */
static bool read_plain(eir_i_reader *reader, const eir_i_node *node, quantity *q) {
  if (node->kind == EIR_I_NODE_LIST)
    return read_pair(reader, node, q);
  if (!eir_i_read_number(reader, node, &q->mode))
    return false;
  q->low = q->high = q->mode;
  return true;
}

static bool read_member(eir_i_reader *reader, const eir_i_node *node, const char *key,
                        const eir_i_shape *shape, eir_i_rational *out) {
  const eir_i_node *value = eir_i_node_get(node, key);
  if (value == NULL) {
    eir_i_fault_missing(reader, node, key, shape,
                        "write {low: N, mode: N, high: N}, or [low, high] without a "
                        "mode");
    return false;
  }
  size_t mark = eir_i_path_enter(reader, key);
  bool good = eir_i_read_number(reader, value, out);
  eir_i_path_leave(reader, mark);
  return good;
}

static bool read_triangle(eir_i_reader *reader, const eir_i_node *node,
                          const eir_i_shape *shape, quantity *q) {
  bool low = read_member(reader, node, "low", shape, &q->low);
  bool mode = read_member(reader, node, "mode", shape, &q->mode);
  bool high = read_member(reader, node, "high", shape, &q->high);
  if (!low || !mode || !high)
    return false;
  q->range = true;
  q->kind = EIR_I_UNKNOWN_TRIANGULAR;
  if (eir_i_rational_compare(q->low, q->high) > 0) {
    eir_i_fault(reader, eir_i_node_get(node, "low"),
                "'low' is above 'high'; swap them");
    return false;
  }
  if (eir_i_rational_compare(q->low, q->mode) <= 0 &&
      eir_i_rational_compare(q->mode, q->high) <= 0)
    return true;
  eir_i_fault(reader, eir_i_node_get(node, "mode"),
              "the mode is the likeliest value; it lies from 'low' to 'high'");
  return false;
}

/* The first key of a range, in the order of the file; NULL if there is none. */
static const eir_i_node *range_key(const eir_i_node *node) {
  static const char *const keys[] = {"low", "mode", "high"};
  for (size_t i = 0; i < node->count; i++) {
    const eir_i_node *key = eir_i_node_key(node, i);
    for (size_t k = 0; k < 3; k++) {
      if (strcmp(key->as.text, keys[k]) == 0)
        return key;
    }
  }
  return NULL;
}

bool eir_i_is_quantity(const eir_i_node *mapping) {
  for (size_t i = 0; i < mapping->count; i++) {
    if (eir_i_shape_has(&eir_i_shape_reservation, eir_i_node_key(mapping, i)->as.text))
      return true;
  }
  return false;
}

static bool read_mapping(eir_i_reader *reader, const eir_i_node *node,
                         const eir_i_shape *shape, quantity *q, eir_i_notes *notes) {
  if (!eir_i_is_quantity(node)) {
    eir_i_fault_kind(reader, node, "a number");
    return false;
  }
  size_t errors = eir_i_errors(reader);
  eir_i_check_shape(reader, node, shape);
  eir_i_read_notes(reader, node, shape, notes);
  const eir_i_node *value = eir_i_node_get(node, "value"), *key = range_key(node);
  if (value == NULL && key != NULL)
    return read_triangle(reader, node, shape, q) && eir_i_errors(reader) == errors;
  if (value == NULL) {
    eir_i_fault_missing(reader, node, "value", shape, "a number, or [low, high]");
    return false;
  }
  if (key != NULL)
    eir_i_fault(reader, key,
                "'%s' does not go with 'value'; write {value: [low, high]} or "
                "{low: N, mode: N, high: N}",
                key->as.text);
  size_t mark = eir_i_path_enter(reader, "value");
  bool good = read_plain(reader, value, q);
  eir_i_path_leave(reader, mark);
  return good && eir_i_errors(reader) == errors;
}

/* ---- unknowns ---- */

uint32_t eir_i_unknown_add(eir_i_reader *reader, const eir_i_unknown *unknown) {
  eir_case *the_case = reader->the_case;
  size_t n = the_case->n_unknowns;
  if (n == reader->unknowns_room) {
    size_t room = n < 16 ? 16 : 2 * n;
    eir_i_unknown *larger = eir_i_take(reader, room, sizeof *larger);
    if (larger == NULL)
      return EIR_I_NONE;
    if (n > 0)
      memcpy(larger, the_case->unknowns, n * sizeof *larger);
    the_case->unknowns = larger;
    reader->unknowns_room = room;
  }
  eir_i_unknown *added = (eir_i_unknown *)(uintptr_t)&the_case->unknowns[n];
  *added = *unknown;
  added->group = EIR_I_NONE;
  added->party = reader->owner == NULL ? EIR_I_NONE
                                       : (uint32_t)(reader->owner - the_case->parties);
  the_case->n_unknowns = n + 1;
  assert(n < EIR_I_NONE);
  return (uint32_t)n;
}

void eir_i_unknown_prefix(const eir_i_reader *reader, eir_i_text *path) {
  if (reader->owner != NULL)
    eir_i_text_add_format(path, "positions.%s.", reader->owner->id);
}

const char *eir_i_unknown_path(eir_i_reader *reader, eir_i_text *path) {
  const char *kept =
      path->failed ? NULL
                   : eir_i_arena_copy_text(reader->arena, path->data, path->length);
  if (kept == NULL)
    reader->no_memory = true;
  eir_i_text_free(path);
  return kept;
}

/* Ids in full, unlike the path of a message. */
static const char *make_path(eir_i_reader *reader, const eir_i_number_name *name) {
  eir_i_text path;
  eir_i_message_init(reader, &path);
  eir_i_unknown_prefix(reader, &path);
  eir_i_text_add(&path, name->section);
  if (name->issue != NULL)
    eir_i_text_add_format(&path, ".%s", name->issue);
  if (name->option != NULL)
    eir_i_text_add_format(&path, ".%s", name->option);
  else if (name->index > 0)
    eir_i_text_add_format(&path, "[%zu]", name->index);
  if (name->tail != NULL)
    eir_i_text_add_format(&path, ".%s", name->tail);
  return eir_i_unknown_path(reader, &path);
}

static uint32_t add_unknown(eir_i_reader *reader, const eir_i_node *node,
                            const quantity *q, const eir_i_number_name *name,
                            const eir_i_notes *notes) {
  const eir_i_unknown made = {.path = make_path(reader, name),
                              .kind = q->kind,
                              .low = q->low,
                              .mode = q->mode,
                              .high = q->high,
                              .notes = *notes,
                              .place = eir_i_node_place(node)};
  return made.path == NULL ? EIR_I_NONE : eir_i_unknown_add(reader, &made);
}

/* ---- numbers ---- */

/* A number without notes of its own has those of the mapping around it. */
static void inherit_notes(const eir_i_numbers *numbers, eir_i_notes *notes) {
  if (numbers->notes == NULL)
    return;
  if (notes->source == NULL && notes->basis == NULL)
    notes->source = numbers->notes->source;
  if (notes->basis == NULL)
    notes->basis = numbers->notes->basis;
}

static void count_basis(eir_i_numbers *numbers, const char *basis) {
  static const char *const words[] = {"text", "reading", "assumption"};
  for (size_t i = 0; basis != NULL && i < 3; i++) {
    if (strcmp(basis, words[i]) == 0) {
      numbers->by_basis[i]++;
      return;
    }
  }
  numbers->without_basis++;
}

uint32_t eir_i_read_quantity(eir_i_reader *reader, const eir_i_node *node,
                             const eir_i_shape *shape, const eir_i_number_name *name,
                             eir_i_numbers *numbers) {
  quantity q = {.range = false};
  eir_i_notes notes = {0};
  bool good = node->kind == EIR_I_NODE_MAPPING
                  ? read_mapping(reader, node, shape, &q, &notes)
                  : read_plain(reader, node, &q);
  if (!good || reader->no_memory)
    return EIR_I_NONE;
  inherit_notes(numbers, &notes);
  eir_i_number number = {.value = q.mode, .unknown = EIR_I_NONE};
  if (q.range)
    number.unknown = add_unknown(reader, node, &q, name, &notes);
  count_basis(numbers, notes.basis);
  numbers->last = notes;
  size_t index = numbers->list.count;
  assert(index < EIR_I_NONE);
  if (!eir_i_array_push(&numbers->list, &number))
    reader->no_memory = true;
  return reader->no_memory ? EIR_I_NONE : (uint32_t)index;
}

const eir_i_node *eir_i_read_known(eir_i_reader *reader, const eir_i_node *node,
                                   const char *what, eir_i_numbers *numbers) {
  eir_i_notes notes = {0};
  const eir_i_node *value = node;
  if (node->kind == EIR_I_NODE_MAPPING && range_key(node) == NULL) {
    eir_i_check_shape(reader, node, &eir_i_shape_number);
    eir_i_read_notes(reader, node, &eir_i_shape_number, &notes);
    value = eir_i_node_get(node, "value");
    if (value == NULL) {
      eir_i_fault_missing(reader, node, "value", &eir_i_shape_number, "a number");
      return NULL;
    }
  }
  if (value->kind == EIR_I_NODE_LIST || value->kind == EIR_I_NODE_MAPPING) {
    eir_i_fault(reader, value, "%s cannot be a range; write one number", what);
    return NULL;
  }
  count_basis(numbers, notes.basis);
  return value;
}

static const eir_i_unknown *unknown_of(const eir_i_reader *reader,
                                       const eir_i_number *number) {
  assert(number->unknown < reader->the_case->n_unknowns);
  return &reader->the_case->unknowns[number->unknown];
}

eir_i_rational eir_i_number_low(const eir_i_reader *reader,
                                const eir_i_numbers *numbers, uint32_t index) {
  const eir_i_number *number = eir_i_array_at(&numbers->list, index);
  return number->unknown == EIR_I_NONE ? number->value
                                       : unknown_of(reader, number)->low;
}

eir_i_rational eir_i_number_high(const eir_i_reader *reader,
                                 const eir_i_numbers *numbers, uint32_t index) {
  const eir_i_number *number = eir_i_array_at(&numbers->list, index);
  return number->unknown == EIR_I_NONE ? number->value
                                       : unknown_of(reader, number)->high;
}

/* ---- rules ---- */

bool eir_i_read_chance(eir_i_reader *reader, const eir_i_node *node,
                       eir_i_unknown *out) {
  quantity q = {.low = eir_i_rational_whole(0), .high = eir_i_rational_whole(1)};
  const char *expected = "'unknown', the chance that it holds, or a range of chances "
                         "such as [0.2, 0.7]";
  out->kind = EIR_I_UNKNOWN_RULE;
  if (node->kind == EIR_I_NODE_MAPPING || eir_i_node_is_null(node)) {
    eir_i_fault_kind(reader, node, expected);
    return false;
  }
  if (node->kind == EIR_I_NODE_SCALAR && strcmp(node->as.text, "unknown") == 0) {
    if (!find_middle(reader, node, &q))
      return false;
  } else {
    eir_i_rational ignored;
    if (node->kind == EIR_I_NODE_SCALAR &&
        eir_i_rational_parse(node->as.text, &ignored) == EIR_I_NUMBER_NONE) {
      eir_i_fault_kind(reader, node, expected);
      return false;
    }
    if (!read_plain(reader, node, &q))
      return false;
  }
  if (q.low.n < 0 || q.high.n > q.high.d) {
    eir_i_fault(reader, node, "a chance lies from 0 to 1");
    return false;
  }
  out->low = q.low;
  out->mode = q.mode;
  out->high = q.high;
  return true;
}

/* At most a million, so that the costs of all demands of a case can be added up. */
int64_t eir_i_read_cost(eir_i_reader *reader, const eir_i_node *node) {
  enum { MOST = 1000000, PARTS = 1000000 };
  eir_i_rational cost;
  if (!eir_i_read_number(reader, node, &cost))
    return EIR_I_COST_ONE;
  eir_i_rational most = eir_i_rational_whole(MOST);
  if (cost.n >= 0 && eir_i_rational_compare(cost, most) <= 0 && cost.d <= PARTS &&
      PARTS % (int64_t)cost.d == 0)
    return (int64_t)cost.n * (PARTS / (int64_t)cost.d);
  eir_i_fault(reader, node,
              "a cost is a number from 0 to %d with at most 6 decimals, not %s",
              (int)MOST, eir_i_quote(node->as.text).text);
  return EIR_I_COST_ONE;
}
