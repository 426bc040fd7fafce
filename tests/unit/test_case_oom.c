/* Reading without memory: the 1st, 2nd, 3rd ... allocation fails in turn, until
 * reading needs no more. Every failure comes out as EIR_NO_MEMORY and leaves nothing
 * behind. The same for a case with faults, whose messages take memory too, and for the
 * JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "case_text.h"
#include "failing_allocator.h"

#include "base/banned.h"

static const char valid[] =
    "eirene: 1\n"
    "parties:\n"
    "  a: {name: {en: A, fr: B}, veto: true, members: [x, {en: y}], interests: [z], "
    "said_by: S}\n"
    "  b: {role: [signatory, guarantor], visible: [a, all], contested: [{k: v}]}\n"
    "  m: {role: mediator}\n"
    "consent: {at_least: 2}\n"
    "issues:\n"
    "  x: {options: [p, q, o1, o2, o3, o4, o5, o6, o7, o8, o9, o10, o11]}\n"
    "  y: {options: {p: {name: 'it''s', needs: [b], terms: [{t: [1]}], source: s#4}, "
    "q: }}\n"
    "  d: {range: {from: 0, to: 3, step: 0.5, unit: km}, stage: final}\n"
    "  w: {award: divisible}\n"
    "constraints:\n"
    "  - {id: c1, rule: \"x = p -> d >= 1 and (w = a or not y != q)\", because: {en: "
    "B}}\n"
    "positions:\n"
    "  a:\n"
    "    reservation: 1/3\n"
    "    points: {y: {p: 1, q: 2}, d: [[0, 0], [3, 1]], w: 4}\n"
    "    red_lines: [{id: r, rule: \"x in {p, q}\", source: s, basis: text, serves: "
    "z}]\n"
    "    interactions: [{when: true, add: 1, id: i}]\n"
    "  b: {stance: {x: {p: prefers}, d: {0: refuses, 0.5: unknown}}}\n"
    "sources: {s: {title: T, date: 2025-12-27, file: f, publisher: P}}\n"
    "record:\n"
    "- {kind: proposal, id: p, date: 2025-12-27, by: [a], with: b, title: \"folded\n  "
    "text\",\n   outcome: {x: p, d: 1.0}, source: s}\n"
    "- {kind: proposal, date: unknown, by: a, replaces: p, outcome: {y: q}}\n"
    "- {kind: response, date: 2025-12-28, by: b, to: p, answer: conditional,\n"
    "   if: \"d >= 1\", issues: {x: reject}, after: p, directness: reported}\n"
    "- {kind: talks, date: unknown, participants: [a, b], format: f}\n"
    "- {kind: statement, date: unknown, by: a, stance: {d: {0: refuses, 3: "
    "prefers}}}\n";

static const char unknowns[] =
    "eirene: 1\n"
    "parties: {a: {}, b: {}}\n"
    "issues: {x: {options: [p, q]}, d: {range: {from: 0, to: 2, step: 1}}}\n"
    "constraints: [{rule: x = p, holds: unknown, source: [s#1, s]}]\n"
    "positions:\n"
    "  a: {reservation: {value: [1, 2], cost: 2}, points: {x: {p: [1, 2], q: {low: 1, "
    "mode: 2, high: 3}, order: [p, q]}, d: [[0, 0], [2, [1, 3]]]}, together: "
    "[points.x.p, red_lines.n], red_lines: [{id: n, holds: [0.1, 0.2]}], interactions: "
    "[{when: x = p, add: [0, 1]}]}\n"
    "  b: {weights: {x: [0, 1], d: 2}, values: {x: {p: 1, q: 0}, d: [[0, 0], [2, 1]]}, "
    "normalise: true}\n"
    "together: [[positions.b.weights.x, positions.a.points.x.q]]\n"
    "sources: {s: {}}\n";

static const char faulty_unknowns[] =
    "eirene: 1\n"
    "parties: {a: {}, b: {}}\n"
    "issues: {x: {options: [p, q]}}\n"
    "constraints: [{rule: x = p, holds: 2, cost: -1, source: [t]}]\n"
    "positions:\n"
    "  a: {reservation: {low: 1}, power: [1, 2], points: {x: {p: [2, 1], q: {v: 1}, "
    "order: [r, p, p]}}, together: [points.x.p]}\n"
    "  b: {weights: {x: 0}, values: {x: {p: 1, q: 0}}, normalise: true}\n"
    "together: [a, [b]]\n"
    "sources: {s: {}}\n";

static const char faulty[] =
    "eirene: 1\n"
    "parties: {a: {nam: A}, b: {role: kind}, c: {role: [observer], veto: true}}\n"
    "issues: {x: {options: [p, p, Q]}, d: {range: {from: 0, to: 1, step: 0.3}}}\n"
    "constraints: [{rule: x = z and z = 1 and d = 7, source: s}, {rule: (true}]\n"
    "positions: {a: {points: {x: {p: 1.5.5, zz: 0}, y: 1}, scale: 0}, k: {}}\n"
    "record: [&a 1, *a, {a: 1, a: 2}, {kind: proposal, by: z, outcome: {k: 1}},\n"
    "  {kind: response, date: x, to: q, id: q}]\n"
    "sources: {k: {date: 1}}\n";

/* Reads with the n-th allocation failing, from n = 1 until none fails; returns how many
 * allocations a whole run takes. */
static size_t sweep(const char *text, eir_status expected, bool stay) {
  for (size_t n = 1;; n++) {
    failing_allocator failing;
    failing_allocator_init(&failing, 0, stay);
    eir_allocator face = failing_allocator_face(&failing);
    eir_context *context = NULL;
    assert_int_equal(eir_context_new(&face, &context), EIR_OK);
    failing.fail_at = n + 1; /* the context was the first */
    eir_case *the_case = NULL;
    eir_diagnostics *diagnostics = NULL;
    eir_status status = eir_case_read_text(context, "case", NULL, text, strlen(text),
                                           &the_case, &diagnostics);
    bool failed = atomic_load(&failing.failures) > 0;
    assert_int_equal(status, failed ? EIR_NO_MEMORY : expected);
    assert_int_equal(the_case != NULL, status == EIR_OK);
    eir_case_free(the_case);
    eir_diagnostics_free(diagnostics);
    eir_context_free(context);
    assert_int_equal(atomic_load(&failing.blocks_held), 0);
    assert_int_equal(atomic_load(&failing.bytes_held), 0);
    assert_false(atomic_load(&failing.corrupted));
    if (!failed)
      return n;
    assert_true(n < 100000);
  }
}

/* The same with texts of many lengths before it, so that the arenas' blocks end, and
 * the next allocation falls, somewhere else each time. */
static void sweep_shifted(const char *text, eir_status expected) {
  enum { ROOM = 16384, MOST = 4500, STEP = 90 };
  static char shifted[ROOM];
  const char *rest = strchr(text, '\n') + 1;
  for (size_t shift = 0; shift <= MOST; shift += STEP) {
    size_t n = (size_t)snprintf(shifted, sizeof shifted, "eirene: 1\ntitle: 'a");
    memset(shifted + n, 'b', shift);
    n += shift;
    snprintf(shifted + n, sizeof shifted - n, "'\n%s", rest);
    sweep(shifted, expected, false);
  }
}

static void a_valid_case(void **state) {
  (void)state;
  assert_true(sweep(valid, EIR_OK, false) > 15);
  sweep(valid, EIR_OK, true);
  sweep_shifted(valid, EIR_OK);
}

static void a_case_with_unknowns(void **state) {
  (void)state;
  assert_true(sweep(unknowns, EIR_OK, false) > 10);
  sweep(unknowns, EIR_OK, true);
  sweep_shifted(unknowns, EIR_OK);
  sweep(faulty_unknowns, EIR_BAD_INPUT, false);
  sweep_shifted(faulty_unknowns, EIR_BAD_INPUT);
}

static void a_case_with_faults(void **state) {
  (void)state;
  assert_true(sweep(faulty, EIR_BAD_INPUT, false) > 15);
  sweep(faulty, EIR_BAD_INPUT, true);
  sweep_shifted(faulty, EIR_BAD_INPUT);
}

/* Enough options and messages that arenas and arrays grow many times. */
static void a_large_case(void **state) {
  (void)state;
  enum { OPTIONS = 3000, ROOM = 200000 };
  char *text = malloc(ROOM);
  assert_non_null(text);
  size_t n = (size_t)snprintf(text, ROOM,
                              "eirene: 1\nparties: {a: {}}\nissues:\n x:\n"
                              "  options:\n");
  for (int i = 0; i < OPTIONS; i++)
    n += (size_t)snprintf(text + n, ROOM - n, "   o%d: {name: N}\n", i);
  n += (size_t)snprintf(text + n, ROOM - n, "positions:\n a:\n  points:\n   x:\n");
  for (int i = 0; i < OPTIONS; i++)
    n += (size_t)snprintf(text + n, ROOM - n, "    o%d: %d.5\n", i, i);
  assert_true(n < ROOM);
  assert_true(sweep(text, EIR_OK, false) > 25);
  memcpy(strstr(text, "   o1: {name"), "   o0", 5); /* now o0 comes twice */
  sweep(text, EIR_BAD_INPUT, false);
  free(text);
}

static void yaml_with_faults(void **state) {
  (void)state;
  sweep("eirene: [1", EIR_BAD_INPUT, false);
  sweep("\x01", EIR_BAD_INPUT, false);
  sweep("", EIR_BAD_INPUT, false);
}

static void an_included_file(void **state) {
  (void)state;
  static const char path[] = EIR_SOURCE_DIR "/tests/corpus/valid/include.yaml";
  FILE *there = fopen(path, "rb");
  assert_non_null(there);
  fclose(there);
  for (size_t n = 1;; n++) {
    failing_allocator failing;
    failing_allocator_init(&failing, 0, false);
    eir_allocator face = failing_allocator_face(&failing);
    eir_context *context = NULL;
    assert_int_equal(eir_context_new(&face, &context), EIR_OK);
    failing.fail_at = n + 1;
    eir_case *the_case = NULL;
    eir_status status = eir_case_read_file(context, path, &the_case, NULL);
    bool failed = atomic_load(&failing.failures) > 0;
    assert_int_equal(status, failed ? EIR_NO_MEMORY : EIR_OK);
    eir_case_free(the_case);
    eir_context_free(context);
    assert_int_equal(atomic_load(&failing.blocks_held), 0);
    if (!failed)
      return;
  }
}

static bool take(void *user, const char *data, size_t size) {
  (void)user;
  (void)data;
  (void)size;
  return true;
}

static bool refuse(void *user, const char *data, size_t size) {
  (void)user;
  (void)data;
  (void)size;
  return false;
}

static void json_without_memory(void **state) {
  (void)state;
  failing_allocator failing;
  failing_allocator_init(&failing, 0, false);
  eir_allocator face = failing_allocator_face(&failing);
  eir_context *context = NULL;
  assert_int_equal(eir_context_new(&face, &context), EIR_OK);
  eir_case *the_case = case_from(context, valid);
  size_t held = atomic_load(&failing.blocks_held);
  for (size_t n = 1;; n++) {
    size_t before = atomic_load(&failing.failures);
    failing.fail_at = atomic_load(&failing.calls) + n;
    eir_status status = eir_case_write_json(the_case, take, NULL);
    bool failed = atomic_load(&failing.failures) > before;
    assert_int_equal(status, failed ? EIR_NO_MEMORY : EIR_OK);
    assert_int_equal(atomic_load(&failing.blocks_held), held);
    if (!failed)
      break;
  }
  failing.fail_at = 0;
  assert_int_equal(eir_case_write_json(the_case, refuse, NULL), EIR_IO);
  assert_int_equal(eir_case_write_json(NULL, take, NULL), EIR_MISUSE);
  assert_int_equal(eir_case_write_json(the_case, NULL, NULL), EIR_MISUSE);
  eir_case_free(the_case);
  eir_context_free(context);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_valid_case),         cmocka_unit_test(a_case_with_faults),
      cmocka_unit_test(a_case_with_unknowns), cmocka_unit_test(a_large_case),
      cmocka_unit_test(yaml_with_faults),     cmocka_unit_test(an_included_file),
      cmocka_unit_test(json_without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
