/* Talks: two signatories of opposed interests. Weights, values between the best and the
 * worst option, and reservations are ranges; their bounds vary with the seed. */
#include "talks.h"

static const char *const issues[] = {"control",     "status",     "guarantees",
                                     "undertaking", "monitoring", "frontline",
                                     "civilians",   "timing",     "pressure"};
static const unsigned n_options[] = {4, 3, 5, 2, 5, 4, 4, 4, 3};
enum { ISSUES = sizeof issues / sizeof *issues };

/* A small step from one number to the next is enough to tell seeds apart. */
static unsigned percent(unsigned seed, unsigned issue, unsigned least) {
  return least + (seed * 7 + issue * 3) % 5;
}

static const char constraints[] =
    "constraints:\n"
    "  - {id: k1, rule: \"status = o2 -> control != o0\"}\n"
    "  - {id: k2, rule: \"frontline = o3 -> timing != o0\"}\n"
    "  - {id: k3, rule: \"guarantees in {o3, o4} -> timing != o0\", holds: [0.5, 1]}\n"
    "  - {id: k4, rule: \"control = o0 -> status = o0\"}\n"
    "  - {id: k5, rule: \"monitoring = o4 -> guarantees != o0\", holds: unknown}\n"
    "  - {id: k6, rule: \"pressure = o2 -> monitoring in {o2, o3, o4}\"}\n";

static const char *const red_lines[2] = {
    "    red_lines:\n"
    "      - {id: r1, rule: \"control != o3\"}\n"
    "      - {id: r2, rule: \"status != o2\"}\n"
    "      - {id: r3, rule: \"guarantees != o0\", holds: unknown}\n"
    "      - {id: r4, rule: \"control in {o1, o2} -> status = o0\", holds: [0.2, "
    "0.7]}\n",
    "    red_lines:\n"
    "      - {id: r1, rule: \"control != o0\"}\n"
    "      - {id: r2, rule: \"guarantees in {o3, o4} -> pressure != o0\", holds: "
    "unknown}\n"
    "      - {id: r3, rule: \"control in {o1, o2} -> status != o0\", holds: [0.2, "
    "0.7]}\n"
    "      - {id: r4, holds: [0, 0.1]}\n"};

static void write_values(eir_i_text *out, unsigned issue, bool reversed) {
  unsigned n = n_options[issue];
  eir_i_text_add_format(out, "      %s: {", issues[issue]);
  for (unsigned k = 0; k < n; k++)
    eir_i_text_add_format(out, "%so%u: %s", k == 0 ? "" : ", ",
                          reversed ? n - 1 - k : k,
                          k == 0       ? "1"
                          : k + 1 == n ? "0"
                                       : "[0, 1]");
  if (n > 3)
    eir_i_text_add(out, ", order: [");
  for (unsigned k = 1; n > 3 && k + 1 < n; k++)
    eir_i_text_add_format(out, "%so%u", k == 1 ? "" : ", ", reversed ? n - 1 - k : k);
  eir_i_text_add(out, n > 3 ? "]}\n" : "}\n");
}

static void write_position(eir_i_text *out, unsigned party, unsigned seed) {
  eir_i_text_add_format(out,
                        "  %s:\n    reservation: [0.%u, 0.%u]\n    normalise: true\n"
                        "    weights: {",
                        party == 0 ? "a" : "b", percent(seed, party, 20),
                        percent(seed, party, 60));
  for (unsigned i = 0; i < ISSUES; i++)
    eir_i_text_add_format(out, "%s%s: [0.0%u, 0.%u]", i == 0 ? "" : ", ", issues[i],
                          percent(seed, i, 5), percent(seed, i, 50));
  eir_i_text_add(out, "}\n    values:\n");
  for (unsigned i = 0; i < ISSUES; i++)
    write_values(out, i, party == 1);
  eir_i_text_add(out, red_lines[party]);
}

void talks_write(eir_i_text *out_text, unsigned seed) {
  eir_i_text_clear(out_text);
  eir_i_text_add(out_text, "eirene: 1\nparties: {a: {}, b: {}}\nissues:\n");
  for (unsigned i = 0; i < ISSUES; i++) {
    eir_i_text_add_format(out_text, "  %s: {options: [", issues[i]);
    for (unsigned o = 0; o < n_options[i]; o++)
      eir_i_text_add_format(out_text, "%so%u", o == 0 ? "" : ", ", o);
    eir_i_text_add(out_text, "]}\n");
  }
  eir_i_text_add(out_text, constraints);
  eir_i_text_add(out_text, "positions:\n");
  for (unsigned party = 0; party < 2; party++)
    write_position(out_text, party, seed);
}
