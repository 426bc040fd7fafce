/* Random cases against the oracle; what the property test programs run.
 *
 * EIR_SEED is the first seed (default: the program's own), EIR_CASES how many follow. A
 * failing case is shrunk and printed with its seed. */
#ifndef EIR_TESTS_RANDOM_CASES_H
#define EIR_TESTS_RANDOM_CASES_H

#include "compare.h"

/* Says in words what is wrong with a case, in the verdict; true if nothing is. `user`
 * as given to random_cases_try(). */
typedef bool (*random_cases_check)(const sketch *s, void *user, verdict *v);

/* Checks `count` cases from `first_seed` on, of at most `max_outcomes` outcomes, and
 * fails the running cmocka test if one is wrong. */
void random_cases_try(uint64_t first_seed, size_t count, size_t max_outcomes,
                      random_cases_check check, void *user);

/* Compares with the oracle, and then that no shape of case was missing (when the
 * numbers were not set from outside). A whole program: the result of main(). */
int random_cases_main(uint64_t first_seed);

#endif
