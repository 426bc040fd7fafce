/* Random numbers for tests: a seed gives the same numbers everywhere. */
#ifndef EIR_TESTS_SEEDED_H
#define EIR_TESTS_SEEDED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct seeded {
  uint64_t state;
} seeded;

seeded seeded_from(uint64_t seed);
uint64_t seeded_next(seeded *random);
/* 0 <= result < n; n > 0. */
uint32_t seeded_below(seeded *random, uint32_t n);
/* least <= result <= most. */
int64_t seeded_between(seeded *random, int64_t least, int64_t most);
/* True in `percent` of 100 calls. */
bool seeded_chance(seeded *random, unsigned percent);
/* Brings order[n] into a random order. */
void seeded_shuffle(seeded *random, uint32_t *order, size_t n);

#endif
