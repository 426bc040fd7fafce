/* A run: a sketch read and solved through the public interface. */
#ifndef EIR_TESTS_RUN_H
#define EIR_TESTS_RUN_H

#include "eirene/eirene.h"
#include "sketch.h"
#include "verdict.h"

typedef struct run_settings {
  bool over_outcomes;
  bool count;
  unsigned threads;               /* 0: as the library does */
  unsigned max_steps, max_points; /* 0: no limit. With one, an early end is no fault */
} run_settings;

typedef struct run {
  eir_context *context;
  eir_case *the_case;
  eir_solution *solution;
  char *json; /* without statistics */
  size_t json_length;
} run;

/* Reads the sketch; false, with the fault, when that fails. run_free() in any case. */
bool run_read(run *r, const sketch *s, verdict *v);
/* Solves (again) with the settings and keeps the JSON. */
bool run_solve(run *r, const run_settings *settings, verdict *v);
void run_free(run *r);

/* Reads a decimal or a fraction, exactly; false if it is neither. */
bool run_parse_number(mpq_t out, const char *text);

#endif
