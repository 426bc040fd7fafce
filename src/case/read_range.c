/* Read range: from, to and step become a grid of whole multiples of a power of ten, so
 * that each number on it has an exact decimal text. */
#include "case/read_range.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

bool eir_i_count_options(eir_i_reader *reader, const eir_i_node *node, size_t n) {
  if (n <= EIR_I_MAX_OPTIONS - reader->n_options) {
    reader->n_options += n;
    return true;
  }
  eir_i_fault(
      reader, node,
      "with this issue the case has more than %d options; use a larger step, or "
      "fewer options",
      (int)EIR_I_MAX_OPTIONS);
  return false;
}

/* The numbers of a range, and which of them could be read. */
typedef struct range_numbers {
  eir_i_rational from, to, step;
  const eir_i_node *to_node, *step_node;
  bool good;
} range_numbers;

/* How many decimals the number has; more than 38 if it is no decimal. */
static unsigned decimals_of(eir_i_rational number) {
  eir_i_i128 power = 1;
  unsigned decimals = 0;
  for (; decimals <= 38 && power % number.d != 0; decimals++)
    if (eir_i_i128_multiply(power, 10, &power))
      return 39;
  return decimals;
}

static bool read_key(eir_i_reader *reader, const eir_i_node *range, const char *key,
                     eir_i_rational *out) {
  const eir_i_node *node = eir_i_node_get(range, key);
  if (node == NULL) {
    eir_i_fault_missing(reader, range, key, &eir_i_shape_range, "a number");
    return false;
  }
  size_t mark = eir_i_path_enter(reader, key);
  bool good = eir_i_read_number(reader, node, out);
  if (good && decimals_of(*out) > 38) {
    eir_i_fault(reader, node,
                "%s is no decimal number, and the numbers of a range have to be",
                eir_i_quote(node->as.text).text);
    good = false;
  }
  eir_i_path_leave(reader, mark);
  return good;
}

/* value as a multiple of 1 / one, which its denominator divides; true if too long. */
static bool scale_to(eir_i_rational value, eir_i_i128 one, eir_i_i128 *out) {
  assert(one % value.d == 0);
  return eir_i_i128_multiply(value.n, one / value.d, out);
}

/* Fills the grid; false, after a message, if its numbers don't fit. */
static bool make_grid(eir_i_reader *reader, const eir_i_node *node,
                      const range_numbers *numbers, eir_i_grid *grid,
                      eir_i_i128 *out_to) {
  unsigned decimals = decimals_of(numbers->from);
  if (decimals_of(numbers->to) > decimals)
    decimals = decimals_of(numbers->to);
  if (decimals_of(numbers->step) > decimals)
    decimals = decimals_of(numbers->step);
  eir_i_i128 one = 1, distance;
  bool too_long = false;
  for (unsigned i = 0; i < decimals && !too_long; i++)
    too_long = eir_i_i128_multiply(one, 10, &one);
  too_long = too_long || scale_to(numbers->from, one, &grid->from) ||
             scale_to(numbers->to, one, out_to) ||
             scale_to(numbers->step, one, &grid->step) ||
             EIR_SUB_OVERFLOWS(*out_to, grid->from, &distance);
  if (too_long) {
    eir_i_fault(reader, node,
                "the numbers of this range have more digits together than can be held "
                "exactly; write fewer digits");
    return false;
  }
  grid->one = one;
  grid->decimals = decimals;
  return true;
}

/* The two ends that the step does lead to, before and after the one given. */
static void report_off_step(eir_i_reader *reader, const range_numbers *numbers,
                            const eir_i_grid *grid, eir_i_i128 to) {
  char below[64], above[64];
  eir_i_i128 last = to - (to - grid->from) % grid->step, next;
  eir_i_decimal_text(last, grid->decimals, below, sizeof below);
  if (EIR_ADD_OVERFLOWS(last, grid->step, &next))
    next = last;
  eir_i_decimal_text(next, grid->decimals, above, sizeof above);
  eir_i_fault(reader, numbers->to_node,
              "the step does not lead to %s; end the range at %s or %s",
              eir_i_quote(numbers->to_node->as.text).text, below, above);
}

/* The options of the grid, with their numbers as ids. */
static void make_options(eir_i_reader *reader, eir_i_issue *issue,
                         eir_i_scope_issue *scope) {
  eir_i_option *options = eir_i_take(reader, scope->n_options, sizeof *options);
  if (options == NULL)
    return;
  for (uint32_t i = 0; i < scope->n_options; i++) {
    char text[64];
    size_t length = eir_i_grid_text(&scope->grid, i, text, sizeof text);
    options[i].id = eir_i_arena_copy_text(reader->arena, text, length);
    if (options[i].id == NULL) {
      reader->no_memory = true;
      return;
    }
  }
  issue->options = options;
  issue->n_options = scope->n_options;
  scope->broken = false;
}

/* Equal ends are fine: a range of one number. */
static bool check_order(eir_i_reader *reader, const range_numbers *numbers) {
  if (numbers->step.n <= 0) {
    size_t mark = eir_i_path_enter(reader, "step");
    eir_i_fault(reader, numbers->step_node, "the step of a range must be above 0");
    eir_i_path_leave(reader, mark);
    return false;
  }
  if (eir_i_rational_compare(numbers->from, numbers->to) <= 0)
    return true;
  size_t mark = eir_i_path_enter(reader, "to");
  eir_i_fault(reader, numbers->to_node,
              "a range ascends, but its end is below its start; swap 'from' and 'to'");
  eir_i_path_leave(reader, mark);
  return false;
}

void eir_i_read_range(eir_i_reader *reader, const eir_i_node *node, eir_i_issue *issue,
                      eir_i_scope_issue *scope) {
  issue->kind = scope->kind = EIR_ISSUE_RANGE;
  scope->broken = true;
  if (!eir_i_check_shape(reader, node, &eir_i_shape_range))
    return;
  const eir_i_node *unit = eir_i_node_get(node, "unit");
  if (unit != NULL) {
    size_t mark = eir_i_path_enter(reader, "unit");
    issue->unit = eir_i_read_text(reader, unit);
    eir_i_path_leave(reader, mark);
  }
  range_numbers numbers = {.to_node = eir_i_node_get(node, "to"),
                           .step_node = eir_i_node_get(node, "step")};
  bool good = read_key(reader, node, "from", &numbers.from);
  good = read_key(reader, node, "to", &numbers.to) && good;
  good = read_key(reader, node, "step", &numbers.step) && good;
  if (!good || !check_order(reader, &numbers))
    return;
  eir_i_i128 to;
  if (!make_grid(reader, node, &numbers, &scope->grid, &to))
    return;
  eir_i_i128 steps = (to - scope->grid.from) / scope->grid.step;
  if ((to - scope->grid.from) % scope->grid.step != 0) {
    size_t mark = eir_i_path_enter(reader, "to");
    report_off_step(reader, &numbers, &scope->grid, to);
    eir_i_path_leave(reader, mark);
    return;
  }
  size_t n = steps >= EIR_I_MAX_OPTIONS ? SIZE_MAX : (size_t)steps + 1;
  if (!eir_i_count_options(reader, node, n))
    return;
  scope->grid.n = scope->n_options = (uint32_t)n;
  make_options(reader, issue, scope);
}
