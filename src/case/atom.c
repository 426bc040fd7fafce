/* Atom: looking up issues and options, with a remedy for each way to get them wrong. */
#include "case/atom.h"

#include <assert.h>
#include <string.h>

#include "case/quote.h"

#include "base/banned.h"

void eir_i_atoms_init(eir_i_atom_maker *maker,
                      const eir_i_expression_request *request) {
  *maker = (eir_i_atom_maker){.arena = request->arena, .request = request};
  eir_i_array_init(&maker->intervals, request->arena->memory, sizeof(eir_i_interval));
}

void eir_i_atoms_free(eir_i_atom_maker *maker) {
  eir_i_array_free(&maker->intervals);
}

/* ---- faults ---- */

static void send(eir_i_atom_maker *maker, size_t at, eir_i_text *message) {
  maker->bad = true;
  if (message->failed)
    maker->no_memory = true;
  else
    maker->request->report(maker->request->user, at, message->data);
  eir_i_text_free(message);
}

void eir_i_atom_fault(eir_i_atom_maker *maker, size_t at, const char *format, ...) {
  eir_i_text message;
  eir_i_text_init(&message, maker->arena->memory);
  va_list arguments;
  va_start(arguments, format);
  eir_i_text_add_list(&message, format, arguments);
  va_end(arguments);
  send(maker, at, &message);
}

/* text[at..at + length) as a string in the arena; NULL without memory. */
static const char *word_at(eir_i_atom_maker *maker, size_t at, size_t length) {
  const char *word =
      eir_i_arena_copy_text(maker->arena, maker->request->text + at, length);
  if (word == NULL)
    maker->no_memory = true;
  return word;
}

/* ---- the issue ---- */

void eir_i_atom_begin(eir_i_atom_maker *maker, size_t at, size_t length) {
  maker->issue = NULL;
  maker->intervals.count = 0;
  const eir_i_scope *scope = maker->request->scope;
  const char *word = word_at(maker, at, length);
  if (word == NULL)
    return;
  uint32_t index = eir_i_scope_find(scope, word);
  if (index != EIR_I_NO_NAME) {
    maker->issue_index = index;
    maker->issue = &scope->issues[index];
    if (maker->issue->broken)
      maker->issue = NULL, maker->broken = true;
    return;
  }
  if (scope->unknown) {
    maker->broken = true;
    return;
  }
  eir_i_text message;
  eir_i_text_init(&message, maker->arena->memory);
  eir_i_text_add_format(&message, "unknown issue '%s'", eir_i_quote(word).text);
  eir_i_suggest(&message, word, scope->names.names, scope->names.n, "issues");
  send(maker, at, &message);
}

/* Is it one of < <= > >= ? */
static bool orders(eir_i_token_kind kind) {
  return kind == EIR_I_TOKEN_LESS || kind == EIR_I_TOKEN_LESS_EQUAL ||
         kind == EIR_I_TOKEN_GREATER || kind == EIR_I_TOKEN_GREATER_EQUAL;
}

void eir_i_atom_operator(eir_i_atom_maker *maker, eir_i_token comparison) {
  maker->comparison = comparison;
  const eir_i_scope_issue *issue = maker->issue;
  if (issue == NULL || issue->kind == EIR_ISSUE_RANGE || !orders(comparison.kind))
    return;
  bool award = issue->kind != EIR_ISSUE_LIST;
  eir_i_atom_fault(
      maker, comparison.at, "'%.*s' compares the numbers of a range, and %s is %s; %s",
      (int)comparison.length, maker->request->text + comparison.at,
      eir_i_quote(issue->id).text, award ? "an award" : "a list of options",
      award ? "write = and the party that gets it"
            : "write = or in {...} with the options that are meant");
  maker->issue = NULL; /* the operand goes unchecked */
}

/* ---- operands ---- */

/* Empty ones, such as "below the least number", add nothing. */
static void add_interval(eir_i_atom_maker *maker, uint32_t first, uint32_t end) {
  eir_i_interval interval = {first, end};
  if (first < end && !eir_i_array_push(&maker->intervals, &interval))
    maker->no_memory = true;
}

/* Order compares with any number: "distance >= 7" means 10 and more on a grid of fives.
 * Equality with a number that no outcome can have is most likely a slip. */
static void number_operand(eir_i_atom_maker *maker, const char *word, size_t at) {
  const eir_i_scope_issue *issue = maker->issue;
  const eir_i_grid *grid = &issue->grid;
  eir_i_rational number;
  eir_i_text message;
  eir_i_text_init(&message, maker->arena->memory);
  eir_i_number_fault fault = eir_i_rational_parse(word, &number);
  if (fault != EIR_I_NUMBER_OK) {
    eir_i_text_add_format(&message, "issue %s is a range; ",
                          eir_i_quote(issue->id).text);
    eir_i_number_explain(&message, fault, word);
    send(maker, at, &message);
    return;
  }
  if (maker->comparison.kind == EIR_I_TOKEN_LESS) {
    add_interval(maker, 0, eir_i_grid_below(grid, number, false));
  } else if (maker->comparison.kind == EIR_I_TOKEN_LESS_EQUAL) {
    add_interval(maker, 0, eir_i_grid_below(grid, number, true));
  } else if (maker->comparison.kind == EIR_I_TOKEN_GREATER) {
    add_interval(maker, eir_i_grid_below(grid, number, true), grid->n);
  } else if (maker->comparison.kind == EIR_I_TOKEN_GREATER_EQUAL) {
    add_interval(maker, eir_i_grid_below(grid, number, false), grid->n);
  } else {
    uint32_t index = eir_i_grid_find(grid, number);
    if (index == EIR_I_NO_NAME) {
      eir_i_grid_explain(&message, grid, issue->id, word, number);
      send(maker, at, &message);
      return;
    }
    add_interval(maker, index, index + 1);
  }
  eir_i_text_free(&message);
}

/* After a fault in the issue or the operator, operands go unchecked: what they should
 * be is not known. */
void eir_i_atom_operand(eir_i_atom_maker *maker, size_t at, size_t length) {
  const eir_i_scope_issue *issue = maker->issue;
  if (issue == NULL || maker->no_memory)
    return;
  const char *word = word_at(maker, at, length);
  if (word == NULL)
    return;
  if (issue->kind == EIR_ISSUE_RANGE) {
    number_operand(maker, word, at);
    return;
  }
  uint32_t index = eir_i_names_find(&issue->options, word);
  if (index != EIR_I_NO_NAME) {
    add_interval(maker, index, index + 1);
    return;
  }
  if (maker->request->scope->pruned)
    return;
  eir_i_text message;
  eir_i_text_init(&message, maker->arena->memory);
  eir_i_text_add_format(&message, "unknown option '%s' of issue %s",
                        eir_i_quote(word).text, eir_i_quote(issue->id).text);
  eir_i_suggest(&message, word, issue->options.names, issue->options.n, "options");
  send(maker, at, &message);
}

/* ---- the end ---- */

/* Sorts intervals by their start: a heap sort, as a set may name many options. */
static void sift_down(eir_i_interval *heap, size_t from, size_t n) {
  for (size_t parent = from; 2 * parent + 1 < n;) {
    size_t child = 2 * parent + 1;
    if (child + 1 < n && heap[child + 1].first > heap[child].first)
      child++;
    if (heap[parent].first >= heap[child].first)
      return;
    eir_i_interval swapped = heap[parent];
    heap[parent] = heap[child];
    heap[child] = swapped;
    parent = child;
  }
}

static void sort_intervals(eir_i_interval *intervals, size_t n) {
  for (size_t i = n / 2; i-- > 0;)
    sift_down(intervals, i, n);
  for (size_t left = n; left > 1; left--) {
    eir_i_interval swapped = intervals[0];
    intervals[0] = intervals[left - 1];
    intervals[left - 1] = swapped;
    sift_down(intervals, 0, left - 1);
  }
}

/* Sorted, disjoint, not touching. Returns how many are left. */
static size_t normalise(eir_i_interval *intervals, size_t n) {
  sort_intervals(intervals, n);
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    if (kept > 0 && intervals[i].first <= intervals[kept - 1].end) {
      if (intervals[i].end > intervals[kept - 1].end)
        intervals[kept - 1].end = intervals[i].end;
    } else {
      intervals[kept++] = intervals[i];
    }
  }
  return kept;
}

/* What intervals[n] leave out of [0, n_options), into out[n + 1]. */
static size_t complement(const eir_i_interval *intervals, size_t n, uint32_t n_options,
                         eir_i_interval *out) {
  assert(n == 0 || intervals[n - 1].end <= n_options);
  size_t made = 0;
  uint32_t from = 0;
  for (size_t i = 0; i <= n; i++) {
    uint32_t to = i < n ? intervals[i].first : n_options;
    if (from < to)
      out[made++] = (eir_i_interval){from, to};
    if (i < n)
      from = intervals[i].end;
  }
  return made;
}

const eir_i_expression *eir_i_atom_end(eir_i_atom_maker *maker) {
  if (maker->no_memory)
    return NULL;
  eir_i_expression *atom = eir_i_arena_take(maker->arena, sizeof *atom);
  size_t n = normalise(maker->intervals.items, maker->intervals.count);
  eir_i_interval *intervals =
      eir_i_arena_take_array(maker->arena, n + 1, sizeof *intervals);
  if (atom == NULL || intervals == NULL)
    return NULL;
  *atom = (eir_i_expression){.kind = EIR_I_EXPRESSION_ATOM, .intervals = intervals};
  if (maker->issue == NULL)
    return atom; /* a stand-in; the rule is refused */
  if (maker->comparison.kind == EIR_I_TOKEN_DIFFERENT)
    n = complement(maker->intervals.items, n, maker->issue->n_options, intervals);
  else if (n > 0)
    memcpy(intervals, maker->intervals.items, n * sizeof *intervals);
  atom->issue = maker->issue_index;
  atom->n_intervals = n;
  return atom;
}
