/* The table of options, and their values. */
#include "solve/solution.h"

#include <string.h>

#include "base/banned.h"

static const char *const over_choices[] = {"deals", "outcomes", NULL};

static const char *const only_choices[] = {"nash", "kalai_smorodinsky", "egalitarian",
                                           "utilitarian", NULL};

static const eir_option_row rows[] = {
    {"over", EIR_OPTION_CHOICE, 0, 0, 1, over_choices, "deals|outcomes",
     "Take the frontier over the deals, or over all outcomes that meet the "
     "constraints. "
     "The solutions are over the deals either way.",
     EIR_FOR_SOLVE},
    {"only", EIR_OPTION_CHOICES, 0, 0, (1 << EIR_CONCEPT_COUNT) - 1, only_choices,
     "SOLUTION,...",
     "Find just these solutions, without the frontier, for cases in which it is too "
     "large. They are exact.",
     EIR_FOR_SOLVE},
    {"count", EIR_OPTION_FLAG, 0, 0, 1, NULL, NULL,
     "Count the deals also where there are more than a million outcomes.",
     EIR_FOR_SOLVE | EIR_FOR_EXPLAIN},
    {"all", EIR_OPTION_FLAG, 0, 0, 1, NULL, NULL,
     "List every deal, not only the frontier.", EIR_FOR_SOLVE},
    {"limit-points", EIR_OPTION_INTEGER, 6000000, 1, INT64_C(1) << 31, NULL, "N",
     "Stop when a step keeps more than N score vectors.",
     EIR_FOR_SOLVE | EIR_FOR_EXPLAIN | EIR_FOR_HOLD},
    {"limit-memory", EIR_OPTION_INTEGER, 4096, 1, INT64_C(1) << 24, NULL, "MB",
     "Stop before holding more than MB megabytes (of 10^6 bytes).",
     EIR_FOR_SOLVE | EIR_FOR_EXPLAIN | EIR_FOR_HOLD},
    {"limit-steps", EIR_OPTION_INTEGER, 0, 0, INT64_MAX, NULL, "N",
     "Stop after N steps (vectors looked at); 0 is no limit. A limited run ends at the "
     "same point every time.",
     EIR_FOR_SOLVE | EIR_FOR_EXPLAIN | EIR_FOR_HOLD},
    {"epsilon", EIR_OPTION_DECIMAL, 0, 0, INT64_C(1000000000000), NULL, "E",
     "Find a cover instead of the exact frontier, for cases that are too large: every "
     "deal that leaves each signatory E above its reservation has one within E of it "
     "in "
     "every utility. 0 is exact.",
     EIR_FOR_SOLVE},
    {"threads", EIR_OPTION_INTEGER, 1, 1, 64, NULL, "N",
     "Use up to N threads. The answer is the same.",
     EIR_FOR_SOLVE | EIR_FOR_EXPLAIN | EIR_FOR_HOLD},
    {"max", EIR_OPTION_INTEGER, 0, 0, INT64_C(1) << 31, NULL, "N",
     "Stop after N conflicts and N unlocks; 0 is all of them.", EIR_FOR_EXPLAIN},
    {"seconds", EIR_OPTION_DECIMAL, 0, 0, INT64_C(1000000) * INT64_C(1000000000000),
     NULL, "S",
     "Stop looking for conflicts and unlocks after S seconds; 0 is no limit.",
     EIR_FOR_EXPLAIN},
    {"samples", EIR_OPTION_INTEGER, 1000, 0, 100000000, NULL, "N",
     "Try N sets of values where the case gives ranges or rules that may not hold; 0 "
     "is "
     "none.",
     EIR_FOR_EXPLAIN | EIR_FOR_HOLD},
    {"seed", EIR_OPTION_INTEGER, 1, 0, INT64_MAX, NULL, "S",
     "Start the random numbers from S. The same seed gives the same answer.",
     EIR_FOR_EXPLAIN | EIR_FOR_HOLD},
};

enum { N_ROWS = sizeof rows / sizeof *rows };
static_assert((int)N_ROWS == (int)EIR_I_SETTING_COUNT, "one row an option");

struct eir_options {
  eir_i_memory memory;
  int64_t value[N_ROWS];
};

size_t eir_option_row_count(void) {
  return N_ROWS;
}

eir_option_row eir_option_row_get(size_t index) {
  if (index < N_ROWS)
    return rows[index];
  return (eir_option_row){0};
}

/* N_ROWS when there is none of that name. */
static size_t find(const char *name) {
  size_t i = 0;
  while (i < N_ROWS && (name == NULL || strcmp(rows[i].name, name) != 0))
    i++;
  return i;
}

eir_status eir_options_new(eir_context *context, eir_options **out_options) {
  if (out_options == NULL)
    return EIR_MISUSE;
  *out_options = NULL;
  if (context == NULL)
    return EIR_MISUSE;
  eir_i_memory memory;
  eir_i_memory_init(&memory, &context->allocator);
  eir_options *made = eir_i_allocate(&memory, sizeof *made);
  if (made == NULL)
    return EIR_NO_MEMORY;
  made->memory = memory;
  for (size_t i = 0; i < N_ROWS; i++)
    made->value[i] = rows[i].initial;
  *out_options = made;
  return EIR_OK;
}

void eir_options_free(eir_options *options) {
  if (options == NULL)
    return;
  eir_i_memory memory = options->memory;
  eir_i_release(&memory, options, sizeof *options);
}

eir_status eir_options_set(eir_options *options, const char *name, int64_t value) {
  size_t i = find(name);
  if (options == NULL || i == N_ROWS)
    return EIR_MISUSE;
  if (value < rows[i].least || value > rows[i].most)
    return EIR_MISUSE;
  options->value[i] = value;
  return EIR_OK;
}

int64_t eir_i_setting(const eir_options *options, eir_i_setting_index index) {
  return options == NULL ? rows[index].initial : options->value[index];
}

int64_t eir_options_get(const eir_options *options, const char *name) {
  size_t i = find(name);
  return i == N_ROWS ? 0 : eir_i_setting(options, (eir_i_setting_index)i);
}
