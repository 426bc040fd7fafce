/* Describe: the object of `eirene check --json` for one valid case.
 *
 *   {"eirene": VERSION, "verb": "check", "valid": true,
 *    "case": {"title", "parties": [...], "signatories": [...], "issues": [...]},
 *    "outcomes": "720",                           product of the option counts, decimal
 *    "consent": {"at_least": 5, "vetoes": [...]},
 *    "issues": {id: {"kind": "options" | "range" | "award", "options": 3}},
 *    "positions": {party: {"kind": "points" | "weights" | "stance" | "red_lines",
 *                          "red_lines": 1, "interactions": 0}},
 *    "scores": {party: {"exact": true, "unit": "100"}},       only parties with scores
 *    "constraints": 0, "sources": 0, "record": 0,             counts
 *    "notes": [...]}                  whose view it is, whose private positions it has
 *
 * Written piece by piece, as a case may have a million issues. */
#include <assert.h>
#include <string.h>

#include "case/model.h"
#include "case/record.h"
#include "case/tree.h"

#include "base/banned.h"

/* Text on its way to the receiver. */
typedef struct writer {
  eir_i_text text;
  eir_write_function write;
  void *user;
  bool refused;
} writer;

/* Hands over what there is. After a refusal the rest is still made, piece by piece, and
 * thrown away: simpler than stopping in the middle. */
static void flush(writer *w) {
  if (!w->text.failed && !w->refused && w->text.length > 0 &&
      !w->write(w->user, w->text.data, w->text.length))
    w->refused = true;
  eir_i_text_clear(&w->text);
}

/* Adds, and flushes now and then: every writer below ends in a call of this. */
static void put(writer *w, const char *text) {
  enum { PIECE = 16 * 1024 };
  eir_i_text_add(&w->text, text);
  if (w->text.length >= PIECE)
    flush(w);
}

static void put_string(writer *w, const char *text) {
  eir_i_text_add_json(&w->text, text);
  put(w, "");
}

static void put_count(writer *w, const char *before, size_t count) {
  eir_i_text_add_format(&w->text, "%s%zu", before, count);
}

/* ---- the number of outcomes ---- */

enum { LIMB = 1000000000 };

/* limbs[*n] in base 10^9, smallest first, times factor. */
static void multiply(uint32_t *limbs, size_t *n, uint64_t factor) {
  uint64_t carry = 0;
  for (size_t i = 0; i < *n; i++) {
    uint64_t product = limbs[i] * factor + carry;
    limbs[i] = (uint32_t)(product % LIMB);
    carry = product / LIMB;
  }
  for (; carry > 0; carry /= LIMB)
    limbs[(*n)++] = (uint32_t)(carry % LIMB);
}

static void put_outcomes(writer *w, const eir_case *the_case, eir_i_memory *memory) {
  /* Each issue has at most 10^6 options and so adds less than one limb. */
  size_t room = the_case->n_issues + 4, n = 1;
  uint32_t *limbs = eir_i_allocate_array(memory, room, sizeof *limbs);
  if (limbs == NULL) {
    w->text.failed = true;
    return;
  }
  limbs[0] = 1;
  uint64_t batch = 1; /* factors are gathered, as each pass goes over all limbs */
  for (size_t i = 0; i < the_case->n_issues; i++) {
    uint64_t factor = the_case->issues[i].n_options;
    assert(factor <= EIR_I_MAX_OPTIONS);
    if (batch > UINT32_MAX / factor) {
      multiply(limbs, &n, batch);
      batch = 1;
    }
    batch *= factor;
  }
  multiply(limbs, &n, batch);
  assert(n <= room);
  eir_i_text_add_format(&w->text, "\"%u", (unsigned)limbs[n - 1]);
  for (size_t i = n - 1; i-- > 0;) {
    eir_i_text_add_format(&w->text, "%09u", (unsigned)limbs[i]);
    put(w, "");
  }
  put(w, "\"");
  eir_i_release(memory, limbs, room * sizeof *limbs);
}

/* ---- members ---- */

static void put_case(writer *w, const eir_case *the_case) {
  put(w, ", \"case\": {\"title\": ");
  put_string(w, eir_case_title(the_case));
  put(w, ", \"parties\": [");
  for (size_t i = 0; i < the_case->n_parties; i++) {
    put(w, i > 0 ? ", " : "");
    put_string(w, the_case->parties[i].id);
  }
  put(w, "], \"signatories\": [");
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    put(w, i > 0 ? ", " : "");
    put_string(w, the_case->parties[the_case->signatories[i]].id);
  }
  put(w, "], \"issues\": [");
  for (size_t i = 0; i < the_case->n_issues; i++) {
    put(w, i > 0 ? ", " : "");
    put_string(w, the_case->issues[i].id);
  }
  put(w, "]");
  if (the_case->view != NULL) {
    put(w, ", \"view\": ");
    put_string(w, the_case->view);
  }
  put(w, "}");
}

static void put_notes(writer *w, const eir_case *the_case) {
  put(w, ",\n \"notes\": [");
  for (size_t i = 0; i < the_case->n_notes; i++) {
    put(w, i > 0 ? ", " : "");
    put_string(w, the_case->notes[i].text);
  }
  put(w, "]");
}

static void put_consent(writer *w, const eir_case *the_case) {
  put_count(w, ",\n \"consent\": {\"at_least\": ", the_case->quota);
  put(w, ", \"vetoes\": [");
  bool first = true;
  for (size_t i = 0; i < the_case->n_parties; i++) {
    if (!the_case->parties[i].veto)
      continue;
    put(w, first ? "" : ", ");
    put_string(w, the_case->parties[i].id);
    first = false;
  }
  put(w, "]}");
}

static const char *issue_kind(eir_issue_kind kind) {
  switch (kind) {
  case EIR_ISSUE_LIST:
    return "options";
  case EIR_ISSUE_RANGE:
    return "range";
  case EIR_ISSUE_AWARD_DIVISIBLE:
  case EIR_ISSUE_AWARD_INDIVISIBLE:
    return "award";
  }
  return "";
}

static void put_issues(writer *w, const eir_case *the_case) {
  put(w, ",\n \"issues\": {");
  for (size_t i = 0; i < the_case->n_issues; i++) {
    const eir_i_issue *issue = &the_case->issues[i];
    put(w, i > 0 ? ",\n   " : "");
    put_string(w, issue->id);
    eir_i_text_add_format(&w->text, ": {\"kind\": \"%s\"", issue_kind(issue->kind));
    put_count(w, ", \"options\": ", issue->n_options);
    put(w, "}");
  }
  put(w, "}");
}

static const char *position_kind(eir_position_kind kind) {
  switch (kind) {
  case EIR_POSITION_NONE:
    return "red_lines";
  case EIR_POSITION_POINTS:
    return "points";
  case EIR_POSITION_WEIGHTS:
    return "weights";
  case EIR_POSITION_STANCE:
    return "stance";
  }
  return "";
}

static void put_positions(writer *w, const eir_case *the_case) {
  bool first = true;
  put(w, ",\n \"positions\": {");
  for (size_t i = 0; i < the_case->n_parties; i++) {
    const eir_i_position *position = &the_case->parties[i].position;
    if (!position->given)
      continue;
    put(w, first ? "" : ",\n   ");
    put_string(w, the_case->parties[i].id);
    eir_i_text_add_format(&w->text, ": {\"kind\": \"%s\"",
                          position_kind(position->kind));
    put_count(w, ", \"red_lines\": ", position->n_red_lines);
    put_count(w, ", \"interactions\": ", position->n_interactions);
    if (position->discount != NULL) {
      put(w, ", \"discount\": ");
      put_string(w, position->discount);
    }
    put(w, "}");
    first = false;
  }
  put(w, "}");
}

/* Only where something is not known. */
static void put_unknowns(writer *w, const eir_case *the_case) {
  eir_unknown_counts counts = eir_case_unknown_counts(the_case);
  if (counts.n_ranges == 0 && counts.n_rules == 0)
    return;
  put_count(w, ",\n \"unknowns\": {\"ranges\": ", counts.n_ranges);
  put_count(w, ", \"uncertain_rules\": ", counts.n_rules);
  put_count(w, ", \"unstated\": ", counts.n_unstated);
  put(w, "}");
}

static void put_scores(writer *w, const eir_case *the_case) {
  bool first = true;
  put(w, ",\n \"scores\": {");
  for (size_t i = 0; i < the_case->n_parties; i++) {
    const eir_i_position *position = &the_case->parties[i].position;
    if (position->kind != EIR_POSITION_POINTS && position->kind != EIR_POSITION_WEIGHTS)
      continue;
    put(w, first ? "" : ",\n   ");
    put_string(w, the_case->parties[i].id);
    eir_i_text_add_format(&w->text, ": {\"exact\": %s, \"unit\": \"%lld\"}",
                          position->exact ? "true" : "false",
                          (long long)position->unit);
    first = false;
  }
  put(w, "}");
}

eir_status eir_case_write_json(const eir_case *the_case, eir_write_function write,
                               void *user) {
  if (the_case == NULL || write == NULL)
    return EIR_MISUSE;
  eir_i_memory memory; /* of this call: a case may be written by several threads */
  eir_i_memory_init(&memory, &the_case->memory.allocator);
  writer w = {.write = write, .user = user};
  eir_i_text_init(&w.text, &memory);
  put(&w, "{\"eirene\": ");
  put_string(&w, eir_version());
  put(&w, ", \"verb\": \"check\", \"valid\": true");
  put_case(&w, the_case);
  put(&w, ",\n \"outcomes\": ");
  put_outcomes(&w, the_case, &memory);
  put_consent(&w, the_case);
  put_issues(&w, the_case);
  put_positions(&w, the_case);
  put_scores(&w, the_case);
  put_count(&w, ",\n \"constraints\": ", the_case->n_constraints);
  put_unknowns(&w, the_case);
  put_count(&w, ", \"sources\": ", the_case->n_sources);
  put_count(&w, ", \"record\": ", the_case->record == NULL ? 0 : the_case->record->n);
  put_notes(&w, the_case);
  put(&w, "}\n");
  bool failed = w.text.failed;
  flush(&w);
  eir_i_text_free(&w.text);
  if (failed)
    return EIR_NO_MEMORY;
  return w.refused ? EIR_IO : EIR_OK;
}
