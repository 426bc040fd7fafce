/* Read table: maps of options to numbers or stances, breakpoints of a range, and the
 * one number of an award. */
#include "case/read_table.h"

#include <assert.h>
#include <string.h>

#include "case/prune.h"

#include "base/banned.h"

static const eir_i_scope_issue *scope_issue(const eir_i_reader *reader,
                                            const eir_i_table_place *place) {
  assert(place->issue < reader->scope.names.n);
  return &reader->scope.issues[place->issue];
}

uint32_t eir_i_read_issue_ref(eir_i_reader *reader, const eir_i_node *key) {
  uint32_t issue = eir_i_scope_find(&reader->scope, key->as.text);
  if (issue != EIR_I_NO_NAME || reader->scope.unknown)
    return issue;
  eir_i_text message;
  eir_i_message_init(reader, &message);
  eir_i_text_add_format(&message, "unknown issue '%s'", eir_i_quote(key->as.text).text);
  eir_i_suggest(&message, key->as.text, reader->scope.names.names,
                reader->scope.names.n, "issues");
  eir_i_fault_text(reader, key, &message);
  return EIR_I_NO_NAME;
}

static void *take_work(eir_i_reader *reader, const eir_i_table_place *place,
                       size_t count, size_t size) {
  void *taken = eir_i_arena_take_array(place->work, count, size);
  if (taken == NULL)
    reader->no_memory = true;
  return taken;
}

/* Room for one more table of the case? */
static bool count_cells(eir_i_reader *reader, const eir_i_node *node, size_t n) {
  if (n <= EIR_I_MAX_SCORE_CELLS - reader->n_cells) {
    reader->n_cells += n;
    return true;
  }
  eir_i_fault(reader, node,
              "the tables of all positions together have more than %d entries; use "
              "larger steps, or fewer options",
              (int)EIR_I_MAX_SCORE_CELLS);
  return false;
}

/* ---- which option a key means ---- */

/* By value: 5, 5.0 and 5e0 are the same option. */
static uint32_t range_option(eir_i_reader *reader, const eir_i_node *key,
                             const eir_i_scope_issue *issue) {
  eir_i_rational number;
  eir_i_number_fault fault = eir_i_rational_parse(key->as.text, &number);
  uint32_t index = EIR_I_NO_NAME;
  if (fault == EIR_I_NUMBER_OK)
    index = eir_i_grid_find(&issue->grid, number);
  if (index != EIR_I_NO_NAME)
    return index;
  eir_i_text message;
  eir_i_message_init(reader, &message);
  if (fault == EIR_I_NUMBER_OK) {
    eir_i_grid_explain(&message, &issue->grid, issue->id, key->as.text, number);
  } else {
    eir_i_text_add_format(&message, "issue %s is a range; ",
                          eir_i_quote(issue->id).text);
    eir_i_number_explain(&message, fault, key->as.text);
  }
  eir_i_fault_text(reader, key, &message);
  return EIR_I_NO_NAME;
}

static uint32_t find_option(eir_i_reader *reader, const eir_i_node *key,
                            const eir_i_scope_issue *issue) {
  if (issue->kind == EIR_ISSUE_RANGE)
    return range_option(reader, key, issue);
  uint32_t index = eir_i_names_find(&issue->options, key->as.text);
  if (index != EIR_I_NO_NAME)
    return index;
  eir_i_text message;
  eir_i_message_init(reader, &message);
  eir_i_text_add_format(&message, "unknown option '%s' of issue %s",
                        eir_i_quote(key->as.text).text, eir_i_quote(issue->id).text);
  eir_i_suggest(&message, key->as.text, issue->options.names, issue->options.n,
                "options");
  eir_i_fault_text(reader, key, &message);
  return EIR_I_NO_NAME;
}

/* The same, reporting an option named before: 5 and 5.0 are one number of a range. */
static uint32_t find_new_option(eir_i_reader *reader, const eir_i_node *key,
                                const eir_i_scope_issue *issue, uint32_t *lines) {
  uint32_t option = find_option(reader, key, issue);
  if (option == EIR_I_NO_NAME)
    return option;
  if (lines[option] == 0) {
    lines[option] = key->line;
    return option;
  }
  eir_i_fault(reader, key, "duplicate key '%s'; the same number is already %s",
              eir_i_quote(key->as.text).text,
              eir_i_prune_line_text(reader, lines[option]).text);
  return EIR_I_NO_NAME;
}

/* The same question without a message. */
static bool has_option(const eir_i_scope_issue *issue, const char *text) {
  eir_i_rational number;
  if (issue->kind != EIR_ISSUE_RANGE)
    return eir_i_names_find(&issue->options, text) != EIR_I_NO_NAME;
  return eir_i_rational_parse(text, &number) == EIR_I_NUMBER_OK &&
         eir_i_grid_find(&issue->grid, number) != EIR_I_NO_NAME;
}

uint32_t eir_i_read_option_ref(eir_i_reader *reader, const eir_i_node *node,
                               uint32_t issue, uint32_t *lines) {
  assert(issue < reader->scope.names.n);
  const eir_i_scope_issue *of = &reader->scope.issues[issue];
  if (of->broken || !eir_i_expect_scalar(reader, node, "an option"))
    return EIR_I_NO_NAME;
  if (reader->prune != NULL && !has_option(of, node->as.text))
    return EIR_I_NO_NAME;
  return lines == NULL ? find_option(reader, node, of)
                       : find_new_option(reader, node, of, lines);
}

static void option_text(const eir_i_scope_issue *issue, uint32_t option,
                        eir_i_quoted *out) {
  if (issue->kind == EIR_ISSUE_RANGE)
    eir_i_grid_text(&issue->grid, option, out->text, sizeof out->text);
  else
    *out = eir_i_quote(issue->options.names[option]);
}

/* Says which options of the issue have no line. */
static void report_missing(eir_i_reader *reader, const eir_i_node *node,
                           const eir_i_scope_issue *issue, const uint32_t *lines) {
  enum { SHOWN = 5 };
  uint32_t shown = 0, missing = 0;
  eir_i_text message;
  eir_i_message_init(reader, &message);
  for (uint32_t i = 0; i < issue->n_options; i++) {
    if (lines[i] != 0)
      continue;
    if (missing++ >= SHOWN)
      continue;
    eir_i_quoted text;
    option_text(issue, i, &text);
    eir_i_text_add_format(&message, "%s'%s'", shown++ > 0 ? ", " : "missing option ",
                          text.text);
  }
  if (missing > shown)
    eir_i_text_add_format(&message, " and %u more", (unsigned)(missing - shown));
  if (missing > 0) {
    eir_i_text_add_format(&message, " of issue %s; write 0 for what is worth nothing",
                          eir_i_quote(issue->id).text);
    eir_i_fault_text(reader, node, &message);
  }
  eir_i_text_free(&message);
}

/* ---- numbers ---- */

static uint32_t read_number_of(eir_i_reader *reader, const eir_i_node *node,
                               const eir_i_table_place *place, const char *option,
                               size_t index) {
  const eir_i_number_name name = {.section = place->section,
                                  .issue = scope_issue(reader, place)->id,
                                  .option = option,
                                  .index = index};
  return eir_i_read_quantity(reader, node, &eir_i_shape_number, &name, place->numbers);
}

/* An entry that is the number itself. */
static eir_i_cell cell_of(uint32_t number) {
  return (eir_i_cell){.first = number, .second = number, .share = {.n = 0, .d = 1}};
}

/* Is it the key "order", and not an option of that id? */
static bool is_order(const eir_i_node *key, const eir_i_scope_issue *issue) {
  return strcmp(key->as.text, "order") == 0 &&
         (issue->kind == EIR_ISSUE_RANGE ||
          eir_i_names_find(&issue->options, "order") == EIR_I_NO_NAME);
}

/* A better option must be able to have the higher value, or sorting would move a value
 * out of the reach of its option. */
static bool check_order(eir_i_reader *reader, const eir_i_node *list,
                        const eir_i_numbers *numbers, const uint32_t *order) {
  size_t highest = list->count - 1; /* of the lowest values of those behind */
  for (size_t i = list->count - 1; i-- > 0;) {
    eir_i_rational behind = eir_i_number_low(reader, numbers, order[highest]);
    eir_i_rational here = eir_i_number_high(reader, numbers, order[i]);
    if (eir_i_rational_compare(here, behind) < 0) {
      eir_i_fault(reader, &list->as.children[i],
                  "the order puts '%s' before '%s', which is always worth more",
                  eir_i_quote(list->as.children[i].as.text).text,
                  eir_i_quote(list->as.children[highest].as.text).text);
      return false;
    }
    if (eir_i_rational_compare(eir_i_number_low(reader, numbers, order[i]), behind) > 0)
      highest = i;
  }
  return true;
}

/* The options of an order, as their numbers; `cells` are complete unless there were
 * errors. */
static void read_order(eir_i_reader *reader, const eir_i_node *node,
                       const eir_i_table_place *place, const eir_i_cell *cells) {
  const eir_i_scope_issue *issue = scope_issue(reader, place);
  size_t errors = eir_i_errors(reader);
  if (!eir_i_expect(reader, node, EIR_I_NODE_LIST,
                    "a list of options, the best one first"))
    return;
  uint32_t *lines = take_work(reader, place, issue->n_options, sizeof *lines);
  uint32_t *order = take_work(reader, place, node->count, sizeof *order);
  if (lines == NULL || order == NULL)
    return;
  for (size_t i = 0; i < node->count && !reader->no_memory; i++) {
    const eir_i_node *item = &node->as.children[i];
    if (!eir_i_expect_scalar(reader, item, "an option"))
      continue;
    uint32_t option = find_option(reader, item, issue);
    if (option == EIR_I_NO_NAME)
      continue;
    if (lines[option]++ > 0)
      eir_i_fault(reader, item, "option '%s' stands twice in the order",
                  eir_i_quote(item->as.text).text);
    order[i] = cells == NULL ? 0 : cells[option].first;
  }
  if (cells == NULL || eir_i_errors(reader) != errors || node->count == 0 ||
      !check_order(reader, node, place->numbers, order))
    return;
  const eir_i_order_of_numbers made = {.numbers = order, .n = node->count};
  if (!eir_i_array_push(place->orders, &made))
    reader->no_memory = true;
}

/* Where something was left out of the case, options without a number count 0. */
static void fill_missing(eir_i_reader *reader, const eir_i_table_place *place,
                         const eir_i_scope_issue *issue, const uint32_t *lines,
                         eir_i_cell *cells) {
  const eir_i_number nothing = {.value = eir_i_rational_whole(0),
                                .unknown = EIR_I_NONE};
  uint32_t zero = EIR_I_NONE;
  for (uint32_t i = 0; i < issue->n_options; i++) {
    if (lines[i] != 0)
      continue;
    if (zero == EIR_I_NONE) {
      zero = (uint32_t)place->numbers->list.count;
      if (!eir_i_array_push(&place->numbers->list, &nothing)) {
        reader->no_memory = true;
        return;
      }
    }
    cells[i] = cell_of(zero);
  }
}

/* Every option needs a number; which are missing is said in one message. */
static bool read_map(eir_i_reader *reader, const eir_i_node *node,
                     const eir_i_table_place *place, eir_i_cell *cells) {
  const eir_i_scope_issue *issue = scope_issue(reader, place);
  const eir_i_option *options = reader->the_case->issues[place->issue].options;
  uint32_t *lines = take_work(reader, place, issue->n_options, sizeof *lines);
  const eir_i_node *order = NULL;
  if (lines == NULL)
    return false;
  size_t errors = eir_i_errors(reader);
  for (size_t i = 0; i < node->count && !reader->no_memory; i++) {
    const eir_i_node *key = eir_i_node_key(node, i);
    if (is_order(key, issue)) {
      order = eir_i_node_value(node, i);
      continue;
    }
    size_t mark = eir_i_path_enter(reader, key->as.text);
    uint32_t option = find_new_option(reader, key, issue, lines);
    const char *id = option == EIR_I_NO_NAME ? NULL : options[option].id;
    uint32_t number = read_number_of(reader, eir_i_node_value(node, i), place,
                                     id == NULL ? key->as.text : id, 0);
    if (option != EIR_I_NO_NAME)
      cells[option] = cell_of(number);
    eir_i_path_leave(reader, mark);
  }
  if (reader->prune != NULL)
    fill_missing(reader, place, issue, lines, cells);
  else if (eir_i_errors(reader) == errors && !issue->faulty)
    report_missing(reader, node, issue, lines);
  bool good = eir_i_errors(reader) == errors && !issue->faulty;
  if (order != NULL && !reader->no_memory) {
    size_t mark = eir_i_path_enter(reader, "order");
    read_order(reader, order, place, good ? cells : NULL);
    eir_i_path_leave(reader, mark);
  }
  return good;
}

typedef struct breakpoint {
  eir_i_rational x;
  uint32_t y; /* a number of the position */
} breakpoint;

/* Number `index` of a list, from 1. */
static bool read_breakpoint(eir_i_reader *reader, const eir_i_node *node,
                            const eir_i_table_place *place, size_t index,
                            breakpoint *out) {
  bool x = eir_i_read_number(reader, &node->as.children[0], &out->x);
  out->y = read_number_of(reader, &node->as.children[1], place, NULL, index);
  return x && out->y != EIR_I_NONE;
}

static bool is_pair(eir_i_reader *reader, const eir_i_node *node) {
  const char *expected = "a breakpoint as a pair [number, worth]";
  if (!eir_i_expect(reader, node, EIR_I_NODE_LIST, expected))
    return false;
  if (node->count == 2)
    return true;
  eir_i_fault(reader, node, "expected %s, found a list of %u", expected,
              (unsigned)node->count);
  return false;
}

/* Do the breakpoints ascend, and do they reach from the first number to the last? */
static bool check_breakpoints(eir_i_reader *reader, const eir_i_node *node,
                              const eir_i_scope_issue *issue,
                              const breakpoint *points) {
  size_t n = node->count;
  for (size_t i = 1; i < n; i++) {
    if (eir_i_rational_compare(points[i - 1].x, points[i].x) < 0)
      continue;
    eir_i_fault(reader, &node->as.children[i].as.children[0],
                "breakpoints must ascend, and %s does not come after %s",
                eir_i_quote(node->as.children[i].as.children[0].as.text).text,
                eir_i_quote(node->as.children[i - 1].as.children[0].as.text).text);
    return false;
  }
  eir_i_rational first = eir_i_grid_number(&issue->grid, 0);
  eir_i_rational last = eir_i_grid_number(&issue->grid, issue->n_options - 1);
  bool late = eir_i_rational_compare(points[0].x, first) > 0;
  if (!late && eir_i_rational_compare(points[n - 1].x, last) >= 0)
    return true;
  eir_i_quoted number;
  option_text(issue, late ? 0 : issue->n_options - 1, &number);
  eir_i_fault(reader, node,
              "breakpoints must cover the whole range; the %s one has to be at %s",
              late ? "first" : "last", number.text);
  return false;
}

/* Where x lies from one breakpoint to the next; true when that has too many digits. */
static bool find_share(const breakpoint *from, const breakpoint *to, eir_i_rational x,
                       eir_i_cell *out) {
  *out = cell_of(from->y);
  if (eir_i_rational_compare(from->x, x) == 0)
    return false;
  eir_i_rational along, run;
  out->second = to->y;
  return eir_i_rational_subtract(x, from->x, &along) ||
         eir_i_rational_subtract(to->x, from->x, &run) ||
         eir_i_rational_divide(along, run, &out->share);
}

/* The entry of every number of the range; true when one has too many digits. */
static bool find_shares(const eir_i_scope_issue *issue, const breakpoint *points,
                        size_t n, eir_i_cell *cells) {
  size_t at = 0;
  for (uint32_t i = 0; i < issue->n_options; i++) {
    eir_i_rational x = eir_i_grid_number(&issue->grid, i);
    while (at + 1 < n && eir_i_rational_compare(points[at + 1].x, x) <= 0)
      at++;
    if (find_share(&points[at], &points[at + 1 < n ? at + 1 : at], x, &cells[i]))
      return true;
  }
  return false;
}

static bool read_breakpoints(eir_i_reader *reader, const eir_i_node *node,
                             const eir_i_table_place *place, eir_i_cell *cells) {
  const eir_i_scope_issue *issue = scope_issue(reader, place);
  size_t n = node->count;
  if (n == 0) {
    eir_i_fault(reader, node, "breakpoints must cover the whole range; found none");
    return false;
  }
  breakpoint *points = take_work(reader, place, n, sizeof *points);
  if (points == NULL)
    return false;
  bool good = true, pair = true;
  for (size_t i = 0; i < n && pair; i++) {
    const eir_i_node *item = &node->as.children[i];
    size_t mark = eir_i_path_enter_index(reader, i);
    pair = is_pair(reader, item); /* if one isn't, the others most likely aren't */
    good = pair && read_breakpoint(reader, item, place, i + 1, &points[i]) && good;
    eir_i_path_leave(reader, mark);
  }
  if (!good || !check_breakpoints(reader, node, issue, points))
    return false;
  if (!find_shares(issue, points, n, cells))
    return true;
  eir_i_fault(reader, node,
              "between these breakpoints a number has more digits than can be held "
              "exactly; write fewer digits");
  return false;
}

/* Nothing, breakpoints and a mapping of the two parties are no number. */
static bool may_be_number(const eir_i_node *node) {
  if (node->kind == EIR_I_NODE_MAPPING)
    return eir_i_is_quantity(node);
  if (node->kind == EIR_I_NODE_LIST)
    return node->count == 0 || node->as.children[0].kind != EIR_I_NODE_LIST;
  return !eir_i_node_is_null(node);
}

/* One number: what the item is worth to the party if it gets it. If the other does, it
 * is worth 0 to this one. */
static bool read_award(eir_i_reader *reader, const eir_i_node *node,
                       const eir_i_table_place *place, eir_i_cell *cells) {
  const eir_i_issue *issue = &reader->the_case->issues[place->issue];
  const eir_i_number nothing = {.value = eir_i_rational_whole(0),
                                .unknown = EIR_I_NONE};
  for (size_t i = 0; i < 2; i++) {
    if (issue->between[i] != place->party)
      continue;
    if (!may_be_number(node)) {
      eir_i_fault_kind(reader, node, "one number, what the item is worth");
      return false;
    }
    uint32_t number = read_number_of(reader, node, place, NULL, 0);
    if (number == EIR_I_NONE)
      return false;
    cells[i] = cell_of(number);
    cells[1 - i] = cell_of((uint32_t)place->numbers->list.count);
    if (!eir_i_array_push(&place->numbers->list, &nothing))
      reader->no_memory = true;
    return !reader->no_memory;
  }
  const eir_i_party *parties = reader->the_case->parties;
  eir_i_fault(reader, node,
              "%s can only go to %s or %s, so it has no worth for %s; remove this line",
              eir_i_quote(issue->id).text,
              eir_i_quote(parties[issue->between[0]].id).text,
              eir_i_quote(parties[issue->between[1]].id).text,
              eir_i_quote(parties[place->party].id).text);
  return false;
}

eir_i_cell *eir_i_read_entries(eir_i_reader *reader, const eir_i_node *node,
                               const eir_i_table_place *place) {
  const eir_i_scope_issue *issue = scope_issue(reader, place);
  if (issue->broken || node->kind == EIR_I_NODE_BROKEN)
    return NULL;
  if (!count_cells(reader, node, issue->n_options))
    return NULL;
  eir_i_cell *cells = take_work(reader, place, issue->n_options, sizeof *cells);
  if (cells == NULL)
    return NULL;
  bool good = false;
  if (issue->kind == EIR_ISSUE_AWARD_DIVISIBLE ||
      issue->kind == EIR_ISSUE_AWARD_INDIVISIBLE)
    good = read_award(reader, node, place, cells);
  else if (node->kind == EIR_I_NODE_MAPPING)
    good = read_map(reader, node, place, cells);
  else if (issue->kind == EIR_ISSUE_RANGE && node->kind == EIR_I_NODE_LIST)
    good = read_breakpoints(reader, node, place, cells);
  else
    eir_i_fault_kind(reader, node,
                     issue->kind == EIR_ISSUE_RANGE
                         ? "breakpoints [[number, worth], ...], or a mapping of the "
                           "range's numbers to numbers"
                         : "a mapping of option ids to numbers");
  return good ? cells : NULL;
}

/* ---- stances ---- */

const uint8_t *eir_i_read_stances(eir_i_reader *reader, const eir_i_node *node,
                                  const eir_i_table_place *place) {
  static const char *const words[] = {"unknown", "prefers", "accepts", "resists",
                                      "refuses"};
  static_assert(EIR_I_STANCE_UNKNOWN == 1 && EIR_I_STANCE_REFUSES == 5,
                "the words are in the order of eir_i_stance");
  const eir_i_scope_issue *issue = scope_issue(reader, place);
  if (issue->broken)
    return NULL;
  const char *expected =
      "a mapping of options to prefers, accepts, resists, refuses or "
      "unknown";
  if (!eir_i_expect(reader, node, EIR_I_NODE_MAPPING, expected))
    return NULL;
  if (!count_cells(reader, node, issue->n_options))
    return NULL;
  uint8_t *stances = eir_i_take(reader, issue->n_options, sizeof *stances);
  uint32_t *lines = take_work(reader, place, issue->n_options, sizeof *lines);
  if (stances == NULL || lines == NULL)
    return NULL;
  for (size_t i = 0; i < node->count && !reader->no_memory; i++) {
    const eir_i_node *key = eir_i_node_key(node, i);
    size_t mark = eir_i_path_enter(reader, key->as.text);
    uint32_t option = find_new_option(reader, key, issue, lines);
    size_t choice =
        eir_i_read_choice(reader, eir_i_node_value(node, i), "stance", words, 5);
    if (option != EIR_I_NO_NAME && choice < 5)
      stances[option] = (uint8_t)(EIR_I_STANCE_UNKNOWN + choice);
    eir_i_path_leave(reader, mark);
  }
  return stances;
}
