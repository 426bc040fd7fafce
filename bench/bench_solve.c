/* Benchmark of solving: seeded random cases, one row a shape.
 *
 *   bench_solve [--csv FILE] [--seeds N] [--repeat N] [--threads N] [ROW]
 *   bench_solve --write FOLDER [--seeds N] [ROW]
 *
 * ROW is a part of the names of the rows wanted. --write writes their cases instead, as
 * FOLDER/NAME-SEED.yaml, a blank in the name as a hyphen.
 *
 * Values are uniform, weights exponential and normalised to 1, both to six decimals, no
 * reservation but where deals are counted. "opposed" cases have ordered options on
 * which the parties want opposite ends. A row gives medians over the seeds of the least
 * time of `repeat` runs: seconds of solving alone (reading and printing apart), peak
 * memory, frontier size and steps. */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { MOST_SEEDS = 25 };

/* Interactions between neighbouring issues: from the first to the last, or all round
 * with red lines beside them. */
typedef enum ties { UNTIED, CHAIN, CYCLE } ties;

typedef struct row {
  const char *name;
  unsigned parties, issues, options;
  bool opposed;
  double prototype_s; /* what a throw-away prototype took; 0: not measured */
  int64_t epsilon;    /* of a cover, in parts of 10^-12; 0: the exact frontier */
  int64_t only;       /* single solutions, as the option has them; 0: all of it */
  ties tied;
  const char *reservation; /* of every party; the deals are then counted. NULL: none */
} row;

static const row rows[] = {
    {"2p 6x10", 2, 6, 10, false, 3.5e-6, 0, 0, UNTIED, NULL},
    {"2p 7x10", 2, 7, 10, false, 3.5e-6, 0, 0, UNTIED, NULL},
    {"2p 30x10", 2, 30, 10, false, 50e-6, 0, 0, UNTIED, NULL},
    {"2p 30x10 opposed", 2, 30, 10, true, 400e-6, 0, 0, UNTIED, NULL},
    {"2p 100x10", 2, 100, 10, false, 2e-3, 0, 0, UNTIED, NULL},
    {"2p 100x10 opposed", 2, 100, 10, true, 15e-3, 0, 0, UNTIED, NULL},
    {"2p 200x20", 2, 200, 20, false, 30e-3, 0, 0, UNTIED, NULL},
    {"3p 6x10", 3, 6, 10, false, 90e-6, 0, 0, UNTIED, NULL},
    {"3p 20x5", 3, 20, 5, false, 6e-3, 0, 0, UNTIED, NULL},
    {"3p 20x10", 3, 20, 10, false, 12.5e-3, 0, 0, UNTIED, NULL},
    {"3p 30x10", 3, 30, 10, false, 0.2, 0, 0, UNTIED, NULL},
    {"4p 10x5", 4, 10, 5, false, 3e-3, 0, 0, UNTIED, NULL},
    {"4p 10x10", 4, 10, 10, false, 33e-3, 0, 0, UNTIED, NULL},
    {"4p 20x10", 4, 20, 10, false, 2.5, 0, 0, UNTIED, NULL},
    {"4p 20x10 cover .01", 4, 20, 10, false, 0.25, 10000000000, 0, UNTIED, NULL},
    {"5p 5x10 opposed", 5, 5, 10, true, 18e-3, 0, 0, UNTIED, NULL},
    {"5p 10x10", 5, 10, 10, false, 0.4, 0, 0, UNTIED, NULL},
    {"6p 8x5 opposed", 6, 8, 5, true, 0.14, 0, 0, UNTIED, NULL},
    {"2p 40x8 chain", 2, 40, 8, false, 2e-3, 0, 0, CHAIN, NULL},
    {"3p 16x5 cycle", 3, 16, 5, false, 30e-3, 0, 0, CYCLE, NULL},
    {"8p 30x10 nash", 8, 30, 10, false, 48e-3, 0, 1 << EIR_NASH, UNTIED, NULL},
    {"8p 30x10 max-min", 8, 30, 10, false, 0.36, 0, 1 << EIR_EGALITARIAN, UNTIED, NULL},
    {"3p 9x10 count", 3, 9, 10, false, 27e-3, 0, 0, UNTIED, "0.45"},
    {"3p 12x10 count", 3, 12, 10, false, 1.2, 0, 0, UNTIED, "0.45"},
};
enum { N_ROWS = sizeof rows / sizeof *rows };

typedef struct settings {
  unsigned n_seeds, n_repeat;
  FILE *csv;
  unsigned threads;
  const char *write_to; /* a folder; NULL: measure */
} settings;

typedef struct sample {
  double seconds;
  double megabytes;
  double frontier;
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

/* Millionths, written as a decimal. */
static void append_millionths(eir_i_text *to, const char *before, double value) {
  unsigned scaled = (unsigned)(value * 1e6 + 0.5);
  eir_i_text_add_format(to, "%s%u.%06u", before, scaled / 1000000, scaled % 1000000);
}

static double option_value(const row *of, unsigned party, unsigned option, double curve,
                           uint64_t *state) {
  if (!of->opposed)
    return uniform(state);
  double place = (double)option / (of->options - 1);
  return pow(party % 2 == 0 ? place : 1 - place, curve);
}

/* One interaction a pair of neighbours, shared out among the parties in turn; on a
 * cycle also eight red lines, of the first party. */
static void append_ties(eir_i_text *text, const row *of, unsigned party,
                        uint64_t *state) {
  unsigned pairs = of->tied == CYCLE ? of->issues : of->issues - 1;
  eir_i_text_add(text, "    interactions:\n");
  for (unsigned i = party; i < pairs; i += of->parties) {
    eir_i_text_add_format(text, "      - {when: i%u = o%u and i%u = o%u, add: ", i,
                          (unsigned)(uniform(state) * of->options),
                          (i + 1) % of->issues,
                          (unsigned)(uniform(state) * of->options));
    append_millionths(text, "", uniform(state) / of->issues);
    eir_i_text_add(text, "}\n");
  }
  if (of->tied != CYCLE || party != 0)
    return;
  eir_i_text_add(text, "    red_lines:\n");
  for (unsigned i = 0; i < 8; i++)
    eir_i_text_add_format(text, "      - {rule: not (i%u = o%u and i%u = o%u)}\n",
                          2 * i, (unsigned)(uniform(state) * of->options),
                          (2 * i + 1) % of->issues,
                          (unsigned)(uniform(state) * of->options));
}

static void append_position(eir_i_text *text, const row *of, unsigned party,
                            uint64_t *state) {
  double weights[256] = {0}, sum = 0;
  assert(of->issues > 0 && of->issues <= 256);
  for (unsigned i = 0; i < of->issues; i++)
    sum += weights[i] = -log(1 - uniform(state));
  eir_i_text_add_format(text, "  p%u:\n", party);
  if (of->reservation != NULL)
    eir_i_text_add_format(text, "    reservation: %s\n", of->reservation);
  eir_i_text_add(text, "    weights: {");
  for (unsigned i = 0; i < of->issues; i++) {
    eir_i_text_add_format(text, "%si%u: ", i == 0 ? "" : ", ", i);
    append_millionths(text, "", weights[i] / sum);
  }
  eir_i_text_add(text, "}\n    values:\n");
  for (unsigned i = 0; i < of->issues; i++) {
    double curve = 0.5 + 1.5 * uniform(state);
    eir_i_text_add_format(text, "      i%u: {", i);
    for (unsigned o = 0; o < of->options; o++) {
      eir_i_text_add_format(text, "%so%u: ", o == 0 ? "" : ", ", o);
      append_millionths(text, "", option_value(of, party, o, curve, state));
    }
    eir_i_text_add(text, "}\n");
  }
  if (of->tied != UNTIED)
    append_ties(text, of, party, state);
}

static void make_case(eir_i_text *text, const row *of, unsigned seed) {
  uint64_t state = seed * UINT64_C(1000003) + of->parties * UINT64_C(10007) +
                   of->issues * UINT64_C(101) + of->options;
  eir_i_text_clear(text);
  eir_i_text_add(text, "eirene: 1\nparties:\n");
  for (unsigned p = 0; p < of->parties; p++)
    eir_i_text_add_format(text, "  p%u: {}\n", p);
  eir_i_text_add(text, "issues:\n");
  for (unsigned i = 0; i < of->issues; i++) {
    eir_i_text_add_format(text, "  i%u: {options: [", i);
    for (unsigned o = 0; o < of->options; o++)
      eir_i_text_add_format(text, "%so%u", o == 0 ? "" : ", ", o);
    eir_i_text_add(text, "]}\n");
  }
  eir_i_text_add(text, "positions:\n");
  for (unsigned p = 0; p < of->parties; p++)
    append_position(text, of, p, &state);
}

/* ---- measuring ---- */

static sample measure(const settings *with, const row *of, eir_context *context,
                      const eir_i_text *text) {
  eir_case *the_case;
  eir_diagnostics *messages;
  eir_options *options;
  if (eir_case_read_text(context, "bench", NULL, text->data, text->length, &the_case,
                         &messages) != EIR_OK ||
      eir_options_new(context, &options) != EIR_OK ||
      eir_options_set(options, "threads", with->threads) != EIR_OK ||
      eir_options_set(options, "epsilon", of->epsilon) != EIR_OK ||
      eir_options_set(options, "only", of->only) != EIR_OK ||
      eir_options_set(options, "count", of->reservation != NULL) != EIR_OK ||
      eir_options_set(options, "limit-memory", 20000) != EIR_OK) {
    fprintf(stderr, "bench_solve: a case could not be made\n");
    exit(EXIT_FAILURE);
  }
  eir_diagnostics_free(messages);
  sample best = {.seconds = HUGE_VAL};
  for (unsigned i = 0; i < with->n_repeat; i++) {
    eir_solution *solution;
    if (eir_solve(the_case, options, NULL, &solution) != EIR_OK ||
        eir_solution_end(solution) != EIR_END_COMPLETE) {
      fprintf(stderr, "bench_solve: a case could not be solved\n");
      exit(EXIT_FAILURE);
    }
    eir_stats stats = eir_solution_stats(solution);
    if (stats.seconds < best.seconds)
      best = (sample){.seconds = stats.seconds,
                      .megabytes = (double)stats.peak_bytes / 1e6,
                      .frontier = (double)eir_solution_frontier_size(solution),
                      .steps = (double)stats.steps};
    eir_solution_free(solution);
    if (best.seconds > 1)
      break; /* long runs repeat themselves well enough */
  }
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

static void print_row(const settings *with, const row *of, sample middle) {
  double per_vector = middle.frontier > 0 ? middle.seconds / middle.frontier * 1e9 : 0;
  printf("%-20s %12.6f %10.2f %10.0f %12.0f %10.0f", of->name, middle.seconds,
         middle.megabytes, middle.frontier, middle.steps, per_vector);
  if (of->prototype_s > 0)
    printf(" %8.2f", middle.seconds / of->prototype_s);
  printf("\n");
  fflush(stdout);
  if (with->csv != NULL)
    fprintf(with->csv, "%s,%.9f,%.3f,%.0f,%.0f\n", of->name, middle.seconds,
            middle.megabytes, middle.frontier, middle.steps);
}

static void run_row(const settings *with, eir_context *context, const row *of) {
  double values[4][MOST_SEEDS];
  eir_i_memory memory;
  eir_i_text text;
  eir_i_memory_init(&memory, NULL);
  eir_i_text_init(&text, &memory);
  for (unsigned seed = 0; seed < with->n_seeds; seed++) {
    make_case(&text, of, seed + 1);
    sample one = measure(with, of, context, &text);
    values[0][seed] = one.seconds;
    values[1][seed] = one.megabytes;
    values[2][seed] = one.frontier;
    values[3][seed] = one.steps;
  }
  eir_i_text_free(&text);
  sample middle = {median(values[0], with->n_seeds), median(values[1], with->n_seeds),
                   median(values[2], with->n_seeds), median(values[3], with->n_seeds)};
  print_row(with, of, middle);
}

static void write_row(const settings *with, const row *of) {
  eir_i_memory memory;
  eir_i_text text, path;
  eir_i_memory_init(&memory, NULL);
  eir_i_text_init(&text, &memory);
  eir_i_text_init(&path, &memory);
  for (unsigned seed = 1; seed <= with->n_seeds; seed++) {
    make_case(&text, of, seed);
    eir_i_text_clear(&path);
    eir_i_text_add_format(&path, "%s/%s-%u.yaml", with->write_to, of->name, seed);
    for (size_t i = strlen(with->write_to); i < path.length; i++) {
      if (path.data[i] == ' ')
        path.data[i] = '-';
    }
    FILE *file = fopen(path.data, "w");
    bool written =
        file != NULL && fwrite(text.data, 1, text.length, file) == text.length;
    if ((file != NULL && fclose(file) != 0) || !written) {
      fprintf(stderr, "bench_solve: %s could not be written\n", path.data);
      exit(EXIT_FAILURE);
    }
  }
  eir_i_text_free(&path);
  eir_i_text_free(&text);
}

static unsigned number_after(int argc, char **argv, int *at) {
  long value = *at + 1 < argc ? strtol(argv[++*at], NULL, 10) : 0;
  if (value < 1 || value > MOST_SEEDS) {
    fprintf(stderr, "bench_solve: %s takes a number from 1 to %d\n", argv[*at - 1],
            MOST_SEEDS);
    exit(2);
  }
  return (unsigned)value;
}

int main(int argc, char **argv) {
  settings with = {.n_seeds = 5, .n_repeat = 5, .threads = 1};
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
  eir_context *context;
  if (eir_context_new(NULL, &context) != EIR_OK)
    return EXIT_FAILURE;
  if (with.write_to == NULL)
    printf("%-20s %12s %10s %10s %12s %10s %8s\n", "case", "seconds", "MB", "frontier",
           "steps", "ns/vector", "x proto");
  if (with.csv != NULL)
    fprintf(with.csv, "case,seconds,megabytes,frontier,steps\n");
  for (size_t i = 0; i < N_ROWS; i++) {
    if (wanted != NULL && strstr(rows[i].name, wanted) == NULL)
      continue;
    if (with.write_to != NULL)
      write_row(&with, &rows[i]);
    else
      run_row(&with, context, &rows[i]);
  }
  eir_context_free(context);
  return with.csv == NULL || fclose(with.csv) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
