/* Outcome: reading one as it is written on a command line, "issue=option,issue=option".
 *
 * Every mistake is reported, each with its column in the text. */
#include <assert.h>
#include <string.h>

#include "case/model.h"
#include "case/quote.h"
#include "case/rational.h"
#include "case/scope.h"

#include "base/banned.h"

typedef struct parser {
  const eir_case *the_case;
  eir_diagnostics *diagnostics;
  eir_i_memory memory;
  const char *text;
  uint32_t *options; /* [n_issues] UINT32_MAX: not named yet */
} parser;

/* A piece of the text without the blanks around it. */
typedef struct piece {
  size_t at;
  size_t length;
} piece;

static bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static piece trim(const char *text, size_t from, size_t to) {
  while (from < to && is_blank(text[from]))
    from++;
  while (to > from && is_blank(text[to - 1]))
    to--;
  return (piece){from, to - from};
}

static bool is(const parser *p, piece of, const char *word) {
  return strlen(word) == of.length && memcmp(p->text + of.at, word, of.length) == 0;
}

/* ---- messages ---- */

static eir_i_place place_of(piece of) {
  return (eir_i_place){.line = 1, .column = (uint32_t)of.at + 1};
}

static void report(parser *p, piece of, const eir_i_text *message) {
  eir_i_diagnostics_add(p->diagnostics, EIR_ERROR, place_of(of), NULL, "%s",
                        message->failed || message->data == NULL ? "out of memory"
                                                                 : message->data);
}

typedef const char *name_at(const eir_case *the_case, size_t issue, size_t index);

/* "unknown WHAT 'x'", and what was perhaps meant, of n names. */
static void report_unknown(parser *p, piece of, const char *what, size_t issue,
                           size_t n, name_at *name) {
  eir_i_arena arena;
  eir_i_text message;
  eir_i_arena_init(&arena, &p->memory);
  eir_i_text_init(&message, &p->memory);
  const char **known = eir_i_arena_take_array(&arena, n, sizeof *known);
  const char *word = eir_i_arena_copy_text(&arena, p->text + of.at, of.length);
  for (size_t i = 0; known != NULL && i < n; i++)
    known[i] = name(p->the_case, issue, i);
  eir_i_text_add_format(&message, "unknown %s '%s'", what,
                        eir_i_quote_bytes(p->text + of.at, of.length).text);
  if (issue != SIZE_MAX)
    eir_i_text_add_format(&message, " of issue %s", p->the_case->issues[issue].id);
  if (known != NULL && word != NULL)
    eir_i_suggest(&message, word, known, n, issue == SIZE_MAX ? "issues" : "options");
  report(p, of, &message);
  eir_i_text_free(&message);
  eir_i_arena_free(&arena);
}

static const char *issue_name(const eir_case *the_case, size_t issue, size_t index) {
  (void)issue;
  return the_case->issues[index].id;
}

static const char *option_name(const eir_case *the_case, size_t issue, size_t index) {
  return the_case->issues[issue].options[index].id;
}

/* ---- reading ---- */

static size_t find_issue(const parser *p, piece of) {
  for (size_t i = 0; i < p->the_case->n_issues; i++)
    if (is(p, of, p->the_case->issues[i].id))
      return i;
  return SIZE_MAX;
}

/* A range's option may be written in any way that means the same number. */
static bool same_number(const parser *p, piece of, const char *id) {
  enum { LONG_NUMBER = 64 };
  char text[LONG_NUMBER];
  eir_i_rational a, b;
  if (of.length >= sizeof text)
    return false;
  memcpy(text, p->text + of.at, of.length);
  text[of.length] = '\0';
  return eir_i_rational_parse(text, &a) == EIR_I_NUMBER_OK &&
         eir_i_rational_parse(id, &b) == EIR_I_NUMBER_OK &&
         eir_i_rational_compare(a, b) == 0;
}

static uint32_t find_option(const parser *p, size_t issue, piece of) {
  const eir_i_issue *in = &p->the_case->issues[issue];
  for (uint32_t o = 0; o < in->n_options; o++) {
    if (is(p, of, in->options[o].id))
      return o;
    if (in->kind == EIR_ISSUE_RANGE && same_number(p, of, in->options[o].id))
      return o;
  }
  return UINT32_MAX;
}

static void report_word(parser *p, piece of, const char *what, const char *word) {
  eir_i_diagnostics_add(p->diagnostics, EIR_ERROR, place_of(of), NULL, "%s '%s'", what,
                        word);
}

/* One "issue=option". */
static void read_pair(parser *p, size_t from, size_t to) {
  piece whole = trim(p->text, from, to);
  const char *equals = memchr(p->text + from, '=', to - from);
  if (equals == NULL) {
    report_word(p, whole, "expected issue=option, found",
                eir_i_quote_bytes(p->text + whole.at, whole.length).text);
    return;
  }
  size_t middle = (size_t)(equals - p->text);
  piece left = trim(p->text, from, middle), right = trim(p->text, middle + 1, to);
  size_t issue = find_issue(p, left);
  if (issue == SIZE_MAX) {
    report_unknown(p, left, "issue", SIZE_MAX, p->the_case->n_issues, issue_name);
    return;
  }
  const eir_i_issue *in = &p->the_case->issues[issue];
  if (p->options[issue] != UINT32_MAX) {
    report_word(p, left,
                "an outcome takes one option of each issue; named twice:", in->id);
    return;
  }
  p->options[issue] = find_option(p, issue, right);
  if (p->options[issue] == UINT32_MAX) {
    report_unknown(p, right, "option", issue, in->n_options, option_name);
    p->options[issue] = 0; /* reported: it is not missing too */
  }
}

static void report_missing(parser *p) {
  eir_i_text message;
  eir_i_text_init(&message, &p->memory);
  size_t n = 0;
  for (size_t i = 0; i < p->the_case->n_issues; i++) {
    if (p->options[i] != UINT32_MAX)
      continue;
    eir_i_text_add(&message, n++ == 0 ? "an outcome takes one option of each issue; "
                                        "missing: "
                                      : ", ");
    eir_i_text_add(&message, p->the_case->issues[i].id);
  }
  if (n > 0)
    report(p, (piece){strlen(p->text), 0}, &message);
  eir_i_text_free(&message);
}

static void read_all(parser *p) {
  size_t length = strlen(p->text), from = 0;
  for (size_t i = 0; i < p->the_case->n_issues; i++)
    p->options[i] = UINT32_MAX;
  for (size_t to = 0; to <= length; to++) {
    if (to < length && p->text[to] != ',')
      continue;
    bool empty = trim(p->text, from, to).length == 0;
    if (!empty || to < length) /* a comma at the end is forgiven */
      read_pair(p, from, to);
    from = to + 1;
  }
  report_missing(p);
}

eir_status eir_case_read_outcome(const eir_case *the_case, const char *text,
                                 uint32_t *out_options,
                                 eir_diagnostics **out_diagnostics) {
  if (out_diagnostics != NULL)
    *out_diagnostics = NULL;
  if (the_case == NULL || text == NULL || out_options == NULL)
    return EIR_MISUSE;
  eir_diagnostics *diagnostics = eir_i_diagnostics_new(&the_case->memory.allocator);
  if (diagnostics == NULL)
    return EIR_NO_MEMORY;
  parser p = {.the_case = the_case,
              .diagnostics = diagnostics,
              .text = text,
              .options = out_options};
  eir_i_memory_init(&p.memory, &the_case->memory.allocator);
  (void)eir_i_diagnostics_file(diagnostics, "outcome");
  read_all(&p);
  size_t n_errors = eir_i_diagnostics_errors(diagnostics);
  eir_status status = n_errors > 0 ? EIR_BAD_INPUT : EIR_OK;
  if (eir_i_diagnostics_failed(diagnostics))
    status = EIR_NO_MEMORY;
  for (size_t i = 0; status != EIR_OK && i < the_case->n_issues; i++)
    out_options[i] = 0;
  if (out_diagnostics != NULL && status != EIR_NO_MEMORY)
    *out_diagnostics = diagnostics;
  else
    eir_diagnostics_free(diagnostics);
  return status;
}
