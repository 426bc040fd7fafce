/* Benchmark of explaining: seeded random cases, one row a question.
 *
 *   bench_explain [--csv FILE] [--seeds N] [--repeat N] [--threads N] [ROW]
 *   bench_explain --write FOLDER [--seeds N]
 *
 * ROW is a part of the names of the rows wanted. --write writes the cases instead, as
 * FOLDER/explain-SEED.yaml.
 *
 * A case without a deal has 8 signatories, 20 issues of 10 options and 20 demands: 8
 * reservation values and 12 rules, half of them red lines. Values are uniform, weights
 * exponential and normalised to 1. Samples are drawn for the case in talks.h. A row
 * gives medians over the seeds of the least time of `repeat` runs of that part of
 * eir_explain(), and the longest time of any seed: the time to solve is not in it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "explain/explaining.h"
#include "talks.h"

enum { PARTIES = 8, ISSUES = 20, OPTIONS = 10, RULES = 12, MOST_SEEDS = 25 };

typedef struct row {
  const char *name;
  int64_t max;     /* conflicts and unlocks sought; 0: all */
  int64_t samples; /* drawn of what is not known, and nothing else; 0: none */
} row;

static const row rows[] = {{"explain first conflict", 1, 0},
                           {"explain all conflicts", 0, 0},
                           {"explain 10,000 samples", 0, 10000}};
enum { N_ROWS = sizeof rows / sizeof *rows };

typedef struct settings {
  unsigned n_seeds, n_repeat, threads;
  FILE *csv;
  const char *write_to; /* a folder; NULL: measure */
} settings;

typedef struct sample {
  double seconds;
  double megabytes;
  double conflicts;
  double unlocks;
  double steps;
} sample;

/* ---- cases ---- */

/* splitmix64: every seed gives its own sequence. */
static uint64_t next_random(uint64_t *state) {
  uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static double uniform(uint64_t *state) {
  return (double)(next_random(state) >> 11) * 0x1p-53;
}

static unsigned below(uint64_t *state, unsigned n) {
  return (unsigned)(next_random(state) % n);
}

/* Millionths, written as a decimal. */
static void append_millionths(eir_i_text *to, double value) {
  unsigned scaled = (unsigned)(value * 1e6 + 0.5);
  eir_i_text_add_format(to, "%u.%06u", scaled / 1000000, scaled % 1000000);
}

/* One of five options of an issue asks for one of five of another. */
static void append_rule(eir_i_text *text, unsigned number, uint64_t *state) {
  unsigned from = below(state, ISSUES),
           to = (from + 1 + below(state, ISSUES - 1)) % ISSUES;
  unsigned first = below(state, OPTIONS / 2), second = below(state, OPTIONS / 2);
  eir_i_text_add_format(text, "{id: r%u, rule: \"i%u in {", number, from);
  for (unsigned o = 0; o < OPTIONS / 2; o++)
    eir_i_text_add_format(text, "%so%u", o == 0 ? "" : ", ", first + o);
  eir_i_text_add_format(text, "} -> i%u in {", to);
  for (unsigned o = 0; o < OPTIONS / 2; o++)
    eir_i_text_add_format(text, "%so%u", o == 0 ? "" : ", ", second + o);
  eir_i_text_add(text, "}\"}");
}

static void append_position(eir_i_text *text, unsigned party, uint64_t *state) {
  double weights[ISSUES], sum = 0;
  for (unsigned i = 0; i < ISSUES; i++)
    sum += weights[i] = -log(1 - uniform(state));
  eir_i_text_add_format(text, "  p%u:\n    reservation: ", party);
  append_millionths(text, 0.68 + 0.12 * uniform(state));
  eir_i_text_add(text, "\n    weights: {");
  for (unsigned i = 0; i < ISSUES; i++) {
    eir_i_text_add_format(text, "%si%u: ", i == 0 ? "" : ", ", i);
    append_millionths(text, weights[i] / sum);
  }
  eir_i_text_add(text, "}\n    values:\n");
  for (unsigned i = 0; i < ISSUES; i++) {
    eir_i_text_add_format(text, "      i%u: {", i);
    for (unsigned o = 0; o < OPTIONS; o++) {
      eir_i_text_add_format(text, "%so%u: ", o == 0 ? "" : ", ", o);
      append_millionths(text, uniform(state));
    }
    eir_i_text_add(text, "}\n");
  }
  if (party < RULES / 2) {
    eir_i_text_add(text, "    red_lines:\n      - ");
    append_rule(text, party, state);
    eir_i_text_add(text, "\n");
  }
}

static void make_case(eir_i_text *text, unsigned seed) {
  uint64_t state = seed * UINT64_C(1000003);
  eir_i_text_clear(text);
  eir_i_text_add(text, "eirene: 1\nparties:\n");
  for (unsigned p = 0; p < PARTIES; p++)
    eir_i_text_add_format(text, "  p%u: {}\n", p);
  eir_i_text_add(text, "issues:\n");
  for (unsigned i = 0; i < ISSUES; i++) {
    eir_i_text_add_format(text, "  i%u: {options: [", i);
    for (unsigned o = 0; o < OPTIONS; o++)
      eir_i_text_add_format(text, "%so%u", o == 0 ? "" : ", ", o);
    eir_i_text_add(text, "]}\n");
  }
  eir_i_text_add(text, "positions:\n");
  for (unsigned p = 0; p < PARTIES; p++)
    append_position(text, p, &state);
  eir_i_text_add(text, "constraints:\n");
  for (unsigned r = RULES / 2; r < RULES; r++) {
    eir_i_text_add(text, "  - ");
    append_rule(text, r, &state);
    eir_i_text_add(text, "\n");
  }
}

/* ---- measuring ---- */

static void fail(const char *what) {
  fprintf(stderr, "bench_explain: %s\n", what);
  exit(EXIT_FAILURE);
}

static double now_s(void) {
  struct timespec now;
  if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
    fail("there is no clock");
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Finds conflicts and unlocks, or draws samples, as eir_explain() does. */
static eir_status explain_part(const row *of, eir_explanation *e) {
  if (of->samples > 0)
    return eir_i_explain_robust(e);
  eir_status status = eir_i_explain_demands(e);
  return status == EIR_OK ? eir_i_explain_conflicts(e) : status;
}

static sample explain_once(const row *of, const eir_solution *solution,
                           const eir_options *options, unsigned threads) {
  eir_explanation e = {.solution = solution,
                       .the_case = solution->the_case,
                       .options = options,
                       .n_threads = threads};
  eir_i_memory_init(&e.memory, NULL);
  eir_i_arena_init(&e.arena, &e.memory);
  double start = now_s();
  if (explain_part(of, &e) != EIR_OK || e.effort.end != EIR_END_COMPLETE ||
      e.robust.samples != (uint64_t)of->samples)
    fail("a case could not be explained");
  sample one = {.seconds = now_s() - start,
                .megabytes = (double)e.memory.peak / 1e6,
                .conflicts = (double)e.n_conflicts,
                .unlocks = (double)e.n_unlocks,
                .steps = (double)e.effort.steps};
  eir_i_arena_free(&e.arena);
  return one;
}

static sample measure(const settings *with, const row *of, eir_context *context,
                      const eir_i_text *text) {
  eir_case *the_case;
  eir_diagnostics *messages;
  eir_options *options;
  if (eir_case_read_text(context, "bench", NULL, text->data, text->length, &the_case,
                         &messages) != EIR_OK ||
      eir_options_new(context, &options) != EIR_OK ||
      eir_options_set(options, "max", of->max) != EIR_OK ||
      eir_options_set(options, "samples", of->samples) != EIR_OK)
    fail("a case could not be made");
  eir_diagnostics_free(messages);
  /* A solution only lends the scales here: its frontier is not made. */
  eir_options *quick;
  eir_solution *solution;
  if (eir_options_new(context, &quick) != EIR_OK ||
      eir_options_set(quick, "only", 1 << EIR_UTILITARIAN) != EIR_OK)
    fail("options could not be set");
  if (eir_solve(the_case, quick, NULL, &solution) != EIR_OK ||
      eir_solution_deals_exist(solution) != EIR_NO)
    fail("a case has a deal");
  sample best = {.seconds = HUGE_VAL};
  for (unsigned i = 0; i < with->n_repeat; i++) {
    sample one = explain_once(of, solution, options, with->threads);
    if (one.seconds < best.seconds)
      best = one;
    if (best.seconds > 1)
      break; /* long runs repeat themselves well enough */
  }
  eir_solution_free(solution);
  eir_options_free(quick);
  eir_options_free(options);
  eir_case_free(the_case);
  return best;
}

static int compare_doubles(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return a < b ? -1 : a > b;
}

static double median(double *values, unsigned count) {
  qsort(values, count, sizeof *values, compare_doubles);
  return values[count / 2];
}

static void run_row(const settings *with, eir_context *context, const row *of) {
  enum { COLUMNS = 5 };
  double values[COLUMNS][MOST_SEEDS], most = 0;
  eir_i_memory memory;
  eir_i_text text;
  eir_i_memory_init(&memory, NULL);
  eir_i_text_init(&text, &memory);
  for (unsigned seed = 0; seed < with->n_seeds; seed++) {
    of->samples > 0 ? talks_write(&text, seed + 1) : make_case(&text, seed + 1);
    sample one = measure(with, of, context, &text);
    const double columns[COLUMNS] = {one.seconds, one.megabytes, one.conflicts,
                                     one.unlocks, one.steps};
    for (int c = 0; c < COLUMNS; c++)
      values[c][seed] = columns[c];
    if (one.seconds > most)
      most = one.seconds;
  }
  eir_i_text_free(&text);
  double middle[COLUMNS];
  for (int c = 0; c < COLUMNS; c++)
    middle[c] = median(values[c], with->n_seeds);
  printf("%-24s %12.6f %12.6f %10.2f %10.0f %10.0f %12.0f\n", of->name, middle[0], most,
         middle[1], middle[2], middle[3], middle[4]);
  fflush(stdout);
  if (with->csv != NULL)
    fprintf(with->csv, "%s,%.9f,%.9f,%.3f,%.0f,%.0f,%.0f\n", of->name, middle[0], most,
            middle[1], middle[2], middle[3], middle[4]);
}

static void write_cases(const settings *with) {
  eir_i_memory memory;
  eir_i_text text, path;
  eir_i_memory_init(&memory, NULL);
  eir_i_text_init(&text, &memory);
  eir_i_text_init(&path, &memory);
  for (unsigned seed = 1; seed <= with->n_seeds; seed++) {
    make_case(&text, seed);
    eir_i_text_clear(&path);
    eir_i_text_add_format(&path, "%s/explain-%u.yaml", with->write_to, seed);
    FILE *file = fopen(path.data, "w");
    bool written =
        file != NULL && fwrite(text.data, 1, text.length, file) == text.length;
    if ((file != NULL && fclose(file) != 0) || !written)
      fail("a case could not be written");
  }
  eir_i_text_free(&path);
  eir_i_text_free(&text);
}

static unsigned number_after(int argc, char **argv, int *at) {
  long value = *at + 1 < argc ? strtol(argv[++*at], NULL, 10) : 0;
  if (value < 1 || value > MOST_SEEDS) {
    fprintf(stderr, "bench_explain: %s takes a number from 1 to %d\n", argv[*at - 1],
            MOST_SEEDS);
    exit(2);
  }
  return (unsigned)value;
}

int main(int argc, char **argv) {
  settings with = {.n_seeds = 5, .n_repeat = 3, .threads = 1};
  const char *wanted = NULL;
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--seeds") == 0)
      with.n_seeds = number_after(argc, argv, &i);
    else if (strcmp(argv[i], "--repeat") == 0)
      with.n_repeat = number_after(argc, argv, &i);
    else if (strcmp(argv[i], "--threads") == 0)
      with.threads = number_after(argc, argv, &i);
    else if (strcmp(argv[i], "--csv") == 0 && i + 1 < argc)
      with.csv = fopen(argv[++i], "w");
    else if (strcmp(argv[i], "--write") == 0 && i + 1 < argc)
      with.write_to = argv[++i];
    else
      wanted = argv[i];
  }
  if (with.write_to != NULL) {
    write_cases(&with);
    return EXIT_SUCCESS;
  }
  eir_context *context;
  if (eir_context_new(NULL, &context) != EIR_OK)
    return EXIT_FAILURE;
  printf("%-24s %12s %12s %10s %10s %10s %12s\n", "case", "seconds", "most seconds",
         "MB", "conflicts", "unlocks", "steps");
  if (with.csv != NULL)
    fprintf(with.csv, "case,seconds,most_seconds,megabytes,conflicts,unlocks,steps\n");
  for (size_t i = 0; i < N_ROWS; i++) {
    if (wanted == NULL || strstr(rows[i].name, wanted) != NULL)
      run_row(&with, context, &rows[i]);
  }
  eir_context_free(context);
  return with.csv == NULL || fclose(with.csv) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
